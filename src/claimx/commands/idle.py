"""Flags without an effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from claimx.settings import Settings

OF_CSV = ("csv_safe", "csv_bom")
OF_ROWS = ("text_field", "id_field", "date_field", "title_field", "keep")
ROWS = frozenset({"jsonl", "csv", "tsv", "parquet"})


def idle(flags: Iterable[str], paths: Iterable[str], settings: Settings) -> Iterator[str]:
    """Yield a line for each flag that has no effect in this run."""
    reasons = _reasons(list(paths), settings)
    for name in flags:
        if name in reasons:
            yield f"--{name.replace('_', '-')} has no effect: {reasons[name]}"


def _reasons(paths: list[str], settings: Settings) -> dict[str, str]:
    """Return the reason for each setting that has no effect."""
    reasons: dict[str, str] = {}
    if settings.format != "csv":
        reasons |= dict.fromkeys(OF_CSV, f"the output is {settings.format}")
    if settings.engine != "ray":
        reasons["block_size"] = "it is for --engine ray"
    if paths and all(Path(path).is_file() for path in paths):
        reasons["glob"] = "no folder is read"
        if not any(_format(path, settings) in ROWS for path in paths):
            reasons |= dict.fromkeys(OF_ROWS, "no input has rows")
    return reasons


def _format(path: str, settings: Settings) -> str | None:
    from claimx.reader.files import FORMATS, suffix_of

    return settings.input_format or FORMATS.get(suffix_of(path))
