"""Names in a text: what the recognizer found, mended, and what it missed."""

import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.speakers.mentions import find_names
from claimx.speakers.outline import Outline

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
    outline = Outline(doc)
    for name in find_names(outline, [(0, len(doc))]):
        assert name.words == outline.words(name.start, name.end) != ()
