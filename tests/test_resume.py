"""Continuing an interrupted run: nothing is lost or repeated, and the bytes are the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fake_run import article, articles, inputs, run

from claimx import writers
from claimx.errors import InputError, OutputError
from claimx.settings import Settings
from claimx.writers.jsonl import line

FAKE = [sys.executable, str(Path(__file__).with_name("fake_run.py"))]


def content(made):
    return b"".join(line(record) + b"\n" for records in made for record in records)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.jsonl"


@pytest.fixture
def part(tmp_path):
    return tmp_path / "out.jsonl.part"


def resume(made, out, **chosen):
    """Runs with --resume; how many articles were done before."""
    *_, last = run(made, Settings(output=str(out), resume=True, **chosen))
    return int(last.removeprefix("skipped "))


def test_cut_anywhere_it_ends_with_the_same_bytes(out, part):
    made = [*articles(3), article("2.txt", claims=0), article("twice"), article("twice")]
    whole = content(made)
    ends = [len(content(made[:count])) for count in range(len(made) + 1)]
    # Every place near a border, and some between.
    sizes = {size for end in ends for size in range(max(0, end - 3), end + 4)}
    for size in sorted(sizes | set(range(0, len(whole) + 1, 97))):
        if size > len(whole):
            continue
        part.write_bytes(whole[:size])
        out.write_bytes(b"old")
        assert resume(made, out) == sum(end <= size for end in ends) - 1
        assert out.read_bytes() == whole, size
        assert not part.exists()


@pytest.mark.parametrize("tail", [b"\0" * 3000, b"{", b'{"kind": "claim"', b"\xff"])
def test_a_torn_end_is_cut_off(out, part, tail):
    made = articles(3)
    part.write_bytes(content(made[:2]) + tail)
    assert resume(made, out) == 2
    assert out.read_bytes() == content(made)


def test_without_a_part_it_goes_on_with_the_file(out, part):
    made = articles(5)
    assert resume(made[:3], out) == 0
    assert resume(made, out) == 3
    assert out.read_bytes() == content(made)
    assert resume(made, out) == 5
    assert out.read_bytes() == content(made)
    out.write_bytes(content(made)[:-7])
    assert resume(made, out) == 4
    assert out.read_bytes() == content(made)


def test_stopped_while_it_continues_a_file_that_file_stays(out, part):
    made = articles(5)
    out.write_bytes(content(made[:3]))
    settings = Settings(output=str(out), resume=True)
    with pytest.raises(KeyboardInterrupt), writers.opened(settings) as output:
        for item in output.done.remaining(inputs(made[:4])):
            output.write(item.records)
        raise KeyboardInterrupt
    assert out.read_bytes() == content(made[:3])
    assert part.read_bytes() == content(made[:4])
    assert resume(made, out) == 4
    assert out.read_bytes() == content(made)


def test_without_resume_it_begins_anew(out, part):
    part.write_bytes(content(articles(3)))
    made = articles(2)
    for _ in run(made, Settings(output=str(out))):
        pass
    assert out.read_bytes() == content(made)
    assert not part.exists()


def test_an_input_that_failed_is_tried_again(out):
    """Its error passes, and what could not be read before is added."""
    made = articles(4)
    out.write_bytes(content([made[0], made[2]]))
    settings = Settings(output=str(out), resume=True)
    error = InputError("gone", path="x")
    with writers.opened(settings) as output:
        given = [error, *inputs(made)]
        left = list(output.done.remaining(given))
    assert left == [error, given[2], given[4]]


def test_a_changed_article_is_an_error(out):
    made = articles(3)
    out.write_bytes(content(made))
    made[1][0]["sha256"] = "cd" * 32
    with writers.opened(Settings(output=str(out), resume=True)) as output:
        (error,) = output.done.remaining(inputs(made))
    assert str(error) == (
        "1.txt: changed since its records were written; drop --resume to start over"
    )
    assert out.read_bytes() == content(articles(3))


@pytest.mark.parametrize(
    ("made", "kinds", "number"),
    [
        # One that wrote all kinds, gone on with without dates, and the other way round.
        (articles(2), ("document", "claim", "figure"), 3),
        ([[a[0]] for a in articles(2)], ("document", "date"), 2),
        # No records, records without their document, another file of JSON lines, or of text.
        ([[{"a": 1}], [{"a": 2}]], None, 1),
        ([articles(1)[0][1:]], None, 1),
        ([articles(1)[0], [article("b")[1]], articles(1)[0]], None, 4),
        ([[{"kind": "document", "doc": "a", "sha256": "0"}], [{}]], None, 1),
    ],
)
@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.part"])
def test_what_this_run_would_not_have_written_is_refused(tmp_path, out, made, kinds, number, name):
    path = tmp_path / name
    path.write_bytes(content(made))
    chosen = {} if kinds is None else {"kind": kinds}
    with pytest.raises(OutputError) as caught:
        resume(made, out, **chosen)
    assert str(caught.value) == (
        f"{out}:{number}: was not written with these options; drop --resume to start over"
    )
    assert path.read_bytes() == content(made)
    assert [item.name for item in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(os.name != "posix", reason="FIFO")
def test_only_a_file_can_be_gone_on_with(tmp_path):
    os.mkfifo(tmp_path / "pipe.jsonl")
    for output in "/dev/stdout", str(tmp_path / "pipe.jsonl"):
        with pytest.raises(Exception, match="continues a file"):
            resume([], output)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", ["jsonl", "duckdb"])
def test_killed_again_and_again_it_ends_with_the_same_records(tmp_path, ending):
    """At most one kill after 1, 400, 7 … articles, wherever the process is by then."""
    if ending == "duckdb":
        duckdb = pytest.importorskip("duckdb")
    count = 2500
    out, whole = tmp_path / f"out.{ending}", tmp_path / f"whole.{ending}"
    command = [*FAKE, str(out), str(count), "--resume"]
    kept = []
    for number in 1, 400, 7, 900, 2:
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            for _ in range(number):
                process.stdout.readline()
            process.kill()
        assert process.returncode == -signal.SIGKILL
        kept.append((tmp_path / "out.jsonl.part").stat().st_size if ending == "jsonl" else 0)
    assert kept == sorted(kept)
    last = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(last.stdout.split()[-1]) > (1000 if ending == "jsonl" else 300)
    for _ in run(articles(count), Settings(output=str(whole))):
        pass
    if ending == "jsonl":
        assert out.read_bytes() == whole.read_bytes()
    else:
        for table in "documents", "claims", "figures", "dates":
            with duckdb.connect() as database:
                for name, path in ("a", out), ("b", whole):
                    database.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
                both = [
                    database.execute(f"FROM {name}.{table} ORDER BY id").fetchall() for name in "ab"
                ]
            assert both[0] == both[1]
            assert len(both[0]) > 0


def test_a_database_is_gone_on_with_and_changed_articles_are_replaced(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    out = tmp_path / "out.duckdb"
    made = articles(4)
    assert resume(made[:3], out) == 0
    made[1] = article("1.txt", title="new", claims=2)
    made[1][0]["sha256"] = "cd" * 32
    assert resume(made, out) == 2
    with duckdb.connect(str(out)) as database:
        rows = database.execute("SELECT doc, title FROM documents ORDER BY doc").fetchall()
        claims = database.execute("SELECT count(*) FROM claims WHERE doc = '1.txt'").fetchone()
    assert rows == [("0.txt", ""), ("1.txt", "new"), ("2.txt", "éé"), ("3.txt", "")]
    assert claims == (2,)
