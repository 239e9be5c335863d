"""The library's log on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Lines(logging.Formatter):
    """A formatter with one line per message, beginning with its level."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return f"{record.levelname.lower()}: {super().format(record)}"


def to_stderr(level: str) -> logging.Handler:
    """Show the library's log from this level on, until the process ends."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines("%(message)s"))
    log = logging.getLogger("claimx")
    log.addHandler(handler)
    log.setLevel(level)
    return handler


@contextmanager
def on_stderr(level: str) -> Iterator[None]:
    """Show the library's log from this level on, within the context."""
    log = logging.getLogger("claimx")
    before = log.level
    handler = to_stderr(level)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
