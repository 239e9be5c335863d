"""Claims from quotations, posts and interview turns without a cue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.claims import interview
from claimx.claims.claim import Draft
from claimx.claims.weights import Features, logistic, marks, score, size, when
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimx.text.quotation import Quotation
    from claimx.text.view import Span, View

# The threshold that decides most quotations without a cue rightly in the annotated articles.
KEEP = 0.5
REACH = 4  # how many paragraphs back to look for the speaker of a quotation without a cue
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*|of|the|for|and|de|van|von|al|bin)"
_LABEL = re.compile(
    rf"([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,7}})(?:,[^:“\"]{{1,80}}|\s\([^()]{{1,40}}\))?\s*:\s*$"
)
_SIGNATURE = re.compile(rf"\s{{0,6}}(?:—|–|―|--|-)\s*([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,7}})")
# "— Ada Quill (@adaquill) May 3, 2019" after a post.
_POST = re.compile(r"\s{0,6}(?:—|–|―|--|-)\s{0,2}([^()\n@]{2,60}?)\s*\(@\w+\)[^\n]{0,40}")
_SPOKEN_END = frozenset(".,!?…—")


def completed(view: View, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, and new ones from posts, interview turns and other quotations."""
    answers = interview.answers(view)
    drafts = [draft for draft in drafts if not interview.own_words(view, draft, answers)]
    drafts += [*answers, *_posts(view, drafts)]
    drafts.sort(key=lambda draft: draft.start)
    owners = owners_of(view, drafts)
    paragraphs = by_paragraph(view, drafts)
    before: Quotation | None = None
    for quotation in view.quotations:
        if quotation.outer_start not in owners:
            owner = _owner(view, quotation, before, owners, paragraphs)
            if owner is not None:
                owners[quotation.outer_start] = owner
                if owner not in drafts:
                    drafts.append(owner)
                    number = view.paragraph_at(quotation.outer_start)
                    paragraphs.setdefault(number, []).append(owner)
        before = quotation
    return drafts


def owners_of(view: View, drafts: list[Draft]) -> dict[int, Draft]:
    """Return by a quotation's start the draft whose content has most of it."""
    return {
        quotation.outer_start: draft
        for draft in drafts
        for content in draft.contents
        for quotation in view.quotations_in(*content)
        if 2 * (min(content[1], quotation.end) - max(content[0], quotation.start))
        >= quotation.end - quotation.start
    }


def by_paragraph(view: View, drafts: list[Draft]) -> dict[int, list[Draft]]:
    """Return the drafts that end in each paragraph, in order."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        ends = [draft.end, *(span[1] for span in (draft.cue, draft.source) if span)]
        found.setdefault(view.paragraph_at(max(ends) - 1), []).append(draft)
    return found


def _owner(
    view: View,
    quotation: Quotation,
    before: Quotation | None,
    owners: dict[int, Draft],
    paragraphs: dict[int, list[Draft]],
) -> Draft | None:
    """Return the claim that a quotation makes or continues; None for scare quotes."""
    span = (quotation.outer_start, quotation.outer_end)
    if quotation.continues is not None and before is not None and before.outer_start in owners:
        owner = owners[before.outer_start]
        owner.contents.append(span)
        return owner
    labelled = _labelled(view, quotation)
    if labelled is not None:
        return labelled
    number = view.paragraph_at(quotation.outer_start)
    previous = previous_claim(view, quotation, number, paragraphs)
    probability = logistic(score("quotation", features(view, quotation, previous)))
    if probability < KEEP:
        return None
    evidence = {"claim": probability}
    if previous is None:
        subject = _subject_before(view, quotation)
        if subject is not None:
            return Draft([span], None, subject, "introduced", evidence=evidence)
        previous = _latest(number, paragraphs)
    if previous is None:
        return Draft([span], rule="unattributed", evidence=evidence)
    quoted = view.quotations_in(previous.start, previous.end)
    rule = "carried" if quoted else "introduced"
    return Draft([span], rule=rule, carried=previous, evidence=evidence)


def _subject_before(view: View, quotation: Quotation) -> Span | None:
    """Return the person who is the subject of the sentence before a quotation."""
    first = view.tokens(quotation.outer_start, quotation.outer_end)[0]
    if not view.parsed or first == 0:
        return None
    start, end = view.sentence_span(view.sentence[first - 1])
    tokens = range(view.tokens(start, end)[0], first)
    subject = next((view.doc[i] for i in tokens if syntax.is_subject(view.doc[i])), None)
    if subject is None or view.quoted[subject.i]:
        return None
    if subject.lower_ in ("he", "she"):
        return view.characters(subject.i, subject.i + 1)
    names = (ent for ent in view.doc.ents if ent.start <= subject.i < ent.end)
    name = next((ent for ent in names if ent.label_ in ("PERSON", "PER")), None)
    return None if name is None else (name.start_char, name.end_char)


def _latest(number: int, paragraphs: dict[int, list[Draft]]) -> Draft | None:
    """Return the last claim of the previous paragraphs, whose speaker continues, or None."""
    near = range(number - 1, max(-1, number - 1 - REACH), -1)
    return next((paragraphs[i][-1] for i in near if paragraphs.get(i)), None)


def previous_claim(
    view: View, quotation: Quotation, number: int, paragraphs: dict[int, list[Draft]]
) -> Draft | None:
    """Return the claim before a quotation whose speaker can continue in it, or None."""
    earlier = [d for d in paragraphs.get(number, ()) if d.start < quotation.outer_start]
    if earlier:
        return earlier[-1]
    if number in view.quotation_paragraphs or opens_paragraph(view, quotation):
        return next(iter(reversed(paragraphs.get(number - 1, ()))), None)
    return None


def opens_paragraph(view: View, quotation: Quotation) -> bool:
    """Return whether the quotation is the first thing in its paragraph."""
    start = view.paragraphs[view.paragraph_at(quotation.outer_start)][0]
    return not view.text[start : quotation.outer_start].strip()


def features(view: View, quotation: Quotation, previous: Draft | None) -> Features:
    """Return the features of whether a quotation without a cue is a claim, or a term or title."""
    text = view.text[quotation.start : quotation.end]
    words = text.split()
    number = view.paragraph_at(quotation.outer_start)
    start = view.paragraphs[number][0]
    lead = view.text[max(start, quotation.outer_start - 40) : quotation.outer_start].rstrip()
    naming = lead.removesuffix(" that").split()[-1:]
    long = [word for word in words if len(word) > 3]
    after = view.text[quotation.outer_end : quotation.outer_end + 1]
    spoken = text[-1:] in _SPOKEN_END or after in ("", "\n")
    opens = not lead or lead[-1:] in set('.!?…”"’')
    return marks(
        "bias",
        f"words {size(len(words), steps=(1, 2, 3, 4, 6, 10, 20))}",
        when(number in view.quotation_paragraphs, "paragraph of quotation"),
        when(opens, "opens a sentence"),
        when(opens and spoken and text[:1].isupper(), "a sentence of its own"),
        when(lead[-1:] in (":", ","), "introduced"),
        when(spoken, "ends as speech"),
        when(text[:1].isupper(), "begins with a capital"),
        when(len(long) > 1 and all(w[0].isupper() for w in long), "title"),
        when(naming and naming[0].lower() in lexicon.words("cues", "naming_nouns"), "named"),
        f"after {'nothing' if previous is None else _kind(view, previous)}",
    )


def _kind(view: View, draft: Draft) -> str:
    return "a quotation" if view.quotations_in(draft.start, draft.end) else "an indirect claim"


def _labelled(view: View, quotation: Quotation) -> Draft | None:
    """Return a draft for 'Name, minister: “…”' and '“…” — Name', or None."""
    start, end = view.paragraphs[view.paragraph_at(quotation.outer_start)]
    span = (quotation.outer_start, quotation.outer_end)
    lead = view.text[max(start, quotation.outer_start - 160) : quotation.outer_start]
    match = _LABEL.search(lead)
    if match and (match.start() == 0 or lead[: match.start()].rstrip()[-1:] in '.!?”"'):
        offset = quotation.outer_start - len(lead)
        return Draft([span], None, (offset + match.start(1), offset + match.end(1)), "labelled")
    match = _SIGNATURE.match(view.text, quotation.outer_end, min(len(view.text), end + 90))
    if match:
        return Draft([span], None, view.trim(*match.span(1), ".,"), "labelled")
    return None


def _posts(view: View, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield posts of social networks: the paragraph before "— Name (@account)"."""
    for start, end in view.paragraphs:
        match = _POST.search(view.text, start, end)
        if match is None:
            continue
        body = view.trim(start, match.start())
        if body[0] == body[1]:
            body = view.paragraphs[max(0, view.paragraph_at(start) - 1)]
        if not any(d.start < body[1] and body[0] < d.end and d.start <= body[0] for d in drafts):
            yield Draft([body], None, view.trim(*match.span(1)), "posted")
