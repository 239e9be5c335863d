"""Blocks of the sources: the units of work that an engine gives to its workers.

A block is some whole files, or a range of rows in a file. Its number depends only on the sources
and the size, so that a continued run has the same blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from claimx.errors import InputError
from claimx.reader import Article, is_single, read_source
from claimx.settings import Settings

#: Counts the rows of files in order. It can look ahead, and use other machines.
Counter = Callable[[Iterator[str]], Iterator[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Block:
    """Files to read whole, or the `part` of a file's rows."""

    number: int
    files: tuple[str, ...]
    part: range | None = None

    @property
    def name(self) -> str:
        """The number as in file names."""
        return f"{self.number:08}"

    def __len__(self) -> int:
        return len(self.files) if self.part is None else len(self.part)

    def read(
        self, *, settings: Settings, skip: dict[int, str] | None = None
    ) -> Iterator[Article | InputError]:
        """Yield the item at each place of the block; `skip` has reasons for not reading a place."""
        skip = skip or {}
        if self.part is not None:
            rows = {self.part.start + place: why for place, why in skip.items()}
            yield from read_source(self.files[0], settings=settings, part=self.part, skip=rows)
            return
        for place, file in enumerate(self.files):
            lost = {0: skip[place]} if place in skip else {}
            yield from read_source(file, settings=settings, skip=lost)


def plan(sources: Iterable[str], *, settings: Settings, count: Counter) -> Iterator[Block]:
    """Yield the blocks of the files in order, with at most `settings.block_size` articles each."""
    size, number = settings.block_size, 0
    files: list[str] = []
    for file, rows in count(iter(sources)):
        is_one = is_single(file, settings=settings)
        if files and (not is_one or len(files) == size):
            yield Block(number, tuple(files))
            number += 1
            files = []
        if is_one:
            files.append(file)
            continue
        for start in range(0, rows, size):
            yield Block(number, (file,), range(start, min(start + size, rows)))
            number += 1
    if files:
        yield Block(number, tuple(files))
