"""Records of many articles → what belongs together: entities, figures, quotations, claims.

    for group in compare(lists_of_records):
        print(group["kind"], group["reason"])

Nothing here reads text: it stands on the fields of the records that `claimx extract` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.compare import claims, figures, occasions, quotes
from claimx.compare.corpus import Corpus
from claimx.compare.entities import Entities
from claimx.compare.facts import Record

__all__ = ["compare", "is_conflict", "page"]


def compare(
    articles: Iterable[list[Record]], *, base: Iterable[list[Record]] | None = None
) -> Iterator[Record]:
    """Yield the groups that the records form; each article's records are one list.

    With `base`, records of other articles, only groups with one of `articles` are yielded. An
    article that is in both counts as it is in `articles`.
    """
    corpus = Corpus()
    if base is None:
        corpus.extend(articles)
        yield from _groups(corpus)
        return
    new = [records for records in articles if records]
    docs = {records[0]["doc"] for records in new}
    corpus.extend(records for records in base if records and records[0]["doc"] not in docs)
    corpus.mark()
    corpus.extend(new)
    for group in _groups(corpus):
        members = group["mentions"] if group["kind"] == "entity" else group["members"]
        if any(member["doc"] in docs for member in members):
            yield group


def is_conflict(group: Record) -> bool:
    """Return whether a group's articles contradict each other."""
    word = group.get("agreement") or group.get("relation")
    return word in ("conflict", "speakers", "denied")


def page(groups: Iterable[Record]) -> dict[str, list[Record]]:
    """Return what a page "across articles" shows, by kind, conflicts first, then by size.

    Entities of one article are left out.
    """
    made: dict[str, list[Record]] = {}
    for group in groups:
        if group["kind"] != "entity" or group["docs"] > 1:
            made.setdefault(group["kind"], []).append(group)
    for found in made.values():
        found.sort(key=lambda group: (not is_conflict(group), -len(group.get("members", ()))))
    return made


def _groups(corpus: Corpus) -> Iterator[Record]:
    entities = Entities(corpus)
    yield from entities.records()
    yield from figures.groups(corpus, entity_of=entities.of)
    yield from quotes.groups(corpus, entity_of=entities.of)
    yield from claims.groups(corpus, entity_of=entities.of)
    yield from occasions.groups(corpus, entity_of=entities.of, names=entities.names)
