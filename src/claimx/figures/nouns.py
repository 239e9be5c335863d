"""What is counted: the noun after a number, by tags and parse if the Doc has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.figures.beside import tokens_after
from claimx.text import syntax
from claimx.text.inflection import is_plural, singular
from claimx.text.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.figures.figure import Span

_NOMINAL = frozenset({"NOUN", "PROPN"})
# What can come between a number and its noun.
_BETWEEN = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "ADV"})
_PARTICIPLES = frozenset({"VBN", "VBG", "JJ", "JJS"})
_PART_TAGS = frozenset({"NN", "VBG"})
_JOINS = frozenset({"and", "or", ",", "&"})
_ENDS = frozenset(",;.:()")
_QUOTES = frozenset("\"“”‘'’")
# None of 250 counts in news, read by hand, had its noun farther away.
_REACH = 9
_PROBE = 12
# "job cut", "missile test": further common nouns before the head are left out.
_MOST_PARTS = 2


class Nouns:
    """A finder of the counted nouns in a Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        # Doc.has_annotation looks at the whole Doc; a tagger tags every token, so one is enough.
        first = doc[: min(len(doc), _PROBE)]
        self.tagged = any(token.pos or token.tag for token in first)
        self.parsed = any(token.dep for token in first)
        self._phrases: dict[int, tuple[int, int]] = {}

    def phrase(self, head: Token) -> tuple[int, int]:
        """Return the token indices of a head's noun phrase, cached since figures share them."""
        found = self._phrases.get(head.i)
        if found is None:
            found = self._phrases[head.i] = syntax.noun_phrase(head)
        return found

    def token(self, position: int) -> Token:
        """Return the token at a character, or the one before a space."""
        span = self.doc.char_span(position, position + 1, alignment_mode="expand")
        while not span and position:
            position -= 1
            span = self.doc.char_span(position, position + 1, alignment_mode="expand")
        return span[0] if span else self.doc[0]

    def counted(self, text: str, start: int, end: int, *, one: bool = False) -> Span | None:
        """Return the span of the noun counted by a number; for `one` it must be singular."""
        if self.tagged:
            return self._by_tags(end, one=one)
        return self._by_shape(text, end)

    def name(self, text: str, start: int, end: int, *, after: int) -> str:
        """Return the singular of a counted noun, with common nouns before its head: "job cut"."""
        head = singular(text[start:end])
        if not self.tagged:
            return head
        position = self.token(start).i - 1
        while position > 0 and self.doc[position].text == "-" and self.doc[position - 1].is_alpha:
            before = self.doc[position - 1]
            if before.whitespace_ or before.idx < after:
                break
            head = singular(text[before.idx : end])  # "break-in"
            position -= 2
        parts: list[str] = []
        while position > 0 and len(parts) < _MOST_PARTS:
            before = self.doc[position]
            plain = before.tag_ == "NN" and before.text.islower() and before.is_alpha
            hyphened = self.doc[position - 1].text == "-"  # "wide-body jets"
            if before.idx < after or not plain or not before.whitespace_ or hyphened:
                break
            parts.insert(0, before.text)
            position -= 1
        return " ".join([*parts, head])

    def _by_tags(self, end: int, *, one: bool) -> Span | None:
        number = self.token(end - 1)
        position = number.i + 1
        if position + 1 < len(self.doc) and self.doc[position].text == "-":
            # "three-bed", "14-storey": the noun is joined to the number; "5 - up" is not.
            token = self.doc[position + 1]
            hangs = token.is_alpha and not number.whitespace_ and not self.doc[position].whitespace_
            return (token.idx, token.idx + len(token)) if hangs else None
        head = self._singular_head(position) if one else self._head(position)
        if head is None or head.lower_ in words("units", "durations"):
            return None
        if head.text[0].isupper() and not is_plural(head.text) and number.is_digit:
            return None  # "787 Dreamliner": a name
        return head.idx, head.idx + len(head.text)

    def _singular_head(self, position: int) -> Token | None:
        """Return the noun that "one" counts: the last of the first run of nouns, if singular."""
        head: Token | None = None
        for token in self._phrase_tokens(position):
            if head is not None and self.doc[token.i - 1].tag_ == "POS":
                break  # "one mother's account"
            if token.pos_ in _NOMINAL:
                head = token
            elif head is not None and self.doc[token.i - 1].text == "-":
                head = None  # "one purpose-built leg"
            elif head is not None or token.tag_ == "VBG":
                break
        return None if head is None or is_plural(head.text) else head

    def _head(self, position: int) -> Token | None:
        """Return the noun that a number counts: the first plural, or else the last noun."""
        head: Token | None = None
        for token in self._phrase_tokens(position):
            if head is not None and is_plural(head.text) and not _goes_with(head, token):
                break
            if self._kind(token) in _NOMINAL and token.text[-1].isalpha():
                head = token
        return head

    def _phrase_tokens(self, position: int) -> list[Token]:
        """Return the tokens that can belong to a noun phrase starting at `position`."""
        found: list[Token] = []
        for token in self.doc[position : position + _REACH]:
            if token.is_space and "\n\n" not in token.text:
                continue
            if token.text == "-" or (token.text in _QUOTES and not found):
                continue
            if token.text in ("'s", "’s") and found and not is_plural(found[-1].text):
                continue  # "two bachelor's degrees"
            if token.lower_ in _JOINS and self._joins(token.i):
                continue
            if self._ends_phrase(token, first=not found):
                break
            found.append(token)
        return found

    def _ends_phrase(self, token: Token, *, first: bool) -> bool:
        """Return whether the token can't continue a noun phrase; "such" can begin one."""
        if token.is_space or token.lower_ in _ENDS:
            return True
        if self.doc[token.i - 1].text == "-":
            return False  # "side-by-side boosters"
        stops = token.lower_ in words("figures", "not_counted")
        return (stops and not (first and token.lower_ == "such")) or not self._between(token)

    def _between(self, token: Token) -> bool:
        """Return whether a token can come between a number and its noun."""
        return self._kind(token) in _BETWEEN or token.tag_ in _PARTICIPLES

    def _kind(self, token: Token) -> str:
        """Return the part of speech; a verb in -s counts as a noun, since no number governs it."""
        kind = token.pos_ or ("NOUN" if token.tag_.startswith("NN") else "ADJ")
        plural_verb = kind == "VERB" and token.text.islower() and is_plural(token.text)
        return "NOUN" if plural_verb else kind

    def _joins(self, position: int) -> bool:
        """Return whether a word joins two adjectives, or two singular names, before a noun."""
        if not 0 < position < len(self.doc) - 1:
            return False
        before, after = self.doc[position - 1], self.doc[position + 1]
        if before.pos_ == after.pos_ == "ADJ":
            return True
        names = before.text[0].isupper() and after.text[0].isupper()
        kinds = before.tag_ in _PART_TAGS and after.tag_ in _PART_TAGS  # "six car and truck makers"
        group = before.lower_ in words("figures", "collectives")
        return (names or (kinds and not group)) and not is_plural(before.text)

    def _by_shape(self, text: str, end: int) -> Span | None:
        """Return the noun's span by its ending, for a Doc without tags."""
        stop = words("figures", "not_counted")
        first: Span | None = None
        for token in tokens_after(text, end, 5):
            if token.text == "such" and token.start - end <= 1:
                continue
            if token.text.lower() in stop or not token.text[0].isalpha():
                break
            if is_plural(token.text):
                return token.start, token.end
            adjective = token.text in words("figures", "adjectives")
            if first is None and token.text.islower() and not adjective:
                first = token.start, token.end
        return first


def _goes_with(head: Token, token: Token) -> bool:
    """Return whether the plural belongs to a noun that follows it: "sports cars"."""
    loose = head.pos_ == "PROPN" or head.lower_ in words("inflection", "uninflected")
    return token.pos_ in _NOMINAL and (loose or is_plural(token.text))
