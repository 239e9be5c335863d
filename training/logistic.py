"""Logistic regression over named signs, for the few small models whose weights are data."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np

Signs = dict[str, float]
Example = tuple[Signs, bool]


def fit(
    examples: Sequence[Example],
    *,
    penalty: float = 1.0,
    steps: int = 60,
    least: int = 1,
    prior: Signs | None = None,
) -> Signs:
    """Weights by name, by damped Newton steps, with an L2 penalty towards `prior` (0 by default).

    Signs that fewer than `least` examples have are left out. The bias is not penalised.
    """
    seen = Counter(name for signs, _ in examples for name, value in signs.items() if value)
    names = sorted({name for name, count in seen.items() if count >= least} | {*(prior or {})})
    x = np.array([[signs.get(name, 0.0) for name in names] for signs, _ in examples])
    y = np.array([float(label) for _, label in examples])
    pull = np.array([0.01 if name == "bias" else penalty for name in names])
    center = np.array([(prior or {}).get(name, 0.0) for name in names])
    w = np.zeros(len(names))
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + pull * (w - center)
        hessian = (x.T * (p * (1 - p))) @ x + np.diag(pull)
        w = w - np.clip(np.linalg.solve(hessian, gradient), -1, 1)
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def predict(weights: Signs, signs: Signs) -> float:
    """The probability that the weights give the signs."""
    margin = sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return float(1 / (1 + np.exp(-np.clip(margin, -30, 30))))


def folds(groups: Sequence[str], *, count: int = 5) -> list[list[int]]:
    """Indexes of the examples by fold; a group (an article) is never split."""
    names = sorted(set(groups))
    random.Random(0).shuffle(names)
    fold = {name: i % count for i, name in enumerate(names)}
    return [[i for i, group in enumerate(groups) if fold[group] == n] for n in range(count)]


def cross_validated(
    examples: Sequence[Example],
    groups: Sequence[str],
    *,
    penalty: float = 1.0,
    least: int = 1,
    prior: Signs | None = None,
) -> list[float]:
    """Each example's probability by weights that were learnt without its group."""
    result = [0.0] * len(examples)
    for held in folds(groups):
        out = set(held)
        rest = [one for i, one in enumerate(examples) if i not in out]
        weights = fit(rest, penalty=penalty, least=least, prior=prior)
        for i in held:
            result[i] = predict(weights, examples[i][0])
    return result
