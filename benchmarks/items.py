"""Score the items and periods of figures against annotated news, if the articles are here.

    python benchmarks/items.py          print a table; exit 1 if a score is below a floor
    python benchmarks/items.py --show   also list what is wrong

The articles and their figures are in ../shared/data/news/tune; what each figure measures is in
training/labels/items-tune.json (offsets only). In percent of the figures found:

item       the item has the annotated head noun, or is rightly null
item given the share of non-null items with the right head
period     the dates are the annotated ones, or rightly none
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from accuracy import by_kind, predictions
from values import paired

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news" / "tune"
LABELS = ROOT / "training" / "labels" / "items-tune.json"
# A little below the scores.
FLOORS = {"item": 85, "period": 85}
# The end of an item's first noun phrase.
PHRASE_END = re.compile(
    r"[,(]|\s(?:of|in|for|from|with|on|by|that|to|at|who|which|across|between|behind|near|against"
    r"|over|under|among)\s"
)

Record = dict[str, Any]
Say = Callable[..., None]


def available() -> bool:
    """Return whether the articles are here."""
    return NEWS.is_dir()


def head(item: str) -> str:
    """Return the last word of the item's first noun phrase, in lower case."""
    words = PHRASE_END.split(item, maxsplit=1)[0].split()
    return words[-1].lower() if words else ""


def articles() -> Iterator[tuple[str, str, Record]]:
    """Yield the path, the text and the gold of each article."""
    for path in sorted((NEWS / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = NEWS / "articles" / gold["file"]
        yield str(article), article.open(encoding="utf-8", newline="").read(), gold


def score(found: dict[str, list[Record]], *, say: Say | None = None) -> dict[str, float]:
    """Return the measures in percent for records by the path of their article."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    right = dict.fromkeys(("item", "item given", "period"), 0)
    total = dict.fromkeys(right, 0)
    for path, text, gold in articles():
        records = by_kind(found[path])
        dates = {got["id"]: one["id"] for one, got in paired(gold["dates"], records["date"])}
        for one, got in paired(gold["figures"], records["figure"]):
            label = labels[Path(path).stem].get(one["id"])
            if label is None or one.get("doubtful") or label.get("doubtful"):
                continue
            period = {dates.get(key, key) for key in got["period"]}
            results = {
                "item": right_item(label, got["item"], text),
                "period": period == set(label["period"]),
            }
            if got["item"]:
                results["item given"] = results["item"]
            for name, good in results.items():
                right[name] += good
                total[name] += 1
                if say and not good and name != "item given":
                    say(Path(path).stem[:3], name, context(text, one), "|", got[name], "|", label)
    return {name: round(100 * count / max(1, total[name]), 1) for name, count in right.items()}


def right_item(label: Record, item: str | None, text: str) -> bool:
    """Return whether the item has an annotated or allowed head, or is rightly null."""
    heads = [*label.get("alternatives", ()), *([label["item"]["head"]] if label["item"] else [])]
    if item is None:
        return label["item"] is None
    return head(item) in [text[begin:end].lower().split()[-1] for begin, end in heads]


def context(text: str, figure: Record) -> str:
    """Return the figure in brackets with some words around it, on one line."""
    begin, end = figure["start"], figure["end"]
    piece = f"{text[max(0, begin - 90) : begin]}[[{text[begin:end]}]]{text[end : end + 60]}"
    return " ".join(piece.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="what is wrong")
    options = parser.parse_args()
    if not available():
        print(f"no articles in {NEWS}", file=sys.stderr)
        return 0
    found = predictions(Path(path) for path, _, _ in articles())
    scores = score(found, say=print if options.show else None)
    for name, value in scores.items():
        print(f"{name:12} {value:5.1f}")
    under = [name for name, floor in FLOORS.items() if scores[name] < floor]
    if under:
        print("below the floor:", ", ".join(under), file=sys.stderr)
    return int(bool(under))


if __name__ == "__main__":
    raise SystemExit(main())
