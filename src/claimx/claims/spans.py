"""The tagger's spans and the article's quotations, as pieces to link."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimx.text import syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from claimx.text.view import Span, View

#: The score of a span if the tagger gives none.
UNSCORED = 1.0


class Attribution(NamedTuple):
    """A span of the tagger: characters, label (CONTENT, SOURCE or CUE), and score (0 to 1)."""

    start: int
    end: int
    label: str
    score: float = UNSCORED


def attributions_of(doc: Doc, key: str = "claimx_attribution") -> list[Attribution]:
    """Return the spans of `doc.spans[key]`, with the scores in `doc.user_data` if there are any."""
    spans = doc.spans.get(key, ())
    scores = doc.user_data.get(f"{key}_scores") or [UNSCORED] * len(spans)
    return [
        Attribution(span.start_char, span.end_char, span.label_, float(score))
        for span, score in zip(spans, scores, strict=True)
    ]


@dataclass(slots=True, eq=False)
class Piece:
    """A content or source: characters, tokens [first, last), and the word that governs them.

    `quoted` means that all of it is quoted. `score` is 0 if the tagger did not find it.
    """

    span: Span
    first: int
    last: int
    head: Token
    sentence: int
    paragraph: int
    quoted: bool
    score: float
    words: int = field(default=0)


P = TypeVar("P", bound="Piece")


def piece(view: View, span: Span, score: float) -> Piece:
    """Return the piece at a span of characters."""
    first, last = view.tokens(*span)
    around = view.quotation_at(span[0])
    return Piece(
        span,
        first,
        last,
        syntax.head_of(view.doc, first, last),
        view.sentence_at(span[0]),
        view.paragraph_at(span[0]),
        around is not None and around.start >= span[0] - 1 and around.outer_end >= span[1] - 1,
        score,
        sum(1 for i in range(first, last) if view.fold[i]),
    )


def sources(view: View, attributions: Sequence[Attribution]) -> list[Piece]:
    """Return the tagger's sources in order."""
    return [
        piece(view, view.trim(a.start, a.end), a.score) for a in attributions if a.label == "SOURCE"
    ]


def contents(view: View, attributions: Sequence[Attribution]) -> list[Piece]:
    """Return the tagger's contents, widened to quotations, and the other quotations."""
    spans = [(*view.trim(a.start, a.end), a.score) for a in attributions if a.label == "CONTENT"]
    tagged = _united(_widened(view, span) for span in spans)
    found = [piece(view, (start, end), score) for start, end, score in tagged]
    starts = [start for start, _, _ in tagged]
    for quotation in view.quotations:
        index = bisect_left(starts, quotation.outer_end) - 1
        if index < 0 or tagged[index][1] <= quotation.outer_start:
            found.append(piece(view, (quotation.outer_start, quotation.outer_end), 0.0))
    return sorted((p for p in found if p.words), key=attrgetter("first"))


Scored = tuple[int, int, float]


def _widened(view: View, span: Scored) -> Scored:
    start, end, score = span
    for quotation in view.quotations_in(start, end):
        shared = min(end, quotation.end) - max(start, quotation.start)
        if shared * 2 >= quotation.end - quotation.start:
            start, end = min(start, quotation.outer_start), max(end, quotation.outer_end)
    return start, end, score


def _united(spans: object) -> list[Scored]:
    """Return the spans in order, merging those that overlap."""
    united: list[Scored] = []
    for start, end, score in sorted(spans):  # type: ignore[call-overload]
        if united and start < united[-1][1]:
            before = united[-1]
            united[-1] = (before[0], max(end, before[1]), max(score, before[2]))
        else:
            united.append((start, end, score))
    return united


def begun(pieces: Sequence[P], token: int) -> int:
    """Return how many of the ordered pieces begin before a token."""
    return bisect_left(pieces, token, key=attrgetter("first"))


def between(pieces: Sequence[P], first: int, last: int) -> Sequence[P]:
    """Return the pieces that begin at one of the tokens [first, last)."""
    return pieces[begun(pieces, first) : begun(pieces, last)]
