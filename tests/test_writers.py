"""Outputs: bytes, time of writing, tables with the same content as the records."""

import csv
import io
import json

import pytest
from fake_run import article
from hypothesis import given
from hypothesis import strategies as st

from claimx import writers
from claimx.errors import ClaimxError, OutputError, SettingsError
from claimx.records import validate
from claimx.settings import Settings
from claimx.writers.columns import Items, columns, rows
from claimx.writers.csv import cell
from claimx.writers.jsonl import line

ARTICLES = [
    article("a.txt", title="=1+1"),
    article("b.txt", value=1.5, claims=0),
    article("c.jsonl#-3", title='two\nlines, "quoted"', value=10**400, claims=3),
]
KINDS = ("document", "claim", "figure", "date")
TABLES = {kind: f"{kind}s" for kind in KINDS}


def write(articles=ARTICLES, **chosen):
    with writers.opened(Settings(**chosen)) as output:
        for records in articles:
            output.write(records)


def of(kind):
    return [record for records in ARTICLES for record in records if record["kind"] == kind]


def rows_of(kind):
    """The records as a table has them, each article's title, date and address with the others."""
    return [row for records in ARTICLES for row in map(dict, rows(records, (kind,)))]


def test_the_articles_of_these_tests_are_as_the_models_say():
    for records in ARTICLES:
        for record in records:
            validate(record)


def test_json_lines(tmp_path):
    path = tmp_path / "out.jsonl"
    write(output=str(path))
    assert path.read_bytes() == b"".join(line(r) + b"\n" for a in ARTICLES for r in a)
    assert "Ñ".encode() in path.read_bytes()


@pytest.mark.parametrize("articles", [ARTICLES, [], [[]], [[], ARTICLES[0]]])
def test_json_array(tmp_path, articles):
    path = tmp_path / "out.json"
    write(articles, output=str(path))
    assert json.loads(path.read_bytes()) == [record for records in articles for record in records]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_record_is_one_line_and_comes_back(text):
    data = line({"text": text})
    assert b"\n" not in data
    assert json.loads(data) == {"text": text}


def test_infinity_is_not_json():
    with pytest.raises(ValueError, match="Out of range"):
        line({"value": float("inf")})


@pytest.mark.parametrize("chosen", [{}, {"format": "json"}, {"format": "csv", "kind": ("claim",)}])
def test_an_article_is_out_before_the_next_is_asked_for(capfdbinary, chosen):
    with writers.opened(Settings(**chosen)) as output:
        capfdbinary.readouterr()
        for records in ARTICLES[0], ARTICLES[2]:
            output.write(records)
            assert records[1]["id"].encode() in capfdbinary.readouterr().out


def test_a_minus_is_standard_output(capfdbinary):
    for output in (None, "-", "/dev/stdout", "/dev/fd/1"):
        write(ARTICLES[:1], output=output)
    assert capfdbinary.readouterr().out == 4 * b"".join(line(r) + b"\n" for r in ARTICLES[0])


# --- CSV


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_row(cells, kind):
    """The row that the cells hold, read by the types of the kind's columns."""

    def value(cell, type):
        if cell == "":
            return None
        if isinstance(type, Items):
            return json.loads(cell)
        number = {"text": str, "integer": int, "number": json.loads, "json": str}
        return number[type.name](cell)

    return {column.name: value(cells[column.name], column.type) for column in columns(kind)}


def test_a_row_is_self_contained():
    row = rows_of("claim")[0]
    assert (row["title"], row["published"], row["url"]) == (
        "=1+1",
        "2026-01-06",
        "https://news.example/1",
    )
    assert (row["start_char"], row["end_char"], row["speaker_text"]) == (1, 9, "Ñ")
    assert (row["cue_text"], row["speaker_start"]) == (None, 16)
    assert not {"start", "end", "speaker", "cue"} & set(row)
    assert rows_of("document")[0]["meta"] == '{"desk": "city"}'
    too_large = rows_of("figure")[2]
    assert too_large["value"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_every_column(kind):
    names = [column.name for column in columns(kind)]
    assert names[0] == "kind"
    assert all(list(row) == names for row in rows_of(kind))


def test_csv_has_the_content_of_the_records(tmp_path):
    write(output=str(tmp_path / "out"), format="csv")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["claims.csv", "dates.csv", "documents.csv", "figures.csv"]
    for kind in KINDS:
        found = read_csv(tmp_path / "out" / f"{TABLES[kind]}.csv")
        assert [read_row(cells, kind) for cells in found] == rows_of(kind)


def test_a_stem_and_a_single_kind_name_the_files(tmp_path):
    write(output=str(tmp_path / "news.csv"), kind=("claim", "date"))
    write(output=str(tmp_path / "one.csv"), kind=("date",))
    (tmp_path / "there").mkdir()
    write(output=str(tmp_path / "there"), kind=("date",), format="csv")
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.csv"))
    assert files == ["news-claims.csv", "news-dates.csv", "one.csv", "there/dates.csv"]
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "there/dates.csv").read_bytes()


def test_tables_on_standard_output_are_of_one_kind(capfdbinary):
    write(format="csv", kind=("date",))
    lines = list(csv.reader(io.StringIO(capfdbinary.readouterr().out.decode())))
    assert lines[0][:6] == ["kind", "id", "doc", "start_char", "end_char", "text"]
    assert len(lines) == 4
    with pytest.raises(SettingsError, match="one table per kind"):
        write(format="csv")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", "  =1", "＝1", "－cmd"]
)
def test_a_safe_cell_is_not_a_formula(text):
    assert cell(text, is_safe=True) == f"'{text}"
    assert cell(text, is_safe=False) == text
    assert cell(-3, is_safe=True) == -3


@given(st.text())
def test_a_safe_cell_never_begins_like_a_formula(text):
    safe = cell(text, is_safe=True)
    assert safe in (text, f"'{text}")
    assert safe[:1] not in {*"=+-@\t\r\n"}


def test_the_option_makes_csv_safe(tmp_path):
    for is_safe in (True, False):
        path = tmp_path / f"{is_safe}.csv"
        write(output=str(path), kind=("document",), csv_safe=is_safe)
        assert read_csv(path)[0]["title"] == ("'=1+1" if is_safe else "=1+1")


# --- Parquet


@pytest.fixture
def parquet():
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    return parquet


def test_parquet_has_the_content_of_the_records(tmp_path, parquet):
    write(output=str(tmp_path / "out"), format="parquet")
    for kind in KINDS:
        table = parquet.read_table(tmp_path / "out" / f"{TABLES[kind]}.parquet")
        assert table.to_pylist() == rows_of(kind)
        assert table.schema.metadata[b"claimx.records"] == b"2.0"
    claims = parquet.read_schema(tmp_path / "out/claims.parquet")
    assert str(claims.field("segments").type.value_type.field("start").type) == "int64"
    assert not claims.field("doc").nullable
    assert claims.field("speaker_name").nullable


def test_parquet_is_written_by_row_groups(tmp_path, parquet, monkeypatch):
    monkeypatch.setattr("claimx.writers.parquet.GROUP_ROWS", 2)
    write(output=str(tmp_path / "a.parquet"), kind=("claim",))
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert file.num_row_groups == 2
    assert file.read().to_pylist() == rows_of("claim")


def test_parquet_of_nothing_has_the_schema(tmp_path, parquet):
    write([], output=str(tmp_path / "a.parquet"), kind=("claim",))
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.num_rows == 0
    assert "speaker_name" in table.schema.names


def test_parquet_on_standard_output(capfdbinary, parquet):
    write(format="parquet", kind=("claim",))
    table = parquet.read_table(io.BytesIO(capfdbinary.readouterr().out))
    assert table.to_pylist() == rows_of("claim")


# --- DuckDB


@pytest.fixture
def query(tmp_path):
    """Asks the database of these tests, as records."""
    duckdb = pytest.importorskip("duckdb")

    def ask(sql):
        with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as database:
            cursor = database.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return ask


def test_duckdb_has_the_content_of_the_records(tmp_path, query):
    write(output=str(tmp_path / "out.duckdb"))
    for kind in KINDS:
        assert query(f"FROM {TABLES[kind]}") == rows_of(kind)


def test_duckdb_replaces_the_rows_of_an_article(tmp_path, query):
    output = str(tmp_path / "out.duckdb")
    write(output=output)
    write([article("a.txt", title="new", claims=0), article("d.txt")], output=output)
    assert query("SELECT doc, title FROM documents ORDER BY doc") == [
        {"doc": "a.txt", "title": "new"},
        {"doc": "b.txt", "title": None},
        {"doc": "c.jsonl#-3", "title": 'two\nlines, "quoted"'},
        {"doc": "d.txt", "title": None},
    ]
    assert query("SELECT doc, count(*) AS n FROM claims GROUP BY doc ORDER BY doc") == [
        {"doc": "c.jsonl#-3", "n": 3},
        {"doc": "d.txt", "n": 1},
    ]
    # Twice in one run, the later one stays.
    write([article("a.txt"), article("a.txt", title="last")], output=output)
    assert query("SELECT title FROM documents WHERE doc = 'a.txt'") == [{"title": "last"}]
    assert query("SELECT count(*) AS n FROM dates WHERE doc = 'a.txt'") == [{"n": 1}]


def test_duckdb_tables_have_keys(tmp_path, query):
    write(output=str(tmp_path / "out.duckdb"))
    constraints = query("FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
    keys = {row["table_name"]: row["constraint_column_names"] for row in constraints}
    assert keys == {"documents": ["doc"], "claims": ["id"], "figures": ["id"], "dates": ["id"]}


def test_duckdb_with_fewer_kinds_leaves_nothing_old(tmp_path, query):
    output = str(tmp_path / "out.duckdb")
    write(output=output)
    write(ARTICLES[:1], output=output, kind=("document", "figure"))
    assert query("FROM dates WHERE doc = 'a.txt'") == []
    assert len(query("FROM figures WHERE doc = 'a.txt'")) == 1


def test_duckdb_commits_by_batches(tmp_path, query, monkeypatch):
    monkeypatch.setattr("claimx.writers.batch.BATCH_RECORDS", 5)
    output = str(tmp_path / "out.duckdb")
    with pytest.raises(RuntimeError), writers.opened(Settings(output=output)) as opened:
        opened.write(ARTICLES[1])
        opened.write(ARTICLES[2])
        opened.write(ARTICLES[0])
        raise RuntimeError
    assert [row["doc"] for row in query("FROM documents")] == ["b.txt", "c.jsonl#-3"]


def test_duckdb_leaves_other_tables_alone(tmp_path, query):
    duckdb = pytest.importorskip("duckdb")
    output = str(tmp_path / "out.duckdb")
    with duckdb.connect(output) as database:
        database.execute("CREATE TABLE notes AS SELECT 'mine' AS doc")
    write(output=output)
    assert query("FROM notes") == [{"doc": "mine"}]
    with duckdb.connect(output) as database:
        database.execute("ALTER TABLE dates RENAME COLUMN anchor TO hook")
    with pytest.raises(OutputError, match='table "dates" has other columns'):
        write(output=output)


def test_a_file_that_is_not_a_database_is_left_alone(tmp_path):
    pytest.importorskip("duckdb")
    path = tmp_path / "out.duckdb"
    path.write_text("not a database" * 1000)
    with pytest.raises(OutputError, match="not a valid DuckDB database"):
        write(output=str(path))
    assert path.read_text() == "not a database" * 1000


# --- Which format, and what is refused


@pytest.mark.parametrize(
    ("output", "format"),
    [
        (None, "jsonl"),
        ("a.jsonl", "jsonl"),
        ("a.JSON", "json"),
        ("a.csv", "csv"),
        ("a.b/x.parquet", "parquet"),
        ("x.duckdb", "duckdb"),
        ("a", "jsonl"),
    ],
)
def test_the_ending_decides_the_format(output, format):
    assert Settings(output=output).format == format
    assert Settings(output=output, format="json").format == "json"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"output": "a.jsonl.gz"}, "doesn't compress"),
        ({"format": "duckdb"}, "name it with -o"),
        ({"output": "a.duckdb", "kind": ("claim",)}, "needs the document records"),
        ({"resume": True}, "name it with -o"),
        ({"resume": True, "output": "a.json"}, "cannot continue json"),
        ({"resume": True, "output": "a.jsonl", "kind": ("claim",)}, "needs the document records"),
    ],
)
def test_what_cannot_be_is_refused(chosen, words):
    with pytest.raises(SettingsError, match=words):
        Settings(**chosen)


@pytest.mark.parametrize(("format", "package"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_extra_is_named(tmp_path, monkeypatch, format, package):
    monkeypatch.setattr(writers, "find_spec", lambda name: None if name == package else object())
    with (
        pytest.raises(SettingsError) as caught,
        writers.opened(Settings(output=str(tmp_path / f"x.{format}"))),
    ):
        pass
    assert str(caught.value) == (
        f"{format} needs {package}; python -m pip install 'claimx[{format}]'"
    )
    assert not any(tmp_path.iterdir())


def test_an_input_cannot_be_the_output(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    for output in path, link:
        with pytest.raises(ClaimxError, match="is also an input"):
            writers.opened(Settings(output=str(output)), inputs=["-", "gone", str(path)])


# --- Excel


def test_a_byte_order_mark_on_request(tmp_path):
    write(output=str(tmp_path / "a.csv"), kind=("date",), csv_bom=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,id,")


def test_a_workbook_has_the_content_of_the_records(tmp_path):
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    from claimx.writers.columns import columns

    write(output=str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == list(TABLES.values())
    for kind in KINDS:
        names, *lines = book[TABLES[kind]].values
        assert list(names) == [column.name for column in columns(kind)]
        texts = [dict(zip(names, line, strict=True))["text"] for line in lines]
        assert texts == [record["text"] for record in of(kind)]
    # Text that looks like a formula is text.
    assert book["documents"]["A1"].font.bold
    titles = {cell.value: cell.data_type for row in book["documents"].rows for cell in row}
    assert titles["=1+1"] == "s"
