"""Where things stand in a Doc: tokens, sentences, paragraphs and quotations by character."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from claimx.text import syntax
from claimx.text.quotation import Quotation, find_quotations, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from claimx.claims.match import Span


class Layout:
    """A Doc's text with its borders; lookups cost a bisection."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.parsed = syntax.parsed(doc)
        self.token_starts = [token.idx for token in doc]
        self.paragraphs = paragraphs(self.text)
        self.quotations = [self._ended(q) for q in find_quotations(self.text) if q.depth == 0]
        self._paragraph_starts = [start for start, _ in self.paragraphs]
        self._quotation_starts = [q.outer_start for q in self.quotations]
        if doc.has_annotation("SENT_START"):
            self.sentence_starts = [token.idx for token in doc if token.is_sent_start]
        else:
            self.sentence_starts = list(self._paragraph_starts)

    def _ended(self, quotation: Quotation) -> Quotation:
        """A quotation that lacks its closing mark, ended before the attribution that follows it."""
        if quotation.closed:
            return quotation
        spans = self.doc.spans.get("claimx_attribution", ())
        inside = [
            span.start_char
            for span in spans
            if span.label_ != "CONTENT"
            and quotation.start < span.start_char < quotation.outer_end
            and self.text[quotation.start : span.start_char].rstrip().endswith(",")
        ]
        if not inside:
            return quotation
        end = quotation.start + len(self.text[quotation.start : min(inside)].rstrip())
        return replace(quotation, end=end, outer_end=end)

    def token(self, position: int) -> Token:
        """The token at a character."""
        return self.doc[max(0, bisect_right(self.token_starts, position) - 1)]

    def tokens(self, start: int, end: int) -> Span:
        """The indices (start, end) of the tokens that a stretch of characters touches."""
        first = max(0, bisect_right(self.token_starts, start) - 1)
        return first, max(first + 1, bisect_left(self.token_starts, end))

    def token_indices(self, spans: Iterable[Span]) -> set[int]:
        """The indices of all tokens that the stretches of characters touch."""
        return {index for span in spans for index in range(*self.tokens(*span))}

    def characters(self, first: int, last: int) -> Span:
        """The characters of `doc[first:last]`, white space at its ends left out."""
        start = self.token_starts[first]
        end = self.token_starts[last - 1] + len(self.doc[last - 1])
        return self.trim(start, end)

    def head(self, span: Span) -> Token:
        """The token that governs a stretch of characters."""
        return syntax.head_of(self.doc, *self.tokens(*span))

    def trim(self, start: int, end: int, extra: str = "") -> Span:
        """The stretch without white space, and without the extra characters, at its ends."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in extra):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in extra):
            end -= 1
        return start, end

    def sentence(self, position: int) -> int:
        """The number of the sentence at a character."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def sentence_span(self, number: int) -> Span:
        """The characters of a sentence."""
        starts = self.sentence_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return self.trim(starts[number] if starts else 0, end)

    def paragraph(self, position: int) -> int:
        """The number of the paragraph at, or last before, a character."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    def quotation_at(self, position: int) -> Quotation | None:
        """The outermost quotation around a character, its marks included."""
        index = bisect_right(self._quotation_starts, position) - 1
        if index >= 0 and position < self.quotations[index].outer_end:
            return self.quotations[index]
        return None

    def quotations_in(self, start: int, end: int) -> list[Quotation]:
        """The outermost quotations that share a character with a stretch."""
        index = max(0, bisect_right(self._quotation_starts, start) - 1)
        found = []
        while index < len(self.quotations) and self.quotations[index].outer_start < end:
            if self.quotations[index].outer_end > start:
                found.append(self.quotations[index])
            index += 1
        return found

    @cached_property
    def quotation_paragraphs(self) -> set[int]:
        """The paragraphs that are quotation from their first word to their last."""
        found = set()
        for number, (start, end) in enumerate(self.paragraphs):
            position = start
            for quotation in self.quotations_in(start, end):
                if self.text[position : quotation.outer_start].strip(" \n.,;…"):
                    break
                position = quotation.outer_end
            else:
                if position > start and not self.text[position:end].strip(" \n.,;!?…"):
                    found.add(number)
        return found
