"""The stored articles as flat tensors, cut into pieces and batches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from claimx.model.attribution.features import CODES, GAP_BLANK, GAP_LINE, lookup
from claimx.model.attribution.network import TABLES, hashed_rows
from training.attribution.network import Config

ROLES = ("content", "source", "cue")


@dataclass
class Corpus:
    """Flat columns on the device; `offsets` part the documents."""

    columns: dict[str, Tensor]
    offsets: np.ndarray
    breaks: np.ndarray  # bool a token: a line or paragraph begins here
    raw: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.offsets) - 1


def load(path: Path, clusters: dict[str, np.ndarray], config: Config, device: str) -> Corpus:
    raw = dict(np.load(path))
    keys, codes = raw["keys"], raw["codes"]
    offsets = np.concatenate([[0], np.cumsum(raw["lengths"])])
    table = clusters["keys"], clusters["codes"]
    cluster = lookup(table, keys[:, 0])
    sizes = {
        "words": config.words[0],
        "prefixes": config.prefixes[0],
        "suffixes": config.suffixes[0],
        "shapes": config.shapes[0],
    }
    columns: dict[str, Any] = {
        name: hashed_rows(keys[:, column], sizes[name], count)
        for name, (column, count) in TABLES.items()
    }
    columns["clusters"] = np.where(cluster > 0, cluster, lookup(table, keys[:, 1]))
    columns |= {name: codes[:, i].astype(np.int64) for i, name in enumerate(CODES)}
    if "labels" in raw:
        columns["labels"] = raw["labels"].astype(np.int64)
    return Corpus(
        columns={name: torch.as_tensor(value).to(device) for name, value in columns.items()},
        offsets=offsets,
        breaks=codes[:, CODES.index("gap")] >= GAP_LINE,
        raw=raw,
    )


def pieces(
    corpus: Corpus, docs: np.ndarray, longest: int, rng: np.random.Generator | None
) -> list[tuple[int, int]]:
    """(start, end) of stretches of at most about `longest` tokens, cut where lines break."""
    found = []
    for doc in docs:
        start, end = int(corpus.offsets[doc]), int(corpus.offsets[doc + 1])
        if rng is None:
            found.append((start, end))
            continue
        limit = int(longest * rng.uniform(0.3, 1.0))
        while end - start > limit:
            stop = start + limit
            cuts = np.flatnonzero(corpus.breaks[start + 1 : stop]) + start + 1
            stop = int(cuts[-1]) if len(cuts) else stop
            found.append((start, stop))
            start = stop
            limit = longest
        if end > start:
            found.append((start, end))
    return found


def batches(
    spans: list[tuple[int, int]], tokens: int, rng: np.random.Generator | None
) -> list[list[tuple[int, int]]]:
    """Stretches of like lengths together, `tokens` or so a batch."""
    noise = rng.uniform(0.9, 1.1, len(spans)) if rng is not None else np.ones(len(spans))
    order = sorted(range(len(spans)), key=lambda i: (spans[i][1] - spans[i][0]) * noise[i])
    found: list[list[tuple[int, int]]] = [[]]
    size = 0
    for i in order:
        length = spans[i][1] - spans[i][0]
        if found[-1] and size + length > tokens:
            found.append([])
            size = 0
        found[-1].append(spans[i])
        size += length
    if rng is not None:
        rng.shuffle(found)
    return found


def collate(corpus: Corpus, spans: list[tuple[int, int]]) -> dict[str, Tensor]:
    """Padded columns of some stretches, and a mask of what is no padding."""
    device = corpus.columns["words"].device
    start = torch.tensor([s for s, _ in spans], device=device)[:, None]
    length = torch.tensor([e - s for s, e in spans], device=device)[:, None]
    steps = max(e - s for s, e in spans)
    here = torch.arange(steps, device=device)[None]
    inside = here < length
    at = torch.where(inside, start + here, start)
    batch = {name: column[at] for name, column in corpus.columns.items()}
    batch["mask"] = inside.float()
    return batch


def disturb(batch: dict[str, Tensor], config: Config, options: dict[str, float]) -> None:
    """Holds back words and tags; for whole stretches all tags, or that lines between are blank."""
    shape = batch["mask"].shape
    device = batch["mask"].device

    def some(share: float, per_token: bool = False) -> Tensor:
        size = shape if per_token else (shape[0], 1)
        return torch.rand(size, device=device) < share

    held = some(options["word"], per_token=True)
    batch["words"] = torch.where(held[..., None], config.words[0], batch["words"])
    held = held & some(0.5, per_token=True)
    batch["clusters"] = torch.where(held, 0, batch["clusters"])
    batch["suffixes"] = torch.where(held[..., None], config.suffixes[0], batch["suffixes"])
    batch["prefixes"] = torch.where(held[..., None], config.prefixes[0], batch["prefixes"])
    batch["tag"] = torch.where(
        some(options["tag"]) | some(options["code"], per_token=True), 0, batch["tag"]
    )
    blank = (batch["gap"] == GAP_BLANK) & some(options["gap"])
    batch["gap"] = torch.where(blank, GAP_LINE, batch["gap"])
