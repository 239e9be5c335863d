"""Learn the weights of `figures/item.py` and `figures/period.py` from annotated news.

    python -m training.items --data ../shared/data

Reads the articles and figures in DATA/news/tune and the labels in training/labels. Writes the rates
of `item_figures.json` and the weights of `period_figures.json`, and prints how well they do in
tenfold cross-validation by article.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from claimx.figures import item, matches, period
from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.figures.weigh import probability
from claimx.layout import find_layout
from claimx.run import pipeline
from training.logistic import fit, folds

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "training" / "labels"
DATA = ROOT / "src" / "claimx" / "data" / "en"
PENALTY = 2.0
# Draws the rate of a rare relation towards one half.
PRIOR = 1

Record = dict[str, Any]


class Seen(NamedTuple):
    """The figures, dates and gold of an article."""

    name: str
    text: str
    offset: int
    page: Page
    drafts: list[Draft]
    dates: list[tuple[int, int]]
    gold: Record


def read_articles(folder: Path) -> Iterator[Seen]:
    """Yield each article with its figures and its page."""
    nlp = pipeline.load()
    caught: list[tuple[list[Draft], Page]] = []
    finish = matches.finish
    matches.finish = lambda drafts, page: caught.append((drafts, page)) or finish(drafts, page)
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = folder / "articles" / gold["file"]
        text = article.open(encoding="utf-8", newline="").read()
        layout = find_layout(text)
        doc = nlp(layout.masked(text))
        dates = [(value["start"], value["end"]) for value in doc._.claimx_dates]
        drafts, page = caught.pop()
        yield Seen(path.stem, text, layout.start, page, drafts, dates, gold)
    matches.finish = finish


def labelled(seen: Seen, labels: Record) -> Iterator[tuple[int, Record]]:
    """Yield the index of each figure that overlaps an annotated one, with its label."""
    for figure in seen.gold["figures"]:
        label = labels.get(figure["id"])
        if label is None or label.get("doubtful") or figure.get("doubtful"):
            continue
        begin, end = figure["start"] - seen.offset, figure["end"] - seen.offset
        for index, draft in enumerate(seen.drafts):
            if draft.start < end and begin < draft.end:
                yield index, label
                break


def tallies(seen: Seen, labels: Record) -> dict[str, Counter[bool]]:
    """Return how often each relation led to the annotated head, and how often not."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for index, label in labelled(seen, labels):
        draft = seen.drafts[index]
        if index and draft.twin is seen.drafts[index - 1]:
            continue
        spans = [
            *label.get("alternatives", ()),
            *([label["item"]["head"]] if label["item"] else []),
        ]
        heads = [seen.text[begin:end].split()[-1].lower() for begin, end in spans]
        for relation, token in item.candidates(draft, seen.page):
            if item.is_dated(token, seen.dates):
                continue
            last = item.last_of_name(token)
            right = token.lower_ in heads or last.lower_ in heads
            found[f"{item.group(draft)} {relation}"][right] += 1
    return found


def rates(many: list[dict[str, Counter[bool]]]) -> dict[str, float]:
    """Return each relation's rate of right heads, also counting judged figures of other news."""
    total: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in many:
        for name, counts in one.items():
            total[name].update(counts)
    for name, (right, seen) in json.loads((LABELS / "items-pool.json").read_text())[
        "judged"
    ].items():
        total[name].update({True: right, False: seen - right})
    return {
        name: round((counts[True] + PRIOR) / (counts.total() + 2 * PRIOR), 2)
        for name, counts in sorted(total.items())
        if counts[True]
    }


def period_rows(seen: Seen, labels: Record) -> list[tuple[dict[str, float], bool]]:
    """Return the features of each figure and date in a sentence, and whether they belong."""
    rows = []
    starts = [start for start, _ in seen.dates]
    ids = {date["id"]: date for date in seen.gold["dates"]}
    for index, label in labelled(seen, labels):
        draft = seen.drafts[index]
        near = list(period.in_sentence(draft, seen.page, starts))
        for date in near:
            begin, end = (offset + seen.offset for offset in seen.dates[date])
            wanted = (ids[key] for key in label["period"])
            right = any(one["start"] < end and begin < one["end"] for one in wanted)
            features = period.features(draft, date, near, seen.drafts, seen.dates, seen.page)
            rows.append((features, right))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    labels = json.loads((LABELS / "items-tune.json").read_text(encoding="utf-8"))
    articles = list(read_articles(options.data / "news" / "tune"))
    write("item_figures", rates=rates([tallies(one, labels[one.name]) for one in articles]))
    rows = [period_rows(one, labels[one.name]) for one in articles]
    right = total = 0
    for learn, test in folds(rows):
        weights = fit([row for rows_ in learn for row in rows_], penalty=PENALTY)
        for features, wanted in (row for rows_ in test for row in rows_):
            right += (probability(features, weights) >= 0.5) == wanted
            total += 1
    print(f"period: {right} of {total} pairs of a figure and a date right, cross-validated")
    write("period_figures", weights=fit([row for rows_ in rows for row in rows_], penalty=PENALTY))
    return 0


def write(name: str, **learnt: Record) -> None:
    """Add what was learnt to the data file, and keep the rest of the file."""
    path = DATA / f"{name}.json"
    content = json.loads(path.read_text(encoding="utf-8")) | learnt
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
