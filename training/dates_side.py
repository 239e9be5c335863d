"""Learn the weights that place "Monday" or "in May" before or after the article's date.

    python -m training.dates_side ../shared/data        prints and writes data/en/date_sides.json

The data are dates that could be on either side: the annotated ones of news/tune and
values/{te3_platinum,aquaint}, and those of news/pool.jsonl that date_sides.json lists by article,
with their start, whether they lie ahead, and how we know. "read": somebody read the sentence; a
first model was unsure of these. "assumed": that model was sure that the date is past, and nobody
checked. Assumed dates keep the weights near the common case. They are not evidence, so no score
counts them.
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
from training.logistic import Row, Signs, cross_validated, fit

OUT = Path(__file__).resolve().parent.parent / "src/claimx/data/en/date_sides.json"
SETS = ("te3_platinum", "aquaint")
LISTED = Path(__file__).with_name("date_sides.json")
PENALTY = 1.0
# Prior weights from grammar, because few present tenses and conditionals are annotated.
PRIOR = {
    "tense future": 1.5,
    "tense present": 5.0,
    "tense past": -1.5,
    "until scheduling": 3.0,
    "away present week": 2.0,
}


@dataclass
class Forced:
    """A stand-in for the choice of a side: always the same side, with the signs recorded."""

    ahead: bool
    signs: dict[int, Signs]

    def __call__(self, story: Story, kind: Any, away: float) -> bool:
        self.signs[story.offset] = story.signs(kind, away)
        return self.ahead


def values(
    doc: Doc, published: str | None, *, ahead: bool
) -> tuple[dict[int, str], dict[int, Signs]]:
    """Return the value of each match by its start, and the signs of each choice."""
    forced = Forced(ahead, {})
    chosen = Story.looks_ahead
    Story.looks_ahead = lambda story, kind, away: forced(story, kind, away)  # type: ignore[method-assign]
    try:
        found = {m.start: m.value for m in find_dates(doc, published=published)}
    finally:
        Story.looks_ahead = chosen  # type: ignore[method-assign]
    return found, forced.signs


def examples(case: Case) -> Iterator[Row]:
    """Yield the signs of each date that could be on either side, and whether it lies ahead."""
    past, signs = values(case.doc, case.published, ahead=False)
    ahead, _ = values(case.doc, case.published, ahead=True)
    for start, one in signs.items():
        gold = case.values(start)
        low, high = past.get(start), ahead.get(start)
        if low != high and (low in gold) != (high in gold):
            yield one, high in gold


def listed(case: Case, sides: list[tuple[int, bool, str]], *, how: str) -> Iterator[Row]:
    """Yield the signs of an article's dates in date_sides.json that are known in this way."""
    _, signs = values(case.doc, case.published, ahead=False)
    yield from ((signs[at], ahead) for at, ahead, known in sides if known == how and at in signs)


def report(rows: list[Row], groups: list[str], sources: list[str]) -> None:
    """Print by source the share of right sides, with weights learnt without their articles."""
    guessed = cross_validated(rows, groups, penalty=PENALTY, prior=PRIOR)
    right = [(p > 0.5) == label for p, (_, label) in zip(guessed, rows, strict=True)]
    for name in ("news/tune", "public sets", "read"):
        of = [i for i, source in enumerate(sources) if source == name]
        past = sum(not rows[i][1] for i in of)
        print(f"{name}: {sum(right[i] for i in of)} of {len(of)} right (always past: {past})")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    found = [
        (one, case.id, "news/tune" if case.news else "public sets")
        for case in cases(options.data, SETS)
        for one in examples(case)
    ]
    sides = json.loads(LISTED.read_text(encoding="utf-8"))
    for case in pool(options.data, set(sides)):
        for how in ("read", "assumed"):
            found += [(one, case.id, how) for one in listed(case, sides[case.id], how=how)]
    rows, groups, sources = map(list, zip(*found, strict=True))
    report(rows, groups, sources)
    comment = "learnt by training/dates_side.py; see Story.looks_ahead"
    text = json.dumps(
        {"$comment": comment, "weights": fit(rows, penalty=PENALTY, prior=PRIOR)}, indent=2
    )
    OUT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
