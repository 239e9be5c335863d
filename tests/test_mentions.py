"""Names in a text: what the recognizer found, mended, and what it missed."""

import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.speakers.mentions import find_names
from claimx.speakers.outline import Outline

VOCAB = spacy.blank("en").vocab
WORDS = [
    "Paul",
    "Harwick",
    "Harwicks",
    "General",
    "Council",
    "of",
    "the",
    "'s",
    "-",
    ".",
    "A.",
    "\n",
]


def with_names(words, tags):
    return Doc(VOCAB, words=["Paul", "Harwick", *words], ents=["B-PERSON", "I-PERSON", *tags])


@st.composite
def docs(draw):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=14))
    tags = draw(
        st.lists(
            st.sampled_from(["O", "B-PERSON", "B-ORG", "B-LOC"]),
            min_size=len(words),
            max_size=len(words),
        )
    )
    tags = ["O" if word == "\n" else tag for word, tag in zip(words, tags, strict=True)]
    return with_names(words, tags)


@given(docs())
@example(with_names(["met", "General", "Harwick", "-", "whose"], ["O"] * 5))
def test_every_name_has_words(doc):
    outline = Outline(doc)
    for name in find_names(outline, [(0, len(doc))]):
        assert name.words == outline.words(name.start, name.end) != ()
