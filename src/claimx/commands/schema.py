"""`claimx schema`."""

from __future__ import annotations

import typer

from claimx.commands.app import command


@command(epilog="")
def schema() -> None:
    """Print the JSON Schema of the records."""
    import json

    from claimx.records import schema as of_records

    typer.echo(json.dumps(of_records(), indent=2, ensure_ascii=False))
