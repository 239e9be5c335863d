"""Singular and plural of English nouns, by their endings and a list of irregular forms."""

from __future__ import annotations

from claimx.text.lexicon import load

_SIBILANT_PLURALS = ("sses", "ches", "shes", "xes", "zzes")
_SINGULARS_IN_S = ("ss", "us", "is")
# "gas" and "yes" are not plurals. The rule misses "ads".
_SHORTEST_PLURAL = 4


def singular(word: str) -> str:
    """Return the singular of a noun in lower case; names and acronyms keep their capitals.

    >>> singular("countries"), singular("Americans"), singular("NGOs")
    ('country', 'American', 'NGO')
    """
    low = word.lower()
    if low in _irregular():
        return _irregular()[low]
    if _is_acronym_plural(word):
        return word[:-1]
    if word.isupper():
        return word
    kept = word if word[:1].isupper() else low
    if not _ends_as_plural(low):
        return kept
    if low.endswith("ies") and len(low) > _SHORTEST_PLURAL:
        return kept[:-3] + "y"
    return kept[:-2] if low.endswith(_SIBILANT_PLURALS) else kept[:-1]


def is_plural(word: str) -> bool:
    """Return whether a noun looks like a plural."""
    low = word.lower()
    return low in _irregular() or _is_acronym_plural(word) or _ends_as_plural(low)


def _irregular() -> dict[str, str]:
    forms: dict[str, str] = load("inflection")["irregular_plurals"]
    return forms


def _is_acronym_plural(word: str) -> bool:
    """Return whether the word is the plural of an acronym, such as "TDs"."""
    return len(word) > 2 and word[-1] == "s" and word[:-1].isupper()


def _ends_as_plural(low: str) -> bool:
    return len(low) >= _SHORTEST_PLURAL and low.endswith("s") and not low.endswith(_SINGULARS_IN_S)
