"""Scores on raw text: predictions are matched with the gold by character offsets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.encoder import conllu
from training.encoder.conllu import Word

Span = tuple[int, int, str]


class Counts:
    """The true, predicted and gold counts of a measure."""

    def __init__(self) -> None:
        self.right = self.predicted = self.gold = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def f(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0


def _bare(relation: str) -> str:
    return "root" if relation == "ROOT" else relation.partition(":")[0]


def score_syntax(nlp: Language, path: Path) -> dict[str, float]:
    """Return F of tokens, sentences, tags, morphology, lemmas, UAS and LAS on a treebank.

    As in the CoNLL 2018 shared task, words match by offsets, a relation counts if the word and its
    head match, and punctuation counts. `las` ignores subtypes of relations, as that task does;
    `las_full` does not.
    """
    texts, golds = [], []
    for document in conllu.documents(conllu.read_sentences(path)):
        text, offsets = conllu.join(document, conllu.natural_seams(document))
        texts.append(text)
        golds.append((conllu.shift(document, offsets), offsets, document))
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for doc, (words, offsets, document) in zip(nlp.pipe(texts, batch_size=8), golds, strict=True):
        _score_doc(doc, words, counts)
        gold = {(o, o + len(s.text)) for o, s in zip(offsets, document, strict=True)}
        found = sentence_spans(doc)
        counts["sentences"].add(len(gold & found), len(found), len(gold))
    return {name: count.f for name, count in counts.items()}


def sentence_spans(doc: Doc) -> set[tuple[int, int]]:
    """Return the offsets of the sentences, without whitespace at the ends."""
    if not doc.has_annotation("SENT_START"):
        return {(0, len(doc.text))}
    found = set()
    for sentence in doc.sents:
        solid = [t for t in sentence if not t.is_space]
        if solid:
            found.add((solid[0].idx, solid[-1].idx + len(solid[-1])))
    return found


def _score_doc(doc: Doc, words: list[Word], counts: defaultdict[str, Counts]) -> None:
    gold = {(w.start, w.end): w for w in words}
    tokens = [t for t in doc if not t.is_space]
    right: Counter[str] = Counter()
    for token in tokens:
        word = gold.get((token.idx, token.idx + len(token)))
        if word is None:
            continue
        head = words[word.head]
        same_head = (
            token.head is token or token.head.i == token.i
            if head is word
            else (token.head.idx, token.head.idx + len(token.head)) == (head.start, head.end)
            and token.head.i != token.i
        )
        right["tokens"] += 1
        right["tag"] += token.tag_ == word.tag
        right["pos"] += token.pos_ == word.pos
        right["morph"] += str(token.morph) == word.morph
        right["lemma"] += token.lemma_ == word.lemma
        right["uas"] += same_head
        right["las"] += same_head and _bare(token.dep_) == _bare(word.dep)
        right["las_full"] += same_head and token.dep_ == word.dep
    for name in ("tokens", "tag", "pos", "morph", "lemma", "uas", "las", "las_full"):
        counts[name].add(right[name], len(tokens), len(words))


def score_names(found: Iterable[set[Span]], gold: Iterable[set[Span]]) -> dict[str, float]:
    """Return F of exact spans by type, and over all types (`all`)."""
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for predicted, true in zip(found, gold, strict=True):
        for label in {span[2] for span in predicted | true}:
            p = {span for span in predicted if span[2] == label}
            g = {span for span in true if span[2] == label}
            counts[label].add(len(p & g), len(p), len(g))
            counts["all"].add(len(p & g), len(p), len(g))
    return {name: count.f for name, count in sorted(counts.items())}
