"""The embedding layer of the bundled encoders: hashed spellings, and clusters of words.

Hash embeddings as in spaCy's MultiHashEmbed (Miranda et al. 2022, "Multi hash embeddings in
spaCy"), together with embeddings of a word's Brown cluster (Brown et al. 1992) cut to several
depths, as Turian et al. (2010) and Koo et al. (2008) use them for names and for parsing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LOWER, ORTH
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

Ints = NDArray[np.uint64]
TABLE = "clusters.npz"
SEED = 8


@cache
def _clusters() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Sorted hashes of words, and their paths in the tree of clusters from the lowest bit on."""
    with np.load(Path(__file__).parent / "data" / TABLE, allow_pickle=False) as arrays:
        keys = np.cumsum(arrays["steps"], dtype=np.uint64).astype(np.uint32)
        paths: NDArray[np.uint32] = arrays["paths"][arrays["codes"]]
    return keys, paths


def _paths(hashes: Ints) -> NDArray[np.uint32]:
    """The cluster of each hash of a word; 0 where the table lacks it."""
    keys, paths = _clusters()
    wanted = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, paths[at], np.uint32(0))


def cluster_columns(words: Ints, lower: Ints, depths: list[int]) -> Ints:
    """A column a depth: the first so many branches of each word's cluster, 0 for unknown words.

    `words` and `lower` are spaCy's hashes of the tokens and of their lower-cased forms, which
    stand in for a form that has no cluster.
    """
    paths = _paths(words)
    unknown = np.flatnonzero(paths == 0)
    paths[unknown] = _paths(lower[unknown])
    wide = paths.astype(np.uint64)[:, None]
    masks = np.array([(1 << depth) - 1 for depth in depths], dtype=np.uint64)
    return wide & masks


def extract(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    """The attributes and clusters of each Doc's tokens, as one table a Doc."""
    attrs, depths = model.attrs["columns"], model.attrs["depths"]
    tables = []
    for doc in docs:
        # The stub has floats; what comes are hashes.
        raw: Any = doc.to_array([*attrs, ORTH, LOWER]).reshape(-1, len(attrs) + 2)
        clusters = cluster_columns(raw[:, -2], raw[:, -1], depths)
        table: Any = np.concatenate((raw[:, :-2], clusters), axis=1)
        tables.append(model.ops.asarray(table))
    return tables, lambda _: []


@registry.architectures("claimx.ClusterEmbed.v1")  # type: ignore[untyped-decorator]
def cluster_embed(
    width: int,
    attrs: list[str],
    rows: list[int],
    widths: list[int],
    cluster_depths: list[int],
    cluster_rows: list[int],
    cluster_widths: list[int],
) -> Model[Any, Any]:
    """Vectors of `width` for each token, from lexical attributes and clusters.

    Each attribute and each depth of the clusters' tree has a table of its own, of so many rows
    and columns; a maxout layer mixes what they give.
    """
    sizes = [*zip(rows, widths, strict=True), *zip(cluster_rows, cluster_widths, strict=True)]
    if len(rows) != len(attrs) or len(cluster_rows) != len(cluster_depths):
        raise ValueError(f"{len(attrs)} attributes, {len(rows)} tables")
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(columns, count, column=at, seed=SEED + at, dropout=0.0)
        for at, (count, columns) in enumerate(sizes)
    ]
    extractor: Model[Any, Any] = Model(
        "extract_features", extract, attrs={"columns": attrs, "depths": cluster_depths}
    )
    total = sum(columns for _, columns in sizes)
    joined: Callable[..., Model[Any, Any]] = concatenate
    return chain(
        extractor,
        list2ragged(),
        with_array(joined(*embeddings)),
        with_array(Maxout(width, total, nP=3, dropout=0.0, normalize=True)),
        ragged2list(),
    )
