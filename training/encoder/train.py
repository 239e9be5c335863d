"""Fine-tune the encoder on all tasks at once: `python -m training.encoder.train --base FILE`.

A batch mixes windows of all tasks; each head's loss is over the words that have its label. Every
`--check` steps it writes `last.pt` and the dev scores. Started again, it continues from there.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.encoder.corpus import CORPUS
from training.encoder.labels import MISSING
from training.encoder.network import Config, Network

RUN = Path(__file__).parent.parent / "runs" / "encoder"
# Each task's share of a batch's pieces. Syntax needs most passes; news is scarce and counts most.
SHARES = {"syntax": 0.33, "names": 0.33, "polnear": 0.20, "news": 0.14}
WEIGHTS = {
    "tag": 0.4,
    "morph": 0.4,
    "lemma": 0.4,
    "start": 0.4,
    "name": 1.5,
    "polnear": 1.5,
    "news": 1.5,
}
PIECES = 2_600  # per batch, including padding
POOL = 80  # windows sorted by length at a time
WARM = 150
FIRST, LAST = 101, 102  # [CLS] and [SEP]
Batch = dict[str, Any]


class Stream:
    """An endless stream of a task's windows: pass after pass, each shuffled."""

    def __init__(self, folder: Path, task: str, rng: random.Random) -> None:
        self.folder, self.task, self.rng = folder, task, rng
        self.turn, self.waiting = 0, list[Any]()

    def __next__(self) -> Any:
        if not self.waiting:
            files = sorted(self.folder.glob("pass-*.pickle"))
            with files[self.turn % len(files)].open("rb") as file:
                self.waiting = [item for item in pickle.load(file) if item["task"] == self.task]
            self.rng.shuffle(self.waiting)
            self.turn += 1
        return self.waiting.pop()


def batches(folder: Path, rng: random.Random) -> Iterator[list[Any]]:
    """Yield batches of windows of similar lengths, with tasks mixed by their shares of pieces."""
    streams = {task: Stream(folder, task, rng) for task in SHARES}
    seen = dict.fromkeys(SHARES, 0.0)
    while True:
        pool = []
        for _ in range(POOL):
            task = min(SHARES, key=lambda name: seen[name] / SHARES[name])
            item = next(streams[task])
            seen[task] += len(item["pieces"])
            pool.append(item)
        pool.sort(key=lambda item: len(item["pieces"]) * rng.uniform(0.95, 1.05))
        made: list[list[Any]] = [[]]
        for item in pool:
            longest = max(len(other["pieces"]) for other in [*made[-1], item]) + 2
            if made[-1] and longest * (len(made[-1]) + 1) > PIECES:
                made.append([])
            made[-1].append(item)
        rng.shuffle(made)
        yield from made


def collate(items: list[Any]) -> Batch:
    """Return padded tensors; the words of each task's windows are separate rows."""
    items = sorted(items, key=lambda item: item["task"])
    count, length = len(items), max(len(item["pieces"]) for item in items) + 2
    pieces = np.zeros((count, length), dtype=np.int64)
    codes = np.zeros((count, length, 3), dtype=np.int64)
    codes[..., 0] = 6
    mask = np.zeros((count, length), dtype=bool)
    words = max(len(item["first"]) for item in items)
    first = np.zeros((count, words), dtype=np.int64)
    for row, item in enumerate(items):
        size = len(item["pieces"])
        pieces[row, 0], pieces[row, 1 : size + 1], pieces[row, size + 1] = (
            FIRST,
            item["pieces"],
            LAST,
        )
        spread = np.diff(np.append(item["first"], size))
        codes[row, 1 : size + 1] = np.repeat(item["codes"], spread, axis=0)
        mask[row, : size + 2] = True
        first[row, : len(item["first"])] = item["first"] + 1
    batch: Batch = {"pieces": pieces, "codes": codes, "mask": mask, "first": first}
    batch = {name: torch.as_tensor(value) for name, value in batch.items()}
    batch["rows"] = {}
    for task in SHARES:
        rows = [row for row, item in enumerate(items) if item["task"] == task]
        if not rows:
            continue
        batch["rows"][task] = torch.tensor(rows)
        names = ("tag", "morph", "lemma", "head", "dep", "start")
        fields = {"syntax": names, "names": ("name",)}.get(task, ("attribution",))
        for name in fields:
            table = np.full((len(rows), words), MISSING, dtype=np.int64)
            for place, row in enumerate(rows):
                table[place, : len(items[row][name])] = items[row][name]
            batch[task if name == "attribution" else name] = torch.as_tensor(table)
        if task == "syntax":
            starts = np.zeros((len(rows), words), dtype=np.int64)
            for place, row in enumerate(rows):
                starts[place, : len(items[row]["start"])] = items[row]["start"]
                starts[place, len(items[row]["start"]) :] = 1
            batch["sentence"] = torch.as_tensor(starts.cumsum(1))
    return batch


class Halved:
    """The encoder in bfloat16, with the weights that are trained kept in single precision.

    The word embeddings are not trained. On processors with bfloat16 instructions a step takes half
    the time.
    """

    def __init__(self, network: Network, rate: float) -> None:
        encoder = network.encoder
        encoder.word.weight.requires_grad_(False)
        self.inner = [p for p in encoder.parameters() if p.requires_grad]
        self.masters = [p.detach().clone() for p in self.inner]
        known = {id(p) for p in encoder.parameters()}
        self.outer = [p for p in network.parameters() if id(p) not in known]
        encoder.bfloat16()
        self.optimizer = torch.optim.AdamW(
            [{"params": self.masters, "peak": rate}, {"params": self.outer, "peak": 5 * rate}],
            lr=0.0,
            weight_decay=0.01,
            betas=(0.9, 0.98),
        )

    def step(self, share: float) -> None:
        """Move all weights by the gradients, at `share` of the peak rates."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * share
        for master, param in zip(self.masters, self.inner, strict=True):
            master.grad = None if param.grad is None else param.grad.float()
            param.grad = None
        torch.nn.utils.clip_grad_norm_([*self.masters, *self.outer], 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.publish()

    def publish(self) -> None:
        """Copy the weights in single precision into the encoder."""
        with torch.no_grad():
            for master, param in zip(self.masters, self.inner, strict=True):
                param.copy_(master)


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    labels = json.loads((options.corpus / "labels.json").read_text("utf-8"))
    config = Config(**{name: len(values) for name, values in labels.items()}, layers=options.layers)
    network = Network(config)
    network.encoder.load_base(options.base)
    halved = Halved(network, options.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    step = 0
    state = options.out / "last.pt"
    if state.exists():
        saved = torch.load(state, weights_only=False)
        network.load_state_dict(saved["network"])
        for master, kept in zip(halved.masters, saved["masters"], strict=True):
            master.copy_(kept)
        halved.publish()
        halved.optimizer.load_state_dict(saved["optimizer"])
        step = saved["step"]
        rng.seed(options.seed + step)
    network.train()
    began, tokens = time.perf_counter(), 0
    means: dict[str, float] = {}
    for items in batches(options.corpus, rng):
        if step >= options.steps:
            break
        batch = collate(items)
        losses = network.losses(batch)
        sum(WEIGHTS.get(name, 1.0) * value for name, value in losses.items()).backward()  # type: ignore[union-attr]
        halved.step(min(1.0, (step + 1) / WARM) * (1 - step / options.steps))
        step += 1
        tokens += int(batch["mask"].sum())
        for name, value in losses.items():
            if value.isnan():  # no word of the batch has this label
                continue
            means[name] = 0.95 * means.get(name, value.item()) + 0.05 * value.item()
        if step % 20 == 0:
            spent = time.perf_counter() - began
            told = " ".join(f"{name} {value:.3f}" for name, value in sorted(means.items()))
            print(f"{step} {tokens / spent:.0f}/s {spent:.0f}s {told}", flush=True)
        if step % options.check == 0 or step == options.steps:
            torch.save(
                {
                    "network": network.state_dict(),
                    "masters": halved.masters,
                    "step": step,
                    "optimizer": halved.optimizer.state_dict(),
                    "config": config,
                    "labels": labels,
                },
                state,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the base model's safetensors")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path, default=RUN)
    parser.add_argument("--steps", type=int, default=3_000)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--check", type=int, default=250)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
