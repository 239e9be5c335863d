"""Other tools' formats: each is read back by its own library or by its rules."""

import io
import json
import re
from xml.etree import ElementTree

import pytest
from fake_run import article
from stories import STORIES, TEXT
from typer.testing import CliRunner

from claimx import export
from claimx.cli import app
from claimx.errors import InputError, SettingsError
from claimx.export import brat, claim_review, docbin, label_studio, prodigy, timeml, web_annotation
from claimx.export.regions import of_article, records_of
from claimx.records import validate
from claimx.saved import of_records

STORY = of_records(STORIES[0])
ALL = list(map(of_records, STORIES))


def joined(format, articles=ALL):
    return b"".join(format.parts(articles))


# --- Regions


@pytest.mark.parametrize("records", STORIES)
def test_regions_come_back_as_the_same_records(records):
    given = of_records(records)
    assert records_of(given, of_article(given)) == records


def test_a_moved_and_a_new_region_become_records():
    from dataclasses import replace

    from claimx.export.regions import Region, Relation

    found = of_article(STORY)
    claim, figure = (
        next(one for one in found.regions if one.label == label) for label in ("claim", "figure")
    )
    start = TEXT.index("anyone had counted")
    found.regions[found.regions.index(claim)] = replace(claim, start=claim.start + 4)
    found.regions.remove(figure)
    found.regions += [
        Region("x1", "claim", start, start + 18, {"stance": "asks"}),
        Region("x2", "speaker", TEXT.index("He asked"), TEXT.index("He asked") + 2),
        Region("x3", "figure", start, start + 6, {"value": "1,200", "unit": "person"}),
    ]
    found.relations.append(Relation("speaker", "x1", "x2"))
    made = records_of(STORY, found)
    for record in made:
        validate(record)
    assert (made[0]["claims"], made[0]["figures"]) == (3, 2)
    claims = [record for record in made if record["kind"] == "claim"]
    assert claims[0]["text"].startswith("😀 new crane costs")
    assert claims[0]["figures"] == []
    assert claims[0]["speaker"]["name"] == "Ada Quill"
    assert (claims[2]["text"], claims[2]["form"]) == ("anyone had counted", "indirect")
    assert (claims[2]["speaker"]["name"], claims[2]["stance"]) == ("He", "asks")
    new = next(record for record in made if record.get("value") == 1200)
    assert new["unit"] == "person" and new["claim"] == claims[2]["id"]
    assert claims[2]["figures"] == [new["id"]]


# --- Web Annotation: https://www.w3.org/TR/annotation-model/


def test_annotations_keep_the_model_s_rules():
    made = json.loads(joined(web_annotation.FORMAT))
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "AnnotationCollection"
    items = made["first"]["items"]
    assert made["total"] == len(items) == 12
    assert len({item["id"] for item in items}) == 12
    for item in items:
        assert item["type"] == "Annotation"
        assert re.match(r"[a-z]+:\S+$", item["id"]), "an IRI"
        assert item["motivation"] in ("describing", "tagging")
        for body in item["body"]:
            assert body["type"] == "TextualBody" and isinstance(body["value"], str)
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            assert re.match(r"[^\s<>\"{}|\\^`]+$", target["source"]), "an IRI"
            by_quote, by_place = target["selector"]
            assert by_quote["type"] == "TextQuoteSelector"
            assert by_place["type"] == "TextPositionSelector"
            start, end = by_place["start"], by_place["end"]
            assert isinstance(start, int) and 0 <= start < end
            text = ALL[0].text
            assert text[start:end] == by_quote["exact"]
            whole = by_quote["prefix"] + by_quote["exact"] + by_quote["suffix"]
            assert text.count(whole) == 1
    direct = next(item for item in items if item["body"][0]["value"] == "claim")
    assert len(direct["target"]) == 2


def test_no_annotation_is_an_empty_page():
    made = json.loads(joined(web_annotation.FORMAT, []))
    assert (made["total"], made["first"]["items"]) == (0, [])


# --- brat


def test_brat_reads_the_standoff():
    bratly = pytest.importorskip("bratly", reason="needs bratly: the extra browser-test")
    files = dict(brat.files(ALL))
    assert set(files) == {"annotation.conf", *(f"{n}.{e}" for n in "abc" for e in ("txt", "ann"))}
    text = files["a.txt"].decode()
    lines = files["a.ann"].decode().splitlines()
    entities = {}
    for line in lines:
        if line[0] == "T":
            entity = bratly.EntityAnnotation.from_line(line)
            entities[line.split("\t")[0]] = entity
            stands = " ".join(text[f.start : f.end] for f in entity.fragments)
            assert stands == entity.content
        elif line[0] == "R":
            bratly.RelationAnnotation.from_line(line, entities)
        elif line[0] == "A":
            bratly.AttributeAnnotation.from_line(line, entities)
        else:
            bratly.NoteAnnotation.from_line(line, entities)
    assert [entity.label for entity in entities.values()].count("Claim") == 2
    assert any(len(entity.fragments) == 2 for entity in entities.values())
    assert sum(line[0] == "R" for line in lines) == 4


def test_a_claim_over_lines_is_in_fragments():
    records = article("x.txt", claims=1)
    broken = records[0]["text"].replace("The fine", "The\r\nfne")
    found = of_article(of_records([records[0] | {"text": broken}, *records[1:]]))
    lines = brat.standoff(broken, found)
    first = next(line for line in lines if "\tClaim" in line)
    assert first.split("\t")[1:] == ["Claim 1 4;6 9;19 22", "The fne was"]


# --- TimeML


@pytest.mark.parametrize("story", ALL)
def test_timeml_has_text_and_dates(story):
    root = ElementTree.fromstring(timeml.document(story))
    assert [child.tag for child in root] == ["DOCID", "DCT", "TITLE", "TEXT"]
    assert root.find("DCT/TIMEX3").get("functionInDocument") == "CREATION_TIME"
    assert "".join(root.find("TEXT").itertext()) == story.text
    dates = [record for record in story.records if record["kind"] == "date"]
    timexes = root.findall("TEXT/TIMEX3")
    assert [one.text for one in timexes] == [date["text"] for date in dates]
    assert [one.get("value") for one in timexes] == [date["value"] for date in dates]
    assert {one.get("type") for one in timexes} <= {"DATE", "TIME", "DURATION", "SET"}
    ids = [one.get("tid") for one in root.iter("TIMEX3")]
    assert len(set(ids)) == len(ids)


def test_what_xml_cannot_hold_is_replaced():
    document, *others = article("a&b.txt", title="\x00<b>")
    text = document["text"].replace("fine", "f\x01\ufffee")
    root = ElementTree.fromstring(timeml.document(of_records([document | {"text": text}, *others])))
    assert root.find("TITLE").text == "\ufffd<b>"
    assert len("".join(root.find("TEXT").itertext())) == len(text)


# --- DocBin


def test_spacy_reads_the_docs():
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    docs = list(DocBin().from_bytes(joined(docbin.FORMAT)).get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [one.text for one in ALL]
    figures = docs[0].spans["claimx_figures"]
    assert [span.text for span in figures] == ["$5 million", "40 jobs"]
    kept = {record["id"] for record in docs[0].user_data["claimx"]}
    assert {span.id_ for span in figures} <= kept
    assert {span.label_ for span in docs[0].spans["claimx_speakers"]} == {"speaker"}


# --- ClaimReview: https://developers.google.com/search/docs/appearance/structured-data/factcheck


def test_claim_reviews_have_what_is_required_and_no_verdict():
    made = json.loads(joined(claim_review.FORMAT))
    assert len(made) == 4
    for one in made:
        assert one["@context"] == "https://schema.org" and one["@type"] == "ClaimReview"
        assert {"claimReviewed", "reviewRating", "url"} <= one.keys()
        assert one["reviewRating"]["ratingValue"] == one["url"] == ""
        assert one["itemReviewed"]["@type"] == "Claim"
    assert made[0]["itemReviewed"]["author"] == {"@type": "Person", "name": "Ada Quill"}
    assert made[0]["itemReviewed"]["datePublished"] == "2026-01-06"
    assert joined(claim_review.FORMAT, []) == b"[]\n"


def test_a_denial_is_not_reviewed_as_what_was_said():
    records = article("a.txt")
    records[1] |= {"stance": "denies"}
    (made,) = json.loads(joined(claim_review.FORMAT, [of_records(records)]))
    assert made["claimReviewed"] == records[1]["context"] != records[1]["text"]
    records[1]["stance"] = "asks"
    assert json.loads(joined(claim_review.FORMAT, [of_records(records)])) == []


# --- Label Studio and Prodigy, there and back


@pytest.mark.parametrize("tool", [label_studio, prodigy])
def test_a_round_trip_changes_nothing(tool):
    made = list(tool.read(io.BytesIO(joined(tool.FORMAT))))
    assert made == [one.all() for one in ALL]


def annotated(**changed):
    """The first task with an annotation made of its prediction; `changed` by region id."""
    task = json.loads(joined(label_studio.FORMAT))[0]
    results = task["predictions"][0]["result"]
    kept = [one for one in results if changed.get(one.get("id"), True)]
    return task | {"annotations": [{"result": kept, "updated_at": "2026-01-07"}]}, kept


def test_label_studio_s_corrections_come_back():
    claim, crane = STORIES[0][2], STORIES[0][3]
    task, results = annotated(**{crane["id"]: False})
    for one in results:
        if one.get("from_name") == "stance" and one["id"] == claim["id"]:
            one["value"]["choices"] = ["wants"]
        if one.get("from_name") == "name" and one["value"]["text"] == ["Ada Quill"]:
            one["value"]["text"] = ["Ada B. Quill"]
    (made,) = label_studio.read(io.BytesIO(json.dumps([task]).encode()))
    assert made[0]["figures"] == 1
    (first, _) = (record for record in made if record["kind"] == "claim")
    assert (first["stance"], first["speaker"]["name"]) == ("wants", "Ada B. Quill")
    assert first["figures"] == []
    for record in made:
        validate(record)


def test_a_cancelled_annotation_does_not_count():
    task, results = annotated()
    results.clear()
    task["annotations"][0]["was_cancelled"] = True
    (made,) = label_studio.read(io.BytesIO(json.dumps([task]).encode()))
    assert made == STORIES[0]


def test_regions_that_do_not_fit_the_text_are_refused():
    task, results = annotated()
    results[0]["value"]["start"] += 1
    with pytest.raises(InputError, match="a region's offsets do not fit its text"):
        list(label_studio.read(io.BytesIO(json.dumps([task]).encode())))


def test_label_studio_s_own_library_takes_configuration_and_tasks():
    # In no extra: it brings OpenCV along, which pins an older numpy.
    label_interface = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="needs: pip install label-studio-sdk"
    )
    from importlib.resources import files

    text = files("claimx.export").joinpath("label_studio.xml").read_text(encoding="utf-8")
    interface = label_interface.LabelInterface(text)
    interface.validate()
    for task in json.loads(joined(label_studio.FORMAT)):
        # With predictions in it, this version's validate_task calls itself wrongly.
        assert interface.validate_task({"data": task["data"]})
        prediction = task["predictions"][0]
        assert interface.validate_prediction(prediction, return_errors=True) == []


def test_prodigy_s_corrections_come_back():
    task = json.loads(joined(prodigy.FORMAT).splitlines()[0])
    assert all(
        task["text"][token["start"] : token["end"]] == token["text"] for token in task["tokens"]
    )
    task["spans"] = [span for span in task["spans"] if span["label"] != "figure"]
    task["relations"] = [one for one in task["relations"] if one["label"] != "speaker"]
    rejected = json.loads(joined(prodigy.FORMAT).splitlines()[1])
    rejected |= {"answer": "reject", "spans": []}
    lines = "".join(json.dumps(one) + "\n" for one in (task | {"answer": "accept"}, rejected))
    made, other = prodigy.read(io.BytesIO(lines.encode()))
    assert [record["kind"] for record in made] == ["document", "date", "claim", "claim", "date"]
    assert {record["speaker"] for record in made if record["kind"] == "claim"} == {None}
    assert other == STORIES[1]


@pytest.mark.parametrize("tool", [label_studio, prodigy])
def test_another_file_is_refused(tool):
    for content in b'{"text": "x"}', b"[{}]", b"nonsense":
        with pytest.raises(InputError, match="not a"):
            list(tool.read(io.BytesIO(content)))


def test_the_docs_show_label_studio_s_configuration():
    from importlib.resources import files
    from pathlib import Path

    page = Path(__file__).parent.parent / "docs" / "exports.md"
    text = files("claimx.export").joinpath("label_studio.xml").read_text(encoding="utf-8")
    assert text in page.read_text(encoding="utf-8")


# --- The commands and the registry


def test_a_package_can_add_its_own_format(monkeypatch):
    class Entry:
        name = "ours"

        def load(self):
            return export.Format(parts=lambda articles: iter([b"ours"]))

    monkeypatch.setattr(export, "entry_points", lambda group: [Entry()])
    assert joined(export.exporter("ours")) == b"ours"
    with pytest.raises(SettingsError, match='no format "theirs"; use ours'):
        export.exporter("theirs")


def test_names_of_files_are_safe_and_differ():
    names = export.Names()
    made = [names.new(doc) for doc in ("../a.txt", "a.txt", "A.txt", "x.jsonl#k/1", "-", "é.txt")]
    assert made == ["a", "a-2", "A-3", "x.jsonl_k_1", "-", "é"]


def test_the_commands(tmp_path):
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps(one) + "\n" for some in STORIES for one in some))
    run = CliRunner().invoke
    for format in export.names("claimx.exports"):
        output = tmp_path / format
        result = run(app, ["export", format, str(records), "-o", str(output)])
        assert result.exit_code == 0, result.output
        assert output.exists()
    assert len(list((tmp_path / "brat").iterdir())) == 7
    for format in export.names("claimx.imports"):
        result = run(app, ["import", format, str(tmp_path / format)])
        assert [json.loads(line) for line in result.stdout.splitlines()] == [
            record for records in STORIES for record in records
        ]
    result = run(app, ["export", "sqlite", str(records), "-o", str(tmp_path / "news.db")])
    assert result.exit_code == 0 and (tmp_path / "news.db").stat().st_size
    result = run(app, ["export", "brat", str(records)])
    assert "give a folder with -o" in str(result.exception)
    assert "use brat" in str(run(app, ["export", "bratt", str(records)]).exception)
