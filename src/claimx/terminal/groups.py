"""Groups of several articles on the terminal: a table per kind, with conflicts first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimx.terminal.show import visible

Record = dict[str, Any]

STYLES = {
    "conflict": "bold red",
    "denied": "bold red",
    "speakers": "bold red",
    "updated": "yellow",
    "altered": "yellow",
}
# How many characters of a text are shown.
LONGEST = 160


def show(groups: Iterable[Record], console: Console) -> None:
    """Print the groups as tables, without entities in only one article."""
    by_kind: dict[str, list[Record]] = {}
    for group in groups:
        by_kind.setdefault(group["kind"], []).append(group)
    folder = _folder(group for found in by_kind.values() for group in found)
    for kind, table, rows in (
        ("figure_group", _table("figures", "agreement", "what", "value", "by", "article"), _figure),
        ("quote_group", _table("quotations", "agreement", "words", "by", "article"), _quote),
        ("claim_group", _table("claims", "relation", "claim", "by", "article"), _claim),
        ("entity", _table("sources", "name", "roles", "also", "articles", "claims"), None),
    ):
        found = by_kind.get(kind, [])
        for group in sorted(found, key=_rank) if rows else found:
            if rows is not None:
                table.add_section()
                for *cells, member in rows(group):
                    table.add_row(*cells, _text(member["doc"].removeprefix(folder)))
            elif group["docs"] > 1:
                table.add_row(*_entity(group))
        if table.row_count:
            console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _folder(groups: Iterable[Record]) -> str:
    """Return the common folder of all articles, to leave it out."""
    docs = [member["doc"] for group in groups for member in group.get("members", ())]
    folders = [doc.rpartition("/")[0] for doc in docs]
    common = os.path.commonpath(folders) if folders and all(folders) else ""
    return f"{common}/" if common else ""


def _rank(group: Record) -> tuple[bool, int]:
    """Return the sort key of a group: conflicts first, then the number of members."""
    return _word(group) not in STYLES, -len(group["members"])


def _word(group: Record) -> str:
    return str(group.get("agreement") or group.get("relation"))


def _figure(group: Record) -> Iterator[tuple[Any, ...]]:
    what = group["item"] or group["unit"] or group["measure"]
    for lead, member in _led(group, what):
        value = member["text"] if group["measure"] != "rate" else f"{member['value']:g}"
        style = "bold red" if member["outlier"] else ""
        yield *lead, _text(value, style), _text(member["speaker"]), member


def _quote(group: Record) -> Iterator[tuple[Any, ...]]:
    for n, member in enumerate(group["members"]):
        word = _text(_word(group), STYLES.get(_word(group), "")) if n == 0 else Text()
        yield word, _text(member["text"]), _text(member["speaker"]), member


def _claim(group: Record) -> Iterator[tuple[Any, ...]]:
    if group["relation"] == "occasion":
        group = group | {"relation": group["text"]}
    for n, member in enumerate(group["members"]):
        word = _text(_word(group), STYLES.get(_word(group), "")) if n == 0 else Text()
        stance = f" ({member['stance']})" if member["stance"] not in (None, "asserts") else ""
        by = (member["speaker"] or "?") + stance
        yield word, _text(member["text"]), _text(by), member


def _led(group: Record, what: str) -> Iterator[tuple[tuple[Text, Text], Record]]:
    """Yield the members; the first one has the group's agreement and subject."""
    for n, member in enumerate(group["members"]):
        first = _text(_word(group), STYLES.get(_word(group), "")), _text(what)
        yield first if n == 0 else (Text(), Text()), member


def _entity(group: Record) -> tuple[Text, ...]:
    roles = "; ".join(role["role"] for role in group["roles"])
    return (
        _text(group["name"], "bold"),
        _text(roles),
        _text(", ".join(group["aliases"])),
        Text(str(group["docs"])),
        Text(str(group["claims"])),
    )


def _text(text: str | None, style: str = "") -> Text:
    shown = " ".join(visible(text or "").split())
    return Text(shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…", style)
