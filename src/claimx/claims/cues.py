"""The cue lexicon: which words attribute, and what the parse hangs on them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_TO_NUMBER = 6
_COMPLEMENTS = frozenset(["ccomp", "xcomp", "obj", "dobj", "obl", "prep", "oprd", "advmod", "attr"])
_NOUN_COMPLEMENTS = frozenset(["acl", "ccomp", "nmod", "prep", "acl:relcl", "relcl"])


@cache
def verb_frames() -> dict[str, frozenset[str]]:
    """The frames of each cue verb's lemma: clause, quotation, infinitive, object."""
    frames: dict[str, set[str]] = {}
    for entry in lexicon.load("cues")["classes"].values():
        for verb in entry["verbs"]:
            frames.setdefault(verb, set()).update(entry["frames"])
    for verb in lexicon.load("cues")["quotation_only"]:
        frames.setdefault(verb, set()).add("quotation")
    return {verb: frozenset(found) for verb, found in frames.items()}


@cache
def said_verbs() -> frozenset[str]:
    """The lemmas of verbs of saying and denying."""
    classes = lexicon.load("cues")["classes"]
    return frozenset(classes["say"]["verbs"]) | frozenset(classes["deny"]["verbs"])


@cache
def attributing() -> frozenset[str]:
    """The lemmas of all the lexicon's cues: verbs, nouns of saying, views, others."""
    kinds = ("nouns", "views", "others")
    return frozenset(verb_frames()).union(*(lexicon.words("cues", kind) for kind in kinds))


def lemma(token: Token) -> str:
    """The token's lemma; a verb that it makes none of the lexicon's is tried by its ending."""
    known = attributing()
    given = token.lemma_.lower()
    if given and (given in known or token.pos_ not in ("VERB", "")):
        return given
    word = token.lower_
    irregular: dict[str, str] = lexicon.load("cues")["irregular"]
    if word in irregular:
        return irregular[word]
    for ending, put in (("", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        stem = word.removesuffix(ending) + put
        if word.endswith(ending) and stem in known:
            return stem
        if ending and stem[-1:] == stem[-2:-1] and stem[:-1] in known:
            return stem[:-1]
    return given or word


def is_cue_noun(token: Token) -> bool:
    """Is the token a noun of saying ("claim", "promise")?"""
    return lemma(token) in lexicon.words("cues", "nouns")


def complement(layout: Layout, head: Token, barred: set[int]) -> Span | None:
    """The characters of what a cue's head governs as its content; `barred` are tokens of others.

    A clause before anything else; else the objects and what goes with them.
    """
    clause = syntax.clausal_complement(head)
    if clause is not None and not barred.intersection(range(*syntax.subtree(clause))):
        return _clip(layout, *syntax.subtree(clause), head, barred)
    labels = _COMPLEMENTS if head.pos_ != "NOUN" else _NOUN_COMPLEMENTS
    parts = [
        syntax.subtree(child)
        for child in head.children
        if child.dep_.split(":")[0] in labels or child.dep_ in labels
        if child.i > head.i
    ]
    parts = [(a, b) for a, b in parts if not barred.intersection(range(a, b))]
    if parts:
        first = parts[0][0]
        last = first
        for start, end in parts:
            if layout.doc[last:start].text.strip(" ,") and start > last:
                break
            last = max(last, end)
        return _clip(layout, first, last, head, barred)
    host = head.head
    if (
        head.dep_ in ("parataxis", "advcl")
        and host.i != head.i
        and host.left_edge.i < head.left_edge.i
    ):
        return _clip(layout, host.left_edge.i, head.left_edge.i, head, barred)
    return None


def _clip(layout: Layout, first: int, last: int, head: Token, barred: set[int]) -> Span | None:
    """The part of a subtree on one side of its cue, without edge punctuation."""
    if first <= head.i < last:
        last = head.left_edge.i if first < head.left_edge.i else head.i
        if first >= last:
            return None
    return clipped(layout, first, last)


def clipped(layout: Layout, first: int, last: int) -> Span | None:
    """The characters of `doc[first:last]` without edge punctuation but quotation marks."""
    while first < last and layout.doc[first].is_punct and not layout.doc[first].is_quote:
        first += 1
    while last > first and layout.doc[last - 1].is_punct and not layout.doc[last - 1].is_quote:
        last -= 1
    if first >= last:
        return None
    return layout.characters(first, last)


def source_of(layout: Layout, head: Token) -> Span | None:
    """The characters of the source that the parse gives a cue's head."""
    found = syntax.agent(head) or (syntax.possessor(head) if head.pos_ == "NOUN" else None)
    if found is None and not syntax.is_passive(head):
        found = syntax.understood_subject(head)
        if found is not None and syntax.preposition(found):
            # "At the summit, X, pointing to …": X is read as the summit's apposition.
            found = next(iter(syntax.appositions(found)), None)
    if found is None and head.lower_ in ("according", "to"):
        anchor = head if head.lower_ == "according" else head.head
        found = anchor.head if anchor.dep_ == "case" else syntax.oblique(anchor, frozenset(["to"]))
    if (
        found is None
        or found.dep_ == "expl"
        or found.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
    ):
        return None
    if found.lower_ in lexicon.words("cues", "not_sources"):
        return None
    first, last = syntax.noun_phrase(found)
    if first <= head.i < last:
        return None
    return layout.characters(first, last)


def cue_span(layout: Layout, head: Token) -> Span:
    """The characters of a cue verb with its particle."""
    if head.lower_ in lexicon.words("cues", "views") and head.pos_ == "NOUN":
        return layout.characters(head.left_edge.i, head.i + 1)
    if head.lower_ == "according":
        return layout.characters(head.i, min(head.i + 2, len(layout.doc)))
    particles = lexicon.load("cues")["particles"].get(lemma(head), ())
    last = head.i + 1
    if last < len(layout.doc) and layout.doc[last].lower_ in particles:
        last += 1
    return layout.characters(head.i, last)


def parsed_cues(
    layout: Layout, taken: set[int], *, only_said: bool
) -> Iterator[tuple[Token, Span, Span]]:
    """Verbs of the lexicon in the parse, as (head, content, source).

    With `only_said`, verbs of saying and denying with a clause: what a tagger rarely leaves over
    with reason.
    """
    if not layout.parsed:
        return
    frames = verb_frames()
    for token in layout.doc:
        if token.i in taken or token.pos_ != "VERB":
            continue
        valued = _valued(layout, token, taken)
        if valued is not None:
            yield token, *valued
            continue
        allowed = frames.get(lemma(token))
        if not allowed:
            continue
        clause = syntax.clausal_complement(token)
        content = None
        wanted = lemma(token) in lexicon.words("cues", "object_alone")
        if only_said and not wanted and (clause is None or lemma(token) not in said_verbs()):
            continue
        if clause is not None and allowed & {"clause", "quotation"}:
            content = _clip(layout, *syntax.subtree(clause), token, taken)
        elif "infinitive" in allowed or "object" in allowed:
            opened = syntax.open_complement(token)
            if "infinitive" in allowed and opened is not None and opened.i > token.i:
                content = _clip(layout, *syntax.subtree(opened), token, taken)
            elif "object" in allowed and syntax.direct_object(token) is not None:
                content = complement(layout, token, taken)
        if content is None:
            continue
        source = source_of(layout, token)
        if source is None:
            continue
        yield token, content, source


def _valued(layout: Layout, verb: Token, taken: set[int]) -> tuple[Span, Span] | None:
    """“X put the damage at $1,400”: the thing with its value, and X."""
    if lemma(verb) not in lexicon.words("cues", "valuing") or syntax.direct_object(verb) is None:
        return None
    end = layout.tokens(*layout.sentence_span(layout.sentence(verb.idx)))[1]
    at = last = None
    for token in layout.doc[verb.i + 1 : end]:
        if token.i in taken or token.pos_ == "VERB":
            break
        coordinated = token.pos_ == "CCONJ" and token.head.pos_ == "VERB"
        if coordinated or token.text in (";", ":"):
            break
        if token.lower_ in ("at", "on") and at is None:
            at = token.i
        last = token.i + 1
    source = source_of(layout, verb)
    if at is None or last is None or source is None or at == verb.i + 1:
        return None
    if not any(token.like_num for token in layout.doc[at : min(last, at + _TO_NUMBER)]):
        return None
    content = clipped(layout, verb.i + 1, last)
    return None if content is None else (content, source)
