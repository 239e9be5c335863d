"""Learn the weights for the confidence of dates.

    python -m training.confidence_dates ../shared/data    prints and writes data/en/confidence.json

The data are news/tune and values/{te3_platinum,aquaint}. A date is right if it overlaps an
annotated one and has its value. The public sets follow other conventions, so their dates carry an
extra sign, which the articles of users never have.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path

from claimx.dates import find_dates
from training.documents import Case, cases
from training.logistic import Row, cross_validated, fit

OUT = Path(__file__).resolve().parent.parent / "src/claimx/data/en/confidence.json"
SETS = ("te3_platinum", "aquaint")
PENALTY = 2.0
LEAST = 5  # signs with fewer dates are left out
BINS = 5


def examples(case: Case) -> Iterator[Row]:
    """Yield the signs of each date of an article, and whether it is right."""
    for match in find_dates(case.doc, published=case.published):
        other = {} if case.news else {"other convention": 1.0}
        yield match.features | other, case.right(match.start, match.end, match.value)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    pairs = [(one, case.id) for case in cases(options.data, SETS) for one in examples(case)]
    learn([one for one, _ in pairs], [group for _, group in pairs])


def learn(rows: list[Row], groups: list[str]) -> None:
    """Print how well the estimates fit articles left out of the learning; write the weights."""
    guessed = cross_validated(rows, groups, penalty=PENALTY, least=LEAST)
    labels = [label for _, label in rows]
    share = sum(labels) / len(labels)
    loss = -sum(math.log(p if y else 1 - p) for p, y in zip(guessed, labels, strict=True))
    plain = -sum(math.log(share if y else 1 - share) for y in labels)
    print(f"{len(rows)} dates, {share:.3f} right; log loss {loss / len(rows):.3f}", end=" ")
    print(f"(the share alone {plain / len(rows):.3f})")
    ranked = sorted(zip(guessed, labels, strict=True))
    for n in range(BINS):
        part = ranked[n * len(ranked) // BINS : (n + 1) * len(ranked) // BINS]
        said, were = (sum(one[i] for one in part) / len(part) for i in (0, 1))
        print(f"estimated {said:.2f}  right {were:.2f}")
    known = json.loads(OUT.read_text(encoding="utf-8")) if OUT.is_file() else {}
    known["date"] = fit(rows, penalty=PENALTY, least=LEAST)
    OUT.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
