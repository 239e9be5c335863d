"""The progress of a run, on a terminal's standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimx.settings import Settings

Records = list[dict[str, Any]]


class Step(Protocol):
    """The function that is called with each result."""

    def __call__(self, records: Records | None) -> None:
        """Count an article's records, or an input that failed (None)."""


def is_wanted(settings: Settings) -> bool:
    """Return whether to show a bar: only on a terminal that doesn't also show the records."""
    to_terminal = settings.output in (None, "-") and sys.stdout.isatty()
    return sys.stderr.isatty() and not to_terminal and not settings.quiet


@contextmanager
def shown(total: Callable[[], int | None] | None, *, wanted: bool) -> Iterator[Step]:
    """Yield a bar with articles, words per second and the time left, if it is wanted.

    `total` is only called then; it returns None if the number of articles is unknown.
    """
    if not wanted or total is None:
        yield lambda records: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    with bar:
        task = bar.add_task("articles", total=total(), speed="")
        words = 0

        def step(records: Records | None) -> None:
            nonlocal words
            words += sum(record["words"] for record in records or () if "words" in record)
            spent = bar.tasks[0].elapsed or 0.0
            speed = f"{words / spent:,.0f} words/s" if words and spent else ""
            bar.update(task, advance=1, speed=speed)

        yield step
