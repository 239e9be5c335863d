"""The view of an article that all extractors share: tokens, sentences, paragraphs, quotations.

Build it once per Doc with `view_of(doc)`. Token lists are indexed by token (`view.lower[i]`);
methods such as `view.sentence_at(position)` look up a character by bisection.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from claimx.text import syntax
from claimx.text.quotation import Quotation, find_quotations, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

# Characters [start, end) of the text, or tokens [start, end) of the Doc.
Span = tuple[int, int]
TokenSpan = tuple[int, int]

DETERMINERS = frozenset(["the", "a", "an", "this", "that", "these", "those"])
_HYPHENS = frozenset("-‐‑‒–")
_POSSESSIVE_ENDINGS = frozenset(["'s", "’s", "'", "’", "ʼs", "`s"])
_OPENING = frozenset("\"“‘'«„([")
_FINAL = frozenset([".", "?", "!"])
_PLURAL = frozenset(["NNS", "NNPS"])
# The heads of clauses in Universal Dependencies and in ClearNLP.
_CLAUSES = frozenset(
    ["root", "ROOT", "ccomp", "xcomp", "pcomp", "csubj", "csubj:pass", "csubjpass", "advcl", "acl",
     "acl:relcl", "advcl:relcl", "relcl", "parataxis"]
)  # fmt: skip
_DEEPEST = 50
# A sentence with at least this many longer words, and this share of them capitalised, is set like
# a headline. With a full stop it needs a larger share: it may be a sentence about names.
_HEADLINE_WORDS, _HEADLINE_SHARE, _STOPPED_SHARE = 5, 0.8, 0.9


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return the word without case, accents, full stops or apostrophes; "" for punctuation."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=1)
def view_of(doc: Doc) -> View:
    """Return the Doc's view: the same object as in the last call if that was for the same Doc.

    The components of a pipeline process one Doc after the other, so one view is enough. Use
    `View(doc)` for a Doc whose tags, parse or sentences have changed since.
    """
    return View(doc)


class View:
    """A Doc as plain lists, with its sentences, paragraphs and quotations."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.size = len(doc)
        self.tagged = syntax.tagged(doc)
        self.parsed = syntax.parsed(doc)
        tokens = list(doc)
        self.words = [token.text for token in tokens]
        self.lower = [word.lower() for word in self.words]
        self.fold = [fold(word) for word in self.words]
        self.starts = [token.idx for token in tokens]
        self.ends = [token.idx + len(token) for token in tokens]
        self.pos = [token.pos_ for token in tokens]
        self.tag = [token.tag_ for token in tokens]
        self.dep = [token.dep_ for token in tokens]
        self.head = [token.head.i for token in tokens]
        self.is_space = [not word.strip() for word in self.words]
        self.paragraphs = paragraphs(self.text)
        self._paragraph_starts = [start for start, _ in self.paragraphs]
        self.paragraph = [self.paragraph_at(start) for start in self.starts]
        self.sentence_starts = self._sentence_starts(tokens)
        self.sentence = [self.sentence_at(start) for start in self.starts]
        self.quotations = [q for q in find_quotations(self.text) if q.depth == 0]
        self._quotation_starts = [q.outer_start for q in self.quotations]

    def _sentence_starts(self, tokens: list[Token]) -> list[int]:
        """Return where the sentences start; a sentence never starts with white space."""
        known = self.doc.has_annotation("SENT_START")
        starts: list[int] = []
        due = True
        for i, token in enumerate(tokens):
            if known:
                due = due or bool(token.is_sent_start)
            elif i:
                new_paragraph = self.paragraph[i] != self.paragraph[i - 1]
                due = due or new_paragraph or self.words[i - 1] in _FINAL
            if due and not self.is_space[i]:
                starts.append(token.idx)
                due = False
        return starts

    # --- from characters to tokens and back

    def token(self, position: int) -> Token:
        """Return the token at a character."""
        return self.doc[max(0, bisect_right(self.starts, position) - 1)]

    def tokens(self, start: int, end: int) -> TokenSpan:
        """Return the tokens that a span touches: at least one, unless the Doc is empty."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return first, min(self.size, max(first + 1, bisect_left(self.starts, end)))

    def characters(self, first: int, last: int) -> Span:
        """Return the characters of `doc[first:last]` without white space at the ends."""
        return self.trim(self.starts[first], self.ends[last - 1])

    def governor(self, span: Span) -> Token:
        """Return the token that governs a span."""
        return syntax.head_of(self.doc, *self.tokens(*span))

    def trim(self, start: int, end: int, extra: str = "") -> Span:
        """Return the span without white space and the `extra` characters at its ends."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in extra):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in extra):
            end -= 1
        return start, end

    def string(self, first: int, last: int) -> str:
        """Return the text of `doc[first:last]` on one line, without a possessive ending."""
        while last - 1 > first and (self.is_space[last - 1] or self.possessive(last - 1)):
            last -= 1
        if last <= first:
            return ""
        return " ".join(self.text[self.starts[first] : self.ends[last - 1]].split())

    def folded(self, first: int, last: int) -> tuple[str, ...]:
        """Return the folded words of `doc[first:last]`: no punctuation or possessive endings."""
        return tuple(
            self.fold[i] for i in range(first, last) if self.fold[i] and not self.possessive(i)
        )

    # --- sentences, paragraphs, clauses

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence at a character, or of the last one before it."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def sentence_span(self, number: int) -> Span:
        """Return the characters of a sentence."""
        starts = self.sentence_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return self.trim(starts[number] if starts else 0, end)

    def paragraph_at(self, position: int) -> int:
        """Return the number of the paragraph at a character, or of the last one before it."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    @cached_property
    def clause(self) -> list[int]:
        """For each token, the head of its clause; without a parse, the token itself."""
        found = []
        for i in range(self.size):
            current = i
            for _ in range(_DEEPEST):
                verb = self.dep[current] == "conj" and self.pos[current] in ("VERB", "AUX")
                if verb or self.dep[current] in _CLAUSES or self.head[current] == current:
                    break
                current = self.head[current]
            found.append(current)
        return found

    @cached_property
    def headline(self) -> bytearray:
        """1 for each token of a sentence that is set like a headline, else 0."""
        marks = bytearray(self.size)
        first = 0
        while first < self.size:
            last = first
            while last < self.size and self.sentence[last] == self.sentence[first]:
                last += 1
            if self._like_headline(first, last):
                marks[first:last] = b"\x01" * (last - first)
            first = last
        return marks

    def _like_headline(self, first: int, last: int) -> bool:
        words = [i for i in range(first, last) if len(self.fold[i]) > 3]
        capitals = sum(self.capital(i) for i in words)
        stopped = not _FINAL.isdisjoint(self.words[max(first, last - 3) : last])
        share = _STOPPED_SHARE if stopped else _HEADLINE_SHARE
        return len(words) >= _HEADLINE_WORDS and capitals >= share * len(words)

    # --- quotations

    def close_quotations(self, positions: Iterable[int]) -> None:
        """End each quotation that lacks its closing mark where an attribution follows it.

        `positions` are the characters at which sources and cues start; one counts if it comes
        right after a comma. Call this once attributions are tagged, which is after the view is
        built.
        """
        order = sorted(positions)
        for number, quotation in enumerate(self.quotations):
            if quotation.closed:
                continue
            for position in order[bisect_right(order, quotation.start) :]:
                if position >= quotation.outer_end:
                    break
                inside = self.text[quotation.start : position].rstrip()
                if inside.endswith(","):
                    end = quotation.start + len(inside)
                    self.quotations[number] = replace(quotation, end=end, outer_end=end)
                    break
        self.__dict__.pop("quoted", None)
        self.__dict__.pop("quotation_paragraphs", None)

    def quotation_at(self, position: int) -> Quotation | None:
        """Return the outermost quotation around a character, marks included, or None."""
        index = bisect_right(self._quotation_starts, position) - 1
        if index >= 0 and position < self.quotations[index].outer_end:
            return self.quotations[index]
        return None

    def quotations_in(self, start: int, end: int) -> list[Quotation]:
        """Return the outermost quotations that overlap a span of characters."""
        index = max(0, bisect_right(self._quotation_starts, start) - 1)
        found = []
        while index < len(self.quotations) and self.quotations[index].outer_start < end:
            if self.quotations[index].outer_end > start:
                found.append(self.quotations[index])
            index += 1
        return found

    @cached_property
    def quoted(self) -> bytearray:
        """1 for each token inside quotation marks, 0 for the marks and the other tokens."""
        marks = bytearray(self.size)
        for quotation in self.quotations:
            first, last = self.tokens(quotation.start, quotation.end)
            marks[first:last] = b"\x01" * (last - first)
        return marks

    @cached_property
    def quotation_paragraphs(self) -> set[int]:
        """The numbers of the paragraphs that are quoted from the first word to the last."""
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

    # --- words

    def opens_sentence(self, i: int) -> bool:
        """Return whether the word is the first of its sentence, not counting opening marks."""
        while i > 0 and self.sentence[i - 1] == self.sentence[i]:
            if not (self.words[i - 1] in _OPENING or self.is_space[i - 1]):
                return False
            i -= 1
        return True

    def capital(self, i: int) -> bool:
        """Return whether the word begins with a capital letter."""
        return self.words[i][:1].isupper()

    def plural(self, i: int) -> bool:
        """Return whether the word is tagged as a plural noun."""
        return self.tag[i] in _PLURAL

    def hyphen(self, i: int) -> bool:
        """Return whether the token is a hyphen with no space around it."""
        return (
            0 < i < self.size - 1
            and self.words[i] in _HYPHENS
            and self.ends[i - 1] == self.starts[i]
            and self.ends[i] == self.starts[i + 1]
        )

    def possessive(self, i: int) -> bool:
        """Return whether the token is the ending of a possessive."""
        return i > 0 and self.lower[i] in _POSSESSIVE_ENDINGS and self.ends[i - 1] == self.starts[i]

    def line_break(self, i: int) -> bool:
        """Return whether the token is white space with a line break."""
        return self.is_space[i] and "\n" in self.words[i]

    def gap(self, i: int) -> bool:
        """Return whether the token is white space without a line break."""
        return self.is_space[i] and "\n" not in self.words[i]
