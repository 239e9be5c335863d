"""Weights for the confidence of claims.

    python training/confidence.py FOLDER...

FOLDER as for training/claims.py, whose weights and the speakers' must be there. The articles are
parted in three; the claims of each part are found with weights learnt from the other two, so that
their probabilities are as sure, and as wrong, as on new articles. Prints the calibration error by
cross-validation and writes "confidence" into src/claimx/data/en/claim_weights.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from calibration import error, judged  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

from claimx import components  # noqa: E402
from claimx.claims.confidence import features  # noqa: E402
from claimx.claims.weights import Features, models, probability  # noqa: E402
from claimx.layout import find_layout  # noqa: E402
from claimx.run import pipeline  # noqa: E402
from training.claims import OUT, Example, example, train, use, write, yes_or_no  # noqa: E402

PARTS = 3
PULL = 3.0

Annotated = tuple[Example, Doc, list[dict[str, Any]], str]
Row = tuple[Features, bool]


def read(folder: Path) -> Iterator[Annotated]:
    """The annotated articles of a folder: example, Doc, claims with offsets of the body, text."""
    nlp = pipeline.load()
    nlp.disable_pipes("claimx_claims", "claimx_speakers", "claimx_confidence")
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "file" in gold:
            with (folder / "articles" / gold["file"]).open(encoding="utf-8", newline="") as file:
                text = file.read()
            layout = find_layout(text)
            doc = nlp(layout.masked(text))
            yield annotated(path.stem, doc, gold["claims"], layout.start)


def annotated(name: str, doc: Doc, gold: list[dict[str, Any]], offset: int) -> Annotated:
    claims = deepcopy(gold)
    for claim in claims:
        for segment in claim["segments"]:
            segment["start"] -= offset
            segment["end"] -= offset
    return example(name, doc, gold, offset), doc, claims, doc.text


def rows_of(articles: list[Annotated]) -> list[list[Row]]:
    """The features of each found claim and whether it is right, by part."""
    claims = components.claims(None, "claimx_claims")  # type: ignore[arg-type]
    speakers = components.speakers(None, "claimx_speakers")  # type: ignore[arg-type]
    parts = []
    for part in range(PARTS):
        train([a[0] for i, a in enumerate(articles) if i % PARTS != part])
        rows = []
        for _, doc, gold, text in articles[part::PARTS]:
            found = speakers(claims(doc))._.claimx_claims
            rows += [(features(found[j]), right) for j, right in judged(text, gold, found)]
        parts.append(rows)
    return parts


def fit(articles: list[Annotated]) -> float:
    """Puts the confidence's weights in use; the calibration error on parts not learnt from."""
    before = deepcopy(models())
    parts = rows_of(articles)
    scored = []
    for part, rows in enumerate(parts):
        others = [row for i, rest in enumerate(parts) if i != part for row in rest]
        use("confidence", yes_or_no(others, PULL))
        scored += [(probability("confidence", found), right) for found, right in rows]
    models().update(before)
    use("confidence", yes_or_no([row for rows in parts for row in rows], PULL))
    return error(scored)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    args = parser.parse_args()
    articles = [article for folder in args.folders for article in read(folder)]
    print(f"{len(articles)} articles, calibration error {fit(articles):.3f}")
    write(OUT)


if __name__ == "__main__":
    main()
