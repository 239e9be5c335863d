"""Singular and plural of nouns."""

import pytest

from claimx.text.inflection import is_plural, singular


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("countries", "country"),
        ("people", "person"),
        ("buses", "bus"),
        ("Americans", "American"),
        ("TDs", "TD"),
        ("NGOs", "NGO"),
        ("boxes", "box"),
        ("wives", "wife"),
    ],
)
def test_plurals(plural, expected):
    assert is_plural(plural)
    assert singular(plural) == expected


@pytest.mark.parametrize("word", ["bus", "glass", "crisis", "NATO", "gas", "Anna", "car"])
def test_singulars_stay(word):
    assert not is_plural(word)
    assert singular(word) == word


def test_nouns_that_are_their_own_plural():
    for word in ("series", "staff", "aircraft"):
        assert is_plural(word)
        assert singular(word) == word
