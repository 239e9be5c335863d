"""The converters of training/encoder: on hand-made data in the corpora's formats."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parents[1]))

from claimx.model.inputs import find_inputs
from claimx.model.wordpiece import WordPiece
from training.encoder import augment, conllu, corpus, labels, names, names_corpus, scoring, swap
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
    def test_swapped_names_are_where_the_spans_say(self, seed: int) -> None:
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


class TestWindows:
    @pytest.fixture(scope="class")
    def wordpiece(self) -> WordPiece:
        marks = [
            "[PAD]",
            "[UNK]",
            "[CLS]",
            "[SEP]",
            ".",
            ",",
            '"',
            "said",
            "she",
            "it",
            "no",
            "##t",
        ]
        return WordPiece(marks)

    def test_bies_of_spans(self) -> None:
        found = labels.bies(7, [(0, 1, 0), (2, 5, 1)], [(6, 7)])
        assert found == [4, 0, 5, 6, 7, 0, labels.MISSING]

    def test_a_span_cut_by_its_window_is_missing(self) -> None:
        inner, last, begin = 2, 3, 1
        assert corpus._legal([inner, last, 0, begin, inner]) == [
            *[labels.MISSING] * 2,
            0,
            *[labels.MISSING] * 2,
        ]
        assert corpus._legal([4, 0, 4]) == [4, 0, 4]

    def test_cues_and_sources_stand_over_the_content_around_them(
        self, nlp: Language, wordpiece: WordPiece
    ) -> None:
        text = "no, she said, no."
        doc = nlp.make_doc(text)
        item = corpus.Attributed(text, [(0, 2, 0), (14, 16, 0), (4, 7, 1), (8, 12, 2)])
        found = corpus.attribution_labels(doc, find_inputs(doc, wordpiece), item)
        assert [token.text for token in doc] == ["no", ",", "she", "said", ",", "no", "."]
        single = 4
        assert found == [single, 0, single + 4, single + 8, 0, single, 0]

    @given(seed=st.integers(0, 1000))
    def test_cuts_cover_every_word_once(self, seed: int) -> None:
        nlp = spacy.blank("en")
        wordpiece = WordPiece(["[UNK]", "[CLS]", "[SEP]", "a", "##b"])
        doc = nlp.make_doc("a ab abb\n\n" * 150)
        inputs = find_inputs(doc, wordpiece)
        found = list(corpus.cuts(inputs, random.Random(seed)))
        assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]
        assert (found[0][0], found[-1][1]) == (0, len(inputs))

    def test_a_window_counts_from_its_own_first_piece(
        self, nlp: Language, wordpiece: WordPiece
    ) -> None:
        inputs = find_inputs(nlp.make_doc("she said no. it said no."), wordpiece)
        part = corpus.window(inputs, 4, 8, "names", name=[0, 0, 0, 0])
        assert part["first"][0] == 0
        assert len(part["pieces"]) == len(part["first"]) == len(part["codes"]) == 4
