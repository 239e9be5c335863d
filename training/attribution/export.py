"""Writes a trained network in the form that the package reads.

python -m training.attribution.export --run RUNS/NAME --corpus CORPUS --out FOLDER
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from claimx.model.attribution import WEIGHTS
from training.attribution.network import Tagger
from training.attribution.train import DEFAULTS, build


def arrays_of(model: Tagger, clusters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Half-precision weights; matrices as they are multiplied from the right."""
    found: dict[str, np.ndarray] = {}
    for name in ("words", "prefixes", "suffixes", "shapes"):
        found[name] = half(getattr(model, name).weight)
    for name, table in model.codes.items():
        found[f"codes.{name}"] = half(table.weight)
    found["clusters"] = half(model.cluster_table())
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            found[f"{name}.weight"] = half(module.weight.T)
            found[f"{name}.bias"] = half(module.bias)
        elif isinstance(module, nn.LayerNorm):
            found[f"{name}.weight"] = half(module.weight)
            found[f"{name}.bias"] = half(module.bias)
    found["cluster_keys"] = clusters["keys"]
    found["cluster_codes"] = clusters["codes"]
    found["layers"] = np.frombuffer(json.dumps(model.config.layers).encode(), dtype=np.uint8)
    return found


def half(value: torch.Tensor) -> np.ndarray:
    return np.ascontiguousarray(value.detach().cpu().numpy().astype(np.float16))


def read(run: Path, clusters: dict[str, np.ndarray]) -> Tagger:
    """The network that `train` stored."""
    options = DEFAULTS | json.loads(run.with_suffix(".json").read_text())["options"]
    model = build(options, clusters)
    with np.load(run.with_suffix(".npz")) as file:
        state = {name: torch.as_tensor(file[name]) for name in file.files}
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with np.load(args.corpus / "clusters.npz") as file:
        clusters = dict(file)
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out / WEIGHTS, **arrays_of(read(args.run, clusters), clusters))


if __name__ == "__main__":
    main()
