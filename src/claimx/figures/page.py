"""The context of an article's figures: its text, sentences and countries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from claimx.figures import currency
from claimx.figures.nouns import Nouns
from claimx.text.numbers import lower

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NAME = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}")
_BREAK = re.compile(r"[.!?][”\"’)]*\s+(?=[\"“‘(]?[A-Z])|\n\s*\n")
_WORD = re.compile(r"[a-z']+")
# Words farther away say nothing about a sum, even without a full stop in between.
_LONG_SENTENCE = 1_000
# Country names this short are acronyms in capitals: UK, but not the pronoun "Us".
_ACRONYM = 3


class Page:
    """The text of an article with the context of its figures; each part is computed once."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.low = lower(self.text)
        self.nouns = Nouns(doc)

    @cached_property
    def places(self) -> list[tuple[int, str]]:
        """Offsets and codes of the countries named, in order."""
        return [place for match in _NAME.finditer(self.text) for place in _places(match)]

    def places_between(self, begin: int, end: int) -> list[tuple[int, str]]:
        """Return the places between two offsets."""
        first, last = (bisect_left(self.places, (border, "")) for border in (begin, end))
        return self.places[first:last]

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of mentions of each country."""
        return Counter(code for _, code in self.places)

    @cached_property
    def breaks(self) -> list[int]:
        """The starts of the sentences, by punctuation."""
        return [0, *(match.end() for match in _BREAK.finditer(self.text)), len(self.text) + 1]

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence around a position, or of the part that counts."""
        index = bisect_left(self.breaks, position + 1)
        begin, end = self.breaks[index - 1], self.breaks[index]
        return max(begin, position - _LONG_SENTENCE), min(end, position + _LONG_SENTENCE)

    def words_around(self, position: int, reach: int = 160) -> set[str]:
        """Return the lower-case words of the sentence within `reach` of a position."""
        begin, end = self.sentence(position)
        return set(
            _WORD.findall(self.low[max(begin, position - reach) : min(end, position + reach)])
        )

    def names(self, code: str) -> bool:
        """Return whether the article names a country of the currency."""
        return any(country in self.counts for country in currency.countries().get(code, ()))


def _places(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield the countries in a run of capitalised words, the longest name first."""
    parts = match[0].split(" ")
    first, offset = 0, match.start()
    while first < len(parts):
        step = 1
        for last in range(len(parts), first, -1):
            if code := _country(" ".join(parts[first:last])):
                yield offset, code
                step = last - first
                break
        offset += sum(len(part) + 1 for part in parts[first : first + step])
        first += step


def _country(name: str) -> str | None:
    """Return the code of the country with this name, or None."""
    name = name.removesuffix("'s").removesuffix("’s").rstrip(".,")
    if len(name) <= _ACRONYM and not name.isupper():
        return None
    return currency.places().get(name.lower())
