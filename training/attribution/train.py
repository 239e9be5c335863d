"""Trains one network on PolNeAR and scores it on the dev articles.

    python -m training.attribution.train --corpus CORPUS --out RUNS/NAME \
        [--options '{"epochs": 16, "seed": 1}'] [--device cuda]
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from claimx.model.attribution.decoding import best_spans
from claimx.model.attribution.features import SIZES
from training.attribution.corpus import (
    ROLES,
    Corpus,
    batches,
    collate,
    disturb,
    load,
    pieces,
)
from training.attribution.network import LABELS, Config, Tagger, taught_loss

FORBIDDEN = -1e4
DEFAULTS: dict[str, Any] = {
    "seed": 0,
    "epochs": 16,
    "rate": 1.5e-3,
    "decay": 0.02,
    "tokens": 6000,  # a batch
    "longest": 500,  # tokens a piece
    "dropout": 0.2,
    "input_dropout": 0.2,
    "average": 0.999,  # of the weights, from step to step
    "word": 0.1,  # shares held back: words,
    "tag": 0.05,  # the tags of a piece,
    "code": 0.03,  # single tags,
    "gap": 0.15,  # blank lines of a piece, which become mere line breaks
    "soft": 0.0,  # weight of the teachers' labels against the annotators' on the training articles
    "unlabelled": 0.0,  # weight of articles that the teachers alone label
    "fold": None,  # [i, n]: leave out every n-th article from the i-th on
    "every": 4,  # epochs between scores on the dev articles
    "predict": False,  # store the scores of the left out articles, the dev ones and the unlabelled
}


def bioes(labels: np.ndarray, borders: np.ndarray) -> np.ndarray:
    """BIO labels (0; 1 + 2r, 2 + 2r) as BIOES (0; 1 + 4r first, then inner, last, single)."""
    after = np.append(labels[1:], 0)
    after[borders[1:-1] - 1] = 0
    inner = (labels > 0) & (labels % 2 == 0)
    goes_on = (after > 0) & (after % 2 == 0)
    role = (labels - 1) // 2
    found = 1 + 4 * role + np.where(inner, np.where(goes_on, 1, 2), np.where(goes_on, 0, 3))
    return np.where(labels > 0, found, 0)


def allowed() -> np.ndarray:
    """FORBIDDEN where a label cannot follow another, 0 where it can."""
    table = np.zeros((LABELS, LABELS), dtype=np.float32)
    for before in range(LABELS):
        for after in range(LABELS):
            opened = before > 0 and (before - 1) % 4 < 2
            continues = after > 0 and (after - 1) % 4 in (1, 2)
            same = before > 0 and after > 0 and (before - 1) // 4 == (after - 1) // 4
            if opened != continues or (opened and not same):
                table[before, after] = FORBIDDEN
    return table


def predict(model: Tagger, corpus: Corpus, docs: np.ndarray) -> dict[int, np.ndarray]:
    """Label scores of whole articles."""
    model.eval()
    spans = pieces(corpus, docs, 0, None)
    doc_of = {span[0]: int(doc) for span, doc in zip(spans, docs, strict=True)}
    found = {}
    with torch.no_grad():
        for group in batches(spans, 30000, None):
            batch = collate(corpus, group)
            scores = model(batch)
            scores = scores.float().cpu().numpy()
            for row, (start, end) in enumerate(group):
                found[doc_of[start]] = scores[row, : end - start]
    model.train()
    return found


def first_annotations(corpus: Corpus) -> np.ndarray:
    """The documents that carry an article's first annotator."""
    _, index = np.unique(corpus.raw["article"], return_index=True)
    return index


def measure(corpus: Corpus, scores: dict[int, np.ndarray]) -> dict[str, Any]:
    """Exact pieces as score_polnear.py counts them."""
    gold_at = np.concatenate([[0], np.cumsum(corpus.raw["gold_lengths"])])
    counts = np.zeros((3, 3), dtype=int)
    for doc, rows in scores.items():
        offset = corpus.offsets[doc]
        first = corpus.raw["first"][offset : corpus.offsets[doc + 1]]
        past = corpus.raw["past"][offset : corpus.offsets[doc + 1]]
        gold = {
            tuple(piece) for piece in corpus.raw["gold"][gold_at[doc] : gold_at[doc + 1]].tolist()
        }
        found = {
            (ROLES.index(role.lower()), int(first[start]), int(past[end - 1]))
            for start, end, role in best_spans(rows)
            if past[end - 1] > first[start]
        }
        for role in range(3):
            a = {piece for piece in gold if piece[0] == role}
            b = {piece for piece in found if piece[0] == role}
            counts[role] += len(a & b), len(b), len(a)
    result = {}
    for role, name in enumerate(ROLES):
        right, found_, wanted = counts[role].tolist()
        result[name] = {
            "p": round(100 * right / max(found_, 1), 1),
            "r": round(100 * right / max(wanted, 1), 1),
            "f": round(200 * right / max(found_ + wanted, 1), 2),
        }
    result["mean"] = round(sum(result[name]["f"] for name in ROLES) / 3, 2)
    return result


def build(options: dict[str, Any], clusters: dict[str, np.ndarray]) -> Tagger:
    shape = {f.name: options[f.name] for f in fields(Config) if f.name in options}
    for name in ("layers", "words", "shapes", "prefixes", "suffixes"):
        if name in shape:
            shape[name] = tuple(shape[name])
    config = Config(**shape)
    return Tagger(
        config,
        torch.as_tensor(clusters["paths"].astype(np.int64)),
        SIZES,
        dropout=options["dropout"],
        input_dropout=options["input_dropout"],
    )


def untagged(corpus: Corpus) -> Corpus:
    """A corpus as a pipeline without a tagger gives it."""
    columns = corpus.columns | {"tag": torch.zeros_like(corpus.columns["tag"])}
    return Corpus(columns, corpus.offsets, corpus.breaks, corpus.raw)


def train(
    options: dict[str, Any], folder: Path, device: str, seconds: float, log: Any
) -> tuple[Tagger, dict[str, Any]]:
    """The network with averaged weights, and its scores on the dev articles."""
    options = DEFAULTS | options
    torch.manual_seed(options["seed"])
    rng = np.random.default_rng(options["seed"])
    with np.load(folder / "clusters.npz") as file:
        clusters = dict(file)
    model = build(options, clusters).to(device)
    config = model.config
    corpora = {}
    names = ["train", "dev"] + (["worldwide"] if options["unlabelled"] else [])
    for name in names:
        corpus = load(folder / f"{name}.npz", clusters, config, device)
        if "labels" in corpus.columns:
            labels = bioes(corpus.raw["labels"].astype(np.int64), corpus.offsets)
            corpus.columns["labels"] = torch.as_tensor(labels).to(device)
        corpora[name] = corpus
    data, dev = corpora["train"], corpora["dev"]
    # Every corpus but the dev articles may have teachers.
    taught = bool(options["soft"] or options["unlabelled"])
    for name in names:
        if taught and name != "dev":
            soft = torch.as_tensor(np.load(folder / f"soft-{name}.npz")["soft"]).to(device).float()
            corpora[name].columns["soft"] = soft / soft.sum(-1, keepdim=True).clamp(min=1)
    docs = np.arange(len(data))
    if options["fold"]:
        i, n = options["fold"]
        docs = np.flatnonzero(data.raw["article"] % n != i)
    constraint = torch.as_tensor(allowed()).to(device)
    averaged = build(options, clusters).to(device)
    averaged.load_state_dict(model.state_dict())
    matrices = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": options["decay"]},
            {"params": others, "weight_decay": 0.0},
        ],
        lr=options["rate"],
        betas=(0.9, 0.98),
        fused=device != "cpu",
    )
    began = time.perf_counter()
    step = 0
    result: dict[str, Any] = {}
    for epoch in range(options["epochs"]):
        work = [
            ("train", group)
            for group in batches(
                pieces(data, docs, options["longest"], rng), options["tokens"], rng
            )
        ]
        if options["unlabelled"]:
            extra = corpora["worldwide"]
            spans = pieces(extra, np.arange(len(extra)), options["longest"], rng)
            work += [("worldwide", group) for group in batches(spans, options["tokens"], rng)]
            rng.shuffle(work)
        losses = torch.zeros((), device=device)
        for number, (name, group) in enumerate(work):
            progress = (epoch + number / len(work)) / options["epochs"]
            progress = max(progress, (time.perf_counter() - began) / seconds)
            if progress >= 1:
                break
            rate = (
                options["rate"]
                * min(1.0, (step + 1) / 200)
                * max(0.02, 0.5 * (1 + math.cos(math.pi * progress)))
            )
            for part in optimizer.param_groups:
                part["lr"] = rate
            batch = collate(corpora[name], group)
            disturb(batch, config, options)
            weight = options["soft"]
            if name == "train":
                target = F.one_hot(batch["labels"], LABELS).float()
                if weight:
                    target = weight * batch["soft"] + (1 - weight) * target
            else:
                target = batch["soft"]
            loss = taught_loss(model(batch), constraint, target, batch["mask"])
            if name != "train":
                loss = loss * options["unlabelled"]
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(options["average"], (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(
                    list(averaged.parameters()), list(model.parameters()), 1 - keep
                )
            losses += loss.detach()
        last = epoch + 1 == options["epochs"] or (time.perf_counter() - began) >= seconds
        if last or (epoch + 1) % options["every"] == 0:
            result = evaluate(averaged, dev)
            result |= {
                "epoch": epoch + 1,
                "loss": round(float(losses) / len(work), 4),
                "seconds": round(time.perf_counter() - began),
            }
            print(json.dumps(result), file=log, flush=True)
        if last:
            break
    if options["predict"]:
        result["scores"] = {}
        for name in ("train", "dev", "worldwide"):
            corpus = corpora.get(name) or load(folder / f"{name}.npz", clusters, config, device)
            chosen = np.arange(len(corpus))
            if name == "train" and options["fold"]:
                i, n = options["fold"]
                chosen = np.flatnonzero(corpus.raw["article"] % n == i)
            found = predict(averaged, corpus, chosen)
            result["scores"][name] = {
                doc: scores.astype(np.float16) for doc, scores in found.items()
            }
    result["untagged"] = evaluate(averaged, untagged(dev))["mean"]
    return averaged, result


def evaluate(model: Tagger, dev: Corpus) -> dict[str, Any]:
    return measure(dev, predict(model, dev, first_annotations(dev)))


def save(model: Tagger, options: dict[str, Any], result: dict[str, Any], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        name: value.detach()
        .cpu()
        .numpy()
        .astype(np.float16 if value.is_floating_point() else np.int64)
        for name, value in model.state_dict().items()
    }
    np.savez(out.with_suffix(".npz"), **arrays)
    out.with_suffix(".json").write_text(
        json.dumps({"options": options, "result": result}, indent=1)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--options", default="{}")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    options = json.loads(args.options)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.with_suffix(".log").open("w") as log:
        model, result = train(options, args.corpus, args.device, args.seconds, log)
    scores = result.pop("scores", None)
    if scores is not None:
        with args.out.with_suffix(".pickle").open("wb") as file:
            pickle.dump(scores, file)
    save(model, options, result, args.out)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
