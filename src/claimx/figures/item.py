"""What a figure measures, as worded: the thing that has this price, share, size or age.

The parse gives candidates, each with a relation to the figure. The first one whose relation is
right often enough for the figure's measure is used (`data/en/item_figures.json`, learnt from
annotated news), if there is one. A count already names what it counts, so it has an item only if
something contains it
("a village of 600 people").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
_APPOSED = re.compile(r"(?:, | \()(?:aged? |ages )?\Z")
_LONGEST_LEAD = 7
_DEFINITE = frozenset({"the", "this", "that", "these", "his", "her", "its", "their", "my", "our"})
# The most steps up the tree from a figure.
_CLIMB = 6
# Words that lead from a noun to a date.
_WHEN = (" in", " on", " at", " since", " during", " for", " over", " until", " by", " from")
_WHEN_REACH = 12
# An item is a phrase, not a sentence.
_LONGEST = 90
# The rate of right items that a relation needs to be used.
_LEAST = 0.6


class Candidate(NamedTuple):
    """A noun that the figure can measure, with its relation to the figure."""

    relation: str
    token: Token


def describe(drafts: list[Draft], page: Page, dates: Sequence[Span]) -> None:
    """Set the item of each draft that has one; a date is not an item."""
    if not page.nouns.parsed:
        return
    share: Draft | None = None  # the last figure before
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else None
        if before is not None and draft.twin is before:
            draft.item = before.item
            continue
        draft.item = _continued(draft, before, share, page) or _own(draft, drafts, page, dates)
        share = draft if group(draft) == "share" else share


def _own(draft: Draft, drafts: list[Draft], page: Page, dates: Sequence[Span]) -> Span | None:
    """Return the phrase of the first candidate whose relation is right often enough."""
    for candidate in candidates(draft, page):
        if _rate(draft, candidate.relation) >= _LEAST and not is_dated(candidate.token, dates):
            return _phrase(candidate.token, draft, drafts, page, dates)
    return None


def _rate(draft: Draft, relation: str) -> float:
    """Return how often the relation was right for figures of this measure."""
    rates: dict[str, float] = load("item_figures")["rates"]
    return rates.get(f"{group(draft)} {relation}", 0)


def is_dated(token: Token, dates: Sequence[Span]) -> bool:
    """Return whether the noun is part of a date."""
    index = bisect_right(dates, (token.idx, token.idx)) - 1
    return any(start <= token.idx < end for start, end in dates[max(0, index) : index + 2])


def group(draft: Draft) -> str:
    """Return the group of the figure; all quantities share one, and so do counts with a noun."""
    if draft.measure == "count":
        return "count" if draft.noun is not None or draft.borrowed else "bare count"
    if draft.measure in ("money", "age"):
        return draft.measure
    return "share" if draft.measure in ("percent", "ratio") else "quantity"


def candidates(draft: Draft, page: Page) -> Iterator[Candidate]:
    """Yield the nouns that the figure can measure, the likeliest relation first."""
    first, last = page.nouns.token(draft.start).i, page.nouns.token(draft.end - 1).i + 1
    head = syntax.head_of(page.nouns.doc, first, last)
    found = [*_beside(draft, page), *_above(head, first, last)]
    if any(child.relation == "subject of share" for child in found):
        found.sort(key=lambda candidate: candidate.relation != "subject of share")
    hyphened = page.text[draft.number.end : draft.number.end + 1] == "-"
    for relation, token in found:
        if relation == "before" and hyphened:
            relation = "modifies"  # "a 15-member council"
        if token.pos_ == "PRON":
            antecedent = _antecedent(token)
            if antecedent is not None:
                yield Candidate(f"antecedent of {relation}", antecedent)
        elif token.pos_ in _NOMINAL and not first <= token.i < last and not _is_idle(token, draft):
            yield Candidate(relation, token)


def _is_idle(token: Token, draft: Draft) -> bool:
    """Return whether the noun names no thing: "99 percent of the time", "$110 a share"."""
    return token.lower_ in words("figures", "not_things") or token.lower_ == draft.per


def _is_measure(noun: Token) -> bool:
    """Return whether the noun only introduces the figure: "a rate of", not "a tax rate of"."""
    named = any(child.dep_ == "compound" for child in noun.children)
    return noun.lower_ in words("figures", "measure_nouns") and not named


def _beside(draft: Draft, page: Page) -> Iterator[Candidate]:
    """Yield the nouns by the words right beside the figure: "20% of voters", "Quill, 47,"."""
    if draft.measure == "age":
        lead = _APPOSED.search(page.text, max(0, draft.left - _LONGEST_LEAD), draft.left)
        if lead:
            yield Candidate("apposed", _name(page.nouns.token(max(0, lead.start() - 1))))
    if draft.hyphened and (noun := page.nouns.counted(page.text, draft.start, draft.end)):
        yield Candidate("modifies", page.nouns.token(noun[0]))
    end = draft.twin.end + 1 if draft.twin and draft.twin.start > draft.end else draft.end
    match = _WHOLE.match(page.text, end)
    if not match or draft.measure == "age":
        return
    noun_token = _noun(page.nouns.token(match.end()))
    if noun_token is None or _is_measure(noun_token):
        return
    if noun_token.lower_ in words("units", "durations") or noun_token.lower_ == "addition":
        return
    if match["word"] == "in" and any(child.lower_ in _DEFINITE for child in noun_token.children):
        return  # "$5m in the bank", but "$5m in funding"
    part = draft.unit in words("figures", "part_nouns") and match["word"] == "of"
    yield Candidate("part of" if part else match["word"], noun_token)


def _name(token: Token) -> Token:
    """Return the head of the name that ends at the token."""
    while token.head.i < token.i and token.dep_ in ("flat", "flat:name", "compound"):
        token = token.head
    return token


def last_of_name(token: Token) -> Token:
    """Return the last word of the name whose head is the token."""
    parts = [child for child in token.children if child.dep_ in ("flat", "flat:name")]
    return parts[-1] if parts else token


def _noun(token: Token) -> Token | None:
    """Return the head of the phrase that a token begins."""
    for _ in range(_CLIMB):
        if token.pos_ in _NOMINAL and token.dep_ not in ("compound", "nmod:poss", "poss", "flat"):
            return token
        if token.head.i <= token.i:
            break
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def _above(head: Token, first: int, last: int) -> Iterator[Candidate]:
    """Yield the nouns above the figure: what it modifies, what governs it, its verb's arguments."""
    subject = syntax.any_subject(head)
    if subject is not None:
        yield Candidate("predicate", subject)  # "the toll is 25 euros"
        return
    token = head
    for _ in range(_CLIMB):
        above = token.head
        if above.i == token.i:
            return
        if above.pos_ in ("VERB", "AUX"):
            yield from _parts(above, first, last)
            return
        if above.pos_ in _NOMINAL and not first <= above.i < last:
            if above.lower_ in words("modifiers", "change_after_nouns"):
                yield from _changed(above)
            elif not _is_skipped(above, last):
                yield Candidate(_noun_relation(token, above, first), above)
                return
        elif (subject := syntax.any_subject(above)) is not None:
            yield Candidate("predicate", subject)  # "sales are down 5%"
            return
        token = above


def _is_skipped(noun: Token, last: int) -> bool:
    """Return whether the figure is not of this noun: "a level of", "20 miles above Earth"."""
    distant = any(child.pos_ == "ADP" and last <= child.i < noun.i for child in noun.children)
    closed = any(token.text == ")" for token in noun.doc[last : noun.i])
    return distant or closed or _is_measure(noun) or noun.lower_ in words("units", "durations")


def _changed(noun: Token) -> Iterator[Candidate]:
    """Yield the noun that changes: "imports" in "a 5% rise in imports"."""
    thing = syntax.oblique(noun, frozenset({"in", "of"}))
    if thing is not None:
        yield Candidate("changed", thing)


def _noun_relation(token: Token, above: Token, first: int) -> str:
    """Return the relation of a figure to the noun above it."""
    if above.i > first:
        return "before"  # "a $5m grant"
    preposition = syntax.preposition(token)
    if not preposition:
        return "apposed"  # "Ada Quill, 47,"
    held = above.lower_ in words("figures", "holders")
    return "held" if held and preposition == "of" else f"after {preposition}"


def _parts(verb: Token, first: int, last: int) -> Iterator[Candidate]:
    """Yield the arguments of a verb that the figure can measure: its object, its subject."""
    kind = _verb_kind(verb)
    thing = syntax.direct_object(verb)
    if thing is not None and not (thing.left_edge.i < last and first <= thing.right_edge.i):
        yield Candidate(f"object{kind}", thing)
    subject = syntax.any_subject(verb)
    if subject is not None and subject.lower_ not in ("which", "that", "who"):
        if not first <= subject.i < last:
            yield Candidate(f"subject{kind}", subject)
        return
    subject = syntax.understood_subject(verb)
    if subject is not None:
        yield Candidate(f"understood{kind}", subject)


def _verb_kind(verb: Token) -> str:
    """Return " of share" or " of level" for such a verb, otherwise ""."""
    if verb.lemma_ in words("figures", "share_verbs"):
        return " of share"
    changing = words("modifiers", "increase") | words("modifiers", "decrease")
    level = verb.lemma_ in words("figures", "level_verbs") or verb.lower_ in changing
    return " of level" if level else ""


def _antecedent(pronoun: Token) -> Token | None:
    """Return the subject of the previous sentence, the usual referent of a pronoun."""
    start = pronoun.sent.start
    while start > 0 and pronoun.doc[start - 1].is_space:
        start -= 1
    if start == 0 or "\n\n" in pronoun.doc[start].text:
        return None
    subject = syntax.any_subject(pronoun.doc[start - 1].sent.root)
    return subject if subject is not None and subject.pos_ in _NOMINAL else None


def _continued(draft: Draft, before: Draft | None, share: Draft | None, page: Page) -> Span | None:
    """Return the item of the previous figure if this one measures the same thing."""
    head = page.nouns.token(draft.end - 1)
    joined = before is not None and head.dep_ == "conj" and group(draft) == group(before) != "age"
    if before is not None and joined and before.start <= head.head.idx < before.end:
        return before.item  # "5 percent in 2020 and 7 percent in 2021"
    if share is None or group(draft) != "share" or _WHOLE.match(page.text, draft.end):
        return None
    if draft.start - share.end > _FURTHER or head.i + 1 == len(head.doc):
        return None
    # "16% of those asked were for it … 65% said no"
    asked = head.nbor(1).pos_ == "VERB"
    return share.item if asked or (syntax.is_subject(head) and head.nbor(1).is_alpha) else None


# In a list of shares, each is rarely farther than this from the one before.
_FURTHER = 400


def _phrase(
    token: Token, draft: Draft, drafts: list[Draft], page: Page, dates: Sequence[Span]
) -> Span | None:
    """Return the span of a noun's phrase without figures, dates after it and idle words."""
    start, end = page.nouns.phrase(token)
    doc = token.doc
    begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    for other in drafts:
        if other.start < stop and begin < other.end:
            if other.noun is not None and other.noun[0] == token.idx:
                begin = max(begin, other.number.end)  # "16% of the 56 people interviewed"
            elif other.start <= token.idx:
                begin = max(begin, other.end)
            else:
                stop = min(stop, other.left, other.start)
    first = bisect_right(dates, (token.idx, token.idx))
    for start, _ in dates[first : first + 1]:  # "a loan on 18 March"
        if start < stop and page.low[start - _WHEN_REACH : start].rstrip().endswith(_WHEN):
            stop = start
    comma = page.text.rfind(", ", begin, token.idx)
    return _tidy(page.text, begin if comma < 0 else comma + 1, stop)


_WORD = re.compile(r"\S+")


def _tidy(text: str, begin: int, end: int) -> Span | None:
    """Return the phrase without idle words at its ends, or None if nothing is left."""
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
