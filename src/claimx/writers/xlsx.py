"""Excel: one workbook with a sheet per kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlsxwriter

from claimx.errors import OutputError
from claimx.settings import Settings
from claimx.writers import target
from claimx.writers.columns import TABLES, columns, rows
from claimx.writers.output import Output, Records

# Excel's own limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MOST_ROWS = 1_048_576
MOST_CHARS = 32_767
# A cell is text, whatever it begins with: nothing is run or becomes a link.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDE = ("text", "context", "title", "item")
WIDTHS = {True: 60, False: 14}


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open a workbook, which is written at the end; long texts are cut at Excel's limit."""
    with target.opened([settings.output]) as [sink]:
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer, OPTIONS)
        sheets = {kind: _sheet(workbook, kind) for kind in settings.kind}
        filled = dict.fromkeys(sheets, 1)

        def write(records: Records) -> None:
            for row in rows(records, sheets):
                kind = row["kind"]
                if filled[kind] == MOST_ROWS:
                    raise OutputError(
                        f"Excel has at most {MOST_ROWS:,} rows", path=sink.name, remedy="use csv"
                    )
                sheets[kind].write_row(filled[kind], 0, map(_cell, row.values()))
                filled[kind] += 1

        yield Output(write, files=target.files(sink.name))
        for kind, sheet in sheets.items():
            sheet.autofilter(0, 0, filled[kind] - 1, len(columns(kind)) - 1)
        workbook.close()
        sink.write(buffer.getbuffer())


def _sheet(workbook: xlsxwriter.Workbook, kind: str) -> Any:
    sheet = workbook.add_worksheet(TABLES[kind])
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns(kind)):
        sheet.set_column(number, number, WIDTHS[column.name in WIDE])
    bold = workbook.add_format({"bold": True})
    sheet.write_row(0, 0, [column.name for column in columns(kind)], bold)
    return sheet


def _cell(value: Any) -> Any:
    """Return the value as in a cell."""
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return value[:MOST_CHARS] if isinstance(value, str) else value
