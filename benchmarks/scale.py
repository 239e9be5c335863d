"""Measure the Ray engine: same records as one process, overhead, memory of the driver.

    python benchmarks/scale.py equality FOLDER    records of FOLDER's texts over Ray, as JSON Lines,
                                                  Parquet and a WARC, with 1, 2 and 4 workers
    python benchmarks/scale.py overhead FOLDER [--articles N]   Ray with two workers against -j 2
    python benchmarks/scale.py blocks [--count N]               seconds per empty block
    python benchmarks/scale.py memory                           driver, 1,000 and 20,000 articles
    python benchmarks/scale.py cost [--speed N] [--words N]     hours by articles, computed

Prints a table. The exit code is 1 if records differ.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

from claimx.reader import Article, read
from claimx.run import blocks, cluster
from claimx.run.worker import Done
from claimx.settings import Settings

CLAIMX = [sys.executable, "-m", "claimx", "extract", "-q"]
KINDS = ("documents", "claims", "figures", "dates")
# Measured seconds; docs/scale.md says how.
SCHEDULING = 0.0021  # per block, in the driver
COMMIT = 0.016  # per block, and
WRITING = 0.0005  # per article, to write Parquet
READING = 1 / 27_000  # per row of JSON Lines that a block's worker passes over
START = 5.0  # per worker: process, imports, pipeline
# (articles, cores, articles per block, rows per file)
RUNS = (
    (10**6, 16, 1_000, 10_000),
    (10**8, 1_000, 1_000, 100_000),
    (10**9, 5_000, 1_000, 100_000),
    (10**9, 5_000, 10_000, 100_000),
)
# (workers, articles per block)
SHAPES = ((1, 1_000), (2, 50), (4, 7))


def texts(folder: str) -> list[str]:
    """Return the texts of the folder's articles."""
    items = read([folder], settings=Settings())
    return [item.text for item in items if isinstance(item, Article)]


def write_rows(path: Path, found: list[str], count: int) -> None:
    """Write `count` rows of JSON Lines, repeating the texts."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            text = found[number % len(found)]
            stream.write(json.dumps({"id": number, "text": text}) + "\n")


def write_parquet(path: Path, found: list[str]) -> None:
    """Write the texts as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"id": [str(n) for n in range(len(found))], "text": found})
    pq.write_table(table, path, row_group_size=100)


def write_archive(path: Path, found: list[str]) -> None:
    """Write the texts as the pages of a web archive."""
    import gzip

    with path.open("wb") as stream:
        for number, text in enumerate(found):
            body = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line)
            page = f"<html><body><article>{body}</article></body></html>".encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://n.example/{number}"
                f"\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(answer)}\r\n\r\n"
            )
            stream.write(gzip.compress(head.encode() + answer + b"\r\n\r\n"))


def dataset(folder: Path) -> dict[str, Any]:
    """Return the records of a JSON Lines dataset by id; raise an error if an id repeats."""
    found: dict[str, Any] = {}
    for kind in KINDS:
        for path in (folder / kind).rglob("*.jsonl"):
            for line in path.read_text("utf-8").splitlines():
                record = json.loads(line)
                if record["id"] in found:
                    raise ValueError(f"twice: {record['doc']} {record['id']}")
                found[record["id"]] = record
    return found


def equality(folder: str) -> int:
    """Compare the records over Ray with those of one process."""
    differing = 0
    found = texts(folder)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        inputs = {
            "JSON Lines": place / "rows.jsonl",
            "Parquet": place / "rows.parquet",
            "WARC": place / "pages.warc.gz",
        }
        write_rows(inputs["JSON Lines"], found, len(found))
        write_parquet(inputs["Parquet"], found)
        write_archive(inputs["WARC"], found)
        print("| input | workers | articles per block | records | same |\n|---|---|---|---|---|")
        for (what, path), (workers, size) in zip(inputs.items(), SHAPES, strict=True):
            one = subprocess.run([*CLAIMX, str(path)], capture_output=True, check=True)
            expected = {r["id"]: r for r in map(json.loads, one.stdout.splitlines())}
            output = place / what
            settings = Settings(
                engine="ray", output=str(output), format="jsonl", jobs=workers, block_size=size
            )
            for _ in cluster.extract([str(path)], settings=settings):
                pass
            is_same = dataset(output) == expected
            differing += not is_same
            print(f"| {what} | {workers} | {size:,} | {len(expected):,} | {is_same} |", flush=True)
    return differing


def overhead(folder: str, articles: int) -> int:
    """Measure Ray with two workers against two processes."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_rows(place / "rows.jsonl", texts(folder), articles)
        command = [*CLAIMX, str(place / "rows.jsonl"), "-j", "2"]
        spent = {}
        for what, more in {
            "two processes": ["-o", str(place / "two.jsonl")],
            "Ray, two workers": [
                *("-o", str(place / "ray"), "--engine", "ray", "--format", "jsonl"),
                # Enough blocks for both workers to end together.
                *("--block-size", str(max(1, articles // 50))),
            ],
        }.items():
            begin = time.perf_counter()
            subprocess.run([*command, *more], check=True)
            spent[what] = time.perf_counter() - begin
        report = json.loads((place / "ray/_claimx/report.json").read_text())
    print("| | seconds |\n|---|---|")
    for what, seconds in spent.items():
        print(f"| {what}, {articles:,} articles | {seconds:,.1f} |")
    print(f"| Ray, from its first worker on | {report['seconds']:,.1f} |")
    print(f"\nspeed of Ray against two processes: {spent['two processes'] / report['seconds']:.2f}")
    return 0


class Idle:
    """A worker that does nothing."""

    def __init__(self, settings: Settings) -> None:
        pass

    def ready(self) -> None:
        """Do nothing."""

    def run(self, block: blocks.Block) -> Done:
        """Return nothing."""
        return Done()


def empty_blocks(count: int) -> int:
    """Measure the time to schedule a block."""
    cluster.Remote = Idle  # type: ignore[assignment,misc]
    settings = Settings(engine="ray", output="unused", jobs=2)
    with cluster._Connection(settings):
        crew = cluster._Crew(2, [], settings=settings)
        made: Iterator[blocks.Block] = (blocks.Block(n, ("a",)) for n in range(count))
        done = crew.run(made)
        next(done)
        begin = time.perf_counter()
        number = sum(1 for _ in islice(done, count))
        spent = time.perf_counter() - begin
    print(f"{number:,} empty blocks, two workers: {spent / number * 1e3:.2f} ms per block")
    return 0


def memory() -> int:
    """Measure the driver's memory; the workers use the fake pipeline of the tests."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    import fake_model

    print("| articles | the driver's peak, MB |\n|---|---|")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        fake_model.installed(place)
        environment = {**os.environ, "PYTHONPATH": name}
        for count in (1_000, 20_000):
            rows = place / f"{count}.jsonl"
            write_rows(rows, ["Ada Quill said on Monday that the port would grow by 5%."], count)
            command = [*CLAIMX, str(rows), "-o", str(place / str(count)), "-j", "2"]
            more = ["--engine", "ray", "--model", fake_model.NAME]
            code = (
                "import resource, subprocess, sys; from claimx.cli import main\n"
                "sys.argv = sys.argv[1:]\n"
                "try: main()\n"
                "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
            )
            done = subprocess.run(
                [sys.executable, "-c", code, *command[2:], *more],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"| {count:,} | {int(done.stdout) / 1024:,.0f} |", flush=True)
    return 0


def cost(speed: float, words: float) -> int:
    """Compute hours from the measured seconds."""
    print("| articles | cores | per block | core hours | hours | lost to blocks, starts, skew |")
    print("|---|---|---|---|---|---|")
    for articles, cores, size, rows in RUNS:
        work = articles * words / speed
        passed = articles * rows / (2 * size) * READING
        blocks_ = articles / size * COMMIT + articles * WRITING + passed
        # At the end, a worker idles for half a block on average.
        wall = (work + blocks_) / cores + START + size * words / speed / 2
        lost = 1 - work / (wall * cores)
        print(
            f"| {articles:,} | {cores:,} | {size:,} | {wall * cores / 3600:,.0f} "
            f"| {wall / 3600:,.1f} | {lost:.1%} |"
        )
    busy = speed / words / size * cores * SCHEDULING
    print(f"\nthe driver is busy with scheduling for {busy:.2%} of the last run")
    return 0


def main() -> int:
    """Run the requested measurement; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("equality", "overhead", "blocks", "memory", "cost"))
    parser.add_argument("folder", nargs="?", default="seeds")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--speed", type=float, default=3_000, help="words per second and core")
    parser.add_argument("--words", type=float, default=580, help="per article")
    options = parser.parse_args()
    begun = os.getloadavg()[0]
    result = {
        "equality": lambda: equality(options.folder),
        "overhead": lambda: overhead(options.folder, options.articles),
        "blocks": lambda: empty_blocks(options.count),
        "memory": memory,
        "cost": lambda: cost(options.speed, options.words),
    }[options.what]()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\nload before: {begun:.1f}; seconds of children: {used.ru_utime + used.ru_stime:.0f}")
    return result


if __name__ == "__main__":
    sys.exit(main())
