"""An article's tokens as plain lists: words, sentences, what stands in quotation marks."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from claimx.text import lexicon
from claimx.text.quotation import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HYPHENS = frozenset("-‐‑‒–")
POSSESSIVE = frozenset(["'s", "’s", "'", "’", "ʼs", "`s"])
# A line that ends in a full stop is more likely a sentence about names.
HEADLINE_WORDS, HEADLINE_SHARE, STOPPED_SHARE = 5, 0.8, 0.9
DETERMINERS = frozenset(["the", "a", "an", "this", "that", "these", "those"])


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word without case, accents, full stops and apostrophes; "" for punctuation."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if c.isalnum())


class Outline:
    """What the rules ask of a token, by its index, computed once for a Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.size = len(doc)
        self.whole = doc.text
        tokens = list(doc)
        self.text = [token.text for token in tokens]
        self.lower = [text.lower() for text in self.text]
        self.fold = [fold(text) for text in self.text]
        self.start = [token.idx for token in tokens]
        self.end = [token.idx + len(token.text) for token in tokens]
        self.tagged = doc.has_annotation("POS")
        self.parsed = doc.has_annotation("DEP")
        self.pos = [token.pos_ for token in tokens]
        self.tag = [token.tag_ for token in tokens]
        self.dep = [token.dep_ for token in tokens]
        # A no-break space is a token of its own, but ends no phrase.
        self.space = [not text.strip() and "\n" in text for text in self.text]
        self.gap = [not text.strip() and "\n" not in text for text in self.text]
        self.sentence, self.paragraph = self._positions(tokens)
        self.quoted = self._quoted()
        self.headline = self._headline()

    def _positions(self, tokens: list[Token]) -> tuple[list[int], list[int]]:
        known = self.doc.has_annotation("SENT_START")
        sentences, paragraphs = [], []
        sentence = paragraph = 0
        for i, token in enumerate(tokens):
            if i and self.space[i - 1] and self.text[i - 1].count("\n") > 1:
                paragraph += 1
            starts = token.is_sent_start if known else i and self.lower[i - 1] in (".", "?", "!")
            if i and (starts or (self.space[i - 1] and "\n" in self.text[i - 1])):
                sentence += 1
            sentences.append(sentence)
            paragraphs.append(paragraph)
        return sentences, paragraphs

    def _quoted(self) -> bytearray:
        marks = bytearray(self.size)
        for quotation in find_quotations(self.whole):
            first, last = self.tokens(quotation.start, quotation.end)
            for i in range(first, last):
                marks[i] = 1
        return marks

    def _headline(self) -> bytearray:
        """Marks sentences in which nearly every longer word begins with a capital."""
        marks = bytearray(self.size)
        first = 0
        while first < self.size:
            last = first
            while last < self.size and self.sentence[last] == self.sentence[first]:
                last += 1
            words = [i for i in range(first, last) if len(self.fold[i]) > 3]
            capitals = sum(self.text[i][0].isupper() for i in words)
            stopped = any(
                self.text[i] in (".", "?", "!") for i in range(max(first, last - 3), last)
            )
            share = STOPPED_SHARE if stopped else HEADLINE_SHARE
            if len(words) >= HEADLINE_WORDS and capitals >= share * len(words):
                marks[first:last] = b"\x01" * (last - first)
            first = last
        return marks

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that the characters from start to end touch, as [first, after last)."""
        return bisect_right(self.end, start), bisect_left(self.start, end)

    def capital(self, i: int) -> bool:
        """Does the word begin with a capital letter?"""
        return self.text[i][:1].isupper()

    def hyphen(self, i: int) -> bool:
        """Is it a hyphen with no space around it?"""
        return (
            0 < i < self.size - 1
            and self.text[i] in _HYPHENS
            and self.end[i - 1] == self.start[i]
            and self.end[i] == self.start[i + 1]
        )

    def possessive(self, i: int) -> bool:
        """Is it the ending of a possessive?"""
        return self.lower[i] in POSSESSIVE and i > 0 and self.end[i - 1] == self.start[i]

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The folded words of a token span: no punctuation, no possessive ending."""
        return tuple(
            self.fold[i] for i in range(start, end) if self.fold[i] and not self.possessive(i)
        )

    def string(self, start: int, end: int) -> str:
        """The text of a token span on one line, without a possessive ending."""
        while end - 1 > start and (self.space[end - 1] or self.possessive(end - 1)):
            end -= 1
        if end <= start:
            return ""
        return " ".join(self.whole[self.start[start] : self.end[end - 1]].split())


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """A noun's singular as the role lists know it, or the word itself."""
    known = lexicon.words("roles", "person") | lexicon.words("roles", "organization")
    if word in known or not word.endswith("s"):
        return word
    for ending, put in (("ies", "y"), ("ses", "s"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + put in known:
            return word[: -len(ending)] + put
    return word


@lru_cache(maxsize=8192)
def plural_person(word: str) -> bool:
    """Is it the plural of a person noun ("officials", "spokesmen")?"""
    persons = lexicon.words("roles", "person")
    if word in persons:
        return False
    if word.endswith("men") and word[:-2] + "an" in persons:
        return True
    return word == "children" or (word.endswith("s") and singular(word) in persons)
