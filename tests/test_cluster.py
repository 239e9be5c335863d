"""Ray: the same records as one process, even if workers die. The pipeline is a fake one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fake_model
import pytest

from claimx import reader
from claimx.errors import ModelError
from claimx.run import cluster
from claimx.run.worker import Done
from claimx.settings import Settings

ray = pytest.importorskip("ray")
pq = pytest.importorskip("pyarrow.parquet")

pytestmark = pytest.mark.slow

TEXT = "The mayor, Ada Quill, said on Monday that taxes would rise by {n}%. “We sold {n},” he said."
ROWS = 30


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with inputs, and the fake pipeline's package where workers find it."""
    folder = tmp_path_factory.mktemp("cluster")
    fake_model.installed(folder)
    inputs = folder / "inputs"
    inputs.mkdir()
    rows = [
        {"id": n, "date": f"2026-0{1 + n % 2}-05", "text": TEXT.format(n=n)} for n in range(ROWS)
    ]
    with (inputs / "a.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in [*rows, {"id": "no text"}])
    for n in range(4):
        (inputs / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("FAKE_SECONDS", "0.05")
        patch.syspath_prepend(str(folder))
        yield folder


@pytest.fixture(scope="module")
def expected(place):
    """The records that one process gives, by article."""
    return extracted(place / "inputs")


def extracted(path):
    from claimx.run import pipeline

    settings = Settings()
    nlp = pipeline.load(fake_model.NAME)
    found = pipeline.extract(reader.read([str(path)], settings=settings), nlp, settings=settings)
    return {result[0]["doc"]: result for result in found if isinstance(result, list)}


@pytest.fixture(scope="module")
def session(place):
    """Ray with two cores; one session for all tests, as it takes seconds to start."""
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=80_000_000,
        log_to_driver=False,
        logging_level="ERROR",
    )
    yield ray
    ray.shutdown()


@pytest.fixture
def nodes(place):
    """Ray on two nodes of one core, both on this machine, and a head without any."""
    from ray.cluster_utils import Cluster

    ray.shutdown()
    made = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": 80_000_000},
    )
    workers = [made.add_node(num_cpus=1, object_store_memory=80_000_000) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made, workers
    ray.shutdown()
    made.shutdown()


def settings_for(place, output, **given):
    return Settings(
        **{
            "engine": "ray",
            "model": fake_model.NAME,
            "output": str(output),
            "format": "jsonl",
            "block_size": 4,
            "jobs": 2,
            **given,
        }
    )


def total(results):
    made = Done()
    for result in results:
        if isinstance(result, Done):
            made.add(result)
    return made


def written(output):
    """The records of a dataset of JSON Lines, by article; none of them twice."""
    found = {}
    for kind in ("documents", "claims", "figures", "dates"):
        for path in sorted((Path(output) / kind).rglob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                record = json.loads(line)
                found.setdefault(record["doc"], []).append(record)
    for records in found.values():
        records.sort(key=lambda r: (r["kind"] != "document", r["start"], r["end"], r["kind"]))
    return found


def same(found, expected):
    """Whether these are the same records; those of one span may stand in any order."""
    by_id = lambda records: {record["id"]: record for record in records}  # noqa: E731
    return found.keys() == expected.keys() and all(
        len(found[doc]) == len(expected[doc]) and by_id(found[doc]) == by_id(expected[doc])
        for doc in expected
    )


def test_records_are_those_of_one_process_for_any_blocks(session, place, expected, tmp_path):
    for size, jobs in ((1, 2), (7, 1), (1_000, 2)):
        output = tmp_path / str(size)
        settings = settings_for(place, output, block_size=size, jobs=jobs)
        done = total(cluster.extract([str(place / "inputs")], settings=settings))
        assert (done.articles, done.failed) == (len(expected), 1)
        assert same(written(output), expected)


def test_workers_and_articles_that_die(session, place, expected, tmp_path):
    """One worker is killed from outside; an article kills every worker that reads it."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "a.jsonl").write_text((place / "inputs/a.jsonl").read_text("utf-8"), "utf-8")
    (inputs / "b.txt").write_text("KILL the process.")
    (inputs / "c.txt").write_text("A last text.")
    output = tmp_path / "out"
    settings = settings_for(place, output, block_size=8)
    results = cluster.extract([str(inputs)], settings=settings)
    assert isinstance(next(results), cluster.Begun)
    found = [next(results)]
    kill_a_worker()
    done = total([*found, *results])
    assert (done.articles, done.failed) == (ROWS + 1, 2)
    assert done.reasons["the process that read it died twice"] == 1
    assert same(written(output), extracted_without_killer(inputs))
    lines = [
        json.loads(x) for p in (output / "errors").iterdir() for x in p.read_text().splitlines()
    ]
    assert sorted(line["doc"].rpartition("/")[2] for line in lines) == ["a.jsonl", "b.txt"]


def extracted_without_killer(inputs):
    (inputs / "b.txt").unlink()
    return extracted(inputs)


def kill_a_worker():
    """Kill one of the processes that do blocks."""
    for entry in Path("/proc").iterdir():
        try:
            title = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if title.startswith(b"ray::Remote"):
            os.kill(int(entry.name), signal.SIGKILL)
            return
    raise AssertionError("no worker runs")


def test_a_pipeline_that_cannot_be_loaded_is_an_error(session, place, tmp_path):
    settings = settings_for(place, tmp_path / "out", model="no-such-model")
    with pytest.raises(ModelError, match="no-such-model"):
        list(cluster.extract([str(place / "inputs")], settings=settings))


def test_a_node_that_dies_loses_nothing(nodes, place, expected, tmp_path):
    made, workers = nodes
    output = tmp_path / "out"
    settings = settings_for(place, output, block_size=3)
    results = cluster.extract([str(place / "inputs")], settings=settings)
    assert isinstance(next(results), cluster.Begun)
    found = [next(results)]
    made.remove_node(workers[0], allow_graceful=False)
    made.add_node(num_cpus=1, object_store_memory=80_000_000)
    done = total([*found, *results])
    assert (done.articles, done.failed) == (len(expected), 1)
    assert same(written(output), expected)


def test_a_driver_that_is_killed_is_continued(place, expected, tmp_path):
    output = tmp_path / "out"
    command = [sys.executable, "-m", "claimx", "extract", str(place / "inputs"), "-o", str(output)]
    command += ["--engine", "ray", "--model", fake_model.NAME, "--block-size", "3", "-j", "2"]
    first = subprocess.Popen(command, env={**os.environ, "FAKE_SECONDS": "0.4"})
    blocks = output / "_claimx" / "blocks"
    wait_for(lambda: blocks.is_dir() and len(list(blocks.glob("[0-9]*.json"))) >= 2)
    first.kill()
    first.wait()
    before = {path: path.stat().st_mtime_ns for path in blocks.glob("[0-9]*.json")}
    assert len(before) < 11
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "already contains a run; pass --resume" in refused.stderr
    second = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)
    assert second.returncode == 1, second.stderr
    assert 'failed (no "text" field: 1)' in second.stderr
    assert {path: path.stat().st_mtime_ns for path in before} == before
    report = json.loads((output / "_claimx/report.json").read_text())
    assert (report["inputs"], report["articles"]) == (len(expected) + 1, len(expected))
    documents = pq.ParquetDataset(output / "documents").read(["doc"]).to_pydict()["doc"]
    assert sorted(documents) == sorted(expected)


def wait_for(condition, seconds=500):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
