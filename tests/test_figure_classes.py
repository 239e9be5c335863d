"""Regressions: kinds of wordings in news that were once read wrongly."""

from decimal import Decimal

import pytest
import spacy
from spacy.tokens import Doc

from claimx.figures import find_figures

NLP = spacy.blank("en")


def figures(text):
    return find_figures(NLP(text))


def tagged(words, tags):
    doc = Doc(NLP.vocab, words=words.split(), pos=tags.split())
    return [(f.value, f.unit) for f in find_figures(doc)]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("The bridge will not cost more than $20 million.", "at_most"),
        ("The bridge won't cost less than £3 billion.", "at_least"),
        ("The shop never sold more than 500 cakes.", "at_most"),
        ("The rate does not exceed 5%.", "at_most"),
        ("It is not surprising that more than 50 people came.", "more_than"),
        ("It did not rain, and over 50 people came.", "more_than"),
        ("The firm has control over 40 farms.", None),
    ],
)
def test_negated_comparisons(text, modifier):
    (figure,) = figures(text)
    assert figure.modifier == modifier


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Farmers are a minority, making up just 30% of the town.", None),
        ("They paid up $5 million.", None),
        ("Rents are up 30%.", "increase"),
    ],
)
def test_up_after_a_verb_is_no_change(text, change):
    (figure,) = figures(text)
    assert figure.change == change


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        (
            "Some 2,300 of the firm 's 3,100 clerks signed .",
            "ADV NUM ADP DET NOUN PART NUM NOUN VERB PUNCT",
            [(2300, "clerk"), (3100, "clerk")],
        ),
        (
            "By noon 29 of 50 counties agreed .",
            "ADP NOUN NUM ADP NUM NOUN VERB PUNCT",
            [(29, "county"), (50, "county")],
        ),
    ],
)
def test_part_of_what_an_owner_has(words, tags, expected):
    spaces = [word != "firm" for word in words.split()]
    doc = Doc(NLP.vocab, words=words.split(), pos=tags.split(), spaces=spaces)
    assert [(f.value, f.unit) for f in find_figures(doc)] == expected


def test_a_spaced_hyphen_counts_nothing():
    words, tags = "It was 777 - down from 799 .", "PRON AUX NUM PUNCT ADV ADP NUM PUNCT"
    assert tagged(words, tags) == [(777, None), (799, None)]


@pytest.mark.parametrize("text", ["Gusts reached 23 mph.", "Gusts reached 60 km per hour."])
def test_a_speed_has_no_rate_beside_its_unit(text):
    (figure,) = figures(text)
    assert figure.unit is not None
    assert "per hour" in figure.unit
    assert figure.per is None


def test_respectively():
    found = figures("Turnout was 40 and 50 percent, respectively.")
    assert [(f.value, f.unit) for f in found] == [(40, "percent"), (50, "percent")]


def test_a_noun_said_once_for_a_list():
    found = figures("It ran 80 ferries on Monday, 60 on Tuesday and 12 on Wednesday.")
    assert [(f.value, f.unit) for f in found] == [(n, "ferry") for n in (80, 60, 12)]


def test_participles_as_nouns():
    found = figures("The storm left three killed and 40 injured. Two were injured later.")
    assert [(f.value, f.unit) for f in found] == [(3, "killed"), (40, "injured"), (2, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Hide Caption 4 of 25 Photos: the bridge opens",
        "Photo 5 of 12",
        "Slide 24/30",
        "The film got 3 / 5 stars.",
        "It ended the year with a 6-10 record.",
        "The console got update 5.50 on Monday.",
        "The 5.50 update came on Monday.",
        "A 1080p screen.",
        "Call 0207 782 4368 now.",
        "Registration number: 130349",
        "The trip took 42 years, including the past five.",
        "It is 38 North, a website.",
        "A Finch 208B Grand Tourer landed.",
        "The probe lands in Landing Zones 1 and 2 at noon.",
        "The town is ground zero of the crisis.",
        "The two are not related.",
        "The firm needs more than one.",
        "She drove a three-wheeled car.",
        "The old Blue Moon 4c rocket broke.",
        "The Blue Moon 4C landed.",
        "The craft Chang'1 landed.",
    ],
)
def test_no_figures(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both men left.", [(2, "man")]),
        ("Both buyers and sellers left.", []),
        ("Both the men left.", []),
        ("At least 30 such transfers took place.", [(30, "transfer")]),
        ("She has two girls, ages 11 and 15.", [(2, "girl"), (11, "year"), (15, "year")]),
        ("The number of microbes fell to 300.", [(300, "microbe")]),
        ("It cost 149 million U.S. dollars, she said.", [(149_000_000, "USD")]),
        ("The phone has three lenses.", [(3, "lens")]),
        ("The three killed were guards.", [(3, "killed")]),
        ("Acme rose, with Acme 4p higher.", [(Decimal("0.04"), "GBP")]),
        (
            "There were 80 flights on one day, 60 on the next, 12 on the third.",
            [(80, "flight"), (60, "flight"), (12, "flight")],
        ),
    ],
)
def test_value_and_unit(text, expected):
    assert [(f.value, f.unit) for f in figures(text)] == expected


def test_pounds_are_weight_where_the_words_say_so():
    assert [f.unit for f in figures("The rocket has 5 million pounds of thrust.")] == ["pound"]
    assert [f.unit for f in figures("The bank lent 5 million pounds.")] == ["GBP"]


def test_a_sum_without_its_currency():
    found = figures("The state gave 40 million kroner. It will spend 5.5 million on boats.")
    assert [f.unit for f in found] == ["NOK", "NOK"]


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        (
            "It fired three short-range ballistic missiles .",
            "PRON VERB NUM NOUN ADJ NOUN PUNCT",
            [(3, "missile")],
        ),
        ("It has 34 regular-season wins .", "PRON VERB NUM ADJ VERB PUNCT", [(34, "win")]),
        (
            "He saw two “ young athletes ” .",
            "PRON VERB NUM PUNCT ADJ NOUN PUNCT PUNCT",
            [(2, "athlete")],
        ),
        ("It launched a 737 jet .", "PRON VERB DET NUM NOUN PUNCT", []),
    ],
)
def test_the_noun_that_is_counted(words, tags, expected):
    assert tagged(words, tags) == expected


def test_one_needs_a_singular():
    doc = Doc(
        NLP.vocab,
        words=["It", "has", "laws", ",", "one", "requiring", "robots"],
        pos=["PRON", "VERB", "NOUN", "PUNCT", "NUM", "VERB", "NOUN"],
        tags=["PRP", "VBZ", "NNS", ",", "CD", "VBG", "NNS"],
    )
    assert find_figures(doc) == []


def test_a_rise_to_a_sum_is_not_a_range():
    found = figures("The share rose 2 1/4 to $45.")
    assert [(f.value, f.unit) for f in found] == [(2.25, None), (45, "USD")]


def test_vague_sums():
    (figure,) = figures("They signed a multimillion-dollar deal.")
    assert (figure.measure, figure.value, figure.unit) == ("money", None, "USD")


def test_nouns_joined_before_the_one_counted():
    doc = Doc(
        NLP.vocab,
        words=["It", "named", "six", "shipping", "and", "trading", "companies"],
        pos=["PRON", "VERB", "NUM", "NOUN", "CCONJ", "NOUN", "NOUN"],
        tags=["PRP", "VBD", "CD", "NN", "CC", "NN", "NNS"],
    )
    assert [(f.value, f.unit) for f in find_figures(doc)] == [(6, "trading company")]


def test_one_counts_past_a_hyphen():
    doc = Doc(
        NLP.vocab,
        words=["one", "purpose", "-", "built", "leg"],
        spaces=[True, False, False, True, False],
        pos=["NUM", "NOUN", "PUNCT", "VERB", "NOUN"],
        tags=["CD", "NN", "HYPH", "VBN", "NN"],
    )
    assert [f.unit for f in find_figures(doc)] == ["leg"]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("They have two daughters, Ada, nine, and Bea, six.", [9, 6]),
        ("He, who is 40 and rich, left.", [40]),
        ("Children aged above 12 may come.", [12]),
        ("She, who was one of the best, left.", []),
        ("They took positions 4, 36, and 40.", []),
    ],
)
def test_ages(text, ages):
    assert [f.value for f in figures(text) if f.measure == "age"] == ages


def test_age_of_somebody_named_by_a_role():
    doc = Doc(
        NLP.vocab,
        words=["The", "star", ",", "36", ",", "left"],
        spaces=[True, False, True, False, True, False],
        pos=["DET", "NOUN", "PUNCT", "NUM", "PUNCT", "VERB"],
        tags=["DT", "NN", ",", "CD", ",", "VBD"],
    )
    assert [(f.measure, f.value) for f in find_figures(doc)] == [("age", 36)]


@pytest.mark.parametrize(
    "text",
    [
        "It used a low-powered class one laser.",
        "We want net zero soon.",
        "1. It is new.\n2.It is old.\n3.“We go.”",
    ],
)
def test_numbers_in_names_and_lists(text):
    assert figures(text) == []


def test_a_noun_without_a_plural_ending_belongs_to_the_next():
    words, tags = "20 police precinct chiefs met .", "NUM NOUN NOUN NOUN VERB PUNCT"
    assert [value for value, unit in tagged(words, tags) if unit.endswith("chief")] == [20]


def test_magnitude_counts_nothing():
    words, tags = "A magnitude 5.9 quake hit .", "DET NOUN NUM NOUN VERB PUNCT"
    assert [unit for _, unit in tagged(words, tags)] == [None]


def test_a_range_of_ages():
    (figure,) = figures("The men were between the ages of 18 and 35.")
    assert (figure.measure, figure.low, figure.high) == ("age", 18, 35)


def test_a_name_with_a_number_before_a_plural():
    assert figures("The Falcon 9, an old rocket, flew. All the Falcon 9 launches went well.") == []
