"""The titles before a name: where they begin, and whether a phrase ends in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.speakers.outline import DETERMINERS
from claimx.speakers.roles import (
    LONGEST,
    PHRASE_PREPOSITIONS,
    POSSESSIVE_PRONOUNS,
    TITLE_POS,
    abbreviations,
    head_noun,
    person_noun,
)
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.outline import Outline

_INSIDE = frozenset(["of", "for", "to", "at", "in"])


def title_start(outline: Outline, name: int) -> int:
    """Where the title directly before the name's first token begins; `name` itself if none does."""
    last = name - 1
    while last >= 0 and outline.gap[last]:
        last -= 1
    if last < 0 or outline.space[last]:
        return name
    if outline.text[last] == "." and last and _abbreviated(outline, last - 1):
        last -= 1
    if outline.lower[last] in PHRASE_PREPOSITIONS:
        return name
    start = walk_left(outline, last)
    if start > last or not ends_in_role(outline, start, last + 1):
        return name
    return start


def walk_left(outline: Outline, last: int) -> int:
    """The leftmost token of the run of modifiers and nouns that ends at `last`."""
    months = lexicon.words("titles", "months")
    courtesy = outline.lower[last].rstrip(".") in lexicon.words("titles", "courtesy")
    i = last
    while i >= 0 and last - i < LONGEST:
        lower = outline.lower[i]
        if outline.gap[i]:
            i -= 1
            continue
        if outline.space[i] or lower.rstrip(".") in months:
            break
        if lower == "the" and i > 1 and outline.lower[i - 1] in _INSIDE:
            i -= 1
            continue
        if lower in DETERMINERS or lower in POSSESSIVE_PRONOUNS:
            break
        if lower in _INSIDE:
            if courtesy or not (i and person_noun(head_noun(outline, i - 1))):
                break
        elif lower in ("and", "&"):
            opened = governor(outline, i)
            if opened is not None:
                i = opened
                continue
            if not _two_of_one(outline, i, last):
                break
        elif not _title_word(outline, i):
            break
        i -= 1
    start = i + 1
    if i >= 0 and outline.lower[i] == "to" and outline.text[start].islower() and start < last:
        start += 1
    while start <= last and (
        not outline.fold[start]
        or outline.possessive(start)
        or outline.lower[start] in _INSIDE
        or outline.lower[start] in DETERMINERS
    ):
        start += 1
    return start


def governor(outline: Outline, i: int) -> int | None:
    """The "of" a few words before i that a role noun governs ("Secretary of Health and …")."""
    for j in range(i - 1, max(0, i - 7), -1):
        if outline.lower[j] in ("of", "for") and person_noun(head_noun(outline, j - 1)):
            return j
        if (
            not (outline.capital(j) or outline.text[j] == ",")
            or outline.doc[j].ent_type_ == "PERSON"
        ):
            return None
    return None


def _two_of_one(outline: Outline, i: int, last: int) -> bool:
    """Does "and" stand within one title ("actor and director", "Trade and Tourism Minister")?"""
    if i == 0 or not outline.fold[i - 1]:
        return False
    before = outline.lower[i - 1]
    if outline.text[i - 1].islower():
        return person_noun(before) and last == i + 1
    parts = outline.capital(i - 1) and outline.capital(i + 1) and last > i + 1
    return parts and not person_noun(before) and outline.doc[i - 1].ent_type_ != "PERSON"


def _title_word(outline: Outline, i: int) -> bool:
    if outline.possessive(i) or outline.hyphen(i):
        return True
    if not outline.fold[i]:
        return outline.text[i] == "." and i > 0 and _abbreviated(outline, i - 1)
    word = outline.lower[i].rstrip(".")
    if person_noun(word) or word in lexicon.words("roles", "restrictive"):
        return True
    if outline.tagged:
        return outline.pos[i] in TITLE_POS and outline.tag[i] not in ("VBG", "VBD")
    opens = i == 0 or outline.sentence[i - 1] != outline.sentence[i]
    return outline.capital(i) and (not opens or outline.capital(i + 1) or outline.possessive(i + 1))


def _abbreviated(outline: Outline, i: int) -> bool:
    """Can the full stop after the word belong to it ("Gov", "J")?"""
    return len(outline.text[i]) == 1 or outline.lower[i] in abbreviations()


def ends_in_role(outline: Outline, start: int, end: int) -> bool:
    """Is the last noun, or the one before the last "of", a role?"""
    if is_role(outline, end - 1):
        return True
    for i in range(end - 1, start, -1):
        if outline.lower[i] in _INSIDE:
            return is_role(outline, i - 1)
    return False


def is_role(outline: Outline, i: int) -> bool:
    word = head_noun(outline, i)
    return person_noun(word) or word in lexicon.words("roles", "organization")
