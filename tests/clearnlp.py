"""Universal Dependencies converted to the labels and structure of spaCy's English pipelines.

So that the whole of claimx runs over the other scheme (ClearNLP's, as in en_core_web_*) without
one of those pipelines: copulas and prepositions govern, names are headed by their last word,
coordination is a chain.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

_RENAMED = {
    "nsubj:pass": "nsubjpass",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubjpass",
    "csubj:outer": "csubj",
    "aux:pass": "auxpass",
    "obj": "dobj",
    "iobj": "dative",
    "nmod:poss": "poss",
    "nmod:desc": "compound",
    "acl:relcl": "relcl",
    "advcl:relcl": "relcl",
    "compound:prt": "prt",
    "det:predet": "predet",
    "cc:preconj": "preconj",
    "discourse": "intj",
    "goeswith": "compound",
    "flat": "compound",
    "obl": "npadvmod",
    "obl:agent": "npadvmod",
    "obl:unmarked": "npadvmod",
    "nmod:unmarked": "npadvmod",
    "vocative": "npadvmod",
    "list": "dep",
    "reparandum": "dep",
    "orphan": "dep",
    "dislocated": "dep",
}
_OF_CLAUSE = frozenset(
    ["nsubj", "csubj", "nsubj:outer", "csubj:outer", "nsubj:pass", "csubj:pass", "expl", "aux",
     "aux:pass", "mark", "advcl", "punct", "conj", "parataxis", "discourse"]
)  # fmt: skip
_NEGATIONS = frozenset(["not", "n't", "n’t", "never"])


class Tree:
    """Heads and labels that are rewritten in place."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.head = [token.head.i for token in doc]
        self.dep = [token.dep_ for token in doc]

    def children(self, index: int, *labels: str) -> list[int]:
        return [
            i
            for i, head in enumerate(self.head)
            if head == index and i != index and (not labels or self.dep[i] in labels)
        ]

    def is_clause(self, index: int) -> bool:
        return bool(self.doc[index].pos_ == "VERB" or self.children(index, "nsubj", "cop"))

    def raise_above(self, new: int, old: int) -> None:
        """Make `new` take the place of `old`."""
        self.head[new] = new if self.head[old] == old else self.head[old]
        self.dep[new] = self.dep[old]
        self.head[old] = new

    def chain_conjuncts(self) -> None:
        for first in range(len(self.head)):
            conjuncts = self.children(first, "conj")
            for before, after in pairwise([first, *conjuncts]):
                self.head[after] = before
                for mark in self.children(after, "cc"):
                    self.head[mark] = before

    def head_names_last(self) -> None:
        for first in range(len(self.head)):
            parts = self.children(first, "flat")
            if not parts:
                continue
            last = parts[-1]
            for child in self.children(first):
                if child != last:
                    self.head[child] = last
            for part in parts[:-1]:
                self.dep[part] = "compound"
            self.raise_above(last, first)
            self.dep[first] = "compound"

    def raise_copulas(self) -> None:
        for copula in range(len(self.head)):
            if self.dep[copula] != "cop":
                continue
            predicate = self.head[copula]
            for child in self.children(predicate):
                label = self.dep[child]
                negation = self.doc[child].lower_ in _NEGATIONS
                clause = label in _OF_CLAUSE if label != "conj" else self.is_clause(child)
                if child != copula and (clause or negation):
                    self.head[child] = copula
            self.raise_above(copula, predicate)
            self.dep[predicate] = "acomp" if self.doc[predicate].pos_ == "ADJ" else "attr"

    def raise_prepositions(self) -> None:
        for noun in range(len(self.head)):
            cases = self.children(noun, "case")
            if not cases or self.dep[noun] == "nmod:poss":
                continue
            first = cases[0]
            by_agent = self.dep[noun] == "obl:agent"
            self.raise_above(first, noun)
            if self.dep[first] not in ("conj", "ROOT"):
                self.dep[first] = "agent" if by_agent else "prep"
            last = first
            for word in [*cases[1:], *self.children(first, "fixed")]:
                self.head[word], self.dep[word] = last, "prep"
                last = word
            self.head[noun], self.dep[noun] = last, "pobj"

    def raise_gerund_prepositions(self) -> None:
        for mark in range(len(self.head)):
            verb = self.head[mark]
            if self.dep[mark] == "mark" and self.doc[verb].tag_ == "VBG":
                self.raise_above(mark, verb)
                self.dep[mark], self.dep[verb] = "prep", "pcomp"

    def rename(self) -> None:
        for i, label in enumerate(self.dep):
            token = self.doc[i]
            if label == "advmod" and token.lower_ in _NEGATIONS:
                self.dep[i] = "neg"
            elif label == "mark" and token.tag_ == "TO":
                self.dep[i] = "aux"
            elif label == "xcomp" and token.pos_ == "ADJ":
                self.dep[i] = "acomp"
            elif label == "xcomp" and token.pos_ in ("NOUN", "PROPN"):
                self.dep[i] = "oprd"
            else:
                self.dep[i] = _RENAMED.get(label, label)


def relabelled(doc: Doc) -> Doc:
    """The Doc with its tree in the other scheme, and countries among others as GPE."""
    tree = Tree(doc)
    tree.head_names_last()
    tree.raise_copulas()
    tree.chain_conjuncts()
    tree.raise_prepositions()
    tree.raise_gerund_prepositions()
    tree.rename()
    rows = [
        [(head - i) % 2**64, doc.vocab.strings.add(label)]
        for i, (head, label) in enumerate(zip(tree.head, tree.dep, strict=True))
    ]
    doc.from_array([HEAD, DEP], np.array(rows, dtype=np.uint64).reshape(-1, 2))
    doc.set_ents(
        [
            Span(doc, ent.start, ent.end, label="GPE" if ent.label_ == "LOC" else ent.label_)
            for ent in doc.ents
        ]
    )
    return doc


def install() -> None:
    """Make `relabelled` known to spaCy, as the component clearnlp_labels."""
    Language.component("clearnlp_labels", func=relabelled)
