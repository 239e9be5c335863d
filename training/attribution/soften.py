"""Turns the scores of many teachers into one distribution over labels for each token.

    python -m training.attribution.soften --corpus CORPUS --teachers RUNS/teacher-*.pickle

A training article is judged only by teachers that never saw it; the others by all of them.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import numpy as np
import torch

from training.attribution.corpus import load
from training.attribution.network import Config, partition
from training.attribution.train import allowed, first_annotations, measure

Scores = dict[int, np.ndarray]


def average(teachers: list[dict[str, Scores]], name: str) -> Scores:
    """For each article the mean scores of the teachers that judge it."""
    found: dict[int, list[np.ndarray]] = {}
    for scores in teachers:
        for doc, rows in scores[name].items():
            found.setdefault(doc, []).append(rows.astype(np.float32))
    return {doc: np.mean(rows, axis=0) for doc, rows in found.items()}


def marginals(scores: np.ndarray, constraint: torch.Tensor, device: str) -> np.ndarray:
    """The probability of each label at each token: the gradient of the partition function."""
    values = torch.as_tensor(scores, device=device)[None].requires_grad_()
    mask = torch.ones(values.shape[:2], device=device)
    (found,) = torch.autograd.grad(partition(values, constraint, mask).sum(), values)
    return found[0].clamp(0, 1).cpu().numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    teachers: list[dict[str, Scores]] = []
    for path in args.teachers:
        with path.open("rb") as file:
            teachers.append(pickle.load(file))
    with np.load(args.corpus / "clusters.npz") as file:
        clusters = dict(file)
    dev = load(args.corpus / "dev.npz", clusters, Config(), "cpu")
    scores = average(teachers, "dev")
    chosen = {int(doc): scores[int(doc)] for doc in first_annotations(dev)}
    print("dev, all teachers together:", measure(dev, chosen), flush=True)
    constraint = torch.as_tensor(allowed(), device=args.device)
    for name in ("train", "worldwide"):
        scores = average(teachers, name)
        rows = [marginals(scores[doc], constraint, args.device) for doc in sorted(scores)]
        # Eight bits are enough for a target.
        soft = np.round(np.concatenate(rows) * 255).astype(np.uint8)
        np.savez_compressed(args.corpus / f"soft-{name}.npz", soft=soft)
        print(name, soft.shape, flush=True)


if __name__ == "__main__":
    main()
