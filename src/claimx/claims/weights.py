"""Linear models over named features, with weights written by `training/claims.py`."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from claimx.text import lexicon

Features = dict[str, float]


def marks(*names: str | bool) -> Features:
    """Return features of value 1 for the names; items that are not names are left out."""
    return {name: 1.0 for name in names if isinstance(name, str)}


def when(condition: object, name: str) -> str | bool:
    """Return the name if the condition is true, otherwise False."""
    return name if condition else False


def size(count: int, *, steps: Sequence[int] = (0, 1, 2, 4, 8, 16, 32)) -> str:
    """Return the count as a word: the largest of the ascending steps that it reaches."""
    reached = bisect_right(steps, count)
    return str(steps[reached - 1] if reached else 0)


def models() -> dict[str, dict[str, float]]:
    """Return the weights of each model by feature."""
    return lexicon.load("claim_weights")


def score(model: str, features: Features) -> float:
    """Return the weighted sum of the features; unknown features have no weight."""
    weights = models()[model]
    total = 0.0
    for name, value in features.items():
        if name in weights:
            total += weights[name] * value
    return total


def probability(model: str, features: Features) -> float:
    """Return the logistic function of the score."""
    return logistic(score(model, features))


def logistic(value: float) -> float:
    """Return 1 / (1 + e^-value), for any value."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def shares(model: str, options: list[Features]) -> list[float]:
    """Return the probability of each option by the softmax of their scores; one option is right."""
    scores = [score(model, features) for features in options]
    top = max(scores, default=0.0)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]
