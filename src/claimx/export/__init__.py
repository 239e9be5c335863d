"""Records → the formats of other tools, and corrected records back from some of them.

Each format is a module with a `Format`, found by the entry-point group `claimx.exports`; a package
can add its own. What reads records back is a function of the group `claimx.imports`.
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
# What a file's name can hold on every system.
UNSAFE = re.compile(r"[^\w.-]+")

#: Reads a file of another tool and yields each article's records.
Importer = Callable[[IO[bytes]], Iterator[list[Record]]]


@dataclass(frozen=True, slots=True)
class Format:
    """How articles are written: as the parts of one file, or as files of a folder by name."""

    parts: Callable[[Iterable[SavedArticle]], Iterator[bytes]] | None = None
    files: Callable[[Iterable[SavedArticle]], Iterator[tuple[str, bytes]]] | None = None


def names(group: str) -> tuple[str, ...]:
    """Return the names of the group's formats."""
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def exporter(name: str) -> Format:
    """Return the format of that name; SettingsError if there is none."""
    made: Format = _load(EXPORTS, name)
    return made


def importer(name: str) -> Importer:
    """Return what reads the format of that name; SettingsError if nothing does."""
    made: Importer = _load(IMPORTS, name)
    return made


def _load(group: str, name: str) -> Any:
    for entry in entry_points(group=group):
        if entry.name == name:
            return entry.load()
    known = ", ".join(names(group))
    raise SettingsError(f'no format "{name}"', remedy=f"use {known}")


class Names:
    """File names for articles: readable, safe on every system, each only once."""

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
