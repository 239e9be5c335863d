"""Export a trained network to the files that `claimx.model.encoder` reads.

python -m training.encoder.export --run RUN --vocabulary vocab.txt --data ../shared/data --out OUT
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from claimx.model.encoder import GRAPH, LABELS, LEMMAS, TABLES, VOCABULARY
from training.encoder import conllu
from training.encoder.network import CONVENTIONS, Network


class Graph(nn.Module):
    """The graph from summed embeddings (1, m, width) and first pieces (n) to the heads' arrays."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network, encoder = self.network, self.network.encoder
        x = encoder.norm(embedded)
        for layer in encoder.layers:
            x = layer(x, None)
        x = x[0].index_select(0, first)
        dependent, head = network.arcs(x).chunk(2, dim=-1)
        left, right = network.relations(x).chunk(2, dim=-1)
        return (
            network.tag(x).argmax(-1),
            network.morph(x).argmax(-1),
            network.lemma(x).argmax(-1),
            network.start(x),
            network.name(x).log_softmax(-1),
            *(
                network.attribution_scores(x, number).log_softmax(-1)
                for number in range(len(CONVENTIONS))
            ),
            dependent,
            head,
            network.root(dependent),
            left,
            right,
        )


OUTPUTS = (
    *("tag", "morph", "lemma", "start", "name"),
    *(f"attribution_{name}" for name in CONVENTIONS),
    *("arc_dependent", "arc_head", "root", "relation_dependent", "relation_head"),
)


def load(run: Path) -> tuple[Network, dict[str, list[str]]]:
    """Return the network of a run, in single precision, and its labels."""
    saved = torch.load(run / "last.pt", weights_only=False)
    network = Network(saved["config"])
    state = {name: value.float() for name, value in saved["network"].items()}
    network.load_state_dict(state)
    names = [n for n, _ in network.encoder.named_parameters() if n != "word.weight"]
    for name, master in zip(names, saved["masters"], strict=True):
        network.encoder.get_parameter(name).data.copy_(master)
    return network.eval(), saved["labels"]


def tables(network: Network) -> dict[str, Any]:
    """Return the arrays used outside the graph; word embeddings have 8 bits and a scale each."""
    words = network.encoder.word.weight.detach().numpy()
    scales = np.abs(words).max(axis=1) / 127
    relation = network.relation_weight.detach().numpy()
    found: dict[str, Any] = {
        "words": np.round(words / scales[:, None]).astype(np.int8),
        "word_scales": scales.astype(np.float32),
        "positions": network.encoder.position.weight.detach().numpy()[:330],
        "arc": network.arc_weight.detach().numpy(),
        "relation": relation.reshape(len(relation), -1),
    }
    for number, table in enumerate(network.encoder.codes):
        found[f"codes{number}"] = table.weight.detach().numpy()  # type: ignore[union-attr]
    return {
        name: value if name in ("words", "word_scales") else value.astype(np.float16)
        for name, value in found.items()
    }


def lemmas(treebanks: Path) -> dict[str, str]:
    """Return the usual lemma by form and part of speech, unless it is the form itself."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in ("ewt", "gum"):
        for sentence in conllu.read_sentences(treebanks / f"{name}-train.conllu"):
            for word in sentence.words:
                form = sentence.text[word.start : word.end].lower()
                if word.pos != "PROPN":
                    counts[f"{form}|{word.pos}"][word.lemma] += 1
    usual = {key: seen.most_common(1)[0][0] for key, seen in sorted(counts.items())}
    return {key: lemma for key, lemma in usual.items() if lemma != key.rpartition("|")[0]}


def export(
    run: Path, vocabulary: Path, out: Path, *, treebanks: Path, quantize: bool = True
) -> None:
    """Write the graph, tables, labels, lemmas and vocabulary."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network, labels = load(run)
    out.mkdir(parents=True, exist_ok=True)
    width = network.config.width
    example = torch.zeros(1, 12, width), torch.tensor([1, 3, 7])
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Graph(network),
            example,
            str(plain),
            input_names=["embedded", "first"],
            output_names=list(OUTPUTS),
            dynamic_axes={
                "embedded": {1: "pieces"},
                "first": {0: "words"},
                **{name: {0: "words"} for name in OUTPUTS},
            },
            opset_version=17,
            dynamo=False,
        )
        if quantize:
            quantize_dynamic(
                plain,
                out / GRAPH,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gemm"],
            )
        else:
            (out / GRAPH).write_bytes(plain.read_bytes())
    np.savez_compressed(out / TABLES, **tables(network))
    known = json.dumps(lemmas(treebanks), ensure_ascii=False, indent=0)
    (out / LEMMAS).write_text(known, encoding="utf-8")
    (out / LABELS).write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    (out / VOCABULARY).write_text(
        vocabulary.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quantize", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    export(
        options.run,
        options.vocabulary,
        options.out,
        treebanks=options.data / "ud",
        quantize=options.quantize,
    )


if __name__ == "__main__":
    main()
