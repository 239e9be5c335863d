"""Claims without parse and tagger: quotations with a cue of the lexicon beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import cues
from claimx.claims.claim import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimx.text.quotation import Quotation
    from claimx.text.view import Span, View

_REACH = 12  # the most tokens from a quotation to its cue
_BORDERS = frozenset([".", ";"])
_PRONOUNS = frozenset(["he", "she", "they", "it"])
_WITHIN_NAMES = frozenset(["the", "of", "for", "and", "de", "van", "von", "al", "bin"])


def drafts(view: View) -> list[Draft]:
    """Return a draft for each quotation beside a cue; “A,” he said. “B.” is one."""
    found: list[Draft] = []
    for quotation in view.quotations:
        span = (quotation.outer_start, quotation.outer_end)
        if found and _resumes(view, found[-1], quotation):
            found[-1].contents.append(span)
            continue
        cue = _cue_beside(view, quotation)
        if cue is not None:
            at = view.characters(cue, cue + 1)
            found.append(Draft([span], at, _source_beside(view, cue, span), "tagged-content"))
    return found


def _resumes(view: View, draft: Draft, quotation: Quotation) -> bool:
    """Return whether the quotation resumes the draft's after an attribution."""
    if draft.cue is None or draft.start > draft.cue[0] or draft.end > quotation.outer_start:
        return False
    between = view.text[draft.cue[1] : quotation.outer_start].rstrip()
    return between[-1:] in (".", ",") and "." not in between[:-1]


def _cue_beside(view: View, quotation: Quotation) -> int | None:
    first, last = view.tokens(quotation.outer_start, quotation.outer_end)
    text = view.text
    followed = text[quotation.end - 1] in ",!?—…" or text[quotation.outer_end :][:1] == ","
    after = _first_cue(view, range(last, min(last + _REACH, view.size))) if followed else None
    if after is not None:
        return after
    before = text[max(0, quotation.outer_start - 2) : quotation.outer_start].rstrip()
    introduced = before[-1:] in (",", ":") or (first > 0 and cues.is_verb(view.doc[first - 1]))
    reach = range(first - 1, max(-1, first - 1 - _REACH), -1)
    return _first_cue(view, reach) if introduced else None


def _first_cue(view: View, indices: Iterable[int]) -> int | None:
    """Return the first quoting verb within the sentence and paragraph, or None."""
    for index in indices:
        token = view.doc[index]
        if view.words[index] in _BORDERS or view.line_break(index) or token.is_quote:
            return None
        if "quotation" in cues.frames().get(cues.lemma(token), ()) and cues.is_verb(token):
            return index
    return None


def _source_beside(view: View, cue: int, quotation: Span) -> Span | None:
    """Return a name or pronoun right beside the cue and outside the quotation, or None."""
    for step in (-1, 1):
        index = cue + step
        while 0 <= index < view.size and _in_name(view, index, quotation):
            index += step
        first, last = (index + 1, cue) if step < 0 else (cue + 1, index)
        while first < last and view.lower[last - 1] in _WITHIN_NAMES:
            last -= 1
        while first < last and view.lower[first] in _WITHIN_NAMES - {"the"}:
            first += 1
        if first < last and view.lower[first:last] != ["the"]:
            return view.characters(first, last)
    return None


def _in_name(view: View, index: int, quotation: Span) -> bool:
    if quotation[0] <= view.starts[index] < quotation[1] or not view.fold[index]:
        return False
    return view.capital(index) or view.lower[index] in _WITHIN_NAMES | _PRONOUNS
