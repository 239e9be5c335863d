"""The answers of an interview: turns that begin with a name and a colon."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from claimx.claims.claim import Draft
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.text.view import View

_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*|of|the|for|and|de|van|von|al|bin)"
_TURN = re.compile(rf"[\"“]?([A-ZÀ-Þ][\w'’.-]*(?:\s{_NAME}){{0,4}})\s*:\s+(?=\S)")
_STAFF = re.compile(r"^[A-ZÀ-Þ][\w'’. -]*, (?:HOST|BYLINE):", re.MULTILINE)
_Turn = tuple[int, "re.Match[str]"]


def answers(view: View) -> list[Draft]:
    """Return the paragraphs that begin with "A:" or a repeated name.

    Paragraphs without a label belong to the answer before them. A broadcaster's transcript of its
    own host and reporter is not an interview.
    """
    turns = _turns(view)
    if len({match.group(1) for _, match in turns}) < 2 or _STAFF.search(view.text):
        return []
    asking = _asking(view, turns)
    found = []
    for (number, match), following in zip_longest(turns, turns[1:]):
        if match.group(1) in asking:
            continue
        last = following[0] if following is not None else number + 1
        spans = [(match.end(), view.paragraphs[number][1]), *view.paragraphs[number + 1 : last]]
        found.append(Draft(spans, None, match.span(1), "interview"))
    return found


def _turns(view: View) -> list[_Turn]:
    """Return the paragraphs with a repeated label, or with "Q" and "A"."""
    turns = [
        (number, match)
        for number, (start, end) in enumerate(view.paragraphs)
        if (match := _TURN.match(view.text, start, end)) and match.end() < end
    ]
    labels = Counter(match.group(1) for _, match in turns)
    known = lexicon.words("cues", "interview")
    return [
        (number, match)
        for number, match in turns
        if labels[match.group(1)] > 1 or match.group(1).lower() in known
    ]


def _asking(view: View, turns: list[_Turn]) -> set[str]:
    """Return the labels of questions: "Q", and a name whose turns mostly end in question marks."""
    questions: Counter[str] = Counter()
    for number, match in turns:
        end = view.paragraphs[number][1]
        questions[match.group(1)] += view.text[end - 3 : end].rstrip('"”’ ').endswith("?")
    labels = Counter(match.group(1) for _, match in turns)
    askers = lexicon.words("cues", "askers")
    named = {label for label in labels if label.lower() in askers}
    return named or {label for label, count in questions.items() if count * 2 > labels[label]}


def own_words(view: View, draft: Draft, found: list[Draft]) -> bool:
    """Return whether the source is a pronoun like "I" in an answer ("I hope he's right")."""
    if draft.source is None:
        return False
    word = view.text[slice(*draft.source)].lower()
    return word in lexicon.words("pronouns", "speech") and any(
        start < draft.end and draft.start < end
        for answer in found
        for start, end in answer.contents
    )
