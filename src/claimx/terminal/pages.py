"""A console on standard output, directly or through the user's pager."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

# As in git: quit if all fits on one screen, keep colours, don't clear the screen.
LESS = "FRX"


@contextmanager
def console(*, paged: bool) -> Iterator[Console]:
    """Yield the console; a pager is used only if standard output is a terminal."""
    direct = Console()
    if not paged or not direct.is_terminal:
        yield direct
        return
    command = shlex.split(os.environ.get("PAGER") or "less")
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={"LESS": LESS, **os.environ},
    ) as process:
        assert process.stdin is not None
        yield Console(
            file=process.stdin,
            force_terminal=True,
            color_system=direct.color_system,  # type: ignore[arg-type]
            width=direct.width,
        )
