"""The trained network in numpy: matrix products and two running sums a layer.

An embedding of each token, then layers that each add to it what they find: `dense` ones a token by
itself, `sru` ones a gated recurrence in both directions, linear in its state (Lei et al. 2018,
"Simple Recurrent Units"). It takes time and memory in proportion to the text.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimx.model.attribution.features import CODES, Features, Ints, Keys, lookup

Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]

# What a token's hash is multiplied by to find its rows in a table; part of the trained weights.
MULTIPLIERS = (2654435761, 2246822519)
# The tables of hashed words and their parts, with the column of Features.keys and the rows summed.
TABLES = {"words": (2, 2), "prefixes": (3, 1), "suffixes": (4, 1), "shapes": (5, 1)}
EPSILON = 1e-5
# A long text is read in parts, each with so many tokens of context on both sides.
PART = 4096
CONTEXT = 512


def hashed_rows(keys: Keys, size: int, count: int) -> Ints:
    """The rows, of a table of `size`, that stand for each key: one for each of `count` hashes."""
    wide = keys.astype(np.uint64)[:, None] * np.array(MULTIPLIERS[:count], dtype=np.uint64)
    rows = ((wide & np.uint64(0xFFFFFFFF)) >> np.uint64(7)) % np.uint64(size)
    return rows.astype(np.int64)


class Network:
    """Weights as they are stored (half precision) and as they are used (single)."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.layers: list[str] = json.loads(arrays["layers"].tobytes())
        self.weights: dict[str, Floats] = {
            name: np.ascontiguousarray(array, dtype=np.float32)
            for name, array in arrays.items()
            if array.dtype == np.float16
        }
        self.clusters = (arrays["cluster_keys"], arrays["cluster_codes"].astype(np.int64))

    def scores(self, features: Features, *, part: int = PART, context: int = CONTEXT) -> Floats:
        """A score of each label for each token."""
        count = len(features)
        if count <= part + 2 * context:
            return self._run(features)
        found = []
        for start in range(0, count, part):
            low, high = max(0, start - context), min(count, start + part + context)
            run = self._run(features.part(low, high))
            found.append(run[start - low : min(count, start + part) - low])
        return np.concatenate(found)

    def _run(self, features: Features) -> Floats:
        weights = self.weights
        if not len(features):
            return np.zeros((0, weights["score.bias"].shape[0]), dtype=np.float32)
        x = self._embed(features)
        for number, kind in enumerate(self.layers):
            name = f"layers.{number}"
            if kind == "dense":
                y = x @ weights[f"{name}.mix.weight"]
                y += weights[f"{name}.mix.bias"]
                np.maximum(y, 0, out=y)
            else:
                y = self._recur(x, name)
            x += y
            self._normalise(x, f"{name}.norm")
        x = x @ weights["score.weight"]
        x += weights["score.bias"]
        return x

    def _embed(self, features: Features) -> Floats:
        weights, keys = self.weights, features.keys
        parts = []
        for name, (column, count) in TABLES.items():
            table = weights[name]
            rows = hashed_rows(keys[:, column], len(table) - 1, count)
            parts.append(sum_rows(table, rows))
        for column, name in enumerate(CODES):
            parts.append(weights[f"codes.{name}"][features.codes[:, column]])
        cluster = lookup(self.clusters, keys[:, 0])
        cluster = np.where(cluster > 0, cluster, lookup(self.clusters, keys[:, 1]))
        parts.append(weights["clusters"][cluster])
        x: Floats = np.concatenate(parts, axis=1) @ weights["project.weight"]
        x += weights["project.bias"]
        np.maximum(x, 0, out=x)
        self._normalise(x, "norm")
        return x

    def _recur(self, x: Floats, name: str) -> Floats:
        weights = self.weights
        width = x.shape[1]
        seen = np.zeros((len(x), 3 * width), dtype=np.float32)
        seen[1:, :width] = x[:-1]
        seen[:, width : 2 * width] = x
        seen[:-1, 2 * width :] = x[1:]
        gates = seen @ weights[f"{name}.gates.weight"]
        gates += weights[f"{name}.gates.bias"]
        size = gates.shape[1] // 3
        values, forget, out = gates[:, :size], gates[:, size : 2 * size], gates[:, 2 * size :]
        sigmoid(gates[:, size:])
        values *= 1 - forget
        state = scan(forget, values)
        state *= out
        y: Floats = state @ weights[f"{name}.out.weight"]
        y += weights[f"{name}.out.bias"]
        return y

    def _normalise(self, x: Floats, name: str) -> None:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1]
        x /= np.sqrt(variance + EPSILON)
        x *= self.weights[f"{name}.weight"]
        x += self.weights[f"{name}.bias"]


def sum_rows(table: Floats, rows: Ints) -> Floats:
    """The sum of each token's rows."""
    total: Floats = table[rows[:, 0]]
    for column in range(1, rows.shape[1]):
        total += table[rows[:, column]]
    return total


def sigmoid(x: Floats) -> None:
    """In place; by tanh, which cannot overflow."""
    x *= 0.5
    np.tanh(x, out=x)
    x += 1
    x *= 0.5


def scan(forget: Floats, values: Floats) -> Floats:
    """s[t] = forget[t] s[t - 1] + values[t]; the right half of the columns runs from the end."""
    half = values.shape[1] // 2
    state = values.copy()
    state[:, half:] = values[::-1, half:]
    keep = forget.copy()
    keep[:, half:] = forget[::-1, half:]
    carried = np.empty(values.shape[1], dtype=np.float32)
    before = state[0]
    for now, kept in zip(state[1:], keep[1:], strict=True):
        np.multiply(kept, before, carried)
        np.add(now, carried, now)
        before = now
    state[:, half:] = state[::-1, half:].copy()
    return state
