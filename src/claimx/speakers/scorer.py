"""The weights of the features, and the choice of the best candidate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import exp

from claimx.text import lexicon

# The weights under this key count for every sort of mention.
ANY = "any"


@cache
def weights(sort: str) -> dict[str, float]:
    """Return the weight of each feature for a sort of mention."""
    table = lexicon.load("speakers")["weights"]
    shared, own = table.get(ANY, {}), table.get(sort, {})
    return {key: shared.get(key, 0.0) + own.get(key, 0.0) for key in shared.keys() | own.keys()}


def score(sort: str, features: Iterable[tuple[str, float]]) -> float:
    """Return how strongly the features support a candidate."""
    known = weights(sort)
    return sum(known.get(key, 0.0) * value for key, value in features)


def probabilities(scores: Sequence[float]) -> list[float]:
    """Return the scores as probabilities that sum to one."""
    best = max(scores)
    powers = [exp(value - best) for value in scores]
    whole = sum(powers)
    return [power / whole for power in powers]
