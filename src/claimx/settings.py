"""The settings of one run: flags, CLAIMX_* variables, a configuration file, defaults."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from claimx.errors import SettingsError

PREFIX = "CLAIMX_"
# Read elsewhere: which BLAS multiplies (see ops.py).
OTHER_VARIABLES = frozenset({"CLAIMX_BLAS"})
FILES = ("claimx.toml", "pyproject.toml")
KINDS = ("document", "claim", "figure", "date", "sentence")
DEFAULT_KINDS = ("document", "claim", "figure", "date")
LEVELS = ("debug", "info", "warning", "error")
INPUT_FORMATS = ("text", "markdown", "html", "jsonl", "csv", "tsv")
FORMATS = ("jsonl", "json", "csv", "parquet", "duckdb")
# What the ending of the output's name tells when no format is given.
ENDINGS = {
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
}
PACKED = frozenset({".gz", ".zst", ".bz2", ".xz", ".zip"})
# What `claimx show` needs whatever else is set: all kinds, with the text, to the terminal.
SHOWN = {"kind": DEFAULT_KINDS, "text": True, "format": "jsonl", "output": "-", "resume": False}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one run of claimx goes by."""

    date: str | None = None
    day_first: bool | None = None
    kind: tuple[str, ...] = DEFAULT_KINDS
    model: str | None = None
    output: str | None = None
    format: str = ""
    resume: bool = False
    csv_safe: bool = False
    quiet: bool = False
    text_field: str = "text"
    id_field: str = "id"
    date_field: str = "date"
    title_field: str = "title"
    glob: str | None = None
    input_format: str | None = None
    max_chars: int = 10_000_000
    text: bool = False
    jobs: int = 1
    exit_status: bool = False
    log_level: str = "warning"

    def __post_init__(self) -> None:
        for value in self.kind:
            _one_of("kind", value, KINDS)
        if not self.format:
            object.__setattr__(self, "format", _format_of(self.output))
        _one_of("format", self.format, FORMATS)
        if self.input_format is not None:
            _one_of("input format", self.input_format, INPUT_FORMATS)
        _one_of("log level", self.log_level, LEVELS)
        for name in ("max_chars", "jobs"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name} is below 0: {getattr(self, name)}")
        self._check_output()
        if self.date is not None:
            object.__setattr__(self, "date", _iso(self.date))

    @property
    def level(self) -> str:
        """What the log tells, as logging names it."""
        return "ERROR" if self.quiet else self.log_level.upper()

    def _check_output(self) -> None:
        is_named = self.output not in (None, "-")
        if self.format == "duckdb" and not is_named:
            raise SettingsError("duckdb writes a database", remedy="name it with -o")
        if self.resume and self.format not in ("jsonl", "duckdb"):
            raise SettingsError(
                f"--resume cannot go on with {self.format}", remedy="write jsonl or duckdb"
            )
        if self.resume and not is_named:
            raise SettingsError("--resume goes on with a file", remedy="name it with -o")
        if (self.resume or self.format == "duckdb") and "document" not in self.kind:
            what = "--resume" if self.resume else "a database"
            raise SettingsError(f"{what} needs the document records", remedy="add --kind document")


NAMES = tuple(field.name for field in fields(Settings))
TYPES = {field.name: str(field.type) for field in fields(Settings)}


def load(
    flags: Mapping[str, Any], *, environment: Mapping[str, str], folder: Path | None = None
) -> Settings:
    """The settings; a flag that is None was not given, `folder` may hold a configuration file."""
    values: dict[str, Any] = {}
    if folder is not None:
        values |= _from_files(folder)
    values |= _from_environment(environment)
    values |= {name: value for name, value in flags.items() if value is not None}
    return Settings(**values)


def _from_files(folder: Path) -> dict[str, Any]:
    for name in FILES:
        path = folder / name
        try:
            with path.open("rb") as stream:
                content = tomllib.load(stream)
        except FileNotFoundError:
            continue
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"cannot be read ({error})", path=str(path)) from error
        table = content.get("tool", {}).get("claimx")
        if table is None and name == "claimx.toml" and "tool" not in content:
            table = content
        if table is not None:
            return _typed(table, place=str(path))
    return {}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in OTHER_VARIABLES
    }
    return _typed(given, place="environment", prefix=PREFIX)


def _typed(given: Mapping[str, Any], *, place: str, prefix: str = "") -> dict[str, Any]:
    """The values as Settings takes them; keys may be written with - or _."""
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = key.replace("-", "_")
        if name not in NAMES:
            raise SettingsError(
                f'unknown setting "{_shown(key, prefix)}"', path=place, remedy=_near(name, prefix)
            )
        values[name] = _value(name, value, place=place)
    return values


def _value(name: str, value: Any, *, place: str) -> Any:
    if TYPES[name] == "int":
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise SettingsError(f'"{name}" is not a number: {value!r}', path=place) from error
    if TYPES[name].startswith("bool"):
        word = str(value).lower()
        if isinstance(value, bool):
            return value
        if word in TRUE | FALSE:
            return word in TRUE
        raise SettingsError(f'"{name}" is neither true nor false: {value!r}', path=place)
    if name == "kind":
        parts = value.split(",") if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return tuple(part.strip() for part in parts)
        raise SettingsError(f'"{name}" is not a list of strings: {value!r}', path=place)
    # TOML has dates of its own: date = 2026-01-10 needs no quotes.
    if name == "date" and hasattr(value, "isoformat"):
        return value.isoformat()
    if not isinstance(value, str):
        raise SettingsError(f'"{name}" is not a string: {value!r}', path=place)
    return value


def _near(name: str, prefix: str) -> str:
    close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.0)
    return f'the nearest known one is "{_shown(close[0], prefix)}"'


def _shown(name: str, prefix: str) -> str:
    return prefix + name.upper() if prefix else name


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        near = difflib.get_close_matches(value, known, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"one of {', '.join(known)}"
        raise SettingsError(f'unknown {name} "{value}"', remedy=hint)


def _format_of(output: str | None) -> str:
    ending = Path(output or "").suffix.lower()
    if ending in PACKED:
        raise SettingsError(
            f'"{output}": nothing is packed', remedy=f"pipe the records, or drop {ending}"
        )
    return ENDINGS.get(ending, "jsonl")


def _iso(value: str) -> str:
    """The date as YYYY-MM-DD or YYYY-MM-DDTHH:MM."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise SettingsError(f'no date: "{value}"', remedy="write it like 2026-01-10") from error
    return moment.strftime("%Y-%m-%dT%H:%M" if len(value.strip()) > 10 else "%Y-%m-%d")
