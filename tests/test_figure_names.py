"""Numbers of a name between a count and its noun."""

import pytest
import spacy
from spacy.tokens import Doc

from claimx.figures import find_figures

VOCAB = spacy.blank("en").vocab


def found(words, tags):
    doc = Doc(VOCAB, words=words.split(), pos=tags.split())
    return [(f.measure, f.value, f.unit) for f in find_figures(doc)]


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        ("It ordered 12 F-16 jets .", "PRON VERB NUM PROPN NOUN PUNCT", ("count", 12, "jet")),
        ("It has 3 K-9 teams .", "PRON VERB NUM PROPN NOUN PUNCT", ("count", 3, "team")),
        (
            "It bought 40 Leopard 2 tanks .",
            "PRON VERB NUM PROPN NUM NOUN PUNCT",
            ("count", 40, "tank"),
        ),
        (
            "It grounded two new 737 Max jets .",
            "PRON VERB NUM ADJ NUM PROPN NOUN PUNCT",
            ("count", 2, "jet"),
        ),
        (
            "It sold about 27000 Model S cars .",
            "PRON VERB ADV NUM PROPN PROPN NOUN PUNCT",
            ("count", 27000, "car"),
        ),
    ],
)
def test_a_number_in_a_name_is_not_a_figure(words, tags, expected):
    assert found(words, tags) == [expected]


def test_two_counts_of_one_noun_stay_two():
    words, tags = "It has 3 and 4 tanks .", "PRON VERB NUM CCONJ NUM NOUN PUNCT"
    assert [value for _, value, _ in found(words, tags)] == [3, 4]


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        (
            "It rose 64 points to 4,577 .",
            "PRON VERB NUM NOUN ADP NUM PUNCT",
            [("count", 64, "point"), ("count", 4577, "point")],
        ),
        (
            "One rose by 2 percent but the other fell by 1 .",
            "NUM VERB ADP NUM NOUN CCONJ DET ADJ VERB ADP NUM PUNCT",
            [("percent", 2, "percent"), ("percent", 1, "percent")],
        ),
    ],
)
def test_a_number_takes_the_unit_before_it(words, tags, expected):
    assert found(words, tags) == expected
