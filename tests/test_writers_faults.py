"""Outputs that fail: files are complete or untouched, and one line says what is wrong."""

import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fake_run import articles

from claimx import writers
from claimx.errors import OutputError
from claimx.settings import Settings
from claimx.writers.jsonl import line

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX files")

FAKE = [sys.executable, str(Path(__file__).with_name("fake_run.py"))]
MADE = articles(5)
WHOLE = b"".join(line(record) + b"\n" for records in MADE for record in records)
FORMATS = ["jsonl", "json", "csv", "parquet"]


def write(**chosen):
    with writers.opened(Settings(**chosen)) as output:
        for records in MADE:
            output.write([r for r in records if r["kind"] in chosen.get("kind", ("document",))])


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def old(tmp_path):
    """A file of before."""
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    return path


def test_a_file_is_there_whole_at_the_end_with_its_mode(old):
    old.chmod(0o600)
    with writers.opened(Settings(output=str(old))) as output:
        output.write(MADE[0])
        assert old.read_text() == "old"
        part = old.with_name("out.jsonl.part")
        assert part.stat().st_mode & 0o777 == 0o600
    assert old.read_bytes() == b"".join(line(record) + b"\n" for record in MADE[0])
    assert old.stat().st_mode & 0o777 == 0o600
    assert names(old.parent) == ["out.jsonl"]


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path):
    before = os.umask(0o027)
    try:
        write(output=str(tmp_path / "new.jsonl"))
    finally:
        os.umask(before)
    assert (tmp_path / "new.jsonl").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.jsonl"
    link.symlink_to("folder/real.jsonl")
    for _ in range(2):  # first it points to nothing
        write(output=str(link))
        assert link.is_symlink()
        assert names(tmp_path) == ["folder", "folder/real.jsonl", "link.jsonl"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_fault_leaves_the_old_file(old, format, error):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    chosen = Settings(output=str(old), format=format, kind=("document",))
    with pytest.raises(error), writers.opened(chosen) as output:
        output.write(MADE[0][:1])
        raise error
    assert old.read_text() == "old"
    assert names(old.parent) == ["out.jsonl"]


def test_a_fault_leaves_no_folder_that_was_made_for_tables(tmp_path):
    chosen = Settings(output=str(tmp_path / "new"), format="csv")
    with pytest.raises(RuntimeError), writers.opened(chosen):
        raise RuntimeError
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("gone/out.jsonl", "gone: no such folder"),
        ("folder", "folder: is a folder, not a file"),
        ("new.jsonl/", "new.jsonl/: is a folder, not a file"),
        ("file/out.jsonl", "file: no such folder"),
        ("loop", "loop: "),
        ("x" * 254 + "l", "file name too long"),
        ("file/out.csv", "file: no such folder"),
        ("gone/new/", "gone: no such folder"),
        ("gone/x.parquet", "gone: no such folder"),
        ("gone/x.duckdb", "gone: no such folder"),
        ("folder.duckdb", "is a folder, not a file"),
    ],
)
def test_what_cannot_be_written_is_told_before_any_work(tmp_path, monkeypatch, output, reason):
    monkeypatch.chdir(tmp_path)
    for folder in "folder", "folder.duckdb":
        (tmp_path / folder).mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    before = names(tmp_path)
    ending = Path(output).suffix.lstrip(".")
    format = "csv" if output == "gone/new/" else ending if ending in writers.WRITERS else "jsonl"
    for package in {"parquet": ["pyarrow"], "duckdb": ["duckdb"]}.get(format, []):
        pytest.importorskip(package)
    with (
        pytest.raises(OutputError) as caught,
        writers.opened(Settings(output=output, format=format)),
    ):
        pytest.fail("it was opened")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_is_write_protected_is_refused(old):
    old.chmod(0o444)
    with pytest.raises(OutputError, match=r"out\.jsonl: permission denied"):
        write(output=str(old))
    old.parent.chmod(0o555)
    with pytest.raises(OutputError, match=r"new\.jsonl: permission denied"):
        write(output=str(old.with_name("new.jsonl")))
    assert old.read_text() == "old"
    assert names(old.parent) == ["out.jsonl"]


def test_a_named_pipe_is_written_and_stays(tmp_path):
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write(output=str(path), kind=("document", "claim", "figure", "date"))
    reader.join()
    assert read == [WHOLE]
    assert path.is_fifo()
    assert names(tmp_path) == ["pipe.jsonl"]


def test_a_pipe_that_does_not_block_gets_all(tmp_path):
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    data = []
    reader = threading.Thread(target=lambda: data.append(os.fdopen(ours, "rb").read()))
    made = MADE * 100
    with writers.opened(Settings(output=f"/dev/fd/{theirs}")) as output:
        os.close(theirs)
        output.write(MADE[0])
        # Started late, so that the pipe is full by then.
        threading.Timer(0.2, reader.start).start()
        for records in made:
            output.write(records)
    reader.join()
    assert data[0].count(b"\n") == sum(map(len, made)) + len(MADE[0])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_device_is_reported(format):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    with pytest.raises(OutputError, match="/dev/full: no space left on device"):
        write(output="/dev/full", format=format, kind=("document",))


@pytest.fixture
def small_disk():
    """Files may not grow beyond some bytes: writing then fails in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_leaves_the_old_file(tmp_path, format, small_disk):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    for name in "out", "out-documents", "out-claims":
        (tmp_path / f"{name}.{format}").write_text("old")
    before = names(tmp_path)
    with pytest.raises(OutputError, match=f"{format}: file too large"):
        write(output=str(tmp_path / f"out.{format}"), kind=("document", "claim"))
    assert names(tmp_path) == before
    assert {path.read_text() for path in tmp_path.iterdir()} == {"old"}


def test_a_full_disk_leaves_the_part_for_resume(tmp_path, small_disk):
    path = tmp_path / "out.jsonl"
    with pytest.raises(OutputError, match="file too large"):
        write(output=str(path), resume=True)
    assert names(tmp_path) == ["out.jsonl.part"]


def test_a_full_disk_leaves_whole_articles_in_the_database(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "out.duckdb"
    write(output=str(path))
    code = (
        "import resource, signal, sys, runpy\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 5_000},) * 2)\n"
        f"sys.argv = ['fake_run.py', {str(path)!r}, '3000']\n"
        f"runpy.run_path({FAKE[1]!r}, run_name='__main__')"
    )
    result = subprocess.run([FAKE[0], "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "claimx.errors.OutputError" in result.stderr.splitlines()[-1]
    with duckdb.connect(str(path), read_only=True) as database:
        whole = (
            "SELECT count(*) FILTER (d.figures = "
            "(SELECT count(*) FROM figures f WHERE f.doc = d.doc)), count(*) FROM documents d"
        )
        complete, count = database.execute(whole).fetchone()
    # The five from before hold no figures; of the run, whole articles are there, or none.
    assert complete >= count - 5 >= 0


def test_two_runs_do_not_write_one_file(old):
    with subprocess.Popen([*FAKE, str(old), "1000000"], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(OutputError, match=r"out\.jsonl: another run is writing it"):
            write(output=str(old))
        assert names(old.parent) == ["out.jsonl", "out.jsonl.part"]
        other.kill()
    assert old.read_text() == "old"
    # What the killed one left is in nobody's way.
    write(output=str(old), kind=("document", "claim", "figure", "date"))
    assert old.read_bytes() == WHOLE
    assert names(old.parent) == ["out.jsonl"]


@pytest.mark.parametrize("number", [1, 2, 5, 300])
def test_a_kill_leaves_the_old_file(old, number):
    with subprocess.Popen([*FAKE, str(old), "1000000"], stdout=subprocess.PIPE) as process:
        for _ in range(number):
            process.stdout.readline()
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert old.read_text() == "old"


def test_a_link_in_the_place_of_the_part_is_not_followed(old):
    other = old.with_name("other")
    other.write_text("mine")
    old.with_name("out.jsonl.part").symlink_to(other)
    with pytest.raises(OutputError):
        write(output=str(old))
    assert other.read_text() == "mine"


def test_tables_get_their_names_together(tmp_path, monkeypatch):
    """When one cannot be put on the disk, none is replaced."""
    for name in "out-documents.csv", "out-claims.csv":
        (tmp_path / name).write_text("old")
    synced = []

    def fsync(handle):
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match=r"out-claims\.csv: no space left on device"):
        write(output=str(tmp_path / "out.csv"), kind=("document", "claim"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "out-documents.csv": "old",
        "out-claims.csv": "old",
    }
