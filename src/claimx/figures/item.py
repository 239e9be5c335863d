"""What a figure measures, as worded: the thing that has this price, share or size.

For a count it is the phrase counted. For the rest the parse tells: the phrase that an "of" or
"in" after the figure brings ("20% of voters"), the noun that the figure stands before ("a $5m
grant") or belongs to ("a fine of $5m"), what is bought or changed ("raised the budget to $5m"),
else the subject.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx import syntax
from claimx.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.figures.match import Draft
    from claimx.figures.nouns import Nouns

_WHOLE = re.compile(
    r" (?:of|in) (?!(?:\d|which|whom|it|them|that|this|these|those|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)\b)"
)
_SHARES = ("percent", "ratio")
_ARTICLES = re.compile(r"\A(?:the|a|an|its|their|his|her|our|my)\s+(?=\S)", re.IGNORECASE)
_FIGURE = re.compile(r"[\d$€£¥₹]|.*\d ?(?:%|per ?cent)|.*[$€£]\d")
_CLIMB = 6
_LONGEST = 90


def describe(drafts: list[Draft], text: str, nouns: Nouns) -> None:
    """Sets the item of each draft where it can be told."""
    for draft in drafts:
        if draft.noun is not None:
            draft.item = _tidy(
                text[max(draft.noun_from, draft.number.end, draft.reach) : draft.noun[1]]
            )
        elif nouns.parsed and draft.measure != "age":
            draft.item = _parsed(draft, text, nouns)
    for draft in drafts:
        if draft.twin is not None and draft.item is None:
            draft.item = draft.twin.item


def _tidy(phrase: str) -> str | None:
    """The phrase on one line and without its article; None if it is too long to be one."""
    phrase = _ARTICLES.sub("", " ".join(phrase.split()), count=1).strip(" -–—,;:\"“”‘’'")
    return phrase if 0 < len(phrase) <= _LONGEST and not _FIGURE.match(phrase) else None


def _parsed(draft: Draft, text: str, nouns: Nouns) -> str | None:
    match = _WHOLE.match(text, draft.end)
    if match and (draft.measure in _SHARES or match[0] == " of " or draft.measure == "money"):
        head = _noun(nouns.token(match.end()))
        if head.lower_ not in words("units", "durations"):
            return _phrase(head, draft, text)
    first, last = nouns.token(draft.start).i, nouns.token(draft.end - 1).i + 1
    head = syntax.head_of(nouns.doc, first, last)
    bearer = _bearer(head, first, last)
    return _phrase(bearer, draft, text) if bearer is not None else None


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


def _bearer(head: Token, first: int, last: int) -> Token | None:
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
            return _argument(above, first, last)
        if above.pos_ not in ("NOUN", "PROPN"):
            token = above
            continue
        if above.lower_ not in words("figures", "measure_nouns"):
            return above
        token = above
    return None


def _argument(verb: Token, first: int, last: int) -> Token | None:
    """What a verb gives the figure to: its object, unless that is the figure, or its subject."""
    thing = syntax.direct_object(verb)
    if thing is not None and not first <= thing.i < last:
        inside = thing.left_edge.i <= first and last <= thing.right_edge.i + 1
        if not inside:
            return thing
    subject = syntax.understood_subject(verb)
    if subject is None or first <= subject.i < last:
        return None
    while subject.pos_ == "NUM" and subject.head.i != subject.i:
        subject = subject.head  # "production in 2025, which reached …"
    return subject


def _phrase(token: Token, draft: Draft, text: str) -> str | None:
    """The noun phrase around a token, without the figure."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    start, end = syntax.noun_phrase(token)
    doc = token.doc
    begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    if begin < draft.end and draft.start < stop:
        if begin >= draft.start or token.idx > draft.start:
            begin = draft.end
        else:
            stop = draft.left
    return _tidy(
        re.sub(
            r"\s+(?:of|to|by|at|worth|about|for|with|in|on|from|and)$",
            "",
            text[begin:stop].rstrip(),
        )
    )
