"""`claimx review`: what to do with a reviewer's decisions."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.commands import articles as shared
from claimx.commands.app import app, command
from claimx.commands.articles import Output, Records
from claimx.commands.reading import counted

review = typer.Typer(
    name="review",
    help="Apply the decisions that a reviewer made in the page.",
    no_args_is_help=True,
)
app.add_typer(review)


@command(to=review, epilog="")
def apply(
    decisions: Annotated[
        str,
        typer.Argument(
            metavar="DECISIONS", help="The file that the page saved.", show_default=False
        ),
    ],
    records: Records,
    output: Output = "-",
    complete: Annotated[
        bool,
        typer.Option(
            "--complete",
            help="Only articles in which every record has a decision, for use as gold data.",
        ),
    ] = False,
) -> int:
    """Print the records with a reviewer's decisions applied.

    Rejected records are left out, speakers and stances are corrected, and each record with a
    decision says in `review` who decided. If a record has several decisions, the latest counts.
    """
    from claimx import review as of_decisions

    made = of_decisions.read(decisions)
    unknown = set(made)
    lines: list[bytes] = []
    for article in shared.read(records, None):
        found = article.all()
        unknown -= {record["id"] for record in found}
        if not complete or of_decisions.is_complete(found, made):
            lines += (of_decisions.line(one).encode() for one in of_decisions.apply(found, made))
    shared.write(lines, output, inputs=[decisions, records])
    if unknown:
        typer.echo(
            f"claimx: {counted(len(unknown), 'decision')} on records that are not in {records}",
            err=True,
        )
    return 1 if unknown else 0
