"""Mentions of speeches, interviews and meetings in an article, with the speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from claimx.compare.facts import Record, Source, day_of
from claimx.compare.words import content, fold
from claimx.text import lexicon

# How many words on each side of "interview" say which one it is.
NEAR = 9
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")


class Mention(NamedTuple):
    """A mention of an occasion, with a source that its sentence names."""

    article: int
    source: str
    noun: str
    day: int | None
    words: frozenset[str]
    ordinals: frozenset[str]
    #: The record of the mention: its id and stance.
    record: str
    doc: str
    stance: str | None
    sentence: str


def mentions(records: Iterable[Record], sources: list[Source]) -> Iterator[Mention]:
    """Yield the occasions of an article, each with the sources named in its sentence."""
    by_sentence: dict[str, list[Record]] = {}
    for record in records:
        if record["kind"] != "document" and record.get("context"):
            by_sentence.setdefault(record["context"], []).append(record)
    people = [source for source in sources if source.kind == "person"]
    for sentence, inside in by_sentence.items():
        if not _nouns().search(sentence.lower()):
            continue
        folded = fold(sentence)
        found = list(_nouns().finditer(folded))
        named = list(_named(sentence, people))
        for match in found if named else ():
            days = _days(inside, sentence, match.start(), [one.start() for one in found])
            near = _around(folded, match)
            record = next((one for one in inside if one["kind"] == "claim"), inside[0])
            for source in named:
                yield Mention(
                    article=source.article,
                    source=source.key,
                    noun=match[1],
                    day=min(days) if len(days) == 1 else None,
                    words=frozenset(content(near)) - {match[1]} - set(_own(source)),
                    ordinals=frozenset(_ORDINAL.findall(near)),
                    record=record["id"],
                    doc=record["doc"],
                    stance=record.get("stance"),
                    sentence=sentence,
                )


def _named(sentence: str, people: list[Source]) -> Iterator[Source]:
    """Yield the people whom the sentence names by one of their names in the article."""
    for source in people:
        forms = {source.name, *source.texts}
        if any(form and form[0].isupper() and form in sentence for form in forms):
            yield source


def _own(source: Source) -> list[str]:
    return [word for form in (source.name or "", *source.roles) for word in content(form)]


def _days(inside: list[Record], sentence: str, at: int, nouns: list[int]) -> set[int]:
    """Return the days of the dates in the sentence that belong to this noun, not to another."""
    found = set()
    for record in inside:
        day, place = _day(record), sentence.find(record["text"])
        if day is not None and min(nouns, key=lambda noun: _distance(noun, place)) == at:
            found.add(day)
    return found


def _distance(noun: int, date: int) -> float:
    """Return the distance of a date; nouns before it are nearer ("an interview on Monday")."""
    return (date - noun) / 2 if noun < date else noun - date


def _day(record: Record) -> int | None:
    """Return the day of a date record, or None for a longer time."""
    if record["kind"] != "date" or record["low"] != record["high"]:
        return None
    return day_of(record["low"])


def _around(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()].split()[-NEAR:], text[match.end() :].split()[:NEAR]
    return " ".join([*before, *after])


@cache
def _nouns() -> re.Pattern[str]:
    words = sorted(lexicon.words("compare", "occasions"), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)})\b")
