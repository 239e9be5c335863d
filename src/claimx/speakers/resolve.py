"""Speakers of claims: one pass over an article's mentions, left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.speakers.answers import Answers, SpeakerMatch
from claimx.speakers.entities import Entities
from claimx.speakers.mentions import find_names
from claimx.speakers.outline import Outline
from claimx.speakers.profile import Profiler
from claimx.speakers.scene import Scene
from claimx.speakers.sources import Names, Phrase, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimx.claims import ClaimMatch


def resolve_speakers(doc: Doc, claims: Sequence[ClaimMatch]) -> list[SpeakerMatch | None]:
    """The speaker of each claim, None for a claim that has no source.

    Groups and organizations without a name of their own are named by their words ("officials",
    "foreign ministry", "Trump campaign"), as are documents (kind None). An unnamed individual
    has no name; its words are its role ("spokesman for the ministry"). A pronoun or "the
    president" that nothing in the article resolves has neither name nor role.
    `resolved_by` is "alias" for "the president" where it goes by the role that a person holds,
    "coreference" where a phrase or pronoun goes by what the text is about.
    """
    if not claims:
        return []
    outline = Outline(doc)
    spans = [_span(outline, claim) for claim in claims]
    names = Names(outline, find_names(outline, [span for span in spans if span]))
    phrases = [read_source(outline, names, *span) if span else None for span in spans]
    content = bytearray(outline.size)
    for claim in claims:
        for start, end in claim.segments:
            first, last = outline.tokens(start, end)
            content[first:last] = b"\x01" * max(0, last - first)
    at: dict[int, int] = {}
    for number, phrase in enumerate(phrases):
        if phrase is not None:
            at.setdefault(phrase.head, number)
    scene = set_scene(outline, names, content, frozenset(at))
    answers = _read(scene, claims, phrases, at)
    return _in_order(claims, phrases, answers)


def _span(outline: Outline, claim: ClaimMatch) -> tuple[int, int] | None:
    """The tokens of a claim's source; those of "A" where an interview's turn begins with it."""
    if claim.source:
        return outline.tokens(*claim.source)
    if claim.rule != "interview" or claim.carried is not None:
        return None
    colon = outline.tokens(*claim.segments[0])[0] - 1
    while colon > 0 and not outline.fold[colon - 1]:
        colon -= 1
    return (colon - 1, colon) if colon > 0 else None


def set_scene(outline: Outline, names: Names, content: bytearray, sources: frozenset[int]) -> Scene:
    """The scene before the first word, with all that the whole article tells of its people."""
    entities = Entities(outline, names.names)
    profiler = Profiler(outline, names, entities)
    profiler.learn_roles()
    profiler.learn_gender()
    return Scene(outline, names, entities, content, sources)


def _read(
    scene: Scene,
    claims: Sequence[ClaimMatch],
    phrases: Sequence[Phrase | None],
    at: dict[int, int],
) -> dict[int, SpeakerMatch]:
    """Reads the article and answers each source where it stands; the answers by their heads."""
    answers = Answers(scene)
    found: dict[int, SpeakerMatch] = {}
    i = 0
    while i < scene.outline.size:
        following = scene.meet(i)
        for head in range(i, following):
            number = at.get(head)
            phrase = phrases[number] if number is not None else None
            if number is not None and phrase is not None:
                claim = claims[number]
                turn = claim.rule == "interview"
                found[head] = answers.of(phrase, claim.segments, turn=turn)
        i = following
    return found


def _in_order(
    claims: Sequence[ClaimMatch],
    phrases: Sequence[Phrase | None],
    answers: dict[int, SpeakerMatch],
) -> list[SpeakerMatch | None]:
    out: list[SpeakerMatch | None] = []
    for number, (claim, phrase) in enumerate(zip(claims, phrases, strict=True)):
        match = answers.get(phrase.head) if phrase is not None else None
        if match is None and claim.carried is not None and 0 <= claim.carried < number:
            before = out[claim.carried]
            if before is not None:
                match = replace(before, start=None, end=None, resolved_by="carried")
        out.append(match)
    return out
