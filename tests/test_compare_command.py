"""`claimx compare`: inputs, outputs, exit codes."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimx.cli import app
from claimx.compare import inputs
from claimx.errors import InputError

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures" / "compare"
RECORDS = str(FIXTURES / "records.jsonl")
TABLES = {
    "entities", "entity_roles", "entity_mentions", "figure_groups", "figure_group_members",
    "quote_groups", "quote_group_members", "claim_groups", "claim_group_members",
}  # fmt: skip


def run(*arguments, **more):
    return CliRunner().invoke(app, ["compare", *map(str, arguments)], **more)


def parsed(text):
    return [json.loads(line) for line in text.splitlines()]


def test_groups_are_json_lines():
    result = run(RECORDS, "-q")
    assert result.exit_code == 0
    kinds = {group["kind"] for group in parsed(result.stdout)}
    assert kinds == {"entity", "figure_group", "quote_group", "claim_group"}


def test_a_conflict_is_exit_code_4_on_request():
    assert run(RECORDS, "-q", "-e").exit_code == 4
    assert run(RECORDS, "-q").exit_code == 0


def test_no_conflict_is_exit_code_0(tmp_path):
    lines = Path(RECORDS).read_text(encoding="utf-8").splitlines()
    one = [line for line in lines if "world-wire" in line]
    (tmp_path / "one.jsonl").write_text("\n".join(one), encoding="utf-8")
    assert run(tmp_path / "one.jsonl", "-q", "-e").exit_code == 0


def test_conflicts_alone():
    found = parsed(run(RECORDS, "-q", "--conflicts").stdout)
    words = {group.get("agreement") or group.get("relation") for group in found}
    assert words == {"conflict", "speakers", "denied"}


def test_tables_for_the_terminal():
    shown = run(RECORDS, "-q", "--show").stdout
    assert "212 passengers" in shown
    assert shown.index("conflict") < shown.index("same")


def test_records_from_standard_input():
    text = Path(RECORDS).read_text(encoding="utf-8")
    assert parsed(run("-", "-q", input=text).stdout) == parsed(run(RECORDS, "-q").stdout)


def test_sqlite_tables(tmp_path):
    path = tmp_path / "groups.sqlite"
    for _ in range(2):
        assert run(RECORDS, "-q", "-o", path).exit_code == 0
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert {name for (name,) in rows} == TABLES
        query = "SELECT count(*) FROM figure_group_members WHERE outlier"
        assert database.execute(query).fetchone() == (2,)


@pytest.mark.parametrize("format", ["duckdb", "sqlite"])
def test_a_database_gets_the_tables_of_its_own_groups(tmp_path, format):
    pytest.importorskip("duckdb")
    path = tmp_path / f"news.{format}"
    made = CliRunner().invoke(app, ["export", format, RECORDS, "-o", str(path)])
    assert made.exit_code == 0
    result = run(path, "-o", path)
    assert result.exit_code == 0, result.exception
    assert result.stderr.startswith("claimx: ")


def test_duckdb_tables(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "groups.duckdb"
    for _ in range(2):
        assert run(RECORDS, "-q", "-o", path).exit_code == 0
    with duckdb.connect(str(path)) as database:
        rows = database.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert {name for (name,) in rows} == TABLES


def test_new_articles_against_a_file_of_records(tmp_path):
    lines = Path(RECORDS).read_text(encoding="utf-8").splitlines()
    new = [line for line in lines if "market-brief" in line]
    (tmp_path / "new.jsonl").write_text("\n".join(new), encoding="utf-8")
    found = parsed(run(tmp_path / "new.jsonl", "-q", "--against", RECORDS).stdout)
    assert found
    for group in found:
        members = group.get("members") or group["mentions"]
        assert any("market-brief" in member["doc"] for member in members)


def test_an_unknown_ending_is_refused(tmp_path):
    result = run(RECORDS, "-q", "-o", tmp_path / "groups.xml")
    assert "has an unknown ending" in str(result.exception)


def test_records_of_a_table_are_those_of_the_lines(tmp_path):
    path = tmp_path / "records.sqlite"
    lines = Path(RECORDS).read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    claim = next(record for record in found if record.get("cue") and record["speaker"])
    names = ["id", "doc", "start_char", "text", "segments", "speaker_name", "cue_text"]
    row = [
        claim["id"], claim["doc"], claim["start"], claim["text"], json.dumps(claim["segments"]),
        claim["speaker"]["name"], claim["cue"]["text"],
    ]  # fmt: skip
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE claims ({', '.join(names)})")
        database.execute(f"INSERT INTO claims VALUES ({', '.join('?' * len(names))})", row)
    [[record]] = inputs.read(str(path))
    assert record["start"] == claim["start"]
    assert record["segments"] == claim["segments"]
    assert record["speaker"]["name"] == claim["speaker"]["name"]


def test_a_line_that_is_not_a_record_is_named(tmp_path):
    path = tmp_path / "broken.jsonl"
    path.write_text('{"kind": "document", "doc": "a"}\n{"a": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match="not a record"):
        list(inputs.read(str(path)))


SESSIONS = re.findall(
    r"\$ COLUMNS=100 claimx compare (.*)\n((?:.|\n)*?)```",
    (ROOT / "docs" / "compare.md").read_text(encoding="utf-8"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "shown"), SESSIONS)
def test_the_sessions_of_the_docs(model, monkeypatch, arguments, shown):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    result = run(*arguments.split())
    assert result.exit_code == 0
    printed = (result.stdout + result.stderr).splitlines()
    assert [line.rstrip() for line in printed] == [line.rstrip() for line in shown.splitlines()]


def test_the_docs_have_two_sessions():
    assert len(SESSIONS) == 2
