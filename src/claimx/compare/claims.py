"""Groups of claims: the same statement in several articles, or a claim and its denial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from claimx.compare.corpus import Corpus
from claimx.compare.facts import Record, Statement
from claimx.compare.groups import Edge, grouped
from claimx.compare.rows import meetings
from claimx.compare.topics import ALIKE
from claimx.records import group_id
from claimx.text import lexicon


class Needed:
    """What two statements must share at least: shares of the lighter one and of both, a weight."""

    def __init__(self, overlap: float, jaccard: float, weight: float) -> None:
        self.overlap, self.jaccard, self.weight = overlap, jaccard, weight


# From one source; from two sources, where chance is likelier; in a claim and its denial.
ONE_SOURCE = Needed(0.65, 0.40, 9.0)
TWO_SOURCES = Needed(0.75, 0.50, 13.0)
DENIAL = Needed(0.70, 0.45, 10.0)
# The minimum for all of them.
LEAST = ONE_SOURCE
ROUNDING = 1e-6
# A name of two words says only who is meant.
FEWEST_WORDS = 3


def groups(corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]) -> Iterator[Record]:
    """Yield the claim groups: denials first, then statements that several articles have."""
    statements = corpus.statements
    same: list[Edge] = []
    denied: list[Edge] = []
    for a, b in _candidates(corpus):
        relation, score = _relation(statements[a], statements[b], corpus, entity_of)
        if relation == "same":
            same.append((score, a, b))
        elif relation == "denied":
            denied.append((score, a, b))
    for relation, edges in (("denied", denied), ("same", same)):
        by_first: dict[int, list[float]] = {}
        for score, a, _ in edges:
            by_first.setdefault(a, []).append(score)
        for group in grouped(edges, least=0.0):
            found = [score for number in group for score in by_first.get(number, ())]
            members = [statements[number] for number in group]
            yield _record(relation, members, sum(found) / len(found), corpus, entity_of)


def _candidates(corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Yield the pairs of statements of related articles that share enough words."""
    rows, topics = corpus.statement_words, corpus.topics
    weights = rows.sums(topics.weights)
    for meeting in meetings(rows, topics.related(ALIKE), topics.weights):
        first, second = weights[meeting.own][:, None], weights[meeting.others][None, :]
        shared = meeting.shared + ROUNDING
        enough = (
            (shared >= LEAST.weight)
            & (shared >= LEAST.overlap * np.minimum(first, second))
            & (shared >= LEAST.jaccard * (first + second - shared))
        )
        for own, other in np.argwhere(enough):
            yield int(meeting.own[own]), int(meeting.others[other])


def _relation(
    a: Statement, b: Statement, corpus: Corpus, entity_of: Mapping[tuple[int, str], str]
) -> tuple[str | None, float]:
    """Return "same", "denied" or None, and how certain it is."""
    first, second = _entity(a, entity_of), _entity(b, entity_of)
    is_one_source = first is not None and first == second
    is_alike = corpus.topics.likeness(a.article, b.article) >= ALIKE
    if not is_alike or "asks" in (a.record["stance"], b.record["stance"]):
        return None, 0.0
    if a.record["form"] == b.record["form"] == "direct":
        return None, 0.0  # a quotation, compared by its words in order
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        return None, 0.0
    needed = ONE_SOURCE if is_one_source else TWO_SOURCES
    if _is_denial(a) != _is_denial(b):
        denial, other = (a, b) if _is_denial(a) else (b, a)
        if denial.negated:
            return None, 0.0
        # "No prisoner was freed" says what the denial of "prisoners were freed" says.
        relation, needed = ("same", needed) if other.negated else ("denied", DENIAL)
        return _if_any(relation, _score(a, b, needed, corpus))
    if a.negated != b.negated:
        return None, 0.0
    return _if_any("same", _score(a, b, needed, corpus))


def _if_any(relation: str, score: float) -> tuple[str | None, float]:
    return (relation, score) if score else (None, 0.0)


def _score(a: Statement, b: Statement, needed: Needed, corpus: Corpus) -> float:
    """Return how much the statements share, from 0 to 1, or 0 if it is too little."""
    rarity = corpus.rarity
    overlap, jaccard = rarity.overlap(a.words, b.words), rarity.jaccard(a.words, b.words)
    is_enough = (
        len(a.words & b.words) >= FEWEST_WORDS
        and overlap >= needed.overlap
        and jaccard >= needed.jaccard
        and rarity.sum(a.words & b.words) >= needed.weight
    )
    return round(0.5 + 0.25 * (overlap + jaccard), 2) if is_enough else 0.0


def _is_denial(statement: Statement) -> bool:
    """Return whether the source denies the content, by the stance or the cue."""
    if statement.record["stance"] is not None:
        return bool(statement.record["stance"] == "denies")
    lemma = (statement.record["cue"] or {}).get("lemma")
    return lemma in lexicon.words("compare", "denying")


def _entity(statement: Statement, entity_of: Mapping[tuple[int, str], str]) -> str | None:
    return entity_of.get((statement.article, statement.source or ""))


def _record(
    relation: str,
    members: list[Statement],
    score: float,
    corpus: Corpus,
    entity_of: Mapping[tuple[int, str], str],
) -> Record:
    articles, rarity = corpus.articles, corpus.rarity
    members.sort(
        key=lambda one: (
            articles[one.article].published or "9",
            articles[one.article].doc,
            one.record["start"],
        )
    )
    shared = frozenset.intersection(*(member.words for member in members))
    best = sorted(shared, key=lambda word: (-rarity.of(word), word))[:6]
    docs = len({member.article for member in members})
    what = "claim and denial" if relation == "denied" else "one statement"
    return {
        "kind": "claim_group",
        "id": group_id("claim_group", relation, members[0].record["id"]),
        "relation": relation,
        "text": max((member.record["text"] for member in members), key=len),
        "speakers": _speakers(members, entity_of),
        "members": [_member(member, corpus, entity_of) for member in members],
        "confidence": round(score, 2),
        "reason": f"{what} in {docs} articles; shared words {', '.join(best) or '-'}",
    }


def _speakers(members: list[Statement], entity_of: Mapping[tuple[int, str], str]) -> list[str]:
    found: dict[str, str] = {}
    for member in members:
        name = _name(member)
        if name is not None:
            found.setdefault(_entity(member, entity_of) or name, name)
    return list(found.values())


def _name(statement: Statement) -> str | None:
    speaker = statement.record["speaker"] or {}
    name = speaker.get("name") or speaker.get("text")
    return None if name is None else str(name)


def _member(member: Statement, corpus: Corpus, entity_of: Mapping[tuple[int, str], str]) -> Record:
    record = member.record
    return {
        "id": record["id"],
        "doc": record["doc"],
        "published": corpus.articles[member.article].published,
        "text": record["text"],
        "speaker": _name(member),
        "entity": _entity(member, entity_of),
        "stance": record["stance"] or ("denies" if _is_denial(member) else None),
        "said": record["said"],
    }
