"""Facts on disk, as those of 100,000 articles do not fit into memory; and pairs by keys."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np

Fact = TypeVar("Fact")

# An odd number of 64 bits, by which numbers are scattered (splitmix64's).
MIXER = np.uint64(0xBF58476D1CE4E5B9)

# Facts that stay in memory after they were read.
CACHED = 10_000
# Facts that are written at once.
BUFFER = 1 << 20
# Of a key that more facts share, each fact is paired with the next few only.
LARGEST_BLOCK, FEW = 16, 4


class Facts(Generic[Fact]):
    """A list of facts in a file that is deleted at the end, and the article of each."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  as long as the object lives
        self._starts, self._unwritten = array("Q", [0]), bytearray()
        self._articles = array("I")
        self._read = lru_cache(CACHED)(self._load)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Fact:
        return self._read(number)

    def __iter__(self) -> Iterator[Fact]:
        return map(self._load, range(len(self)))

    def add(self, fact: Fact, article: int) -> int:
        """Append the fact of an article and return the fact's number."""
        data = pickle.dumps(fact, pickle.HIGHEST_PROTOCOL)
        self._unwritten += data
        self._starts.append(self._starts[-1] + len(data))
        self._articles.append(article)
        if len(self._unwritten) > BUFFER:
            self._write()
        return len(self) - 1

    def article(self, number: int) -> int:
        """Return the number of the fact's article."""
        return self._articles[number]

    @property
    def articles(self) -> np.ndarray:
        """The numbers of the facts' articles."""
        return np.frombuffer(self._articles, dtype=np.uint32).astype(np.int64)

    def _write(self) -> None:
        self._file.seek(0, 2)
        self._file.write(self._unwritten)
        self._unwritten.clear()

    def _load(self, number: int) -> Fact:
        if self._unwritten:
            self._write()
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        fact: Fact = pickle.loads(self._file.read(end - start))
        return fact


def mixed(*columns: np.ndarray) -> np.ndarray:
    """Return one key of 64 bits for each row of the columns of whole numbers."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key = (key ^ column.astype(np.uint64)) * MIXER
        key ^= key >> np.uint64(29)
    return key


def pairs(
    keys: np.ndarray, numbers: np.ndarray, rank: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of numbers that share keys, the smaller one first, and how many they share.

    `keys` has a key of each of `numbers`. In a large block only those are paired that are near by
    `rank`, which is by number.
    """
    packed = list(_blocks(keys, numbers, rank))
    if not packed:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing
    found, counts = np.unique(np.concatenate(packed), return_counts=True)
    first, second = found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)
    return first.astype(np.int64), second.astype(np.int64), counts


def _blocks(keys: np.ndarray, numbers: np.ndarray, rank: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the pairs of each step between neighbours, packed into one number each."""
    order = np.lexsort((rank[numbers], keys))
    keys, numbers = keys[order], numbers[order].astype(np.uint64)
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.concatenate([begins, [len(keys)]]))
    reach = np.repeat(np.where(sizes <= LARGEST_BLOCK, LARGEST_BLOCK, FEW), sizes)
    for step in range(1, min(LARGEST_BLOCK, len(keys))):
        same = (keys[step:] == keys[:-step]) & (reach[:-step] >= step)
        a, b = numbers[:-step][same], numbers[step:][same]
        yield (np.minimum(a, b) << np.uint64(32)) | np.maximum(a, b)
