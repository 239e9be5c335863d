"""The same queries on the same sentences, under both label schemes."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from claimx.text import syntax

VOCAB = English().vocab


def build(rows: str) -> Doc:
    """A Doc from lines "word POS head label", heads being indices."""
    table = [row.split() for row in rows.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[row[0] for row in table],
        pos=[row[1] for row in table],
        tags=["VBN" if row[0] in ("described",) else "" for row in table],
        heads=[int(row[2]) for row in table],
        deps=[row[3] for row in table],
        sent_starts=[index == 0 for index in range(len(table))],
    )


SAID = {
    "ud": build(
        """
        The DET 2 det
        old ADJ 2 amod
        mayor NOUN 6 nsubj
        of ADP 4 case
        Riga PROPN 2 nmod
        never ADV 6 advmod
        said VERB 6 ROOT
        that SCONJ 9 mark
        he PRON 9 nsubj
        left VERB 6 ccomp
        , PUNCT 11 punct
        adding VERB 6 advcl
        details NOUN 11 obj
        """
    ),
    "clearnlp": build(
        """
        The DET 2 det
        old ADJ 2 amod
        mayor NOUN 6 nsubj
        of ADP 2 prep
        Riga PROPN 3 pobj
        never ADV 6 neg
        said VERB 6 ROOT
        that SCONJ 9 mark
        he PRON 9 nsubj
        left VERB 6 ccomp
        , PUNCT 6 punct
        adding VERB 6 advcl
        details NOUN 11 dobj
        """
    ),
}
DESCRIBED = {
    "ud": build(
        """
        It PRON 2 nsubj:pass
        was AUX 2 aux:pass
        described VERB 2 ROOT
        by ADP 5 case
        Ms PROPN 5 compound
        Berg PROPN 2 obl
        , PUNCT 8 punct
        a DET 8 det
        lawyer NOUN 5 appos
        """
    ),
    "clearnlp": build(
        """
        It PRON 2 nsubjpass
        was AUX 2 auxpass
        described VERB 2 ROOT
        by ADP 2 agent
        Ms PROPN 5 compound
        Berg PROPN 3 pobj
        , PUNCT 5 punct
        a DET 8 det
        lawyer NOUN 5 appos
        """
    ),
}
SCHEMES = pytest.mark.parametrize("scheme", ["ud", "clearnlp"])


@SCHEMES
def test_verb_and_its_arguments(scheme: str) -> None:
    doc = SAID[scheme]
    said = doc[6]
    subject = syntax.subject(said)
    clause = syntax.clausal_complement(said)
    assert subject is not None and subject.text == "mayor"
    assert clause is not None and clause.text == "left"
    assert syntax.subtree(clause) == (7, 10)
    assert syntax.negated(said)
    assert not syntax.negated(doc[11])
    assert not syntax.is_passive(said)
    assert [token.text for token in syntax.objects(doc[11])] == ["details"]


@SCHEMES
def test_participle_shares_the_subject(scheme: str) -> None:
    shared = syntax.understood_subject(SAID[scheme][11])
    assert shared is not None and shared.text == "mayor"


@SCHEMES
def test_noun_phrase_takes_what_belongs_to_it(scheme: str) -> None:
    doc = SAID[scheme]
    start, end = syntax.noun_phrase(doc[2])
    assert doc[start:end].text == "The old mayor of Riga"


@SCHEMES
def test_passive_agent_and_apposition(scheme: str) -> None:
    doc = DESCRIBED[scheme]
    by = syntax.agent(doc[2])
    assert by is not None and by.text == "Berg"
    assert syntax.subject(doc[2]) is None
    assert syntax.is_passive(doc[2])
    start, end = syntax.noun_phrase(by)
    assert doc[start:end].text == "Ms Berg"
    start, end = syntax.noun_phrase(by, whole=True)
    assert doc[start:end].text == "Ms Berg , a lawyer"
    assert [token.text for token in syntax.appositions(by)] == ["lawyer"]


@SCHEMES
def test_noun_chunks(scheme: str) -> None:
    said = [SAID[scheme][a:b].text for a, b in syntax.noun_chunks(SAID[scheme])]
    assert said == ["The old mayor", "Riga", "he", "details"]
    described = [DESCRIBED[scheme][a:b].text for a, b in syntax.noun_chunks(DESCRIBED[scheme])]
    assert described == ["It", "Ms Berg", "a lawyer"]


def test_flat_names_are_one_chunk() -> None:
    doc = build(
        """
        Senator PROPN 3 nsubj
        Jane PROPN 0 flat
        Roe PROPN 0 flat
        left VERB 3 ROOT
        """
    )
    assert [doc[a:b].text for a, b in syntax.noun_chunks(doc)] == ["Senator Jane Roe"]


def test_relative_clause_finds_its_antecedent() -> None:
    doc = build(
        """
        A DET 1 det
        man NOUN 4 nsubj
        who PRON 3 nsubj
        argued VERB 1 acl:relcl
        left VERB 4 ROOT
        """
    )
    found = syntax.understood_subject(doc[3])
    assert found is not None and found.text == "man"


def test_head_of_a_span() -> None:
    assert syntax.head_of(SAID["ud"], 0, 5).text == "mayor"
    assert syntax.head_of(SAID["ud"], 5, 7).text == "said"


def test_without_a_parse_nothing_is_found() -> None:
    doc = Doc(VOCAB, words=["She", "said", "so"])
    assert not syntax.parsed(doc)
    assert not syntax.tagged(doc)
    assert syntax.any_subject(doc[1]) is None
    assert syntax.understood_subject(doc[1]) is None
    assert syntax.noun_phrase(doc[0]) == (0, 1)
    assert list(syntax.noun_chunks(doc)) == []
