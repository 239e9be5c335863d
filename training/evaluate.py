"""Measure a pipeline: `python -m training.evaluate [MODEL]`, by default the bundled one.

Prints a JSON object: F in percent on raw text by set, speed, size, and time to load.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from claimx.model.ops import use_fast_ops
from training import names, syntax
from training.scoring import score_names, score_syntax

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
MODEL = HERE.parent / "src" / "claimx" / "data" / "model"
BATCH = 8


def syntax_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Scores on the development parts of the treebanks, `ewt_las` and so on."""
    scores: dict[str, float] = {}
    for name in syntax.TREEBANKS:
        found = score_syntax(nlp, data / "ud" / f"{name}-dev.conllu")
        scores |= {f"{name}_{key}": value for key, value in found.items()}
    return scores


def held_back(data: Path) -> list[names.Text]:
    """The Worldwide articles that are never trained on."""
    texts = names.worldwide(data / "ner" / "worldwide")
    return [text for text in texts if names.held_back(text.name)]


def worldwide_scores(nlp: Language, held: list[names.Text]) -> dict[str, float]:
    """F by type on the raw text of held-back articles."""
    docs = nlp.pipe((text.text for text in held), batch_size=BATCH)
    found = [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in docs]
    return score_names(found, [set(text.spans) for text in held])


def uner_scores(nlp: Language, sentences: list[tuple[list[str], list[str]]]) -> dict[str, float]:
    """F by type on sentences of the web; peoples are not among its types."""
    kinds = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
    texts, gold = [], []
    for tokens, tags in sentences:
        text, offsets = names.spell(tokens)
        texts.append(text)
        spans = names.spans_of(tags)
        gold.append({(offsets[s][0], offsets[e - 1][1], kinds[k]) for s, e, k in spans})
    found = [
        {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in kinds.values()}
        for doc in nlp.pipe(texts, batch_size=64)
    ]
    return score_names(found, gold)


def words_per_second(nlp: Language, texts: list[str], *, rounds: int = 2) -> float:
    """The best of some rounds over the texts; words are runs between whitespace.

    Seconds are the process's own: with one BLAS thread, what an idle core would need.
    """
    words = sum(len(text.split()) for text in texts)
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        for _doc in nlp.pipe(texts, batch_size=BATCH):
            pass
        best = max(best, words / (time.process_time() - began))
    return best


def measure(model: Path, data: Path) -> dict[str, Any]:
    """All scores, in percent, and the costs."""
    began = time.perf_counter()
    nlp = spacy.load(model)
    load = time.perf_counter() - began
    held = held_back(data)
    result: dict[str, Any] = {}
    if "ner" in nlp.pipe_names:
        with nlp.select_pipes(enable=["ner"]):
            result["worldwide"] = percent(worldwide_scores(nlp, held))
            uner = list(names.uner(data / "ner" / "uner-ewt-dev.iob2"))
            result["uner"] = percent(uner_scores(nlp, uner))
        # In use, the labels of an article's names are made to agree.
        agreed = spacy.load(model)
        agreed.add_pipe("claimx_names")
        result["worldwide_agreed"] = percent(worldwide_scores(agreed, held))
    if "parser" in nlp.pipe_names:
        with nlp.select_pipes(disable=["ner"]):
            result["syntax"] = percent(syntax_scores(nlp, data))
        # In use, sentence starts that layout and spelling tell are set beforehand.
        nlp.add_pipe("claimx_sentences", first=True)
        with nlp.select_pipes(disable=["ner"]):
            preset = percent(syntax_scores(nlp, data))
        for name in syntax.TREEBANKS:
            for key in ("sentences", "las"):
                result["syntax"][f"{name}_{key}_preset"] = preset[f"{name}_{key}"]
    result["words_per_second"] = round(words_per_second(nlp, [t.text for t in held[:40]]))
    size = sum(p.stat().st_size for p in model.rglob("*") if p.is_file())
    result["megabytes"] = round(size / 1e6, 1)
    result["load_seconds"] = round(load, 2)
    return result


def percent(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(100 * value, 1) for name, value in scores.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=MODEL)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    use_fast_ops()
    print(json.dumps(measure(options.model, options.data), indent=2))


if __name__ == "__main__":
    main()
