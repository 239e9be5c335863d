"""`claimx show`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from claimx.commands import reading
from claimx.commands.app import Paths, command
from claimx.settings import Settings

# Fixed settings: the text is needed, and nothing is written to a file.
FIXED = {"text": True, "format": "jsonl", "output": None, "resume": False}
LEFT_OUT = ("exit_status",)


@command("input", "filter", "run", without=LEFT_OUT, fixed=FIXED)
def show(
    paths: Paths,
    pager: Annotated[
        bool, typer.Option("--pager", help="Page through the output, with $PAGER or less.")
    ] = False,
    *,
    settings: Settings,
) -> int:
    """Show articles with what was found, in colour.

    Claims, quotes, speakers, cues, figures and dates are marked in the text, and listed in tables
    below each article. Colours appear only if standard output is a terminal and NO_COLOR is not
    set.
    """
    from claimx import reader
    from claimx.terminal import pages, progress
    from claimx.terminal import show as terminal

    tally = reading.Tally(settings.kind)
    try:
        with pages.console(paged=pager) as console, progress.shown(None, wanted=False) as step:
            terminal.legend(console)
            inputs = reader.read(paths, settings=settings)
            for records in tally.count(reading.results(inputs, settings), step):
                terminal.show(records, console, kinds=settings.kind)
    except BrokenPipeError:
        # The reader has closed the pipe, so Python must not flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 1 if tally.failed else 0
