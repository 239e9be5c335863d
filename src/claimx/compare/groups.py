"""Groups of facts from scored pairs. A pair joins two groups only if they agree as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Edge = tuple[float, int, int]
# In large groups, this many members represent all of them.
SAMPLE = 12


def grouped(
    edges: Iterable[Edge],
    *,
    least: float,
    between: Callable[[int, int], float | None] | None = None,
) -> list[list[int]]:
    """Return the groups with two or more members, each sorted.

    The most certain pairs come first. `between` scores any pair, or returns None to skip it. With
    it, two groups are joined only if the better half of their pairs has an average score of at
    least `least`.
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
    # Articles can mention a quantity in passing, so the better half decides.
    best = sorted(scores, reverse=True)[: (len(scores) + 1) // 2]
    return sum(best) / len(best) if best else 1.0


class Homes:
    """Groups that grow pair by pair, whatever their other members are."""

    def __init__(self) -> None:
        self._home: dict[int, list[int]] = {}

    def is_one(self, a: int, b: int) -> bool:
        """Return whether the two are in the same group."""
        home = self._home.get(a)
        return home is not None and home is self._home.get(b)

    def of(self, a: int) -> list[int]:
        """Return the members of the group of `a`."""
        return self._home.get(a, [a])

    def join(self, a: int, b: int) -> None:
        """Join the groups of the two."""
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
