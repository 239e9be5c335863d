"""`claimx schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.commands.app import command


@command(epilog="")
def schema(
    datasette: Annotated[
        str | None,
        typer.Option(
            "--datasette",
            help="Print Datasette's metadata file for this SQLite output instead.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of the records."""
    import json

    from claimx.records import schema as of_records
    from claimx.writers.sqlite import metadata

    made = of_records() if datasette is None else metadata(datasette)
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
