"""Makes the table of Brown clusters from the package spacy-lookups-data (MIT).

python -m training.attribution.clusters --out CORPUS
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from spacy.strings import get_string_id

from training.clusters import commonest

WORDS = 60000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=int, default=WORDS)
    args = parser.parse_args()
    words = commonest(args.words)
    paths = sorted({path for _, path in words})
    number = {path: i + 1 for i, path in enumerate(paths)}
    keys = np.array([get_string_id(word) & 0xFFFFFFFF for word, _ in words], dtype=np.uint32)
    codes = np.array([number[path] for _, path in words], dtype=np.uint16)
    keys, index = np.unique(keys, return_index=True)
    args.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        args.out / "clusters.npz",
        keys=keys,
        codes=codes[index],
        paths=np.array([0, *paths], dtype=np.uint32),
    )


if __name__ == "__main__":
    main()
