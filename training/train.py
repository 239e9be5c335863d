"""Train the bundled pipeline: `python -m training.train [STAGE …]`, all stages by default.

Each stage skips what is done and goes on where it was cut off.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy
from spacy.language import Language

from training import loop, names, names_corpus, package, syntax
from training.evaluate import (
    DATA,
    MODEL,
    held_back,
    syntax_scores,
    uner_scores,
    worldwide_scores,
)
from training.tokenizer import customise

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
RUNS = HERE / "runs"
STAGES = ("corpus", "syntax", "names", "package")
SYNTAX_PASSES, NAMES_PASSES = 8, 8
SEED = 1


def make_corpus(data: Path) -> None:
    nlp = spacy.blank("en")
    customise(nlp)
    if not (CORPUS / f"syntax-{SYNTAX_PASSES - 1}.spacy").exists():
        syntax.convert(nlp, data / "ud", CORPUS, passes=SYNTAX_PASSES, seed=SEED)
    if not (CORPUS / f"names-{NAMES_PASSES - 1}.spacy").exists():
        names_corpus.convert(nlp, data, CORPUS, passes=NAMES_PASSES, seed=SEED)


def check_syntax(data: Path) -> loop.Evaluate:
    def evaluate(nlp: Language) -> dict[str, float]:
        scores = syntax_scores(nlp, data)
        scores["score"] = sum(scores[f"{name}_las"] for name in syntax.TREEBANKS) / 2
        return scores

    return evaluate


def check_names(data: Path) -> loop.Evaluate:
    held = held_back(data)
    uner = list(names.uner(data / "ner" / "uner-ewt-dev.iob2"))

    def evaluate(nlp: Language) -> dict[str, float]:
        result = {f"worldwide_{k}": v for k, v in worldwide_scores(nlp, held).items()}
        result |= {f"uner_{k}": v for k, v in uner_scores(nlp, uner).items()}
        result["score"] = 0.8 * result["worldwide_all"] + 0.2 * result["uner_all"]
        return result

    return evaluate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=", ".join(STAGES))
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    configs = HERE / "configs"
    for stage in options.stages or STAGES:
        if stage == "corpus":
            make_corpus(options.data)
        elif stage == "syntax":
            check = check_syntax(options.data)
            loop.train(configs / "syntax.cfg", CORPUS, RUNS / "syntax", check)
        elif stage == "names":
            check = check_names(options.data)
            loop.train(configs / "names.cfg", CORPUS, RUNS / "names", check)
        elif stage == "package":
            package.package(RUNS / "syntax" / "best", RUNS / "names" / "best", MODEL, options.data)
        else:
            parser.error(f"no stage {stage!r}; there are {', '.join(STAGES)}")


if __name__ == "__main__":
    main()
