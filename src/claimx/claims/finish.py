"""Drafts made into matches: form, segments, quotes, cue and source as the schema wants them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.claims.match import ClaimMatch, Draft
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_STEPS = 6
_CALENDAR = re.compile(r"\d{4}(?:-|$)(?!\d{4})[^/]*$")
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_FULL_STOPS = frozenset(".!?")
_EDGE = ",;:—–-―"
_NEGATIONS = frozenset(["not", "n't", "n’t", "never"])
_CUE_EDGE = " ,;:.\"“”‘’'"


def matches(layout: Layout, drafts: list[Draft], *, whole: bool) -> list[ClaimMatch]:
    """The finished claims by position; `carried` becomes an index. One without a word is none."""
    for draft in drafts:
        draft.contents = [
            (start, end)
            for start, end in draft.contents
            if any(char.isalnum() for char in layout.text[start:end])
        ]
    drafts = [draft for draft in drafts if draft.contents]
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    place = {id(draft): index for index, draft in enumerate(drafts)}
    return [_match(layout, draft, place.get(id(draft.carried)), whole=whole) for draft in drafts]


def _match(layout: Layout, draft: Draft, carried: int | None, *, whole: bool) -> ClaimMatch:
    spans = _united(layout, sorted(draft.contents))
    if not whole:
        spans[0] = _without_that(layout, spans[0])
    cue = draft.cue
    if cue is not None and not whole and len(spans) == 1:
        cue, spans[0] = _with_as(layout, cue, spans[0])
    form, segments, quotes = _form(layout, spans, nested=draft.rule == "nested")
    if cue is not None and not whole:
        cue = _bare_cue(layout, cue)
    return ClaimMatch(
        form=form,
        segments=tuple(segments),
        quotes=tuple(quotes),
        source=draft.source,
        cue=cue,
        cue_lemma=_lemma(layout, cue) if cue else None,
        carried=carried,
        rule=draft.rule,
        said=_said(layout, draft),
    )


def _said(layout: Layout, draft: Draft) -> str | None:
    """When it was said: the date that stands with the cue, outside what was said."""
    if draft.cue is None or not layout.doc.has_extension("claimx_dates"):
        return None
    sentence_start, sentence_end = layout.sentence_span(layout.sentence(draft.cue[0]))
    dates = layout.doc._.claimx_dates or []
    first = bisect_left(dates, sentence_start, key=lambda date: date["start"])
    for date in islice(dates, first, None):
        start, end = date["start"], date["end"]
        if start >= sentence_end:
            break
        if not _CALENDAR.match(date["value"] or ""):
            continue
        if any(a < end and start < b for a, b in draft.contents) or layout.quotation_at(start):
            continue
        span = (start, end)
        if not layout.parsed or _hangs_on(layout, span, draft) or _closes(layout, span, draft):
            return str(date["value"])
    return None


def _closes(layout: Layout, span: Span, draft: Draft) -> bool:
    """Does the date end an attribution that follows what was said: "…," X told Y on Monday."?

    By words, since names in it lead parsers astray.
    """
    assert draft.cue is not None
    if any(end > draft.cue[0] for _, end in draft.contents) or span[0] < draft.cue[1]:
        return False
    _, last = layout.tokens(*draft.cue)
    date, after = layout.tokens(*span)
    between = layout.doc[last:date]
    ended = after >= len(layout.doc) or layout.doc[after].text in _FULL_STOPS
    clause = any(token.is_punct or token.tag_ in _FINITE for token in between)
    return ended and not clause and len(between) <= _STEPS


def _hangs_on(layout: Layout, span: Span, draft: Draft) -> bool:
    """Does the tree lead from the span up to the cue, or to the text that says so?

    Past no verb, unless it is one of speaking ("speaking on Monday, X said"), or tells of the text
    ("a poll released on Saturday"); "today" right before the cue may hang on the subject.
    """
    assert draft.cue is not None
    first, last = layout.tokens(*draft.cue)
    token = layout.head(span)
    if syntax.preposition(token) in lexicon.words("cues", "not_at"):
        return False
    if not layout.text[span[1] : draft.cue[0]].strip() and span[1] < draft.cue[0]:
        return True
    text = None
    if draft.source is not None:
        text = layout.head(draft.source)
        if lexical.lemma(text) not in lexicon.words("roles", "document"):
            text = None
    for _ in range(_STEPS):
        if first <= token.i < last or (text is not None and token.i == text.i):
            return True
        if token.head.i == token.i or syntax.is_subject(token) or syntax.is_relative(token):
            return False
        tells = token.dep_ == "acl" or lexical.lemma(token) in lexicon.words("cues", "speaking")
        if token.pos_ == "VERB" and not tells:
            return False
        token = token.head
    return False


def _united(layout: Layout, spans: list[Span]) -> list[Span]:
    """Spans with nothing but a comma or "and" between them made one."""
    united = [spans[0]]
    for start, end in spans[1:]:
        between = layout.text[united[-1][1] : start].strip(" ,;")
        together = layout.paragraph(united[-1][0]) == layout.paragraph(start)
        if together and between in ("", "and", "or", "but"):
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _without_that(layout: Layout, span: Span) -> Span:
    start, end = span
    if layout.text[start : start + 5].lower() in ("that ", "that,") and end - start > 5:
        following = layout.doc[layout.tokens(start, end)[0] + 1]
        if following.pos_ == "AUX" or following.tag_ in _FINITE:
            return span  # "said that was wrong"
        return layout.trim(start + 4, end, ",")
    return span


def _with_as(layout: Layout, cue: Span, span: Span) -> tuple[Span, Span]:
    """“described” + “as X” is “described as” + “X”."""
    start, end = span
    if lexical.lemma(layout.head(cue)) not in lexicon.words("cues", "namers"):
        return cue, span
    adjacent = not layout.text[cue[1] : start].strip() and start >= cue[1]
    if adjacent and layout.text[start : start + 3].lower() == "as " and end - start > 4:
        return (cue[0], start + 2), layout.trim(start + 3, end)
    return cue, span


def _form(layout: Layout, spans: list[Span], *, nested: bool) -> tuple[str, list[Span], list[Span]]:
    """Direct, mixed or indirect, with the segments and the stretches in quotation marks."""
    quotes: list[Span] = []
    segments: list[Span] = []
    direct = True
    for start, end in spans:
        start, end = layout.trim(start, end)
        around = layout.quotation_at(start)
        enclosed = around is not None and around.start <= start and end <= around.end
        inside = [] if nested and enclosed else layout.quotations_in(start, end)
        quotes.extend(
            (max(start, q.start), min(end, q.end))
            for q in inside
            if max(start, q.start) < min(end, q.end)
        )
        rest = start
        plain = ""
        for quotation in inside:
            plain += layout.text[rest : max(rest, quotation.outer_start)]
            rest = max(rest, quotation.outer_end)
        plain += layout.text[rest:end]
        direct = direct and bool(inside) and not plain.strip(" \n\r\t.,;:!?—–-…")
        segments.append((start, end))
    if direct:
        return "direct", quotes, quotes
    segments = [
        trimmed for a, b in segments if (trimmed := layout.trim(a, b, _EDGE))[0] < trimmed[1]
    ]
    return ("mixed" if quotes else "indirect"), segments or spans, quotes


def _bare_cue(layout: Layout, cue: Span) -> Span:
    """The cue without auxiliaries and adverbs, without the marks around it and what tells how.

    "said in a letter" is "said", "'s view is" is "view", "in his view" is whole.
    """
    start, end = layout.trim(*cue, _CUE_EDGE)
    if start >= end:
        return cue
    first, last = layout.tokens(start, end)
    head = layout.head((start, end))
    lemma = lexical.lemma(head)
    if head.pos_ == "NOUN" and lemma in lexicon.words("cues", "views"):
        case = syntax.case_of(head)
        if case is not None and case.lower_ in ("in", "to") and syntax.possessor(head) is not None:
            return layout.characters(case.i, head.i + 1)
    if head.pos_ in ("NOUN", "PROPN") and layout.doc[last - 1].pos_ == "AUX" and last - 1 > head.i:
        last -= 1
        end = layout.characters(first, last)[1]
    if head.pos_ == "VERB" and lemma in lexical.said_verbs():
        negated = any(token.lower_ in _NEGATIONS for token in layout.doc[first : head.i])
        first = first if negated else head.i
        follow = layout.doc[head.i + 1] if head.i + 1 < last else None
        particle = follow is not None and (
            follow.i == last - 1
            or follow.lower_ in lexicon.load("cues")["particles"].get(lemma, ())
        )
        last = head.i + 2 if particle else head.i + 1
        start, end = layout.characters(first, last)
    while first < last - 1:
        token = layout.doc[first]
        # An infinitive's "to" is a mark in the one label scheme and an auxiliary in the other.
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
    return layout.trim(max(start, layout.token_starts[first]), end, _CUE_EDGE)


def _lemma(layout: Layout, cue: Span) -> str:
    """The cue's words with its head as a lemma."""
    first, last = layout.tokens(*cue)
    head = layout.head(cue)
    if layout.doc[first].lower_ == "according":
        return "according to"
    words = [
        lexical.lemma(token) if token.i == head.i else token.lower_
        for token in layout.doc[first:last]
        if not token.is_space
    ]
    return " ".join(words)
