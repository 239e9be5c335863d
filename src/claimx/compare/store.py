"""Facts on disk, and the pairs of them that share a key.

The facts of 100,000 articles do not fit into memory at once: they lie in a file, and only their
numbers and the hashes of their keys are held, 16 bytes for each key.
"""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

import numpy as np

Fact = TypeVar("Fact")

# Facts that stay in memory after they were read.
CACHED = 50_000
# A key that more facts share says little: each fact is then compared with its neighbours in the
# order of publication only.
LARGEST_BLOCK = 24


class Facts(Generic[Fact]):
    """A list of facts in a file that is deleted at the end; and their keys."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  as long as the object lives
        self._starts = array("Q", [0])
        self._hashes, self._numbers = array("Q"), array("L")
        #: Facts from this number on are new: only pairs with one of them matter.
        self.since = 0
        self._read = lru_cache(CACHED)(self._load)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Fact:
        return self._read(number)

    def __iter__(self) -> Iterator[Fact]:
        return map(self._load, range(len(self)))

    def add(self, fact: Fact) -> int:
        """Append the fact and return its number."""
        data = pickle.dumps(fact, pickle.HIGHEST_PROTOCOL)
        self._file.seek(0, 2)
        self._file.write(data)
        self._starts.append(self._starts[-1] + len(data))
        return len(self) - 1

    def put(self, number: int, keys: Iterable[str]) -> None:
        """Let the fact be found under the keys."""
        for key in set(keys):
            self._hashes.append(hash_of(key))
            self._numbers.append(number)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of numbers that share a key, each once, the smaller number first.

        In a large block only neighbours are paired: facts must be added in a sensible order. If
        some facts are new, pairs of old ones are left out, but for those that meet in a new one.
        """
        packed = list(self._blocks())
        if not packed:
            return
        found = np.unique(np.concatenate(packed))
        first, second = found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)
        if self.since:
            is_new = second >= self.since
            met = np.unique(np.concatenate([first[is_new], second[is_new]]))
            kept = is_new | (np.isin(first, met) & np.isin(second, met))
            first, second = first[kept], second[kept]
        for a, b in zip(first, second, strict=True):
            yield int(a), int(b)

    def _blocks(self) -> Iterator[np.ndarray]:
        """Yield the pairs of each step between neighbours, packed into one number each."""
        hashes = np.frombuffer(self._hashes, dtype=np.uint64) if self._hashes else np.empty(0)
        numbers = np.array(self._numbers, dtype=np.uint64)
        order = np.lexsort((numbers, hashes))
        hashes, numbers = hashes[order], numbers[order]
        for step in range(1, LARGEST_BLOCK + 1):
            same = hashes[step:] == hashes[:-step] if len(hashes) > step else np.empty(0, bool)
            if not same.any():
                return
            a, b = numbers[:-step][same], numbers[step:][same]
            yield np.unique((a << np.uint64(32)) | b)

    def _load(self, number: int) -> Fact:
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        fact: Fact = pickle.loads(self._file.read(end - start))
        return fact


def hash_of(key: str) -> int:
    """Return 64 bits that stay the same from run to run."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
