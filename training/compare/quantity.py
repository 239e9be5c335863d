"""Learn the weights of `claimx.compare.quantity` from gold groups.

    python -m training.compare.quantity GOLD.json RECORDS.jsonl [--half tune]

GOLD has groups of figures by article and offsets (see benchmarks/compare.py). RECORDS is the output
of `claimx extract` for the articles.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import compare as benchmark
from claimx.compare import corpus as corpora
from claimx.compare import figures

TARGET = Path(__file__).parents[2] / "src/claimx/data/en/quantity.json"
ROUNDS, STEP, DECAY = 6000, 0.5, 0.01
# Priors that a reader would go by, for signs with little evidence in the few gold clusters.
PRIOR = {
    "bias": -2.5,
    "relation same": 1.0,
    "relation bounds": -0.5,
    "relation differ": -3.5,
    "articles alike": 1.0,
    "articles alike, same value": 1.5,
    "noun or item": 1.0,
    "window": 1.0,
    "window jaccard": 1.0,
    "shared words": 1.5,
    "sentence": 1.5,
    "names": 0.8,
    "digits, same value": 0.8,
    "far apart": -1.0,
    "nothing shared": -1.0,
    "no word near": -2.0,
    "other names": -0.5,
    "small, same value": -1.0,
    "small, nothing shared": -1.5,
    "value elsewhere": -1.5,
    "modifier differs": -0.1,
    "change differs": -0.1,
}


def examples(
    gold: dict[str, Any], records: list[list[dict[str, Any]]]
) -> tuple[list[dict[str, float]], list[float]]:
    """Return the signs of all candidate pairs, and whether the gold has them in one group."""
    corpus = corpora.read(records)
    quantities = figures.quantities(corpus, weights={})
    labels = benchmark.figure_labels(gold)
    signs, truths = [], []
    for a, b in figures.candidates(corpus):
        first, second = corpus.numbers[a], corpus.numbers[b]
        relation = quantities.relation(first, second)
        truth = benchmark.is_same_figure(labels, first.record, second.record)
        if relation is not None and truth is not None:
            signs.append(quantities.signs(first, second, relation))
            truths.append(float(truth))
    return signs, truths


def learn(signs: list[dict[str, float]], truths: list[float]) -> dict[str, float]:
    """Return the weights of a logistic regression."""
    columns = sorted({name for found in signs for name in found})
    table = np.array([[found.get(name, 0.0) for name in columns] for found in signs])
    truth = np.array(truths)
    prior = np.array([PRIOR.get(name, 0.0) for name in columns])
    weights = prior.copy()
    # A sign keeps its direction.
    low, high = np.where(prior > 0, 0.0, -np.inf), np.where(prior < 0, 0.0, np.inf)
    low[columns.index("bias")] = -np.inf
    high[columns.index("bias")] = np.inf
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-table @ weights))
        weights -= STEP * (table.T @ (guess - truth) / len(truth) + DECAY * (weights - prior))
        weights = np.clip(weights, low, high)
    return {name: round(float(weight), 3) for name, weight in zip(columns, weights, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--half", choices=("tune", "report", "all"), default="tune")
    given = parser.parse_args()
    gold, records = benchmark.load(given.gold, given.records, half=given.half)
    signs, truths = examples(gold, records)
    weights = learn(signs, truths)
    made = {
        "$comment": "Weights of claimx.compare.quantity; made by training/compare/quantity.py.",
        "weights": weights,
    }
    TARGET.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{len(truths)} pairs, {int(sum(truths))} of one quantity")


if __name__ == "__main__":
    main()
