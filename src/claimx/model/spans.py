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
    single = scores[:, np.array([0, *range(4, 1 + 4 * count, 4)])]
    parts = [scores[:, [at + 4 * r for r in range(count)]].astype(np.float64) for at in (1, 2, 3)]
    left, begun = _search(single.max(axis=1).astype(np.float64), *parts)
    return _trace(scores, kinds, left, begun, single.argmax(axis=1))


def _search(
    alone: NDArray[Any], first: NDArray[Any], inner: NDArray[Any], last: NDArray[Any]
) -> tuple[list[int], list[list[bool]]]:
    """Return the best paths of the search, to trace them back.

    For each word these are the kind of the span that ends there on the best path out, or -1, and
    for each kind whether the best path inside begins there.

    `alone` (n) is the better score of a word outside spans and as a span of one word; the others
    (n, k) are scores of the words of spans by kind. At most words no span ends, and the best path
    into each kind begins there. If that also holds for the word before, these words are found all
    at once; only the others are searched one by one.
    """
    size, count = first.shape
    gain = first - alone[:, None]  # of being inside, against outside, where spans begin anew
    stays = (gain[:-1] + inner[1:] > first[1:]) | (gain[:-1] + last[1:] > alone[1:, None])
    left, begun = [-1] * size, [[True] * count] * size
    rows = list(zip(alone.tolist(), first.tolist(), inner.tolist(), last.tolist(), strict=True))
    at = 0
    for start in (np.flatnonzero(stays.any(axis=1)) + 1).tolist():
        if start < at:
            continue
        at, outside, inside = start, 0.0, gain[start - 1].tolist()
        for one, begins, goes, ends in rows[start:]:
            best, came = outside + one, -1
            fresh = []
            for kind in range(count):
                held = inside[kind]
                if held + ends[kind] > best:
                    best, came = held + ends[kind], kind
                begin, stay = outside + begins[kind], held + goes[kind]
                fresh.append(begin >= stay)
                inside[kind] = max(begin, stay)
            outside = best
            left[at], begun[at] = came, fresh
            at += 1
            if came < 0 and all(fresh):
                break
    return left, begun


def _trace(
    scores: NDArray[Any],
    kinds: Sequence[str],
    left: list[int],
    begun: list[list[bool]],
    alone: NDArray[Any],
) -> list[Found]:
    spans: list[Found] = []
    before = len(left)  # the first word of the span found last
    for at in np.flatnonzero((np.array(left) >= 0) | (alone > 0)).tolist()[::-1]:
        if at >= before:
            continue
        kind, before = left[at], at
        if kind < 0:
            kind = int(alone[at]) - 1
            sure = float(np.exp(scores[at, 4 * kind + 4]))
            spans.append(Found(at, at + 1, kinds[kind], sure))
            continue
        while before == at or not begun[before][kind]:
            before -= 1
        sure = _mean(scores, before, at + 1, 1 + 4 * kind)
        spans.append(Found(before, at + 1, kinds[kind], sure))
    return spans[::-1]


def _mean(scores: NDArray[Any], start: int, end: int, base: int) -> float:
    """Return the mean probability of the labels of a span of two words or more."""
    labels = np.full(end - start, base + 1)
    labels[0], labels[-1] = base, base + 2
    return float(np.exp(scores[np.arange(start, end), labels]).mean())
