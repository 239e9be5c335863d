"""The review page's source: what is in it, how large it is, how it is split."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from fake_run import article
from typer.testing import CliRunner

from claimx.cli import app
from claimx.errors import InputError, OutputError
from claimx.report import index, page, pages
from claimx.saved import SavedArticle, of_records, read

FERRY = Path(__file__).parent.parent / "fixtures" / "compare"
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
HOSTILE = "</script><script>alert(1)</script><!--\u2028<img src=x onerror=alert(1)>"


def articles(count=2, **chosen):
    return [of_records(article(f"{number}.txt", **chosen)) for number in range(count)]


def data(html):
    return json.loads(DATA.search(html)[1])


def test_the_page_has_texts_and_records_without_repeating_them():
    (first, _) = data(page(articles()))["articles"]
    assert first["text"] == articles()[0].text
    assert first["wrapped"] is False
    claim, figure, date = first["records"]
    assert claim["segments"] == [{"start": 1, "end": 9}, {"start": 19, "end": 22}]
    assert claim["speaker"] == {"start": 16, "end": 17, "kind": "person"}
    assert "context" not in claim and "confidence" not in date
    assert figure["value"] == 40_000


def test_the_policy_names_the_page_s_own_script_and_style():
    html = page(articles())
    script = html.rsplit("<script>", 1)[1].split("</script>", 1)[0]
    style = html.split("<style>", 1)[1].split("</style>", 1)[0]
    for source in script, style:
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in html
    assert "default-src 'none'" in html
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)


def test_hostile_text_stays_data():
    document, *others = article("a.txt", title=HOSTILE)
    html = page([SavedArticle(document, others, HOSTILE * 3)], title=HOSTILE)
    assert html.count("<script") == 2
    assert data(html)["articles"][0]["title"] == HOSTILE
    listed = index([("page-001.html", [document])], title=HOSTILE)
    assert "<script" not in listed
    assert f"page-001.html#{document['id']}" in listed


def test_the_page_is_smaller_than_twice_its_texts_and_records():
    made = articles(100, claims=3)
    size = sum(len(json.dumps(record)) for one in made for record in one.all())
    empty = len(page([]))
    assert len(page(made)) - empty < 2 * size


def compared():
    """The five invented articles about a ferry, with their texts."""
    texts = [path.read_text(encoding="utf-8") for path in (FERRY / "articles").iterdir()]
    by_hash = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    return list(read(str(FERRY / "records.jsonl"), texts=by_hash))


def test_what_articles_have_in_common_stands_on_the_page(tmp_path):
    output = tmp_path / "review.html"
    pages.write(compared(), output=str(output))
    across = data(output.read_text(encoding="utf-8"))["across"]
    assert [group["conflict"] for group in across["groups"]].count(True) == 4
    first = across["groups"][0]
    assert (first["word"], first["what"]) == ("conflict", "passengers")
    assert {member["where"] for member in first["members"]} <= {
        article.document["title"] for article in compared()
    }
    assert any(one["name"] == "Ingrid Solberg" for one in across["people"])


def test_what_a_folder_s_articles_have_in_common_links_to_its_pages(tmp_path):
    pages.write(compared(), output=str(tmp_path / "review.html"), most=2)
    found = data((tmp_path / "review" / "across.html").read_text(encoding="utf-8"))
    assert found["articles"] == []
    files = {
        member["href"].split("#")[0]
        for group in found["across"]["groups"]
        for member in group["members"]
    }
    assert files == {"page-001.html", "page-002.html", "page-003.html"}
    assert "across.html" in (tmp_path / "review" / "index.html").read_text(encoding="utf-8")


def test_articles_with_nothing_in_common_have_no_such_page():
    assert data(page(articles(1)))["across"] is None


def test_text_is_needed():
    document, *others = article("a.txt")
    with pytest.raises(InputError, match="its text is not in the records; give the articles"):
        page([of_records([document | {"text": None}, *others])])


def test_many_articles_become_a_folder(tmp_path):
    output = tmp_path / "review.html"
    assert pages.write(articles(3), output=str(output), most=3) == (str(output),)
    made = pages.write(articles(7), output=str(output), most=3)
    names = ["index.html", "page-001.html", "page-002.html", "page-003.html", "across.html"]
    assert made == tuple(str(tmp_path / "review" / name) for name in names)
    listed = (tmp_path / "review" / "index.html").read_text()
    assert listed.count("<tr>") == 8
    assert "page-003.html#" in listed
    last = (tmp_path / "review" / "page-003.html").read_text()
    assert [one["doc"] for one in data(last)["articles"]] == ["6.txt"]
    with pytest.raises(OutputError, match="need several files; name a file with -o"):
        pages.write(articles(7), output="-", most=3)


def test_the_command_takes_records_and_articles(tmp_path, model):
    text = "“The bridge costs $5 million,” Ada Quill, the mayor, said on Monday."
    (tmp_path / "a.txt").write_text(text)
    records, output = tmp_path / "r.jsonl", tmp_path / "review.html"
    run = CliRunner().invoke
    assert run(app, ["extract", str(tmp_path / "a.txt"), "-o", str(records), "-q"]).exit_code == 0
    for source in str(records), str(tmp_path / "a.txt"):
        result = run(app, ["report", source, "-o", str(output)])
        assert result.exit_code == 0, result.output
        assert "1 article, " in result.stderr and "wrote" in result.stderr
        (found,) = data(output.read_text())["articles"]
        assert found["text"] == text
    lines = [json.loads(line) for line in records.read_text().splitlines()]
    lines[0]["text"] = None
    records.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run(app, ["report", str(records), "-o", str(output)])
    assert result.exit_code == 1
    assert "--articles" in result.stderr
    result = run(app, ["report", str(records), "-o", str(output), "--articles", str(tmp_path)])
    assert result.exit_code == 1, "records.jsonl in the folder is not an article"
