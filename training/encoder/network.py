"""The encoder and its heads in torch: a BERT in the base model's shape, fine-tuned on all tasks.

Architecture: Devlin et al. 2019 (post-norm), weights of all-MiniLM-L6-v2 (Wang et al. 2020; Apache
2.0); biaffine parser after Dozat and Manning 2017, where a root is its own head.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from claimx.model.inputs import CODES
from training.encoder.labels import MISSING, NAMES, ROLES

# The attribution head has one matrix for all corpora, and a difference for each convention.
CONVENTIONS = ("polnear", "news")


@dataclass(frozen=True)
class Config:
    """The sizes; `tag`, `morph`, `lemma` and `dep` are numbers of labels."""

    tag: int
    morph: int
    lemma: int
    dep: int
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    arc: int = 192
    relation: int = 96
    dropout: float = 0.1


class Layer(nn.Module):
    """A self-attention and a feed-forward part, each with a residual and a norm after it."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, config.inner), nn.Linear(config.inner, width)
        self.norm1, self.norm2 = (nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, count, width = x.shape
        shape = batch, count, 3, self.heads, width // self.heads
        query, key, value = self.qkv(x).view(shape).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU, its backward pass is twice as fast as torch's fused attention.
        scores = (query * (width // self.heads) ** -0.5) @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, count, width)
        x = self.norm1(x + self.out(seen))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """The layers from pieces and codes to one vector per piece."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.word = nn.Embedding(config.vocabulary, width)
        self.position = nn.Embedding(config.positions, width)
        self.codes = nn.ModuleList(nn.Embedding(size, width) for size in CODES.values())
        for table in self.codes:
            nn.init.normal_(table.weight, std=0.01)  # type: ignore[arg-type]
        self.norm, self.drop = nn.LayerNorm(width, eps=1e-12), nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    def forward(self, pieces: Tensor, codes: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]]
        for number, table in enumerate(self.codes):
            x = x + table(codes[..., number])
        x = self.drop(self.norm(x))
        if mask is not None:  # true for pieces, false for padding
            mask = torch.where(mask, 0.0, -1e4)[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_base(self, path: Path) -> None:
        """Load the weights of a BERT in safetensors, except for layers that this model lacks."""
        from safetensors.torch import load_file

        base = load_file(str(path))
        kinds = base["embeddings.token_type_embeddings.weight"]
        state = {
            "word.weight": base["embeddings.word_embeddings.weight"],
            "position.weight": base["embeddings.position_embeddings.weight"] + kinds[0],
            "norm.weight": base["embeddings.LayerNorm.weight"],
            "norm.bias": base["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for number in range(len(self.layers)):
            before = f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                state[f"layers.{number}.qkv.{part}"] = torch.cat(
                    [base[f"{before}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                )
                for ours, theirs in names.items():
                    state[f"layers.{number}.{ours}.{part}"] = base[f"{before}{theirs}.{part}"]
        missing = self.load_state_dict(state, strict=False)
        assert all(name.startswith("codes.") for name in missing.missing_keys), missing


class Network(nn.Module):
    """The encoder with all heads; each head reads the vector of a word's first piece."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.encoder = Encoder(config)
        self.drop = nn.Dropout(config.dropout)
        self.tag, self.morph = nn.Linear(width, config.tag), nn.Linear(width, config.morph)
        self.lemma = nn.Linear(width, config.lemma)
        self.start = nn.Linear(width, 2)
        self.name = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1 + 4 * len(NAMES))
        )
        labels = 1 + 4 * len(ROLES)
        self.attribution_hidden = nn.Sequential(nn.Linear(width, width), nn.GELU())
        self.attribution = nn.Linear(width, labels)
        self.conventions = nn.ModuleList(nn.Linear(width, labels) for _ in CONVENTIONS)
        for part in self.conventions:
            nn.init.zeros_(part.weight)  # type: ignore[arg-type]
            nn.init.zeros_(part.bias)  # type: ignore[arg-type]
        self.arcs = nn.Sequential(nn.Linear(width, 2 * config.arc), nn.GELU())
        self.relations = nn.Sequential(nn.Linear(width, 2 * config.relation), nn.GELU())
        self.arc_weight = nn.Parameter(torch.zeros(config.arc + 1, config.arc))
        self.root = nn.Linear(config.arc, 1)
        size = config.relation + 1
        self.relation_weight = nn.Parameter(torch.zeros(config.dep, size, size))
        nn.init.normal_(self.arc_weight, std=0.02)
        nn.init.normal_(self.relation_weight, std=0.02)

    def attribution_scores(self, x: Tensor, convention: int) -> Tensor:
        hidden = self.attribution_hidden(x)
        scores: Tensor = self.attribution(hidden) + self.conventions[convention](hidden)
        return scores

    def arc_scores(self, x: Tensor) -> Tensor:
        """Return from (b, n, d) the scores (b, n, n): how well word (column) heads word (row)."""
        dependent, head = self.arcs(x).chunk(2, dim=-1)
        ones = torch.ones_like(dependent[..., :1])
        scores: Tensor = torch.cat([dependent, ones], -1) @ self.arc_weight @ head.transpose(-1, -2)
        root = self.root(dependent).squeeze(-1)
        return scores.diagonal_scatter(root, dim1=-2, dim2=-1)

    def losses(self, batch: dict[str, Any]) -> dict[str, Tensor]:
        """Return each head's mean loss over the words that have its label."""
        states = self.encoder(batch["pieces"], batch["codes"], batch["mask"]).float()
        found: dict[str, Tensor] = {}
        for task, rows in batch["rows"].items():
            first = batch["first"][rows]
            x = self.drop(states[rows].gather(1, first[..., None].expand(-1, -1, states.shape[-1])))
            if task == "syntax":
                for name in ("tag", "morph", "lemma", "start"):
                    found[name] = _loss(getattr(self, name)(x), batch[name])
                found |= self._parse_losses(x, batch)
            elif task == "names":
                found["name"] = _loss(self.name(x), batch["name"])
            else:
                scores = self.attribution_scores(x, CONVENTIONS.index(task))
                found[task] = _loss(scores, batch[task])
        return found

    def _parse_losses(self, x: Tensor, batch: dict[str, Any]) -> dict[str, Tensor]:
        sentence, head, dep = batch["sentence"], batch["head"], batch["dep"]
        scores = self.arc_scores(x)
        together = sentence[:, :, None] == sentence[:, None, :]
        scores = scores.masked_fill(~together, -1e4)
        known = head != MISSING
        offset = torch.arange(len(x), device=x.device)[:, None] * x.shape[1]
        flat = x.reshape(-1, x.shape[-1])
        at = (head + offset)[known]
        dependent, heads = self.relations(flat).chunk(2, dim=-1)
        ones = torch.ones_like(dependent[:, :1])
        dependent = torch.cat([dependent, ones], -1)[known.reshape(-1)]
        heads = torch.cat([heads, ones], -1)[at]
        relation = torch.einsum("ni,lij,nj->nl", dependent, self.relation_weight, heads)
        return {"head": _loss(scores, head), "dep": functional.cross_entropy(relation, dep[known])}


def _loss(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), labels.reshape(-1), ignore_index=MISSING
    )
