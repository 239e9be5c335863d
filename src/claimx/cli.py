"""The command line: the commands, and how their errors end the process."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from claimx import __version__
from claimx.commands import (  # noqa: F401  each adds its command
    compare,
    export,
    extract,
    report,
    review,
    schema,
    show,
)
from claimx.commands.app import app
from claimx.errors import ClaimxError


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"claimx {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who said what, with which numbers, when: news articles as JSON records."""


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        app()
    except ClaimxError as error:
        typer.echo(f"claimx: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        typer.echo(f"claimx: {place}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(2)
    sys.exit(0)
