"""The phrases that the parse attaches to a cue: its complement, its source, a clause beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.claims import cues
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.cues import Cue
    from claimx.text.view import Span, View

_COMPLEMENTS = frozenset(["ccomp", "xcomp", "obj", "dobj", "obl", "prep", "oprd", "advmod", "attr"])
_NOUN_COMPLEMENTS = frozenset(["acl", "ccomp", "nmod", "prep", "acl:relcl", "relcl"])
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_VERBAL = frozenset(["VERB", "AUX"])
_BRACKET = re.compile(r"\s*\([^()]*\)")
_EDGE = ",;—–-"
_SAID_BACK = 3  # "quoted as saying": the most tokens from the cue to "saying"


def clipped(view: View, first: int, last: int) -> Span | None:
    """Return `doc[first:last]` without punctuation at its ends, except quotation marks."""
    doc = view.doc
    while first < last and doc[first].is_punct and not doc[first].is_quote:
        first += 1
    while last > first and doc[last - 1].is_punct and not doc[last - 1].is_quote:
        last -= 1
    return view.characters(first, last) if first < last else None


def complements(view: View, head: Token) -> list[Span]:
    """Return the possible contents that a cue's head governs, the likeliest first."""
    found = []
    for clause in (syntax.clausal_complement(head), syntax.open_complement(head)):
        if clause is not None:
            first, last = syntax.subtree(clause)
            found.append(_clip(view, first, last, head))
            recipient = next((o for o in syntax.objects(head) if o.i < clause.i), None)
            if recipient is not None and recipient.i > head.i:
                found.append(_clip(view, recipient.left_edge.i, last, head))
    found.append(_objects(view, head))
    host = head.head
    if head.dep_ in ("parataxis", "advcl") and host.left_edge.i < head.left_edge.i:
        found.append(_clip(view, host.left_edge.i, head.left_edge.i, head))
    return [span for span in found if span is not None]


def _objects(view: View, head: Token) -> Span | None:
    """Return the span of a verb's objects, or of a noun's clauses, or None."""
    labels = _NOUN_COMPLEMENTS if head.pos_ == "NOUN" else _COMPLEMENTS
    parts = [
        syntax.subtree(child)
        for child in head.children
        if child.i > head.i and (child.dep_.split(":")[0] in labels or child.dep_ in labels)
    ]
    if not parts:
        return None
    first, last = parts[0]
    for start, end in parts[1:]:
        if view.doc[last:start].text.strip(" ,"):
            break
        last = max(last, end)
    return _clip(view, first, last, head)


def _clip(view: View, first: int, last: int, head: Token) -> Span | None:
    """Return the part of a subtree on one side of its cue."""
    if first <= head.i < last:
        last = head.left_edge.i if first < head.left_edge.i else head.i
    return clipped(view, first, last) if first < last else None


def sources(view: View, cue: Cue, before: Span | None) -> list[tuple[Span, str]]:
    """Return the possible sources of a cue by parse and words, and how each was found.

    `before` is the source of the previous cue in the sentence, which a participle shares.
    """
    head = cue.head
    found: list[tuple[Token | None, str]] = [
        (_heard(view, cue), "heard"),
        (_antecedent(view, cue), "antecedent"),
        (_governed(head), "parse"),
        (syntax.understood_subject(head), "understood"),
    ]
    spans = [
        (view.characters(*syntax.noun_phrase(token)), how)
        for token, how in found
        if token is not None and _can_be(token, cue)
    ]
    if before is not None:
        spans.append((before, "shared"))
    return spans


def _can_be(token: Token, cue: Cue) -> bool:
    if token.dep_ == "expl" or token.pos_ not in _NOMINAL:
        return False
    first, last = syntax.noun_phrase(token)
    return last <= cue.first or first >= cue.last or token.i < cue.head.i


def _governed(head: Token) -> Token | None:
    """Return the agent, possessor, subject, or object of "according to", or None."""
    if head.lower_ in ("according", "to"):
        anchor = head if head.lower_ == "according" else head.head
        return anchor.head if anchor.dep_ == "case" else syntax.oblique(anchor, frozenset(["to"]))
    if head.lower_ == "for" and head.dep_ in ("case", "prep"):
        return head.head
    found = syntax.agent(head) or (syntax.possessor(head) if head.pos_ == "NOUN" else None)
    if found is None and not syntax.is_passive(head):
        found = syntax.understood_subject(head)
        if found is not None and syntax.preposition(found):
            # "At the summit, X, pointing to …": the parse has X as an apposition of the summit.
            found = next(iter(syntax.appositions(found)), None)
    return found


def _heard(view: View, cue: Cue) -> Token | None:
    """Return who "was quoted as saying" something, or None: the passive subject says it."""
    for verb in (cue.head, cue.head.head):
        subject = syntax.passive_subject(verb)
        following = view.doc[verb.i + 1 : verb.i + 1 + _SAID_BACK]
        if subject is not None and any(
            token.tag_ == "VBG" and cues.lemma(token) in cues.saying() for token in following
        ):
            return subject
    return None


def _antecedent(view: View, cue: Cue) -> Token | None:
    """Return the noun before a "who" that is the cue's subject, by words: parses are unreliable."""
    for index in range(cue.first - 1, max(0, cue.first - 6), -1):
        token = view.doc[index]
        if token.lower_ == "who":
            return _noun_before(view, index)
        if token.is_punct or token.is_space or token.pos_ == "VERB":
            break
    return None


def _noun_before(view: View, index: int) -> Token | None:
    for token in reversed(view.doc[max(0, index - 3) : index]):
        if token.pos_ in ("NOUN", "PROPN", "PRON"):
            while token.dep_ in ("flat", "compound", "flat:name") and token.head.i < index:
                token = token.head
            return token
    return None


def beside(view: View, cue: Cue, source: Span | None) -> list[Span]:
    """Return the sentence or clause beside "according to X", "in X's view", "as X put it", "for X".

    This is the longer part, or both if the phrase splits a subject from its predicate.
    """
    start, end = view.sentence_span(cue.sentence)
    if cue.kind == "view" and cue.head.head.i != cue.head.i:
        first, last = syntax.subtree(cue.head.head)
        start, end = max(start, view.starts[first]), min(end, view.ends[last - 1])
    phrase = _phrase(view, cue, source)
    before = view.trim(start, phrase[0], _EDGE)
    after = view.trim(phrase[1], end, _EDGE + ".")
    sides = [side for side in (before, after) if side[0] < side[1]]
    if len(sides) > 1 and not _parted(view, before, after):
        sides = [max(sides, key=lambda side: side[1] - side[0])]
    return sides


def _phrase(view: View, cue: Cue, source: Span | None) -> Span:
    """Return the span of a phrase with its source, and the source's acronym in brackets."""
    start, end = cue.span
    if source is not None:
        start, end = min(start, source[0]), max(end, source[1])
    if cue.kind == "put":
        start = view.starts[max(0, view.tokens(start, end)[0] - 1)]
        end = max(end, view.ends[syntax.subtree(cue.head)[1] - 1])
    bracket = _BRACKET.match(view.text, end)
    return start, bracket.end() if bracket else end


def _parted(view: View, before: Span, after: Span) -> bool:
    """Return whether the phrase splits a predicate from its subject before it."""
    first, last = view.tokens(*after)
    ahead = view.doc[slice(*view.tokens(*before))]
    if view.pos[first] in _VERBAL and not any(token.pos_ in _VERBAL for token in ahead):
        return True
    return any(syntax.is_subject(token) and first <= token.head.i < last for token in ahead)


def can_speak(view: View, source: Span) -> bool:
    """Return whether the source can speak: a name, person, body, text, or pronoun except "this"."""
    start, end = view.tokens(*source)
    head = view.governor(source)
    things = lexicon.words("cues", "things")
    if head.ent_type_ or head.pos_ == "PROPN":
        return True
    if not things.isdisjoint((head.lower_, view.lower[start], cues.lemma(head))):
        return False
    kinds = ("person", "organization", "document", "group")
    if any({head.lower_, cues.lemma(head)} & lexicon.words("roles", kind) for kind in kinds):
        return True
    abstract = head.lower_.endswith(tuple(lexicon.load("roles")["abstract"]))
    return head.pos_ != "NOUN" or not abstract or any(t.ent_type_ for t in view.doc[start:end])
