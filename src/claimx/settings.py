"""The settings of one run.

`Settings` is the one declaration of every option that commands share: `claimx.commands.options`
makes the command line's flags, variables and configuration keys from it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from claimx.errors import SettingsError

Kind = Literal["document", "claim", "figure", "date", "sentence"]
Format = Literal["jsonl", "json", "csv", "xlsx", "parquet", "duckdb", "sqlite"]
InputFormat = Literal["text", "markdown", "html", "jsonl", "csv", "tsv", "parquet", "warc"]
Engine = Literal["local", "ray"]
Stance = Literal["asserts", "denies", "doubts", "asks", "wants"]
Level = Literal["debug", "info", "warning", "error"]
#: The groups of options; a command takes some of them.
Group = Literal["input", "filter", "output", "run"]

DEFAULT_KINDS: tuple[Kind, ...] = ("document", "claim", "figure", "date")
#: The format of an output file by its ending.
ENDINGS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".xlsx": "xlsx",
}
DATABASES: tuple[Format, ...] = ("duckdb", "sqlite")
PACKED = frozenset({".gz", ".zst", ".bz2", ".xz", ".zip"})


@dataclass(frozen=True, slots=True)
class Option:
    """The form of a setting on the command line.

    `flags` replace the usual `--name`; `shown` is the default that the help names, if it is not
    the field's own.
    """

    group: Group
    help: str
    metavar: str | None = None
    flags: tuple[str, ...] = ()
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run of claimx.

    Raises SettingsError for a value that is not allowed.
    """

    date: Annotated[
        str | None,
        Option(
            "input",
            "Publication date (YYYY-MM-DD) of all articles; overrides the date that one states.",
            metavar="DATE",
        ),
    ] = None
    day_first: Annotated[
        bool | None,
        Option(
            "input",
            "Read 06/01/2026 as 6 January or as June 1. Without it, claimx follows an unambiguous "
            "date in the article, else reads the month first. 06.01.2026 is always day first.",
            flags=("--day-first/--month-first",),
        ),
    ] = None
    input_format: Annotated[
        InputFormat | None,
        Option(
            "input",
            "Format of all inputs. By default the file's ending decides; standard input is text, "
            "HTML or JSON Lines by what it begins with.",
        ),
    ] = None
    glob: Annotated[
        str | None,
        Option(
            "input",
            'In folders, read only files that match: by name ("2026-*.txt") or by path '
            '("news/*.html"), whatever their ending.',
            metavar="PATTERN",
        ),
    ] = None
    text_field: Annotated[
        str,
        Option(
            "input",
            "Rows (JSON Lines, CSV, Parquet): the field with the article's text.",
            metavar="NAME",
        ),
    ] = "text"
    id_field: Annotated[
        str,
        Option(
            "input",
            "Rows (JSON Lines, CSV, Parquet): the field with the row's key.",
            metavar="NAME",
        ),
    ] = "id"
    date_field: Annotated[
        str,
        Option(
            "input", "Rows (JSON Lines, CSV, Parquet): the field with its date.", metavar="NAME"
        ),
    ] = "date"
    title_field: Annotated[
        str,
        Option(
            "input", "Rows (JSON Lines, CSV, Parquet): the field with its headline.", metavar="NAME"
        ),
    ] = "title"
    keep: Annotated[
        tuple[str, ...],
        Option(
            "input",
            "Rows (JSON Lines, CSV, Parquet): copy this field into the document's `meta`. "
            "Repeatable.",
            metavar="FIELD",
        ),
    ] = ()
    max_chars: Annotated[
        int,
        Option("input", "Refuse articles with more characters than this; 0 means no limit.", "N"),
    ] = 10_000_000
    model: Annotated[
        str | None,
        Option(
            "input",
            "An installed spaCy pipeline, or a folder with one, to use in place of the bundled "
            "one. It needs a tagger, a parser and ner.",
            metavar="NAME",
        ),
    ] = None
    kind: Annotated[
        tuple[Kind, ...],
        Option(
            "filter",
            "Only records of this kind. Repeatable, or separated by commas.",
            metavar="KIND",
            shown="all but sentence",
        ),
    ] = DEFAULT_KINDS
    speaker: Annotated[
        tuple[str, ...],
        Option(
            "filter",
            'Only claims of this speaker, by name or part of it ("Quill"), with their figures '
            "and dates. Repeatable.",
            metavar="NAME",
        ),
    ] = ()
    stance: Annotated[
        tuple[Stance, ...],
        Option(
            "filter",
            "Only claims with this stance, with their figures and dates. Repeatable, or separated "
            "by commas.",
            metavar="STANCE",
        ),
    ] = ()
    unit: Annotated[
        tuple[str, ...],
        Option(
            "filter",
            "Only figures in this unit (EUR, percent, kilometre), and claims that contain one. "
            "Repeatable.",
            metavar="UNIT",
        ),
    ] = ()
    min_value: Annotated[
        float | None,
        Option(
            "filter",
            "Only figures of at least this value (1e9), and claims that contain one.",
            metavar="NUMBER",
        ),
    ] = None
    min_confidence: Annotated[
        float | None,
        Option(
            "filter",
            "Only claims, figures and dates with at least this confidence, from 0 to 1.",
            metavar="SHARE",
        ),
    ] = None
    output: Annotated[
        str | None,
        Option(
            "output",
            "Output file, written only if the run succeeds. For csv and parquet: a folder, or a "
            "prefix for the file names. For duckdb and sqlite: a database, in which an article's "
            "records are replaced.",
            metavar="FILE",
            flags=("-o", "--output"),
        ),
    ] = None
    format: Annotated[
        Format | None,
        Option("output", "Output format.", shown="by the output's ending, else jsonl"),
    ] = None
    resume: Annotated[
        bool,
        Option(
            "output",
            "Continue an interrupted run: keep the complete articles of the jsonl, duckdb or "
            "sqlite output and add the others. Give the same options again.",
        ),
    ] = False
    csv_safe: Annotated[
        bool,
        Option("output", "Put an apostrophe before CSV cells that a spreadsheet would run."),
    ] = False
    csv_bom: Annotated[
        bool,
        Option("output", "Begin CSV files with a byte order mark, so that Excel reads UTF-8."),
    ] = False
    text: Annotated[
        bool, Option("output", "Put the text taken from an HTML page into its document record.")
    ] = False
    engine: Annotated[
        Engine,
        Option(
            "output",
            "Run on this machine, or with Ray, on this machine or a cluster. Ray writes a "
            "dataset: a folder with one file per block of the input.",
        ),
    ] = "local"
    address: Annotated[
        str | None,
        Option(
            "output",
            'Ray: address of the cluster, or "auto" for the one that this machine belongs to. '
            "Without it, Ray runs on this machine only.",
            metavar="ADDRESS",
        ),
    ] = None
    block_size: Annotated[
        int, Option("output", "Ray: the number of articles per block.", metavar="N")
    ] = 1_000
    partition_by: Annotated[
        tuple[str, ...],
        Option(
            "output",
            "Ray: one folder per value of this field of the document: year, month or day of "
            "publication, site, language, or a field that --keep names. Repeatable.",
            metavar="FIELD",
        ),
    ] = ()
    jobs: Annotated[
        int,
        Option(
            "run", "Number of worker processes; 0 means one per core.", "N", flags=("-j", "--jobs")
        ),
    ] = 1
    exit_status: Annotated[
        bool,
        Option(
            "run",
            "Exit with status 4 if nothing was extracted.",
            flags=("-e", "--exit-status/--no-exit-status"),
        ),
    ] = False
    log_level: Annotated[Level, Option("run", "What the log on standard error shows.")] = "warning"
    quiet: Annotated[
        bool,
        Option(
            "run",
            "No progress, summary or warnings on standard error.",
            flags=("-q", "--quiet/--no-quiet"),
        ),
    ] = False

    def __post_init__(self) -> None:
        for name, known in _choices().items():
            given = getattr(self, name)
            for value in given if isinstance(given, tuple) else filter(None, [given]):
                _one_of(name, value, known)
        if self.format is None:
            object.__setattr__(self, "format", self._default_format())
        for name in ("max_chars", "jobs"):
            if getattr(self, name) < 0:
                raise SettingsError(f"must be 0 or more (got {getattr(self, name)})", setting=name)
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise SettingsError(
                f"must be from 0 to 1 (got {self.min_confidence})", setting="min_confidence"
            )
        if self.date is not None:
            object.__setattr__(self, "date", _iso(self.date))
        if self.block_size < 1:
            raise SettingsError(f"must be 1 or more (got {self.block_size})", setting="block_size")
        self._check_engine()
        self._check_output()

    @property
    def level(self) -> str:
        """The log's level, as logging names it."""
        return "ERROR" if self.quiet else self.log_level.upper()

    def _default_format(self) -> Format:
        is_folder = not Path(self.output or "").suffix
        return "parquet" if self.engine == "ray" and is_folder else _format_of(self.output)

    def _check_engine(self) -> None:
        if self.engine != "ray":
            for name in ("address", "partition_by"):
                if getattr(self, name):
                    raise SettingsError("needs --engine ray", setting=name)
            return
        if self.output in (None, "-"):
            raise SettingsError("--engine ray writes a folder", remedy="name it with -o")
        if self.format not in ("parquet", "jsonl"):
            raise SettingsError(
                f"--engine ray does not write {self.format}", remedy="write parquet or jsonl"
            )

    def _check_output(self) -> None:
        is_named = self.output not in (None, "-")
        is_database = self.format in DATABASES
        if is_database and not is_named:
            raise SettingsError(f"{self.format} writes a database", remedy="name it with -o")
        is_stored = is_database or self.engine == "ray"
        if self.resume and self.format != "jsonl" and not is_stored:
            raise SettingsError(
                f"--resume cannot continue {self.format}", remedy="write jsonl, duckdb or sqlite"
            )
        if self.resume and not is_named:
            raise SettingsError("--resume continues a file", remedy="name it with -o")
        is_checked = is_database or (self.resume and self.engine != "ray")
        if is_checked and "document" not in self.kind:
            what = "--resume" if self.resume else "a database"
            raise SettingsError(f"{what} needs the document records", remedy="add --kind document")


@cache
def declared() -> dict[str, tuple[Any, Option]]:
    """Return each setting's type and Option, by its name."""
    typed = get_type_hints(Settings, include_extras=True)
    return {field.name: get_args(typed[field.name]) for field in fields(Settings)}


@cache
def _choices() -> dict[str, tuple[str, ...]]:
    """Return the allowed values of the settings that have a fixed set of them, by name."""
    return {name: found for name, (type, _) in declared().items() if (found := _literals(type))}


def _literals(type: Any) -> tuple[str, ...]:
    if get_origin(type) is Literal:
        return get_args(type)
    return tuple(value for part in get_args(type) for value in _literals(part))


def nearest(name: str, known: tuple[str, ...], *, prefix: str = "") -> str | None:
    """Return a remedy with the known name that `name` may stand for; None if none is near."""
    near = difflib.get_close_matches(name, known, n=1)
    return f'did you mean "{prefix}{near[0]}"?' if near else None


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingsError(
            f'cannot be "{value}"',
            setting=name,
            remedy=nearest(value, known) or f"use {', '.join(known)}",
        )


def _format_of(output: str | None) -> Format:
    """Return the format by the output's ending; jsonl for a folder or a stream."""
    ending = Path(output or "").suffix.lower()
    if ending in PACKED:
        raise SettingsError(
            f"claimx doesn't compress output ({output})",
            remedy=f"drop {ending}, or use: claimx … | gzip > {output}",
        )
    if ending and ending not in ENDINGS:
        raise SettingsError(
            f'has an unknown ending "{ending}"',
            setting="output",
            remedy=f"use {', '.join(ENDINGS)}, or give --format",
        )
    return ENDINGS.get(ending, "jsonl")


def _iso(value: str) -> str:
    """Return the date as YYYY-MM-DD or YYYY-MM-DDTHH:MM."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise SettingsError(
            f'is not a date: "{value}"', setting="date", remedy="use YYYY-MM-DD"
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M" if len(value.strip()) > 10 else "%Y-%m-%d")
