"""The library's log on standard error."""

from __future__ import annotations

import logging


def to_stderr(level: str) -> None:
    """Shows what the library logs from this level on, a line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("claimx")
    log.addHandler(handler)
    log.setLevel(level)
