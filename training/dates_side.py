"""Learn the weights that place "Monday" or "in May" before or after the article's date.

    python -m training.dates_side ../shared/data        prints and writes data/en/date_sides.json

The data are dates that could be on either side: the annotated ones of news/tune and
values/{te3_platinum,aquaint}, and those of news/pool.jsonl that date_sides.json lists by article,
with their start, whether they lie ahead, and how we know. "annotated": every date of the article
was annotated. "read": somebody read the sentence; a first model was unsure of these. "assumed":
that model was sure that the date is past, and nobody checked. Assumed dates keep the weights near
the common case. They are not evidence, so no score counts them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimx.dates import find_dates
from claimx.dates.story import Story
from training.documents import Case, cases, pool
from training.logistic import Row, Signs, cross_validated, fit

OUT = Path(__file__).resolve().parent.parent / "src/claimx/data/en/date_sides.json"
SETS = ("te3_platinum", "aquaint")
LISTED = Path(__file__).with_name("date_sides.json")
PENALTY = 1.0
# Prior weights from grammar, because few present tenses and conditionals are annotated.
PRIOR = {
    "tense future": 1.5,
    "tense present": 3.0,
    "tense past": -1.5,
    "until scheduling": 3.0,
    "since": -3.0,
    "outlook": 2.0,
}
HOW = ("annotated", "read", "assumed")


@dataclass
class Forced:
    """A stand-in for the choice of a side: the known sides, else one, with the signs recorded."""

    sides: Mapping[int, bool]
    ahead: bool
    signs: dict[int, Signs] = field(default_factory=dict)

    def __call__(self, story: Story, kind: Any, away: float) -> bool:
        self.signs[story.offset] = story.signs(kind, away)
        return self.sides.get(story.offset, self.ahead)


def values(
    case: Case, *, sides: Mapping[int, bool] | None = None, ahead: bool = False
) -> tuple[dict[int, str], dict[int, Signs]]:
    """Return the value of each match by its start, and the signs of each choice."""
    forced = Forced(sides or {}, ahead)
    chosen = Story.looks_ahead
    Story.looks_ahead = lambda story, kind, away: forced(story, kind, away)  # type: ignore[method-assign]
    try:
        found = {m.start: m.value for m in find_dates(case.doc, published=case.published)}
    finally:
        Story.looks_ahead = chosen  # type: ignore[method-assign]
    return found, forced.signs


def annotated(case: Case) -> dict[int, bool]:
    """Return the starts of the dates that could be on either side, and whether they lie ahead."""
    past, signs = values(case)
    ahead, _ = values(case, ahead=True)
    sides = {}
    for start in signs:
        gold = case.values(start)
        low, high = past.get(start), ahead.get(start)
        if low != high and (low in gold) != (high in gold):
            sides[start] = high in gold
    return sides


def examples(case: Case, sides: Mapping[int, bool]) -> dict[int, Row]:
    """Return the signs of these dates, each with the dates before it on their right side."""
    _, signs = values(case, sides=sides)
    return {at: (signs[at], ahead) for at, ahead in sides.items() if at in signs}


def report(rows: list[Row], groups: list[str], sources: list[str]) -> None:
    """Print by source the share of right sides, with weights learnt without their articles."""
    guessed = cross_validated(rows, groups, penalty=PENALTY, prior=PRIOR)
    right = [(p > 0.5) == label for p, (_, label) in zip(guessed, rows, strict=True)]
    for name in ("news/tune", "public sets", *HOW[:2]):
        of = [i for i, source in enumerate(sources) if source == name]
        past = sum(not rows[i][1] for i in of)
        print(f"{name}: {sum(right[i] for i in of)} of {len(of)} right (always past: {past})")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    found = [
        (row, case.id, "news/tune" if case.news else "public sets")
        for case in cases(options.data, SETS)
        for row in examples(case, annotated(case)).values()
    ]
    listed = json.loads(LISTED.read_text(encoding="utf-8"))
    for case in pool(options.data, set(listed)):
        known = {at: how for at, _, how in listed[case.id]}
        rows_at = examples(case, {at: ahead for at, ahead, _ in listed[case.id]})
        found += [(row, case.id, known[at]) for at, row in rows_at.items()]
    rows, groups, sources = map(list, zip(*found, strict=True))
    report(rows, groups, sources)
    comment = "learnt by training/dates_side.py; see Story.looks_ahead"
    text = json.dumps(
        {"$comment": comment, "weights": fit(rows, penalty=PENALTY, prior=PRIOR)}, indent=2
    )
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
