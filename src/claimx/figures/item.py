"""What a figure measures, as worded: the thing that has this price, share, size or age.

The parse offers candidates, each by a relation to the figure; the first whose relation is right
often enough for the figure's measure (`data/en/item_figures.json`, learnt from annotated news) is
taken, else none. A count says itself what it counts and has an item only if something holds it
("a village of 600 people").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from claimx.figures.figure import Draft, Span
from claimx.text import syntax
from claimx.text.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.figures.page import Page

_WHOLE = re.compile(r" (?P<word>of|in|for) (?!which|whom|it\b|them\b|that\b|this\b|these|those|\d)")
_NOMINAL = ("NOUN", "PROPN")
_MARKS = " -–—,;:(\"“”‘’'`"
_CUT = re.compile(r"[;:—(]|\n\s*\n")
# How many heads up the tree a figure is followed.
_CLIMB = 6
# An item is a phrase, not a sentence.
_LONGEST = 90
# The rate at which a relation must have been right to be used again.
_LEAST = 0.5


class Candidate(NamedTuple):
    """A noun that the figure may be of, with its relation to the figure."""

    relation: str
    token: Token


def describe(drafts: list[Draft], page: Page) -> None:
    """Sets the item of each draft that has one."""
    if not page.nouns.parsed:
        return
    for index, draft in enumerate(drafts):
        if draft.twin is not None and index and draft.twin is drafts[index - 1]:
            draft.item = draft.twin.item
            continue
        for candidate in candidates(draft, page):
            if _rate(draft, candidate.relation) >= _LEAST:
                draft.item = _phrase(candidate.token, draft, drafts, page)
                break


def _rate(draft: Draft, relation: str) -> float:
    """How often the relation was right for figures of this measure."""
    rates: dict[str, float] = load("item_figures")["rates"]
    return rates.get(f"{group(draft)} {relation}", 0)


def group(draft: Draft) -> str:
    """The kind of figure: quantities share one, so do counts with a noun."""
    if draft.measure == "count":
        return "bare count" if draft.noun is None else "count"
    if draft.measure in ("money", "age"):
        return draft.measure
    return "share" if draft.measure in ("percent", "ratio") else "quantity"


def candidates(draft: Draft, page: Page) -> Iterator[Candidate]:
    """The nouns that the figure may be of, the likeliest relation first."""
    doc = page.nouns.doc
    first, last = page.nouns.token(draft.start).i, page.nouns.token(draft.end - 1).i + 1
    end = draft.twin.end + 1 if draft.twin and draft.twin.start > draft.end else draft.end
    if (match := _WHOLE.match(page.text, end)) and draft.measure != "age":
        noun = _noun(page.nouns.token(match.end()))
        if noun is not None and noun.lower_ not in words("units", "durations"):
            yield Candidate(match["word"], noun)
    head = syntax.head_of(doc, first, last)
    for candidate in _above(head, first, last):
        token = candidate.token
        if token.pos_ in _NOMINAL and not first <= token.i < last:
            yield candidate


def _noun(token: Token) -> Token | None:
    """The head of the phrase that a token begins."""
    for _ in range(_CLIMB):
        if token.pos_ in _NOMINAL and token.dep_ not in ("compound", "nmod:poss", "poss", "flat"):
            return token
        if token.head.i <= token.i:
            break
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def _above(head: Token, first: int, last: int) -> Iterator[Candidate]:
    """The nouns that the figure hangs on: what it modifies, what governs it, its verb's parts."""
    subject = syntax.any_subject(head)
    if subject is not None:
        yield Candidate("predicate", subject)  # "the toll is 25 euros"
        return
    token = head
    skipped = words("figures", "measure_nouns") | words("units", "durations")
    for _ in range(_CLIMB):
        above = token.head
        if above.i == token.i:
            return
        if above.pos_ in ("VERB", "AUX"):
            yield from _parts(above, first, last)
            return
        if above.pos_ in _NOMINAL and not first <= above.i < last and above.lower_ not in skipped:
            yield Candidate(_noun_relation(token, above, first), above)
            subject = syntax.any_subject(above)
            if subject is not None:
                yield Candidate("predicate", subject)
            return
        token = above


def _noun_relation(token: Token, above: Token, first: int) -> str:
    """How a figure under a noun is tied to it."""
    if above.i > first:
        return "modifies"  # "a $5m grant"
    if token.dep_ in ("appos", "nummod", "parataxis"):
        return "apposed"  # "Ada Quill, 47,"
    return f"after {syntax.preposition(token)}".strip()  # "a fine of $5m"


def _parts(verb: Token, first: int, last: int) -> Iterator[Candidate]:
    """What a verb gives the figure to: its object, unless that is the figure, or its subject."""
    thing = syntax.direct_object(verb)
    if thing is not None and not (thing.left_edge.i < last and first <= thing.right_edge.i):
        yield Candidate("object", thing)
    subject = syntax.any_subject(verb)
    if subject is not None and subject.lower_ not in ("which", "that", "who"):
        yield Candidate("subject", subject)
        return
    subject = syntax.understood_subject(verb)
    if subject is not None:
        yield Candidate("understood", subject)


def _phrase(token: Token, draft: Draft, drafts: list[Draft], page: Page) -> Span | None:
    """Where the phrase around a noun stands, without the figures in it and idle words."""
    start, end = page.nouns.phrase(token)
    doc = token.doc
    begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    for other in drafts:
        if other.start < stop and begin < other.end:
            if other.start <= token.idx:
                begin = max(begin, other.end)
            else:
                stop = min(stop, other.left, other.start)
    return _tidy(page.text, begin, stop)


_WORD = re.compile(r"\S+")


def _tidy(text: str, begin: int, end: int) -> Span | None:
    """The phrase without idle words at its ends; None if nothing is left."""
    idle = words("figures", "not_items")
    cut = _CUT.search(text, begin + 1, end) if begin < end else None
    parts = list(_WORD.finditer(text, begin, cut.start() if cut else max(begin, end)))
    while parts and parts[0][0].lower().strip(_MARKS) in idle:
        parts.pop(0)
    while parts and parts[-1][0].lower().strip(_MARKS + ").") in idle:
        parts.pop()
    if not parts:
        return None
    begin, end = parts[0].start(), parts[-1].end()
    while begin < end and text[begin] in _MARKS:
        begin += 1
    while begin < end and text[end - 1] in _MARKS:
        end -= 1
    return (begin, end) if 1 < end - begin <= _LONGEST else None
