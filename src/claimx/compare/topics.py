"""Which articles are about one thing."""

from __future__ import annotations

from functools import lru_cache

from claimx.compare.facts import Article
from claimx.compare.store import Facts
from claimx.compare.words import Rarity

# Pairs whose likeness, and articles whose words, stay in memory.
CACHED, CACHED_ARTICLES = 200_000, 20_000


class Topics:
    """How alike two articles are, from their telling words."""

    def __init__(self, articles: Facts[Article], rarity: Rarity) -> None:
        self._articles, self._rarity = articles, rarity
        self._words = lru_cache(CACHED_ARTICLES)(self._weighted)
        self.likeness = lru_cache(CACHED)(self._likeness)

    def _likeness(self, a: int, b: int) -> float:
        """Return the cosine of two articles' words; 1 for one article."""
        return 1.0 if a == b else cosine(self._words(a), self._words(b))

    def _weighted(self, number: int) -> dict[str, float]:
        terms = self._articles[number].terms
        return {word: count * self._rarity.of(word) for word, count in terms.items()}

    def days_between(self, a: int, b: int) -> int | None:
        """Return how many days lie between the dates of publication; None if one is unknown."""
        first, second = self._articles[a].day, self._articles[b].day
        return None if first is None or second is None else abs(first - second)


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    """Return the cosine of two weighted sets of words, from 0 to 1."""
    if len(a) > len(b):
        a, b = b, a
    shared = sum(weight * b[word] for word, weight in a.items() if word in b)
    length = sum(w * w for w in a.values()) * sum(w * w for w in b.values())
    return float(shared / length**0.5) if length else 0.0
