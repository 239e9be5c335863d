"""The encoders' first layer: hashed spellings and clusters of words."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.attrs import LOWER, ORTH
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model

from claimx.model import embedding
from claimx.model.embedding import cluster_columns, cluster_embed, gazetteer_column

VOCAB = English().vocab
DEPTHS = [4, 11, 18]
SETTINGS = {
    "width": 12,
    "attrs": ["NORM", "SHAPE"],
    "rows": [50, 20],
    "widths": [8, 4],
    "cluster_depths": DEPTHS,
    "cluster_rows": [16, 60, 80],
    "cluster_widths": [4, 6, 6],
}


def columns(*words: str) -> list[list[int]]:
    raw = Doc(VOCAB, words=list(words)).to_array([ORTH, LOWER])
    return cluster_columns(raw[:, 0], raw[:, 1], DEPTHS).tolist()


@pytest.fixture
def layer() -> Model:
    model = cluster_embed(**SETTINGS)
    model.initialize(X=[Doc(VOCAB, words=["One", "word"])])
    return model


def test_words_of_one_kind_share_branches() -> None:
    monday, tuesday, minister, said = columns("Monday", "Tuesday", "minister", "said")
    assert monday[:2] == tuesday[:2]
    assert len({monday[1], minister[1], said[1]}) == 3


def test_a_shallow_branch_begins_the_deep_one() -> None:
    for shallow, middle, deep in columns("Ankara", "deny", "the", "Tuesday"):
        assert shallow == middle & 0b1111
        assert middle == deep & ((1 << 11) - 1)
        assert deep < 1 << 18


def test_other_capitals_than_the_table_has() -> None:
    assert columns("mINISTER") == columns("minister") != [[0, 0, 0]]


def test_unknown_words_have_no_cluster() -> None:
    assert columns("Qwyzzlblorb", " \n") == [[0, 0, 0]] * 2
    assert columns() == []


@pytest.mark.parametrize("name", [embedding.CLUSTERS, embedding.GAZETTEER])
def test_a_table_is_sorted_and_holds_no_empty_value(name: str) -> None:
    keys, values = embedding._table(name)
    assert len(keys) == len(values) > 100_000
    assert np.all(np.diff(keys.astype(np.int64)) > 0)
    assert values.all()


def test_the_gazetteer_knows_places_and_people() -> None:
    raw = Doc(VOCAB, words=["Yerevan", "Gyumri", "Ilham", "Aliyev", "Reading", "Qwyzzlblorb"])
    ours = embedding.WORLDLY, embedding.WORLDLY, embedding.PERSONAL, embedding.SURNAME, 0, 0
    assert gazetteer_column(raw.to_array([ORTH])).ravel().tolist() == list(ours)


def test_the_gazetteer_tells_words_apart() -> None:
    plain = {**SETTINGS, "attrs": ["IS_SPACE"], "rows": [4], "widths": [4]}
    model = cluster_embed(**plain, gazetteer_rows=32, gazetteer_width=6)
    model.initialize(X=[Doc(VOCAB, words=["One"])])
    # None of them has a cluster; the last is a town.
    words = Doc(VOCAB, words=["Qwyzzlblorb", "Blorbqwyzzl", "Warīsān"])
    first, second, third = model.predict([words])[0]
    np.testing.assert_allclose(first, second, rtol=1e-5)
    assert not np.allclose(first, third)


def test_one_vector_a_token(layer: Model) -> None:
    docs = [Doc(VOCAB, words=["The", "old", "mayor"]), Doc(VOCAB), Doc(VOCAB, words=["mayor"])]
    vectors = layer.predict(docs)
    assert [v.shape for v in vectors] == [(3, 12), (0, 12), (1, 12)]
    np.testing.assert_allclose(vectors[0][2], vectors[2][0], rtol=1e-5)
    assert not np.allclose(vectors[0][0], vectors[0][1])


def test_clusters_tell_words_of_one_spelling_apart(layer: Model) -> None:
    """With no attribute to tell them apart, only words of one cluster are alike."""
    plain = cluster_embed(**{**SETTINGS, "attrs": ["IS_SPACE"], "rows": [4], "widths": [4]})
    plain.initialize()
    (vectors,) = plain.predict([Doc(VOCAB, words=["minister", "said", "Qwyzzl", "Blorbz"])])
    assert not np.allclose(vectors[0], vectors[1])
    np.testing.assert_array_equal(vectors[2], vectors[3])


def test_it_learns(layer: Model) -> None:
    docs = [Doc(VOCAB, words=["Monday", "said"])]
    vectors, finish = layer.begin_update(docs)
    finish([np.arange(vectors[0].size, dtype=np.float32).reshape(vectors[0].shape) ** 2])
    tables = [node for node in layer.walk() if node.name == "hashembed"]
    assert len(tables) == len(SETTINGS["attrs"]) + len(DEPTHS)
    assert all(node.has_grad("E") and node.get_grad("E").any() for node in tables)


def test_it_is_saved_and_loaded(layer: Model) -> None:
    docs = [Doc(VOCAB, words=["Deputies", "voted", "."])]
    again = cluster_embed(**SETTINGS).from_bytes(layer.to_bytes())
    np.testing.assert_array_equal(layer.predict(docs)[0], again.predict(docs)[0])


def test_configurations_know_it_by_name() -> None:
    assert registry.architectures.get("claimx.ClusterEmbed.v1") is cluster_embed


@pytest.mark.parametrize("key", ["rows", "widths", "cluster_rows", "cluster_widths"])
def test_tables_that_do_not_fit_their_columns(key: str) -> None:
    with pytest.raises(ValueError):
        cluster_embed(**{**SETTINGS, key: SETTINGS[key][:-1]})
