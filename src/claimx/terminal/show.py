"""An article on the terminal: its text with coloured spans, and tables below."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

Record = dict[str, Any]

STYLES = {
    "claim": "underline",
    "quote": "underline italic",
    "speaker": "bold magenta",
    "cue": "yellow",
    "figure": "green",
    "date": "cyan",
}
HTML_WIDTH = 110
HTML = '<pre style="white-space: pre-wrap; line-height: 1.3">{code}</pre>'
KINDS = ("claim", "figure", "date")
# Control characters except line breaks and tabs, and the Unicode formatting characters of
# bidirectional text, which would change the terminal or the direction of the text.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def legend(console: Console) -> None:
    """Print the meaning of each style."""
    names = Text("  ").join(Text(name, style=style) for name, style in STYLES.items())
    console.print(names)


def show(records: list[Record], console: Console, *, kinds: Collection[str] = KINDS) -> None:
    """Print an article's records of these kinds; the document's record comes first."""
    document = records[0]
    found = [record for record in records[1:] if record["kind"] in kinds]
    head = " · ".join(filter(None, (document["title"], document["published"])))
    console.rule(Text(visible(document["doc"]), style="bold"))
    if head:
        console.print(Text(visible(head), style="bold"))
    console.print(coloured(document, found), soft_wrap=False)
    for table in tables(found):
        console.print(table)


def as_html(records: list[Record]) -> str:
    """Return the output of `show` as HTML for a notebook."""
    console = Console(record=True, file=io.StringIO(), width=HTML_WIDTH, force_terminal=True)
    legend(console)
    show(records, console)
    return console.export_html(inline_styles=True, code_format=HTML)


def visible(text: str) -> str:
    """Return the text with control characters replaced, and with the same length."""
    return UNSAFE.sub("\ufffd", text)


def coloured(document: Record, found: list[Record]) -> Text:
    """Return the body with the records' spans in their styles."""
    start, end, content = document["start"], document["end"], document["text"]
    # The document of a page has the whole text, others have the body.
    text = Text(visible(content if len(content) == end - start else content[start:end]))
    for style, first, last in spans(found):
        text.stylize(STYLES[style], first - start, last - start)
    return text


def spans(found: list[Record]) -> list[tuple[str, int, int]]:
    """Return style, start and end of all coloured spans, outer ones before inner ones."""
    made: list[tuple[str, int, int]] = []
    for record in found:
        if record["kind"] != "claim":
            made.append((record["kind"], record["start"], record["end"]))
            continue
        pieces = [("claim", piece) for piece in record["segments"]]
        pieces += [("quote", piece) for piece in record["quotes"]]
        pieces += [("cue", record["cue"])] if record["cue"] else []
        if record["speaker"] and record["speaker"]["start"] is not None:
            pieces.append(("speaker", record["speaker"]))
        made += [(style, piece["start"], piece["end"]) for style, piece in pieces]
    order = list(STYLES)
    return sorted(made, key=lambda span: (order.index(span[0]), span[1]))


def tables(found: list[Record]) -> list[Table]:
    """Return a table per kind that has records."""
    made = []
    for kind, columns, row in (
        ("claim", ("speaker", "cue", "claim"), claim_row),
        ("figure", ("figure", "value", "of"), figure_row),
        ("date", ("date", "value", "days"), date_row),
    ):
        records = [record for record in found if record["kind"] == kind]
        if not records:
            continue
        table = Table(title=f"{kind}s", title_justify="left", expand=False)
        for name in columns:
            table.add_column(name, style=STYLES.get(name if name != "claim" else "", ""))
        for record in records:
            table.add_row(*(Text(visible(" ".join(cell.split()))) for cell in row(record)))
        made.append(table)
    return made


def claim_row(record: Record) -> tuple[str, str, str]:
    """Return the cells of a claim."""
    speaker = record["speaker"] or {}
    name, role = speaker.get("name") or speaker.get("text"), speaker.get("role")
    # "A diplomat familiar with the talks" has its role in its name.
    parts = [name, None if (role or "").casefold() in (name or "").casefold() else role]
    return (
        ", ".join(filter(None, parts)) or "?",
        (record["cue"] or {}).get("text", ""),
        record["text"],
    )


def figure_row(record: Record) -> tuple[str, str, str]:
    """Return the cells of a figure."""
    ends = [record["low"], record["high"]] if record["value"] is None else [record["value"]]
    number = "–".join(f"{end:,}" for end in ends if end is not None)
    words = [(record["modifier"] or "").replace("_", " "), number, record["unit"]]
    per = f"per {record['per']}" if record["per"] else ""
    return (
        record["text"],
        " ".join(filter(None, [*words, per, record["change"]])),
        record["item"] or "",
    )


def date_row(record: Record) -> tuple[str, str, str]:
    """Return the cells of a date."""
    days = [record["low"], record["high"]]
    told = days[0] or "" if days[0] == days[1] else " to ".join(day or "?" for day in days)
    return record["text"], record["value"], told
