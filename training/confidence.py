"""Learn the weights for the confidence of claims.

    python -m training.confidence NEWS... [--seen NEWS...]

NEWS is as for training/speakers.py. The weights of claims and speakers must exist. The articles are
split into three parts; the claims and speakers of each are found with weights learnt from the other
two, so that their probabilities are as reliable as on new articles. The encoder was trained on the
articles of --seen: the weights are learnt from them too, but their claims are not counted. Prints
the cross-validated calibration error and writes "confidence" into
src/claimx/data/en/claim_weights.json.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from calibration import error, judged  # noqa: E402

from claimx import components  # noqa: E402
from claimx.claims.confidence import features  # noqa: E402
from claimx.claims.weights import Features, models, probability  # noqa: E402
from claimx.speakers import scorer  # noqa: E402
from training import claims, speakers  # noqa: E402

PARTS = 3
PULL = 10.0  # the best of 1, 3, 10

Row = tuple[Features, bool]


@dataclass
class Article:
    """An annotated article; `seen`: the encoder was trained on it."""

    gold: speakers.Gold
    seen: bool = False

    @cached_property
    def example(self) -> claims.Example:
        return claims.examples_of([self.gold])[0]

    @cached_property
    def choices(self) -> list[speakers.Example]:
        return speakers.read(self.gold, teach=True).examples

    def wanted(self) -> list[dict[str, Any]]:
        """Return the annotated claims with offsets into the Doc."""
        found = deepcopy(self.gold.claims)
        for segment in (segment for claim in found for segment in claim["segments"]):
            segment["start"] -= self.gold.offset
            segment["end"] -= self.gold.offset
        return found


def rows_of(articles: Sequence[Article]) -> list[list[Row]]:
    """Return the features of each found claim and whether it is right, by part."""
    find = components.claims(None, "claimx_claims")  # type: ignore[arg-type]
    resolve = components.speakers(None, "claimx_speakers")  # type: ignore[arg-type]
    parts = []
    for part in range(PARTS):
        others = [one for i, one in enumerate(articles) if i % PARTS != part]
        claims.train([one.example for one in others])
        speakers.use(speakers.fit([choice for one in others for choice in one.choices]))
        rows: list[Row] = []
        for one in articles[part::PARTS]:
            if not one.seen:
                doc = one.gold.doc
                found = resolve(find(doc))._.claimx_claims
                right = judged(doc.text, one.wanted(), found)
                rows += [(features(found[index]), ok) for index, ok in right]
        parts.append(rows)
    return parts


def fit(articles: Sequence[Article]) -> float:
    """Fit and use the weights; return the calibration error on parts left out of the learning."""
    before = deepcopy(models())
    names = scorer.lexicon.load("speakers")["weights"]
    parts = rows_of(articles)
    models().update(before)
    speakers.use(names)
    scored = []
    for part, rows in enumerate(parts):
        others = [row for i, rest in enumerate(parts) if i != part for row in rest]
        claims.use("confidence", claims.yes_or_no(others, PULL))
        scored += [(probability("confidence", found), right) for found, right in rows]
    claims.use("confidence", claims.yes_or_no([row for rows in parts for row in rows], PULL))
    return error(scored)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seen", nargs="*", type=Path, default=[])
    args = parser.parse_args()
    articles = [Article(one) for one in speakers.annotate(args.folders)]
    articles += [Article(one, seen=True) for one in speakers.annotate(args.seen)]
    print(f"{len(articles)} articles, calibration error {fit(articles):.3f}")
    claims.write(claims.OUT)


if __name__ == "__main__":
    main()
