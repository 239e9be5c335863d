"""Tags the articles once and stores what the network sees of them, with the gold labels.

python -m training.attribution.prepare --data ../shared/data --model MODEL --out CORPUS
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimx.model.attribution.features import find_features
from claimx.model.ops import use_fast_ops
from training.attribution.polnear import gold_ranges, label_tokens, read_articles, word_ranges
from training.tokenizer import customise


def load_pipeline(model: str) -> Language:
    """The pipeline whose tags are features, with our tokenizer."""
    use_fast_ops()
    nlp = spacy.load(
        model, exclude=["morphologizer", "parser", "lemmatizer", "ner", "claimx_attribution"]
    )
    customise(nlp)
    return nlp


def annotate(nlp: Language, texts: list[str]) -> Iterator[Doc]:
    for start in range(0, len(texts), 8):
        yield from nlp.pipe(texts[start : start + 8], batch_size=8)


def store(path: Path, docs: list[dict[str, np.ndarray]]) -> None:
    """Columns of all documents end to end, with the offsets that part them."""
    joined = {name: np.concatenate([doc[name] for doc in docs]) for name in docs[0]}
    joined["lengths"] = np.array([len(doc["codes"]) for doc in docs])
    if "gold" in docs[0]:
        joined["gold_lengths"] = np.array([len(doc["gold"]) for doc in docs])
    np.savez_compressed(path, **joined)


def columns(doc: Doc) -> dict[str, np.ndarray]:
    features = find_features(doc)
    return {
        "keys": features.keys,
        "codes": features.codes.astype(np.uint8),
        "token": features.token.astype(np.int32),
    }


def prepare_polnear(nlp: Language, folder: Path, out: Path) -> None:
    """One document for each annotator; `article` tells which belong together."""
    articles = list(read_articles(folder))
    rows: list[dict[str, np.ndarray]] = []
    for number, ((_, text, annotators), doc) in enumerate(
        zip(articles, annotate(nlp, [text for _, text, _ in articles]), strict=True)
    ):
        seen = columns(doc)
        tokens = [
            (doc[int(i)].idx, doc[int(i)].idx + len(doc[int(i)]), doc[int(i)].text)
            for i in seen["token"]
        ]
        first, past = word_ranges(text, tokens)
        for events in annotators:
            rows.append(
                seen
                | {
                    "labels": np.array(label_tokens(tokens, events), dtype=np.uint8),
                    "first": np.array(first, dtype=np.int32),
                    "past": np.array(past, dtype=np.int32),
                    "gold": np.array(sorted(gold_ranges(text, events)), dtype=np.int32).reshape(
                        -1, 3
                    ),
                    "article": np.array([number], dtype=np.int32),
                }
            )
    store(out, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=["dev", "train", "worldwide"])
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    nlp = load_pipeline(args.model)
    for name in args.sets:
        start = time.perf_counter()
        if name in ("dev", "train"):
            prepare_polnear(nlp, args.data / "polnear" / name, args.out / f"{name}.npz")
        else:
            paths = sorted((args.data / "ner" / "worldwide" / "articles").glob("*.txt"))
            texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
            store(args.out / f"{name}.npz", [columns(doc) for doc in annotate(nlp, texts)])
        print(name, f"{time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
