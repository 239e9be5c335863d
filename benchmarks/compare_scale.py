"""Measure the time and memory of `claimx compare` on many articles.

    python -m benchmarks.compare_scale RECORDS.jsonl --articles 100000

The articles are copies of those in RECORDS (what `claimx extract` printed) with other names, other
numbers and other dates: each copy of a cluster of articles is an event of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Record = dict[str, Any]

CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")
SYLLABLES = [first + last for first in "bdfgklmnprst" for last in "aeiou"]
# Share of the names that stay: those that the whole world speaks of.
KEPT = 0.1


def copies(articles: list[list[Record]], count: int) -> Iterator[list[Record]]:
    """Yield `count` articles: the given ones again and again, each round under other names."""
    made = 0
    while True:
        rng = random.Random(made)
        names: dict[str, str] = {}
        shift = timedelta(days=rng.randrange(3000))
        factor = rng.uniform(0.5, 3)
        for records in articles:
            if made == count:
                return
            yield [_copy(record, made, names, shift, factor, rng) for record in records]
            made += 1


def _copy(
    record: Record,
    number: int,
    names: dict[str, str],
    shift: timedelta,
    factor: float,
    rng: random.Random,
) -> Record:
    def renamed(found: re.Match[str]) -> str:
        word = found[0]
        if word not in names:
            new = "".join(rng.choices(SYLLABLES, k=3)).capitalize()
            names[word] = word if rng.random() < KEPT else new
        return names[word]

    text = CAPITALISED.sub(renamed, json.dumps(record, ensure_ascii=False))
    copy: Record = json.loads(text)
    copy["doc"] = f"{number:06d}#{record['doc']}"
    for key in ("id", "claim", "equivalent"):
        if record.get(key):
            copy[key] = f"{hash((number, record[key])) & (2**64 - 1):016x}"
    if copy["kind"] == "claim":
        for key in ("figures", "dates"):
            copy[key] = [f"{hash((number, id)) & (2**64 - 1):016x}" for id in record[key]]
    if copy["kind"] == "document" and copy.get("published"):
        day = date.fromisoformat(copy["published"][:10]) + shift
        copy["published"] = day.isoformat()
    if copy["kind"] == "figure" and copy["value"] and copy["value"] > 20:
        copy["value"] = round(copy["value"] * factor)
    return copy


def main() -> None:
    from claimx.compare import compare

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    given = parser.parse_args()
    by_doc: dict[str, list[Record]] = {}
    with given.records.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            by_doc.setdefault(record["doc"], []).append(record)
    articles = list(by_doc.values())
    start = time.process_time()
    for _ in copies(articles, given.articles):
        pass
    making = time.process_time() - start
    start = time.process_time()
    groups = sum(1 for _ in compare(copies(articles, given.articles)))
    took = time.process_time() - start - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    records = sum(map(len, articles)) * given.articles / len(articles)
    print(
        f"{given.articles:,} articles, {records:,.0f} records: {took:,.0f} s of one core, "
        f"{peak:.1f} GB, {groups:,} groups"
    )


if __name__ == "__main__":
    main()
