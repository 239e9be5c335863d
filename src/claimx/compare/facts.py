"""The facts of an article, made from its records for comparison with other articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from claimx.compare import values
from claimx.compare.values import Value
from claimx.compare.words import content, names, spelled, tokens
from claimx.text import lexicon

Record = dict[str, Any]

# How many of its most distinctive words represent an article.
TERMS = 60
# A word in the headline counts like this many in the body.
TITLE_WEIGHT = 3
# How many words on each side of a number say what it counts.
WINDOW = 6


class Article(NamedTuple):
    """An article, and its day of publication."""

    doc: str
    title: str | None
    published: str | None
    day: int | None


class Source(NamedTuple):
    """A source of claims in an article, with all its mentions."""

    article: int
    key: str
    name: str | None
    kind: str | None
    texts: tuple[str, ...]
    roles: tuple[str, ...]
    claims: int


class Number(NamedTuple):
    """A figure with the words around it."""

    article: int
    record: Record
    value: Value
    noun: frozenset[str]
    item: frozenset[str]
    window: frozenset[str]
    context: frozenset[str]
    names: frozenset[str]
    #: What is counted or measured; and the words near the number or in its item.
    what: frozenset[str]
    words: frozenset[str]
    period: tuple[int, int] | None
    speaker: str | None
    source: str | None


class Passage(NamedTuple):
    """A passage in quotation marks, or a segment of a direct quotation."""

    article: int
    claim: str
    start: int
    end: int
    text: str
    tokens: tuple[str, ...]
    source: str | None
    name: str | None
    #: Whether the source has a name, not only a description like "the spokesman".
    is_named: bool


class Statement(NamedTuple):
    """A claim with its content words."""

    article: int
    record: Record
    words: frozenset[str]
    negated: bool
    source: str | None
    numbers: frozenset[float]
    days: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Facts:
    """All facts of an article.

    `terms` has its most distinctive words, each with the square root of its count.
    """

    article: Article
    terms: dict[str, float]
    sources: list[Source] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def facts_of(records: Iterable[Record], *, number: int, weigh: Callable[[str], float]) -> Facts:
    """Return the facts of one article's records; `number` is the article's.

    `weigh` returns how rare a word is in general. The document record can be missing.
    """
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record["kind"], []).append(record)
    every = [record for kind in ("claim", "figure", "date") for record in by_kind.get(kind, [])]
    document = (by_kind.get("document") or [{}])[0]
    claims, dates = by_kind.get("claim", []), {r["id"]: r for r in by_kind.get("date", [])}
    figures = {record["id"]: record for record in by_kind.get("figure", [])}
    holders = {record["id"]: record for record in claims}
    facts = Facts(_article(document, every), _terms(document, every, weigh))
    facts.sources = list(_sources(claims, number))
    facts.numbers = [
        made
        for record in figures.values()
        if (made := _number(record, number, dates=dates, claims=holders)) is not None
    ]
    facts.passages = [passage for record in claims for passage in _passages(record, number)]
    facts.statements = [_statement(record, number, figures, dates) for record in claims]
    return facts


def source_key(claim: Record) -> str | None:
    """Return the key of a claim's source within its article, or None without a source."""
    speaker = claim["speaker"]
    if speaker is None:
        return None
    key = speaker.get("entity") or speaker.get("name") or speaker.get("text")
    return None if key is None else str(key)


def day_of(text: str | None) -> int | None:
    """Return the day of an ISO date as a number, or None if it is not a full date."""
    try:
        return None if text is None else date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None


def _article(document: Record, every: list[Record]) -> Article:
    doc = document.get("doc") or (every[0]["doc"] if every else "")
    published = document.get("published")
    return Article(doc, document.get("title"), published, day_of(published))


def _terms(
    document: Record, every: list[Record], weigh: Callable[[str], float]
) -> dict[str, float]:
    """Return the words that represent the article."""
    counts = Counter(content(document.get("title") or ""))
    for word in counts:
        counts[word] *= TITLE_WEIGHT
    for text in {record["context"] or record["text"]: None for record in every}:
        counts.update(content(text))
    damped = {word: (1 + count) ** 0.5 for word, count in counts.items()}
    best = sorted(damped, key=lambda word: (-damped[word] * weigh(word), word))[:TERMS]
    return {word: damped[word] for word in best}


def _sources(claims: list[Record], number: int) -> Iterator[Source]:
    by_key: dict[str, list[Record]] = {}
    for record in claims:
        key = source_key(record)
        if key is not None:
            by_key.setdefault(key, []).append(record["speaker"])
    for key, speakers in by_key.items():
        yield Source(
            article=number,
            key=key,
            name=_commonest(speaker["name"] for speaker in speakers),
            kind=_commonest(speaker["kind"] for speaker in speakers),
            texts=_unique(speaker["text"] for speaker in speakers),
            roles=_unique(speaker["role"] for speaker in speakers),
            claims=len(speakers),
        )


def _number(
    record: Record, number: int, *, dates: dict[str, Record], claims: dict[str, Record]
) -> Number | None:
    value = values.value_of(record)
    if value is None:
        return None
    context = record["context"] or record["text"]
    noun = frozenset(content(re.sub(r"\d\S*", " ", record["text"])) + content(record["unit"] or ""))
    near = _near(context, record["text"])
    if lexicon.words("compare", "not_told").intersection(content(near)):
        return None
    claim = claims.get(record["claim"] or "")
    noun = noun if value.dimension == "count" else frozenset()
    item, window = frozenset(content(record["item"] or "")), frozenset(content(near))
    return Number(
        article=number,
        record=record,
        value=value,
        noun=noun,
        item=item,
        window=window,
        context=frozenset(content(context)),
        names=frozenset(names(near)),
        what=noun | item,
        words=window | item,
        period=_period(record, dates),
        speaker=None if claim is None else _name(claim),
        source=None if claim is None else source_key(claim),
    )


def _near(context: str, text: str) -> str:
    """Return the words around the first occurrence of the text in its context."""
    at = context.find(text)
    if at < 0:
        return context
    before = re.findall(r"\S+", context[:at])[-WINDOW:]
    after = re.findall(r"\S+", context[at + len(text) :])[:WINDOW]
    return " ".join([*before, text, *after])


def _period(record: Record, dates: dict[str, Record]) -> tuple[int, int] | None:
    spans = []
    for id in record.get("period") or ():
        low, high = (day_of(dates.get(id, {}).get(end)) for end in ("low", "high"))
        if low is not None and high is not None:
            spans.append((low, high))
    if not spans:
        return None
    return min(low for low, _ in spans), max(high for _, high in spans)


def _passages(record: Record, number: int) -> Iterator[Passage]:
    pieces = record["segments"] if record["form"] == "direct" else record["quotes"]
    for piece in pieces:
        words = tuple(map(spelled, tokens(piece["text"])))
        if len(words) > 1:
            yield Passage(
                article=number,
                claim=record["id"],
                start=piece["start"],
                end=piece["end"],
                text=piece["text"],
                tokens=words,
                source=source_key(record),
                name=_name(record),
                is_named=bool((record["speaker"] or {}).get("name")),
            )


def _statement(
    record: Record, number: int, figures: dict[str, Record], dates: dict[str, Record]
) -> Statement:
    found = [figures[id] for id in record["figures"] if id in figures]
    spans = [
        (day_of(dates[id]["low"]), day_of(dates[id]["high"]))
        for id in record["dates"]
        if id in dates
    ]
    return Statement(
        article=number,
        record=record,
        words=frozenset(content(record["text"])),
        negated=values.is_negated(record["text"]),
        source=source_key(record),
        numbers=frozenset(float(r["value"]) for r in found if r["value"] is not None),
        days=tuple((low, high) for low, high in spans if low is not None and high is not None),
    )


def _name(record: Record) -> str | None:
    speaker = record["speaker"] or {}
    name = speaker.get("name") or speaker.get("text")
    return None if name is None else str(name)


def _commonest(found: Iterable[str | None]) -> str | None:
    counts = Counter(item for item in found if item)
    return max(counts, key=lambda item: (counts[item], len(item), item)) if counts else None


def _unique(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in found if item))
