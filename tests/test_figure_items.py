"""Items, periods and confidence of figures."""

import spacy
from spacy.tokens import Doc

from claimx.figures import find_figures
from claimx.figures.weigh import probability

VOCAB = spacy.blank("en").vocab


def parsed(*rows):
    """A Doc of rows "word POS head relation"; heads count from 0, one sentence."""
    words, tags, heads, deps = zip(*(row.split() for row in rows), strict=True)
    return Doc(VOCAB, words=words, pos=tags, heads=list(map(int, heads)), deps=deps)


RISE = (
    "Imports NOUN 3 nsubj",
    "of ADP 2 case",
    "weapons NOUN 0 nmod",
    "grew VERB 3 ROOT",
    "by ADP 6 case",
    "155 NUM 6 nummod",
    "percent NOUN 3 obl",
    "in ADP 8 case",
    "2020 NUM 3 obl",
    ". PUNCT 3 punct",
)


def test_the_subject_of_a_change():
    (figure,) = find_figures(parsed(*RISE))
    assert figure.item == "Imports of weapons"
    assert figure.item_span == (0, 18)


def test_the_date_of_the_same_verb():
    doc = parsed(*RISE)
    start = doc.text.index("2020")
    (figure,) = find_figures(doc, dates=[(start, start + 4)])
    assert figure.period == (0,)
    assert figure.item == "Imports of weapons"


def test_a_date_in_another_sentence_is_not_a_period():
    doc = parsed(
        *RISE[:7], ". PUNCT 3 punct", "In ADP 9 case", "2020 NUM 9 ROOT", ". PUNCT 9 punct"
    )
    start = doc.text.index("2020")
    (figure,) = find_figures(doc, dates=[(start, start + 4)])
    assert figure.period == ()


def test_who_pays_is_not_measured():
    (figure,) = find_figures(
        parsed("Quill PROPN 1 nsubj", "paid VERB 1 ROOT", "$ SYM 1 obj", "5m NUM 2 nummod")
    )
    assert (figure.unit, figure.item) == ("USD", None)


def test_a_noun_with_a_price():
    (figure,) = find_figures(
        parsed(
            "A DET 1 det",
            "fine NOUN 1 ROOT",
            "of ADP 3 case",
            "$ SYM 1 nmod",
            "5m NUM 3 nummod",
            ". PUNCT 1 punct",
        )
    )
    assert figure.item == "fine"


def test_whose_age():
    words = ["Ada", "Quill", ",", "47", ",", "slept"]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[True, False, True, False, True, False],
        pos=["PROPN", "PROPN", "PUNCT", "NUM", "PUNCT", "VERB"],
        heads=[5, 0, 0, 0, 0, 5],
        deps=["nsubj", "flat", "punct", "appos", "punct", "ROOT"],
    )
    (figure,) = find_figures(doc)
    assert (figure.measure, figure.item) == ("age", "Ada Quill")


def test_a_count_has_an_item_only_if_something_contains_it():
    rows = ("600 NUM 1 nummod", "people NOUN 1 ROOT")
    assert find_figures(parsed(*rows))[0].item is None
    (figure,) = find_figures(
        parsed("village NOUN 0 ROOT", "of ADP 3 case", "600 NUM 3 nummod", "people NOUN 0 nmod")
    )
    assert figure.item == "village"


def test_confidence_is_a_probability_and_falls_without_a_unit():
    with_unit = find_figures(parsed("5 NUM 1 nummod", "ships NOUN 1 ROOT"))[0].confidence
    without = find_figures(parsed("About ADV 1 advmod", "5,432 NUM 1 ROOT"))[0].confidence
    assert 0 < without < with_unit <= 1


def test_probability():
    assert probability({}, {"bias": 0}) == 0.5
    assert probability({"a": 1, "unknown": 9}, {"bias": 1, "a": -1}) == 0.5
    assert probability({"a": 1}, {"bias": 0, "a": 1e6}) > 0.999


def test_what_happens_again_and_again_is_no_period():
    doc = parsed(*RISE[:7], "annually ADV 3 advmod", ". PUNCT 3 punct")
    start = doc.text.index("annually")
    (figure,) = find_figures(doc, dates=[(start, start + len("annually"))])
    assert figure.period == ()


TAX = (
    "It PRON 1 nsubj",
    "pays VERB 1 ROOT",
    "a DET 4 det",
    "tax NOUN 4 compound",
    "rate NOUN 1 obj",
    "of ADP 7 case",
    "20 NUM 7 nummod",
    "percent NOUN 4 nmod",
    ". PUNCT 1 punct",
)


def test_a_rate_of_something_is_measured():
    (figure,) = find_figures(parsed(*TAX))
    assert figure.item == "tax rate"
    (figure,) = find_figures(parsed(*(row.replace("compound", "amod") for row in TAX)))
    assert figure.item is None


def test_the_date_after_a_noun_is_not_part_of_the_item():
    rows = (
        "It PRON 1 nsubj",
        "took VERB 1 ROOT",
        "a DET 5 det",
        "20 NUM 4 nummod",
        "percent NOUN 5 compound",
        "loan NOUN 1 obj",
        "in ADP 7 case",
        "May PROPN 5 nmod",
        ". PUNCT 1 punct",
    )
    doc = parsed(*rows)
    start = doc.text.index("May")
    (figure,) = find_figures(doc, dates=[(start, start + 3)])
    assert figure.item == "loan"
