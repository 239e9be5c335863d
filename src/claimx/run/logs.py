"""The library's log on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Lines(logging.Formatter):
    """One line per message, its level first: errors of inputs are lines without one."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{record.levelname.lower()}: {super().format(record)}"


def to_stderr(level: str) -> logging.Handler:
    """Show what the library logs from this level on, until the process ends."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines("%(message)s"))
    log = logging.getLogger("claimx")
    log.addHandler(handler)
    log.setLevel(level)
    return handler


@contextmanager
def on_stderr(level: str) -> Iterator[None]:
    """Show what the library logs from this level on, while the context lasts."""
    log = logging.getLogger("claimx")
    before = log.level
    handler = to_stderr(level)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
