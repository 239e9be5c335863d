"""Logistic regression over named features, for the small models whose weights are data."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

Signs = dict[str, float]
Row = tuple[Mapping[str, float], bool]
Kind = TypeVar("Kind")

STEPS = 60
FOLDS = 10
# A weak penalty on the constant, so that rare outcomes do not become likelier.
BIAS_PENALTY = 0.01


def fit(
    rows: Sequence[Row],
    *,
    penalty: float = 1.0,
    least: int = 1,
    prior: Mapping[str, float] | None = None,
) -> Signs:
    """Return weights by name that maximise the likelihood with an L2 penalty.

    Uses damped Newton steps. The constant's weight is "bias". Features that fewer than `least` rows
    have are left out. The penalty draws the weights towards `prior`, by default 0.
    """
    prior = prior or {}
    seen = Counter(name for features, _ in rows for name, value in features.items() if value)
    common = {name for name, count in seen.items() if count >= least}
    names = ["bias", *sorted((common | set(prior)) - {"bias"})]
    table = np.array([[1.0, *(row[0].get(name, 0.0) for name in names[1:])] for row in rows])
    wanted = np.array([float(right) for _, right in rows])
    pull = np.array([BIAS_PENALTY, *[penalty] * (len(names) - 1)])
    center = np.array([prior.get(name, 0.0) for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (wanted - chance) - pull * (weights - center)
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(pull)
        step = np.clip(np.linalg.solve(curve, slope), -1, 1)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def predict(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the probability by these weights; a constant of 1 is added to the features."""
    margin = sum(weights.get(name, 0.0) * value for name, value in features.items())
    if "bias" not in features:
        margin += weights.get("bias", 0.0)
    return float(1 / (1 + np.exp(-np.clip(margin, -30, 30))))


def folds(groups: Sequence[Kind]) -> Iterator[tuple[list[Kind], list[Kind]]]:
    """Yield `FOLDS` times the groups (articles) to learn from and those left out."""
    for turn in range(FOLDS):
        learn = [one for index, one in enumerate(groups) if index % FOLDS != turn]
        yield learn, [one for index, one in enumerate(groups) if index % FOLDS == turn]


def cross_validated(
    rows: Sequence[Row],
    groups: Sequence[str],
    *,
    penalty: float = 1.0,
    least: int = 1,
    prior: Mapping[str, float] | None = None,
) -> list[float]:
    """Return each row's probability by weights that were learnt without its group (article)."""
    names = sorted(set(groups))
    random.Random(0).shuffle(names)
    result = [0.0] * len(rows)
    for learn, _ in folds(names):
        kept = set(learn)
        weights = fit(
            [row for row, group in zip(rows, groups, strict=True) if group in kept],
            penalty=penalty,
            least=least,
            prior=prior,
        )
        for at, group in enumerate(groups):
            if group not in kept:
                result[at] = predict(weights, rows[at][0])
    return result


def calibration_error(pairs: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """Return the expected calibration error: how far confidence and accuracy differ, bin by bin."""
    ranked = sorted(pairs)
    total = 0.0
    for part in np.array_split(np.arange(len(ranked)), bins):
        if len(part):
            mean = sum(ranked[i][0] for i in part) / len(part)
            rate = sum(ranked[i][1] for i in part) / len(part)
            total += len(part) / len(ranked) * abs(mean - rate)
    return total
