"""Measure the start, speed and memory of claimx, and print a table.

    python benchmarks/speed.py [ARTICLES] [--model NAME] [--words N] [--check]
    python benchmarks/speed.py [ARTICLES] --ratios [--words N] [--check]

ARTICLES is a folder, by default `seeds/`. `--ratios` measures what does not depend on the machine:
each row except the first is the ratio of two times or sizes from the same run. With --check the
exit code is 1 if a limit is missed; ratios have a tolerance, since other processes interfere.
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
from pathlib import Path

# As in the command; this must come before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")

from claimx.reader import Article, read
from claimx.run import pipeline
from claimx.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
# The project's goals on an idle machine: (measure, limit, whether less is better).
LIMITS = {
    "claimx --help, s": (0.2, True),
    "the articles with start, s": (5.0, True),
    "words a second": (2500.0, False),
}

# (measure, limit, whether less is better, tolerance of --check)
RATIOS = {
    "claimx --help, s": (0.2, True, 2.0),
    "extract against nlp.pipe with all components": (1.2, True, 1.25),
    "one short article against spacy.load": (1.6, True, 1.25),
    "one job against two, one thread each": (1.85, False, 1.35),
    "one job with two threads against two jobs": (1.0, False, 1.35),
    "peak memory, ten times the articles": (1.1, True, 1.05),
}


# After this many words, the memory of a process no longer grows.
WARM = 20_000


def seconds(*command: str, runs: int = RUNS) -> float:
    """Return the median wall time of a command in seconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def articles(folder: str, words: int) -> list[Article]:
    """Return the folder's articles, repeated until there are at least `words` words."""
    found = [item for item in read([folder], settings=Settings()) if isinstance(item, Article)]
    if not found:
        sys.exit(f"{folder} holds no articles")
    size = sum(len(item.text.split()) for item in found)
    return found * max(1, round(words / size))


def measure(folder: str, *, model: str | None, words: int) -> dict[str, float]:
    """Return all measures by name."""
    claimx = [sys.executable, "-m", "claimx"]
    chosen = [] if model is None else ["--model", model]
    table = {
        "python -c pass, s": seconds(sys.executable, "-c", "pass"),
        "claimx --help, s": seconds(*claimx, "--help"),
        "claimx --version, s": seconds(*claimx, "--version"),
        "the articles with start, s": seconds(*claimx, "extract", folder, *chosen, runs=3),
    }
    begin = time.perf_counter()
    nlp = pipeline.load(model)
    table["loading the pipeline, s"] = time.perf_counter() - begin
    items = articles(folder, words)
    list(pipeline.extract(items[:2], nlp, settings=Settings()))
    begin = time.perf_counter()
    count = sum(
        result[0]["words"]
        for result in pipeline.extract(items, nlp, settings=Settings())
        if isinstance(result, list)
    )
    table["words a second"] = count / (time.perf_counter() - begin)
    texts = [item.text for item in items]
    begin = time.perf_counter()
    ours = [name for name in nlp.pipe_names if name in pipeline.WHOLE]
    for _ in nlp.pipe(texts, batch_size=8, disable=ours):
        pass
    table["words a second, models alone"] = count / (time.perf_counter() - begin)
    table["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table["words measured"] = count
    return table


def write_rows(path: Path, texts: list[str], words: int) -> None:
    """Write the texts as JSON Lines, repeated with new keys until there are enough words."""
    rounds = max(1, round(words / sum(len(text.split()) for text in texts)))
    with path.open("w", encoding="utf-8") as stream:
        for number in range(rounds):
            for at, text in enumerate(texts):
                print(json.dumps({"id": f"{number}-{at}", "text": text}), file=stream)


def ratios(folder: str, *, model: str | None, words: int) -> dict[str, float]:
    """Return the measures of RATIOS."""
    nlp = pipeline.load(model)
    items = articles(folder, words)
    texts = [item.text for item in items]
    list(pipeline.extract(items[:2], nlp, settings=Settings()))
    spent: dict[str, list[float]] = {"extract": [], "pipe": []}
    for _ in range(3):  # alternating, so that other processes affect both
        begin = time.perf_counter()
        list(pipeline.extract(items, nlp, settings=Settings()))
        spent["extract"].append(time.perf_counter() - begin)
        begin = time.perf_counter()
        for _doc in nlp.pipe(texts, batch_size=8):
            pass
        spent["pipe"].append(time.perf_counter() - begin)
    claimx = [sys.executable, "-m", "claimx", "extract", "-q"]
    load = f"import spacy; spacy.load({str(pipeline.bundled())!r})"
    with tempfile.TemporaryDirectory() as place:
        short = Path(place) / "short.txt"
        short.write_text("“We sold it for $5 million,” Ada Quill said on Monday.", encoding="utf-8")
        start = seconds(*claimx, str(short)) / seconds(sys.executable, "-c", load)
        rows = Path(place) / "rows.jsonl"
        peaks = []
        for size in (WARM, 10 * WARM):
            write_rows(rows, texts, size)
            seconds(*claimx, str(rows), runs=1)
            peaks.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        write_rows(rows, texts, 3 * WARM)

        def spent_on_rows(jobs: int, threads: int) -> float:
            """Return the seconds without the start, which is always the same."""
            os.environ["CLAIMX_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
            flags = ("-j", str(jobs))
            begin = seconds(*claimx, str(short), *flags, runs=3)
            return seconds(*claimx, str(rows), *flags, runs=1) - begin

        shared, two, one = spent_on_rows(1, 2), spent_on_rows(2, 1), spent_on_rows(1, 1)
    values = (
        seconds(*claimx[:3], "--help"),
        min(spent["extract"]) / min(spent["pipe"]),
        start,
        one / two,
        shared / two,
        peaks[1] / peaks[0],
    )
    table = dict(zip(RATIOS, values, strict=True))
    if (os.cpu_count() or 1) < 2:
        del table["one job against two, one thread each"]
        del table["one job with two threads against two jobs"]
    return table


def main() -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="?", default=str(ROOT / "seeds"))
    parser.add_argument("--model")
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--ratios", action="store_true")
    options = parser.parse_args()
    taken = ratios if options.ratios else measure
    table = taken(options.articles, model=options.model, words=options.words)
    limits = {name: (*limit, 1.0) for name, limit in LIMITS.items()}
    if options.ratios:
        limits = RATIOS
    missed = 0
    print(f"| {os.cpu_count()} cores, Python {sys.version.split()[0]} | | limit |\n|---|---|---|")
    for name, value in table.items():
        limit = ""
        if name in limits:
            bound, less, slack = limits[name]
            limit = f"{'<' if less else '>'} {bound:g}"
            missed += value > bound * slack if less else value < bound / slack
        print(f"| {name} | {value:,.2f} | {limit} |")
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
