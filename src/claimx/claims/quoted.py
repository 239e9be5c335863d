"""Claims from quotations that the tagger's and the parse's cues leave over."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.claims.match import Draft
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span
    from claimx.text.quotation import Quotation

_REACH = 12
_FEW_WORDS = 3
_MANY_WORDS = 6
_SPOKEN_END = frozenset(".,!?…—")
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*|of|the|for|and|de|van|von|al|bin)"
_LABEL = re.compile(
    rf"([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,7}})(?:,[^:“\"]{{1,80}}|\s\([^()]{{1,40}}\))?\s*:\s*$"
)
_SIGNATURE = re.compile(rf"\s{{0,6}}(?:—|–|―|--|-)\s*([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,7}})")
_TURN = re.compile(rf"[\"“]?([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,4}})\s*:\s+(?=\S)")
_SOURCE_WORDS = re.compile(rf"(?:[Hh]e|[Ss]he|[Tt]hey|(?:the\s)?{_NAME}(?:\s{_NAME}){{0,4}})$")


def completed(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """The drafts, and those of the quotations and interview turns that they leave over."""
    drafts = sorted(drafts, key=lambda draft: draft.start)
    before_each = [None, *drafts[:-1]]
    pairs = list(zip(drafts, before_each, strict=True)) if drafts else []
    drafts += [part for draft, last in pairs for part in _introduced(layout, draft, last)]
    answers = _interview(layout)
    drafts = [draft for draft in drafts if not _own_words(layout, draft, answers)] + answers
    by_paragraph = _by_paragraph(layout, drafts)
    owners: dict[int, Draft] = {}
    for draft in drafts:
        for content in draft.contents:
            for quotation in layout.quotations_in(*content):
                shared = min(content[1], quotation.end) - max(content[0], quotation.start)
                if shared * 2 >= quotation.end - quotation.start:
                    owners[quotation.outer_start] = draft
    for quotation, following in reversed(list(pairwise(layout.quotations))):
        # “A. ¶ “B,” he said: the attribution holds for the paragraphs before, too.
        owner = owners.get(following.outer_start)
        if following.continues is not None and owner and quotation.outer_start not in owners:
            owner.contents.append((quotation.outer_start, quotation.outer_end))
            owners[quotation.outer_start] = owner
    before: Quotation | None = None
    known = {id(draft) for draft in drafts}
    for quotation in layout.quotations:
        if quotation.outer_start not in owners:
            claim = _claim(layout, quotation, before, owners, by_paragraph)
            if claim is not None:
                owners[quotation.outer_start] = claim
                if id(claim) not in known:
                    known.add(id(claim))
                    drafts.append(claim)
                    number = layout.paragraph(quotation.outer_start)
                    by_paragraph.setdefault(number, []).append(claim)
        before = quotation
    return drafts


def _by_paragraph(layout: Layout, drafts: list[Draft]) -> dict[int, list[Draft]]:
    """The drafts that end in each paragraph, in order."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        ends = [draft.end, *(span[1] for span in (draft.cue, draft.source) if span)]
        found.setdefault(layout.paragraph(max(ends) - 1), []).append(draft)
    return found


def _claim(
    layout: Layout,
    quotation: Quotation,
    before: Quotation | None,
    owners: dict[int, Draft],
    by_paragraph: dict[int, list[Draft]],
) -> Draft | None:
    """The claim that a quotation without one makes, or goes on; None for scare quotes."""
    span = (quotation.outer_start, quotation.outer_end)
    number = layout.paragraph(quotation.outer_start)
    alone = number in layout.quotation_paragraphs
    words = len(layout.text[quotation.start : quotation.end].split())
    if quotation.continues is not None and before is not None:
        owner = owners.get(before.outer_start)
        if owner is not None:
            owner.contents.append(span)
            return owner
    earlier = [d for d in by_paragraph.get(number, []) if d.start < quotation.outer_start]
    interrupted = owners.get(before.outer_start) if before is not None else None
    if (
        interrupted is not None
        and before is not None
        and _resumes(layout, quotation, before, interrupted)
    ):
        interrupted.contents.append(span)
        return interrupted
    if _named(layout, quotation):
        return None
    cued = _beside_cue(layout, quotation)
    if cued is not None:
        return cued
    if not alone and words >= _FEW_WORDS:
        governed = _governed(layout, quotation, earlier)
        if governed is not None:
            return governed
    if not _spoken(layout, quotation, words, alone):
        return None
    labelled = _labelled(layout, quotation, number)
    if labelled is not None:
        return labelled
    if earlier and _starts_sentence(layout, quotation.outer_start):
        owner = earlier[-1]
        rule = "carried" if layout.quotations_in(owner.start, owner.end) else "introduced"
        return Draft([span], rule=rule, carried=owner)
    if alone and number:
        previous = by_paragraph.get(number - 1, [])
        if previous:
            return Draft([span], rule="carried", carried=previous[-1])
    if words >= _MANY_WORDS:
        return Draft([span], rule="unattributed")
    return None


def _introduced(layout: Layout, draft: Draft, previous: Draft | None) -> list[Draft]:
    """The quotations of a draft that its cue only introduces, a sentence before, taken out of it.

    “He clarified that … . “We are …”” is two claims; so is “… . He made one thing plain: “We …””,
    where the sentence with the colon names the speaker. “A,” he said, adding that … . “B.” goes on
    the claim before. What comes first is the draft's own.
    """
    if draft.cue is None or not draft.rule.startswith("tagged"):
        return []
    cue_sentence = layout.sentence(draft.cue[0])
    kept: list[Span] = []
    parts = []
    for span in sorted(draft.contents):
        quotation = layout.quotation_at(span[0])
        start = layout.paragraphs[layout.paragraph(span[0])][0]
        start = max(start, layout.sentence_span(layout.sentence(span[0]))[0])
        lead = layout.trim(start, span[0])
        whole = quotation is not None and quotation.outer_end >= span[1]
        near = span[0] < draft.cue[1] or layout.sentence(span[0]) == cue_sentence
        if not kept or not whole or near:
            kept.append(span)
        elif layout.text[lead[0] : lead[1]].endswith(":"):
            parts.append(_after_colon(layout, span, lead, draft))
        elif previous is not None and _quoted_beside(layout, previous, draft):
            previous.contents.append(span)
        elif kept and not any(layout.quotations_in(*content) for content in kept):
            parts.append(Draft([span], rule="introduced", carried=draft))
        else:
            kept.append(span)
    draft.contents = kept
    return parts


def _quoted_beside(layout: Layout, previous: Draft, draft: Draft) -> bool:
    """Is the draft before a quotation in the same sentence as the draft's cue?"""
    if previous.cue is None or draft.cue is None or layout.quotations_in(*draft.contents[0]):
        return False
    same = layout.sentence(previous.cue[0]) == layout.sentence(draft.cue[0])
    return same and any(layout.quotations_in(*content) for content in previous.contents)


def _after_colon(layout: Layout, span: Span, lead: Span, before: Draft) -> Draft:
    """The quotation with the speaker of the label or clause that ends in a colon before it."""
    quotation = layout.quotation_at(span[0])
    if quotation is not None:
        labelled = _labelled(layout, quotation, layout.paragraph(span[0]))
        if labelled is not None:
            return labelled
    if layout.parsed:
        head = layout.head(lead)
        source = lexical.source_of(layout, head)
        if source is not None:
            said = syntax.direct_object(head)
            last = said.i if said is not None and lexical.is_cue_noun(said) else head.i
            cue = layout.characters(head.i, max(head.i, last) + 1)
            return Draft([span], cue, source, "introduced")
    return Draft([span], rule="introduced", carried=before if before.contents else None)


def _named(layout: Layout, quotation: Quotation) -> bool:
    """Does a noun of naming stand before the quotation (the principle “…”, the so-called “…”)?"""
    lead = layout.text[max(0, quotation.outer_start - 40) : quotation.outer_start].rstrip()
    word = lead.removesuffix(" that").split()[-1:] if not lead.endswith((",", ":", ".")) else []
    return bool(word) and word[0].lower() in lexicon.words("cues", "naming_nouns")


def _governed(layout: Layout, quotation: Quotation, earlier: list[Draft]) -> Draft | None:
    """A partly quoted content under the cue verb that governs it; the cue may be known already."""
    if not layout.parsed:
        return None
    first, last = layout.tokens(quotation.outer_start, quotation.outer_end)
    token = syntax.head_of(layout.doc, first, last)
    for _ in range(_REACH):
        if token.head.i == token.i:
            return None
        token = token.head
        if first <= token.i < last or token.pos_ != "VERB":
            continue
        if lexical.lemma(token) in lexical.verb_frames():
            break
    else:
        return None
    if token.i >= first or layout.sentence(token.idx) != layout.sentence(quotation.outer_start):
        return None
    for draft in earlier:
        if draft.cue is not None and draft.cue[0] <= token.idx < draft.cue[1]:
            draft.contents[-1] = (draft.contents[-1][0], quotation.outer_end)
            return draft
    inside = any(a <= token.idx < b for draft in earlier for a, b in draft.contents)
    source = lexical.source_of(layout, token)
    content = lexical.complement(layout, token, set())
    if inside or source is None or content is None or content[0] > quotation.outer_start:
        return None
    content = (content[0], max(content[1], quotation.outer_end))
    return Draft([content], lexical.cue_span(layout, token), source, "parsed")


def _resumes(layout: Layout, quotation: Quotation, before: Quotation, draft: Draft) -> bool:
    """Does the quotation go on after the attribution that interrupts it: “A,” he said. “B.”?"""
    if draft.cue is None or not before.outer_end <= draft.cue[0] < quotation.outer_start:
        return False
    between = layout.text[before.outer_end : quotation.outer_start]
    return (
        between.rstrip()[-1:] in (".", ",")
        and layout.text[quotation.end - 1] in _SPOKEN_END
        and layout.paragraph(before.outer_start) == layout.paragraph(quotation.outer_start)
        and layout.sentence(quotation.outer_start) - layout.sentence(draft.cue[0]) <= 1
    )


def _spoken(layout: Layout, quotation: Quotation, words: int, alone: bool) -> bool:
    """Does the quotation read as speech rather than as a term, a title or a slogan?"""
    text = layout.text[quotation.start : quotation.end]
    if words < _FEW_WORDS:
        return False
    if alone:
        return True
    closing = text[-1] in _SPOKEN_END or layout.text[
        quotation.outer_end : quotation.outer_end + 1
    ] in ("", "\n")
    introduced = layout.text[max(0, quotation.outer_start - 3) : quotation.outer_start]
    starts = text[0].isupper() and (
        _starts_sentence(layout, quotation.outer_start) or introduced.rstrip()[-1:] in (":", ",")
    )
    return closing and starts and not _title(text)


def _title(text: str) -> bool:
    """Are all longer words capitalized?"""
    long = [word for word in text.split() if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _starts_sentence(layout: Layout, position: int) -> bool:
    """Does nothing but closing punctuation stand before the position in its paragraph?"""
    start = layout.paragraphs[layout.paragraph(position)][0]
    before = layout.text[max(start, position - 4) : position].rstrip()
    return position == start or before[-1:] in set('.!?…”"’')


def _beside_cue(layout: Layout, quotation: Quotation) -> Draft | None:
    """The quotation with the cue verb next to it: “…” X said, said X, X said: “…”."""
    text = layout.text
    paragraph = layout.paragraphs[layout.paragraph(quotation.outer_start)]
    frames = lexical.verb_frames()
    first, last = layout.tokens(quotation.outer_start, quotation.outer_end)
    followed = text[quotation.end - 1] in ",!?—…" or text[quotation.outer_end :][:1] == ","
    if followed:
        for token in layout.doc[last : last + _REACH]:
            if token.idx >= paragraph[1] or token.text in (".", ";") or token.is_quote:
                break
            if "quotation" in frames.get(lexical.lemma(token), ()) and _verbal(token):
                return _cued(layout, quotation, token, (quotation.outer_end, paragraph[1]))
    before = text[max(paragraph[0], quotation.outer_start - 2) : quotation.outer_start].rstrip()
    if before[-1:] in (",", ":") or (first and _verbal(layout.doc[first - 1])):
        for token in reversed(layout.doc[max(0, first - _REACH) : first]):
            if token.idx < paragraph[0] or token.text in (".", ";") or token.is_quote:
                break
            if "quotation" in frames.get(lexical.lemma(token), ()) and _verbal(token):
                return _cued(layout, quotation, token, (paragraph[0], token.idx))
    return None


def _verbal(token: Token) -> bool:
    """Is the token a verb, or a known verb's form where nothing is tagged?"""
    if token.pos_:
        return token.pos_ == "VERB"
    return lexical.lemma(token) != token.lower_


def _cued(layout: Layout, quotation: Quotation, cue: Token, within: Span) -> Draft:
    span = (quotation.outer_start, quotation.outer_end)
    source = lexical.source_of(layout, cue) if layout.parsed else None
    if source is None:
        source = _source_beside(layout, cue, within)
    return Draft([span], lexical.cue_span(layout, cue), source, "quoted")


def _source_beside(layout: Layout, cue: Token, within: Span) -> Span | None:
    """A name or pronoun next to the cue, from the characters alone."""
    start = max(within[0], cue.idx - 80)
    ahead = layout.text[start : cue.idx].rstrip()
    match = _SOURCE_WORDS.search(ahead)
    if match and match.group().lower() not in ("the", "of", "and", "for"):
        return start + match.start(), start + match.end()
    after = cue.idx + len(cue)
    follow = re.compile(rf"\s+((?:the\s)?{_NAME}(?:\s{_NAME}){{0,4}}|he|she|they)\b").match(
        layout.text, after
    )
    return layout.trim(*follow.span(1), ".,") if follow else None


def _labelled(layout: Layout, quotation: Quotation, number: int) -> Draft | None:
    """Name, minister: “…” and “…” — Name."""
    start, end = layout.paragraphs[number]
    span = (quotation.outer_start, quotation.outer_end)
    lead = layout.text[max(start, quotation.outer_start - 160) : quotation.outer_start]
    match = _LABEL.search(lead)
    if match and (match.start() == 0 or lead[: match.start()].rstrip()[-1:] in '.!?”"'):
        offset = quotation.outer_start - len(lead)
        return Draft([span], None, (offset + match.start(1), offset + match.end(1)), "labelled")
    match = _SIGNATURE.match(layout.text, quotation.outer_end, min(len(layout.text), end + 90))
    if match:
        return Draft([span], None, layout.trim(*match.span(1), ".,"), "labelled")
    return None


def _interview(layout: Layout) -> list[Draft]:
    """The answers of an interview: paragraphs that begin with "A:" or a name that comes again.

    What follows an answer without a label, before the next turn, belongs to it.
    """
    turns = []
    for number, (start, end) in enumerate(layout.paragraphs):
        match = _TURN.match(layout.text, start, end)
        if match and match.end() < end:
            turns.append((number, match))
    labels = Counter(match.group(1) for _, match in turns)
    marks = lexicon.words("cues", "interview")
    turns = [
        (number, match)
        for number, match in turns
        if labels[match.group(1)] > 1 or match.group(1).lower() in marks
    ]
    if len({match.group(1) for _, match in turns}) < 2:
        return []
    asking = _asking(layout, turns)
    found = []
    for (number, match), following in zip_longest(turns, turns[1:]):
        if match.group(1) in asking:
            continue
        last = following[0] if following is not None else number + 1
        spans = [(match.end(), layout.paragraphs[number][1]), *layout.paragraphs[number + 1 : last]]
        found.append(Draft(spans, None, match.span(1), "interview"))
    return found


def _own_words(layout: Layout, draft: Draft, answers: list[Draft]) -> bool:
    """Does an answer's speaker speak of what he says himself ("I hope he's right")?"""
    if draft.source is None:
        return False
    word = layout.text[slice(*draft.source)].lower()
    return word in lexicon.words("pronouns", "speech") and any(
        start < draft.end and draft.start < end
        for answer in answers
        for start, end in answer.contents
    )


def _asking(layout: Layout, turns: list[tuple[int, re.Match[str]]]) -> set[str]:
    """The labels of who asks: "Q", and the name most of whose turns end in a question mark."""
    questions: Counter[str] = Counter()
    for number, match in turns:
        end = layout.paragraphs[number][1]
        questions[match.group(1)] += layout.text[end - 3 : end].rstrip('"”’ ').endswith("?")
    labels = Counter(match.group(1) for _, match in turns)
    askers = lexicon.words("cues", "askers")
    named = {label for label in labels if label.lower() in askers}
    return named or {label for label, count in questions.items() if count * 2 > labels[label]}
