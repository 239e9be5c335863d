"""The source's stance towards the content, by the cue, its negation and the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import cues
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from claimx.claims.claim import Draft
    from claimx.text.view import Span, View

_STANCES = ("denies", "doubts", "wants", "asks")
_TO_WITHIN = 8  # the most tokens from the content's start to the "to" of an infinitive
_LOOK_BACK = 3  # without a parse, a negation counts this many tokens before the cue


def stance_of(view: View, draft: Draft) -> str | None:
    """Return "asserts", "denies", "doubts", "asks" or "wants", or None if it is not clear."""
    if draft.cue is None:
        return "asks" if _only_asks(view, draft) else "asserts"
    stance = _by_cue(view, draft.cue)
    infinitive = _infinitive(view, draft)
    open_to_it = stance is None and _lemma_in(view, draft.cue, "infinitive")
    if infinitive and (stance == "asks" or open_to_it):
        stance = "wants"
    elif stance is None and _only_asks(view, draft):
        stance = "asks"
    if not _negated(view, draft.cue):
        return stance or "asserts"
    if stance is None and _lemma_in(view, draft.cue, "opinion"):
        return "doubts"
    negated: dict[str, str | None] = lexicon.load("stance")["negated"]
    return negated[stance or "asserts"]


def _by_cue(view: View, cue: Span) -> str | None:
    """Return the stance by the cue's words, or None; phrases come before single words."""
    first, last = view.tokens(*cue)
    lemmas = [cues.lemma(view.doc[i]) for i in range(first, last)]
    following = view.lower[last] if last < view.size else ""
    phrases = {
        f"{a} {b}" for a, b in zip(lemmas, [*view.lower[first + 1 : last], following], strict=True)
    }
    for words in (phrases, set(lemmas)):
        for stance in _STANCES:
            if words & lexicon.words("stance", stance):
                return stance
    return None


def _lemma_in(view: View, cue: Span, key: str) -> bool:
    first, last = view.tokens(*cue)
    return any(cues.lemma(view.doc[i]) in lexicon.words("stance", key) for i in range(first, last))


def _infinitive(view: View, draft: Draft) -> bool:
    """Return whether the content is an infinitive, with or without an object ("them to leave")."""
    start, end = sorted(draft.contents)[0]
    if view.quotation_at(start) is not None:
        return False
    first, last = view.tokens(start, end)
    for index in range(first, min(first + _TO_WITHIN, last)):
        token = view.doc[index]
        marked = token.tag_ == "TO" or token.dep_ in ("mark", "aux") or not view.tagged
        if token.lower_ == "to" and marked:
            return True
        if token.pos_ in ("VERB", "AUX", "ADP", "SCONJ"):
            return False
    return False


def _only_asks(view: View, draft: Draft) -> bool:
    """Return whether the content is a single question in quotation marks."""
    texts = [view.text[start:end].rstrip('"”’ ') for start, end in draft.contents]
    quoted = bool(view.quotations_in(*sorted(draft.contents)[0]))
    return quoted and all(text.endswith("?") and "." not in text for text in texts)


def _negated(view: View, cue: Span) -> bool:
    """Return whether the cue's verb is negated, or a negation is in or right before the cue."""
    first, last = view.tokens(*cue)
    negations = lexicon.words("stance", "negations")
    if not negations.isdisjoint(view.lower[first:last]):
        return True
    if view.parsed:
        return syntax.negated(cues.main_word(view, first, last))
    return not negations.isdisjoint(view.lower[max(0, first - _LOOK_BACK) : first])
