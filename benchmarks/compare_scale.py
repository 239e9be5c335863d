"""Measure the time and memory of `claimx compare` on many articles.

    python -m benchmarks.compare_scale RECORDS.jsonl --articles 100000 [--names] [--new 100]

The articles are copies of those in RECORDS (the output of `claimx extract`) with other names,
numbers, dates and rare words, so that each copy of a cluster is a separate event. `--names` keeps
the rare words, which makes copies of the same article hard to tell apart. `--new N` compares the
last N articles with the others.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

Record = dict[str, Any]

NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
WORD = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
SYLLABLES = [first + last for first in "bdfgklmnprst" for last in "aeiou"]
# The share of the names that stay the same in all copies, as those of world leaders do.
KEPT = 0.1
# A word is rare if less than this share of news articles contain it.
RARE = 0.02
# The fields whose texts change; the others have fixed words or ids.
TEXTS = frozenset({"text", "context", "title", "name", "role", "item"})


def copies(
    articles: list[list[Record]], count: int, *, only_names: bool = False
) -> Iterator[list[Record]]:
    """Yield `count` articles: the given ones repeated, with other names in each round."""
    made = 0
    while True:
        rng = random.Random(made)
        changed = _changed(rng, only_names=only_names)
        shift = timedelta(days=rng.randrange(3000))
        factor = rng.uniform(0.5, 3)
        for records in articles:
            if made == count:
                return
            yield [_copy(record, made, changed, shift, factor) for record in records]
            made += 1


def _changed(rng: random.Random, *, only_names: bool) -> Callable[[str], str]:
    """Return a function that changes the words of a text, each word always in the same way."""
    new: dict[str, str] = {}

    def word(found: re.Match[str]) -> str:
        old = found[0]
        if old not in new:
            name = "".join(rng.choices(SYLLABLES, k=3))
            is_kept = rng.random() < KEPT if old[0].isupper() else not _is_rare(old)
            new[old] = old if is_kept else name.capitalize() if old[0].isupper() else name
        return new[old]

    return lambda text: (NAME if only_names else WORD).sub(word, text)


@cache
def _is_rare(word: str) -> bool:
    from claimx.compare.words import stem
    from claimx.text import lexicon

    listed = lexicon.load("frequencies")
    return bool(listed["words"].get(stem(word), 0) < RARE * listed["documents"])


def _copy(
    record: Record, number: int, changed: Callable[[str], str], shift: timedelta, factor: float
) -> Record:
    copy: Record = _with_texts(record, changed)
    copy["doc"] = f"{number:06d}#{record['doc']}"
    for key in ("id", "claim", "equivalent"):
        if record.get(key):
            copy[key] = _id(number, record[key])
    if copy["kind"] == "claim":
        for key in ("figures", "dates"):
            copy[key] = [_id(number, id) for id in record[key]]
    if copy["kind"] == "document" and copy.get("published"):
        day = date.fromisoformat(copy["published"][:10]) + shift
        copy["published"] = day.isoformat()
    if copy["kind"] == "figure" and copy["value"] and copy["value"] > 20:
        copy["value"] = round(copy["value"] * factor)
    return copy


def _with_texts(value: Any, changed: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_with_texts(part, changed) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: changed(part) if key in TEXTS and isinstance(part, str) else _with_texts(part, changed)
        for key, part in value.items()
    }


def _id(number: int, id: str) -> str:
    return f"{hash((number, id)) & (2**64 - 1):016x}"


def main() -> None:
    from claimx.compare import compare

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--names", action="store_true", help="change names only")
    parser.add_argument("--new", type=int, default=0, help="number of new articles")
    given = parser.parse_args()
    by_doc: dict[str, list[Record]] = {}
    with given.records.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            by_doc.setdefault(record["doc"], []).append(record)
    articles = list(by_doc.values())
    old = given.articles - given.new
    making = 0.0

    def timed(start: int, end: int) -> Iterator[list[Record]]:
        """Yield some of the articles, and measure the time that making them takes."""
        nonlocal making
        made = copies(articles, given.articles, only_names=given.names)
        for number in range(end):
            before = time.process_time()
            one = next(made)
            making += time.process_time() - before
            if number >= start:
                yield one

    start = time.process_time()
    if given.new:
        found = compare(timed(old, given.articles), base=timed(0, old))
    else:
        found = compare(timed(0, given.articles))
    groups = sum(1 for _ in found)
    took = time.process_time() - start - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    records = sum(map(len, articles)) * given.articles / len(articles)
    print(
        f"{given.articles:,} articles, {records:,.0f} records: {took:,.0f} s of one core, "
        f"{peak:.1f} GB, {groups:,} groups"
    )


if __name__ == "__main__":
    main()
