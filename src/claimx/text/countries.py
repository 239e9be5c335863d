"""Countries, their people and their seats of government, from the data files."""

from __future__ import annotations

from functools import cache

from claimx.text import lexicon
from claimx.text.view import fold


def _key(name: str) -> tuple[str, ...]:
    return tuple(folded for word in name.replace("-", " ").split() if (folded := fold(word)))


@cache
def countries() -> dict[tuple[str, ...], str]:
    """Return the first name of each country by its folded names."""
    rows = lexicon.load("countries")["countries"]
    return {_key(name): row["names"][0] for row in rows for name in row["names"]}


@cache
def capitals() -> frozenset[tuple[str, ...]]:
    """Return the folded names of capitals and of other seats of government."""
    rows = lexicon.load("countries")["countries"]
    seats = lexicon.load("roles")["seats"]
    return frozenset([_key(name) for row in rows for name in row["capitals"]]) | frozenset(
        [_key(name) for name in seats]
    )


@cache
def _country_of_capital() -> dict[tuple[str, ...], str]:
    rows = lexicon.load("countries")["countries"]
    return {_key(name): row["names"][0] for row in rows for name in row["capitals"]}


def is_capital_of(capital: tuple[str, ...], country: tuple[str, ...]) -> bool:
    """Return whether these are the folded words of a capital and of its country."""
    land = countries().get(country)
    return land is not None and _country_of_capital().get(capital) == land


@cache
def demonyms() -> dict[str, str]:
    """Return the country's first name by one-word folded demonym; peoples map to themselves."""
    table = {fold(word): word for word in lexicon.load("countries")["peoples"] if " " not in word}
    for row in lexicon.load("countries")["countries"]:
        for word in row["demonyms"]:
            if " " not in word:
                table[fold(word)] = row["names"][0]
    return table


@cache
def _parties() -> dict[str, str]:
    table = lexicon.load("countries")["parties"]
    return {word: party for party, words in table.items() for word in words}


def allegiance(word: str) -> str | None:
    """Return the country or party that a folded word names or belongs to, or None."""
    return _parties().get(word) or countries().get((word,)) or demonyms().get(word)


def party(word: str) -> str | None:
    """Return the party that a folded word names or belongs to, or None."""
    return _parties().get(word)


def is_people(word: str) -> bool:
    """Return whether the folded word is a demonym and not also a country's name."""
    known = demonyms()
    if (word,) in countries():
        return False
    return word in known or (word.endswith("s") and word[:-1] in known)


def is_place(words: tuple[str, ...]) -> bool:
    """Return whether the words are a country or a seat of government."""
    return words in countries() or words in capitals()
