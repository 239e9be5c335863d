"""All weights of speakers and claims in their order, the articles annotated only once.

    python -m training.extractors NEWS... [--seen NEWS...]

As training/speakers.py, training/claims.py and training/confidence.py one after the other.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training import claims, confidence, speakers


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seen", nargs="*", type=Path, default=[])
    args = parser.parse_args()
    articles = [confidence.Article(one) for one in speakers.annotate(args.folders)]
    articles += [confidence.Article(one, seen=True) for one in speakers.annotate(args.seen)]
    speakers.write(speakers.train([one.gold for one in articles]))
    claims.train([one.example for one in articles])
    print(f"{len(articles)} articles, calibration error {confidence.fit(articles):.3f}")
    claims.write(claims.OUT)


if __name__ == "__main__":
    main()
