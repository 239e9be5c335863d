"""Measure the calibration of the confidence of claims, on articles that nothing was tuned on.

    python benchmarks/calibration.py NEWS [--svg FILE]

NEWS contains articles/ and gold/. A claim is right if half of its words overlap with an annotated
claim and its speaker has the annotated name. Prints the expected calibration error: the mean
distance between mean confidence and the share of right claims, over ten bins of the same size. For
several thresholds it prints how many claims are kept (coverage) and how many of those are right
(precision). --svg draws both; it needs matplotlib.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from accuracy import pair_by_overlap, plain, predictions, words_inside
from stance import words_of

BINS = 10
THRESHOLDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# Words that don't count when names of bodies or groups are compared.
LOOSE = frozenset(["the", "a", "an", "some", "many", "several", "most", "other", "all", "both"])
LOOSE |= {"few", "various", "his", "her", "its", "their", "group", "s"}
LOOSE |= {"ltd", "limited", "inc", "corp", "corporation", "co", "company", "plc"}

Row = tuple[float, bool]


def right_speaker(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    """Return whether the claim has one of the annotated speaker's names, or neither has one."""
    speaker, other = gold["speaker"] or {}, found["speaker"] or {}
    wanted = (speaker.get("name"), *speaker.get("name_alt", ()))
    if speaker.get("kind") == "person":
        return any(same(name, other.get("name"), frozenset()) for name in wanted)
    nameless = speaker.get("kind") is None and not other.get("name")
    return nameless or any(same(name, other.get("name"), LOOSE) for name in wanted)


def same(name: str | None, other: str | None, loose: frozenset[str]) -> bool:
    one, two = ([w for w in plain(n) if w not in loose] for n in (name, other))
    return one == two


def judged(
    text: str, gold: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> list[tuple[int, bool]]:
    """Return the index of each claim and whether it is right; doubtful ones are left out."""
    spans = words_of(text)
    wanted = [words_inside(spans, claim["segments"]) for claim in gold]
    got = [words_inside(spans, claim["segments"]) for claim in claims]
    partner = {j: i for i, j in pair_by_overlap(wanted, got)}
    return [
        (j, j in partner and right_speaker(gold[partner[j]], claim))
        for j, claim in enumerate(claims)
        if j not in partner or not gold[partner[j]].get("doubtful")
    ]


def measured(folder: Path) -> list[Row]:
    """Return the confidence of each claim in a folder, and whether the claim is right."""
    golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((folder / "gold").glob("*"))]
    golds = [gold for gold in golds if "file" in gold]
    paths = [folder / "articles" / gold["file"] for gold in golds]
    found = predictions(paths)
    rows = []
    for path, gold in zip(paths, golds, strict=True):
        claims = [r for r in found[str(path)] if r["kind"] == "claim"]
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        rows += [(claims[j]["confidence"], ok) for j, ok in judged(text, gold["claims"], claims)]
    return rows


def error(rows: Iterable[Row]) -> float:
    """Return the expected calibration error."""
    ordered = sorted(rows)
    parts = [
        ordered[len(ordered) * k // BINS : len(ordered) * (k + 1) // BINS] for k in range(BINS)
    ]
    gaps = [abs(sum(c for c, _ in part) - sum(ok for _, ok in part)) for part in parts]
    return sum(gaps) / len(ordered)


def curve(rows: list[Row], thresholds: Iterable[float]) -> list[tuple[float, float, float]]:
    """Return (threshold, coverage, precision) for each threshold."""
    found = []
    for threshold in thresholds:
        kept = [ok for confidence, ok in rows if confidence >= threshold]
        if kept:
            found.append((threshold, len(kept) / len(rows), sum(kept) / len(kept)))
    return found


def draw(rows: list[Row], path: Path) -> None:
    """Draw the calibration, and the curve of precision over coverage."""
    from matplotlib import pyplot

    ordered = sorted(rows)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 4))
    left.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    parts = [
        ordered[len(ordered) * k // BINS : len(ordered) * (k + 1) // BINS] for k in range(BINS)
    ]
    shares = [
        (sum(c for c, _ in part) / len(part), sum(ok for _, ok in part) / len(part))
        for part in parts
        if part
    ]
    left.plot(*zip(*shares, strict=True), marker="o")
    left.set(xlabel="confidence", ylabel="share of right claims", xlim=(0, 1), ylim=(0, 1))
    steps = curve(rows, sorted({confidence for confidence, _ in rows}))
    right.plot([kept for _, kept, _ in steps], [precise for _, _, precise in steps])
    right.set(xlabel="coverage", ylabel="precision", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("--svg", type=Path)
    args = parser.parse_args()
    rows = measured(args.news)
    print(f"expected calibration error {error(rows):.3f}, {len(rows)} claims")
    print("at least  coverage  precision")
    for threshold, coverage, precision in curve(rows, THRESHOLDS):
        print(f"{threshold:8.2f} {coverage:9.3f} {precision:10.3f}")
    if args.svg:
        draw(rows, args.svg)


if __name__ == "__main__":
    main()
