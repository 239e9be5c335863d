"""The bundled pipeline and the operations it multiplies with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, set_current_ops

import claimx
from claimx.model.ops import SETTING, BlasOps, use_fast_ops

MODEL = Path(claimx.__file__).parent / "data" / "model"
MEGABYTES = 25


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.load(MODEL)
    pipeline.add_pipe("claimx_sentences", first=True)
    return pipeline


@pytest.fixture
def plain_ops():
    before = get_current_ops()
    set_current_ops(NumpyOps())
    yield
    set_current_ops(before)


class TestOps:
    @pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True)])
    def test_products_agree_with_those_of_thinc(self, turned: tuple[bool, bool]) -> None:
        rng = np.random.default_rng(0)
        left, right = turned
        x = rng.normal(size=(9, 7) if not left else (7, 9)).astype("float32")
        y = rng.normal(size=(7, 5) if not right else (5, 7)).astype("float32")
        ours = BlasOps().gemm(x, y, trans1=left, trans2=right)
        theirs = NumpyOps().gemm(x, y, trans1=left, trans2=right)
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)

    def test_product_into_given_memory(self) -> None:
        out = np.zeros((2, 2), dtype="float32")
        BlasOps().gemm(np.eye(2, dtype="float32"), np.ones((2, 2), dtype="float32"), out=out)
        assert out.tolist() == [[1, 1], [1, 1]]

    @pytest.mark.usefixtures("plain_ops")
    def test_switched_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(SETTING, raising=False)
        assert use_fast_ops()
        assert isinstance(get_current_ops(), BlasOps)
        assert use_fast_ops()

    @pytest.mark.usefixtures("plain_ops")
    def test_switched_off_by_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SETTING, "thinc")
        assert not use_fast_ops()
        assert type(get_current_ops()) is NumpyOps

    @pytest.mark.usefixtures("plain_ops")
    def test_another_choice_is_left_alone(self) -> None:
        class OtherOps(NumpyOps):
            name = "other"

        set_current_ops(OtherOps())
        assert not use_fast_ops()
        assert get_current_ops().name == "other"

    @pytest.mark.usefixtures("plain_ops")
    def test_same_annotation_with_either(self) -> None:
        text = "Farid Guliyev said on Monday that Baku would not sign. “We wait,” he added."
        slow = spacy.load(MODEL)(text)
        set_current_ops(BlasOps())
        fast = spacy.load(MODEL)(text)
        assert slow.to_json() == fast.to_json()


class TestModel:
    def test_parts(self, nlp: Language) -> None:
        parts = {"tok2vec", "tagger", "morphologizer", "parser", "lemmatizer", "ner"}
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
        assert all(source["license"] and source["url"] for source in meta["sources"])
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
