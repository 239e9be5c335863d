"""Which language a text is in: by its script, or by each language's share of function words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

# The beginning of a text decides.
CHARS = 20_000
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Fewer words than this show no language: a headline, a name.
LEAST_WORDS = 5
# This many words without a trace of English are in another language.
MANY_WORDS = 30
# English news has 0.35 to 0.5 of its words in the list, another language at most 0.1. A language is
# named only if this share of the words is its own, and clearly more than any other's.
LEAST_SHARE = 0.12
LEAD = 1.15


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language; None if it is not clear.

    >>> detect("The minister said on Monday that the bridge was safe.")
    'en'
    """
    words = WORD.findall(text[:CHARS].lower())
    return _by_script("".join(words)) or _by_words(words)


def is_foreign(text: str, language: str | None) -> bool:
    """Return whether a text of this detected language is surely not English."""
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
    # Neighbours such as Danish and Norwegian share most words; that neither is English is clear.
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
