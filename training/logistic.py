"""Logistic regression on rows of named features, for the small models of the extractors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

Row = tuple[Mapping[str, float], bool]
Kind = TypeVar("Kind")

STEPS = 60
FOLDS = 10


def fit(rows: Sequence[Row], *, penalty: float) -> dict[str, float]:
    """The weights with the highest likelihood less `penalty` times their squares.

    Found by Newton's method (iteratively reweighted least squares); the weight "bias" of the
    constant is not penalised.
    """
    names = ["bias", *sorted({name for features, _ in rows for name in features})]
    table = np.array([[1.0, *(row[0].get(name, 0.0) for name in names[1:])] for row in rows])
    wanted = np.array([float(right) for _, right in rows])
    ridge = np.diag([0.0, *[penalty] * (len(names) - 1)]) + 1e-9 * np.eye(len(names))
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (wanted - chance) - ridge @ weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def folds(groups: Sequence[Kind]) -> Iterator[tuple[list[Kind], list[Kind]]]:
    """The groups (articles) to learn from and those left out, `FOLDS` times."""
    for turn in range(FOLDS):
        learn = [one for index, one in enumerate(groups) if index % FOLDS != turn]
        yield learn, [one for index, one in enumerate(groups) if index % FOLDS == turn]


def calibration_error(pairs: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """The expected calibration error: how far confidence and accuracy differ, bin by bin."""
    ranked = sorted(pairs)
    total = 0.0
    for part in np.array_split(np.arange(len(ranked)), bins):
        if len(part):
            mean = sum(ranked[i][0] for i in part) / len(part)
            rate = sum(ranked[i][1] for i in part) / len(part)
            total += len(part) / len(ranked) * abs(mean - rate)
    return total
