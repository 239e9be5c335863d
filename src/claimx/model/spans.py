"""The best sequence of spans under a network's scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Found(NamedTuple):
    """The span of the words `start` to `end`, its label, and the network's confidence (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


def best_spans(scores: NDArray[Any], kinds: Sequence[str]) -> list[Found]:
    """Return the spans of the best legal labelling, in order and without overlap.

    `scores` (n, 1 + 4k) are log-probabilities. Column 0 is outside; from column 1 + 4r, kind r has
    four: a span's first word, its inner words, its last word, and a span of one word. A Viterbi
    search finds the best sequence. After each word it is outside all spans or inside one of a kind,
    so k + 1 running sums are enough. A span's score is the mean probability of its words' labels.
    """
    if not len(scores):
        return []
    count = len(kinds)
    closed = np.array([0, *range(4, 1 + 4 * count, 4)])
    single = scores[:, closed]
    alone = single.max(axis=1).tolist()
    first, inner, last = (scores[:, [at + 4 * r for r in range(count)]] for at in (1, 2, 3))
    never = float("-inf")
    outside = 0.0
    inside = [never] * count
    left: list[int] = []  # the kind of the span that ends here on the best path out, or -1
    begun: list[list[bool]] = []  # whether the best path inside a span of the kind begins here
    rows = zip(alone, first.tolist(), inner.tolist(), last.tolist(), strict=True)
    for one, begins, goes, ends in rows:
        best, came = outside + one, -1
        fresh = []
        for kind in range(count):
            held = inside[kind]
            if held + ends[kind] > best:
                best, came = held + ends[kind], kind
            start, stay = outside + begins[kind], held + goes[kind]
            fresh.append(start >= stay)
            inside[kind] = max(start, stay)
        outside = best
        left.append(came)
        begun.append(fresh)
    return _trace(scores, kinds, left, begun, single.argmax(axis=1).tolist())


def _trace(
    scores: NDArray[Any],
    kinds: Sequence[str],
    left: list[int],
    begun: list[list[bool]],
    alone: list[int],
) -> list[Found]:
    spans = []
    at = len(left) - 1
    while at >= 0:
        kind = left[at]
        if kind < 0:
            if alone[at]:
                sure = float(np.exp(scores[at, 4 * alone[at]]))
                spans.append(Found(at, at + 1, kinds[alone[at] - 1], sure))
        else:
            end = at + 1
            at -= 1
            while not begun[at][kind]:
                at -= 1
            spans.append(Found(at, end, kinds[kind], _mean(scores, at, end, 1 + 4 * kind)))
        at -= 1
    return spans[::-1]


def _mean(scores: NDArray[Any], start: int, end: int, base: int) -> float:
    """Return the mean probability of the labels of a span of two words or more."""
    labels = np.full(end - start, base + 1)
    labels[0], labels[-1] = base, base + 2
    return float(np.exp(scores[np.arange(start, end), labels]).mean())
