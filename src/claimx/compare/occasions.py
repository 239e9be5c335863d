"""One speech, interview or meeting that several articles tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from claimx.compare.corpus import Corpus
from claimx.compare.facts import Record, Source, day_of
from claimx.compare.groups import Edge, grouped
from claimx.compare.words import content, fold
from claimx.records import group_id
from claimx.text import lexicon

# Words on each side of "interview" that say which one it is.
NEAR = 9
# Without a date, articles within so many days may tell of one occasion, if their words agree.
DAYS = 10
WEIGHT = 6.0
SURE_DAY, SURE_WORDS = 0.9, 0.75
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A mention of an occasion in one article."""

    article: int
    entity: str
    noun: str
    day: int | None
    words: frozenset[str]
    ordinals: frozenset[str]
    record: Record
    sentence: str


def groups(
    corpus: Corpus,
    *,
    entity_of: Mapping[tuple[int, str], str],
    names: Mapping[str, str],
) -> Iterator[Record]:
    """Yield a claim group for each occasion of one speaker in several articles."""
    sources: dict[int, list[Source]] = {}
    for source in corpus.sources:
        sources.setdefault(source.article, []).append(source)
    by_key: dict[tuple[str, str], list[Occasion]] = {}
    for number, records in corpus.occasions:
        for mention in _mentions(number, records, sources.get(number, []), entity_of):
            by_key.setdefault((mention.entity, mention.noun), []).append(mention)
    for (entity, noun), found in sorted(by_key.items()):
        edges: list[Edge] = [
            (score, a, b)
            for a, b in combinations(range(len(found)), 2)
            if (score := _likeness(found[a], found[b], corpus))
        ]
        for group in grouped(edges, least=0.0):
            members = [found[number] for number in group]
            if len({member.article for member in members}) > 1:
                inside = [score for score, a, b in edges if a in group and b in group]
                yield _record(noun, names[entity], members, min(inside), corpus)


def _mentions(
    number: int,
    records: list[Record],
    sources: list[Source],
    entity_of: Mapping[tuple[int, str], str],
) -> Iterator[Occasion]:
    """Yield the occasions of one article, each with the source that its sentence names."""
    by_sentence: dict[str, list[Record]] = {}
    for record in records:
        if record["context"]:
            by_sentence.setdefault(record["context"], []).append(record)
    for sentence, inside in by_sentence.items():
        for match in _nouns().finditer(fold(sentence)):
            days = _days(inside, sentence, match.start())
            near = _around(fold(sentence), match)
            for source in _speakers(sentence, sources):
                entity = entity_of.get((number, source.key))
                if entity is not None:
                    yield Occasion(
                        article=number,
                        entity=entity,
                        noun=match[1],
                        day=min(days) if len(days) == 1 else None,
                        words=frozenset(content(near)) - {match[1]} - set(_own(source)),
                        ordinals=frozenset(_ORDINAL.findall(near)),
                        record=_claim_of(inside),
                        sentence=sentence,
                    )


def _speakers(sentence: str, sources: list[Source]) -> Iterator[Source]:
    """Yield the people whom the sentence names in a form that the article has for them."""
    for source in sources:
        forms = {source.name, *source.texts} if source.kind == "person" else set()
        if any(form and form[0].isupper() and form in sentence for form in forms):
            yield source


def _own(source: Source) -> list[str]:
    return [word for form in (source.name or "", *source.roles) for word in content(form)]


def _days(inside: list[Record], sentence: str, at: int) -> set[int]:
    """Return the days of the sentence's dates that belong to this noun rather than to another."""
    nouns = [match.start() for match in _nouns().finditer(fold(sentence))]
    found = set()
    for record in inside:
        day, place = _day(record), sentence.find(record["text"])
        if day is not None and min(nouns, key=lambda noun: _distance(noun, place)) == at:
            found.add(day)
    return found


def _distance(noun: int, date: int) -> float:
    """Return how far the date is; "an interview released late Monday": the noun comes first."""
    return (date - noun) / 2 if noun < date else noun - date


def _day(record: Record) -> int | None:
    """Return the one day that a date record denotes; None for a longer time."""
    if record["kind"] != "date" or record["low"] != record["high"]:
        return None
    return day_of(record["low"])


def _around(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()].split()[-NEAR:], text[match.end() :].split()[:NEAR]
    return " ".join([*before, *after])


def _claim_of(inside: list[Record]) -> Record:
    return next((record for record in inside if record["kind"] == "claim"), inside[0])


def _likeness(a: Occasion, b: Occasion, corpus: Corpus) -> float:
    """Return how sure it is that two mentions are of one occasion; 0 if they are not."""
    if a.article == b.article:
        return 0.0
    if a.ordinals and b.ordinals and not a.ordinals & b.ordinals:
        return 0.0
    days = corpus.topics.days_between(a.article, b.article)
    if a.day is not None and b.day is not None:
        return SURE_DAY if a.day == b.day else 0.0
    shared = corpus.rarity.sum(a.words & b.words) + 3.0 * len(a.ordinals & b.ordinals)
    is_near = days is not None and days <= DAYS
    return SURE_WORDS if is_near and shared >= WEIGHT else 0.0


def _record(noun: str, name: str, members: list[Occasion], score: float, corpus: Corpus) -> Record:
    articles = corpus.articles
    members.sort(key=lambda one: (articles[one.article].published or "9", one.record["doc"]))
    days = sorted({member.day for member in members if member.day is not None})
    when = f", {date.fromordinal(days[0]).isoformat()}" if days else ""
    words = frozenset.intersection(*(member.words for member in members))
    docs = len({member.article for member in members})
    return {
        "kind": "claim_group",
        "id": group_id("claim_group", "occasion", noun, members[0].record["id"]),
        "relation": "occasion",
        "text": f"{noun}: {name}{when}",
        "speakers": [name],
        "members": [
            {
                "id": member.record["id"],
                "doc": member.record["doc"],
                "published": articles[member.article].published,
                "text": member.sentence,
                "speaker": name,
                "entity": member.entity,
                "stance": member.record.get("stance"),
                "said": None if member.day is None else date.fromordinal(member.day).isoformat(),
            }
            for member in members
        ],
        "confidence": score,
        "reason": f"{noun} of one speaker in {docs} articles"
        + (f"; on {date.fromordinal(days[0]).isoformat()}" if days else "")
        + (f"; shared words {', '.join(sorted(words)[:5])}" if words else ""),
    }


@cache
def _nouns() -> re.Pattern[str]:
    words = sorted(lexicon.words("compare", "occasions"), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)})\b")
