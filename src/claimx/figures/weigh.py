"""The probability for readable features, by weights learnt by `training/`."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted sum of the features plus the weight "bias"."""
    total = weights["bias"] + sum(weights.get(name, 0) * value for name, value in features.items())
    return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, total))))


# Beyond this exp would overflow; the probability is 0 or 1 to all digits anyway.
_STEEPEST = 40
