"""A quotation in several articles: its fullest wording, other wordings, and its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from rapidfuzz.distance import Indel

from claimx.compare.corpus import Corpus
from claimx.compare.facts import Passage, Record
from claimx.compare.groups import Edge, Homes
from claimx.compare.rows import meetings
from claimx.compare.store import mixed, pairs
from claimx.compare.topics import ALIKE
from claimx.compare.words import content
from claimx.records import group_id
from claimx.text import lexicon

# Passages of unrelated articles are found by runs of this many words.
SHINGLE = 3
# Two passages are the same if the longer one has this weighted share of the shorter one's words in
# order. With the same speaker or in related articles less is enough, since translations differ.
COVERED, COVERED_RELATED = 0.9, 0.68
# The weight that passages of otherwise unrelated articles must share: about five words.
LONG, LONG_RELATED, LONG_SAME_SOURCE = 22.0, 6.0, 3.0
# Passages that share less weight are not compared word by word.
SHARED, LEAST = 0.5, 2.0
# Passages of unrelated articles need this many common runs of words, or the same speaker.
FEWEST_RUNS = 2
# Passages with fewer words must be the same except for one word.
SHORT = 6
# A pair of common words, as in headlines, is not a quotation.
EXACT = 0.97


def groups(corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]) -> Iterator[Record]:
    """Yield the groups of quotations in several articles."""
    passages, home = corpus.passages, Homes()
    found: dict[int, list[float]] = {}
    short: list[Edge] = []
    for a, b in _candidates(corpus, entity_of):
        if not home.is_one(a, b):
            score = likeness(passages[a], passages[b], corpus, entity_of=entity_of)
            if score and _is_short(passages[a]) + _is_short(passages[b]):
                short.append((score, a, b))
            elif score:
                home.join(a, b)
                found.setdefault(a, []).append(score)
    for score, a, b in _of_short(short, corpus):
        home.join(a, b)
        found.setdefault(a, []).append(score)
    for group in home.groups():
        scores = [score for number in group for score in found.get(number, ())]
        members = [passages[number] for number in group]
        yield _record(members, sum(scores) / len(scores), corpus, entity_of)


def _is_short(passage: Passage) -> bool:
    return len(passage.tokens) < SHORT


def _of_short(edges: list[Edge], corpus: Corpus) -> Iterator[Edge]:
    """Yield for each short passage the best pair with a longer one, or the pairs of short ones.

    "Over Christmas" can be in two quotations, which does not make them the same.
    """
    passages = corpus.passages
    best: dict[int, tuple[float, int, Edge]] = {}
    for score, a, b in edges:
        for one, other in ((a, b), (b, a)):
            if not _is_short(passages[other]):
                best[one] = max(best.get(one, (0.0, 0, edges[0])), (score, -other, (score, a, b)))
    for score, a, b in edges:
        if a not in best and b not in best:
            yield score, a, b
    yield from (edge for _, _, edge in best.values())


def _candidates(
    corpus: Corpus, entity_of: Mapping[tuple[int, str], str]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of passages that can be the same quotation."""
    rows, topics = corpus.passage_words, corpus.topics
    weights = rows.sums(topics.weights)
    for meeting in meetings(rows, topics.related(ALIKE), topics.weights):
        whole = np.minimum(weights[meeting.own][:, None], weights[meeting.others][None, :])
        enough = meeting.shared >= np.maximum(whole * SHARED, LEAST)
        for own, other in np.argwhere(enough):
            yield int(meeting.own[own]), int(meeting.others[other])
    yield from _elsewhere(corpus, entity_of)


def _elsewhere(
    corpus: Corpus, entity_of: Mapping[tuple[int, str], str]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of passages that share several runs of words, or one and the speaker."""
    passages = corpus.passages
    runs, numbers = _runs(corpus)
    first, second, counts = pairs(runs, numbers, corpus.rank[passages.articles])
    one, other = passages.articles[first], passages.articles[second]
    kept = (one != other) & corpus.topics.matters(one, other)
    for a, b, count in zip(
        *(column[kept].tolist() for column in (first, second, counts)), strict=True
    ):
        if count >= FEWEST_RUNS or _is_one_source(passages[a], passages[b], entity_of):
            yield a, b


def _runs(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """Return a selection of runs of three words as numbers, and the passage of each.

    Of each three neighbouring runs one is selected (winnowing: Schleimer and others, 2003), so that
    equal sequences of five words have one in common.
    """
    rows = corpus.passage_tokens
    words = rows.values.astype(np.int64)
    of = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    if len(words) < SHINGLE:
        return np.empty(0, dtype=np.uint64), of[:0]
    last = len(words) - SHINGLE + 1
    runs = mixed(*(words[at : last + at] for at in range(SHINGLE)))
    is_content = words >= corpus.vocabulary.first
    has_content = np.logical_or.reduce([is_content[at : last + at] for at in range(SHINGLE)])
    is_run = (of[:last] == of[SHINGLE - 1 :]) & has_content
    runs, of = runs[is_run], of[:last][is_run]
    padded = np.concatenate([runs, runs[-1:], runs[-1:]]) if len(runs) else runs
    least = np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    before = np.concatenate([least[:1], least[:1], least])
    is_kept = (runs == least) | (runs == before[1:-1]) | (runs == before[:-2])
    return runs[is_kept], of[is_kept]


def likeness(
    a: Passage, b: Passage, corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]
) -> float:
    """Return how certain it is that two passages are one quotation, from 0 to 1, or 0."""
    shorter, longer = sorted((a.tokens, b.tokens), key=len)
    shared = _shared(shorter, longer)
    weight, whole = _weight(shared, corpus), _weight(shorter, corpus)
    if not whole:
        return 0.0
    covered = weight / whole
    is_alike = corpus.topics.likeness(a.article, b.article) >= ALIKE
    is_one_source = _is_one_source(a, b, entity_of)
    is_related = is_alike or is_one_source
    needed = LONG_RELATED if is_related else LONG
    if weight < (LONG_SAME_SOURCE if is_alike and is_one_source else needed):
        return 0.0
    least = COVERED_RELATED if is_related else COVERED
    if len(shorter) < SHORT:
        least = EXACT
    return round(0.5 + 0.5 * covered, 2) if covered >= least else 0.0


def _shared(shorter: tuple[str, ...], longer: tuple[str, ...]) -> list[str]:
    """Return the words of the shorter passage that the longer one has in the same order."""
    kept: list[str] = []
    for step in Indel.opcodes(shorter, longer):
        if step.tag == "equal":
            kept.extend(shorter[step.src_start : step.src_end])
    return kept


def _weight(tokens: Iterable[str], corpus: Corpus) -> float:
    """Return the weight of the words; a stop word counts a little."""
    stops = lexicon.words("compare", "stop")
    return sum(1.0 if token in stops else corpus.rarity.of(token) for token in tokens)


def _is_one_source(a: Passage, b: Passage, entity_of: Mapping[tuple[int, str], str]) -> bool:
    entity = _entity(a, entity_of)
    return entity is not None and entity == _entity(b, entity_of)


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

    Names that share a word, such as "Twitter Comedienne Sarah" and "Sarah", are the same source.
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
    """Return whether words are left out in the middle, not only at the ends."""
    steps = [step.tag for step in Indel.opcodes(full, told)]
    return "delete" in steps[1:-1]
