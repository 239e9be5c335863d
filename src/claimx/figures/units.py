"""The wordings of units, from `data/en/units.json`."""

from __future__ import annotations

from functools import cache

from claimx.figures.figure import Term
from claimx.text import lexicon

# "pp" is a sign like "km": short wordings are case-sensitive.
_LONGEST_SIGN = 3

Wordings = dict[str, Term]


@cache
def wordings() -> tuple[Wordings, Wordings]:
    """Return the words of all units in lower case, and their signs, which are case-sensitive."""
    words: Wordings = {}
    signs: Wordings = {}
    units = lexicon.load("units")
    for dimension, entries in units["dimensions"].items():
        for unit, forms in entries.items():
            term = Term(dimension, unit)
            words.update((form.replace("-", " "), term) for form in forms["words"])
            signs.update((form.replace("-", " "), term) for form in forms.get("signs", ()))
    for unit, forms in units["percent"].items():
        for form in forms:
            sign = len(form) <= _LONGEST_SIGN and form.isascii() and form.isalpha()
            (signs if sign else words)[form.replace("-", " ")] = Term("percent", unit)
    words["pct"] = Term("percent", "percent")
    words.update((form, Term("duration", form)) for form in units["durations"])
    return words, signs


@cache
def rate_nouns() -> dict[str, str]:
    """Return the nouns after "per" or "a" in a price or rate, by all their forms."""
    data = lexicon.load("units")
    found = {noun.lower(): noun for noun in data["per_nouns"]}
    for entries in data["dimensions"].values():
        for unit, forms in entries.items():
            for form in [*forms["words"], *forms.get("signs", ())]:
                if form.lower() in found:
                    found[form.lower()] = unit
    abbreviations: dict[str, str] = data["per_forms"]
    return found | abbreviations
