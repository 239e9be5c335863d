"""Rows of words as numbers, and the weight of the words that rows of related articles share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np


class Vocabulary:
    """The number of each word; stop words have numbers below `first`."""

    def __init__(self, stops: Iterable[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(stops)}
        self.first = len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def numbers(self, words: Iterable[str]) -> Iterator[int]:
        """Yield the numbers of the words; new words get the next numbers."""
        for word in words:
            yield self._numbers.setdefault(word, len(self._numbers))


class Rows:
    """Lists of numbers, stored end to end and article by article."""

    def __init__(self) -> None:
        self._values, self._starts = array("I"), array("Q", [0])
        #: The first row of each article, and finally the number of rows.
        self.first = array("Q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, numbers: Iterable[int]) -> None:
        """Append a row."""
        self._values.extend(numbers)
        self._starts.append(len(self._values))

    def end_article(self) -> None:
        """Mark that the next row belongs to another article."""
        self.first.append(len(self))

    @property
    def values(self) -> np.ndarray:
        """The numbers of all rows."""
        return np.frombuffer(self._values, dtype=np.uint32) if self._values else np.empty(0, int)

    @property
    def starts(self) -> np.ndarray:
        """The start of each row in `values`, and the end of the last one."""
        return np.frombuffer(self._starts, dtype=np.uint64).astype(np.int64)

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """Return the weight of each row."""
        total = np.concatenate([[0.0], np.cumsum(weights[self.values], dtype=np.float64)])
        starts = self.starts
        return np.asarray(total[starts[1:]] - total[starts[:-1]])


@dataclass(frozen=True, slots=True)
class Meeting:
    """An article's rows and those of its related articles.

    `shared` has the weight of the common words for each of `own` and each of `others`.
    """

    own: np.ndarray
    others: np.ndarray
    shared: np.ndarray


def meetings(
    rows: Rows, related: Iterable[tuple[int, np.ndarray]], weights: np.ndarray
) -> Iterator[Meeting]:
    """Yield for each article with related ones what their rows share.

    A row has each number only once. `related` has articles with others; `weights` is by number.
    """
    values, starts = rows.values, rows.starts
    first = np.frombuffer(rows.first, dtype=np.uint64).astype(np.int64)
    lengths = np.diff(starts)
    for article, articles in related:
        own = np.arange(first[article], first[article + 1])
        others = ranges(first[articles], first[articles + 1] - first[articles])
        if not len(own) or not len(others):
            continue
        mine = values[starts[own[0]] : starts[own[-1] + 1]]
        order = np.argsort(mine, kind="stable")
        mine = mine[order]
        of_mine = np.repeat(np.arange(len(own)), lengths[own])[order]
        theirs = values[ranges(starts[others], lengths[others])]
        of_theirs = np.repeat(np.arange(len(others)), lengths[others])
        low = np.searchsorted(mine, theirs, "left")
        count = np.searchsorted(mine, theirs, "right") - low
        meets = np.flatnonzero(count)
        count = count[meets]
        pairs = np.repeat(of_theirs[meets], count) + of_mine[ranges(low[meets], count)] * len(
            others
        )
        found = np.bincount(
            pairs, np.repeat(weights[theirs[meets]], count), minlength=len(own) * len(others)
        )
        yield Meeting(own, others, found.reshape(len(own), len(others)))


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return for each start and length the range of numbers, end to end."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - lengths), lengths))
