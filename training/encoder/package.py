"""Makes the bundled spaCy pipeline of the encoder's exported files.

python -m training.encoder.package --encoder FOLDER [--out src/claimx/data/model]
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy

from claimx import __version__
from claimx.model.encoder import KEY
from training.encoder.tokenizer import customise

MODEL = Path(__file__).parents[2] / "src" / "claimx" / "data" / "model"
PIPES = ("tagger", "morphologizer", "parser", "lemmatizer", "ner")


def package(encoder: Path, out: Path) -> None:
    """Write the pipeline's folder."""
    nlp = spacy.blank("en")
    customise(nlp)
    nlp.add_pipe(KEY)
    nlp.get_pipe(KEY).from_disk(encoder)  # type: ignore[attr-defined]
    for name in PIPES:
        nlp.add_pipe(f"claimx_{name}", name=name)
    nlp.meta.update({"name": "claimx_news", "version": __version__, "spacy_version": ">=3.8,<4"})
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    # A word's hash needs no string at run time: its text is in the article.
    (out / "vocab" / "strings.json").write_text(json.dumps([]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    package(options.encoder, options.out)


if __name__ == "__main__":
    main()
