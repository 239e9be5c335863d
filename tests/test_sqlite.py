"""SQLite: contents, replacement, search; Datasette serves it."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from fake_run import article

from claimx import writers
from claimx.errors import OutputError, SettingsError
from claimx.settings import Settings
from claimx.writers.columns import columns, rows

KINDS = ("document", "claim", "figure", "date")
ARTICLES = [
    article("a.txt", title="=1+1"),
    article("b.txt", value=1.5, claims=0),
    article("c.jsonl#-3", title='two\nlines, "quoted"', value=10**400, claims=3),
]


def linked(records):
    """The article with a claim's figure, a period and named speakers filled in."""
    _, *others = records
    claims = [record for record in others if record["kind"] == "claim"]
    (figure,) = (record for record in others if record["kind"] == "figure")
    (date,) = (record for record in others if record["kind"] == "date")
    figure["period"] = [date["id"]]
    for claim in claims:
        figure["claim"] = claim["id"]
        if claim["speaker"]:
            claim["speaker"] |= {"name": "Ada Quill", "role": "mayor", "entity": "e1"}
    return records


def write(path, articles=ARTICLES, **chosen):
    with writers.opened(Settings(output=str(path), **chosen)) as output:
        for records in articles:
            output.write(records)


@pytest.fixture
def database(tmp_path):
    """Ask the database of the test."""

    def ask(sql, *values):
        with closing(sqlite3.connect(tmp_path / "news.db")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    return ask


def test_it_has_the_content_of_the_records(tmp_path, database):
    write(tmp_path / "news.db")
    for kind in KINDS:
        names = [column.name for column in columns(kind) if column.name != "kind"]
        expected = [
            {
                name: json.dumps(row[name], ensure_ascii=False)
                if isinstance(row[name], list)
                else row[name]
                for name in names
            }
            for records in ARTICLES
            for row in rows(records, (kind,))
        ]
        chosen = ", ".join(names)
        assert database(f"SELECT {chosen} FROM {kind}s ORDER BY rowid") == expected
    segments = database("SELECT number, text FROM segments WHERE doc = 'a.txt' ORDER BY number")
    assert segments == [{"number": 1, "text": "The fine"}, {"number": 2, "text": "was"}]


def test_keys_hold_and_speakers_are_one_row_each(tmp_path, database):
    write(tmp_path / "news.db", [linked(article("a.txt", claims=3)), linked(article("b.txt"))])
    assert database("PRAGMA foreign_key_check") == []
    assert database("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    speakers = database("SELECT doc, name, role, kind, claims FROM speakers ORDER BY doc")
    assert speakers == [
        {"doc": "a.txt", "name": "Ada Quill", "role": "mayor", "kind": "person", "claims": 2},
        {"doc": "b.txt", "name": "Ada Quill", "role": "mayor", "kind": "person", "claims": 1},
    ]
    periods = "SELECT dates.value FROM figure_periods JOIN dates ON dates.id = figure_periods.date"
    assert [row["value"] for row in database(periods)] == ["2026-01-05", "2026-01-05"]


def test_an_article_is_replaced(tmp_path, database):
    path = tmp_path / "news.db"
    write(path)
    write(path, [article("a.txt", title="new", claims=0), article("d.txt")])
    assert [row["title"] for row in database("SELECT title FROM documents ORDER BY doc")] == [
        "new",
        None,
        'two\nlines, "quoted"',
        None,
    ]
    count = "SELECT doc, count(*) AS n FROM claims GROUP BY doc ORDER BY doc"
    assert database(count) == [{"doc": "c.jsonl#-3", "n": 3}, {"doc": "d.txt", "n": 1}]
    write(path, [article("a.txt"), article("a.txt", title="last")])
    assert database("SELECT title FROM documents WHERE doc = 'a.txt'") == [{"title": "last"}]
    assert database("SELECT count(*) AS n FROM segments WHERE doc = 'a.txt'") == [{"n": 2}]
    # The index of the full text is told of what went.
    database("INSERT INTO claims_fts (claims_fts) VALUES ('integrity-check')")


def test_search_and_views(tmp_path, database):
    write(tmp_path / "news.db", [linked(article("a.txt", title="Fines"))])
    found = database(
        "SELECT text FROM claims WHERE rowid IN "
        "(SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)",
        "quill AND fines",
    )
    assert [row["text"] for row in found] == ["The fine"]
    (said,) = database("SELECT * FROM said")
    assert (said["day"], said["speaker_name"], said["title"]) == (
        "2026-01-06",
        "Ada Quill",
        "Fines",
    )
    (joined,) = database("SELECT * FROM claims_with_figures")
    assert (joined["claim_text"], joined["value"], joined["period"]) == (
        "The fine",
        40_000,
        "2026-01-05",
    )
    (total,) = database("SELECT * FROM speaker_totals")
    assert (total["name"], total["claims"], total["articles"]) == ("Ada Quill", 1, 1)
    (day,) = database("SELECT * FROM timeline")
    assert (day["low"], day["text"]) == ("2026-01-05", "Monday")


def test_resume_skips_what_is_there(tmp_path):
    from fake_run import run

    output = str(tmp_path / "news.db")
    assert list(run(ARTICLES, Settings(output=output)))[-1] == "skipped 0"
    assert list(run(ARTICLES, Settings(output=output, resume=True))) == ["skipped 3"]


def test_other_tables_and_files_are_left_alone(tmp_path, database):
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes AS SELECT 'mine' AS doc")
        connection.commit()
    write(path)
    assert database("SELECT * FROM notes") == [{"doc": "mine"}]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE dates RENAME COLUMN anchor TO hook")
    with pytest.raises(OutputError, match='table "dates" has other columns'):
        write(path)
    text = tmp_path / "text.db"
    text.write_text("not a database" * 1000)
    with pytest.raises(OutputError, match="not a database"):
        write(text)
    assert text.read_text() == "not a database" * 1000


def test_a_failed_run_leaves_whole_articles(tmp_path, database, monkeypatch):
    monkeypatch.setattr("claimx.writers.batch.BATCH_RECORDS", 5)
    with (
        pytest.raises(RuntimeError),
        writers.opened(Settings(output=str(tmp_path / "news.db"))) as output,
    ):
        for records in ARTICLES[1], ARTICLES[2], ARTICLES[0]:
            output.write(records)
        raise RuntimeError
    docs = database("SELECT doc FROM documents ORDER BY doc")
    assert [row["doc"] for row in docs] == ["b.txt", "c.jsonl#-3"]


def test_it_needs_a_name_and_the_documents():
    with pytest.raises(SettingsError, match="sqlite writes a database"):
        Settings(format="sqlite")
    with pytest.raises(SettingsError, match="needs the document records"):
        Settings(output="a.db", kind=("claim",))


# --- Datasette


@pytest.fixture
def datasette(tmp_path):
    """Ask Datasette, served on 127.0.0.1, for a path as JSON."""
    httpx = pytest.importorskip("httpx", reason="needs datasette")
    pytest.importorskip("datasette")
    from claimx.writers.sqlite import metadata

    path = tmp_path / "news.db"
    write(path, [linked(article("a.txt", title="Fines", claims=3)), linked(article("b.txt"))])
    (tmp_path / "metadata.json").write_text(json.dumps(metadata(str(path))))
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port)]
    options += ["--metadata", str(tmp_path / "metadata.json")]
    server = subprocess.Popen(
        [sys.executable, "-m", "datasette", str(path), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    transport = httpx.HTTPTransport(retries=0)
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=60
    ) as client:
        wait_for(client, server, httpx)
        yield client
    server.terminate()
    server.wait(timeout=30)


def free_port():
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(client, server, httpx):
    import time

    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(server.stderr.read().decode())
        try:
            client.get("/-/versions.json")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("datasette did not start")


def test_datasette_shows_facets_and_finds_words(datasette):
    page = datasette.get("/news/claims.json", params={"_facet": "speaker_name"}).json()
    assert "facet_results" in page, page
    facets = page["facet_results"]
    names = {value["value"]: value["count"] for value in facets["speaker_name"]["results"]}
    assert names == {"Ada Quill": 3}
    found = datasette.get("/news/claims.json", params={"_search": "quill", "_shape": "array"})
    assert {row["text"] for row in found.json()} == {"The fine"}
    absent = datasette.get("/news/claims.json", params={"_search": "absent", "_shape": "array"})
    assert absent.json() == []
    view = datasette.get("/news/claims_with_figures.json", params={"_shape": "array"}).json()
    assert {row["unit"] for row in view} == {"EUR"}
    # The metadata's facets are there without asking.
    html = datasette.get("/news/claims").text
    assert "cue_lemma" in html
    assert 'data-column="stance"' in html or "facet-stance" in html
    assert "Who said what, with which numbers" in datasette.get("/").text
    assert "/news/documents/a~2Etxt" in html
