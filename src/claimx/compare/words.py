"""The content words of a text in a common form, and their rarity."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from claimx.text import lexicon

TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
# In a corpus with few articles, the rarity of words comes from the list, not from the corpus.
UNLISTED = 3
# How many sentences' words, and weights of sets of words, stay in memory.
SENTENCES, SETS = 4_096, 100_000
# How many stems of word forms stay in memory.
FORMS = 200_000
# "organise", not "arise".
SHORTEST_ISE = 6
_ISE = re.compile(r"is(e[sd]?|ing|ations?)$")
# Folded, the country would be the pronoun.
STATES = re.compile(r"\bUS\b")
_MARKS = str.maketrans("’‘“”–—−", "''\"\"---")


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with plain quotes and dashes."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_MARKS)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.casefold()


def tokens(text: str) -> list[str]:
    """Return the words and numbers of the text, folded; a possessive 's is dropped."""
    return list(map(_bare, TOKEN.findall(fold(STATES.sub("U.S", text)))))


@lru_cache(SENTENCES)
def content(text: str) -> tuple[str, ...]:
    """Return the stems of the words in order, without stop words and numbers."""
    return tuple(filter(None, map(_content_stem, tokens(text))))


def names(text: str) -> set[str]:
    """Return the stems of the words with a capital, without stop words."""
    stops = lexicon.words("compare", "stop")
    found = (match for match in TOKEN.findall(text.translate(_MARKS)) if match[0].isupper())
    return {stem(word) for part in found if (word := _bare(fold(part))) not in stops}


@lru_cache(FORMS)
def stem(word: str) -> str:
    """Return the stem of a word: "bombings", "bombed" and "bomb" have the same.

    Demonyms have the stem of their country: "azerbaijani" is "azerbaijan".
    """
    word = _countries().get(word, word)
    word = spelled(word)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + instead
    for ending in ("ings", "ing", "ers", "ed", "es", "s", "er"):
        if word.endswith(ending) and len(word) - len(ending) > 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


@lru_cache(FORMS)
def _content_stem(token: str) -> str:
    """Return the stem of a content word, or "" for a stop word or a number."""
    is_content = len(token) > 1 and not token[0].isdigit()
    return stem(token) if is_content and token not in lexicon.words("compare", "stop") else ""


def spelled(word: str) -> str:
    """Return the word with the American "-ize" for "-ise"."""
    return _ISE.sub(r"iz\1", word) if len(word) > SHORTEST_ISE else word


class _Weights(dict[str, float]):
    """The weights that were asked for; others are computed."""

    def __init__(self, compute: Callable[[str], float]) -> None:
        self._compute = compute

    def __missing__(self, word: str) -> float:
        self[word] = weight = self._compute(word)
        return weight


class Rarity:
    """The rarity of words: the logarithm of how few articles have them."""

    def __init__(self) -> None:
        listed = lexicon.load("frequencies")
        self._background: dict[str, int] = listed["words"]
        self._documents = self._listed = int(listed["documents"])
        self._seen = Counter[str]()
        self._weights = _Weights(self._rarity)
        self._sum = lru_cache(SETS)(self._weight)

    def add(self, article: Iterable[str]) -> None:
        """Count the words of an article, each once."""
        self._seen.update(set(article))
        self._documents += 1
        self._weights.clear()
        self._sum.cache_clear()

    @lru_cache(FORMS)  # noqa: B019  the cache exists as long as the object
    def in_general(self, word: str) -> float:
        """Return the weight of the word by the list alone, without the corpus."""
        return math.log(self._listed / self._background.get(word, UNLISTED))

    def of(self, word: str) -> float:
        """Return the weight of the word by the list and the corpus."""
        return self._weights[word]

    def sum(self, words: Iterable[str]) -> float:
        """Return the weight of all words."""
        return sum(map(self._weights.__getitem__, words))

    def overlap(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Return the weight of the shared words as a share of the lighter side, from 0 to 1."""
        lighter = min(self._sum(a), self._sum(b))
        return self.sum(a & b) / lighter if lighter else 0.0

    def jaccard(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Return the weight of the shared words as a share of all words, from 0 to 1."""
        shared = self.sum(a & b)
        union = self._sum(a) + self._sum(b) - shared
        return shared / union if union else 0.0

    def _weight(self, words: frozenset[str]) -> float:
        return self.sum(words)

    def _rarity(self, word: str) -> float:
        count = self._background.get(word, UNLISTED) + self._seen[word]
        return max(0.1, math.log(self._documents / count))


@lru_cache(FORMS)
def _bare(token: str) -> str:
    return token.removesuffix("'s").replace(".", "") if not token[0].isdigit() else token


@cache
def _countries() -> dict[str, str]:
    """Return the country's first name by one-word demonym or other name."""
    made: dict[str, str] = dict(lexicon.load("compare")["country_forms"])
    for country in lexicon.load("countries")["countries"]:
        first = fold(country["names"][0]).replace(" ", "-")
        for name in (*country["names"], *country["demonyms"]):
            folded = fold(name)
            if " " not in folded:
                made.setdefault(folded, first)
            if not folded.endswith("s"):
                made.setdefault(folded + "s", first)
    return made
