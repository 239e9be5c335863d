"""The command line; heavy modules are imported inside the commands."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from claimx import __version__
from claimx.errors import ClaimxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimx.settings import Settings
    from claimx.terminal.progress import Step

EXIT_CODES = """
Exit codes: 0 done, even with nothing found; 1 some inputs failed, the others are written;
2 usage, settings, model or output; 4 no record but documents, with -e; 130 interrupted.
"""
SOURCES = """
Every option can also be set by a variable (CLAIMX_TEXT_FIELD=body) or in [tool.claimx] of
pyproject.toml or claimx.toml in the current folder; a flag wins over a variable, a variable over
a file.
"""

app = typer.Typer(
    name="claimx",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


@app.command(epilog=SOURCES + EXIT_CODES)
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS...",
            help="Text, Markdown, HTML, JSON Lines or CSV files (.txt, .md, .html, .jsonl, .csv, "
            ".tsv; also with .gz or .zst), folders of them, or - for standard input.",
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(metavar="ISO", help="The articles' date, over what they tell themselves."),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="How 06/01/2026 reads; without it as an unmistakable date of the article has it, "
            "else month first (06.01.2026 is always day first).",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Only records of this kind: document, claim, figure, date, sentence; "
            "may be repeated. Without it all but sentences.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="An installed spaCy pipeline, or a folder with one, with tagger, parser and ner, "
            "in place of the bundled one.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write there, all or nothing; for csv and parquet a folder, or the beginning of "
            "the files' names; for duckdb a database, in which an article's records are replaced.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="jsonl, json (an array), csv, parquet or duckdb; "
            "without it as the output's name ends, else jsonl.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the jsonl or duckdb output of a run that was stopped, after its last "
            "complete article; the other options must be the same.",
        ),
    ] = False,
    csv_safe: Annotated[
        bool,
        typer.Option(
            "--csv-safe",
            help="Put an apostrophe before csv cells that a spreadsheet would run as a formula.",
        ),
    ] = False,
    text_field: Annotated[
        str | None,
        typer.Option(metavar="NAME", help='The field of a JSON line with the article ("text").'),
    ] = None,
    id_field: Annotated[
        str | None, typer.Option(metavar="NAME", help='The field with its key ("id").')
    ] = None,
    date_field: Annotated[
        str | None, typer.Option(metavar="NAME", help='The field with its date ("date").')
    ] = None,
    title_field: Annotated[
        str | None, typer.Option(metavar="NAME", help='The field with its headline ("title").')
    ] = None,
    glob: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help='Only files in folders that match, by name ("2026-*.txt") or by path '
            '("news/*.html"), whatever their suffix.',
        ),
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="text, markdown, html, jsonl, csv or tsv, for all inputs; without it the suffix "
            "tells, and standard input is text.",
        ),
    ] = None,
    max_chars: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Refuse articles of more characters (10000000); 0 reads any.",
        ),
    ] = None,
    text: Annotated[
        bool,
        typer.Option("--text", help="Put the extracted text of HTML into the document record."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", "--jobs", metavar="N", help="Processes side by side (1); 0 for all cores."
        ),
    ] = None,
    exit_status: Annotated[
        bool,
        typer.Option("-e", "--exit-status", help="Exit with 4 where no record but documents came."),
    ] = False,
    log_level: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="debug, info, warning (default) or error."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No summary and no warnings on standard error.")
    ] = False,
) -> None:
    """Print the records of claims, figures and dates in news articles.

    One JSON object a line, article by article: first the article's document record, then its
    claims, figures and dates in the order of the text. Offsets count code points of the text.

    Examples: "claimx extract articles/" for a folder; "claimx extract a.txt --kind claim" for its
    claims alone; "claimx extract - --date 2026-01-10 < a.txt" for text from a pipe, of that day.
    """
    flags = {
        "date": date,
        "day_first": day_first,
        "kind": tuple(kind) if kind else None,
        "model": model,
        "output": output,
        "format": format,
        "resume": resume or None,
        "csv_safe": csv_safe or None,
        "text_field": text_field,
        "id_field": id_field,
        "date_field": date_field,
        "title_field": title_field,
        "glob": glob,
        "input_format": input_format,
        "max_chars": max_chars,
        "text": text or None,
        "jobs": jobs,
        "exit_status": exit_status or None,
        "log_level": log_level,
        "quiet": quiet or None,
    }
    raise typer.Exit(_extract(paths, flags))


@app.command()
def show(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS...", help="As for extract.")],
    date: Annotated[
        str | None, typer.Option(metavar="ISO", help="The articles' date, over their own.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="A spaCy pipeline, as for extract.")
    ] = None,
    input_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="As for extract.")
    ] = None,
) -> None:
    """Show articles with their claims, speakers, figures and dates in colour, and as tables.

    Colours come only where standard output is a terminal and NO_COLOR is not set.
    """
    from claimx.settings import SHOWN

    given = {"date": date, "model": model, "input_format": input_format}
    raise typer.Exit(_show(paths, {**given, **SHOWN}))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the records."""
    import json

    from claimx.records import schema as of_records

    typer.echo(json.dumps(of_records(), indent=2, ensure_ascii=False))


def _extract(paths: list[str], flags: dict[str, Any]) -> int:
    """Runs `extract`; the exit code."""
    from pathlib import Path

    from claimx import reader, settings, writers
    from claimx.run import logs
    from claimx.terminal import progress

    chosen = settings.load(flags, environment=os.environ, folder=Path.cwd())
    logs.to_stderr(chosen.level)
    _stop_on_signals()
    tally = Tally()
    wanted = sys.stderr.isatty() and not chosen.quiet
    try:
        with (
            writers.opened(chosen, inputs=paths) as output,
            progress.shown(lambda: reader.count(paths, settings=chosen), wanted=wanted) as step,
        ):
            inputs = output.done.remaining(reader.read(paths, settings=chosen))
            for records in tally.count(_results(inputs, chosen), step):
                output.write(records)
    except BrokenPipeError:
        pass  # nobody reads on
    except KeyboardInterrupt:
        typer.echo("claimx: interrupted", err=True)
        return 130
    else:
        if not chosen.quiet:
            typer.echo(f"claimx: {tally.summary(output.done.skipped)}", err=True)
    if tally.failed:
        return 1
    return 4 if chosen.exit_status and not tally.found else 0


def _show(paths: list[str], flags: dict[str, Any]) -> int:
    """Runs `show`; the exit code."""
    from pathlib import Path

    from rich.console import Console

    from claimx import reader, settings
    from claimx.run import logs
    from claimx.terminal import progress
    from claimx.terminal import show as terminal

    chosen = settings.load(flags, environment=os.environ, folder=Path.cwd())
    logs.to_stderr(chosen.level)
    console, tally = Console(), Tally()
    try:
        with progress.shown(lambda: None, wanted=False) as step:
            inputs = reader.read(paths, settings=chosen)
            for records in tally.count(_results(inputs, chosen), step):
                terminal.show(records, console)
    except BrokenPipeError:
        # Nobody reads on; the interpreter shall not try to flush what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 1 if tally.failed else 0


def _results(inputs: Iterable[Any], chosen: Settings) -> Iterator[Any]:
    """Each input's records or error, by this process or by several."""
    if chosen.jobs != 1:
        from claimx.run import jobs

        return jobs.extract(inputs, settings=chosen)
    # Our matrices are small: more threads of numpy's OpenBLAS cost more than they bring.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
    from claimx.run import pipeline

    nlp = pipeline.load(chosen.model)
    return pipeline.extract(inputs, nlp, settings=chosen)


def _stop_on_signals() -> None:
    """Lets a polite kill or a closed terminal end the run as Ctrl-C does: with its files tidied."""
    import signal

    def stop(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup it stays ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


class Tally:
    """Counts what passes, and puts errors on standard error."""

    def __init__(self) -> None:
        self.articles = self.records = self.found = self.failed = 0

    def count(
        self, results: Iterable[list[dict[str, Any]] | ClaimxError], step: Step
    ) -> Iterator[list[dict[str, Any]]]:
        """The results that are records; each result is a step of the progress."""
        for result in results:
            step(None if isinstance(result, ClaimxError) else result)
            if isinstance(result, ClaimxError):
                self.failed += 1
                typer.echo(str(result), err=True)
                continue
            self.articles += 1
            self.records += len(result)
            self.found += sum(record["kind"] != "document" for record in result)
            yield result

    def summary(self, skipped: int) -> str:
        """What happened, in one line; `skipped` articles were done before."""
        text = f"{self.articles} articles, {self.records} records"
        text += f", {skipped} articles done before" if skipped else ""
        return f"{text}, {self.failed} inputs failed" if self.failed else text


def main() -> NoReturn:
    """The entry point."""
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
