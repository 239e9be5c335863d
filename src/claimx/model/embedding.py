"""The embedding layer of the bundled encoders: hashed spellings, clusters and lists of words.

Hash embeddings as in spaCy's MultiHashEmbed (Miranda et al. 2022, "Multi hash embeddings in
spaCy"), together with embeddings of a word's Brown cluster (Brown et al. 1992) cut to several
depths, as Turian et al. (2010) and Koo et al. (2008) use them for names and for parsing. For names
there are also the lists of a gazetteer that hold the word (Ratinov and Roth 2009).
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
CLUSTERS, GAZETTEER = "clusters.npz", "gazetteer.npz"
SEED = 8
# A word of the gazetteer is, in bits: a town, a city or land that is known all over the world, a
# word of a longer place name, a first name, a family name.
TOWN, WORLDLY, PART, PERSONAL, SURNAME = 1, 2, 4, 8, 16


@cache
def _table(name: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Sorted hashes of words, and what the table has for each.

    In the clusters' table that is a path in their tree, from the lowest bit on.
    """
    with np.load(Path(__file__).parents[1] / "data" / name, allow_pickle=False) as arrays:
        keys = np.cumsum(arrays["steps"], dtype=np.uint64).astype(np.uint32)
        codes = arrays["codes"]
        values = arrays["paths"][codes] if "paths" in arrays else codes.astype(np.uint32)
    return keys, values


def _look_up(name: str, hashes: Ints) -> NDArray[np.uint32]:
    """What the table has for each hash of a word; 0 where it lacks it."""
    keys, values = _table(name)
    wanted = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], np.uint32(0))


def cluster_columns(words: Ints, lower: Ints, depths: list[int]) -> Ints:
    """A column a depth: the first so many branches of each word's cluster, 0 for unknown words.

    `words` and `lower` are spaCy's hashes of the tokens and of their lower-cased forms, which
    stand in for a form that has no cluster.
    """
    paths = _look_up(CLUSTERS, words)
    unknown = np.flatnonzero(paths == 0)
    paths[unknown] = _look_up(CLUSTERS, lower[unknown])
    wide = paths.astype(np.uint64)[:, None]
    masks = np.array([(1 << depth) - 1 for depth in depths], dtype=np.uint64)
    return wide & masks


def gazetteer_column(words: Ints, *, dropout: float = 0.0) -> Ints:
    """A column of one: the bits of each word's lists, by its hash; 0 for unknown words.

    With dropout the lists of some words are forgotten, wherever such a word stands: a part of
    them that is drawn anew for each Doc, from none up to twice the dropout.
    """
    bits = _look_up(GAZETTEER, words).astype(np.uint64)
    if dropout:
        forms, number = np.unique(words, return_inverse=True)
        lost = np.random.random(len(forms)) < 2 * dropout * np.random.random()
        bits[lost[number]] = 0
    return bits[:, None]


def extract(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    """The attributes, clusters and lists of each Doc's tokens, as one table a Doc."""
    attrs, depths = model.attrs["columns"], model.attrs["depths"]
    tables = []
    for doc in docs:
        # The stub has floats; what comes are hashes.
        raw: Any = doc.to_array([*attrs, ORTH, LOWER]).reshape(-1, len(attrs) + 2)
        columns = [raw[:, :-2], cluster_columns(raw[:, -2], raw[:, -1], depths)]
        if model.attrs["gazetteer"]:
            # Else a name that no list has would be taken for none that a list could have.
            dropout = model.attrs["gazetteer_dropout"] if is_train else 0.0
            columns.append(gazetteer_column(raw[:, -2], dropout=dropout))
        table: Any = np.concatenate(columns, axis=1)
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
    gazetteer_rows: int = 0,
    gazetteer_width: int = 0,
    gazetteer_dropout: float = 0.0,
) -> Model[Any, Any]:
    """Vectors of `width` for each token, from lexical attributes, clusters and the gazetteer.

    Each attribute, each depth of the clusters' tree and, unless it is to have no rows, the
    gazetteer has a table of its own, of so many rows and columns; a maxout layer mixes what they
    give. In training the gazetteer forgets words, as `gazetteer_column` tells.
    """
    sizes = [*zip(rows, widths, strict=True), *zip(cluster_rows, cluster_widths, strict=True)]
    if gazetteer_rows:
        sizes.append((gazetteer_rows, gazetteer_width))
    if len(rows) != len(attrs) or len(cluster_rows) != len(cluster_depths):
        raise ValueError(f"{len(attrs)} attributes, {len(rows)} tables")
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(columns, count, column=at, seed=SEED + at, dropout=0.0)
        for at, (count, columns) in enumerate(sizes)
    ]
    extractor: Model[Any, Any] = Model(
        "extract_features",
        extract,
        attrs={
            "columns": attrs,
            "depths": cluster_depths,
            "gazetteer": bool(gazetteer_rows),
            "gazetteer_dropout": gazetteer_dropout,
        },
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
