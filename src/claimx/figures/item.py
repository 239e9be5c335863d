"""What a figure measures, as worded: the thing that has this price, share or size.

For a count it is the phrase counted. For the rest the parse tells: the phrase that an "of" or
"in" after the figure brings ("20% of voters"), the noun that the figure stands before ("a $5m
grant") or belongs to ("a fine of $5m"), what is bought or changed ("raised the budget to $5m"),
else the subject. No item holds another figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from claimx.text import syntax
from claimx.text.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.figures.match import Draft
    from claimx.figures.nouns import Nouns

_WHOLE = re.compile(
    r" (?:of|in) (?!(?:\d|which|whom|it|them|that|this|these|those|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)\b)"
)
_SHARES = ("percent", "ratio")
_MARKS = " -–—,;:(\"“”‘’'`"
_CUT = re.compile(r"[;:—(]|\n\s*\n")
_CLIMB = 6
_LONGEST = 90


def describe(drafts: list[Draft], text: str, nouns: Nouns) -> None:
    """Sets the item of each draft where it can be told."""
    starts = [draft.start for draft in drafts]
    for index, draft in enumerate(drafts):
        if draft.twin is not None and index and draft.twin is drafts[index - 1]:
            draft.item = draft.twin.item
            continue
        if draft.noun is not None:
            begin, end = max(draft.noun_from, draft.number.end, draft.reach), draft.noun[1]
        elif nouns.parsed and draft.measure != "age":
            phrase = _parsed(draft, text, nouns)
            if phrase is None:
                continue
            begin, end = phrase
        else:
            continue
        draft.item = _tidy(text, *_free(begin, end, draft, drafts, starts))


def _free(
    begin: int, end: int, draft: Draft, drafts: list[Draft], starts: list[int]
) -> tuple[int, int]:
    """The phrase without the figures that it holds: what stands before the first of them."""
    for other in drafts[max(0, bisect_left(starts, begin) - 1) : bisect_left(starts, end)]:
        if draft.noun is not None and other.noun == draft.noun:
            continue
        if begin < other.end and other.start < end:
            if other.start <= begin:
                begin = other.end
            else:
                end = min(end, other.left, other.start)
    return begin, max(begin, end)


def _tidy(text: str, begin: int, end: int) -> str | None:
    """The phrase on one line without idle words at its ends; None if it is none."""
    idle = words("figures", "not_items")
    parts = _CUT.split(text[begin:end].strip(_MARKS), maxsplit=1)[0].split()
    while parts and parts[0].lower().strip(_MARKS) in idle:
        parts.pop(0)
    while parts and parts[-1].lower().strip(_MARKS + ").") in idle:
        parts.pop()
    phrase = " ".join(parts).strip(_MARKS)
    if phrase.lower() in words("modifiers", "increase") | words("modifiers", "decrease"):
        return None
    return phrase if 1 < len(phrase) <= _LONGEST else None


def _parsed(draft: Draft, text: str, nouns: Nouns) -> tuple[int, int] | None:
    match = _WHOLE.match(text, draft.end)
    if match and (draft.measure in _SHARES or match[0] == " of " or draft.measure == "money"):
        head = _noun(nouns.token(match.end()))
        if head.lower_ not in words("units", "durations"):
            return _phrase(head, draft, nouns)
    elif draft.measure == "ratio" and (noun := nouns.counted(text, draft.start, draft.end)):
        return draft.end, noun[1]  # "one in five adults"
    first, last = nouns.token(draft.start).i, nouns.token(draft.end - 1).i + 1
    head = syntax.head_of(nouns.doc, first, last)
    bearer = _bearer(head, first, last, nouns)
    return _phrase(bearer, draft, nouns) if bearer is not None else None


def _noun(token: Token) -> Token:
    """The head of the phrase that a token begins."""
    for _ in range(_CLIMB):
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in (
            "compound",
            "nmod:poss",
            "poss",
            "flat",
        ):
            break
        if token.head.i <= token.i:
            break
        token = token.head
    return token


def _bearer(head: Token, first: int, last: int, nouns: Nouns) -> Token | None:
    """The noun that the figure is told of."""
    subject = syntax.any_subject(head)
    if subject is not None and not first <= subject.i < last:
        return subject  # "the toll is 25 euros"
    token = head
    for _ in range(_CLIMB):
        above = token.head
        if above.i == token.i:
            return None
        if above.pos_ in ("ADP", "SCONJ") or first <= above.i < last:
            token = above
            continue
        if above.pos_ in ("VERB", "AUX"):
            return _argument(above, first, last, nouns)
        if above.pos_ not in ("NOUN", "PROPN"):
            token = above
            continue
        known = words("figures", "measure_nouns") | words("units", "durations")
        if above.lower_ not in known:
            return above
        token = above
    return None


def _argument(verb: Token, first: int, last: int, nouns: Nouns) -> Token | None:
    """What a verb gives the figure to: its object, unless that is the figure, or its subject."""
    thing = syntax.direct_object(verb)
    if thing is not None and not first <= thing.i < last:
        inside = thing.left_edge.i <= first and last <= thing.right_edge.i + 1
        if not inside:
            return thing
    subject = syntax.any_subject(verb) or _before(verb, nouns) or syntax.understood_subject(verb)
    if subject is None or first <= subject.i < last:
        return None
    while subject.pos_ == "NUM" and subject.head.i != subject.i:
        subject = subject.head  # "production in 2025, which reached …"
    return subject


def _before(verb: Token, nouns: Nouns) -> Token | None:
    """The noun right before the verb if a clause begins with it: "; profits rose"."""
    noun = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    start = nouns.phrase(noun)[0]
    lead = noun.doc[start - 1] if start > verb.sent.start else None
    return noun if lead is None or lead.is_punct or lead.pos_ == "CCONJ" else None


def _phrase(token: Token, draft: Draft, nouns: Nouns) -> tuple[int, int] | None:
    """The noun phrase around a token, without the figure."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    start, end = nouns.phrase(token)
    doc = token.doc
    begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    if begin < draft.end and draft.start < stop:
        if begin >= draft.start or token.idx > draft.start:
            begin = draft.end
        else:
            stop = draft.left
    return begin, stop
