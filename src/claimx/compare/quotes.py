"""One quotation in several articles: its fullest wording, how others changed it, who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rapidfuzz.distance import Indel

from claimx.compare.corpus import Corpus
from claimx.compare.facts import Passage, Record
from claimx.compare.groups import grouped
from claimx.compare.words import content
from claimx.records import group_id
from claimx.text import lexicon

# Passages are found by their runs of this many words.
SHINGLE = 3
# A passage is told by another if this share of its words, weighed, stands there in order; of one
# speaker, or of articles about one thing, less will do, as translations differ.
COVERED, COVERED_RELATED = 0.9, 0.68
# What two articles that share nothing else must have in common: the weight of about five words.
LONG, LONG_RELATED, LONG_SAME_SOURCE = 22.0, 6.0, 3.0
# Words that many say ("fire and fury") are one quotation only in related articles.
ALIKE = 0.09
# Passages of fewer words must be the same but for one word.
SHORT = 6
# A headline-like pair of words, both common, is no quotation.
EXACT = 0.97


def groups(corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]) -> Iterator[Record]:
    """Yield the quote groups of several articles."""
    passages = corpus.passages
    for number, passage in enumerate(passages):
        passages.put(number, _keys(passage.tokens))
    edges = []
    for a, b in passages.pairs():
        first, second = passages[a], passages[b]
        if first.article != second.article:
            score = likeness(first, second, corpus, entity_of=entity_of)
            if score:
                edges.append((score, a, b))
    by_first: dict[int, list[float]] = {}
    for score, a, _ in edges:
        by_first.setdefault(a, []).append(score)
    for group in grouped(edges, least=0.0):
        found = [score for number in group for score in by_first.get(number, ())]
        members = [passages[number] for number in group]
        yield _record(members, sum(found) / len(found), corpus, entity_of)


def likeness(
    a: Passage, b: Passage, corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]
) -> float:
    """Return how sure it is that two passages tell one quotation, from 0 to 1; 0 if they do not."""
    shorter, longer = sorted((a.tokens, b.tokens), key=len)
    shared = _shared(shorter, longer)
    weight, whole = _weight(shared, corpus), _weight(shorter, corpus)
    if not whole:
        return 0.0
    covered = weight / whole
    is_alike = corpus.topics.likeness(a.article, b.article) >= ALIKE
    entity = _entity(a, entity_of)
    is_one_source = entity is not None and entity == _entity(b, entity_of)
    is_related = is_alike or is_one_source
    needed = LONG_RELATED if is_related else LONG
    if weight < (LONG_SAME_SOURCE if is_alike and is_one_source else needed):
        return 0.0
    least = COVERED_RELATED if is_related else COVERED
    if len(shorter) < SHORT:
        least = EXACT
    return round(0.5 + 0.5 * covered, 2) if covered >= least else 0.0


def _keys(tokens: tuple[str, ...]) -> Iterable[str]:
    """Yield what the passage is found by: its runs of three words, and of two telling ones."""
    stops = lexicon.words("compare", "stop")
    for at in range(len(tokens) - SHINGLE + 1):
        run = tokens[at : at + SHINGLE]
        if not stops.issuperset(run):
            yield " ".join(run)
    for pair in pairwise(tokens):
        if stops.isdisjoint(pair):
            yield " ".join(pair)


def _shared(shorter: tuple[str, ...], longer: tuple[str, ...]) -> list[str]:
    """Return the words of the shorter passage that stand in the longer one in the same order."""
    kept: list[str] = []
    for step in Indel.opcodes(shorter, longer):
        if step.tag == "equal":
            kept.extend(shorter[step.src_start : step.src_end])
    return kept


def _weight(tokens: Iterable[str], corpus: Corpus) -> float:
    """Return the weight of the words; a stop word counts a little."""
    stops = lexicon.words("compare", "stop")
    return sum(1.0 if token in stops else corpus.rarity.of(token) for token in tokens)


def _entity(passage: Passage, entity_of: Mapping[tuple[int, str], str]) -> str | None:
    return entity_of.get((passage.article, passage.source or ""))


def _record(
    members: list[Passage],
    score: float,
    corpus: Corpus,
    entity_of: Mapping[tuple[int, str], str],
) -> Record:
    articles = corpus.articles
    members.sort(
        key=lambda one: (
            articles[one.article].published or "9",
            articles[one.article].doc,
            one.start,
        )
    )
    fullest = max(members, key=lambda one: len(one.tokens))
    told = [_member(member, fullest, corpus, entity_of) for member in members]
    matches = {member["match"] for member in told}
    speakers = _speakers(members, entity_of)
    agreement = "altered" if "altered" in matches else "shortened"
    if matches <= {"fullest", "exact"}:
        agreement = "same"
    if len(speakers) > 1:
        agreement = "speakers"
    docs = len({member.article for member in members})
    return {
        "kind": "quote_group",
        "id": group_id("quote_group", members[0].claim, str(members[0].start)),
        "text": fullest.text,
        "speakers": list(speakers.values()),
        "first": articles[members[0].article].doc,
        "agreement": agreement,
        "members": told,
        "confidence": round(score, 2),
        "reason": f"{docs} articles share these words in this order",
    }


def _speakers(members: list[Passage], entity_of: Mapping[tuple[int, str], str]) -> dict[str, str]:
    """Return the names of the different sources, by entity.

    "The campaign" and "Twitter Comedienne Sarah" are no other sources than those whose name they
    share a word with.
    """
    found: dict[str, str] = {}
    for member in members:
        if member.name is None or not member.is_named or not member.name[0].isupper():
            continue
        entity = _entity(member, entity_of) or member.name
        words = set(content(member.name))
        if entity in found or any(words & set(content(name)) for name in found.values()):
            continue
        found[entity] = member.name
    return found


def _member(
    member: Passage,
    fullest: Passage,
    corpus: Corpus,
    entity_of: Mapping[tuple[int, str], str],
) -> Record:
    dropped, added = _differences(fullest.tokens, member.tokens)
    if member is fullest:
        match = "fullest"
    elif not dropped and not added:
        match = "exact"
    else:
        match = "altered" if added or _has_gap(fullest.tokens, member.tokens) else "shortened"
    article = corpus.articles[member.article]
    return {
        "id": member.claim,
        "doc": article.doc,
        "published": article.published,
        "text": member.text,
        "speaker": member.name,
        "entity": _entity(member, entity_of),
        "start": member.start,
        "end": member.end,
        "match": match,
        "dropped": dropped,
        "added": added,
    }


def _differences(full: tuple[str, ...], told: tuple[str, ...]) -> tuple[list[str], list[str]]:
    dropped, added = [], []
    for step in Indel.opcodes(full, told):
        if step.tag == "delete":
            dropped.append(" ".join(full[step.src_start : step.src_end]))
        elif step.tag == "insert":
            added.append(" ".join(told[step.dest_start : step.dest_end]))
    return dropped, added


def _has_gap(full: tuple[str, ...], told: tuple[str, ...]) -> bool:
    """Whether words are left out in the middle, not only at the ends."""
    steps = [step.tag for step in Indel.opcodes(full, told)]
    return "delete" in steps[1:-1]
