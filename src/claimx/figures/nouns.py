"""What is counted: the noun after a number, by tags and parse where the Doc has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.figures.terms import tokens_after
from claimx.text import syntax
from claimx.text.lexicon import load, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOMINAL = frozenset({"NOUN", "PROPN"})
_WITHIN = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "ADV"})
_REACH = 8
_JOINS = frozenset({"and", "or", ","})
_ENDS = frozenset(",;.:()")
_PROBE = 12


def singular(word: str) -> str:
    """The singular of a counted noun; a name keeps its capital."""
    low = word.lower()
    irregular: dict[str, str] = load("figures")["irregular_plurals"]
    if low in irregular:
        return irregular[low]
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return word[:-1]  # "TDs"
    kept = word if word[:1].isupper() and not word.isupper() else low
    if len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return word if word.isupper() else kept
    if low.endswith("ies") and len(low) > 4:
        return kept[:-3] + "y"
    if low.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return kept[:-2]
    if word.isupper():
        return word
    return kept[:-1]


def plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    low = word.lower()
    if low in load("figures")["irregular_plurals"]:
        return True
    if word[:-1].isupper() and word.endswith("s"):
        return len(word) > 2  # "TDs", "NGOs"
    return len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is"))


class Nouns:
    """Finds counted nouns in one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        # Doc.has_annotation walks the whole Doc; a tagger leaves no token without a tag.
        first = doc[: min(len(doc), _PROBE)]
        self.tagged = any(token.pos or token.tag for token in first)
        self.parsed = any(token.dep for token in first)
        self._phrases: dict[int, tuple[int, int]] = {}

    def phrase(self, head: Token) -> tuple[int, int]:
        """The token indices of the noun phrase around its head; many figures may share one."""
        found = self._phrases.get(head.i)
        if found is None:
            found = self._phrases[head.i] = syntax.noun_phrase(head)
        return found

    def token(self, position: int) -> Token:
        """The token that a character lies in, or the one before a space."""
        span = self.doc.char_span(position, position + 1, alignment_mode="expand")
        while not span and position:
            position -= 1
            span = self.doc.char_span(position, position + 1, alignment_mode="expand")
        return span[0] if span else self.doc[0]

    def counted(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of the noun that the number ending at `end` counts."""
        if self.tagged:
            return self._by_tags(start, end)
        return self._by_shape(text, end)

    def name(self, text: str, start: int, end: int, *, after: int) -> str:
        """The singular of a counted noun with the common nouns that make it up: "job cut"."""
        head = singular(text[start:end])
        if not self.tagged:
            return head
        token = self.token(start)
        position = token.i - 1
        while position > 0 and self.doc[position].text == "-" and self.doc[position - 1].is_alpha:
            before = self.doc[position - 1]
            if before.whitespace_ or before.idx < after:
                break
            head = singular(text[before.idx : end])  # "break-in"
            position -= 2
        parts: list[str] = []
        while position > 0 and len(parts) < 2:
            before = self.doc[position]
            if before.idx < after or before.tag_ != "NN" or not before.text.islower():
                break
            if not before.is_alpha or not before.whitespace_:
                break
            if self.doc[position - 1].text == "-":
                break  # "wide-body jets"
            parts.insert(0, before.text)
            position -= 1
        return " ".join([*parts, head])

    def _by_tags(self, start: int, end: int) -> tuple[int, int] | None:
        number = self.token(end - 1)
        stop = words("figures", "not_counted")
        position = number.i + 1
        if position + 1 < len(self.doc) and self.doc[position].text == "-":
            # "three-bed", "14-storey": the noun hangs on the number.
            token = self.doc[position + 1]
            return (token.idx, token.idx + len(token)) if token.is_alpha else None
        head: Token | None = None
        hyphened = False  # "four battalion-sized units", "four plain-clothes officers"
        limit = min(len(self.doc), position + _REACH)
        while position < limit:
            token = self.doc[position]
            low = token.lower_
            if token.is_space:
                if "\n\n" in token.text:
                    break
                position += 1
                continue
            if head is not None and "-" in (token.text, self.doc[position - 1].text):
                if token.text != "-" and token.pos_ in _NOMINAL:
                    head = token
                hyphened = True
                position += 1
                continue
            kind = token.pos_ or ("NOUN" if token.tag_.startswith("NN") else "ADJ")
            if (
                head is None
                and kind == "VERB"
                and token.text.islower()
                and plural(token.text)
                and number.lower_ != "one"
            ):
                kind = "NOUN"  # no verb in -s agrees with a number: "eight more picks"
            if kind in _NOMINAL and low not in stop:
                if (
                    head is not None
                    and not hyphened
                    and plural(head.text)
                    and head.pos_ != "PROPN"
                    and not plural(token.text)
                ):
                    break
                head, hyphened = token, self.doc[position - 1].text == "-"
            elif head is None and low in _JOINS and self._coordinates(position):
                pass
            elif head is not None and low in _JOINS and self._joins_names(position):
                pass  # "27,000 Model S and Model X cars"
            elif low in stop or low in _ENDS:
                break
            elif (
                head is not None
                and (head.text[0].isupper() or head.pos_ == "PROPN" or not head.text.isalpha())
                and not plural(head.text)
                and kind in ("ADJ", "NUM")
            ):
                pass  # "two Boeing C-17 military planes"
            elif (head is not None and token.text not in ("&", "'", "’", "'s", "’s")) or (
                head is None
                and kind not in _WITHIN
                and token.tag_ not in ("VBN", "VBG", "JJ")
                and token.text not in ("-", "and", "&")
            ):
                break
            position += 1
        if head is None or head.lower_ in words("units", "durations"):
            return None
        if head.text[0].isupper() and not plural(head.text) and number.is_digit:
            return None  # "787 Dreamliner": a name
        return head.idx, head.idx + len(head.text)

    def _coordinates(self, position: int) -> bool:
        """Whether the word joins two adjectives before a noun: "digital and physical sales"."""
        return (
            0 < position < len(self.doc) - 1
            and self.doc[position - 1].pos_ == "ADJ"
            and self.doc[position + 1].pos_ == "ADJ"
        )

    def _joins_names(self, position: int) -> bool:
        """Whether the word joins two names in the singular."""
        if position + 1 >= len(self.doc):
            return False
        before, after = self.doc[position - 1].text, self.doc[position + 1].text
        return before[0].isupper() and after[0].isupper() and not plural(before)

    def _by_shape(self, text: str, end: int) -> tuple[int, int] | None:
        stop = words("figures", "not_counted")
        first: tuple[int, int] | None = None
        for token in tokens_after(text, end, 5):
            if token.text.lower() in stop or not token.text[0].isalpha():
                break
            if plural(token.text):
                return token.start, token.end
            if (
                first is None
                and token.text.islower()
                and token.text not in words("figures", "adjectives")
            ):
                first = token.start, token.end
        return first
