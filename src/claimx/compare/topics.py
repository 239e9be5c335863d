"""The similarity of articles, and which ones are related."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np

from claimx.compare.rows import Rows, Vocabulary, ranges
from claimx.compare.words import Rarity

# Less similar articles are not compared closely. In the gold clusters, nearly all pairs in a
# cluster are above ALIKE, and nearly all other pairs are below.
RELATED, ALIKE = 0.06, 0.09
# Related articles are searched among the last ones with a common word, and this many are kept.
POSTINGS, NEAREST = 256, 24
# How many similarities of pairs, and words of articles, stay in memory.
CACHED, CACHED_ARTICLES = 200_000, 20_000


class Topics:
    """The similarity of articles by their distinctive words, and which ones are related."""

    def __init__(self, vocabulary: Vocabulary, rarity: Rarity) -> None:
        self._vocabulary, self._rarity = vocabulary, rarity
        self._terms, self._counts, self._days = Rows(), array("f"), array("q")
        #: Articles from this number on are new: only groups with one of them matter.
        self.since = 0
        self._words = lru_cache(CACHED_ARTICLES)(self._weighted)
        self.likeness = lru_cache(CACHED)(self._likeness)

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, terms: Mapping[str, float], day: int | None) -> None:
        """Add the terms of the next article, and its day of publication."""
        self._terms.add(self._vocabulary.numbers(terms))
        self._counts.extend(terms.values())
        self._days.append(-1 if day is None else day)

    @cached_property
    def weights(self) -> np.ndarray:
        """The rarity of each word of the vocabulary. Add all articles first."""
        return np.fromiter(map(self._rarity.of, self._vocabulary), dtype=np.float64)

    @cached_property
    def order(self) -> np.ndarray:
        """The articles by day; one without a date keeps its place in the input."""
        days = np.frombuffer(self._days, dtype=np.int64)
        known = np.maximum.accumulate(np.where(days < 0, -1, np.arange(len(days))))
        return np.argsort(np.where(known < 0, -1, days[known]), kind="stable")

    def related(self, least: float = RELATED) -> Iterator[tuple[int, np.ndarray]]:
        """Yield articles with the related ones before them, in the order of days.

        If some articles are new, pairs of old ones are left out unless a new one connects them.
        """
        starts, others, alike = self._graph
        kept = self.matters(np.repeat(self.order, np.diff(starts)), others) & (alike >= least)
        for position, article in enumerate(self.order.tolist()):
            start, end = starts[position], starts[position + 1]
            found = others[start:end][kept[start:end]]
            if len(found):
                yield article, found

    def matters(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Return whether each pair of articles has a new one, or is connected by a new one."""
        if not self.since:
            return np.ones(len(first), dtype=bool)
        is_new = (first >= self.since) | (second >= self.since)
        met = np.unique(np.concatenate([first[is_new], second[is_new]]))
        return is_new | (np.isin(first, met) & np.isin(second, met))

    def around(self, article: int) -> list[int]:
        """Return the related articles before and after, the most similar first."""
        starts, others = self._both
        return [int(other) for other in others[starts[article] : starts[article + 1]]]

    def days_between(self, a: int, b: int) -> int | None:
        """Return the days between the dates of publication, or None if one is unknown."""
        first, second = self._days[a], self._days[b]
        return None if first < 0 or second < 0 else abs(first - second)

    def _likeness(self, a: int, b: int) -> float:
        """Return the cosine similarity of two articles' words; 1 for the same article."""
        if a == b:
            return 1.0
        first, second = self._words(a), self._words(b)
        return sum(weight * second[word] for word, weight in first.items() if word in second)

    def _weighted(self, number: int) -> dict[int, float]:
        start, end = self._bounds[number], self._bounds[number + 1]
        weights = self._normal[start:end].tolist()
        return dict(zip(self._terms.values[start:end].tolist(), weights, strict=True))

    @cached_property
    def _bounds(self) -> list[int]:
        return list(map(int, self._terms.starts))

    @cached_property
    def _normal(self) -> np.ndarray:
        """The weights of all articles' terms, each article's of length 1."""
        starts = self._terms.starts
        weights = np.frombuffer(self._counts, dtype=np.float32) * self.weights[self._terms.values]
        total = np.concatenate([[0.0], np.cumsum(weights**2)])
        lengths = np.sqrt(total[starts[1:]] - total[starts[:-1]])
        return np.asarray(weights / np.repeat(np.maximum(lengths, 1e-9), np.diff(starts)))

    @cached_property
    def _graph(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The start of each article's related ones, the related ones, and their similarities.

        Articles are in the order of days. The time is n log n, because only the last POSTINGS
        articles of each word are looked at.
        """
        starts, order = self._terms.starts, self.order
        lengths = np.diff(starts)
        # The terms in the order of the articles, then sorted by word: the postings.
        place = ranges(starts[order], lengths[order])
        words, weights = self._terms.values[place], self._normal[place]
        by_word = np.argsort(words, kind="stable")
        of = np.repeat(np.arange(len(order)), lengths[order])[by_word]
        weight = weights[by_word]
        begins = np.searchsorted(words[by_word], words)
        at = np.empty(len(by_word), dtype=np.int64)
        at[by_word] = np.arange(len(by_word))
        from_ = np.maximum(begins, at - POSTINGS)
        ends = np.cumsum(lengths[order])
        kept, alike, counts = [], [], [0]
        for position in range(len(order)):
            end = int(ends[position])
            start = end - int(lengths[order[position]])
            reach = at[start:end] - from_[start:end]
            index = ranges(from_[start:end], reach)
            found, score = _sums(of[index], np.repeat(weights[start:end], reach) * weight[index])
            found, score = _best(found, score)
            kept.append(order[found])
            alike.append(score)
            counts.append(len(found))
        if not kept:
            return np.zeros(1, int), np.empty(0, int), np.empty(0)
        return np.cumsum(counts), np.concatenate(kept), np.concatenate(alike)

    @cached_property
    def _both(self) -> tuple[np.ndarray, np.ndarray]:
        """The start of each article's related ones, and these, the most similar first."""
        starts, others, alike = self._graph
        one = np.repeat(self.order, np.diff(starts))
        is_alike = alike >= ALIKE
        one, others, alike = one[is_alike], others[is_alike], alike[is_alike]
        first, second = np.concatenate([one, others]), np.concatenate([others, one])
        sort = np.lexsort((-np.concatenate([alike, alike]), first))
        begins = np.searchsorted(first[sort], np.arange(len(self) + 1))
        return begins, second[sort]


def _sums(keys: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the unique keys and the sum of each key's weights."""
    if not len(keys):
        return keys, weights
    low = keys.min()
    totals = np.bincount(keys - low, weights)
    found = np.flatnonzero(totals >= RELATED)
    return found + low, totals[found]


def _best(found: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the most similar of the articles, at most NEAREST."""
    if len(found) <= NEAREST:
        return found, score
    near = np.argpartition(-score, NEAREST)[:NEAREST]
    return found[near], score[near]
