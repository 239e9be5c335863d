"""The bundled pipeline: word pieces, windows, decoding, and the results of the whole pipeline."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

import claimx
from claimx.errors import ModelError
from claimx.model.encoder import CONTEXT, KEY, WINDOW, Encoder, windows
from claimx.model.inputs import (
    GAP_BLANK,
    GAP_LINE,
    GAP_NONE,
    GAP_SPACE,
    QUOTE_CLOSES,
    QUOTE_IN,
    QUOTE_IN_OPEN,
    QUOTE_OPENS,
    QUOTE_OUT,
    find_inputs,
    piece_codes,
)
from claimx.model.lemmas import apply_rule, edit_rule
from claimx.model.spans import best_spans
from claimx.model.tree import best_heads
from claimx.model.wordpiece import WordPiece

MODEL = Path(claimx.__file__).parent / "data" / "model"
MEGABYTES = 30
PIECES = ["[UNK]", "[CLS]", "[SEP]", "un", "##break", "##able", "cafe", "said", "-", '"', "'", "s"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.load(MODEL)
    pipeline.add_pipe("claimx_sentences", first=True)
    pipeline.add_pipe("claimx_attribution")
    return pipeline


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


class TestWordPiece:
    @pytest.mark.parametrize(
        ("word", "pieces"),
        [
            ("unbreakable", ["un", "##break", "##able"]),
            ("Unbreakable", ["un", "##break", "##able"]),
            ("Café", ["cafe"]),
            ("café-said", ["cafe", "-", "said"]),
            ("“", ['"']),
            ("’s", ["'", "s"]),
            ("unsaid", ["[UNK]"]),
            ("\x00", ["[UNK]"]),
            ("x" * 101, ["[UNK]"]),
        ],
    )
    def test_cuts_as_bert_does(self, word: str, pieces: list[str]) -> None:
        wordpiece = WordPiece(PIECES)
        assert [wordpiece.vocabulary[i] for i in wordpiece(word)] == pieces

    def test_a_long_token_is_cut_short(self) -> None:
        assert len(WordPiece(PIECES, longest=3)("-" * 50)) == 3

    @given(st.text(max_size=30))
    def test_every_word_has_a_piece(self, word: str) -> None:
        assert WordPiece(PIECES)(word)


class TestInputs:
    def codes(self, blank: Language, text: str, column: int) -> list[int]:
        return find_inputs(blank.make_doc(text), WordPiece(PIECES)).codes[:, column].tolist()

    def test_gaps(self, blank: Language) -> None:
        found = self.codes(blank, "He left. \n\nShe\nstayed", 1)
        assert found == [GAP_BLANK, GAP_SPACE, GAP_NONE, GAP_BLANK, GAP_LINE]

    @pytest.mark.parametrize("text", ['"No," he said', "“No,” he said", "«No,» he said"])
    def test_quotes_are_the_same_with_any_marks(self, blank: Language, text: str) -> None:
        found = self.codes(blank, text, 2)
        assert found == [QUOTE_OPENS, QUOTE_IN, QUOTE_IN, QUOTE_CLOSES, QUOTE_OUT, QUOTE_OUT]

    def test_an_unclosed_quote_costs_its_own_paragraph_only(self, blank: Language) -> None:
        found = self.codes(blank, "“No\n\nHe left", 2)
        assert found == [QUOTE_OPENS, QUOTE_IN_OPEN, QUOTE_OUT, QUOTE_OUT]

    @given(st.text(alphabet='ab “”"\n’.', max_size=80))
    def test_one_row_per_token_and_per_piece(self, text: str) -> None:
        doc = spacy.blank("en").make_doc(text)
        inputs = find_inputs(doc, WordPiece(PIECES))
        assert len(inputs) == sum(not token.is_space for token in doc)
        assert len(piece_codes(inputs)) == len(inputs.pieces)
        assert all(b > a for a, b in zip(inputs.first, inputs.first[1:], strict=False))


@given(st.lists(st.integers(1, 24), max_size=400))
def test_windows_keep_every_word_once_and_are_never_too_long(lengths: list[int]) -> None:
    blank = spacy.blank("en")
    words = ["-" * length for length in lengths]
    doc = spacy.tokens.Doc(blank.vocab, words=words)
    inputs = find_inputs(doc, WordPiece(PIECES, longest=24))
    bounds = np.append(inputs.first, len(inputs.pieces))
    kept = []
    for low, start, end, high in windows(inputs):
        assert low <= start < end <= high
        assert bounds[high] - bounds[low] <= WINDOW
        assert start == 0 or bounds[start] - bounds[low] >= CONTEXT - 24
        kept += range(start, end)
    assert kept == list(range(len(words)))


class TestLemmas:
    @given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
    def test_the_rule_makes_the_lemma_it_was_made_of(self, form: str, lemma: str) -> None:
        assert apply_rule(form, edit_rule(form, lemma)) == lemma

    @pytest.mark.parametrize(
        ("form", "rule", "lemma"),
        [("Cities", "l|3|y", "city"), ("Baku", "k|0|", "Baku"), ("a", "l|3|y", "a")],
    )
    def test_a_rule_on_a_form(self, form: str, rule: str, lemma: str) -> None:
        assert apply_rule(form, rule) == lemma


def total(scores: np.ndarray, labels: tuple[int, ...]) -> float:
    return float(sum(scores[at, label] for at, label in enumerate(labels)))


def is_legal(labels: tuple[int, ...]) -> bool:
    open_kind = None
    for label in labels:
        kind, part = divmod(label - 1, 4) if label else (None, None)
        if open_kind is None:
            if part in (1, 2):
                return False
            open_kind = kind if part == 0 else None
        elif kind != open_kind or part not in (1, 2):
            return False
        elif part == 2:
            open_kind = None
    return open_kind is None


@pytest.mark.parametrize("seed", range(6))
def test_the_search_finds_the_best_legal_labels(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 9))
    best = max(filter(is_legal, product(range(9), repeat=4)), key=lambda one: total(scores, one))
    labels = [0] * 4
    for start, end, kind, _ in best_spans(scores, ("A", "B")):
        base = 1 + 4 * ("A", "B").index(kind)
        if end - start == 1:
            labels[start] = base + 3
        else:
            labels[start:end] = [base, *[base + 1] * (end - start - 2), base + 2]
    assert tuple(labels) == best


class TestTree:
    def trees(self, count: int) -> list[tuple[int, ...]]:
        found = []
        for heads in product(range(count), repeat=count):
            roots = [at for at, head in enumerate(heads) if at == head]
            if len(roots) != 1:
                continue
            reached = list(heads)
            for _ in range(count):
                reached = [heads[at] for at in reached]
            if set(reached) == set(roots):
                found.append(heads)
        return found

    @pytest.mark.parametrize("seed", range(12))
    def test_the_best_of_all_trees(self, seed: int) -> None:
        scores = np.random.default_rng(seed).normal(size=(4, 4)) * 3
        found = tuple(best_heads(scores))
        trees = self.trees(4)
        assert found in trees
        root = next(at for at, head in enumerate(found) if at == head)
        rivals = [tree for tree in trees if tree[root] == root]
        assert total(scores, found) == pytest.approx(max(total(scores, tree) for tree in rivals))

    def test_one_word(self) -> None:
        assert best_heads(np.zeros((1, 1))) == [0]


class TestEncoder:
    TEXT = "“We paid $3m,” Ada Quill said. The mayor of Gabala denied it on Monday.\n\n" * 12

    def test_threads_and_batches_change_nothing(self, blank: Language) -> None:
        folder = MODEL / KEY
        docs = [blank.make_doc(self.TEXT), blank.make_doc(self.TEXT[:300]), blank.make_doc("No.")]
        together = list(Encoder(folder, threads=3)(docs))
        alone = [next(Encoder(folder, threads=1)([doc])) for doc in docs]
        for (doc, one), (same, other) in zip(together, alone, strict=True):
            assert doc is same
            assert all((one[name] == other[name]).all() for name in one)

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "\u200b", "((((" * 200, "x" * 3000])
    def test_odd_texts(self, nlp: Language, text: str) -> None:
        doc = nlp(text)
        assert doc.text == text
        assert [token.text for sent in doc.sents for token in sent] == [t.text for t in doc]

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="cannot be read"):
            Encoder(tmp_path)

    def test_a_head_without_an_encoder(self, blank: Language) -> None:
        blank = spacy.blank("en")
        blank.add_pipe("claimx_tagger")
        with pytest.raises(ModelError, match="needs claimx_encoder"):
            blank("No.")

    def test_parts_can_be_left_out(self) -> None:
        pipeline = spacy.load(MODEL, exclude=["parser", "ner"])
        doc = pipeline("Ada Quill left.")
        assert doc[2].tag_ == "VBD"
        assert not doc.ents
        assert not doc.has_annotation("DEP")

    def test_attribution_in_a_pipeline_of_others(self) -> None:
        blank = spacy.blank("en")
        blank.add_pipe("claimx_attribution")
        doc = blank("“We will go,” Ada Quill said.")
        assert [(span.label_, span.text) for span in doc.spans["claimx_attribution"]] == [
            ("CONTENT", "We will go"),
            ("SOURCE", "Ada Quill"),
            ("CUE", "said"),
        ]

    def test_a_doc_survives_storing(self, nlp: Language) -> None:
        doc = nlp("The mayor said that it was safe.")
        again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again.to_json() == doc.to_json()
        assert len(doc.user_data["claimx_attribution_scores"]) == len(
            again.spans["claimx_attribution"]
        )


class TestModel:
    def test_parts(self, nlp: Language) -> None:
        parts = {"claimx_encoder", "tagger", "morphologizer", "parser", "lemmatizer", "ner"}
        assert parts <= set(nlp.pipe_names)
        assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "LOC", "NORP"}
        assert {"nsubj", "nsubj:pass", "ccomp", "parataxis"} <= set(nlp.get_pipe("parser").labels)

    def test_size(self) -> None:
        size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
        assert size < MEGABYTES * 1e6

    def test_card(self) -> None:
        meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
        assert meta["description"]
        assert meta["license"]
        assert all(source["license"] and source["author"] for source in meta["sources"])
        assert meta["performance"]["syntax"]["ewt_las"] > 80
        assert meta["performance"]["worldwide"]["PERSON"] > 83

    def test_labels_have_their_strings(self, nlp: Language) -> None:
        doc = nlp("The minister has denied the reports.")
        assert all(t.tag_ and t.pos_ and t.dep_ and t.lemma_ for t in doc)
        assert [t.lemma_ for t in doc][2:4] == ["have", "deny"]
        assert doc[3].morph.get("VerbForm") == ["Part"]

    def test_words_never_seen_round_trip(self, nlp: Language) -> None:
        doc = nlp("Qwyzzl Blorbington visited Zzyzxograd.")
        assert doc.text == "Qwyzzl Blorbington visited Zzyzxograd."
        assert all(t.lemma_ for t in doc)

    def test_speech_verb_with_its_clause(self, nlp: Language) -> None:
        doc = nlp("The minister said that the budget would grow.")
        said = doc[2]
        assert said.dep_ == "ROOT"
        assert doc[1].dep_ == "nsubj"
        assert doc[1].head == said
        assert doc[7].dep_ == "ccomp"

    @pytest.mark.parametrize(
        ("text", "name", "label"),
        [
            ("President Ilham Aliyev arrived on Monday.", "Ilham Aliyev", "PERSON"),
            ("Defence Minister Yaşar Güler said so.", "Yaşar Güler", "PERSON"),
            ("He left for Ankara on Sunday.", "Ankara", "LOC"),
            ("The Azerbaijani army and its engineers left.", "Azerbaijani", "NORP"),
            ("Deputies of the Milli Majlis voted on Friday.", "Milli Majlis", "ORG"),
            ("Talks in Nairobi went on, officials in Kenya said.", "Nairobi", "LOC"),
            ("He then flew to Khankendi with aides.", "Khankendi", "LOC"),
            ("Türkiye and Azerbaijan signed it in Yerevan.", "Türkiye", "LOC"),
            ("Türkiye and Azerbaijan signed it in Yerevan.", "Yerevan", "LOC"),
            ("Mnangagwa's aide Fadzayi Mahere told Reuters so.", "Fadzayi Mahere", "PERSON"),
        ],
    )
    def test_names_of_the_world(self, nlp: Language, text: str, name: str, label: str) -> None:
        assert (name, label) in [(e.text, e.label_) for e in nlp(text).ents]

    def test_sentences_end_at_blank_lines_and_not_at_abbreviations(self, nlp: Language) -> None:
        doc = nlp("Budget talks resume\n\nThe U.S. Senate met on Dec. 22 in the capital. It left.")
        solid = [s.text.strip() for s in doc.sents]
        assert solid == [
            "Budget talks resume",
            "The U.S. Senate met on Dec. 22 in the capital.",
            "It left.",
        ]

    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            (
                "MINISTER SAYS TAXES WILL RISE\n\nThe finance minister, Olga Berg, said so.",
                ["MINISTER SAYS TAXES WILL RISE", "The finance minister, Olga Berg, said so."],
            ),
            (
                "Baku, January 06,2026 - AZERTAC\n\nThe Ministry of Defence said so on Tuesday.",
                ["Baku, January 06,2026 - AZERTAC", "The Ministry of Defence said so on Tuesday."],
            ),
            (
                "- Budget: $4bn\n- Staff: 300\n- Head: Jane Roe",
                ["- Budget: $4bn", "- Staff: 300", "- Head: Jane Roe"],
            ),
            (
                "“We won't go—not now,” she said.The crowd left.",
                ["“We won't go—not now,” she said.", "The crowd left."],
            ),
        ],
    )
    def test_text_of_the_web(self, nlp: Language, text: str, sentences: list[str]) -> None:
        assert [sentence.text.strip() for sentence in nlp(text).sents] == sentences
