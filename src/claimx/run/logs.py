"""The library's log on standard error."""

from __future__ import annotations

import logging


class Lines(logging.Formatter):
    """One line per message, its level first: errors of inputs are lines without one."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{record.levelname.lower()}: {super().format(record)}"


def to_stderr(level: str) -> None:
    """Show what the library logs from this level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines("%(message)s"))
    log = logging.getLogger("claimx")
    log.addHandler(handler)
    log.setLevel(level)
