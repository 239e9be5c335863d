"""Contents put right: what belongs to them and what does not, by the parse around their cue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.claims.match import Draft
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_INSERTED = re.compile(r"\s*[—–]\s*[^—–.!?]{1,120}[—–]\s*(?=\w)")
_CONTRAST = re.compile(r"(?:^|[\s,;])(?:but|while|whereas|and)\s*$")
_STOP = re.compile(r"\s*[,;—–]")
_FINITE_PAST = "VBD"


def tidied(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """The tagged drafts with their contents put right, and those of second cues in them."""
    if not layout.parsed:
        return drafts
    taken = layout.token_indices(draft.cue for draft in drafts if draft.cue is not None)
    found = []
    for draft in drafts:
        found.append(draft)
        if draft.cue is None or not draft.rule.startswith("tagged"):
            continue
        head = layout.head(draft.cue)
        draft.contents = _relevant(layout, draft, head)
        draft.contents = [_continued(layout, span, taken) for span in draft.contents]
        draft.contents = [_own(layout, span, head) for span in draft.contents]
        second = _second_cue(layout, draft, head, taken)
        if second is not None:
            found.append(second)
    return found


def _relevant(layout: Layout, draft: Draft, head: Token) -> list[Span]:
    """The contents without relative pronouns and without what stands before the cue by chance."""
    assert draft.cue is not None
    spans = sorted(draft.contents)
    relative = lexicon.words("pronouns", "relative")
    kept = [span for span in spans if layout.text[slice(*span)].lower() not in relative] or spans
    clause = syntax.clausal_complement(head)
    # "A, she noted; B": a cue put in between belongs to both sides.
    between = _STOP.match(layout.text, draft.cue[1]) is not None
    if len(kept) > 1 and clause is not None and clause.i > head.i and not between:
        first, last = syntax.subtree(clause)
        inside = [s for s in kept if first <= layout.tokens(*s)[0] < last]
        opening = layout.doc[layout.tokens(*inside[0])[0]] if inside else None
        whole = opening is not None and (
            opening.lower_ == "that" or syntax.any_subject(clause) is not None
        )
        if whole:
            kept = [s for s in kept if s[0] > draft.cue[0] or layout.quotations_in(*s)]
    if layout.text[slice(*draft.cue)].lower().startswith("according"):
        after = [span for span in kept if span[0] > draft.cue[0]]
        if after and _CONTRAST.search(layout.text[max(0, draft.cue[0] - 12) : draft.cue[0]]):
            kept = after
    return kept


def _own(layout: Layout, span: Span, head: Token) -> Span:
    """The content without what is said of a noun cue ("his claim that A was dismissed")."""
    start, end = span
    if start < head.idx:
        return span
    first, last = layout.tokens(start, end)
    stop = last
    clause = syntax.adnominal_clause(head) if head.pos_ == "NOUN" else None
    if clause is not None and first <= clause.i < last:
        stop = max(clause.i + 1, min(last, syntax.subtree(clause)[1]))
        if head.head.i < stop or head.head.i >= last or not syntax.is_subject(head):
            stop = last
    own = lexical.clipped(layout, first, stop) if stop < last else None
    return span if own is None else (start, own[1])


def _continued(layout: Layout, span: Span, taken: set[int]) -> Span:
    """A content that ends before an insertion between dashes, with what goes on after it."""
    match = _INSERTED.match(layout.text, span[1])
    if match is None or layout.quotation_at(span[1]) is not None:
        return span
    end = layout.sentence_span(layout.sentence(span[0]))[1]
    first, last = layout.tokens(span[1], end)
    if match.end() >= end or not taken.isdisjoint(range(first, last)):
        return span
    return layout.trim(span[0], end, " .,;")


def _second_cue(layout: Layout, draft: Draft, head: Token, taken: set[int]) -> Draft | None:
    """“He said that A must be, and advised B”: the second verb's claim, cut off the content.

    The verb is in the cue's tense, has no subject, and its neighbour in the tree is no past tense.
    """
    if head.tag_ != _FINITE_PAST or not draft.contents:
        return None
    start, end = draft.contents[-1]
    if layout.quotations_in(start, end):
        return None
    first, last = layout.tokens(start, end)
    for token in layout.doc[first + 1 : last]:
        if not (token.tag_ == _FINITE_PAST and syntax.is_conjunct(token) and token.i not in taken):
            continue
        if syntax.any_subject(token) is not None or token.head.tag_ == _FINITE_PAST:
            continue
        if lexical.lemma(token) not in lexical.verb_frames():
            continue
        before = layout.text[start : token.idx].rstrip()
        cut = re.search(r",?\s+(?:and|but)(?:\s+\w+ly)?$", before)
        content = lexical.clipped(layout, token.i + 1, last)
        if cut is None or content is None:
            continue
        draft.contents[-1] = (start, start + cut.start())
        return Draft([content], lexical.cue_span(layout, token), draft.source, "parsed")
    return None
