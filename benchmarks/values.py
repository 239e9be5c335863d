"""Score the dates of claimx against public sets in ../shared/data/values, if they are here.

    python benchmarks/values.py                print a table; exit 1 if a score is below a floor
    python benchmarks/values.py --conventions  also with ranges and vague words as in each set
    python benchmarks/values.py --errors te3_platinum

F1 in percent, as in TempEval-3: `strict` is for the same span, `relaxed` for overlapping ones;
`type`, `value` and `days` (first and last day) are for overlapping pairs that agree in them.
docs/dates.md explains how the sets' conventions differ from those of the records.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

SETS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "values"
# A little below the scores: enough room for a retrained model, but not for a broken rule.
FLOORS = {
    "te3_platinum": {"strict": 81, "relaxed": 88, "type": 85, "value": 75},
    "aquaint": {"strict": 84, "relaxed": 93, "value": 74},
    "rec_datetime": {"relaxed": 96, "days": 68},
    "wikiwars": {"relaxed": 88, "value": 73},
    "ieer": {"relaxed": 78},
}
PERIOD = re.compile(r"\d{4}-[QH]\d")
RANGE_SIGN = re.compile(r"\s*(?:[–—-]|\b(?:to|and|through|until)\b)\s*")

Record = dict[str, Any]
Rows = list[tuple[Record, list[Record]]]
Scores = dict[str, float]


def available() -> bool:
    """Return whether the sets are here."""
    return all((SETS / f"{name}.dev.jsonl").is_file() for name in FLOORS)


def predict(name: str, *kinds: str) -> Rows:
    """Return each case of the set with the records of these kinds that claimx finds."""
    from claimx.reader import from_text
    from claimx.run import pipeline
    from claimx.settings import Settings

    lines = (SETS / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    articles = [
        replace(from_text(case["text"], id=case["id"]), date=case["reference_date"])
        for case in cases
    ]
    found = pipeline.extract(articles, pipeline.load(), settings=Settings())
    return [
        (case, [record for record in records if record["kind"] in kinds])  # type: ignore[union-attr]
        for case, records in zip(cases, found, strict=True)
    ]


def score(rows: Rows, *, say: Callable[[str], None] | None = None) -> Scores:
    """Return F1 in percent by measure."""
    right = dict.fromkeys(("strict", "relaxed", "type", "value", "days"), 0)
    total = 0
    for case, records in rows:
        gold = [one for one in case["gold"] if one["kind"] == "date" and not one.get("optional")]
        spare = [one for one in case["gold"] if one.get("optional")]
        found = [one for one in records if not any(shared(one, other) for other in spare)]
        pairs = paired(gold, found)
        total += len(gold) + len(found)
        for wanted, got in pairs:
            right["relaxed"] += 1
            right["strict"] += (wanted["start"], wanted["end"]) == (got["start"], got["end"])
            right["type"] += wanted.get("type") == got["type"]
            right["value"] += wanted.get("value") == got["value"]
            right["days"] += same_days(wanted, got)
            if say and "value" in wanted and not same_days(wanted, got):
                say(f"wrong  {case['id']}  {got['text']!r}: {got['value']}, not {wanted['value']}")
        for one in gold if say else ():
            if say and not any(one is wanted for wanted, _ in pairs):
                say(f"missed {case['id']}  {one['text']!r}")
        for one in found if say else ():
            if say and not any(one is got for _, got in pairs):
                say(f"extra  {case['id']}  {one['text']!r}")
    return {name: round(200 * count / total, 1) for name, count in right.items()}


def paired(gold: list[Record], found: list[Record]) -> list[tuple[Record, Record]]:
    """Return one-to-one pairs: identical spans first, then the longest overlaps."""
    choice = sorted(
        (
            ((a["start"], a["end"]) != (b["start"], b["end"]), -shared(a, b), i, j)
            for i, a in enumerate(gold)
            for j, b in enumerate(found)
            if shared(a, b)
        ),
    )
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in choice:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return [(gold[i], found[j]) for i, j in pairs]


def shared(one: Record, other: Record) -> int:
    """Return the number of characters that the spans share."""
    return max(0, min(one["end"], other["end"]) - max(one["start"], other["start"]))


def same_days(gold: Record, found: Record) -> bool:
    """Return whether values are equal, or mean the same days if gold has no time of day."""
    if gold.get("value") == found["value"]:
        return True
    if "T" in (gold.get("value") or ""):
        return False
    ends = (gold.get("low"), gold.get("high"))
    return None not in ends and ends == (found["low"], found["high"])


def without_vague(records: Iterable[Record]) -> list[Record]:
    """Return the records without "now" and "recently", which are not dates in IEER."""
    return [one for one in records if not one["value"].endswith("_REF")]


def split_ranges(records: Iterable[Record]) -> list[Record]:
    """Return the records with both ends of each range as separate dates, as in WikiWars."""
    result = []
    for one in records:
        sign = RANGE_SIGN.search(one["text"]) if _is_range(one) else None
        if sign is None:
            result.append(one)
            continue
        first, last = one["value"].split("/")
        begin, middle = one["start"], one["text"]
        nothing = {"low": None, "high": None}
        result.append({**one, **nothing, "end": begin + sign.start(), "value": first})
        result.append({**one, **nothing, "start": begin + sign.end(), "value": last})
        result[-1]["text"], result[-2]["text"] = middle[sign.end() :], middle[: sign.start()]
    return result


def open_ended(records: Iterable[Record]) -> list[Record]:
    """Return the records with open ends, as in Recognizers-Text.

    There, a range ends before the first day of its last part. A quarter or half is a range too, but
    includes its last day.
    """
    result = []
    for one in records:
        if PERIOD.fullmatch(one["value"]):
            one = {**one, "value": f"{one['low']}/{one['high']}"}
            result.append(one)
            continue
        if _is_range(one) and one["high"]:
            last = dt.date.fromisoformat(one["high"])
            whole_month = len(one["value"].split("/")[1]) == 7
            before = (last.replace(day=1) if whole_month else last) - dt.timedelta(1)
            one = {**one, "high": before.isoformat(), "value": f"{one['low']}/{before}"}
        result.append(one)
    return result


def _is_range(one: Record) -> bool:
    return one["type"] == "date" and "/" in one["value"]


CONVENTIONS = {"rec_datetime": open_ended, "wikiwars": split_ranges, "ieer": without_vague}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--conventions", action="store_true", help="also as each set has them")
    parser.add_argument("--errors", metavar="SET", choices=FLOORS, help="what is wrong in a set")
    options = parser.parse_args()
    if not available():
        print(f"no sets in {SETS}", file=sys.stderr)
        return 2
    under = []
    for name in [options.errors] if options.errors else FLOORS:
        rows = predict(name, "date")
        scores = score(rows, say=print if options.errors else None)
        measures = [key for key in scores if name != "ieer" or key in ("strict", "relaxed")]
        print(f"{name:14}", *(f"{key} {scores[key]:5.1f}" for key in measures), sep="  ")
        if options.conventions and name in CONVENTIONS:
            other = score([(case, CONVENTIONS[name](found)) for case, found in rows])
            print(f"{'  theirs':14}", *(f"{key} {other[key]:5.1f}" for key in measures), sep="  ")
        under += [f"{name} {key}" for key, floor in FLOORS[name].items() if scores[key] < floor]
    if under:
        print("below the floor:", ", ".join(under), file=sys.stderr)
    return int(bool(under))


if __name__ == "__main__":
    raise SystemExit(main())
