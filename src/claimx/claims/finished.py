"""The step from drafts to claims: form, segments, quotes, cue, stance, date of the statement."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from claimx.claims import cues
from claimx.claims.claim import ClaimMatch, Draft
from claimx.claims.stance import stance_of
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.text.view import Span, View

#: The characters of a date, and its TIMEX3 value.
Dated = tuple[int, int, str | None]

_STEPS = 6
_CALENDAR = re.compile(r"\d{4}(?:-|$)(?!\d{4})[^/]*$")
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_FULL_STOPS = frozenset(".!?")
_EDGE = ",;:—–-―"
_NEGATIONS = frozenset(["not", "n't", "n’t", "never"])
_CUE_EDGE = " ,;:.\"“”‘’'"


def finished(view: View, drafts: list[Draft], dates: Sequence[Dated]) -> list[ClaimMatch]:
    """Return the claims by position, with `carried` as an index. Leave out drafts without words."""
    for draft in drafts:
        draft.contents = [
            (start, end)
            for start, end in draft.contents
            if any(char.isalnum() for char in view.text[start:end])
        ]
    drafts = [draft for draft in drafts if draft.contents]
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    place = {id(draft): index for index, draft in enumerate(drafts)}
    return [_match(view, draft, place.get(id(draft.carried)), dates) for draft in drafts]


def _match(view: View, draft: Draft, carried: int | None, dates: Sequence[Dated]) -> ClaimMatch:
    spans = sorted(draft.contents)
    cue = draft.cue
    if cue is not None and len(spans) == 1:
        cue, spans[0] = _with_as(view, cue, spans[0])
    form, segments, quotes = _form(view, spans, draft.rule)
    if cue is not None:
        cue = _bare_cue(view, cue)
    return ClaimMatch(
        form=form,
        segments=tuple(segments),
        quotes=tuple(quotes),
        source=draft.source,
        cue=cue,
        cue_lemma=_lemma(view, cue) if cue else None,
        carried=carried,
        rule=draft.rule,
        said=_said(view, draft, dates),
        stance=stance_of(view, draft),
        evidence=tuple(draft.evidence.items()),
    )


def _said(view: View, draft: Draft, dates: Sequence[Dated]) -> str | None:
    """Return the date of the statement, or None: one beside the cue and outside the content."""
    if draft.cue is None:
        return None
    sentence_start, sentence_end = view.sentence_span(view.sentence_at(draft.cue[0]))
    first = bisect_left(dates, sentence_start, key=itemgetter(0))
    for start, end, value in islice(dates, first, None):
        if start >= sentence_end:
            break
        if not _CALENDAR.match(value or ""):
            continue
        if any(a < end and start < b for a, b in draft.contents) or view.quotation_at(start):
            continue
        span = (start, end)
        if not view.parsed or _hangs_on(view, span, draft) or _closes(view, span, draft):
            return value
    return None


def _closes(view: View, span: Span, draft: Draft) -> bool:
    """Return whether the date ends an attribution after the content ("…," X said on Monday.).

    This looks at words, since names confuse parsers here.
    """
    assert draft.cue is not None
    if any(end > draft.cue[0] for _, end in draft.contents) or span[0] < draft.cue[1]:
        return False
    _, last = view.tokens(*draft.cue)
    date, after = view.tokens(*span)
    between = view.doc[last:date]
    ended = after >= len(view.doc) or view.doc[after].text in _FULL_STOPS
    clause = any(token.is_punct or token.tag_ in _FINITE for token in between)
    return ended and not clause and len(between) <= _STEPS


def _hangs_on(view: View, span: Span, draft: Draft) -> bool:
    """Return whether the tree leads from the span up to the cue, or to the text that says so.

    No verb may be on the way, unless it is a verb of speaking ("speaking on Monday, X said") or
    describes the text ("a poll released on Saturday"). "Today" right before the cue can depend on
    the subject.
    """
    assert draft.cue is not None
    first, last = view.tokens(*draft.cue)
    token = view.governor(span)
    if syntax.preposition(token) in lexicon.words("cues", "not_at"):
        return False
    if not view.text[span[1] : draft.cue[0]].strip() and span[1] < draft.cue[0]:
        return True
    text = None
    if draft.source is not None:
        text = view.governor(draft.source)
        if cues.lemma(text) not in lexicon.words("roles", "document"):
            text = None
    for _ in range(_STEPS):
        if first <= token.i < last or (text is not None and token.i == text.i):
            return True
        if token.head.i == token.i or syntax.is_subject(token) or syntax.is_relative(token):
            return False
        tells = token.dep_ == "acl" or cues.lemma(token) in lexicon.words("cues", "speaking")
        if token.pos_ == "VERB" and not tells:
            return False
        token = token.head
    return False


def _with_as(view: View, cue: Span, span: Span) -> tuple[Span, Span]:
    """Return cue and content with "as" moved: “described” and “as X” to “described as” and “X”."""
    start, end = span
    if cues.lemma(view.governor(cue)) not in lexicon.words("cues", "namers"):
        return cue, span
    adjacent = not view.text[cue[1] : start].strip() and start >= cue[1]
    if adjacent and view.text[start : start + 3].lower() == "as " and end - start > 4:
        return (cue[0], start + 2), view.trim(start + 3, end)
    return cue, span


def _form(view: View, spans: list[Span], rule: str) -> tuple[str, list[Span], list[Span]]:
    """Return the form (direct, mixed or indirect), the segments, and the quoted spans."""
    if rule == "posted":
        return "direct", spans, spans
    quotes: list[Span] = []
    segments: list[Span] = []
    direct = True
    for start, end in spans:
        start, end = view.trim(start, end)
        around = view.quotation_at(start)
        enclosed = around is not None and around.start <= start and end <= around.end
        inside = [] if rule == "nested" and enclosed else view.quotations_in(start, end)
        quotes.extend(
            (max(start, q.start), min(end, q.end))
            for q in inside
            if max(start, q.start) < min(end, q.end)
        )
        rest = start
        plain = ""
        for quotation in inside:
            plain += view.text[rest : max(rest, quotation.outer_start)]
            rest = max(rest, quotation.outer_end)
        plain += view.text[rest:end]
        direct = direct and bool(inside) and not plain.strip(" \n\r\t.,;:!?—–-…")
        segments.append((start, end))
    if direct:
        return "direct", quotes, quotes
    segments = [trimmed for a, b in segments if (trimmed := view.trim(a, b, _EDGE))[0] < trimmed[1]]
    return ("mixed" if quotes else "indirect"), segments or spans, quotes


def _bare_cue(view: View, cue: Span) -> Span:
    """Return the cue without auxiliaries, adverbs, marks around it and phrases of manner.

    "said in a letter" becomes "said" and "'s view is" becomes "view"; "in his view" is unchanged.
    """
    start, end = view.trim(*cue, _CUE_EDGE)
    if start >= end:
        return cue
    first, last = view.tokens(start, end)
    head = view.governor((start, end))
    lemma = cues.lemma(head)
    if head.pos_ == "NOUN" and lemma in lexicon.words("cues", "views"):
        case = syntax.case_of(head)
        if case is not None and case.lower_ in ("in", "to") and syntax.possessor(head) is not None:
            return view.characters(case.i, head.i + 1)
    if head.pos_ in ("NOUN", "PROPN") and view.doc[last - 1].pos_ == "AUX" and last - 1 > head.i:
        last -= 1
        end = view.characters(first, last)[1]
    if head.pos_ == "VERB" and lemma in cues.saying():
        negated = any(token.lower_ in _NEGATIONS for token in view.doc[first : head.i])
        first = first if negated else head.i
        follow = view.doc[head.i + 1] if head.i + 1 < last else None
        particle = follow is not None and (
            follow.i == last - 1
            or follow.lower_ in lexicon.load("cues")["particles"].get(lemma, ())
        )
        last = head.i + 2 if particle else head.i + 1
        start, end = view.characters(first, last)
    while first < last - 1:
        token = view.doc[first]
        # The "to" of an infinitive is a mark in one label scheme and an auxiliary in the other.
        if (
            token.pos_ in ("AUX", "ADV")
            or token.tag_ == "TO"
            or token.dep_.startswith("aux")
            or token.is_space
        ):
            if token.dep_ == "neg" or token.lower_ in _NEGATIONS:
                break
            first += 1
        else:
            break
    return view.trim(max(start, view.starts[first]), end, _CUE_EDGE)


def _lemma(view: View, cue: Span) -> str:
    """Return the cue's words, with its head as a lemma."""
    first, last = view.tokens(*cue)
    head = view.governor(cue)
    if view.doc[first].lower_ == "according":
        return "according to"
    words = [
        cues.lemma(token) if token.i == head.i else token.lower_
        for token in view.doc[first:last]
        if not token.is_space
    ]
    return " ".join(words)
