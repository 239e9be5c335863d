"""The interface between writers and the code that has records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from claimx.writers.resume import Done

Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Output:
    """The function that writes records, the articles already written, and the names of the files.

    `write` takes an article's records, the document's first, and writes those with the kinds in the
    settings.
    """

    write: Callable[[Records], None]
    done: Done = field(default_factory=Done)
    files: tuple[str, ...] = ()
