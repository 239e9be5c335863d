"""The best sequence of spans under the network's scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

ROLES = ("CONTENT", "SOURCE", "CUE")
# Labels: 0 outside; for role r 1 + 4r a span's first token, then its inner ones, its last, a
# single one.
LABELS = 1 + 4 * len(ROLES)
Span = tuple[int, int, str]


def best_spans(scores: NDArray[Any]) -> list[Span]:
    """(first, past the last, label) of the spans, in order.

    Viterbi search where a span, once begun, goes on to its last token: it is either outside all
    spans after a token or inside one, so that four running sums are enough.
    """
    if not len(scores):
        return []
    closed_labels = np.array([0, *range(4, LABELS, 4)])
    alone = scores[:, closed_labels].max(axis=1).tolist()
    first, inner, last = (scores[:, [at + 4 * r for r in range(len(ROLES))]] for at in (1, 2, 3))
    outside = 0.0
    never = float("-inf")
    inside = [never] * len(ROLES)
    left: list[int] = []  # the role whose span ends here on the best way out, -1 if none does
    begun: list[list[bool]] = []  # whether the best way inside begins here
    roles = range(len(ROLES))
    for single, begins, goes, ends in zip(
        alone, first.tolist(), inner.tolist(), last.tolist(), strict=True
    ):
        best, came = outside + single, -1
        fresh = []
        for role in roles:
            held = inside[role]
            value = held + ends[role]
            if value > best:
                best, came = value, role
            start, stay = outside + begins[role], held + goes[role]
            fresh.append(start >= stay)
            inside[role] = start if start >= stay else stay
        outside = best
        left.append(came)
        begun.append(fresh)
    return _trace(left, begun, closed_labels[scores[:, closed_labels].argmax(axis=1)].tolist())


def _trace(left: list[int], begun: list[list[bool]], alone: list[int]) -> list[Span]:
    spans = []
    at = len(left) - 1
    while at >= 0:
        role = left[at]
        if role < 0:
            if alone[at]:
                spans.append((at, at + 1, ROLES[alone[at] // 4 - 1]))
        else:
            end = at + 1
            at -= 1
            while not begun[at][role]:
                at -= 1
            spans.append((at, end, ROLES[role]))
        at -= 1
    return spans[::-1]
