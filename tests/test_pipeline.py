"""Records of articles, by the whole pipeline."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import claimx
from claimx.errors import InputError, ModelError
from claimx.reader import from_text, read
from claimx.records import Claim, Document, Figure, validate
from claimx.run import pipeline
from claimx.run.batches import CHARS
from claimx.settings import Settings

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ALL = ("document", "claim", "figure", "date", "sentence")

TEXT = """Board votes for a second quay

10 January 2026 20:31

The harbour board approved a second quay on Monday, at a cost of 1.4 billion manats ($824 million).

"We will pour concrete before the first frost," said its chairwoman, Ada Quill.

"It will take five years," she added.
"""


def records(nlp, *texts, **settings):
    inputs = [from_text(text, id=f"{number}.txt") for number, text in enumerate(texts)]
    return list(pipeline.extract(inputs, nlp, settings=Settings(**settings)))


@pytest.fixture(scope="module")
def article(nlp):
    (found,) = records(nlp, TEXT, kind=ALL)
    return found


def of_kind(found, kind):
    return [record for record in found if record["kind"] == kind]


def check(text, found):
    """What holds for the records of any article."""
    for record in found:
        validate(record)
        spans = [record] if record["kind"] != "claim" else []
        for key in ("segments", "quotes"):
            spans += record.get(key, [])
        spans += [part for key in ("speaker", "cue") if (part := record.get(key))]
        for span in spans:
            if span["start"] is not None:
                assert text[span["start"] : span["end"]] == span["text"]
        if record["context"] is not None:
            assert record["context"] in text
    ids = [record["id"] for record in found]
    assert len(ids) == len(set(ids))
    order = [(r["start"], r["end"], r["kind"]) for r in found if r["kind"] != "document"]
    assert order == sorted(order)
    figures = {record["id"]: record for record in of_kind(found, "figure")}
    dates = {record["id"]: record for record in of_kind(found, "date")}
    for claim in of_kind(found, "claim"):
        assert claim["text"] == " ".join(segment["text"] for segment in claim["segments"])
        for key in claim["figures"] + claim["dates"]:
            inner = figures.get(key) or dates[key]
            assert any(s["start"] <= inner["start"] < s["end"] for s in claim["segments"])
    for figure in figures.values():
        if figure["equivalent"] is not None:
            assert figures[figure["equivalent"]]["equivalent"] == figure["id"]


def test_an_article(article):
    check(TEXT, article)
    document = article[0]
    assert document["kind"] == "document"
    assert document["title"] == "Board votes for a second quay"
    assert (document["published"], document["published_from"]) == ("2026-01-10T20:31", "text")
    assert document["text"].startswith("The harbour board")
    assert document["chars"] == document["end"] - document["start"]
    for kind in ("claim", "figure", "date", "sentence"):
        assert document[f"{kind}s"] == len(of_kind(article, kind)) > 0


def test_figures_link_to_their_equivalents(article):
    manats, dollars = [f for f in of_kind(article, "figure") if f["measure"] == "money"]
    assert (manats["value"], manats["unit"], manats["equivalent"]) == (
        1400000000,
        "AZN",
        dollars["id"],
    )


def test_sentences_are_numbered_and_stop_at_blank_lines(article):
    sentences = of_kind(article, "sentence")
    assert [record["sentence"] for record in sentences] == list(range(len(sentences)))
    assert not any("\n" in record["text"] for record in sentences)


def test_quoted_words_are_the_speakers(article):
    quoted = [claim for claim in of_kind(article, "claim") if claim["form"] == "direct"]
    assert quoted[0]["text"].startswith("We will pour concrete before the first frost")
    assert {claim["speaker"]["name"] for claim in quoted} == {"Ada Quill"}


def test_sentences_come_on_request_only(nlp, article):
    (found,) = records(nlp, TEXT, kind=("claim",))
    assert found == [record for record in article if record["kind"] != "sentence"]


def test_the_option_wins_over_metadata_over_text(nlp):
    def published(*, date=None, text=TEXT, option=None):
        item = from_text(text, id="a")
        item = type(item)(id="a", text=text, sha256=item.sha256, date=date)
        (found,) = pipeline.extract([item], nlp, settings=Settings(date=option))
        return found[0]["published"], found[0]["published_from"]

    assert published() == ("2026-01-10T20:31", "text")
    assert published(date="2025-05-01T10:00:00Z") == ("2025-05-01T10:00", "metadata")
    assert published(date="2025-05-01", option="2024-02-02") == ("2024-02-02", "option")
    assert published(date="soon", text="It rained.") == (None, None)


def test_the_same_input_gives_the_same_bytes(nlp):
    text = (SEEDS / "defence-budget.txt").open(encoding="utf-8", newline="").read()
    first, second = (json.dumps(records(nlp, TEXT, text)) for _ in range(2))
    assert first == second


def test_an_article_alone_and_in_company_is_the_same(nlp):
    text = (SEEDS / "peace-force.txt").open(encoding="utf-8", newline="").read()
    alone = [records(nlp, item)[0] for item in (TEXT, text)]
    together = records(nlp, TEXT, text)
    ids = dict.fromkeys(("id", "doc", "figures", "dates", "claim", "equivalent", "period"), 0)
    strip = [
        [{**r, **ids, "speaker": {**(r.get("speaker") or {}), "entity": 0}} for r in found]
        for found in alone + together
    ]
    assert strip[:2] == strip[2:]


def test_all_example_articles_hold(nlp):
    settings = Settings(kind=ALL)
    items = list(read([str(SEEDS)], settings=settings))
    assert len(items) >= 6
    for item, found in zip(items, pipeline.extract(items, nlp, settings=settings), strict=True):
        check(item.text, found)


@pytest.mark.parametrize(
    "text", ["?", "“", "€", "a", "\ufeffx", "1" * 5000, "(" * 3000, "“" * 1000 + "x", "x\n" * 2000,
             "\u202eabc\u202c \u200d", "👩‍👩‍👧 said “no” 🚀.", "e\u0301\u0301\u0301", "a\0b"],
    ids=repr,
)  # fmt: skip
def test_odd_texts(nlp, text):
    (found,) = records(nlp, text[:6000], kind=ALL)
    assert not isinstance(found, InputError), found
    check(text, found)


@given(st.text(alphabet=st.sampled_from("aB .,\n\"“”'’$€%5-—sd()"), min_size=1, max_size=120))
def test_offsets_hold_for_any_text(nlp, text):
    (found,) = records(nlp, text, kind=ALL)
    assert not isinstance(found, InputError), found
    check(text, found)


def test_a_long_article_is_one_document(nlp):
    part = TEXT[TEXT.index("The harbour") :]
    text = "\n".join([part] * 200)
    assert len(text) > 2 * pipeline.LONGEST_PIECE
    (found,) = records(nlp, text)
    check(text, found)
    (single,) = records(nlp, part)
    names = {claim["speaker"]["name"] for claim in of_kind(found, "claim") if claim["speaker"]}
    assert "Ada Quill" in names
    assert len(of_kind(found, "figure")) == 200 * len(of_kind(single, "figure"))


@given(st.text(alphabet=st.sampled_from("ab. \n\r"), max_size=300), st.integers(1, 40))
def test_pieces_make_up_the_text(text, size):
    pieces = list(pipeline.cut(text, size=size // 2, longest=size))
    assert "".join(pieces) == text
    assert all(len(piece) <= size for piece in pieces)


def test_pieces_end_with_blank_lines_then_sentences_then_words():
    text = "One two.\nThree four.\n\nFive six.\n\nSeven eight nine ten"
    assert list(pipeline.cut(text, size=12)) == [
        "One two.\nThree four.\n\n",
        "Five six.\n\nSeven eight nine ten",
    ]
    assert next(pipeline.cut("One two.\nThree four five six.", size=9, longest=20)) == "One two.\n"
    assert next(pipeline.cut("One two. Three four five six.", size=9, longest=20)) == "One two. "
    assert next(pipeline.cut("one two three", size=4, longest=9)) == "one two "
    assert list(map(len, pipeline.cut("one " + "x" * 1_100 + " two"))) == [504, 500, 104]


class Faulty:
    """A pipe that raises at one word."""

    def __init__(self, word):
        self.word = word

    def __call__(self, doc):
        if self.word in doc.text:
            raise ValueError(f"{self.word} met")
        return doc


@pytest.mark.parametrize("place", [{"first": True}, {"last": True}, {"before": "claimx_claims"}])
def test_a_failing_article_is_reported_and_the_others_are_read(model, place):
    from spacy.language import Language

    nlp = pipeline.load(model)
    Language.factory("test_faulty", func=lambda nlp, name: Faulty("Unglück"))
    nlp.add_pipe("test_faulty", **place)
    bad = "An Unglück came. " * 3
    inputs = [from_text("One.", id="1"), InputError("lost", path="2"), from_text(bad, id="3"),
              from_text("It cost $4.", id="4")]  # fmt: skip
    first, second, third, fourth = pipeline.extract(inputs, nlp, settings=Settings())
    assert first[0]["doc"] == "1"
    assert str(second) == "2: lost"
    assert isinstance(third, InputError)
    assert str(third).startswith("3: failed (ValueError: Unglück met)")
    assert [record["kind"] for record in fourth] == ["document", "figure"]


def test_records_come_while_inputs_are_still_read(nlp):
    def inputs():
        for number in range(3):
            yield from_text("word " * (CHARS // 5), id=str(number))
        pytest.fail("read too far")

    next(pipeline.extract(inputs(), nlp, settings=Settings(kind=("document",))))


def test_models_that_will_not_do(tmp_path):
    with pytest.raises(ModelError, match="nowhere"):
        pipeline.load("nowhere")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="lacks tagger, parser, ner"):
        pipeline.load(str(tmp_path / "blank"))


def test_the_library_says_what_it_needs(model, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = list(claimx.extract([path, "It cost €40k."], model=model))
    assert isinstance(found[0], Document)
    assert any(isinstance(record, Claim) for record in found)
    assert isinstance(found[-1], Figure)
    assert found[-1].doc == "text:2"
    with pytest.raises(InputError, match="contains no text"):
        list(claimx.extract([" "], model=model))
    assert logging.getLogger("claimx").handlers


@pytest.mark.parametrize(
    ("day_first", "days"),
    [(None, ("2026-05-06", "2026-07-08")), (True, ("2026-06-05", "2026-08-07"))],
)
def test_day_first_reaches_metadata_and_body(nlp, day_first, days):
    article = from_text("The quay opened on 07/08/2026.", id="a.txt")
    article = replace(article, date="05/06/2026")
    settings = Settings(day_first=day_first)
    [found] = pipeline.extract([article], nlp, settings=settings)
    [day] = [record for record in found if record["kind"] == "date"]
    assert (found[0]["published"], day["value"]) == days


def test_another_language_is_a_warning(nlp, caplog):
    (found,) = records(nlp, "Le maire a dit que les impôts vont augmenter et que c'est ainsi.")
    assert found[0]["language"] == "fr"
    assert caplog.messages == ['0.txt: not English (it looks like "fr"); claimx reads English only']
    (found,) = records(nlp, TEXT)
    assert found[0]["language"] == "en"


def test_metadata_and_kept_fields_reach_the_document(nlp):
    article = replace(
        from_text("The fine was €40k.", id="a"), date="2026-01", url="x", site="y", meta={"n": 1}
    )
    ((document, *_),) = pipeline.extract([article], nlp, settings=Settings())
    assert (document["url"], document["site"], document["author"]) == ("x", "y", None)
    assert (document["meta"], document["published"]) == ({"n": 1}, "2026-01")


def test_a_page_carries_all_of_its_text_on_request(nlp):
    article = replace(from_text(TEXT, id="a"), converted=True)
    ((document, *_),) = pipeline.extract([article], nlp, settings=Settings())
    assert document["text"] is None
    ((document, *found),) = pipeline.extract([article], nlp, settings=Settings(text=True))
    assert document["text"] == TEXT
    for record in found:
        for span in record.get("segments", [record]):
            assert document["text"][span["start"] : span["end"]] == span["text"]


def test_markdown_costs_no_claim_and_keeps_its_offsets(nlp, tmp_path):
    text = "The **mayor**, [Ada Quill](https://x.example), said on *Monday* that **5%** would go."
    path = tmp_path / "a.md"
    path.write_text(text)
    (article,) = read([str(path)], settings=Settings())
    (found,) = pipeline.extract([article], nlp, settings=Settings(date="2026-01-14"))
    check(text, found)
    (claim,) = of_kind(found, "claim")
    assert (claim["text"], claim["speaker"]["name"]) == ("**5%** would go", "Ada Quill")
    assert of_kind(found, "date")[0]["value"] == "2026-01-12"
