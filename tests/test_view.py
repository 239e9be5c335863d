"""The view: one index of a Doc's tokens, sentences, paragraphs, quotations and clauses."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from claimx.text.view import View, fold, view_of

NLP = spacy.blank("en")


def view(text: str) -> View:
    return View(NLP(text))


def test_without_a_parse_sentences_end_at_full_stops_and_paragraphs() -> None:
    seen = view("Ada left. Bob stayed.\n\nNobody spoke")
    spans = [seen.sentence_span(n) for n in range(len(seen.sentence_starts))]
    assert [seen.text[a:b] for a, b in spans] == ["Ada left.", "Bob stayed.", "Nobody spoke"]
    assert seen.paragraph[0] == 0 and seen.paragraph[-1] == 1


def test_sentence_starts_of_the_doc_count_but_never_at_white_space() -> None:
    doc = Doc(NLP.vocab, words=["One", "\n", "two", "three"], sent_starts=[True, True, False, True])
    assert View(doc).sentence_starts == [0, 6, 10]


def test_tokens_and_characters_are_each_others_inverse() -> None:
    seen = view("The mayor, Ada Quill, left.")
    first, last = seen.tokens(11, 20)
    assert seen.string(first, last) == "Ada Quill"
    assert seen.characters(first, last) == (11, 20)


def test_a_string_has_no_possessive_ending_and_no_line_break() -> None:
    seen = view("Ada\nQuill's plan")
    assert seen.string(0, 4) == "Ada Quill"
    assert seen.folded(0, 5) == ("ada", "quill", "plan")


def test_quoted_tokens_leave_the_marks_out() -> None:
    seen = view("“No,” she said.")
    assert [seen.words[i] for i in range(seen.size) if seen.quoted[i]] == ["No", ","]
    assert seen.quotation_at(0) is not None and seen.quotation_at(8) is None


def test_an_open_quotation_is_closed_before_its_attribution() -> None:
    seen = view("“We are late, the mayor said in the hall.")
    seen.close_quotations([seen.text.index("the mayor"), seen.text.index("said")])
    (quotation,) = seen.quotations
    assert seen.text[quotation.start : quotation.end] == "We are late,"
    assert not seen.quoted[seen.tokens(15, 18)[0]]


def test_a_sentence_opens_behind_its_mark() -> None:
    seen = view("It rained. “Run,” he said.")
    assert seen.opens_sentence(seen.tokens(12, 15)[0])
    assert not seen.opens_sentence(1)


def test_each_token_knows_the_verb_of_its_clause() -> None:
    words = ["Ada", "said", "that", "Bob", "left"]
    doc = Doc(
        NLP.vocab,
        words=words,
        heads=[1, 1, 4, 4, 1],
        deps=["nsubj", "ROOT", "mark", "nsubj", "ccomp"],
        pos=["PROPN", "VERB", "SCONJ", "PROPN", "VERB"],
    )
    assert View(doc).clause == [1, 1, 4, 4, 4]


def test_a_line_of_capitals_is_a_headline() -> None:
    seen = view("Mayor Quill Opens Harbour Bridge After Delays\n\nIt was late.")
    assert seen.headline[0] and not seen.headline[seen.size - 1]


def test_fold_leaves_out_case_accents_and_punctuation() -> None:
    assert [fold(word) for word in ("Émile", "U.S.", "—")] == ["emile", "us", ""]


def test_the_view_of_a_doc_is_built_once() -> None:
    doc = NLP("Ada left.")
    assert view_of(doc) is view_of(doc)


def test_an_empty_doc_has_a_view() -> None:
    seen = view("")
    assert (seen.size, seen.paragraphs, seen.sentence_starts) == (0, [], [])
