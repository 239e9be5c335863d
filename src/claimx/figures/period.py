"""The dates that say when a figure held: "in 2025", "over the past five years".

Each date in the figure's sentence is weighed by its position. The weights in
`data/en/period_figures.json` are learnt from annotated news (`training/items.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from claimx.figures.figure import Draft, Span
from claimx.figures.page import Page
from claimx.figures.weigh import probability
from claimx.text.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEAST = 0.5
# Repetition is not a period: "twice a day", "annually".
_REPEATED = re.compile(
    r"(?:every|each|once|twice|[\w ]+ times) .*"
    r"|(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)"
)
_AT_AGE = ("age ", "age of ", "turned ", "turns ")
_SPANNING = ("over the ", "past ", "first ", "last ", "in ", "during the ")
_SINCE = frozenset({"since", "by", "until", "from"})
_LEAD = 12
_CLIMB = 8
_FAR = 10  # the unit of distances, in tokens
_FARTHEST = 40


def find(drafts: list[Draft], page: Page, dates: Sequence[Span]) -> None:
    """Set the period of each draft, as indices into the dates."""
    if not page.nouns.parsed or not dates:
        return
    starts = [start for start, _ in dates]
    weights: dict[str, float] = load("period_figures")["weights"]
    for index, draft in enumerate(drafts):
        if draft.twin is not None and index and draft.twin is drafts[index - 1]:
            draft.period = draft.twin.period
            continue
        near = [
            date
            for date in in_sentence(draft, page, starts)
            if not _REPEATED.fullmatch(page.low, *dates[date])
        ]
        draft.period = tuple(
            date
            for date in near
            if probability(features(draft, date, near, drafts, dates, page), weights) >= _LEAST
        )


def in_sentence(draft: Draft, page: Page, starts: Sequence[int]) -> Iterator[int]:
    """Yield the indices of the dates in the figure's sentence."""
    sentence = page.nouns.token(draft.start).sent
    first = bisect_left(starts, sentence.start_char)
    yield from range(first, bisect_left(starts, sentence.end_char))


def features(
    draft: Draft,
    index: int,
    near: Sequence[int],
    drafts: Sequence[Draft],
    dates: Sequence[Span],
    page: Page,
) -> dict[str, float]:
    """Return features from 0 to 1 of the position of a date relative to a figure."""
    start, end = dates[index]
    figure, first = page.nouns.token(draft.end - 1), page.nouns.token(start)
    figure_line, date_line = _line(figure), _line(page.nouns.token(end - 1))
    figure_verb, date_verb = _verb(figure_line), _verb(date_line)
    low, high = min(end, draft.end), max(start, draft.start)
    between = page.text[low:high]
    last = page.low[start:end].rpartition(" ")[2]
    lead = page.low[max(0, start - _LEAD) : start]
    found = {
        "same verb": figure_verb == date_verb,
        "date's verb above": figure_verb != date_verb and date_verb in figure_line,
        "reported": figure_verb != date_verb and _reports(date_verb, figure_line),
        "figure's verb above": figure_verb != date_verb and figure_verb in date_line,
        "distance": min(abs(figure.i - first.i), _FARTHEST) / _FAR,
        "date first": start < draft.start,
        "nearest": index == min(near, key=lambda other: _gap(dates[other], draft)),
        "another figure between": any(low <= other.start < other.end <= high for other in drafts),
        "mark between": any(mark in between for mark in ';:–—("“”'),
        "and between": " and " in between,
        "clock": ":" in page.text[start:end] or last in words("figures", "clock"),
        "length": last in words("units", "durations") and not lead.endswith(_SPANNING),
        "part of a noun": page.text[end : end + 1] == "-" or start <= draft.start < end,
        "figure of a noun": "-" in page.text[draft.number.end : draft.number.end + 1],
        "age": draft.measure == "age" and not page.low.endswith(_AT_AGE, 0, draft.start),
        "quantity": draft.measure not in ("count", "money", "percent", "ratio", "age"),
        "count": draft.measure == "count",
        "after since": page.nouns.doc[first.i - 1].lower_ in _SINCE if first.i else 0,
    }
    return {name: float(value) for name, value in found.items() if value}


def _gap(date: Span, draft: Draft) -> int:
    return max(date[0] - draft.end, draft.start - date[1])


def _line(token: Token) -> list[Token]:
    """Return a token with the heads above it."""
    line = [token]
    while len(line) < _CLIMB and token.head.i != token.i:
        token = token.head
        line.append(token)
    return line


def _verb(line: Sequence[Token]) -> Token:
    """Return the first verb in a line of heads, or else the last head."""
    return next((token for token in line if token.pos_ in ("VERB", "AUX")), line[-1])


def _reports(verb: Token, line: Sequence[Token]) -> bool:
    """Return whether the verb reports speech with the figure: "said on Monday that …"."""
    return any(token.head == verb and token.dep_ in ("ccomp", "parataxis") for token in line)
