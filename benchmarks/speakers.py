"""Score speakers' names on annotated articles: given the gold mention, and end to end.

    python benchmarks/speakers.py NEWS [MORE ...]

Each folder contains articles/NAME.txt and gold/NAME.json. The articles are split into five parts,
and the weights for each are learnt from the other four. `given the mention`: the sources of the
gold claims are resolved. `end to end`: claims are found first; a gold claim is paired with a found
one if their sources overlap and their contents do too.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # training reads the annotation

from claimx.components import claim_match  # noqa: E402
from claimx.run import pipeline  # noqa: E402
from claimx.speakers import resolve_speakers  # noqa: E402
from claimx.text.view import View  # noqa: E402
from training import speakers as training  # noqa: E402

PARTS = 5


def found_claims(golds: list[training.Gold]) -> dict[str, list[Any]]:
    """Return the claims that the pipeline finds in each article."""
    nlp = pipeline.load()
    found = {}
    for gold in golds:
        doc = gold.doc.copy()
        for name, pipe in nlp.pipeline:
            if name in pipeline.WHOLE and name != "claimx_speakers":
                doc = pipe(doc)
        found[gold.name] = [claim_match(value) for value in doc._.claimx_claims]
    return found


def end_to_end(gold: training.Gold, claims: list[Any], right: Counter[str]) -> None:
    """Count the gold claims whose mention was found, and those whose name is right too."""
    answers = resolve_speakers(View(gold.doc), claims)
    for one in gold.claims:
        if training.counts_not(one):
            continue
        wanted = training.claim(one, gold.offset)
        right["end to end, all"] += 1
        for claim, answer in zip(claims, answers, strict=True):
            if answer is None or answer.start is None or wanted.source is None:
                continue
            mention = overlap((answer.start, answer.end), wanted.source)
            if mention and any(overlap(a, b) for a in claim.segments for b in wanted.segments):
                right["end to end, mention found"] += 1
                right["end to end, name right"] += training.right_name(one["speaker"], answer.name)
                break


def overlap(one: Any, other: Any) -> bool:
    """Return whether two spans share a character."""
    return bool(one[0] < other[1] and other[0] < one[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    golds = training.annotate(parser.parse_args().folders)
    found = found_claims(golds)
    right: Counter[str] = Counter()
    for part in range(PARTS):
        training.train([gold for i, gold in enumerate(golds) if i % PARTS != part])
        for gold in golds[part::PARTS]:
            for one, match in training.read(gold, teach=False).answers:
                if not training.counts_not(one):
                    name = match.name if match is not None else None
                    right["mentions"] += 1
                    right["given the mention, name right"] += training.right_name(
                        one["speaker"], name
                    )
            end_to_end(gold, found[gold.name], right)
    for key, count in right.items():
        print(f"{key:32} {count:5}  {100 * count / right['mentions']:5.1f}")


if __name__ == "__main__":
    main()
