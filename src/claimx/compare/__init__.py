"""The comparison of many articles: groups of records for entities, figures, quotations, claims.

    for group in compare(lists_of_records):
        print(group["kind"], group["reason"])

Nothing here reads articles. It only uses the fields of the records that `claimx extract` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.compare import claims, figures, occasions, quotes
from claimx.compare.corpus import Corpus
from claimx.compare.entities import Entities
from claimx.compare.facts import Record

__all__ = ["Comparison", "compare", "is_conflict", "page"]


class Comparison:
    """A comparison that takes articles one after the other, and then yields their groups."""

    def __init__(self) -> None:
        self._corpus = Corpus()

    def add(self, records: list[Record]) -> None:
        """Add the records of an article."""
        if records:
            self._corpus.add(records)

    def groups(self) -> Iterator[Record]:
        """Yield the groups; don't add articles after this."""
        corpus = self._corpus
        entities = Entities(corpus)
        yield from entities.records()
        yield from figures.groups(corpus, entity_of=entities.of)
        yield from quotes.groups(corpus, entity_of=entities.of)
        yield from claims.groups(corpus, entity_of=entities.of)
        yield from occasions.groups(corpus, entity_of=entities.of, names=entities.names)

    def mark(self) -> None:
        """Mark the articles from now on as new: only groups with one of them matter."""
        self._corpus.mark()


def compare(
    articles: Iterable[list[Record]], *, base: Iterable[list[Record]] | None = None
) -> Iterator[Record]:
    """Yield the groups of the records; each article's records are one list.

    `base` has the records of other articles; with it, yield only groups with one of `articles`. For
    an article in both, the records in `articles` are used.
    """
    comparison = Comparison()
    if base is None:
        for records in articles:
            comparison.add(records)
        yield from comparison.groups()
        return
    new = [records for records in articles if records]
    docs = {records[0]["doc"] for records in new}
    for records in base:
        if records and records[0]["doc"] not in docs:
            comparison.add(records)
    comparison.mark()
    for records in new:
        comparison.add(records)
    for group in comparison.groups():
        members = group["mentions"] if group["kind"] == "entity" else group["members"]
        if any(member["doc"] in docs for member in members):
            yield group


def is_conflict(group: Record) -> bool:
    """Return whether a group's articles contradict each other."""
    word = group.get("agreement") or group.get("relation")
    return word in ("conflict", "speakers", "denied")


def page(groups: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the groups for a page "across articles" by kind, conflicts first, then by size.

    Entities in only one article are left out.
    """
    made: dict[str, list[Record]] = {}
    for group in groups:
        if group["kind"] != "entity" or group["docs"] > 1:
            made.setdefault(group["kind"], []).append(group)
    for found in made.values():
        found.sort(key=lambda group: (not is_conflict(group), -len(group.get("members", ()))))
    return made
