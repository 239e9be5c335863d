"""Attributions beside a clause: "according to X", "in X's view", "as X put it", "for X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.claims import cues
from claimx.claims.match import Draft
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_BRACKET = re.compile(r"\s*\([^()]*\)")
_EDGE = ",;—–-"


def asides(layout: Layout, taken: set[int]) -> Iterator[Draft]:
    """The claims of such phrases outside the tokens that other claims have taken."""
    if not layout.parsed:
        return
    views = lexicon.words("cues", "views")
    for token in layout.doc:
        if token.i in taken:
            continue
        if token.lower_ == "according":
            draft = _according(layout, token)
        elif token.lower_ in views and syntax.preposition(token) in ("in", "to"):
            draft = _viewed(layout, token)
        elif token.lower_ == "it" and token.i and token.nbor(-1).pos_ == "VERB":
            draft = _put(layout, token.nbor(-1), token)
        elif token.lower_ == "for" and token.is_sent_start:
            draft = _for(layout, token)
        else:
            continue
        if draft is not None:
            yield draft


def _according(layout: Layout, token: Token) -> Draft | None:
    """The clause that "according to X" stands in, and X."""
    source = cues.source_of(layout, token)
    if source is None:
        return None
    first, last = layout.tokens(*source)
    # The source's acronym in brackets belongs to neither.
    follow = layout.characters(first, last)[1]
    bracket = _BRACKET.match(layout.text, follow)
    phrase = layout.token_starts[min(first, token.i)], bracket.end() if bracket else follow
    return _beside(layout, token, phrase, source, cues.cue_span(layout, token))


def _viewed(layout: Layout, token: Token) -> Draft | None:
    """The clause that "in X's view" stands in, and X."""
    owner = syntax.possessor(token)
    if owner is None:
        return None
    first, last = syntax.subtree(token)
    phrase = layout.token_starts[min(first, owner.left_edge.i)], layout.characters(token.i, last)[1]
    source = layout.characters(owner.left_edge.i, owner.i + 1)
    clause = None if token.head.i == token.i else syntax.subtree(token.head)
    return _beside(layout, token, phrase, source, cues.cue_span(layout, token), clause)


def _put(layout: Layout, verb: Token, it: Token) -> Draft | None:
    """The sentence that "as X put it" stands in, and X."""
    subject = syntax.any_subject(verb)
    if cues.lemma(verb) not in lexicon.words("cues", "putting") or subject is None:
        return None
    first, last = syntax.noun_phrase(subject)
    if first < 1 or layout.doc[first - 1].lower_ != "as" or last > verb.i:
        return None
    last_told = max(it.i + 1, syntax.subtree(verb)[1])
    phrase = layout.token_starts[first - 1], layout.characters(verb.i, last_told)[1]
    cue = layout.characters(verb.i, it.i + 1)
    return _beside(layout, verb, phrase, layout.characters(first, last), cue)


def _for(layout: Layout, token: Token) -> Draft | None:
    """What is so "for X", a person named at the head of the sentence."""
    name = token.head
    clause = name.head
    if token.dep_ not in ("case", "prep") or name.ent_type_ not in ("PERSON", "PER"):
        return None
    first, last = syntax.noun_phrase(name)
    end = syntax.subtree(name)[1]
    end += end < len(layout.doc) and layout.doc[end].text == ","
    told = clause.i > name.i and any(child.dep_ == "cop" for child in clause.children)
    if not told or layout.doc[end - 1].text != ",":
        return None
    phrase = token.idx, layout.characters(token.i, end)[1]
    source = layout.characters(max(first, token.i + 1), last)
    return _beside(layout, token, phrase, source, layout.characters(token.i, token.i + 1))


def _beside(
    layout: Layout,
    head: Token,
    phrase: Span,
    source: Span,
    cue: Span,
    clause: tuple[int, int] | None = None,
) -> Draft | None:
    """The claim of the sentence, or of a clause in it, beside the phrase.

    Its longer part; both where the phrase parts a subject from its predicate.
    """
    start, end = layout.sentence_span(layout.sentence(head.idx))
    if clause is not None:
        start = max(start, layout.token_starts[clause[0]])
        end = min(end, layout.characters(*clause)[1])
    before = layout.trim(start, phrase[0], _EDGE)
    after = layout.trim(phrase[1], end, _EDGE + ".")
    sides = [side for side in (before, after) if side[0] < side[1]]
    if len(sides) > 1 and not _parted(layout, before, after):
        sides = [max(sides, key=lambda side: side[1] - side[0])]
    return Draft(sides, cue, source, "according-to") if sides else None


def _parted(layout: Layout, before: Span, after: Span) -> bool:
    """Has a predicate after the phrase its subject before it, or a verb nothing else there?"""
    first, last = layout.tokens(*after)
    ahead = layout.doc[slice(*layout.tokens(*before))]
    verbs = ("VERB", "AUX")
    if layout.doc[first].pos_ in verbs and not any(token.pos_ in verbs for token in ahead):
        return True
    return any(syntax.is_subject(token) and first <= token.head.i < last for token in ahead)
