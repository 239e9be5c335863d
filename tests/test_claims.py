"""Claims on hand-built Docs: linking, forms, quotations left over, and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from claimx.claims import RULES, ClaimMatch, find_claims
from claimx.text import lexicon

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
    return [plain(doc, claim) for claim in find_claims(doc)]


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
    found = find_claims(doc)
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


def test_what_follows_a_quotation_and_its_cue_is_not_said_too() -> None:
    doc = build(
        "“/PUNCT/2/punct Go/VERB/4/ccomp ,/PUNCT/1/punct ”/PUNCT/1/punct Lee/PROPN/5/nsubj "
        "said/VERB/5/ROOT ,/PUNCT/5/punct but/CCONJ/10/cc Ann/PROPN/10/nsubj was/AUX/10/aux "
        "drifting/VERB/5/conj off/ADP/10/compound:prt ./PUNCT/5/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "“Go,”"),
        ("CONTENT", "but Ann was drifting off"),
    )
    assert [claim[1] for claim in claims(doc)] == [["Go,"]]


def test_an_empty_quotation_is_no_claim() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj said/VERB/1/ROOT :/PUNCT/1/punct “/PUNCT/1/punct …/PUNCT/1/punct "
        "”/PUNCT/1/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "“…”"),
    )
    assert claims(doc) == []


ASIDES = {
    "As Lee put it, trams returned.": (
        "As/SCONJ/2/mark Lee/PROPN/2/nsubj put/VERB/6/advcl it/PRON/2/obj ,/PUNCT/2/punct "
        "trams/NOUN/6/nsubj returned/VERB/6/ROOT ./PUNCT/6/punct",
        ("indirect", ["trams returned"], "Lee", "put it"),
    ),
    "Trams, as Lee put it on Monday, are back.": (
        "Trams/NOUN/9/nsubj ,/PUNCT/0/punct as/SCONJ/4/mark Lee/PROPN/4/nsubj put/VERB/9/advcl "
        "it/PRON/4/obj on/ADP/7/case Monday/PROPN/4/obl ,/PUNCT/4/punct are/VERB/9/ROOT "
        "back/ADV/9/advmod ./PUNCT/9/punct",
        ("indirect", ["Trams", "are back"], "Lee", "put it"),
    ),
    "For Lee, the plan is a betrayal.": (
        "For/ADP/1/case Lee/PROPN/6/obl ,/PUNCT/1/punct the/DET/4/det plan/NOUN/6/nsubj "
        "is/AUX/6/cop treason/NOUN/6/ROOT ./PUNCT/6/punct",
        ("indirect", ["the plan is treason"], "Lee", "For"),
    ),
    "Trams returned, according to Lee (L).": (
        "Trams/NOUN/1/nsubj returned/VERB/1/ROOT ,/PUNCT/1/punct according/VERB/5/case "
        "to/ADP/3/fixed Lee/PROPN/1/obl (/PUNCT/7/punct L/PROPN/5/appos )/PUNCT/7/punct "
        "./PUNCT/1/punct",
        ("indirect", ["Trams returned"], "Lee", "according to"),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), ASIDES.values(), ids=ASIDES)
def test_attributions_beside_a_clause(rows: str, expected: object) -> None:
    doc = build(rows)
    doc.set_ents([Span(doc, t.i, t.i + 1, "PERSON") for t in doc if t.text == "Lee"])
    assert claims(doc) == [expected]
    assert find_claims(doc)[0].rule == "according-to"


def test_who_is_quoted_as_saying_something_says_it() -> None:
    doc = build(
        "Lee/PROPN/2/nsubj:pass was/AUX/2/aux:pass quoted/VERB/2/ROOT as/SCONJ/4/mark "
        "saying/VERB/2/advcl trams/NOUN/6/nsubj returned/VERB/4/ccomp ./PUNCT/2/punct",
        ("CONTENT", "Lee"),
        ("CUE", "was quoted as saying"),
        ("CONTENT", "trams returned"),
    )
    assert claims(doc)[0][1:3] == (["trams returned"], "Lee")
    assert len(claims(doc)) == 1


def test_a_question_put_to_the_speaker_is_nobodys_claim() -> None:
    doc = build(
        "Asked/VERB/0/ROOT whether/SCONJ/3/mark trams/NOUN/3/nsubj returned/VERB/0/ccomp "
        ",/PUNCT/0/punct Lee/PROPN/6/nsubj said/VERB/0/parataxis trains/NOUN/8/nsubj "
        "left/VERB/6/ccomp ./PUNCT/0/punct",
        ("CUE", "Asked"),
        ("CONTENT", "whether trams returned"),
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "trains left"),
    )
    for token in doc:
        token.tag_ = "VBD" if token.lower_ == "asked" else token.tag_
    assert [claim[1] for claim in claims(doc)] == [["trains left"]]


def test_a_pronoun_that_opens_the_content_stays() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj said/VERB/1/ROOT that/PRON/4/nsubj was/AUX/4/cop wrong/ADJ/1/ccomp "
        "./PUNCT/1/punct",
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "that was wrong"),
    )
    assert claims(doc)[0][1] == ["that was wrong"]


def test_who_declines_to_be_named_claims_nothing() -> None:
    doc = build(
        "Lee/PROPN/1/nsubj declined/VERB/1/ROOT to/PART/4/mark be/AUX/4/aux:pass "
        "named/VERB/1/xcomp ./PUNCT/1/punct",
        ("SOURCE", "Lee"),
        ("CUE", "declined"),
        ("CONTENT", "to be named"),
    )
    assert claims(doc) == []


def test_a_quotation_that_ends_its_sentence_goes_with_what_came_before() -> None:
    doc = build(
        "“/PUNCT/1/punct Go/VERB/5/ccomp ,/PUNCT/1/punct ”/PUNCT/1/punct Lee/PROPN/5/nsubj "
        "said/VERB/5/ROOT ./PUNCT/5/punct “/PUNCT/8/punct Stay/VERB/8/ROOT ./PUNCT/8/punct "
        "”/PUNCT/8/punct Ann/PROPN/12/nsubj added/VERB/12/ROOT more/PRON/12/obj ./PUNCT/12/punct",
        ("CONTENT", "“Go,”"),
        ("SOURCE", "Lee"),
        ("CUE", "said"),
        ("CONTENT", "“Stay.”"),
        ("CUE", "added"),
    )
    assert [(claim[1], claim[3]) for claim in claims(doc)] == [(["Go,", "Stay."], "said")]


def test_whole_keeps_what_corpora_annotate() -> None:
    doc = build(
        INDIRECT, ("SOURCE", "The mayor"), ("CUE", "has said"), ("CONTENT", "that trams returned")
    )
    found = find_claims(doc, whole=True)
    assert plain(doc, found[0]) == (
        "indirect",
        ["that trams returned"],
        "The mayor",
        "has said",
    )


def test_a_cut_content_grows_to_its_clause() -> None:
    doc = build(INDIRECT, ("SOURCE", "The mayor"), ("CUE", "said"), ("CONTENT", "that trams"))
    assert claims(doc)[0][1] == ["trams returned"]


def test_without_a_tagger_the_parse_and_the_lexicon_find_it() -> None:
    doc = build(INDIRECT)
    del doc.spans["claimx_attribution"]
    assert ("indirect", ["trams returned"], "The mayor", "said") in claims(doc)
    assert {claim.rule for claim in find_claims(doc)} <= {"parsed"}


def test_relative_clause_takes_its_antecedent() -> None:
    doc = build(
        "They/PRON/1/nsubj follow/VERB/1/ROOT Ann/PROPN/1/obj Lee/PROPN/2/flat ,/PUNCT/6/punct "
        "who/PRON/6/nsubj said/VERB/2/acl:relcl that/SCONJ/9/mark peace/NOUN/9/nsubj "
        "holds/VERB/6/ccomp ./PUNCT/1/punct",
        ("SOURCE", "They"),
        ("CUE", "said"),
        ("CONTENT", "that peace holds"),
    )
    assert claims(doc) == [("indirect", ["peace holds"], "Ann Lee", "said")]


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
        ("It was over. “Nobody will ever come back to that place again.”",
         ("direct", ["Nobody will ever come back to that place again."], None, None)),
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
def test_terms_titles_and_slogans_are_no_claims(text: str) -> None:
    assert quoted(text) == []


def test_a_paragraph_of_quotation_carries_the_speaker_on() -> None:
    doc = NLP("“We were there,” said Ann Lee.\n\n“And we stayed for a long time.”")
    first, second = find_claims(doc)
    assert (first.rule, first.carried) == ("quoted", None)
    assert (second.rule, second.carried, second.source) == ("carried", 0, None)


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


def test_an_answer_goes_on_to_the_next_turn_and_holds_no_claims_of_its_own() -> None:
    found = quoted("Q: How?\n\nA: I say: “Look.” It works.\n\nEvery day.\n\nQ: Why?\n\nA: Ask.")
    assert [claim[0] for claim in found if claim[2] == "A"] == ["mixed", "indirect"]
    assert found[0][1][-1].endswith("Every day.")
    assert not any("How?" in segment for _, segments, _, _ in found for segment in segments)


MADE = "The/DET/1/det {noun}/NOUN/2/nsubj {verb}/VERB/2/ROOT {what}/NOUN/2/obj ./PUNCT/2/punct"


@pytest.mark.parametrize(
    ("noun", "verb", "what", "kept"),
    [
        ("mayor", "praised", "nurses", True),
        ("mayor", "outlined", "goals", False),  # a topic
        ("mayor", "ensured", "calm", False),  # an act
        ("mayor", "repaired", "bridges", False),  # no cue of the lexicon, no clause
        ("partnership", "praised", "nurses", False),  # cannot speak
        ("report", "praised", "nurses", True),
    ],
)
def test_acts_topics_and_things_make_no_claims(noun: str, verb: str, what: str, kept: bool) -> None:
    doc = build(
        MADE.format(noun=noun, verb=verb, what=what),
        ("SOURCE", f"The {noun}"),
        ("CUE", verb),
        ("CONTENT", what),
    )
    for token in doc:
        token.lemma_ = {"praised": "praise", "outlined": "outline", "ensured": "ensure"}.get(
            token.text, token.lemma_
        )
    assert bool(claims(doc)) == kept


def test_what_was_not_said_is_no_claim() -> None:
    doc = build(
        "Ann/PROPN/3/nsubj did/AUX/3/aux not/PART/3/advmod say/VERB/3/ROOT whether/SCONJ/6/mark "
        "she/PRON/6/nsubj stays/VERB/3/ccomp ./PUNCT/3/punct",
        ("SOURCE", "Ann"),
        ("CUE", "not say"),
        ("CONTENT", "whether she stays"),
    )
    assert claims(doc) == []


def test_a_nested_claim_has_a_form_of_its_own() -> None:
    doc = build(
        "“/PUNCT/2/punct They/PRON/2/nsubj told/VERB/9/ccomp us/PRON/2/iobj that/SCONJ/6/mark "
        "it/PRON/6/nsubj ended/VERB/2/ccomp ,/PUNCT/2/punct ”/PUNCT/2/punct said/VERB/9/ROOT "
        "Ann/PROPN/9/nsubj ./PUNCT/9/punct",
        ("CONTENT", "“They told us that it ended,"),
        ("CUE", "said"),
        ("SOURCE", "Ann"),
    )
    doc[2].lemma_ = "tell"
    assert claims(doc) == [
        ("direct", ["They told us that it ended,"], "Ann", "said"),
        ("indirect", ["it ended"], "They", "told"),
    ]
    assert [claim.rule for claim in find_claims(doc)] == ["tagged", "nested"]


def test_a_value_put_at_a_number() -> None:
    doc = build(
        "Ann/PROPN/1/nsubj put/VERB/1/ROOT the/DET/3/det cost/NOUN/1/obj at/ADP/5/case "
        "90/NUM/1/obl ./PUNCT/1/punct"
    )
    assert claims(doc) == [("indirect", ["the cost at 90"], "Ann", "put")]


def test_what_was_called_something_in_a_loose_phrase_ends_the_claim_around_it() -> None:
    doc = build(
        "Ann/PROPN/1/nsubj said/VERB/1/ROOT prices/NOUN/3/nsubj fell/VERB/1/ccomp ,/PUNCT/6/punct "
        "a/DET/6/det drop/NOUN/3/appos Lee/PROPN/8/nsubj called/VERB/6/acl:relcl "
        "“/PUNCT/12/punct a/DET/12/det long/ADJ/12/amod winter/NOUN/8/xcomp ”/PUNCT/12/punct "
        "./PUNCT/1/punct",
        ("SOURCE", "Ann"),
        ("CUE", "said"),
        ("CONTENT", "prices fell, a drop Lee called “a long winter"),
    )
    doc[8].lemma_ = "call"
    assert claims(doc) == [
        ("indirect", ["prices fell"], "Ann", "said"),
        ("direct", ["a long winter"], "Lee", "called"),
    ]


def test_a_second_verb_in_a_content_makes_a_claim_of_its_own() -> None:
    doc = build(
        "He/PRON/1/nsubj said/VERB/1/ROOT that/SCONJ/5/mark we/PRON/5/nsubj must/AUX/5/aux "
        "stay/VERB/1/ccomp ,/PUNCT/8/punct and/CCONJ/8/cc advised/VERB/5/conj calm/NOUN/8/obj "
        "./PUNCT/1/punct",
        ("SOURCE", "He"),
        ("CUE", "said"),
        ("CONTENT", "that we must stay, and advised calm"),
    )
    doc[8].lemma_ = "advise"
    doc[1].tag_ = doc[8].tag_ = "VBD"
    assert claims(doc) == [
        ("indirect", ["we must stay"], "He", "said"),
        ("indirect", ["calm"], "He", "advised"),
    ]


def test_a_content_goes_on_behind_an_insertion_between_dashes() -> None:
    doc = build(
        "Ann/PROPN/1/nsubj denied/VERB/1/ROOT that/SCONJ/4/mark we/PRON/4/nsubj "
        "took/VERB/1/ccomp —/PUNCT/7/punct as/ADP/7/case guests/NOUN/4/obl —/PUNCT/7/punct "
        "bribes/NOUN/4/obj ./PUNCT/1/punct",
        ("SOURCE", "Ann"),
        ("CUE", "denied"),
        ("CONTENT", "that we took"),
    )
    doc[1].lemma_ = "deny"
    assert claims(doc)[0][1] == ["we took — as guests — bribes"]


@pytest.mark.parametrize("label", ["parataxis", "ccomp"])
def test_a_cue_put_in_between_has_contents_on_both_sides(label: str) -> None:
    doc = build(
        "Sales/NOUN/1/nsubj fell/VERB/4/advcl ,/PUNCT/1/punct she/PRON/4/nsubj said/VERB/4/ROOT "
        f";/PUNCT/4/punct shops/NOUN/7/nsubj closed/VERB/4/{label} ./PUNCT/4/punct",
        ("SOURCE", "she"),
        ("CUE", "said"),
        ("CONTENT", "Sales fell"),
        ("CONTENT", "shops closed"),
    )
    assert claims(doc) == [("indirect", ["Sales fell", "shops closed"], "she", "said")]


def test_a_missing_closing_mark_does_not_swallow_the_attribution() -> None:
    doc = NLP("“We had left.\n\n“We came back, Lee said.")
    doc.spans["claimx_attribution"] = [
        doc.char_span(a, a + len(word), label=label)
        for label, word in (("SOURCE", "Lee"), ("CUE", "said"), ("CONTENT", "We came back"))
        for a in [doc.text.index(word)]
    ]
    assert claims(doc) == [("direct", ["We had left.", "We came back,"], "Lee", "said")]


@pytest.mark.parametrize(
    ("cue", "bare"),
    [
        ("said with a laugh", "said"),
        ("in May said", "said"),
        ("did not say", "not say"),
        ("pointed out", "pointed out"),
        ("to fear", "fear"),
    ],
)
def test_cues_keep_no_manner(cue: str, bare: str) -> None:
    words = f"Ann {cue} that we left .".split()
    verb = next(i for i, word in enumerate(words) if word in ("said", "say", "pointed", "fear"))
    last = len(words) - 2
    doc = Doc(
        NLP.vocab,
        words=words,
        pos=["VERB" if i in (verb, last) else "AUX" if w == "did" else "X"
             for i, w in enumerate(words)],
        tags=["TO" if word == "to" else "" for word in words],
        lemmas=[{"said": "say", "pointed": "point"}.get(word, word) for word in words],
        heads=[verb if i != last - 1 else last for i in range(len(words))],
        deps=["nsubj" if i in (0, last - 1) else "ccomp" if i == last else "ROOT" if i == verb
              else "dep" for i in range(len(words))],
    )  # fmt: skip
    doc.spans["claimx_attribution"] = [
        doc.char_span(0, 3, label="SOURCE"),
        doc.char_span(4, 4 + len(cue), label="CUE"),
        doc.char_span(5 + len(cue), doc.text.index(" ."), label="CONTENT"),
    ]
    assert [claim[3] for claim in claims(doc)] == [bare]


def test_said_is_the_date_beside_the_cue() -> None:
    if not Doc.has_extension("claimx_dates"):
        Doc.set_extension("claimx_dates", default=None)
    doc = NLP("On January 5, Ann Lee said: “We left on January 3.”")
    doc._.claimx_dates = [
        {"start": 3, "end": 12, "value": "2026-01-05"},
        {"start": 40, "end": 49, "value": "2026-01-03"},
    ]
    assert [claim.said for claim in find_claims(doc)] == ["2026-01-05"]


def test_lexicon_has_no_word_twice() -> None:
    for name, entry in lexicon.load("cues")["classes"].items():
        assert len(entry["verbs"]) == len(set(entry["verbs"])), name


@settings(deadline=None)
@given(st.one_of(MARKED_TEXT, st.text()))
def test_any_text_gives_claims_whose_offsets_hold(text: str) -> None:
    doc = NLP(text)
    for index, claim in enumerate(find_claims(doc)):
        assert claim.rule in RULES
        assert claim.form in ("direct", "mixed", "indirect")
        assert claim.carried is None or claim.carried < index
        assert list(claim.segments) == sorted(claim.segments)
        for start, end in (*claim.segments, *claim.quotes, claim.source or (0, 1)):
            assert 0 <= start < end <= len(text)
        assert all(text[a:b].strip() == text[a:b] for a, b in claim.segments)
        assert (claim.form == "indirect") == (not claim.quotes)


def test_a_date_that_ends_an_attribution_tells_when_it_was_said(nlp):
    text = '"We will not go there," Brandt told the Ella Moss Hour on March 22.'
    doc = nlp.make_doc(text)
    doc._.claimx_published = "2026-04-02"
    (claim,) = nlp(doc)._.claimx_claims
    assert claim["said"] == "2026-03-22"
