"""Records read back from a file."""

import json

import pytest
from fake_run import article

from claimx import saved
from claimx.errors import InputError
from claimx.settings import Settings


@pytest.fixture
def written(tmp_path):
    """Write the records to a file and return its path."""

    def write(*records):
        path = tmp_path / "records.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return str(path)

    return write


def test_articles_come_back_with_their_text(written):
    made = [article("a.txt"), article("b.txt", claims=0)]
    path = written(*made[0], *made[1])
    assert saved.is_records(path)
    found = list(saved.read(path))
    assert [one.all() for one in found] == made
    assert found[0].body() == (made[0][0]["text"], 0)


def test_the_text_is_the_body_or_all_of_it():
    document, *_ = article("a.txt")
    body = document["text"]
    moved = document | {"start": 6, "end": 6 + len(body)}
    assert saved.of_records([moved]).body() == (body, 6)
    assert saved.of_records([moved | {"text": f"Title\n{body}\nFooter"}]).body() == (body, 6)
    texts = {document["sha256"]: f"Title\n{body}\nFooter"}
    assert saved.of_records([moved | {"text": None}], texts).body() == (body, 6)


def test_texts_are_found_by_the_source_s_bytes(tmp_path):
    (tmp_path / "a.txt").write_text("The bridge is safe.")
    (text,) = saved.texts_of([str(tmp_path)], settings=Settings()).values()
    assert text == "The bridge is safe."
    with pytest.raises(InputError, match="no such file"):
        saved.texts_of([str(tmp_path / "gone.txt")], settings=Settings())


def test_faults_name_the_line(written):
    document, claim, *_ = article("a.txt")
    for records, message in [
        ([document, claim | {"form": "loud"}], r":2: not a record \(claim.form: "),
        ([claim], ":1: no document record before it; extract with --kind document, too"),
        ([document, claim | {"doc": "b.txt"}], ":2: no document record before it"),
    ]:
        with pytest.raises(InputError, match=message):
            list(saved.read(written(*records)))


def test_other_files_are_not_records(tmp_path):
    path = tmp_path / "a.jsonl"
    for content in "", "{}", "[1]", "text", '{"text": "An article."}':
        path.write_text(content)
        assert not saved.is_records(str(path))
    assert not saved.is_records(str(tmp_path / "gone.jsonl"))
    assert not saved.is_records("-")
