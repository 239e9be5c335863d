"""Names in a text: corrections of the recognizer's names, and names that it missed."""

import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.speakers.names import find_names
from claimx.text.view import View

VOCAB = spacy.blank("en").vocab
NAMES = ["Paul", "Harwick", "Harwicks", "General", "Council", "A."]
OTHERS = ["of", "the", "'s", "-", ".", "\n"]


def after_paul_harwick(words, spaces, tags):
    return Doc(
        VOCAB,
        words=["Paul", "Harwick", *words],
        spaces=[True, True, *spaces],
        ents=["B-PERSON", "I-PERSON", *tags],
    )


@st.composite
def docs(draw):
    words = draw(st.lists(st.sampled_from(NAMES + OTHERS), min_size=3, max_size=14))
    size = {"min_size": len(words), "max_size": len(words)}
    spaces = draw(st.lists(st.booleans(), **size))
    tags = draw(st.lists(st.sampled_from(["O", "B-PERSON", "B-ORG", "B-LOC"]), **size))
    tags = ["O" if word == "\n" else tag for word, tag in zip(words, tags, strict=True)]
    return after_paul_harwick(words, spaces, tags)


@given(docs())
@example(
    after_paul_harwick(
        ["met", "General", "Harwick", "-", "whose"], [True, True, False, False, True], ["O"] * 5
    )
)
def test_every_name_has_words(doc):
    view = View(doc)
    for name in find_names(view):
        assert name.words == view.folded(name.start, name.end) != ()


def labels(text, *names):
    """The labels of an article's names; `names` are (label, words) as the recognizer has them."""
    doc = spacy.blank("en")(text)
    spans = []
    for label, words in names:
        start = text.index(words)
        spans.append(doc.char_span(start, start + len(words), label=label))
    doc.set_ents(spans)
    found = find_names(View(doc))
    return {doc[name.start : name.end].text: name.label for name in found}


def test_what_a_person_has_is_no_place():
    assert labels("It grew in Quist's care.", ("PERSON", "Quist")) == {"Quist": "PERSON"}


def test_an_adjective_that_opens_a_sentence_is_not_part_of_a_name():
    words = ["Neighbouring", "Quist", "agreed", "."]
    tags = ["O", "B-PERSON", "O", "O"]
    doc = Doc(VOCAB, words=words, pos=["PROPN", "PROPN", "VERB", "PUNCT"], ents=tags)
    assert [name.words for name in find_names(View(doc))] == [("quist",)]


def test_the_initials_of_a_body_are_the_body():
    names = ("ORG", "Salt Peace Institute"), ("PERSON", "SPI")
    found = labels("The Salt Peace Institute spoke. So did SPI.", *names)
    assert found == {"Salt Peace Institute": "ORG", "SPI": "ORG"}
