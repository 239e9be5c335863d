"""The probability that a match is right, by learnt weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from claimx.text.lexicon import load

_WIDEST = 30.0  # beyond this margin the probability is 0 or 1 anyway


@cache
def _weights(kind: str) -> Mapping[str, float]:
    weights: dict[str, float] = load("confidence").get(kind, {})
    return weights


def confidence(kind: str, signs: Mapping[str, float]) -> float | None:
    """Return how probable it is that a "date", "figure" or "claim" with these signs is right.

    The weights in `data/en/confidence.json` are learnt by `training/confidence_*.py`; None if the
    kind has none. A sign without a weight has no effect.
    """
    weights = _weights(kind)
    if not weights:
        return None
    margin = sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return round(1 / (1 + math.exp(-max(-_WIDEST, min(_WIDEST, margin)))), 3)
