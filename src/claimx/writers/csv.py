"""CSV: one flat table per kind. A list is a JSON array in its cell, and null an empty cell."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimx.settings import Settings
from claimx.writers import tables, target
from claimx.writers.columns import columns, rows
from claimx.writers.output import Output, Records
from claimx.writers.target import Sink

# The characters that make a spreadsheet read a cell as a formula, also in full width; see
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
LEADING = tuple("\t\r\n")


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open the tables, each with a header."""
    with tables.opened(settings) as sinks:
        for kind, sink in sinks.items():
            if settings.csv_bom:
                sink.write(codecs.BOM_UTF8)
            _write(sink, [[column.name for column in columns(kind)]])

        def write(records: Records) -> None:
            made: dict[str, list[list[Any]]] = {}
            for row in rows(records, sinks):
                line = [cell(value, is_safe=settings.csv_safe) for value in row.values()]
                made.setdefault(row["kind"], []).append(line)
            for kind, lines in made.items():
                _write(sinks[kind], lines)

        yield Output(write, files=target.files(*(sink.name for sink in sinks.values())))


def cell(value: Any, *, is_safe: bool) -> Any:
    """Return the value as in CSV; with `is_safe`, no text begins like a formula."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if is_safe and isinstance(value, str) and _is_formula(value):
        return f"'{value}"
    return value


def _is_formula(text: str) -> bool:
    return text.startswith(LEADING) or text.lstrip().startswith(FORMULA)


def _write(sink: Sink, lines: list[list[Any]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    sink.write(text.getvalue().encode("utf-8"))
