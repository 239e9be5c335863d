"""A speech, interview or meeting that several articles mention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from claimx.compare.corpus import Corpus
from claimx.compare.events import Mention
from claimx.compare.facts import Record
from claimx.compare.groups import Edge, grouped
from claimx.records import group_id

# Without a date, articles at most this many days apart can mention the same occasion.
DAYS = 10
WEIGHT, ORDINAL = 6.0, 3.0
SURE_DAY, SURE_WORDS = 0.9, 0.75
# Each mention is compared with this many before it, in the order of publication.
NEIGHBOURS = 24


def groups(
    corpus: Corpus,
    *,
    entity_of: Mapping[tuple[int, str], str],
    names: Mapping[str, str],
) -> Iterator[Record]:
    """Yield a claim group for each occasion of one speaker in several articles."""
    rank = corpus.rank
    by_key: dict[tuple[str, str], list[int]] = {}
    for number, mention in enumerate(corpus.mentions):
        entity = entity_of.get((mention.article, mention.source))
        if entity is not None:
            by_key.setdefault((entity, mention.noun), []).append(number)
    for (entity, noun), numbers in sorted(by_key.items()):
        if len(numbers) < 2:
            continue
        found = [corpus.mentions[number] for number in numbers]
        found.sort(key=lambda one: rank[one.article])
        edges = list(_edges(found, corpus))
        for group in grouped(edges, least=0.0):
            inside = [score for score, a, b in edges if a in group and b in group]
            members = [found[number] for number in group]
            yield _record(noun, (entity, names[entity]), members, min(inside), corpus)


def _edges(found: list[Mention], corpus: Corpus) -> Iterator[Edge]:
    for b, second in enumerate(found):
        for a in range(max(0, b - NEIGHBOURS), b):
            score = _likeness(found[a], second, corpus)
            if score:
                yield score, a, b


def _likeness(a: Mention, b: Mention, corpus: Corpus) -> float:
    """Return how certain it is that two mentions are of one occasion, or 0."""
    if a.article == b.article:
        return 0.0
    if a.ordinals and b.ordinals and not a.ordinals & b.ordinals:
        return 0.0
    days = corpus.topics.days_between(a.article, b.article)
    if a.day is not None and b.day is not None:
        return SURE_DAY if a.day == b.day else 0.0
    shared = corpus.rarity.sum(a.words & b.words) + ORDINAL * len(a.ordinals & b.ordinals)
    is_near = days is not None and days <= DAYS
    return SURE_WORDS if is_near and shared >= WEIGHT else 0.0


def _record(
    noun: str, speaker: tuple[str, str], members: list[Mention], score: float, corpus: Corpus
) -> Record:
    entity, name = speaker
    published = {one.article: corpus.articles[one.article].published for one in members}
    members.sort(key=lambda one: (published[one.article] or "9", one.doc))
    days = sorted({member.day for member in members if member.day is not None})
    on = date.fromordinal(days[0]).isoformat() if days else ""
    words = frozenset.intersection(*(member.words for member in members))
    docs = len({member.article for member in members})
    return {
        "kind": "claim_group",
        "id": group_id("claim_group", "occasion", noun, members[0].record),
        "relation": "occasion",
        "text": f"{noun}: {name}" + (f", {on}" if on else ""),
        "speakers": [name],
        "members": [
            {
                "id": member.record,
                "doc": member.doc,
                "published": published[member.article],
                "text": member.sentence,
                "speaker": name,
                "entity": entity,
                "stance": member.stance,
                "said": None if member.day is None else date.fromordinal(member.day).isoformat(),
            }
            for member in members
        ],
        "confidence": score,
        "reason": f"{noun} of one speaker in {docs} articles"
        + (f"; on {on}" if on else "")
        + (f"; shared words {', '.join(sorted(words)[:5])}" if words else ""),
    }
