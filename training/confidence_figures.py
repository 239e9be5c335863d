"""Learn the weights for the confidence of figures, and print how well it is calibrated.

    python -m training.confidence_figures --data ../shared/data

The data are the figures of DATA/news/tune (value and unit as annotated), of NewsQuant (value), and
those of DATA/news/pool.jsonl that training/labels/figures-pool.json judges. Writes
`confidence_figures.json`. The printed errors are cross-validated.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimx.figures import matches
from claimx.figures.certainty import features
from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.figures.weigh import probability
from claimx.layout import find_layout
from claimx.run import pipeline
from claimx.text.inflection import singular
from training.items import LABELS, write
from training.logistic import Row, calibration_error, fit, folds

PENALTY = 1.0

Record = dict[str, Any]
Found = list[tuple[Draft, dict[str, float]]]


class Reader:
    """The bundled pipeline, with access to the drafts of the figures."""

    def __init__(self) -> None:
        self.nlp = pipeline.load()
        self.caught: list[tuple[list[Draft], Page]] = []
        self.finish = matches.finish
        matches.finish = self._finish

    def _finish(self, drafts: list[Draft], page: Page) -> Any:
        self.caught.append((drafts, page))
        return self.finish(drafts, page)

    def read(self, text: str) -> tuple[int, Found]:
        """Return where the body begins, and its figures with their features."""
        layout = find_layout(text)
        self.nlp(layout.masked(text))
        drafts, page = self.caught.pop()
        return layout.start, [(draft, features(draft, page)) for draft in drafts]


def same_number(gold: Record, draft: Draft) -> bool:
    """Return whether the value, or both ends of the range, are the same."""
    pairs = [(gold.get("value"), draft.value)]
    if draft.low is not None or gold.get("low") is not None:
        pairs = [(gold.get("low"), draft.low), (gold.get("high"), draft.high)]
    if any(a is None or b is None for a, b in pairs):
        return gold.get("value") is None and draft.value is None
    sign = -1 if draft.signed and draft.low is None else 1
    return all(math.isclose(a, float(b) * sign, rel_tol=1e-5) for a, b in pairs)


def same_unit(gold: Record, draft: Draft) -> bool:
    """Return whether the units' last words are the same."""
    wanted, found = ((unit or "none").split()[-1] for unit in (gold["unit"], draft.unit))
    return singular(wanted).lower() == singular(found).lower()


def tune(reader: Reader, data: Path) -> Iterator[list[Row]]:
    """Yield the figures of each annotated article; doubtful ones are left out."""
    for path in sorted((data / "news/tune/gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = data / "news/tune/articles" / gold["file"]
        offset, found = reader.read(article.open(encoding="utf-8", newline="").read())
        rows = []
        for draft, signs in found:
            begin, end = draft.start + offset, draft.end + offset
            over = [one for one in gold["figures"] if one["start"] < end and begin < one["end"]]
            if not any(one.get("doubtful") for one in over):
                right = any(same_number(one, draft) and same_unit(one, draft) for one in over)
                rows.append((signs, right))
        yield rows


def newsquant(reader: Reader, data: Path) -> Iterator[list[Row]]:
    """Yield the figures of each sentence, except those that NewsQuant annotates differently.

    NewsQuant annotates only some ages, has no separate ends of a range, and counts pence as points.
    """
    for line in (data / "values/newsquant.dev.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        _, found = reader.read(case["text"])
        yield [
            (signs, any(same_number(one, draft) for one in case["gold"]))
            for draft, signs in found
            if draft.measure != "age"
            and draft.number.form != "vague"
            and not any(means_otherwise(one, draft) for one in case["gold"])
        ]


def means_otherwise(gold: Record, draft: Draft) -> bool:
    """Return whether the figure is an end of the gold range, or the gold sum in pence."""
    if draft.value is None:
        return False
    value = float(draft.value)
    ends = (gold.get("low"), gold.get("high"))
    pence = draft.measure == "money" and gold.get("value") == round(value * 100, 4)
    return value in ends or pence


def pool(reader: Reader, data: Path) -> Iterator[list[Row]]:
    """Yield the judged figures of each article in the pool."""
    judged = json.loads((LABELS / "figures-pool.json").read_text(encoding="utf-8"))["judged"]
    for line in (data / "news/pool.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] in judged:
            offset, found = reader.read(row["text"])
            known = judged[row["id"]]
            yield [
                (signs, known[str(draft.start + offset)])
                for draft, signs in found
                if str(draft.start + offset) in known
            ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    reader = Reader()
    sources = {make.__name__: list(make(reader, options.data)) for make in (tune, newsquant, pool)}
    groups = [(name, rows) for name, many in sources.items() for rows in many]
    pairs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for learn, test in folds(groups):
        weights = fit([row for _, rows in learn for row in rows], penalty=PENALTY)
        for name, rows in test:
            pairs[name] += [(probability(signs, weights), right) for signs, right in rows]
    pairs["all"] = [pair for many in list(pairs.values()) for pair in many]
    for name, many in pairs.items():
        rate = sum(right for _, right in many) / len(many)
        error = calibration_error(many)
        print(f"{name:10} {len(many):4} figures, {rate:.3f} right, calibration error {error:.3f}")
    write(
        "confidence_figures", weights=fit([r for _, rows in groups for r in rows], penalty=PENALTY)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
