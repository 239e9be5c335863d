"""The attribution tagger: features, network, search, storage, and its accuracy on PolNeAR."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.errors import ModelError
from claimx.model.attribution import AttributionTagger
from claimx.model.attribution.decoding import LABELS, ROLES, best_spans
from claimx.model.attribution.features import (
    CODES,
    GAP_BLANK,
    GAP_LINE,
    GAP_NONE,
    GAP_SPACE,
    QUOTE_CLOSES,
    QUOTE_IN,
    QUOTE_IN_OPEN,
    QUOTE_OPENS,
    QUOTE_OUT,
    TAGS,
    find_features,
)
from claimx.model.attribution.network import Network, hashed_rows, scan

POLNEAR = Path(__file__).parents[2] / "shared" / "data" / "polnear" / "dev"
FLOORS = {"content": 0.66, "source": 0.785, "cue": 0.725}
ODD = "ab A\n\r\t\u00a0“”\"'‘’«».,:—1é\u202a\U0001f600"
TEXT = (
    "“We will not sign it,” Prime Minister Jane Doe said on Monday.\n\n"
    "According to two aides, the talks in Ruritania had failed."
)


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


@pytest.fixture(scope="module")
def tagger():
    return AttributionTagger.bundled()


def tiny_network(seed: int = 0) -> Network:
    """A network of random weights in the stored form."""
    rng = np.random.default_rng(seed)
    width, state = 6, 4
    sizes = {"words": (33, 5), "prefixes": (9, 2), "suffixes": (9, 2), "shapes": (9, 2)}
    codes = {"tag": (len(TAGS) + 1, 2), "gap": (4, 2), "quote": (9, 2)}
    arrays = {name: rng.normal(size=size) for name, size in sizes.items()}
    arrays |= {f"codes.{name}": rng.normal(size=size) for name, size in codes.items()}
    arrays["clusters"] = rng.normal(size=(4, 3))
    total = sum(width for _, width in [*sizes.values(), *codes.values()]) + 3
    shapes = {
        "project": (total, width),
        "layers.0.mix": (width, width),
        "layers.1.gates": (3 * width, 6 * state),
        "layers.1.out": (2 * state, width),
        "score": (width, LABELS),
    }
    for name, shape in shapes.items():
        arrays[f"{name}.weight"] = rng.normal(size=shape)
        arrays[f"{name}.bias"] = rng.normal(size=shape[1])
    for name in ("norm", "layers.0.norm", "layers.1.norm"):
        arrays[f"{name}.weight"] = rng.normal(size=width)
        arrays[f"{name}.bias"] = rng.normal(size=width)
    stored = {name: array.astype(np.float16) for name, array in arrays.items()}
    stored["cluster_keys"] = np.array([1, 5, 9], dtype=np.uint32)
    stored["cluster_codes"] = np.array([1, 2, 3], dtype=np.uint16)
    stored["layers"] = np.frombuffer(json.dumps(["dense", "sru"]).encode(), dtype=np.uint8)
    return Network(stored)


def plain_forward(network: Network, features) -> np.ndarray:
    """What the network shall compute, token by token and number by number."""
    w = {name: array.astype(np.float64) for name, array in network.weights.items()}

    def linear(x, name):
        return x @ w[f"{name}.weight"] + w[f"{name}.bias"]

    def norm(x, name):
        centred = x - x.mean()
        scaled = centred / math.sqrt((centred**2).mean() + 1e-5)
        return scaled * w[f"{name}.weight"] + w[f"{name}.bias"]

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    rows = []
    for keys, codes in zip(features.keys, features.codes, strict=True):
        parts = []
        for name, column, count in (
            ("words", 2, 2),
            ("prefixes", 3, 1),
            ("suffixes", 4, 1),
            ("shapes", 5, 1),
        ):
            at = hashed_rows(keys[column : column + 1], len(w[name]) - 1, count)[0]
            parts.append(sum(w[name][row] for row in at))
        parts += [w[f"codes.{name}"][codes[i]] for i, name in enumerate(CODES)]
        parts.append(w["clusters"][0])
        rows.append(norm(np.maximum(linear(np.concatenate(parts), "project"), 0), "norm"))
    rows = [norm(x + np.maximum(linear(x, "layers.0.mix"), 0), "layers.0.norm") for x in rows]
    nothing = np.zeros_like(rows[0])
    padded = [nothing, *rows, nothing]
    gates = [linear(np.concatenate(padded[i : i + 3]), "layers.1.gates") for i in range(len(rows))]
    half = len(gates[0]) // 6
    states = [np.zeros(2 * half) for _ in rows]
    for side, order in ((0, range(len(rows))), (1, reversed(range(len(rows))))):
        state = np.zeros(half)
        columns = slice(side * half, (side + 1) * half)
        for i in order:
            value, forget, out = (part[columns] for part in np.split(gates[i], 3))
            forget = sigmoid(forget)
            state = forget * state + (1 - forget) * value
            states[i][columns] = sigmoid(out) * state
    rows = [
        norm(x + linear(h, "layers.1.out"), "layers.1.norm")
        for x, h in zip(rows, states, strict=True)
    ]
    return np.stack([linear(x, "score") for x in rows])


def test_network_computes_what_plain_loops_do(nlp):
    features = find_features(nlp(TEXT))
    network = tiny_network()
    assert np.allclose(network.scores(features), plain_forward(network, features), atol=1e-3)


def test_scan_runs_left_half_forward_and_right_half_backward():
    forget = np.full((3, 2), 0.5, dtype=np.float32)
    values = np.array([[1, 1], [0, 0], [0, 4]], dtype=np.float32)
    assert scan(forget, values).tolist() == [[1, 2], [0.5, 2], [0.25, 4]]


def brute_force(scores: np.ndarray) -> float:
    """The score of the best well-formed label sequence, by trying all."""

    def fits(before: int, after: int) -> bool:
        opened = before > 0 and (before - 1) % 4 < 2
        continues = after > 0 and (after - 1) % 4 in (1, 2)
        if opened or continues:
            return opened and continues and (before - 1) // 4 == (after - 1) // 4
        return True

    return max(
        sum(scores[i, label] for i, label in enumerate(labels))
        for labels in itertools.product(range(LABELS), repeat=len(scores))
        if all(fits(a, b) for a, b in itertools.pairwise((0, *labels, 0)))
    )


@pytest.mark.parametrize("seed", range(6))
def test_search_finds_the_best_sequence(seed):
    scores = np.random.default_rng(seed).normal(size=(4, LABELS)).round(3)
    spans = best_spans(scores)
    labels = [0] * len(scores)
    for start, end, role in spans:
        first = 1 + 4 * ROLES.index(role)
        if end - start == 1:
            labels[start] = first + 3
        else:
            labels[start:end] = [first, *[first + 1] * (end - start - 2), first + 2]
    found = sum(scores[i, label] for i, label in enumerate(labels))
    assert found == pytest.approx(brute_force(scores))


def states(doc: Doc, column: str) -> list[int]:
    return find_features(doc).codes[:, CODES.index(column)].tolist()


def test_gaps_tell_spaces_lines_and_paragraphs_apart(nlp):
    doc = nlp("One, two\nthree\n\nfour\n \nfive")
    expected = [GAP_BLANK, GAP_NONE, GAP_SPACE, GAP_LINE, GAP_BLANK, GAP_BLANK]
    assert states(doc, "gap") == expected


@pytest.mark.parametrize("text", ["“ok then” he", '"ok then" he', "«ok then» he"])
def test_quotes_are_seen_alike_whatever_the_marks(nlp, text):
    expected = [QUOTE_OPENS, QUOTE_IN, QUOTE_IN, QUOTE_CLOSES, QUOTE_OUT]
    doc = nlp(text)
    assert states(doc, "quote") == expected
    assert np.array_equal(find_features(doc).keys[1], find_features(nlp("“ok then” he")).keys[1])


def test_an_unclosed_quote_costs_its_own_paragraph_only(nlp):
    assert states(nlp("“never closed\n\nnext"), "quote") == [
        QUOTE_OPENS,
        QUOTE_IN_OPEN,
        QUOTE_IN_OPEN,
        QUOTE_OUT,
    ]


def test_finds_direct_and_indirect_speech(nlp, tagger):
    doc = tagger(nlp(TEXT))
    spans = {(span.text, span.label_) for span in doc.spans["claimx_attribution"]}
    assert ("Prime Minister Jane Doe", "SOURCE") in spans
    assert ("said", "CUE") in spans
    assert ("According to", "CUE") in spans
    assert ("two aides", "SOURCE") in spans
    assert any(label == "CONTENT" and "We will not sign it" in text for text, label in spans)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("ab A\n\r\t\u00a0“”\"'‘’«».,:—1é\u202a\U0001f600"), max_size=80
    )
)
def test_any_text_gives_ordered_spans_without_outer_space(text):
    doc = _tag(text)
    spans = list(doc.spans["claimx_attribution"])
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
    for span in spans:
        assert span.label_ in ROLES
        assert not span[0].is_space
        assert not span[-1].is_space


_SHARED: list = []


def _tag(text: str) -> Doc:
    if not _SHARED:
        _SHARED.extend([spacy.blank("en"), AttributionTagger.bundled()])
    return _SHARED[1](_SHARED[0](text))


def test_reading_in_parts_changes_little(nlp, tagger):
    doc = nlp("\n\n".join([TEXT, TEXT.replace("Monday", "Tuesday")] * 30))
    features = find_features(doc)
    network = tagger._loaded()
    whole = network.scores(features)
    parts = network.scores(features, part=300, context=150)
    assert best_spans(whole) == best_spans(parts)


def test_round_trips(nlp, tagger, tmp_path):
    tagger.to_disk(tmp_path / "tagger")
    copies = [
        AttributionTagger().from_disk(tmp_path / "tagger"),
        AttributionTagger().from_bytes(tagger.to_bytes()),
    ]
    doc = tagger(nlp(TEXT))
    wanted = [(s.start, s.end, s.label_) for s in doc.spans["claimx_attribution"]]
    assert wanted
    for copy in copies:
        doc = copy(nlp(TEXT))
        assert [(s.start, s.end, s.label_) for s in doc.spans["claimx_attribution"]] == wanted


def test_says_what_is_missing(nlp, tmp_path):
    with pytest.raises(ModelError, match="no weights"):
        AttributionTagger()(nlp("Yes."))
    with pytest.raises(ModelError, match="cannot be read"):
        AttributionTagger().from_disk(tmp_path)


def test_works_in_a_pipeline_and_survives_storing(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_attribution")
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    found = [len(doc.spans["claimx_attribution"]) for doc in again.pipe([TEXT, "", TEXT])]
    assert found[1] == 0
    assert found[0] == found[2] == len(nlp(TEXT).spans["claimx_attribution"]) > 0


@pytest.mark.skipif(
    not POLNEAR.exists(), reason="PolNeAR's dev articles are not beside the checkout"
)
def test_accuracy_on_polnear_without_a_tagger(nlp, tagger):
    from training.attribution.polnear import ROLES as NAMES
    from training.attribution.polnear import gold_ranges, read_articles, word_ranges

    counts = dict.fromkeys(FLOORS, (0, 0, 0))
    for _, text, annotators in read_articles(POLNEAR):
        doc = tagger(nlp(text))
        first, past = word_ranges(text, [(t.idx, t.idx + len(t), t.text) for t in doc])
        gold = gold_ranges(text, annotators[0])
        found = {
            (NAMES.index(span.label_.title()), first[span.start], past[span.end - 1])
            for span in doc.spans["claimx_attribution"]
        }
        found = {piece for piece in found if piece[2] > piece[1]}
        for role, name in enumerate(FLOORS):
            a = {piece for piece in gold if piece[0] == role}
            b = {piece for piece in found if piece[0] == role}
            right, predicted, wanted = counts[name]
            counts[name] = right + len(a & b), predicted + len(b), wanted + len(a)
    scores = {name: 2 * right / (b + a) for name, (right, b, a) in counts.items()}
    for name, floor in FLOORS.items():
        assert scores[name] >= floor, scores
