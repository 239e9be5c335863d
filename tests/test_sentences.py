"""Sentence starts by layout and spelling."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import lexicon
from claimx.text.sentences import set_starts
from claimx.text.wrapping import is_wrapped


@pytest.fixture(scope="module")
def blank():
    return spacy.blank("en")


def told(nlp, text):
    """The text with | where a sentence surely starts and ~ where surely none does."""
    doc = set_starts(nlp.make_doc(text))
    marks = {True: "|", False: "~", None: ""}
    return "".join(
        ("" if token.i == 0 or token.is_space else marks[token.is_sent_start]) + token.text_with_ws
        for token in doc
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A first paragraph", "Another one."),
        ("A heading", "lower case after a blank line"),
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n\n", "\r\r"])
def test_a_blank_line_starts_a_sentence(blank, before, after, gap):
    assert told(blank, before + gap + after) == before + gap + "|" + after


@pytest.mark.parametrize(
    "text",
    [
        "He left.\n|She stayed.",
        "“No.~”\n|She stayed.",
        "A heading\n|She stayed.",
        "He went to\nthe market.",
    ],
)
def test_line_breaks(blank, text):
    assert told(blank, text.replace("|", "").replace("~", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. ~President left.",
        "The U.S. ~also left.",
        "On Dec. ~22 he left.",
        "A sum of $1.5 bn. ~was paid.",
        "Mr. ~The left.",
        "Gen. ~John ~J. ~Smith left.",
        "Apple ~Inc. ~said so.",
        "It came at 5 p.m. ~on Monday.",
        '"In today\'s world.~" ~he said.',
        "“Never!~” ~she said.",
        "(He left.~) ~and returned",
        '"We pay, ~and we leave,~" ~Quill said.',
        "“We leave,~” ~Quill said.",
        "They met Ada ~Quill there.",
    ],
)
def test_no_sentence_starts_inside(blank, text):
    assert told(blank, text.replace("~", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "He lives in the U.S. The president left.",
        "He left. She stayed.",
        "“No.” She left.",
        "he left. she stayed.",
        "so what? she stayed.",
    ],
)
def test_what_may_be_a_start_is_left_to_the_parser(blank, text):
    stop = max(text.rindex(".", 0, -1) if "." in text[:-1] else 0, text.find("?"))
    doc = set_starts(blank.make_doc(text))
    after = next(token for token in doc if token.idx > stop and token.text[0].isalpha())
    assert after.is_sent_start is None


def test_a_common_word_in_capitals_may_start_a_sentence(blank):
    _, please, *_ = set_starts(blank.make_doc("Thanks Please call Ada Quill"))
    assert please.is_sent_start is None


def test_lines_broken_at_a_width_go_on(blank):
    line = "and the harbour board of the old port said that it had never seen"
    text = "\n".join([line.capitalize(), *[f"The {line}"] * 4]) + " it."
    assert is_wrapped(text)
    assert not any(token.is_sent_start for token in set_starts(blank.make_doc(text))[1:])


@pytest.mark.parametrize(
    "text", ["", "One.\nTwo.\nThree.\nFour.", "home\nnews\nsports\nmenu\nsearch\n\nText."]
)
def test_menus_and_short_lines_are_not_wrapped(text):
    assert not is_wrapped(text)


@given(st.text(alphabet=st.sampled_from("aB. \n\r\"'”)1?…"), max_size=80))
def test_any_text_passes(blank, text):
    doc = set_starts(blank.make_doc(text))
    assert doc.text == text
    assert all(token.is_sent_start in (False, None) for token in doc if token.is_space and token.i)


def test_the_lists_hold_nothing_twice():
    for key, words in lexicon.load("sentences").items():
        assert len(words) == len(set(words)), key
        assert all(word == word.lower() for word in words), key
