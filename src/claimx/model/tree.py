"""The best dependency tree of a sentence under a parser's scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[Any]
IMPOSSIBLE = -1e9


def best_heads(scores: Scores) -> list[int]:
    """Return the head of each of n words in the best tree with one root.

    `scores[i, j]` says how well word j heads word i, and `scores[i, i]` how well i is the root. The
    root is its own head. Usually the best head of each word already gives a tree; otherwise it is
    the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967).
    """
    heads = scores.argmax(axis=1)
    if _is_tree(heads):
        return [int(head) for head in heads]
    root = _best_root(scores)
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores, IMPOSSIBLE)
    found = _spanning(scores, root)
    found[root] = root
    return found


def _is_tree(heads: NDArray[Any]) -> bool:
    """Return whether exactly one word is its own head, and all other words lead to it."""
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) != 1:
        return False
    reached = heads
    for _ in range(max(1, len(heads)).bit_length()):  # each step doubles the distance
        reached = reached[reached]
    return bool((reached == roots[0]).all())


def _best_root(scores: Scores) -> int:
    """Return the word that loses least if it is the root instead of having its best head."""
    others = scores.copy()
    np.fill_diagonal(others, IMPOSSIBLE)
    return int((scores.diagonal() - others.max(axis=1)).argmax()) if len(scores) > 1 else 0


def _spanning(scores: NDArray[np.float64], root: int) -> list[int]:
    """Return the heads of the maximum arborescence from `root`, contracting circle by circle."""
    count = len(scores)
    heads = scores.argmax(axis=1)
    heads[root] = root
    circle = _circle(heads, root)
    if not circle:
        return list(map(int, heads.tolist()))
    inside = np.zeros(count, dtype=bool)
    inside[circle] = True
    outer = np.flatnonzero(~inside)
    place = {int(word): number for number, word in enumerate(outer)}
    merged = len(outer)
    own = scores[circle, heads[circle]]
    enter = scores[circle][:, outer] - own[:, None]  # break the circle at a row
    leave = scores[outer][:, circle]
    small = np.full((merged + 1, merged + 1), IMPOSSIBLE)
    small[:merged, :merged] = scores[outer][:, outer]
    small[merged, :merged] = enter.max(axis=0)
    small[:merged, merged] = leave.max(axis=1)
    chosen = _spanning(small, place[root])
    result = heads.tolist()
    for number, word in enumerate(outer.tolist()):
        head = chosen[number]
        result[word] = int(circle[int(leave[number].argmax())] if head == merged else outer[head])
    broken = int(enter[:, chosen[merged]].argmax())
    result[circle[broken]] = int(outer[chosen[merged]])
    return list(map(int, result))


def _circle(heads: NDArray[Any], root: int) -> list[int]:
    """Return the words of a circle of heads, or [] if there is none."""
    state = [0] * len(heads)
    state[root] = 2
    for start in range(len(heads)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for word in path:
            state[word] = 2
    return []
