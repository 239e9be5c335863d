"""What a writer gives to the code that has records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from claimx.writers.resume import Done

Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Output:
    """Where each article's records go, the articles that are there already, the files written.

    `write` takes an article's records, the document's first, and writes those of the kinds that its
    settings ask for.
    """

    write: Callable[[Records], None]
    done: Done = field(default_factory=Done)
    files: tuple[str, ...] = ()
