"""Score the figures of claimx against public sets in ../shared/data/values, if they are here.

    python benchmarks/quantities.py                print a table; exit 1 below a floor
    python benchmarks/quantities.py --conventions  also with two sums for a range, as in IEER

F1 in percent. NewsQuant (Almasian et al. 2023, "CQE: A comprehensive quantity extractor") has no
offsets: a sentence's gold and found quantities are two bags, matched one to one; lengths of time
count, as they do there. In the other sets a gold figure and a found one match if their spans
overlap. docs/figures.md explains how the sets' conventions differ from those of the records.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterator

from values import SETS, Record, Rows, predict, shared

# A little below the scores, as for dates.
FLOORS = {
    "newsquant": {"value": 88, "modifier": 85, "money": 88},
    "rec_currency": {"money": 99},
    "duckling_money": {"money": 96},
    "ieer": {"money": 89, "percent": 95},
}
PERIOD = re.compile(r"PT?(\d+(?:\.\d+)?)[YMWDHS]")
RANGE = re.compile(r"\s+to\s+")
TOLERANCE = 1e-5

Agree = Callable[[Record, Record], bool]


def available() -> bool:
    """Return whether the sets are here."""
    return all((SETS / f"{name}.dev.jsonl").is_file() for name in FLOORS)


def score(name: str, *, convention: bool = False) -> dict[str, float]:
    """Return F1 in percent by measure; with `convention`, ranges are two sums as in IEER."""
    rows = predict(name, "figure", "date")
    if convention:
        rows = [(case, list(split_ranges(records))) for case, records in rows]
    if name == "newsquant":
        rows = [(case, list(bag(records))) for case, records in rows]
        return {
            "value": f1(rows, same_value),
            "modifier": f1(rows, same_modifier),
            "money": f1(only("money", rows), same_money),
        }
    if name == "ieer":
        return {what: f1(only(what, rows), overlapping) for what in ("money", "percent")}
    return {"money": f1(only("money", rows), lambda a, b: overlapping(a, b) and same_money(a, b))}


def bag(records: list[Record]) -> Iterator[Record]:
    """Yield the figures, and the dates that are durations."""
    for record in records:
        found = quantity(record)
        if found is not None:
            yield found


def split_ranges(records: list[Record]) -> Iterator[Record]:
    """Yield the records with ranges as two sums, as in IEER: "$30 million to $40 million"."""
    for record in records:
        ends = RANGE.search(record["text"]) if record.get("low") is not None else None
        if ends is None:
            yield record
        else:
            yield {**record, "end": record["start"] + ends.start()}
            yield {**record, "start": record["start"] + ends.end()}


def quantity(record: Record) -> Record | None:
    """Return a figure unchanged, a duration as a figure, and None for other dates."""
    if record["kind"] == "figure":
        return record
    period = PERIOD.fullmatch(record["value"]) if record["type"] == "duration" else None
    if period is None:
        return None
    size = float(period[1]) / (10 if "decade" in record["text"].lower() else 1)
    return {"value": size, "modifier": record["modifier"]}


def only(measure: str, rows: Rows) -> Rows:
    """Return the rows with only the figures of this measure."""
    return [
        (
            {**case, "gold": [one for one in case["gold"] if one.get("measure") == measure]},
            [one for one in records if one.get("measure") == measure],
        )
        for case, records in rows
    ]


def f1(rows: Rows, agree: Agree) -> float:
    right = total = 0
    for case, found in rows:
        right += matched([[j for j, b in enumerate(found) if agree(a, b)] for a in case["gold"]])
        total += len(case["gold"]) + len(found)
    return round(200 * right / total, 1)


def matched(able: list[list[int]]) -> int:
    """Return the size of the largest one-to-one matching (augmenting paths, Kuhn 1955).

    `able` has for each item on the left the items on the right that agree with it.
    """
    holder: dict[int, int] = {}

    def place(left: int, seen: set[int]) -> bool:
        for right in able[left]:
            if right not in seen:
                seen.add(right)
                if right not in holder or place(holder[right], seen):
                    holder[right] = left
                    return True
        return False

    return sum(place(left, set()) for left in range(len(able)))


def same_value(gold: Record, found: Record) -> bool:
    """Return whether value or range are the same; a gold sum may be in its sub-unit."""
    keys = ("value",) if gold.get("value") is not None else ("low", "high")
    scales = (1, 100) if gold.get("subunit") else (1,)
    return any(
        all(
            found.get(key) is not None
            and gold.get(key) is not None
            and math.isclose(gold[key] / scale, found[key], rel_tol=TOLERANCE)
            for key in keys
        )
        for scale in scales
    )


def same_modifier(gold: Record, found: Record) -> bool:
    return same_value(gold, found) and found["modifier"] in gold["modifier_any"]


def same_money(gold: Record, found: Record) -> bool:
    return same_value(gold, found) and found["unit"] in (gold["unit_any"] or [gold["unit"]])


def overlapping(gold: Record, found: Record) -> bool:
    return shared(gold, found) > 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--conventions", action="store_true", help="also as IEER has ranges")
    options = parser.parse_args()
    if not available():
        print(f"no sets in {SETS}", file=sys.stderr)
        return 2
    under = []
    for name, floors in FLOORS.items():
        scores = score(name)
        print(f"{name:14}", *(f"{key} {value:5.1f}" for key, value in scores.items()), sep="  ")
        if options.conventions and name == "ieer":
            other = score(name, convention=True)
            print(f"{'  theirs':14}", *(f"{k} {v:5.1f}" for k, v in other.items()), sep="  ")
        under += [f"{name} {key}" for key, floor in floors.items() if scores[key] < floor]
    if under:
        print("below the floor:", ", ".join(under), file=sys.stderr)
    return int(bool(under))


if __name__ == "__main__":
    raise SystemExit(main())
