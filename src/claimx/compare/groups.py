"""Groups of facts from scored pairs: a pair joins two groups only if both agree as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Edge = tuple[float, int, int]
# Of large groups, this many members stand for all.
SAMPLE = 12


def grouped(
    edges: Iterable[Edge],
    *,
    least: float,
    between: Callable[[int, int], float | None] | None = None,
) -> list[list[int]]:
    """Return the groups of two members and more, each sorted.

    Pairs are taken from the most certain on. With `between`, which scores any pair, two groups are
    joined only if their members agree by `least`: the better half of their pairs, on average. A
    pair that it scores None is left out.
    """
    home: dict[int, list[int]] = {}
    for _score, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1:])):
        first, second = home.setdefault(a, [a]), home.setdefault(b, [b])
        if first is second:
            continue
        if between is not None and _mean(first, second, between) < least:
            continue
        small, large = sorted((first, second), key=len)
        large.extend(small)
        for member in small:
            home[member] = large
    unique = {id(group): group for group in home.values()}
    return sorted(sorted(group) for group in unique.values() if len(group) > 1)


def _mean(
    first: Sequence[int], second: Sequence[int], between: Callable[[int, int], float | None]
) -> float:
    pairs = [(a, b) for a in first[:SAMPLE] for b in second[:SAMPLE]]
    scores = [score for a, b in pairs if (score := between(min(a, b), max(a, b))) is not None]
    # An article may mention a quantity in passing: the better half decides.
    best = sorted(scores, reverse=True)[: (len(scores) + 1) // 2]
    return sum(best) / len(best) if best else 1.0
