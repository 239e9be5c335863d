"""The spaCy factories: alone, together, and through spaCy's own serialization."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from claimx import components
from claimx.claims import ClaimMatch

OURS = [
    "claimx_sentences",
    "claimx_names",
    "claimx_attribution",
    "claimx_figures",
    "claimx_dates",
    "claimx_claims",
    "claimx_speakers",
    "claimx_confidence",
]
TEXT = "“We spent 1.4 billion manats ($824 million) in 2025,” Ada Quill said."


def run(*names, text=TEXT, published=None):
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    doc = nlp.make_doc(text)
    doc._.claimx_published = published
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


@pytest.mark.parametrize("name", OURS)
def test_each_works_alone_in_a_blank_pipeline(name):
    assert run(name).text == TEXT


def test_spacy_finds_the_factories_without_an_import():
    code = "import spacy; spacy.blank('en').add_pipe('claimx_figures')"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_figures_are_plain_values_with_exact_offsets():
    first, second = run("claimx_figures")._.claimx_figures
    assert (first["text"], first["value"], first["unit"]) == (
        "1.4 billion manats",
        1400000000,
        "AZN",
    )
    assert (first["equivalent"], second["equivalent"]) == (1, 0)
    assert TEXT[first["start"] : first["end"]] == first["text"]
    assert type(first["value"]) is int


def test_spans_are_widened_to_tokens():
    doc = run("claimx_figures", "claimx_dates")
    assert [span.label_ for span in doc.spans["claimx_figures"]] == ["money", "money"]
    assert [span.text for span in doc.spans["claimx_dates"]] == ["2025"]


def test_dates_are_resolved_against_the_article():
    (date,) = run("claimx_dates", text="He left yesterday.", published="2026-01-06")._.claimx_dates
    assert (date["value"], date["anchor"]) == ("2026-01-05", "2026-01-06")


def test_claims_know_what_they_hold(monkeypatch):
    outer, inner = (1, 52), (10, 52)
    matches = [
        ClaimMatch("direct", (span,), (), None, None, None, None, "test", None)
        for span in (outer, inner)
    ]
    monkeypatch.setattr("claimx.claims.find_claims", lambda *_: matches)
    doc = run("claimx_figures", "claimx_dates", "claimx_claims")
    first, second = doc._.claimx_claims
    assert first["figures"] == second["figures"] == [0, 1]
    assert first["dates"] == [0]
    assert {value["claim"] for value in doc._.claimx_figures} == {1}
    assert [components.claim_match(value) for value in doc._.claimx_claims] == matches


def test_values_survive_bytes(nlp):
    doc = nlp(TEXT)
    assert doc._.claimx_claims
    (back,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    for name in components.EXTENSIONS:
        # msgpack makes tuples of lists.
        assert json.dumps(getattr(back._, name)) == json.dumps(getattr(doc._, name))


def test_a_doc_has_lists_of_its_own():
    nlp = spacy.blank("en")
    first, second = nlp.make_doc("a"), nlp.make_doc("b")
    first._.claimx_claims.append({})
    assert second._.claimx_claims == []


def test_registering_twice_keeps_what_is_there():
    before = Doc.get_extension("claimx_claims")
    components.register_extensions()
    assert Doc.get_extension("claimx_claims") == before


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1400000000", 1400000000),
        ("1.4E+9", 1400000000),
        ("0.1", 0.1),
        ("5.00", 5),
        ("-2.5", -2.5),
        ("1E+400", None),
        ("NaN", None),
    ],
)
def test_numbers(value, number):
    got = components.json_number(Decimal(value))
    assert (got, type(got)) == (number, type(number))


@pytest.mark.parametrize("name", ["claimx_figures", "claimx_dates"])
def test_a_pipeline_of_another_language_is_a_warning(caplog, name):
    spacy.blank("de").add_pipe(name)
    assert caplog.messages == [f'{name} reads English only; the pipeline is for "de"']
    caplog.clear()
    spacy.blank("en").add_pipe(name)
    assert not caplog.messages


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("claimx_names", ["doc.ents"]),
        ("claimx_tagger", ["doc.user_data"]),
        ("claimx_parser", ["doc.user_data"]),
        ("claimx_claims", ["token.tag", "token.dep", "token.head", "doc.ents"]),
        (
            "claimx_speakers",
            ["token.tag", "token.dep", "token.head", "doc.ents", "doc._.claimx_claims"],
        ),
        ("claimx_confidence", ["doc._.claimx_claims"]),
        ("claimx_dates", []),
        ("claimx_figures", []),
    ],
)
def test_spacy_reports_what_a_blank_pipeline_lacks(name, missing):
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    problems = nlp.analyze_pipes()["problems"]
    assert sorted(problems[name]) == sorted(missing)


def test_the_bundled_pipeline_lacks_nothing():
    from claimx.run.pipeline import load

    problems = load().analyze_pipes()["problems"]
    assert not any(problems.values()), problems
