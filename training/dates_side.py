"""Weights of the signs by which "Monday" or "in May" is before or after the article's date.

    python -m training.dates_side ../shared/data        prints and writes data/en/date_sides.json

Learnt from dates that fit a day on either side: those of news/tune and
values/{te3_platinum,aquaint}, and those of news/pool.jsonl that date_sides.json lists (by article:
where each starts, and whether it lies ahead).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from claimx.dates import find_dates
from claimx.dates.story import Story
from training.documents import Case, cases, pool
from training.logistic import Example, Signs, cross_validated, fit

OUT = Path(__file__).resolve().parent.parent / "src/claimx/data/en/date_sides.json"
SETS = ("te3_platinum", "aquaint")
LISTED = Path(__file__).with_name("date_sides.json")
PENALTY = 1.0
# What grammar says before any data: few present tenses and conditionals are annotated.
PRIOR = {
    "tense future": 1.5,
    "tense present": 5.0,
    "tense past": -1.5,
    "until scheduling": 3.0,
    "away present week": 2.0,
}


@dataclass
class Forced:
    """Makes every choice of side the same, and notes the signs it was made by."""

    ahead: bool
    signs: dict[int, Signs]

    def __call__(self, story: Story, kind: Any, away: float) -> bool:
        self.signs[story.offset] = story.signs(kind, away)
        return self.ahead


def values(
    doc: Doc, published: str | None, *, ahead: bool
) -> tuple[dict[int, str], dict[int, Signs]]:
    """The value of each match by where it starts, and the signs of each choice."""
    forced = Forced(ahead, {})
    chosen = Story.looks_ahead
    Story.looks_ahead = lambda story, kind, away: forced(story, kind, away)  # type: ignore[method-assign]
    try:
        found = {m.start: m.value for m in find_dates(doc, published=published)}
    finally:
        Story.looks_ahead = chosen  # type: ignore[method-assign]
    return found, forced.signs


def examples(case: Case) -> Iterator[Example]:
    """The signs of each date that may be on either side, and whether it lies ahead."""
    past, signs = values(case.doc, case.published, ahead=False)
    ahead, _ = values(case.doc, case.published, ahead=True)
    for start, one in signs.items():
        gold = case.values(start)
        low, high = past.get(start), ahead.get(start)
        if low != high and (low in gold) != (high in gold):
            yield one, high in gold


def listed(case: Case, sides: list[tuple[int, bool]]) -> Iterator[Example]:
    """The signs of the dates of an article that date_sides.json has."""
    _, signs = values(case.doc, case.published, ahead=False)
    yield from ((signs[start], ahead) for start, ahead in sides if start in signs)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    pairs = [(one, case.id) for case in cases(options.data, SETS) for one in examples(case)]
    sides = json.loads(LISTED.read_text(encoding="utf-8"))
    for case in pool(options.data, set(sides)):
        pairs += [(one, case.id) for one in listed(case, sides[case.id])]
    rows, groups = [one for one, _ in pairs], [group for _, group in pairs]
    guessed = cross_validated(rows, groups, penalty=PENALTY, prior=PRIOR)
    right = sum((p > 0.5) == label for p, (_, label) in zip(guessed, rows, strict=True))
    ahead = sum(label for _, label in rows)
    print(f"{len(rows)} dates, {ahead} ahead; right by five folds: {right}")
    comment = "learnt by training/dates_side.py; see Story.looks_ahead"
    text = json.dumps(
        {"$comment": comment, "weights": fit(rows, penalty=PENALTY, prior=PRIOR)}, indent=2
    )
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
