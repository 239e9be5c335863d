"""`claimx report`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.commands import articles as shared
from claimx.commands import reading
from claimx.commands.app import Paths, command
from claimx.commands.articles import Articles
from claimx.settings import Settings

if TYPE_CHECKING:
    from claimx.saved import SavedArticle
    from claimx.terminal.progress import Step

# Fixed settings: the page needs the text, and is the only output.
FIXED = {"text": True, "format": "jsonl", "output": None, "resume": False}
LEFT_OUT = ("exit_status",)


@command("input", "filter", "run", without=LEFT_OUT, fixed=FIXED)
def report(
    paths: Paths,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The page to write; - is standard output."
        ),
    ] = "review.html",
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TITLE", help="The page's title.", show_default=False),
    ] = None,
    articles: Articles = None,
    *,
    settings: Settings,
) -> int:
    """Write a page to read and review what was found.

    The page is one file that needs no server and no network. It shows the articles with everything
    that was found, the records beside them, and an overview. "claimx review apply" applies the
    decisions that a reviewer makes in it. More than 500 articles become a folder of pages.

    PATHS are articles, or records that "claimx extract" wrote: "claimx report records.jsonl".
    """
    from claimx.report import pages
    from claimx.terminal import progress
    from claimx.writers import target

    reading.stop_on_signals()
    target.reject_inputs(output, paths)
    tally = reading.Tally(settings.kind)
    try:
        with progress.shown(None, wanted=False) as step:
            found = _articles(paths, articles, tally=tally, step=step, settings=settings)
            wrote = pages.write(found, output=output, title=title)
    except BrokenPipeError:
        return 0  # the reader has closed the pipe
    except KeyboardInterrupt:
        typer.echo("claimx: interrupted", err=True)
        return 130
    if not settings.quiet:
        made = f"; wrote {wrote[0]}" if wrote else ""
        typer.echo(f"claimx: {tally.summary(0)}{made}", err=True)
    return 1 if tally.failed else 0


def _articles(
    paths: list[str],
    texts: list[str] | None,
    *,
    tally: reading.Tally,
    step: Step,
    settings: Settings,
) -> Iterator[SavedArticle]:
    """Yield the articles of records, or of a run over the paths; count and print errors."""
    from claimx import reader, saved
    from claimx.errors import InputError

    if not saved.is_records(paths[0]):
        inputs = reader.read(paths, settings=settings)
        yield from map(saved.of_records, tally.count(reading.results(inputs, settings), step))
        return
    for path in paths:
        for article in shared.read(path, texts):
            try:
                article.needed_text()
            except InputError as error:
                next(tally.count([error], step), None)
            else:
                next(tally.count([article.all()], step))
                yield article
