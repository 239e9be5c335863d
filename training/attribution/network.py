"""The network in torch, as it is trained; `claimx.model.attribution.network` is its numpy twin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

try:
    import triton
    import triton.language as tl
except ImportError:  # CPU builds come without
    triton = None

BRANCHES = (4, 6, 10)  # bits of the paths that lead to a Brown cluster
LABELS = 13  # outside, and first, inner, last, single of content, source and cue


@dataclass(frozen=True)
class Config:
    """The shape of a network."""

    width: int = 192
    state: int = 128
    layers: tuple[str, ...] = ("dense", "sru", "sru", "dense", "sru", "sru")
    words: tuple[int, int] = (8192, 96)  # rows, width
    shapes: tuple[int, int] = (1024, 24)
    prefixes: tuple[int, int] = (512, 16)
    suffixes: tuple[int, int] = (2048, 32)
    clusters: int = 48
    codes: dict[str, int] = field(default_factory=lambda: {"tag": 24, "gap": 8, "quote": 8})


if triton is not None:

    @triton.jit
    def _scan_kernel(f_ptr, u_ptr, out_ptr, steps, width, BLOCK: tl.constexpr):  # noqa: N803
        row = tl.program_id(0)
        at = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
        inside = at < width
        base = row * steps * width + at
        state = tl.zeros((BLOCK,), dtype=tl.float32)
        for step in range(steps):
            here = base + step * width
            f = tl.load(f_ptr + here, mask=inside, other=0.0)
            u = tl.load(u_ptr + here, mask=inside, other=0.0)
            state = f * state + u
            tl.store(out_ptr + here, state, mask=inside)


def _scan(f: Tensor, u: Tensor) -> Tensor:
    """c[t] = f[t] c[t - 1] + u[t] along the second dimension."""
    batch, steps, width = u.shape
    out = torch.empty_like(u)
    if u.is_cuda and triton is not None:
        block = 64
        _scan_kernel[(batch, triton.cdiv(width, block))](f, u, out, steps, width, BLOCK=block)
        return out
    state = torch.zeros(batch, width, device=u.device, dtype=u.dtype)
    for step in range(steps):
        state = torch.addcmul(u[:, step], f[:, step], state)
        out[:, step] = state
    return out


class Scan(torch.autograd.Function):
    """The elementwise recurrence, with its gradient (the same recurrence backwards)."""

    @staticmethod
    def forward(ctx: Any, f: Tensor, u: Tensor) -> Tensor:
        f, u = f.contiguous(), u.contiguous()
        out = _scan(f, u)
        ctx.save_for_backward(f, out)
        return out

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor]:
        f, out = ctx.saved_tensors
        later = torch.cat([f[:, 1:], torch.zeros_like(f[:, :1])], 1)
        d_u = _scan(later.flip(1).contiguous(), grad.flip(1).contiguous()).flip(1)
        before = torch.cat([torch.zeros_like(out[:, :1]), out[:, :-1]], 1)
        return d_u * before, d_u


def neighbours(x: Tensor) -> Tensor:
    """Each token beside the one before and the one after; zeros beyond the ends."""
    pad = F.pad(x, (0, 0, 1, 1))
    return torch.cat([pad[:, :-2], x, pad[:, 2:]], -1)


class Dense(nn.Module):
    """Adds what a token's own state tells."""

    def __init__(self, config: Config, dropout: float) -> None:
        super().__init__()
        self.mix = nn.Linear(config.width, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        return self.norm(x + self.drop(F.relu(self.mix(self.drop(x)))))


class Recurrent(nn.Module):
    """A bidirectional gated recurrence that is linear in its state (as in SRU and QRNN)."""

    def __init__(self, config: Config, dropout: float) -> None:
        super().__init__()
        self.state = config.state
        self.gates = nn.Linear(3 * config.width, 6 * config.state)
        self.out = nn.Linear(2 * config.state, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.drop = nn.Dropout(dropout)
        with torch.no_grad():
            # Forget gates start between short and long memory.
            self.gates.bias[2 * config.state : 4 * config.state].uniform_(0.0, 3.0)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        z, f, o = self.gates(neighbours(self.drop(x) * mask[..., None])).split(2 * self.state, -1)
        f = torch.sigmoid(f)
        u = (1 - f) * z * mask[..., None]
        k = self.state
        ahead = Scan.apply(f[..., :k], u[..., :k])
        back = Scan.apply(f[..., k:].flip(1), u[..., k:].flip(1)).flip(1)
        h = torch.cat([ahead, back], -1) * torch.sigmoid(o)
        return self.norm(x + self.drop(self.out(h)))


LAYERS = {"dense": Dense, "sru": Recurrent}


class Tagger(nn.Module):
    """Scores of each label for each token."""

    def __init__(
        self,
        config: Config,
        paths: Tensor,
        sizes: dict[str, int],
        *,
        dropout: float = 0.3,
        input_dropout: float = 0.3,
    ) -> None:
        super().__init__()
        self.config = config
        self.names = list(config.codes)
        # The row past the end of a table stands for a word held back.
        self.words = nn.Embedding(config.words[0] + 1, config.words[1])
        self.prefixes = nn.Embedding(config.prefixes[0] + 1, config.prefixes[1])
        self.suffixes = nn.Embedding(config.suffixes[0] + 1, config.suffixes[1])
        self.shapes = nn.Embedding(config.shapes[0] + 1, config.shapes[1])
        self.codes = nn.ModuleDict(
            {name: nn.Embedding(sizes[name], width) for name, width in config.codes.items()}
        )
        total = config.words[1] + config.prefixes[1] + config.suffixes[1] + config.shapes[1]
        total += sum(config.codes.values())
        self.register_buffer("paths", paths)
        self.cluster = nn.Embedding(len(paths), config.clusters)
        self.branches = nn.ModuleList(
            [nn.Embedding(1 << bits, config.clusters) for bits in BRANCHES]
        )
        total += config.clusters
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.3)
        self.project = nn.Linear(total, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.layers = nn.ModuleList([LAYERS[name](config, dropout) for name in config.layers])
        self.score = nn.Linear(config.width, LABELS)
        self.input_drop = nn.Dropout(input_dropout)
        self.drop = nn.Dropout(dropout)

    def cluster_table(self) -> Tensor:
        """One vector a cluster: its own and those of the branches above it."""
        table = self.cluster.weight
        for bits, branch in zip(BRANCHES, self.branches, strict=True):
            table = table + branch(self.paths & ((1 << bits) - 1))
        return table

    def embed(self, batch: dict[str, Tensor]) -> Tensor:
        parts = [
            table(batch[name]).sum(-2)
            for name, table in (
                ("words", self.words),
                ("prefixes", self.prefixes),
                ("suffixes", self.suffixes),
                ("shapes", self.shapes),
            )
        ]
        parts += [self.codes[name](batch[name]) for name in self.names]
        parts.append(F.embedding(batch["clusters"], self.cluster_table()))
        return self.norm(F.relu(self.project(self.input_drop(torch.cat(parts, -1)))))

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        x = self.embed(batch)
        for layer in self.layers:
            x = layer(x, batch["mask"])
        return self.score(self.drop(x))


def partition(scores: Tensor, transitions: Tensor, mask: Tensor) -> Tensor:
    """The logarithm of the sum over all label sequences, a row; by a tree of matrix products."""
    batch, steps, size = scores.shape
    total = 1
    while total < steps - 1:
        total *= 2
    links = transitions + scores[:, 1:, None, :]
    identity = torch.full((size, size), -1e4, device=scores.device).fill_diagonal_(0.0)
    links = torch.where(mask[:, 1:, None, None] > 0, links, identity)
    pad = total - (steps - 1)
    if pad:
        links = torch.cat([links, identity.expand(batch, pad, size, size)], 1)
    while links.shape[1] > 1:
        links = torch.logsumexp(links[:, 0::2, :, :, None] + links[:, 1::2, None, :, :], -2)
    return torch.logsumexp(scores[:, 0, :, None] + links[:, 0], (-2, -1))


def taught_loss(scores: Tensor, constraint: Tensor, marginals: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy, a token, to a distribution over allowed sequences given by its marginals.

    Gold labels are such a distribution. Exact where transitions are allowed or not and have no
    weights of their own.
    """
    expected = ((scores * marginals).sum(-1) * mask).sum(1)
    return (partition(scores, constraint, mask) - expected).sum() / mask.sum()
