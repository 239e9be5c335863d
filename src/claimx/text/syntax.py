"""The dependency tree under either of two label schemes.

Universal Dependencies (nsubj:pass, obl with case "by", appos, …) and ClearNLP as in spaCy's own
English pipelines (nsubjpass, agent → pobj, …). Functions take and return tokens. Without a parse
they find nothing, and a phrase is just the token itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_SUBJECT = frozenset(["nsubj", "csubj", "nsubj:outer", "csubj:outer"])
_PASSIVE_SUBJECT = frozenset(["nsubj:pass", "csubj:pass", "nsubjpass", "csubjpass"])
_ANY_SUBJECT = _SUBJECT | _PASSIVE_SUBJECT
_OBJECT = frozenset(["obj", "dobj", "iobj", "dative"])
_CLAUSAL = frozenset(["ccomp"])
_OPEN_CLAUSAL = frozenset(["xcomp"])
_AUXILIARY = frozenset(["aux", "aux:pass", "auxpass", "cop"])
_RELATIVE = frozenset(["acl:relcl", "relcl"])
_ADNOMINAL_CLAUSE = frozenset(["acl", "acl:relcl", "relcl"])
_POSSESSIVE = frozenset(["nmod:poss", "poss"])
_FLAT = frozenset(["flat", "flat:name", "compound", "fixed", "goeswith", "list"])
_NOT_IN_PHRASE = frozenset(["case", "cc", "punct", "mark", "preconj", "discourse", "cop"])
_LOOSE = frozenset(["appos", "acl", "acl:relcl", "relcl", "conj", "parataxis", "dep", "list"])
_PREDICATE_PARTS = (
    _ANY_SUBJECT | _AUXILIARY | {"advcl", "advcl:relcl", "expl", "nmod:unmarked", "obl:unmarked"}
)
_NEGATION_WORDS = frozenset(["not", "n't", "n’t", "never", "no"])
_NOMINAL_TAGS = frozenset(["NOUN", "PROPN", "PRON", "NUM", "SYM"])
_CHUNK_LEFT = frozenset(
    [
        "det", "det:predet", "predet", "amod", "nummod", "compound", "flat", "nmod:poss", "poss",
        "nn", "quantmod", "advmod", "nmod:unmarked", "nmod:desc", "punct",
    ]
)  # fmt: skip
_RELATIVE_PRONOUNS = frozenset(["who", "which", "that", "whom"])
_DEEPEST = 50


def parsed(doc: Doc) -> bool:
    """Return whether the Doc has a dependency parse."""
    return doc.has_annotation("DEP")


def tagged(doc: Doc) -> bool:
    """Return whether the Doc has parts of speech."""
    return doc.has_annotation("POS")


def children(token: Token, labels: frozenset[str]) -> list[Token]:
    """Return the children with one of the labels, in order."""
    return [child for child in token.children if child.dep_ in labels]


def _first(token: Token, labels: frozenset[str]) -> Token | None:
    return next((child for child in token.children if child.dep_ in labels), None)


def subject(token: Token) -> Token | None:
    """Return the head of the active subject, or None."""
    return _first(token, _SUBJECT)


def passive_subject(token: Token) -> Token | None:
    """Return the head of the passive subject, or None."""
    return _first(token, _PASSIVE_SUBJECT)


def any_subject(token: Token) -> Token | None:
    """Return the head of the subject, active or passive, or None."""
    return _first(token, _ANY_SUBJECT)


def understood_subject(token: Token) -> Token | None:
    """Return the subject of a verb without its own: the one that it shares or modifies.

    Follows coordination ("came and said"), open complements and participles ("left, saying"),
    and relative clauses ("a man who said") to the antecedent.
    """
    current = token
    for _ in range(_DEEPEST):
        found = any_subject(current)
        if found is not None:
            if found.lower_ in _RELATIVE_PRONOUNS and current.dep_ in _RELATIVE:
                return current.head
            return found
        if current.dep_ in _ADNOMINAL_CLAUSE:
            return current.head
        if current.dep_ == "root" or current.dep_ == "ROOT" or current.head.i == current.i:
            return None
        if current.dep_ in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "pcomp", "prep", "dep"):
            current = current.head
            continue
        return None
    return None


def agent(token: Token) -> Token | None:
    """Return the head of the "by" phrase of a passive verb, or None."""
    for child in token.children:
        if child.dep_ == "agent":
            return _first(child, frozenset(["pobj"]))
        if child.dep_ == "obl:agent":
            return child
    if passive_subject(token) is None and token.tag_ != "VBN":
        return None
    return oblique(token, frozenset(["by"]))


def oblique(token: Token, prepositions: frozenset[str]) -> Token | None:
    """Return the head of the phrase that one of the prepositions attaches to the token, or None."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.lower_ in prepositions:
            found = _first(child, frozenset(["pobj"]))
            if found is not None:
                return found
        elif child.dep_.startswith(("obl", "nmod")) and preposition(child) in prepositions:
            return child
    return None


def preposition(token: Token) -> str:
    """Return the preposition of a phrase's head ("according" of "according to"), or ""."""
    if token.dep_ in ("pobj", "pcomp"):
        return token.head.lower_
    case = _first(token, frozenset(["case"]))
    return case.lower_ if case is not None else ""


def case_of(token: Token) -> Token | None:
    """Return the token of the preposition of a phrase's head, or None."""
    if token.dep_ in ("pobj", "pcomp"):
        return token.head
    return _first(token, frozenset(["case"]))


def direct_object(token: Token) -> Token | None:
    """Return the head of the direct object, or None."""
    return _first(token, frozenset(["obj", "dobj"]))


def objects(token: Token) -> list[Token]:
    """Return the heads of direct and indirect objects."""
    return children(token, _OBJECT)


def clausal_complement(token: Token) -> Token | None:
    """Return the head of a complement clause with its own subject ("said *that he left*")."""
    return _first(token, _CLAUSAL)


def open_complement(token: Token) -> Token | None:
    """Return the head of a complement without its own subject ("promised *to leave*")."""
    return _first(token, _OPEN_CLAUSAL)


def appositions(token: Token) -> list[Token]:
    """Return the heads of appositions."""
    return children(token, frozenset(["appos"]))


def possessor(token: Token) -> Token | None:
    """Return the possessor of a noun ("his" in "his claim"), or None."""
    return _first(token, _POSSESSIVE)


def adnominal_clause(token: Token) -> Token | None:
    """Return the head of a clause that modifies a noun ("the claim *that he left*")."""
    return _first(token, _ADNOMINAL_CLAUSE | _CLAUSAL)


def negated(token: Token) -> bool:
    """Return whether the verb has a "not" or "never"."""
    return any(
        child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in _NEGATION_WORDS)
        for child in token.children
    )


def is_passive(token: Token) -> bool:
    """Return whether the verb is in the passive voice."""
    return any(
        child.dep_ in _PASSIVE_SUBJECT or child.dep_ in ("aux:pass", "auxpass")
        for child in token.children
    )


def is_relative(token: Token) -> bool:
    """Return whether the token is the head of a relative clause."""
    return token.dep_ in _RELATIVE


def is_subject(token: Token) -> bool:
    """Return whether the token is the head of a subject, active or passive."""
    return token.dep_ in _ANY_SUBJECT


def subtree(token: Token) -> tuple[int, int]:
    """Return the token indices (start, end) from a token's left edge to its right edge."""
    return token.left_edge.i, token.right_edge.i + 1


def head_of(doc: Doc, start: int, end: int) -> Token:
    """Return the token of `doc[start:end]` whose head lies outside it, nouns and verbs first."""
    best: Token | None = None
    for token in doc[start:end]:
        if token.is_space or token.is_punct:
            continue
        if start <= token.head.i < end and token.head.i != token.i:
            continue
        if best is None or (
            best.pos_ not in ("VERB", "NOUN", "PROPN") and token.pos_ in ("VERB", "NOUN", "PROPN")
        ):
            best = token
    return best if best is not None else doc[start]


def noun_phrase(token: Token, *, whole: bool = False) -> tuple[int, int]:
    """Return the token indices (start, end) of the noun phrase around its head.

    Leave out prepositions and conjunctions before it, and, unless `whole`, appositions, relative
    clauses and coordinated phrases after it. The phrase never leaves its sentence.
    """
    start = end = token.i
    for child in token.children:
        if child.dep_ in _NOT_IN_PHRASE or child.dep_ in _PREDICATE_PARTS:
            continue
        if not whole and child.i > token.i and child.dep_ in _LOOSE:
            continue
        if child.i < token.i:
            if not _breaks(child):
                start = min(start, child.left_edge.i)
        elif whole:
            end = max(end, child.right_edge.i)
        else:
            end = max(end, _tight_end(child))
    doc = token.doc
    while start < token.i and (doc[start].is_space or doc[start].dep_ in ("cc", "punct")):
        start += 1
    while end > token.i and (doc[end].is_space or doc[end].is_punct):
        end -= 1
    return start, end + 1


def _breaks(child: Token) -> bool:
    """Return whether a line break separates the child's phrase from its head."""
    return any(token.is_space and "\n" in token.text for token in child.doc[child.i : child.head.i])


def _tight_end(token: Token) -> int:
    """Return the last token of a phrase without its loose modifiers."""
    end = token.i
    for _ in range(_DEEPEST):
        following = [
            child
            for child in token.children
            if child.i > end and child.dep_ not in _LOOSE and child.dep_ != "punct"
        ]
        if not following:
            break
        token = following[-1]
        end = max(end, token.i)
    return end


def noun_chunks(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the token indices (start, end) of flat noun phrases, in order, under either scheme.

    spaCy's own `doc.noun_chunks` only supports ClearNLP labels, and splits names joined by "flat".
    """
    if not parsed(doc):
        return
    done = 0
    for token in doc:
        if token.i < done or token.pos_ not in _NOMINAL_TAGS or _inside_chunk(token):
            continue
        start = end = token.i
        for child in token.children:
            if child.dep_ not in _CHUNK_LEFT:
                continue
            if child.i < start and child.dep_ != "punct":
                start = min(start, max(done, child.left_edge.i))
            elif child.i > end and child.dep_ in _FLAT:
                end = max(end, child.right_edge.i)
        yield start, end + 1
        done = end + 1


def _inside_chunk(token: Token) -> bool:
    """Return whether the token belongs to the chunk of a later noun, or of a name before it."""
    head = token.head
    if head.i == token.i or head.pos_ not in _NOMINAL_TAGS:
        return False
    if head.i > token.i:
        return token.dep_ in _CHUNK_LEFT
    return token.dep_ in ("flat", "flat:name", "fixed", "goeswith")
