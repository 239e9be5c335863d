"""Detection of a text's language, by its script or by its share of function words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

# Characters at the beginning of a text that are looked at.
CHARS = 20_000
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Too few words to judge by, as in a headline or a name.
LEAST_WORDS = 5
# A text of this many words with hardly any English ones is in another language.
MANY_WORDS = 30
# In English news 0.35 to 0.5 of the words are on the list, in another language at most 0.1. A
# language is named only if it has at least this share, and clearly more than any other.
LEAST_SHARE = 0.12
LEAD = 1.15


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None if it is not clear.

    >>> detect("The minister said on Monday that the bridge was safe.")
    'en'
    """
    words = WORD.findall(text[:CHARS].lower())
    return _by_script("".join(words)) or _by_words(words)


def is_foreign(text: str, language: str | None) -> bool:
    """Return whether a text in this detected language is certainly not English."""
    if language is not None:
        return language != "en"
    words = WORD.findall(text[:CHARS].lower())
    return len(words) >= MANY_WORDS and _share(Counter(words), _words()["en"]) < LEAST_SHARE


def _by_script(letters: str) -> str | None:
    """Return the language of the letters' script; None for Latin letters."""
    counts = Counter(_script(letter) for letter in letters)
    if not counts:
        return None
    # Japanese has more Chinese characters than letters of its own.
    script = "HIRAGANA" if counts["HIRAGANA"] > len(letters) / 20 else counts.most_common(1)[0][0]
    if script not in _data()["scripts"]:
        return None
    language, others = _data()["scripts"][script]
    for other, own in others.items():
        if sum(letters.count(letter) for letter in own) > len(letters) / 200:
            return str(other)
    return str(language)


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_words(words: list[str]) -> str | None:
    if len(words) < LEAST_WORDS:
        return None
    counts = Counter(words)
    shares = {language: _share(counts, own) for language, own in _words().items()}
    (language, best), (second, other) = sorted(shares.items(), key=lambda item: -item[1])[:2]
    # Danish and Norwegian, for example, share most words, but clearly neither is English.
    lead = LEAD if "en" in (language, second) else 1.0
    return language if best >= LEAST_SHARE and best >= lead * other else None


def _share(counts: Counter[str], words: frozenset[str]) -> float:
    """Return the words' share of all words counted."""
    return sum(counts[word] for word in words) / counts.total()


@cache
def _data() -> dict[str, Any]:
    source = files("claimx") / "data" / "languages.json"
    content: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return content


@cache
def _words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _data()["words"].items()}
