"""The command line, as a process."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimx import __version__

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
COMMAND = [sys.executable, "-m", "claimx"]
SENTENCE = "The fine was €40k."


def run(*arguments, cwd, stdin=b"", code=0, **environment):
    """The finished process; its exit code must be `code`, and it must not show a traceback."""
    result = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        check=False,
    )
    assert b"Traceback" not in result.stderr, result.stderr.decode()
    assert result.returncode == code, result.stderr.decode()
    return result


@pytest.fixture
def extract(tmp_path, model):
    """Runs `claimx extract` in a folder of its own."""

    def call(*arguments, **more):
        chosen = [] if model is None else ["--model", model]
        return run("extract", *arguments, *chosen, cwd=tmp_path, **more)

    return call


def records(result):
    return [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]


def errors(result):
    return [line for line in result.stderr.decode().splitlines() if not line.startswith("claimx: ")]


def test_version_and_help(tmp_path):
    assert run("--version", cwd=tmp_path).stdout.decode().strip() == f"claimx {__version__}"
    general = run("--help", cwd=tmp_path).stdout.decode()
    assert "extract" in general
    assert "schema" in general
    detailed = run("extract", "--help", cwd=tmp_path).stdout.decode()
    for option in ("--date", "--kind", "--model", "--output", "--format", "--quiet", "Exit codes"):
        assert option in detailed


def test_the_entry_point_is_installed(tmp_path):
    command = shutil.which("claimx", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("claimx is not installed beside this Python")
    result = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == f"claimx {__version__}"


def test_the_schema_is_json_and_fits_what_comes_out(tmp_path, extract):
    content = json.loads(run("schema", cwd=tmp_path).stdout)
    models = content["discriminator"]["mapping"]
    found = records(extract("-", stdin=SENTENCE.encode()))
    for record in found:
        model = content["$defs"][models[record["kind"]].rsplit("/", 1)[1]]
        assert set(record) == set(model["required"])


def test_a_folder_twice_gives_the_same_bytes_and_right_offsets(extract):
    first, second = (extract(SEEDS, "-q") for _ in range(2))
    assert first.stdout == second.stdout
    assert first.stderr == b""
    found = records(first)
    documents = [record for record in found if record["kind"] == "document"]
    names = [Path(record["doc"]).name for record in documents]
    assert names == sorted(names)
    assert len(names) >= 6
    assert "README.md" not in names
    for record in found:
        text = Path(record["doc"]).read_bytes().decode("utf-8")
        for span in record.get("segments", [record]):
            assert text[span["start"] : span["end"]] == span["text"]


def test_standard_input_date_and_kind(extract):
    text = "He left yesterday. " + SENTENCE
    found = records(extract("-", "--date", "2026-01-06", "--kind", "date", stdin=text.encode()))
    assert [(r["kind"], r["doc"], r["value"]) for r in found] == [("date", "-", "2026-01-05")]
    both = records(extract("-", "--kind", "date", "--kind", "figure", stdin=text.encode()))
    assert [r["kind"] for r in both] == ["date", "figure"]


def test_output_file_and_format(tmp_path, extract):
    result = extract("-", "-o", "out.json", "--format", "json", stdin=SENTENCE.encode())
    assert result.stdout == b""
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [record["kind"] for record in found] == ["document", "figure"]
    assert found[1]["value"] == 40000
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert result.stderr.decode() == "claimx: 1 article, 2 records; wrote out.json\n"


def test_json_lines_and_settings(tmp_path, extract):
    row = {"body": SENTENCE, "url": "x/1", "day": "2026-01-06"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "claimx.toml").write_text('text-field = "wrong"\nid-field = "url"\n')
    result = extract(
        "a.jsonl", "--date-field", "day", CLAIMX_TEXT_FIELD="body", CLAIMX_KIND="document"
    )
    (document,) = records(result)
    assert (document["doc"], document["published"]) == ("a.jsonl#x/1", "2026-01-06")


def test_show_reads_what_extract_reads(tmp_path, model):
    row = {"body": "The fine was €40k, Ada Quill said.", "day": "2026-01-06"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    chosen = [] if model is None else ["--model", model]
    fields = ["--text-field", "body", "--date-field", "day", "--kind", "figure"]
    shown = run("show", "a.jsonl", *fields, *chosen, cwd=tmp_path).stdout.decode()
    assert shown.startswith("claim  quote  speaker  cue  figure  date")
    assert "40,000 EUR" in shown
    assert "claims" not in shown


def test_filters_choose_records_and_counts_say_so(extract):
    text = "“We lost £4 million,” Ada Quill said. Bob Roe said that 300 jobs were at risk."
    found = records(extract("-", "--speaker", "quill", stdin=text.encode()))
    assert [(r["kind"], r["text"]) for r in found[1:]] == [
        ("claim", "We lost £4 million,"),
        ("figure", "£4 million"),
    ]
    assert (found[0]["claims"], found[0]["figures"]) == (1, 1)


def test_tables_are_named_on_standard_error(tmp_path, extract):
    result = extract("-", "-o", "news.csv", "--kind", "claim,figure", stdin=SENTENCE.encode())
    assert result.stderr.decode() == (
        "claimx: 1 article, 1 record; wrote news-claims.csv, news-figures.csv\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "news-claims.csv",
        "news-figures.csv",
    ]


def test_a_bad_input_is_one_line_and_the_others_go_on(tmp_path, extract):
    files = {
        "empty.txt": b"",
        "spaces.txt": b" \n \n",
        "binary.txt": b"\0\1\2",
        "good.txt": SENTENCE.encode(),
        "a.jsonl": b'{"body": "x"}\n{\n' + json.dumps({"text": SENTENCE}).encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    result = extract(*files, "gone.txt", "folder", code=1)
    assert errors(result) == [
        "empty.txt: contains no text",
        "spaces.txt: contains no text",
        "binary.txt: binary, not text; convert it to UTF-8 text",
        'a.jsonl:1: no "text" field; name it with --text-field',
        "a.jsonl:2: not JSON (expecting property name enclosed in double quotes)",
        "gone.txt: no such file or folder",
        "folder: contains no articles; looked for .csv, .htm, .html, .jsonl, .markdown, .md, "
        ".ndjson, .parquet, .text, .tsv, .txt, .warc, .xhtml",
    ]
    assert result.stderr.decode().endswith("claimx: 2 articles, 4 records, 7 inputs failed\n")
    documents = [record["doc"] for record in records(result) if record["kind"] == "document"]
    assert documents == ["good.txt", "a.jsonl:3"]


def test_nothing_but_a_bad_input_exits_with_1(extract):
    assert errors(extract("gone.txt", code=1)) == ["gone.txt: no such file or folder"]


def test_what_is_not_utf_8_is_read_with_a_warning(tmp_path, extract):
    text = "The minister said on Monday that the café would cost £5m and that it was naïve. " * 4
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    result = extract("a.txt")
    (warning,) = errors(result)
    assert warning.startswith("warning: a.txt: not UTF-8, read as cp1252")
    assert records(result)[0]["text"] == text.strip()
    assert errors(extract("a.txt", "-q")) == []


@pytest.mark.slow
def test_a_file_of_two_megabytes(tmp_path, extract):
    # Words as long as these keep it short for the models: the length of the text is the matter.
    paragraph = f"The board spent $5 million on a quay. {'Nobody' * 1000} objected.\n\n"
    count = 2_000_000 // len(paragraph)
    (tmp_path / "a.txt").write_text(paragraph * count)
    document, *figures = records(extract("a.txt", "--kind", "document", "--kind", "figure"))
    assert document["figures"] == len(figures) == count
    assert document["end"] == len(paragraph) * count - 2
    assert figures[-1]["start"] == len(paragraph) * (count - 1) + paragraph.index("$5")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], ["Missing argument"]),
        (
            ["extract", "-", "--kind", "claims"],
            ['--kind cannot be "claims"', 'did you mean "claim"?'],
        ),
        (["extract", "-", "--date", "soon"], ['--date is not a date: "soon"']),
        (["extract", "-", "--format", "xml"], ["'--format'", "'xml' is not one of"]),
        (["extract", "-", "--model", "no_such_model"], ['"no_such_model" is not installed']),
        (["extract", "-", "--nonsense"], ["No such option"]),
        (["nonsense"], ["No such command"]),
    ],
)
def test_wrong_use_exits_with_2(tmp_path, arguments, words):
    result = run(*arguments, cwd=tmp_path, stdin=b"x", code=2)
    assert result.stdout == b""
    assert all(word in result.stderr.decode() for word in words)


def test_an_unknown_variable_is_a_warning(extract):
    result = extract("-", stdin=SENTENCE.encode(), CLAIMX_KINDS="claim")
    warning, *_ = result.stderr.decode().splitlines()
    assert warning == 'warning: unknown variable CLAIMX_KINDS; did you mean "CLAIMX_KIND"?'
    assert extract("-", "-q", stdin=SENTENCE.encode(), CLAIMX_KINDS="claim").stderr == b""


def test_an_output_that_cannot_be_written_exits_with_2(extract):
    result = extract("-", "-o", "no/such/folder/x", stdin=b"x", code=2)
    assert "no/such/folder: no such folder" in result.stderr.decode()


def test_with_e_nothing_found_exits_with_4(extract):
    result = extract("-", "-e", "--jobs", "2", stdin=b"Nothing much, really.", code=4)
    assert [record["kind"] for record in records(result)] == ["document"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_closed_pipe_ends_silently(tmp_path, model):
    rows = "".join(json.dumps({"text": f"It cost ${n} million. " * 40}) + "\n" for n in range(300))
    (tmp_path / "a.jsonl").write_text(rows)
    chosen = [] if model is None else ["--model", model]
    with subprocess.Popen(
        [*COMMAND, "extract", "a.jsonl", *chosen],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline().startswith(b'{"kind": "document"')
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupt_leaves_the_old_file(tmp_path, model):
    rows = "".join(json.dumps({"text": f"It cost ${n} million. " * 40}) + "\n" for n in range(3000))
    (tmp_path / "a.jsonl").write_text(rows)
    (tmp_path / "out.jsonl").write_text("old")
    chosen = [] if model is None else ["--model", model]
    with subprocess.Popen(
        [*COMMAND, "extract", "a.jsonl", "-o", "out.jsonl", *chosen],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        # A job in the background of a script is started with the interrupt ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        while len(list(tmp_path.iterdir())) < 3:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 130
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "out.jsonl"]


def test_the_shell_completes_options_and_commands(tmp_path):
    command = shutil.which("claimx", path=str(Path(sys.executable).parent))
    assert command is not None
    for words, expected in (("claimx ex", "extract"), ("claimx extract --for", "--format")):
        given = {
            "_CLAIMX_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }
        result = subprocess.run(
            [command], capture_output=True, cwd=tmp_path, env={**os.environ, **given}, check=False
        )
        assert expected in result.stdout.decode().split()
