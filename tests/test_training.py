"""The converters and the loop of training/: on hand-made data in the corpora's formats."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

sys.path.insert(0, str(Path(__file__).parents[1]))

from training.encoder import augment, conllu, loop, names, names_corpus, package, scoring, swap
from training.encoder.names import Text
from training.encoder.tokenizer import customise

CONLLU = """\
# newdoc id = one
# newpar
# text = "I can't stay," she said.
1\t"\t"\tPUNCT\t``\t_\t5\tpunct\t_\tSpaceAfter=No
2\tI\tI\tPRON\tPRP\tPerson=1\t5\tnsubj\t_\t_
3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
3\tca\tcan\tAUX\tMD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tstay\tstay\tVERB\tVB\tVerbForm=Inf\t8\tccomp\t_\tSpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\tSpaceAfter=No
6.1\tghost\tghost\tX\tX\t_\t_\t_\t_\t_
7\t"\t"\tPUNCT\t''\t_\t5\tpunct\t_\t_
8\tsaid\tsay\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t8\tpunct\t_\tSpaceAfter=No

# text = Go
1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_

# newpar
# text = Up
1\tUp\tup\tADV\tRB\t_\t0\troot\t_\t_

"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    customise(nlp)
    return nlp


@pytest.fixture
def sentences(tmp_path: Path) -> list[conllu.Sentence]:
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return list(conllu.read_sentences(path))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("January 06,2026", "January 06 , 2026"),
        ("1,400,000 manats", "1,400,000 manats"),
        ("Azerbaijan–Türkiye 2020–2024", "Azerbaijan – Türkiye 2020 – 2024"),
        ("peace—he said—and", "peace — he said — and"),
        ("$1.4bn or 4.5bn", "$ 1.4bn or 4.5bn"),
        ("in 2026.The C-17", "in 2026 . The C-17"),
        ("said:“We”he", "said : “ We ” he"),
        ("non-oil anti-war", "non-oil anti - war"),
        ("and/or *****", "and / or *****"),
        ("3.5 at 10:20", "3.5 at 10:20"),
    ],
)
def test_tokenizer(nlp: Language, text: str, tokens: str) -> None:
    assert [token.text for token in nlp(text)] == tokens.split()


def test_tokenizer_is_saved_with_a_model(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    text = "On January 06,2026 non-oil Azerbaijan–Türkiye and/or"
    assert [t.text for t in spacy.load(tmp_path)(text)] == [t.text for t in nlp(text)]


class TestConllu:
    def test_offsets(self, sentences: list[conllu.Sentence]) -> None:
        first = sentences[0]
        assert first.text == '"I can\'t stay," she said.'.replace("she ", "")
        forms = [first.text[w.start : w.end] for w in first.words]
        assert forms == ['"', "I", "ca", "n't", "stay", ",", '"', "said", "."]

    def test_heads_count_from_zero_and_roots_are_their_own(
        self, sentences: list[conllu.Sentence]
    ) -> None:
        words = sentences[0].words
        assert [w.head for w in words] == [4, 4, 4, 4, 7, 4, 4, 7, 7]
        assert words[7].dep == "ROOT"

    def test_seams(self, sentences: list[conllu.Sentence]) -> None:
        assert conllu.natural_seams(sentences) == ["", "\n\n"]
        assert [len(d) for d in conllu.documents(iter(sentences))] == [3]

    def test_multiword_token_that_its_words_do_not_spell(self) -> None:
        assert conllu._cut("can't", ["can", "not"]) == ["ca", "n't"]
        assert conllu._cut("abcd", ["a", "bcd"]) == ["a", "bcd"]

    def test_gold_doc(self, nlp: Language, sentences: list[conllu.Sentence]) -> None:
        text, offsets = conllu.join(sentences, [" ", "\n\n"])
        doc = conllu.to_doc(nlp.vocab, nlp.make_doc(text), conllu.shift(sentences, offsets))
        assert [s.text for s in doc.sents] == ['"I can\'t stay," said.', "Go\n\n", "Up"]
        assert [(t.text, t.dep_, t.head.text) for t in doc if t.dep_ == "nsubj"] == [
            ("I", "nsubj", "stay")
        ]
        space = next(t for t in doc if t.is_space)
        assert (space.tag_, space.dep_, space.head.text) == ("_SP", "dep", "Go")
        assert [t.lemma_ for t in doc][2:5] == ["can", "not", "stay"]

    def test_token_over_several_words_takes_the_top_one(self, nlp: Language) -> None:
        words = [
            conllu.Word(0, 1, "a", "X", "A", "", 1, "dep"),
            conllu.Word(1, 3, "bc", "NOUN", "B", "", 1, "ROOT"),
        ]
        doc = conllu.to_doc(nlp.vocab, nlp.make_doc("abc"), words)
        assert [(t.tag_, t.dep_, t.lemma_) for t in doc] == [("B", "ROOT", "")]

    def test_pieces_of_a_word_hang_on_the_first(self, nlp: Language) -> None:
        words = [conllu.Word(0, 5, "one", "X", "A", "", 0, "ROOT")]
        doc = conllu.to_doc(nlp.vocab, nlp.make_doc("ab cd"), words)
        assert [(t.dep_, t.head.i) for t in doc] == [("ROOT", 0), ("dep", 0)]
        assert conllu.is_tree(doc)


class TestAugment:
    def test_quotation_marks_open_and_close(self) -> None:
        assert augment.curl(['"', "No", '"', "n't", "’"]) == ["“", "No", "”", "n’t", "’"]
        assert augment.straighten(["“", "n’t"]) == ['"', "n't"]

    @given(seed=st.integers(0, 10_000))
    def test_offsets_hold(self, seed: int) -> None:
        words, at = [], 0
        forms = ["In", '"', "May", ",", "2026", "—", "he", "said", "n't", "."]
        for form in forms:
            words.append(conllu.Word(at, at + len(form), form, "X", "X", "", 0, "dep"))
            at += len(form) + 1
        sentence = conllu.Sentence(" ".join(forms), tuple(words))
        varied = augment.vary(sentence, random.Random(seed))
        assert len(varied.words) == len(forms)
        glued = "".join(varied.text[w.start : w.end] for w in varied.words)
        assert glued == varied.text.replace(" ", "")


class TestNames:
    @pytest.mark.parametrize(
        ("tags", "spans"),
        [
            ("B-A I-A O B-B", [(0, 2, "A"), (3, 4, "B")]),
            ("I-A I-A I-B", [(0, 2, "A"), (2, 3, "B")]),
            ("S-A B-A E-A B-A", [(0, 1, "A"), (1, 3, "A"), (3, 4, "A")]),
            ("O O", []),
        ],
    )
    def test_spans_of_tags(self, tags: str, spans: list[tuple[int, int, str]]) -> None:
        assert names.spans_of(tags.split()) == spans

    def test_held_back_part_does_not_move(self) -> None:
        kept = [n for n in range(1000) if names.held_back(f"article_{n}.txt")]
        assert len(kept) == 134
        assert kept[:3] == [2, 28, 43]

    def test_tokens_are_found_in_the_text(self) -> None:
        assert names.locate(["It", "'s", "on"], "It's \n on") == [(0, 2), (2, 4), (7, 9)]
        assert names.locate(["It", "off"], "It's on") is None

    @pytest.mark.parametrize(
        ("tokens", "text"),
        [
            ('He said , " no " .', 'He said, "no".'),
            ("the ( small ) one ; it 's", "the (small) one; it's"),
        ],
    )
    def test_spelling(self, tokens: str, text: str) -> None:
        spelt, offsets = names.spell(tokens.split())
        assert spelt == text
        assert [spelt[s:e] for s, e in offsets] == tokens.split()

    def test_worldwide(self, tmp_path: Path) -> None:
        (tmp_path / "annotated").mkdir()
        (tmp_path / "articles").mkdir()
        rows = "Ilyas\tB-Person\nDemir\tE-Person\nof\tO\nOsh\tS-Location\n\n3\tB-Date\n"
        (tmp_path / "annotated" / "a.txt.tsv").write_text(rows)
        (tmp_path / "articles" / "a.txt").write_bytes(b"Ilyas Demir\r\nof Osh 3")
        (text,) = names.worldwide(tmp_path)
        assert text.name == "a.txt"
        assert [(text.text[s:e], label) for s, e, label in text.spans] == [
            ("Ilyas Demir", "PERSON"),
            ("Osh", "LOC"),
        ]

    def test_gum_takes_names_and_leaves_the_rest_open(self, tmp_path: Path) -> None:
        path = tmp_path / "g.conllu"
        path.write_text(
            "# newdoc id = g\n"
            "1\tthe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-n-1-c-sgl\n"
            "2\tpilot\tpilot\tNOUN\tNN\t_\t0\troot\t_\tEntity=1)\n"
            "3\tPresident\tPresident\tPROPN\tNNP\t_\t2\tappos\t_\t"
            "Entity=(2-person-new-n-1-c-coref-Ada_Nour\n"
            "4\tNour\tNour\tPROPN\tNNP\t_\t3\tflat\t_\tEntity=2)\n"
            "5\tMonday\tMonday\tPROPN\tNNP\t_\t2\tobl\t_\t_\n\n",
            encoding="utf-8",
        )
        (text,) = names.gum(path)
        assert [(text.text[s:e], label) for s, e, label in text.spans] == [
            ("President", "?"),
            ("Nour", "PERSON"),
            ("Monday", "?"),
        ]

    def test_unknown_is_missing_and_not_outside(self, nlp: Language) -> None:
        doc = nlp.make_doc("Demir met French envoys")
        tags = names_corpus.tags_of(doc, [(0, 5, "PERSON"), (10, 16, "?")])
        assert tags == ["B-PERSON", "O", None, "O"]

    def test_a_span_that_cuts_a_token_is_missing(self, nlp: Language) -> None:
        assert names_corpus.tags_of(nlp.make_doc("Demirs met"), [(0, 5, "PERSON")]) == [None, "O"]

    def test_cleaning(self) -> None:
        text = Text("a", "Mr. Ali Demir. Demir, French.", ())
        spans = ((0, 13, "PERSON"), (15, 20, "ORG"), (22, 28, "?"))
        cleaned = names_corpus.clean(
            Text("a", text.text, spans), frozenset({"French"}), frozenset()
        )
        assert cleaned.spans == ((4, 13, "PERSON"), (15, 20, "PERSON"), (22, 28, "NORP"))

    @given(seed=st.integers(0, 10_000))
    def test_swapped_names_stand_where_told(self, seed: int) -> None:
        raw = "Ali Demir of Osh met the UN. Demir left Osh."
        spans = ((0, 9, "PERSON"), (13, 16, "LOC"), (25, 27, "ORG"), (29, 34, "PERSON"))
        pool = swap.Pool(("Ana",), ("Sousa",), ("La Paz",), ("Sejm",), ("EU",), ("Thai",))
        found = swap.swap(Text("a", raw, spans), pool, random.Random(seed), share=0.7)
        heard = [found.text[s:e] for s, e, _ in found.spans]
        assert heard[0] in {"Ali Demir", "Ana Sousa"}
        assert heard[3] == heard[0].split()[1]
        assert heard[1] in {"Osh", "La Paz"}
        assert heard[2] in {"UN", "EU"}
        assert found.text.endswith(" left Osh.")


def test_scores_of_names() -> None:
    found = [{(0, 3, "ORG"), (4, 6, "LOC")}]
    gold = [{(0, 3, "ORG"), (4, 7, "LOC"), (9, 10, "LOC")}]
    scores = scoring.score_names(found, gold)
    assert scores == {"LOC": 0.0, "ORG": 1.0, "all": pytest.approx(0.4)}


def test_scores_of_syntax_on_raw_text(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    scores = scoring.score_syntax(nlp, path)
    assert scores["tokens"] == 1.0
    assert scores["las"] == 0.0
    assert scores["sentences"] == 0.0


def test_rate_rises_then_stays_then_falls() -> None:
    run = loop.Run(
        corpus="*",
        seed=0,
        batch_words=10,
        dropout=0.1,
        learn_rate=1.0,
        warmup_steps=10,
        steps=100,
        decay_from=0.5,
        check_every=10,
    )
    assert run.rate(0) == pytest.approx(0.1)
    assert run.rate(30) == 1.0
    assert run.rate(75) == pytest.approx(0.5)
    assert 0 < run.rate(99) <= 0.02


class TestPackage:
    def test_rounded_weights_are_near(self) -> None:
        weights = np.random.default_rng(0).normal(size=1000).astype("float32")
        short = package.rounded(weights)
        assert short.dtype == np.float32
        assert np.abs(short / weights - 1).max() < 2**-11
        assert not (short.view(np.uint32) & 0xFFF).any()

    def test_pruned_trees_lemmatise_alike(self) -> None:
        nlp = spacy.blank("en")
        lemmatizer = nlp.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
        words, lemmas = ["said", "walked", "mice"], ["say", "walk", "mouse"]
        gold = Doc(nlp.vocab, words=words, lemmas=lemmas)
        nlp.initialize(lambda: [loop.example(gold)])
        lemmatizer.trees.add("unneeded", "need")
        before = len(lemmatizer.trees)
        told = [lemmatizer.trees.apply(t, w) for t in lemmatizer.labels for w in words]
        package.prune_trees(lemmatizer)
        assert len(lemmatizer.trees) < before
        assert [lemmatizer.trees.apply(t, w) for t in lemmatizer.labels for w in words] == told
        assert "say" in told

    def test_table(self) -> None:
        kinds = ("tokens", "sentences", "tag", "pos", "morph", "lemma", "uas", "las", "las_full")
        syntax = {f"{b}_{k}": 50.0 for b in ("ewt", "gum") for k in kinds}
        syntax |= {f"{b}_{k}_preset": 60.0 for b in ("ewt", "gum") for k in ("sentences", "las")}
        names = {"worldwide": 70.0, "worldwide_agreed": 71.0, "uner": 40.0}
        scores = {"syntax": syntax, **{name: {"ORG": score} for name, score in names.items()}}
        costs = {"words_per_second": 4321, "megabytes": 23.7, "load_seconds": 0.8}
        page = package.table(scores | costs)
        assert "| EWT dev | 50.0 |" in page
        assert "| the same, with `claimx_names` |  | 71.0 |" in page
        assert "4,321 words a second" in page


CONFIG = """
[run]
corpus = "tiny-*.spacy"
seed = 1
batch_words = 4
dropout = 0.0
learn_rate = 0.01
warmup_steps = 2
steps = 6
decay_from = 0.5
check_every = 3

[nlp]
lang = "en"
pipeline = ["tagger"]

[components]

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 8
depth = 1
embed_size = 20
window_size = 1
maxout_pieces = 2
subword_features = true
"""


def test_a_run_that_was_cut_off_ends_like_one_that_was_not(tmp_path: Path) -> None:
    vocab = spacy.blank("en").vocab
    docs = [
        Doc(vocab, words=["a", "cat", "sat"], tags=["DT", "NN", "VBD"]),
        Doc(vocab, words=["dogs", "ran"], tags=["NNS", "VBD"]),
    ]
    DocBin(docs=docs).to_disk(tmp_path / "tiny-0.spacy")
    config = tmp_path / "tiny.cfg"
    config.write_text(CONFIG, encoding="utf-8")

    class CutOffError(Exception):
        pass

    def evaluate(nlp: Language) -> dict[str, float]:
        return {"score": 1.0}

    checks = []

    def evaluate_once(nlp: Language) -> dict[str, float]:
        if checks:
            raise CutOffError
        checks.append(1)
        return {"score": 1.0}

    loop.train(config, tmp_path, tmp_path / "whole", evaluate)
    with pytest.raises(CutOffError):
        loop.train(config, tmp_path, tmp_path / "cut", evaluate_once)
    loop.train(config, tmp_path, tmp_path / "cut", evaluate)

    whole, resumed = (spacy.load(tmp_path / name / "last") for name in ("whole", "cut"))
    first, second = (nlp.get_pipe("tagger").model for nlp in (whole, resumed))
    for one, other in zip(first.walk(), second.walk(), strict=True):
        for name in one.param_names:
            np.testing.assert_allclose(one.get_param(name), other.get_param(name), atol=1e-6)
    rows = (tmp_path / "cut" / "log.jsonl").read_text().splitlines()
    assert [json.loads(row)["step"] for row in rows] == [3, 6]


def test_the_gazetteer_takes_the_words_of_names():
    from training.encoder import gazetteer

    assert list(gazetteer.place("Baku", 2)) == [("Baku", 2)]
    assert [word for word, _ in gazetteer.place("Port of Spain", 2)] == ["Port", "Spain"]
    assert gazetteer.without_marks("Güler Əli") == "Guler Əli"
    probability = {"reading": -9.0, "Reading": -11.0, "Baku": -14.0}
    assert gazetteer.is_common("Reading", probability)
    assert not gazetteer.is_common("Baku", probability)
    assert not gazetteer.is_common("Khankendi", probability)
