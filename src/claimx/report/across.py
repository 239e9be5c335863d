"""The groups of several articles on the page: what they share, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from claimx.compare import Comparison, is_conflict, page
from claimx.saved import Record, SavedArticle

# How many groups of each kind the page shows, conflicts first; `claimx compare` prints all.
MOST = 300
KINDS = ("figure_group", "quote_group", "claim_group")


class Place(NamedTuple):
    """The place of an article: its heading, and the file of its page."""

    heading: str
    file: str


class Across:
    """A comparison of the articles in a report."""

    def __init__(self) -> None:
        self._comparison = Comparison()
        self._places: dict[str, Place] = {}

    def add(self, article: SavedArticle, file: str = "") -> None:
        """Add an article; `file` is its page if it is on another one."""
        self._comparison.add(article.all())
        heading = article.document["title"] or article.doc.rsplit("/", 1)[-1]
        self._places[article.doc] = Place(heading, file)

    def data(self) -> Record | None:
        """Return the groups for the page, or None if there are none."""
        found = page(self._comparison.groups())
        groups = [
            _group(group, self._places) for kind in KINDS for group in found.get(kind, [])[:MOST]
        ]
        people = list(map(_entity, found.get("entity", [])[:MOST]))
        if not groups and not people:
            return None
        left_out = sum(max(0, len(some) - MOST) for some in found.values())
        return {"groups": groups, "people": people, "leftOut": left_out}


def _group(group: Record, places: Mapping[str, Place]) -> Record:
    return {
        "kind": group["kind"].removesuffix("_group"),
        "word": group.get("agreement") or group["relation"],
        "conflict": is_conflict(group),
        "what": _what(group),
        "members": list(_members(group, places)),
        "reason": group["reason"],
        "confidence": group["confidence"],
    }


def _what(group: Record) -> str:
    if group["kind"] == "figure_group":
        return str(group["item"] or group["unit"] or group["measure"])
    return str(group["text"])


def _members(group: Record, places: Mapping[str, Place]) -> Iterator[Record]:
    for member in group["members"]:
        place = places[member["doc"]]
        is_rate = group.get("measure") == "rate"
        yield {
            "text": f"{member['value']:g} ({member['text']})" if is_rate else member["text"],
            "by": member["speaker"],
            "note": _note(member),
            "outlier": member.get("outlier", False),
            "href": f"{place.file}#{member['id']}",
            "where": place.heading,
            "published": (member["published"] or "")[:10],
        }


def _note(member: Record) -> str:
    """Return how a member differs: its stance, or what it leaves out and adds."""
    if "match" in member:
        dropped, added = (" … ".join(member[key]) for key in ("dropped", "added"))
        notes = [f"leaves out: {dropped}"] if dropped else []
        return "; ".join([*notes, f"has instead: {added}"] if added else notes)
    stance: Any = member.get("stance")
    return "" if stance in (None, "asserts") else str(stance)


def _entity(group: Record) -> Record:
    return {
        "name": group["name"],
        "aliases": group["aliases"],
        "roles": [role["role"] for role in group["roles"]],
        "docs": group["docs"],
        "claims": group["claims"],
    }
