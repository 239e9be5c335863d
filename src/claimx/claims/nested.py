"""Claims inside the contents of other claims: "She told me that …", he said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.claims.match import Draft
from claimx.claims.screen import can_speak
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_NOBODY = frozenset(["it", "there", "who", "which", "that", "what"])
_SHORTEST = 4
_TO_THAT = 14
_FEW_WORDS = 3


def nested(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """The claims that somebody else makes inside the drafts' contents.

    An outer claim that is but the frame of such a one ("a quarrel over what he called “…”") is
    taken out of the drafts.
    """
    if not layout.parsed:
        return []
    taken = layout.token_indices(draft.cue for draft in drafts if draft.cue is not None)
    found = []
    for draft in list(drafts):
        for content in draft.contents:
            start, end = layout.tokens(*content)
            if end - start < _SHORTEST:
                continue
            for token in layout.doc[start:end]:
                if token.pos_ != "VERB" or token.i in taken:
                    continue
                inner = _named(layout, token, content) or _said(layout, token, content)
                if inner is None:
                    continue
                taken.add(token.i)
                found.append(inner)
                _cut_before(layout, draft, content, token)
                if draft in drafts and _frames(layout, draft, inner):
                    drafts.remove(draft)
    return found


def _cut_before(layout: Layout, draft: Draft, content: Span, verb: Token) -> None:
    """End an outer content before the loose phrase whose relative clause is the inner claim.

    "A, a sum that Ito called “B”": the name is the inner speaker's, and so is the phrase.
    """
    if not syntax.is_relative(verb) or content not in draft.contents:
        return
    first = syntax.noun_phrase(verb.head)[0]
    phrase = layout.token_starts[first]
    last = layout.tokens(*content)[1]
    loose = layout.text[:phrase].rstrip().endswith((",", "—", "–"))
    if loose and content[0] < phrase and syntax.subtree(verb)[1] >= last - 2:
        cut = layout.trim(content[0], phrase, ",—–")
        draft.contents[draft.contents.index(content)] = cut


def _frames(layout: Layout, draft: Draft, inner: Draft) -> bool:
    """Is the draft's whole content "what X called Y", under a cue that is no verb of saying?"""
    if inner.source is None or draft.cue is None or len(draft.contents) > 1:
        return False
    opening = layout.text[draft.start : inner.source[0]].strip().lower()
    if opening != "what":
        return False
    return lexical.lemma(layout.head(draft.cue)) not in lexical.said_verbs()


def _said(layout: Layout, verb: Token, content: Span) -> Draft | None:
    """Somebody else's saying: a verb of saying with a clause and a source of its own."""
    if lexical.lemma(verb) not in lexical.said_verbs() or _unreal(verb):
        return None
    told = _clause(layout, verb, content)
    if told is None:
        return None
    source: Span | None = None
    if syntax.passive_subject(verb) is None:
        subject = syntax.any_subject(verb)
        if subject is None or subject.lower_ in lexicon.words("pronouns", "speech"):
            return None
        subject = syntax.understood_subject(verb) or subject
        source = layout.characters(*syntax.noun_phrase(subject))
        if not content[0] <= source[0] < content[1] or subject.lower_ in _NOBODY:
            return None
        if subject.pos_ not in ("NOUN", "PROPN", "PRON") or not can_speak(layout, source):
            return None
    return Draft([told], lexical.cue_span(layout, verb), source, "nested")


def _unreal(verb: Token) -> bool:
    """Is the saying only wished for, asked about or denied?"""
    return syntax.negated(verb) or any(
        child.tag_ in ("MD", "TO") or (child.dep_ == "mark" and child.lower_ in ("if", "whether"))
        for child in verb.children
    )


def _clause(layout: Layout, verb: Token, content: Span) -> Span | None:
    """What was said: the complement after the verb, else from the next "that" on."""
    end = layout.tokens(*content)[1]
    recipient = bool(syntax.objects(verb))
    clause = syntax.clausal_complement(verb)
    if clause is None and recipient:
        clause = syntax.open_complement(verb)
    later = _that(layout, verb, min(end, verb.i + _TO_THAT))
    if clause is not None and syntax.any_subject(clause) is None and later is not None:
        # "told Ito by telephone that …": a recipient taken for a clause.
        clause, recipient = (None, True) if later > clause.i else (clause, recipient)
    first = last = 0
    if clause is not None and verb.i < clause.i < end:
        first, last = syntax.subtree(clause)
        first = max(first, verb.i + 1)
        mark = _that(layout, verb, clause.i) if recipient else None
        first = mark if mark is not None else first
    elif recipient and later is not None:
        first, last = later, end
    quotation = layout.quotation_at(layout.token_starts[verb.i])
    last = min(last, end)
    if first >= last or first <= verb.i:
        return None
    span = lexical.clipped(layout, first, last)
    if span is None:
        return None
    stop = content[1]
    if quotation is not None:
        stop = min(stop, quotation.end)
    start_at, stop = layout.trim(span[0], min(span[1], stop), " ,.")
    return (start_at, stop) if start_at < stop else None


def _that(layout: Layout, verb: Token, stop: int) -> int | None:
    """The first "that" which opens a clause after the verb."""
    for token in layout.doc[verb.i + 1 : stop]:
        if token.lower_ == "that" and token.dep_ in ("mark", "det") and token.tag_ != "DT":
            return token.i
    return None


def _named(layout: Layout, verb: Token, content: Span) -> Draft | None:
    """What X called Y, what X described as Y: the name with its giver."""
    if lexical.lemma(verb) not in lexicon.words("cues", "namers"):
        return None
    subject = syntax.any_subject(verb)
    if subject is None or subject.i >= verb.i:
        return None
    source = syntax.noun_phrase(subject)
    before = layout.doc[source[0] - 1].lower_ if source[0] else ""
    if before not in ("what", "which", "that") and not syntax.is_relative(verb):
        return None
    cue_end = verb.i + 1
    if cue_end < len(layout.doc) and layout.doc[cue_end].lower_ == "as":
        cue_end += 1
    if cue_end >= len(layout.doc):
        return None
    start = layout.token_starts[cue_end]
    quotation = layout.quotation_at(start)
    if (
        quotation is None
        or quotation.outer_start < verb.idx
        or not content[0] <= start < content[1]
    ):
        return None
    if len(layout.text[quotation.start : quotation.end].split()) < _FEW_WORDS:
        return None
    return Draft(
        [(quotation.outer_start, quotation.outer_end)],
        layout.characters(verb.i, cue_end),
        layout.characters(*source),
        "nested",
    )
