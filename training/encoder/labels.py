"""The label sets of the heads, and edit rules for lemmas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

ROLES = ("CONTENT", "SOURCE", "CUE")
NAMES = ("PERSON", "ORG", "LOC", "NORP")
MISSING = -100  # the label that torch's losses ignore
RAREST_RULE = 2  # rarer edit rules are not learnt


def bies(
    count: int, spans: Iterable[tuple[int, int, int]], unknown: Iterable[tuple[int, int]] = ()
) -> list[int]:
    """Return the labels of `count` words from spans (start, end, kind); `unknown` ones get none."""
    labels = [0] * count
    for start, end, kind in spans:
        base = 1 + 4 * kind
        if end - start == 1:
            labels[start] = base + 3
            continue
        labels[start], labels[end - 1] = base, base + 2
        labels[start + 1 : end - 1] = [base + 1] * (end - start - 2)
    for start, end in unknown:
        labels[start:end] = [MISSING] * (end - start)
    return labels


def common(counts: Counter[str], fewest: int = 1) -> list[str]:
    """Return the labels by frequency, then by name."""
    kept = [(label, number) for label, number in counts.items() if number >= fewest]
    return [label for label, _ in sorted(kept, key=lambda pair: (-pair[1], pair[0]))]
