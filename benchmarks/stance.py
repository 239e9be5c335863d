"""Score the stances of claims against hand-made labels, for claims paired with annotated ones.

    python benchmarks/stance.py NEWS LABELS [--show]

NEWS contains articles/ and gold/. LABELS is one of training/labels/stance-*.json: by article and by
the claim's id in gold/, the stance or null. Prints the share of right stances, the precision and
recall of each stance, and with --show each wrong one. Never use --show on a held-out set.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from accuracy import pair_by_overlap, predictions, words_inside

from claimx.text.view import fold


def words_of(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the words."""
    found, start = [], None
    for index, char in enumerate(text + " "):
        if char.isalnum() and start is None:
            start = index
        elif not char.isalnum() and start is not None:
            found.append((start, index))
            start = None
    return found


def pairs(folder: Path, labels: dict[str, dict[str, str | None]]) -> list[tuple[Any, ...]]:
    """Return (label, prediction, cue, text) of each claim paired with an annotated one."""
    articles = {}
    for name in labels:
        gold = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        articles[name] = (folder / "articles" / gold["file"], gold["claims"])
    found = predictions(path for path, _ in articles.values())
    rows = []
    for name, (path, gold) in articles.items():
        claims = [r for r in found[str(path)] if r["kind"] == "claim"]
        with path.open(encoding="utf-8", newline="") as file:
            spans = words_of(file.read())
        wanted = [words_inside(spans, claim["segments"]) for claim in gold]
        got = [words_inside(spans, claim["segments"]) for claim in claims]
        for i, j in pair_by_overlap(wanted, got):
            if not gold[i].get("doubtful") and gold[i]["id"] in labels[name]:
                cue = claims[j]["cue"] or {"text": ""}
                label = labels[name][gold[i]["id"]]
                rows.append((label, claims[j]["stance"], cue["text"], claims[j]["text"]))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    rows = pairs(args.news, json.loads(args.labels.read_text(encoding="utf-8")))
    right = sum(label == found for label, found, *_ in rows)
    print(f"{'all':10} {100 * right / len(rows):5.1f} % of {len(rows)}")
    hits = Counter(label for label, found, *_ in rows if label == found)
    wanted, got = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    for stance in sorted(wanted, key=str):
        p = 100 * hits[stance] / got[stance] if got[stance] else 0.0
        r = 100 * hits[stance] / wanted[stance]
        print(f"{stance!s:10} P {p:5.1f}  R {r:5.1f}  of {wanted[stance]}")
    if args.show:
        for label, found, cue, text in rows:
            if label != found:
                print(f"{label} as {found}: [{fold(cue)}] {text[:80]}")


if __name__ == "__main__":
    main()
