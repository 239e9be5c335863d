"""Export of records to the formats of other tools, and import of corrected records.

Each format is a module with a `Format`, found by the entry-point group `claimx.exports`. Packages
can add their own. An import is a function in the group `claimx.imports`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import IO, Any

from claimx.errors import SettingsError
from claimx.saved import Record, SavedArticle

EXPORTS, IMPORTS = "claimx.exports", "claimx.imports"
# The characters that are allowed in file names on every system.
UNSAFE = re.compile(r"[^\w.-]+")

#: Reads a file of another tool and yields each article's records.
Importer = Callable[[IO[bytes]], Iterator[list[Record]]]


@dataclass(frozen=True, slots=True)
class Format:
    """The functions that write articles: the parts of one file, or named files in a folder."""

    parts: Callable[[Iterable[SavedArticle]], Iterator[bytes]] | None = None
    files: Callable[[Iterable[SavedArticle]], Iterator[tuple[str, bytes]]] | None = None


def names(group: str) -> tuple[str, ...]:
    """Return the names of the group's formats."""
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def exporter(name: str) -> Format:
    """Return the format with this name; raise SettingsError if there is none."""
    made: Format = _load(EXPORTS, name)
    return made


def importer(name: str) -> Importer:
    """Return the reader of the format with this name; raise SettingsError if there is none."""
    made: Importer = _load(IMPORTS, name)
    return made


def _load(group: str, name: str) -> Any:
    for entry in entry_points(group=group):
        if entry.name == name:
            return entry.load()
    known = ", ".join(names(group))
    raise SettingsError(f'no format "{name}"', remedy=f"use {known}")


class Names:
    """File names for articles: readable, unique, and safe on every system."""

    def __init__(self) -> None:
        self._seen = set[str]()

    def new(self, doc: str) -> str:
        """Return the name of an article's file, without an ending."""
        plain = UNSAFE.sub("_", doc.removesuffix(".txt")).strip("._") or "article"
        name, number = plain, 1
        while name.casefold() in self._seen:
            number += 1
            name = f"{plain}-{number}"
        self._seen.add(name.casefold())
        return name
