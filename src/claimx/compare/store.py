"""Facts on disk, since those of 100,000 articles do not fit into memory, and pairs by keys."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np

Fact = TypeVar("Fact")

# An odd number of 64 bits that scatters numbers (from splitmix64).
MIXER = np.uint64(0xBF58476D1CE4E5B9)

# How many facts stay in memory after they were read.
CACHED = 10_000
# How many facts are written at once.
BUFFER = 1 << 20
# If more facts share a key, each fact is only paired with the next few.
LARGEST_BLOCK, FEW = 16, 4


class Facts(Generic[Fact]):
    """A list of facts in a temporary file, and the article of each fact."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the object exists
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
        """Append a fact of an article, and return the fact's number."""
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
    """Return a 64-bit key for each row of the columns of integers."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key = (key ^ column.astype(np.uint64)) * MIXER
        key ^= key >> np.uint64(29)
    return key


def pairs(
    keys: np.ndarray, numbers: np.ndarray, rank: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of numbers that share keys, the smaller one first, and their common keys.

    `keys` has a key for each of `numbers`. In a large block, only numbers close in `rank` are
    paired.
    """
    packed = list(_blocks(keys, numbers, rank))
    if not packed:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing
    found, counts = np.unique(np.concatenate(packed), return_counts=True)
    first, second = found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)
    return first.astype(np.int64), second.astype(np.int64), counts


def _blocks(keys: np.ndarray, numbers: np.ndarray, rank: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the pairs for each distance between neighbours, each packed into one number."""
    order = np.lexsort((rank[numbers], keys))
    keys, numbers = keys[order], numbers[order].astype(np.uint64)
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.concatenate([begins, [len(keys)]]))
    reach = np.repeat(np.where(sizes <= LARGEST_BLOCK, LARGEST_BLOCK, FEW), sizes)
    for step in range(1, min(LARGEST_BLOCK, len(keys))):
        same = (keys[step:] == keys[:-step]) & (reach[:-step] >= step)
        a, b = numbers[:-step][same], numbers[step:][same]
        yield (np.minimum(a, b) << np.uint64(32)) | np.maximum(a, b)
