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
    home = Homes()
    for _score, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1:])):
        if home.is_one(a, b):
            continue
        if between is None or _mean(home.of(a), home.of(b), between) >= least:
            home.join(a, b)
    return home.groups()


def _mean(
    first: Sequence[int], second: Sequence[int], between: Callable[[int, int], float | None]
) -> float:
    pairs = [(a, b) for a in first[:SAMPLE] for b in second[:SAMPLE]]
    scores = [score for a, b in pairs if (score := between(min(a, b), max(a, b))) is not None]
    # An article may mention a quantity in passing: the better half decides.
    best = sorted(scores, reverse=True)[: (len(scores) + 1) // 2]
    return sum(best) / len(best) if best else 1.0


class Homes:
    """Groups that grow by pairs, whatever the other members are."""

    def __init__(self) -> None:
        self._home: dict[int, list[int]] = {}

    def is_one(self, a: int, b: int) -> bool:
        """Return whether the two are in one group."""
        home = self._home.get(a)
        return home is not None and home is self._home.get(b)

    def of(self, a: int) -> list[int]:
        """Return the members of a's group."""
        return self._home.get(a, [a])

    def join(self, a: int, b: int) -> None:
        """Put the groups of the two together."""
        first, second = self._home.setdefault(a, [a]), self._home.setdefault(b, [b])
        if first is second:
            return
        small, large = sorted((first, second), key=len)
        large.extend(small)
        for member in small:
            self._home[member] = large

    def groups(self) -> list[list[int]]:
        """Return the groups, each sorted."""
        unique = {id(group): group for group in self._home.values()}
        return sorted(map(sorted, unique.values()))
