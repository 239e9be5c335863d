"""Speakers of sources, on Docs with names but without a parse unless a test sets one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from claimx.claims import ClaimMatch
from claimx.speakers import SpeakerMatch, agreed, resolve_speakers
from claimx.text import lexicon
from claimx.text.view import View

NLP = English()
TAGS = {
    **dict.fromkeys(("a", "the"), ("DET", "DT")),
    **dict.fromkeys(("of", "for", "at", "since"), ("ADP", "IN")),
    **dict.fromkeys(("analyst", "head", "spokeswoman", "aide", "glaciologist"), ("NOUN", "NN")),
    **dict.fromkeys(("Ada", "Quist", "Dock", "Union", "Lagos", "Meridian"), ("PROPN", "NNP")),
    **dict.fromkeys(("Angolan", "Trade", "Roads", "Minister"), ("PROPN", "NNP")),
    **dict.fromkeys(("Esteban", "Torres", "Department", "Rep."), ("PROPN", "NNP")),
    **dict.fromkeys(("spokesman", "draft"), ("NOUN", "NN")),
    "seen": ("VERB", "VBN"),
    "then": ("ADV", "RB"),
    "roads": ("NOUN", "NNS"),
    "close": ("ADJ", "JJ"),
    "based": ("VERB", "VBN"),
    "-": ("PUNCT", "HYPH"),
    "and": ("CCONJ", "CC"),
    ",": ("PUNCT", ","),
    "2020": ("NUM", "CD"),
    "left": ("VERB", "VBD"),
    "said": ("VERB", "VBD"),
    ".": ("PUNCT", "."),
}


def claim(source: tuple[int, int] | None, *, content: tuple[int, int] = (0, 0), carried=None):
    return ClaimMatch(
        form="indirect",
        segments=(content,),
        quotes=(),
        source=source,
        cue=None,
        cue_lemma=None,
        carried=carried,
        rule="tagged",
        said=None,
    )


def read(
    marked: str, *, tagged: bool = False, **labels: str
) -> tuple[Doc, list[SpeakerMatch | None]]:
    """The speakers of the sources marked <so>; `labels` tells what the recognizer found."""
    sources, text = [], ""
    for piece in re.split(r"(<[^<>]+>)", marked):
        if piece.startswith("<"):
            sources.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    doc = NLP(text)
    for token in doc:
        token.pos_, token.tag_ = TAGS.get(token.text, ("", "")) if tagged else ("", "")
    starts = {0} | {match.end() for match in re.finditer(r"[.?!][”\"]?\s+", text)}
    for token in doc:
        token.is_sent_start = token.idx in starts
    spans = []
    for label, names in labels.items():
        for name in names.split("; "):
            for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                span = doc.char_span(*match.span(), label=label)
                if span is not None:
                    spans.append(span)
    doc.set_ents(filter_spans(spans))
    return doc, resolve_speakers(View(doc), [claim(source) for source in sources])


def names(marked: str, **labels: str) -> list[str | None]:
    return [match and match.name for match in read(marked, **labels)[1]]


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        (
            "Minister Ada Ito opened the port. <Ito> praised it.",
            {"PERSON": "Ada Ito; Ito"},
            ["Ada Ito"],
        ),
        (
            "<Ito> was first. Later Ada Ito left.",
            {"PERSON": "Ada Ito; Ito"},
            ["Ada Ito"],
        ),
        (
            "The Norvik Institute for Polar Research (NIPR) measured. <NIPR> said so.",
            {"ORG": "Norvik Institute for Polar Research; NIPR"},
            ["Norvik Institute for Polar Research"],
        ),
        (
            "The NIPR (Norvik Institute for Polar Research) measured. <The NIPR> said so.",
            {"ORG": "Norvik Institute for Polar Research; NIPR"},
            ["Norvik Institute for Polar Research"],
        ),
        (
            "Mr Tom Ito met Mrs Ada Ito. <Mrs Ito> agreed. <Mr Ito> did not.",
            {"PERSON": "Tom Ito; Ada Ito; Ito"},
            ["Ada Ito", "Tom Ito"],
        ),
        ("<Baku> said no. <Türkiye> agreed.", {"PERSON": "Baku", "ORG": "Türkiye"}, None),
        (
            "<Jan Müller> agreed. <Muller> did too.",
            {"PERSON": "Jan Müller; Muller"},
            ["Jan Müller", "Jan Müller"],
        ),
    ],
)
def test_names_and_aliases(text, labels, expected):
    found = names(text, **labels)
    assert found == (expected or ["Baku", "Türkiye"])


def test_government_seats_are_organizations():
    _, (match,) = read("<Baku> said no.", PERSON="Baku")
    assert match is not None
    assert (match.kind, match.resolved_by) == ("organization", "name")


@pytest.mark.parametrize(
    ("text", "labels", "role"),
    [
        ("Tarvian President Ada Ito came. <Ito> spoke.", "Ada Ito; Ito", "Tarvian President"),
        (
            "Ada Ito, the minister for fisheries, came. <She> spoke.",
            "Ada Ito",
            "minister for fisheries",
        ),
        (
            "Orland’s Minister of National Defence, Ada Ito, came. <She> spoke.",
            "Ada Ito",
            "Orland’s Minister of National Defence",
        ),
        ("Ada Ito, who is the mayor of Norvik, came. <She> spoke.", "Ada Ito", "mayor of Norvik"),
        ("Mr Tom Ito came. <He> spoke.", "Tom Ito", None),
    ],
)
def test_roles(text, labels, role):
    _, (match,) = read(text, PERSON=labels)
    assert match is not None
    assert match.role == role


def test_titles_mean_their_holders():
    text = (
        "Tarvian President Ada Ito met Finance Minister Tom Moss. <The president> "
        "smiled. <The head of state> waved. <The minister> left."
    )
    assert names(text, PERSON="Ada Ito; Tom Moss") == ["Ada Ito", "Ada Ito", "Tom Moss"]


def test_titles_of_another_country_or_rank_do_not_fit():
    text = "French President Ada Ito came. <The German president> and <the vice president> did not."
    assert names(text, PERSON="Ada Ito") == [None, None]


def test_pronouns_follow_the_gender_in_the_text():
    text = "Mr Tom Moss met Mrs Ada Ito. <She> smiled. <He> did not. <She> left."
    assert names(text, PERSON="Tom Moss; Ada Ito") == ["Ada Ito", "Tom Moss", "Ada Ito"]


def test_a_first_name_is_a_weaker_sign_of_gender_than_the_text():
    text = "Maria Moss met Peter Wolf. <She> said the road was long."
    assert names(text, PERSON="Maria Moss; Peter Wolf") == ["Maria Moss"]
    text = "Mr Maria Moss came alone. <He> said the road was long."
    assert names(text, PERSON="Maria Moss") == ["Maria Moss"]


def test_somebody_unnamed_comes_between():
    text = "Ada Ito won. <A spokeswoman for the port> was glad. <She> thanked the crew."
    _, (first, second) = read(text, PERSON="Ada Ito")
    assert first is not None and second is not None
    assert (first.name, first.role, first.kind) == (None, "spokeswoman for the port", "person")
    assert second.name is None


def test_speaker_is_not_whom_the_content_names():
    text = "Tom Moss met Jan Wolf. Moss is slow, he said."
    doc = NLP(text)
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 3, 5, "PERSON"), Span(doc, 6, 7, "PERSON")])
    he = text.index("he said")
    (match,) = resolve_speakers(View(doc), [claim((he, he + 2), content=(22, 34))])
    assert match is not None
    assert match.name == "Jan Wolf"


def test_groups_and_bodies_are_named_by_their_words():
    _, matches = read("<The officials> agreed. <They> left. <The foreign ministry> did not agree.")
    assert [match and (match.name, match.kind) for match in matches] == [
        ("officials", "group"),
        ("officials", "group"),
        ("foreign ministry", "organization"),
    ]


def test_joint_speakers_have_full_names():
    text = "Ada Ito met Tom Moss. <Both Ito and Moss> agreed."
    _, (match,) = read(text, PERSON="Ada Ito; Tom Moss; Ito; Moss")
    assert match is not None
    assert (match.name, match.kind) == ("Ada Ito and Tom Moss", "group")


def test_documents_speak_for_whom_they_come_from():
    text = "<A report by the Norvik Institute> shows it. <The report> says more."
    assert names(text, ORG="Norvik Institute") == ["Norvik Institute", "Norvik Institute"]


def test_first_person_is_nobody():
    text = "Ada Ito came. <We> think so."
    assert names(text, PERSON="Ada Ito") == [None]


def test_carried_speaker_has_no_mention():
    doc, (match,) = read("<Ada Ito> spoke.", PERSON="Ada Ito")
    source = (match.start, match.end)
    first, second = resolve_speakers(View(doc), [claim(source), claim(None, carried=0)])
    assert first is not None
    assert second == SpeakerMatch(None, None, "Ada Ito", None, "person", "carried", "s1")


def test_mention_takes_title_and_leaves_apposition():
    doc, (match,) = read("Yesterday <chief executive Ada Ito, a lawyer,> spoke.", PERSON="Ada Ito")
    assert match is not None
    assert doc.text[match.start : match.end] == "chief executive Ada Ito"


def test_an_apposition_may_end_the_sentence():
    for text in ("So said <Ada Ito>, the mayor.", "So said <Ada Ito>, a U.S. lawyer. He left."):
        _, (match,) = read(text, PERSON="Ada Ito")
        assert match is not None
        assert match.role in ("mayor", "U.S. lawyer")


def test_a_form_of_address_after_a_role_leaves_the_role():
    _, (match,) = read("So said <chief scientist Dr Ada Ito>.", PERSON="Ada Ito")
    assert match is not None
    assert match.role == "chief scientist"


def test_an_office_is_known_by_whose_it_is():
    assert names("<Ito's office> said so.", PERSON="Ito") == ["Ito's office"]
    assert names("<Ostmark's defence ministry> said so.", LOC="Ostmark") == [
        "Ostmark's defence ministry"
    ]


def test_of_two_with_one_surname_one_is_mr_the_other_ms():
    text = "John Ito met Ann Ito. So said <Mr Ito>. So said <Ms Ito>. So said <Mr Ito>."
    assert names(text, PERSON="John Ito; Ann Ito; Ito") == ["John Ito", "Ann Ito", "John Ito"]


def test_who_answers_in_a_transcript():
    text = "A talk with Ada Ito.\n\n<Q>: Why?\n\n<A>: Because."
    assert names(text, PERSON="Ada Ito") == [None, "Ada Ito"]


def test_relative_pronoun_means_the_noun_before_it():
    text = "Ada Ito followed Tom Moss, <who> denied it."
    assert names(text, PERSON="Ada Ito; Tom Moss") == ["Tom Moss"]


def test_recognizer_is_put_right_by_the_article():
    text = "Ada Ito came. Ito spoke. <Ito> left. <Azerbaijani> is a language."
    _, (ito, _) = read(text, PERSON="Ada Ito; Azerbaijani", LOC="Ito")
    assert ito is not None
    assert (ito.name, ito.kind) == ("Ada Ito", "person")


PIECES = ["Ada Ito", "Ito", "he", "they", "who", "the president", ",", "(", ")", "“", "”", "'s"]
PIECES += ["\n\n", " ", "a", "and", "of", "Mr.", "-", "É", "\u00a0", "Q", ":", "data", "both", "71"]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
def test_any_text_and_any_sources(pieces, data):
    doc = NLP(" ".join(pieces))
    size = len(doc.text)
    offsets = st.tuples(st.integers(0, size), st.integers(0, size))
    spans = data.draw(st.lists(st.none() | offsets.map(lambda o: (min(o), max(o))), max_size=6))
    ents = [Span(doc, t.i, t.i + 1, label="PERSON") for t in doc if t.text in ("Ito", "É")]
    doc.set_ents(ents)
    claims = [claim(span, content=(0, size), carried=0) for span in spans]
    matches = resolve_speakers(View(doc), claims)
    assert len(matches) == len(claims)
    for match in matches:
        if match is not None and match.start is not None:
            assert match.end is not None
            assert 0 <= match.start < match.end <= size
        if match is not None and match.name is None:
            assert match.resolved_by in (None, "coreference", "carried")


@pytest.mark.parametrize("name", ["roles", "titles", "pronouns"])
def test_word_lists_hold_no_word_twice(name):
    for key, value in lexicon.load(name).items():
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            assert len(value) == len(set(value)), key


def test_no_country_and_no_demonym_means_two():
    seen: dict[str, str] = {}
    for row in lexicon.load("countries")["countries"]:
        for word in row["names"]:
            assert seen.setdefault(word, row["names"][0]) == row["names"][0]


@pytest.mark.parametrize(
    ("marked", "labels", "wanted"),
    [
        # The recognizer took the surname for something else, or the person for a body.
        ("Ada Quist spoke. <Quist> said B.", {"ORG": "Ada Quist", "PERSON": "Quist"}, "Ada Quist"),
        # A title in commas: the mention is the name.
        ("<The minister of roads, Ada Quist>, said A.", {"PERSON": "Ada Quist"}, "Ada Quist"),
        # The surname in the middle of a longer name, and one that is only in capitals.
        (
            "Alan Wong Tak spoke. <Wong> said B.",
            {"PERSON": "Alan Wong Tak; Wong"},
            "Alan Wong Tak",
        ),
        ("<Mr QUIST>: A.", {"PERSON": "QUIST"}, "Quist"),
        (
            "Ada Van Dorn left. <Van Dorn> said A. Van Dorn won.",
            {"PERSON": "Ada Van Dorn; Van Dorn"},
            "Ada Van Dorn",
        ),
        ("<a monk> named Bertil Aas said A.", {"PERSON": "Bertil Aas"}, "Bertil Aas"),
        ("<Zambara's health ministry> said A.", {"LOC": "Zambara"}, "Zambara's health ministry"),
        ("<The theatre's board> said A.", {}, "theatre's board"),
        ("<Helio Grid today> said A.", {"ORG": "Helio Grid"}, "Helio Grid"),
        ("<a draft seen by Meridian> said A.", {"ORG": "Meridian", "tagged": True}, None),
        (
            "<Ada Quist, the head of the Dock Union and the Salt Board>, said A.",
            {"ORG": "Dock Union; Salt Board", "PERSON": "Ada Quist"},
            "Ada Quist",
        ),
        ("<lawyer and activist Ada Quist> said A.", {"PERSON": "Ada Quist"}, "Ada Quist"),
        (
            "<Secretary for Culture, Sports and Roads Ada Quist> said A.",
            {"PERSON": "Ada Quist"},
            "Ada Quist",
        ),
        (
            "<Ada Quist and Ivo Berg> said A.",
            {"PERSON": "Ada Quist; Ivo Berg"},
            "Ada Quist and Ivo Berg",
        ),
    ],
)
def test_the_name_of_a_source(marked: str, labels: dict[str, str], wanted: str | None):
    assert names(marked, **labels)[-1] == wanted


def test_a_body_is_recognized_by_its_head():
    marked = "Ada Quist, chief executive of Helio Grid, left. <Helio Grid> said A."
    match = read(marked, PERSON="Ada Quist; Helio Grid")[1][0]
    assert match is not None
    assert (match.name, match.kind) == ("Helio Grid", "organization")


def test_an_age_means_who_has_it():
    marked = (
        "Ada Quist, 71, and Ivo Berg, 30, came. <Ivo Berg> praised A. <The 71-year-old> said C."
    )
    assert names(marked, PERSON="Ivo Berg; Ada Quist")[-1] == "Ada Quist"


def test_a_deputy_is_not_meant_by_the_office_above():
    marked = "Ada Quist, the vice president, left. <The president> said A."
    assert names(marked, PERSON="Ada Quist") == [None]


def test_a_leader_is_recognized_by_the_country():
    marked = (
        "Angolan President Ivo Berg spoke. Ada Quist, head of the Dock Union, left. "
        "<The Angolan leader> said A."
    )
    assert names(marked, PERSON="Ivo Berg; Ada Quist", NORP="Angolan") == ["Ivo Berg"]


@pytest.mark.parametrize(
    ("phrase", "by"), [("The minister", "alias"), ("The former auditor", "coreference")]
)
def test_offices_are_aliases_and_descriptions_are_not(phrase: str, by: str):
    role = phrase.lower().replace("the ", "a ")
    match = read(f"Ada Quist, {role}, left. <{phrase}> said A.", PERSON="Ada Quist")[1][0]
    assert match is not None
    assert (match.name, match.resolved_by) == ("Ada Quist", by)


def test_an_interview_turn_belongs_to_whom_it_is_about():
    text = "A talk with Ada Quist\n\nAda Quist left.\n\nQ: Why?\n\nA: I sleep."
    doc = NLP(text)
    doc.set_ents([span for span in [doc.char_span(23, 32, label="PERSON")] if span])
    turn = replace(claim(None, content=(text.index("I sleep"), len(text))), rule="interview")
    match = resolve_speakers(View(doc), [turn])[0]
    assert match is not None
    assert (match.name, text[match.start : match.end]) == ("Ada Quist", "A")


def test_initials_are_not_a_surname():
    marked = "Kim Jong Un spoke. <The U.N.> said no."
    assert names(marked, PERSON="Kim Jong Un", ORG="U.N.")[-1] != "Kim Jong Un"


def test_a_pronoun_in_a_quotation_is_not_the_one_who_is_quoted():
    text = "Ada Quist left. “I saw my daughter. She said no,” Quist said."
    doc = NLP(text)
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 15, 16, "PERSON")])
    she, quist = text.index("She"), text.index("Quist said")
    claims = [claim((she, she + 3)), claim((quist, quist + 5), content=(17, quist - 2))]
    matches = resolve_speakers(View(doc), claims)
    assert [match and match.name for match in matches] == [None, "Ada Quist"]


def test_i_in_a_quotation_is_who_is_quoted():
    text = "Ada Quist met Ivo Berg. “I said no,” Quist said."
    doc = NLP(text)
    doc.set_ents(
        [Span(doc, 0, 2, "PERSON"), Span(doc, 3, 5, "PERSON"), Span(doc, 12, 13, "PERSON")]
    )
    i, quist = text.index("I said"), text.index("Quist said")
    claims = [claim((i, i + 1)), claim((quist, quist + 5), content=(i, quist - 2))]
    matches = resolve_speakers(View(doc), claims)
    assert [match and match.name for match in matches] == ["Ada Quist", "Ada Quist"]
    assert [match and match.entity for match in matches] == ["s1", "s1"]


def test_a_newspaper_is_not_an_observer():
    match = read("<The Charlotte Observer> said no.")[1][0]
    assert match is not None
    assert (match.name, match.kind) == ("Charlotte Observer", "organization")


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("<Ada Quist>, analyst at Lagos-based Meridian, left.", "analyst at Lagos-based Meridian"),
        (
            "<Ada Quist>, a spokeswoman for the Dock Union since 2020, left.",
            "spokeswoman for the Dock Union",
        ),
        ("<Ada Quist>, the head of roads and a close aide, left.", "head of roads"),
        ("<Ada Quist>, a glaciologist, left.", "glaciologist"),
        ("<Angolan Trade and Roads Minister Ada Quist> left.", "Angolan Trade and Roads Minister"),
    ],
)
def test_roles_are_read_whole(marked: str, role: str):
    match = read(marked, tagged=True, PERSON="Ada Quist")[1][0]
    assert match is not None
    assert match.role == role


@pytest.mark.parametrize(
    ("text", "labels", "wanted"),
    [
        # A surname of somebody named in full.
        (
            "Ada Quist left Lagos. Quist said A.",
            {"PERSON": "Ada Quist", "LOC": "Lagos", "ORG": "Quist"},
            ["Ada Quist/PERSON", "Lagos/LOC", "Quist/PERSON"],
        ),
        # A country that was taken for somebody.
        ("She flew to Kenya on Monday.", {"PERSON": "Kenya"}, ["Kenya/LOC"]),
        # Labels of other schemes stay where nothing speaks against them.
        (
            "Ada Quist left Lagos on Monday.",
            {"PER": "Ada Quist", "GPE": "Lagos", "DATE": "Monday"},
            ["Ada Quist/PER", "Lagos/GPE", "Monday/DATE"],
        ),
    ],
)
def test_entities_agree_over_an_article(text: str, labels: dict[str, str], wanted: list[str]):
    doc, _ = read(text, **labels)
    assert [f"{entity.text}/{entity.label_}" for entity in agreed(View(doc))] == wanted


def test_a_like_word_leads_to_nobody_who_has_yet_to_come():
    marked = "<Ada Quist> said so. <The biologist> agreed. Ben Moss, who is a researcher, left."
    assert names(marked, PERSON="Ada Quist; Ben Moss")[1] != "Ben Moss"


CASES = [
    # The principal goes by the surname, the namesake by the full name.
    (
        "President Ivo Berg came with Mara Berg. Mara Berg opened a school. <Berg> said roads win.",
        {"PERSON": "Ivo Berg; Mara Berg; Berg"},
        "Ivo Berg",
    ),
    (
        "President Ivo Berg came. Mara Berg left. <President Berg> agreed.",
        {"PERSON": "Ivo Berg; Mara Berg; Berg"},
        "Ivo Berg",
    ),
    # A body by its own noun, by its kind, by "the company".
    (
        "The Lakeside Zoo shut. <The zoo> said a door failed.",
        {"ORG": "Lakeside Zoo"},
        "Lakeside Zoo",
    ),
    (
        "Kestrel Motors recalled vans. <The automaker> said a part was weak.",
        {"ORG": "Kestrel Motors"},
        "Kestrel Motors",
    ),
    (
        "Helio Grid sold a plant. <The company> said it was old.",
        {"ORG": "Helio Grid"},
        "Helio Grid",
    ),
    # An office, and an office that stood in an apposition.
    (
        "Prime Minister Ivo Berg came. Mara Quist, the mayor, left. <The prime minister> said no.",
        {"PERSON": "Ivo Berg; Mara Quist"},
        "Ivo Berg",
    ),
    (
        "<Ivo Berg>, editor of Harbour, came. Tom Moss left. <The magazine's editor> said it sold.",
        {"PERSON": "Ivo Berg; Tom Moss", "ORG": "Harbour"},
        "Ivo Berg",
    ),
    # "He" is not a woman by her first name.
    (
        "Wayne Kestrel was told on Tuesday. Deborah Moss founded a group. <He> said he was asked.",
        {"PERSON": "Wayne Kestrel; Deborah Moss"},
        "Wayne Kestrel",
    ),
    (
        "Dr Halima Noor runs the nursery. Judge Rosa Wanja ruled. Noor was glad. <She> said no.",
        {"PERSON": "Halima Noor; Rosa Wanja; Noor"},
        "Halima Noor",
    ),
    # A body's statement, website and survey; a spokesman is nobody named.
    (
        "In a statement, <Helio Grid> said so. <The statement> said more.",
        {"ORG": "Helio Grid"},
        "Helio Grid",
    ),
    (
        "The Lakeside Zoo shut. <The zoo's website> said it would open.",
        {"ORG": "Lakeside Zoo"},
        "Lakeside Zoo",
    ),
    (
        "<A survey by the Norvik Institute> found so.",
        {"ORG": "Norvik Institute"},
        "Norvik Institute",
    ),
    ("<A spokesman for Helio Grid> said so.", {"ORG": "Helio Grid"}, None),
    # X is not a person.
    (
        "Mayor Ada Quill came. In a post on X, <the mayor> wrote that rents rose.",
        {"PERSON": "X; Ada Quill"},
        "Ada Quill",
    ),
    # A credit speaks for nobody.
    (
        "Photo by Ivo Berg\n\nTom Moss came home late. <He> said it rained.",
        {"PERSON": "Ivo Berg; Tom Moss"},
        "Tom Moss",
    ),
    ("<The researchers> said so. <They> said more.", {}, "researchers"),
    # The family name comes first, and the recognizer takes it for a body.
    (
        "Han Min Ho came. <Han> said no.",
        {"PERSON": "Han Min Ho", "ORG": "Han"},
        "Han Min Ho",
    ),
    ("The <Sheikh Quill> said no. <Quill> said so.", {"PERSON": "Quill"}, "Sheikh Quill"),
    (
        "Sheikh Ada bin Berg came. Lakes froze. <Sheikh Ada> said no.",
        {"PERSON": "Ada bin Berg; Ada"},
        "Ada bin Berg",
    ),
    # A slip of the pen.
    (
        "Ada Quillberg came. <Quilberg> said no.",
        {"PERSON": "Ada Quillberg; Quilberg"},
        "Ada Quillberg",
    ),
    ("<Ada Quill II> said no.", {"PERSON": "Ada Quill"}, "Ada Quill II"),
    ("<A-jen> said no.", {"PERSON": "A-jen"}, "A-jen"),
    (
        "<Green Harbour Party (GHP) leader Ada Quill> said no.",
        {"PERSON": "Ada Quill", "ORG": "Green Harbour Party; GHP"},
        "Ada Quill",
    ),
    (
        "The Harbour watch committee (HWC) met. <The HWC> said no.",
        {"ORG": "HWC"},
        "Harbour watch committee",
    ),
    (
        "<Mei-Lin Tan of Straits Bank> left. <Tan> said no.",
        {"PERSON": "Mei-Lin Tan; Tan"},
        "Mei-Lin Tan",
    ),
]


@pytest.mark.parametrize(("marked", "labels", "wanted"), CASES)
def test_a_source_means(marked: str, labels: dict[str, str], wanted: str | None):
    assert names(marked, **labels)[-1] == wanted


@pytest.mark.parametrize("body", ["McDonald's", "Moody's"])
def test_a_possessive_ending_belongs_to_a_name_that_has_no_noun_behind_it(body: str):
    (match,) = read(f"<{body}> said no.", tagged=True, PERSON=body.removesuffix("'s"))[1]
    assert match is not None
    assert (match.name, match.kind) == (body, "organization")


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("<then-Rep. Esteban Torres> said no.", "then-Rep."),
        (
            "<Department of Roads spokesman Esteban Torres> said no.",
            "Department of Roads spokesman",
        ),
    ],
)
def test_a_title_is_whole(marked: str, role: str):
    (match,) = read(marked, tagged=True, PERSON="Esteban Torres")[1]
    assert match is not None
    assert match.role == role


def test_all_mentions_of_one_source_share_an_entity():
    marked = "<Ada Quist> left. <Ivo Berg> came. <Quist> said no. <The officials> agreed."
    matches = read(marked, PERSON="Ada Quist; Ivo Berg; Quist")[1]
    assert [match and match.entity for match in matches] == ["s1", "s2", "s1", "s3"]


def test_a_match_shows_how_sure_it_is():
    (match,) = read("<Ada Quist> left.", PERSON="Ada Quist")[1]
    assert match is not None
    assert match.signs["probability"] == 1.0
