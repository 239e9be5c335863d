"""Cached readers of the word lists under `data/`, by language."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str, *, language: str = "en") -> dict[str, Any]:
    """Return the parsed `data/LANGUAGE/NAME.json`; callers must not change it."""
    source = files("claimx") / "data" / language / f"{name}.json"
    content: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return content


@cache
def words(name: str, key: str, *, language: str = "en") -> frozenset[str]:
    """Return the list `key` of `data/LANGUAGE/NAME.json` as a set."""
    return frozenset(load(name, language=language)[key])


_PLAIN = str.maketrans({"-": " ", ".": None, "’": "'", "ʻ": "'"})


def plain(phrase: str) -> str:
    """Return the phrase as the tables have it: lower case, no accents, full stops or hyphens."""
    phrase = phrase.lower()
    if not phrase.isascii():
        marks = unicodedata.normalize("NFKD", phrase)
        phrase = "".join(c for c in marks if not unicodedata.combining(c))
    return phrase.translate(_PLAIN)
