"""`claimx compare`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimx.commands import reading
from claimx.commands.app import command
from claimx.settings import Settings

if TYPE_CHECKING:
    from claimx.commands.reading import Tally

EPILOG = """
Exit codes: 0 done; 1 some inputs failed, the others are compared; 2 usage, settings, model or
output; 4 a conflict was found, with -e; 130 interrupted.
"""
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Records that claimx extract wrote (.jsonl, .duckdb, .sqlite; - for JSON Lines on "
        "standard input), or articles, or folders of them.",
        show_default=False,
    ),
]
Groups = Iterator[dict[str, Any]]


@command("input", "run", without=("exit_status",), epilog=EPILOG)
def compare(
    paths: Paths,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="DATABASE",
            help="Compare with the articles of this database or file of records too; print only "
            "groups with an article of PATHS.",
        ),
    ] = None,
    is_shown: Annotated[
        bool, typer.Option("--show", help="Print tables instead of JSON Lines.")
    ] = False,
    only_conflicts: Annotated[
        bool,
        typer.Option(
            "--conflicts",
            help="Only what disagrees: figures in conflict, quotations of several speakers, "
            "claims and their denials.",
        ),
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Output file: .jsonl, or a .duckdb or .sqlite database, in which the groups' "
            "tables are replaced.",
        ),
    ] = None,
    is_strict: Annotated[
        bool, typer.Option("-e", "--exit-status", help="Exit with status 4 if there is a conflict.")
    ] = False,
    *,
    settings: Settings,
) -> int:
    """Print what several articles have in common, and where they disagree.

    People and bodies, figures of the same quantity, quotations in all their wordings, claims and
    their denials, speeches told by several articles: a JSON record for each group, with its
    members, how they agree, how sure it is and why.

    Examples: "claimx compare articles/ --show" prints tables; "claimx extract articles/ | claimx
    compare -" compares records; "claimx compare new/ --against news.duckdb" compares new articles
    with those of a database; "claimx compare news.duckdb -o news.duckdb" adds tables to it.
    """
    from claimx.compare import compare as groups_of
    from claimx.compare import is_conflict
    from claimx.writers import groups as writer

    reading.stop_on_signals()
    tally = reading.Tally(settings.kind)
    found = conflicts = 0

    def counted(groups: Groups) -> Groups:
        nonlocal found, conflicts
        for group in groups:
            conflicts += is_conflict(group)
            if is_conflict(group) or not only_conflicts:
                found += 1
                yield group

    try:
        base = _records([against], settings, tally) if against is not None else None
        groups = counted(groups_of(_records(paths, settings, tally), base=base))
        if is_shown:
            from claimx.terminal import groups as terminal
            from claimx.terminal import pages

            kept = list(groups if output is None else writer.write(groups, output))
            with pages.console(paged=False) as console:
                terminal.show(kept, console)
        else:
            for _ in writer.write(groups, output or "-"):
                pass
    except BrokenPipeError:
        pass  # the reader has closed the pipe
    except KeyboardInterrupt:
        typer.echo("claimx: interrupted", err=True)
        return 130
    if not settings.quiet:
        parts = [reading.counted(found, "group"), reading.counted(conflicts, "conflict")]
        typer.echo(f"claimx: {', '.join(parts)}", err=True)
    if tally.failed:
        return 1
    return 4 if is_strict and conflicts else 0


def _records(paths: list[str], settings: Settings, tally: Tally) -> Iterator[list[dict[str, Any]]]:
    """Yield the records of each article, extracting them if the path has articles."""
    from claimx import reader
    from claimx.compare import inputs

    articles = []
    for path in dict.fromkeys(paths):
        if path == "-":
            yield from inputs.lines(sys.stdin.buffer, path=path)
        elif inputs.holds_records(path):
            yield from inputs.read(path)
        else:
            articles.append(path)
    if articles:
        results = reading.results(reader.read(articles, settings=settings), settings)
        yield from tally.count(results, lambda _: None)
