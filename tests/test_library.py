"""The package as a library: its examples run, its names are typed and documented."""

import doctest
import inspect
import json
import logging
from pathlib import Path

import pytest

import claimx
from claimx import library
from claimx.errors import InputError, ModelError, SettingsError

TEXT = "“We sold it for $5 million,” Ada Quill, the mayor, said on Monday."


@pytest.fixture(scope="module")
def pipeline(nlp):
    return claimx.Pipeline(nlp, date="2026-01-10")


@pytest.mark.parametrize("module", [claimx, library], ids=str)
def test_the_examples_run(nlp, module):
    failed, attempted = doctest.testmod(module)
    assert (failed, attempted > 2) == (0, True)


@pytest.mark.parametrize("name", ["load", "extract", "Pipeline"])
def test_each_entry_is_documented_and_typed(name):
    function = getattr(claimx, name)
    assert ">>>" in (inspect.getdoc(function) or "")
    signature = inspect.signature(function)
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty


def test_every_exported_name_is_there():
    for name in claimx.__all__:
        assert getattr(claimx, name) is not None
    assert set(claimx.__all__) <= set(dir(claimx))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        claimx.nothing  # noqa: B018


def test_the_package_says_that_it_is_typed():
    assert (Path(claimx.__file__).parent / "py.typed").is_file()


def test_a_text_is_one_article(pipeline):
    kinds = [record.kind for record in pipeline.extract(TEXT)]
    assert kinds == ["document", "claim", "figure", "date"]


def test_the_records_of_an_article(pipeline):
    records = pipeline(TEXT, date="2026-01-17")
    assert records.document.published == "2026-01-17"
    assert [claim.speaker.name for claim in records.claims] == ["Ada Quill"]
    assert [figure.value for figure in records.figures] == [5_000_000]
    assert [date.value for date in records.dates] == ["2026-01-12"]
    assert isinstance(records.claims[0], claimx.Claim)
    dicts = records.to_dicts()
    assert dicts == claimx.to_dicts(records)
    assert json.loads(json.dumps(dicts))[1]["kind"] == "claim"


def test_a_notebook_shows_the_article(pipeline):
    page = pipeline(TEXT + " <b>")._repr_html_()
    assert page.startswith("<pre")
    assert "Ada Quill" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_options_are_those_of_the_command(nlp, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"body": TEXT, "desk": "city"}))
    pipeline = claimx.Pipeline(nlp, text_field="body", keep=("desk",), kind=("document",))
    (document,) = pipeline.extract(tmp_path)
    assert document.meta == {"desk": "city"}
    with pytest.raises(SettingsError, match="kind cannot be"):
        claimx.Pipeline(kind=("claims",))
    with pytest.raises(TypeError, match="nonsense"):
        claimx.Pipeline(nonsense=1)


def test_a_bad_source_raises_or_is_skipped(pipeline, tmp_path, caplog):
    sources = [tmp_path / "missing.txt", " ", TEXT]
    with pytest.raises(InputError, match="no such file"):
        list(pipeline.extract(sources))
    with caplog.at_level(logging.WARNING, logger="claimx"):
        (records,) = pipeline.articles(sources, on_error="skip")
    assert records.document.doc == "text:3"
    assert "missing.txt: no such file" in caplog.text
    assert "text:2: contains no text" in caplog.text
    with pytest.raises(InputError, match="contains no text"):
        pipeline(" ")
    with pytest.raises(TypeError, match=r"a str or a pathlib\.Path, not bytes"):
        list(pipeline.extract([b"x"]))


@pytest.mark.parametrize("name", ["no_such_model", "typer"])
def test_a_model_that_is_not_a_pipeline_raises(name):
    with pytest.raises(ModelError):
        claimx.load(name)


def test_a_pipeline_of_another_language_is_refused(tmp_path):
    import spacy

    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(ModelError, match='is for the language "de"'):
        claimx.load(str(tmp_path / "german"))
