"""Linear models over named features; their weights are data that `training/claims.py` writes."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from claimx.text import lexicon

Features = dict[str, float]


def marks(*names: str | bool) -> Features:
    """Features that are either there or not; what is not a name is left out."""
    return {name: 1.0 for name in names if isinstance(name, str)}


def when(condition: object, name: str) -> str | bool:
    """The name if the condition holds."""
    return name if condition else False


def size(count: int, *, steps: Sequence[int] = (0, 1, 2, 4, 8, 16, 32)) -> str:
    """The count as a word: the largest of the rising steps that it reaches."""
    reached = bisect_right(steps, count)
    return str(steps[reached - 1] if reached else 0)


def models() -> dict[str, dict[str, float]]:
    """The weights of each model by feature."""
    return lexicon.load("claim_weights")


def score(model: str, features: Features) -> float:
    """The weighted sum of the features; unknown features weigh nothing."""
    weights = models()[model]
    total = 0.0
    for name, value in features.items():
        if name in weights:
            total += weights[name] * value
    return total


def probability(model: str, features: Features) -> float:
    """The logistic function of the score."""
    return logistic(score(model, features))


def logistic(value: float) -> float:
    """1 / (1 + e^-value), for any value."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def shares(model: str, options: list[Features]) -> list[float]:
    """The probability of each option, one of which is right: the softmax of their scores."""
    scores = [score(model, features) for features in options]
    top = max(scores, default=0.0)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]
