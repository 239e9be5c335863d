"""Makes the table of Brown clusters that the encoders read.

python -m training.clusters

It needs the package spacy-lookups-data (MIT); the table holds the most common words that have a
cluster, by 32 bits of spaCy's hashes (as steps from one to the next, which pack well).
"""

from __future__ import annotations

import argparse
import gzip
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
from spacy.strings import get_string_id

OUT = Path(__file__).parent.parent / "src" / "claimx" / "data" / "clusters.npz"
WORDS = 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    table = {get_string_id(word) & 0xFFFFFFFF: path for word, path in commonest(args.words)}
    keys = np.array(sorted(table), dtype=np.uint32)
    paths = sorted(set(table.values()))
    number = {path: code for code, path in enumerate(paths)}
    np.savez_compressed(
        args.out,
        steps=np.diff(keys, prepend=np.uint32(0)),
        codes=np.array([number[table[key]] for key in keys.tolist()], dtype=np.uint16),
        paths=np.array(paths, dtype=np.uint32),
    )


def commonest(number: int) -> list[tuple[str, float]]:
    """The most common words that have a cluster, with it: a path in the tree, lowest bits first."""
    clusters, probabilities = lookup("cluster"), lookup("prob")
    known = [(word, cluster) for word, cluster in clusters.items() if cluster]
    known.sort(key=lambda pair: (-probabilities.get(pair[0], -99.0), pair[0]))
    return known[:number]


def lookup(name: str) -> dict[str, float]:
    with (files("spacy_lookups_data") / "data" / f"en_lexeme_{name}.json.gz").open("rb") as file:
        table: dict[str, float] = json.loads(gzip.decompress(file.read()))
    return table


if __name__ == "__main__":
    main()
