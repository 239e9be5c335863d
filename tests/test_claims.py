"""Claims on hand-built Docs: linking, forms, quotations without a cue, and arbitrary text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from claimx.claims import (
    RULES,
    ClaimMatch,
    attributions_of,
    contents,
    find_claims,
    linked,
    set_scene,
)
from claimx.claims.claim import Draft
from claimx.claims.stance import stance_of
from claimx.text import lexicon
from claimx.text.view import View

NLP = English()
MARKED_TEXT = st.lists(
    st.sampled_from(
        [
            *["He", "said", "Ann", "Lee", "told", "that", "according", "to", "we", "left", "Q:"],
            *[
                "“",
                "”",
                '"',
                "‘",
                "’",
                "'",
                "«",
                "»",
                ",",
                ".",
                ":",
                "—",
                " ",
                "\n",
                "\n\n",
                "[",
                "…",
            ],
        ]
    )
).map(" ".join)


LEMMAS = {
    "said": "say",
    "added": "add",
    "quoted": "quote",
    "saying": "say",
    "Asked": "ask",
    "declined": "decline",
    "named": "name",
}


def build(rows: str, *spans: tuple[str, str]) -> Doc:
    """A Doc from "word/POS/head/label" items; spans are (label, words) for the tagger's layer."""
    table = [item.rsplit("/", 3) for item in rows.split()]
    words = [row[0] for row in table]
    spaces = [
        index + 1 < len(words) and words[index + 1] not in ",.”:" and word not in "“"
        for index, word in enumerate(words)
    ]
    doc = Doc(
        NLP.vocab,
        words=words,
        spaces=spaces,
        pos=[row[1] for row in table],
        tags=["VBG" if row[0].endswith("ing") else "" for row in table],
        lemmas=[LEMMAS.get(row[0], row[0].lower()) for row in table],
        heads=[int(row[2]) for row in table],
        deps=[row[3] for row in table],
    )
    found = []
    for label, text in spans:
        start = doc.text.index(text)
        span = doc.char_span(start, start + len(text), label=label)
        assert isinstance(span, Span)
        found.append(span)
    doc.spans["claimx_attribution"] = found
    return doc


def plain(doc: Doc, claim: ClaimMatch) -> tuple[str, list[str], str | None, str | None]:
    """Form, segments, source and cue as text."""
    text = doc.text
    return (
        claim.form,
        [text[a:b] for a, b in claim.segments],
        text[slice(*claim.source)] if claim.source else None,
        text[slice(*claim.cue)] if claim.cue else None,
    )


def claims(doc: Doc) -> list[tuple[str, list[str], str | None, str | None]]:
    return [plain(doc, claim) for claim in find_claims(View(doc), attributions_of(doc))]


def quoted(text: str) -> list[tuple[str, list[str], str | None, str | None]]:
    return claims(NLP(text))


INDIRECT = (
    "The/DET/1/det mayor/NOUN/3/nsubj has/AUX/3/aux said/VERB/3/ROOT that/SCONJ/6/mark "
    "trams/NOUN/6/nsubj returned/VERB/3/ccomp ,/PUNCT/8/punct adding/VERB/3/advcl "
    "that/SCONJ/11/mark fares/NOUN/11/nsubj fell/VERB/8/ccomp ./PUNCT/3/punct"
)


def test_tagged_cue_content_and_source_are_linked() -> None:
    doc = build(
        INDIRECT,
        ("SOURCE", "The mayor"),
        ("CUE", "has said"),
        ("CONTENT", "that trams returned"),
        ("CUE", "adding"),
        ("CONTENT", "that fares fell"),
    )
    assert claims(doc) == [
        ("indirect", ["trams returned"], "The mayor", "said"),
        ("indirect", ["fares fell"], "The mayor", "adding"),
    ]
    found = find_claims(View(doc), attributions_of(doc))
    assert [claim.rule for claim in found] == ["tagged", "tagged"]
    assert found[0].cue_lemma == "say"


def test_a_claim_keeps_its_only_content_after_a_colon() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj said/VERB/1/ROOT it/PRON/1/obj ./PUNCT/1/punct "
        "The/DET/5/det answer/NOUN/5/ROOT :/PUNCT/5/punct “/PUNCT/9/punct We/PRON/9/nsubj "
        "left/VERB/5/parataxis ./PUNCT/9/punct ”/PUNCT/9/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "“We left.”"),
    )
    assert [claim[1] for claim in claims(doc)] == [["We left."]]


def test_an_empty_quotation_is_not_a_claim() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj said/VERB/1/ROOT :/PUNCT/1/punct “/PUNCT/1/punct …/PUNCT/1/punct "
        "”/PUNCT/1/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "“…”"),
    )
    assert claims(doc) == []


def test_a_pronoun_that_opens_the_content_stays() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj said/VERB/1/ROOT that/PRON/4/nsubj was/AUX/4/cop wrong/ADJ/1/ccomp "
        "./PUNCT/1/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "that was wrong"),
    )
    assert claims(doc)[0][1] == ["that was wrong"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” Ann Lee said.", ("direct", ["We stay,"], "Ann Lee", "said")),
        ("“We stay,” said Ann Lee.", ("direct", ["We stay,"], "Ann Lee", "said")),
        ('Ann Lee said: "We stay."', ("direct", ["We stay."], "Ann Lee", "said")),
        ("“We stay,” she said. “Now.”", ("direct", ["We stay,", "Now."], "she", "said")),
        ("Ann Lee, minister: “We are here to stay.”",
         ("direct", ["We are here to stay."], "Ann Lee", None)),
        ("“We are here to stay.” — Ann Lee",
         ("direct", ["We are here to stay."], "Ann Lee", None)),
    ],
)  # fmt: skip
def test_quotations_without_a_model(
    text: str, expected: tuple[str, list[str], str | None, str | None]
) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “Falcon” carriers were sold under the “Arrow” brand.",
        "Some states live by the principle “might makes right,” it seems.",
        "She read “The Long Way Home” twice.",
        "The phrase “All that glitters is not gold,” which many know, came up.",
        "Nobody answered.",
        "",
        " \n",
    ],
)
def test_terms_titles_and_slogans_are_not_claims(text: str) -> None:
    assert quoted(text) == []


def test_a_paragraph_of_quotation_continues_the_claim() -> None:
    text = "“We were there,” said Ann Lee.\n\n“And we stayed for a long time.”"
    segments = ["We were there,", "And we stayed for a long time."]
    assert quoted(text) == [("direct", segments, "Ann Lee", "said")]


def test_a_quotation_over_paragraphs_is_one_claim() -> None:
    doc = NLP("Ann Lee said: “We were there.\n\n“We stayed for long.\n\n“We left.”")
    assert claims(doc) == [
        ("direct", ["We were there.", "We stayed for long.", "We left."], "Ann Lee", "said")
    ]


def test_interview_turns() -> None:
    found = quoted("Lee: How are you?\n\nRoe: I am well.\n\nLee: Good.\n\nRoe: And you?")
    assert [(segments, source) for _, segments, source, _ in found] == [
        (["How are you?"], "Lee"),
        (["I am well."], "Roe"),
        (["Good."], "Lee"),
        (["And you?"], "Roe"),
    ]


def test_an_answer_extends_to_the_next_turn_and_contains_no_other_claims() -> None:
    found = quoted("Q: How?\n\nA: I say: “Look.” It works.\n\nEvery day.\n\nQ: Why?\n\nA: Ask.")
    assert [claim[0] for claim in found if claim[2] == "A"] == ["mixed", "indirect"]
    assert found[0][1][-1].endswith("Every day.")
    assert not any("How?" in segment for _, segments, _, _ in found for segment in segments)


def test_a_missing_closing_mark_does_not_swallow_the_attribution() -> None:
    doc = NLP("“We had left.\n\n“We came back, Lee said.")
    doc.spans["claimx_attribution"] = [
        doc.char_span(a, a + len(word), label=label)
        for label, word in (("SOURCE", "Lee"), ("CUE", "said"), ("CONTENT", "We came back"))
        for a in [doc.text.index(word)]
    ]
    assert claims(doc) == [("direct", ["We had left.", "We came back,"], "Lee", "said")]


def test_lexicon_has_no_word_twice() -> None:
    for name, entry in lexicon.load("cues")["classes"].items():
        assert len(entry["verbs"]) == len(set(entry["verbs"])), name


@settings(deadline=None)
@given(st.one_of(MARKED_TEXT, st.text()))
def test_any_text_gives_claims_whose_offsets_hold(text: str) -> None:
    doc = NLP(text)
    for index, claim in enumerate(find_claims(View(doc), attributions_of(doc))):
        assert claim.rule in RULES
        assert claim.form in ("direct", "mixed", "indirect")
        assert claim.carried is None or claim.carried < index
        assert list(claim.segments) == sorted(claim.segments)
        for start, end in (*claim.segments, *claim.quotes, claim.source or (0, 1)):
            assert 0 <= start < end <= len(text)
        assert all(text[a:b].strip() == text[a:b] for a, b in claim.segments)
        assert (claim.form == "indirect") == (not claim.quotes)


def test_a_date_at_the_end_of_an_attribution_says_when_it_was_said(nlp):
    text = '"We will not go there," Brandt told the Ella Moss Hour on March 22.'
    doc = nlp.make_doc(text)
    doc._.claimx_published = "2026-04-02"
    (claim,) = nlp(doc)._.claimx_claims
    assert claim["said"] == "2026-03-22"


def found_in(nlp, text):  # type: ignore[no-untyped-def]
    """Segments, source and stance of each claim that the whole pipeline finds."""
    claims_ = nlp(text)._.claimx_claims
    return [
        ([s["text"] for s in c["segments"]], c["source"] and c["source"]["text"], c["stance"])
        for c in claims_
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "a denial": (
            "The ministry denied that the bridge had been closed.",
            (["the bridge had been closed"], "The ministry", "denies"),
        ),
        "a wish": (
            "Ann Brandt urged the council to repair the bridge.",
            (["the council to repair the bridge"], "Ann Brandt", "wants"),
        ),
        "typewriter quotes around a cue": (
            '"The bridge is old," Brandt said. "It has to be repaired this year."',
            (["The bridge is old,", "It has to be repaired this year."], "Brandt", "asserts"),
        ),
        "curly quotes around a cue": (
            "“The bridge is old,” Brandt said. “It has to be repaired this year.”",
            (["The bridge is old,", "It has to be repaired this year."], "Brandt", "asserts"),
        ),
        "a mark repeated at the next paragraph": (
            "Brandt said: “The bridge is old.\n\n“It has to be repaired this year.”",
            (["The bridge is old.", "It has to be repaired this year."], "Brandt", "asserts"),
        ),
        "beside a clause": (
            "The bridge will be closed for a year, according to the ministry.",
            (["The bridge will be closed for a year"], "the ministry", "asserts"),
        ),
        "a link to the sentence before": (
            "However, the bridge will be closed for a year, the ministry said.",
            (["the bridge will be closed for a year"], "the ministry", "asserts"),
        ),
    }.values(),
)
def test_whole_pipeline(nlp, text, expected):  # type: ignore[no-untyped-def]
    assert found_in(nlp, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The council discussed the budget on Monday.",
        "The ministry declined to be named.",
        "Brandt repaired the old bridge with her own hands.",
    ],
)
def test_topics_and_acts_are_not_claims(nlp, text):  # type: ignore[no-untyped-def]
    assert found_in(nlp, text) == []


def test_a_post_is_its_authors_claim() -> None:
    text = "The bridge is old.\n\nWe will repair it! — Ann Brandt (@annbrandt) May 3, 2019"
    doc = NLP(text)
    (claim,) = find_claims(View(doc), attributions_of(doc))
    assert claim.rule == "posted"
    assert plain(doc, claim) == ("direct", ["We will repair it!"], "Ann Brandt", None)


def test_a_broadcasters_own_turns_are_not_an_interview() -> None:
    text = "ANN BRANDT, HOST: Hello.\n\nBRANDT: How?\n\nROE: So.\n\nBRANDT: Why?\n\nROE: Well."
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("words", "cue", "stance"),
    [
        ("Ann asked whether trams returned", (4, 9), "asks"),
        ("Ann asked them to leave", (4, 9), "wants"),
        ("Ann doubts that trams returned", (4, 10), "doubts"),
        ("Ann never denied that trams returned", (10, 16), None),
        ("Ann called for calm and order", (4, 14), "wants"),
        ("Ann dismissed the plan as nonsense", (4, 13), "denies"),
        ("Ann announced that trams returned", (4, 13), "asserts"),
    ],
)
def test_stance(words: str, cue: tuple[int, int], stance: str | None) -> None:
    view = View(NLP(words))
    assert stance_of(view, Draft([(cue[1] + 1, len(words))], cue)) == stance


def test_proposals_hold_the_whole_clause_and_nothing_of_the_cue() -> None:
    doc = build(INDIRECT, ("SOURCE", "The mayor"), ("CUE", "said"), ("CONTENT", "that trams"))
    view = View(doc)
    scene = set_scene(view, attributions_of(doc))
    this = next(one for one in linked(scene) if one.cue.lemma == "say")
    this.contents = scene.contents
    options = [option.value for option in contents.proposals(scene, this)]
    texts = [[doc.text[slice(*span)] for span in spans] for spans in options]
    assert ["trams returned"] in texts
    assert not any("said" in text for spans in texts for text in spans)


def test_scores_of_the_tagger_are_read_if_there_are_any() -> None:
    doc = build(INDIRECT, ("SOURCE", "The mayor"), ("CUE", "said"))
    assert [a.score for a in attributions_of(doc)] == [1.0, 1.0]
    doc.user_data["claimx_attribution_scores"] = [0.5, 0.9]
    assert [a.score for a in attributions_of(doc)] == [0.5, 0.9]


def test_confidence_is_a_probability(nlp):  # type: ignore[no-untyped-def]
    (value,) = nlp("Ann Brandt said that the bridge had been closed.")._.claimx_claims
    assert 0 < value["confidence"] < 1
