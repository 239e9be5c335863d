"""CSV: one flat table for each kind.

A speaker's fields are columns speaker_text, speaker_name, …; a list is a JSON array in its cell;
null is an empty cell.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimx.settings import Settings
from claimx.writers import tables, target
from claimx.writers.columns import Column, Items, Scalar, Struct, Type, columns
from claimx.writers.output import Output, Records
from claimx.writers.target import Sink

# What makes a spreadsheet take a cell for a formula, in ASCII and in full width; see
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
LEADING = tuple("\t\r\n")


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Writes the tables, each with a header."""
    with tables.opened(settings) as sinks:
        for kind, sink in sinks.items():
            _write(sink, [header(columns(kind))])

        def write(records: Records) -> None:
            for kind, sink in sinks.items():
                made = [
                    cells(columns(kind), record, is_safe=settings.csv_safe)
                    for record in records
                    if record["kind"] == kind
                ]
                if made:
                    _write(sink, made)

        yield Output(write, files=target.files(*(sink.name for sink in sinks.values())))


def header(of: tuple[Column, ...], before: str = "") -> list[str]:
    """The names of the columns, those of a struct with its name before them."""
    names: list[str] = []
    for column in of:
        if isinstance(column.type, Struct):
            names += header(column.type.columns, f"{before}{column.name}_")
        else:
            names.append(before + column.name)
    return names


def cells(of: tuple[Column, ...], record: dict[str, Any] | None, *, is_safe: bool) -> list[Any]:
    """The record's cells; with `is_safe` no text begins like a formula."""
    made: list[Any] = []
    for column in of:
        value = None if record is None else record[column.name]
        if isinstance(column.type, Struct):
            made += cells(column.type.columns, value, is_safe=is_safe)
        elif value is not None and _is_json(column.type):
            made.append(json.dumps(value, ensure_ascii=False))
        elif is_safe and isinstance(value, str) and _is_formula(value):
            made.append(f"'{value}")
        else:
            made.append(value)
    return made


def _is_json(of: Type) -> bool:
    return isinstance(of, Items) or of == Scalar("json")


def _is_formula(text: str) -> bool:
    return text.startswith(LEADING) or text.lstrip().startswith(FORMULA)


def _write(sink: Sink, rows: list[list[Any]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    sink.write(text.getvalue().encode("utf-8"))
