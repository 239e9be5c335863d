"""Titles before a name: where they begin, and whether a phrase ends in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.speakers.roles import (
    LONGEST,
    PHRASE_PREPOSITIONS,
    POSSESSIVE_PRONOUNS,
    TITLE_POS,
    abbreviations,
    head_noun,
    organization_noun,
    person_noun,
)
from claimx.text import lexicon
from claimx.text.view import DETERMINERS

if TYPE_CHECKING:
    from claimx.text.view import View

_INSIDE = frozenset(["of", "for", "to", "at", "in"])


def title_start(view: View, name: int) -> int:
    """Return where the title before a name's first token begins, or `name` without a title."""
    last = name - 1
    while last >= 0 and view.gap(last):
        last -= 1
    if last < 0 or view.line_break(last):
        return name
    if view.words[last] == "." and last and _abbreviated(view, last - 1):
        last -= 1
    if view.lower[last] in PHRASE_PREPOSITIONS:
        return name
    start = walk_left(view, last)
    if start > last or not ends_in_role(view, start, last + 1):
        return name
    return start


def past_acronym(view: View, i: int) -> int:
    """Return the token after a "(DPP)" at token `i`, or `i`."""
    inner = view.words[i + 1 : i + 3]
    bracketed = view.words[i] == "(" and len(inner) == 2 and inner[1] == ")"
    return i + 3 if bracketed and inner[0].isupper() else i


def walk_left(view: View, last: int) -> int:
    """Return the leftmost token of the run of modifiers and nouns that ends at `last`."""
    months = lexicon.words("titles", "months")
    courtesy = view.lower[last].rstrip(".") in lexicon.words("titles", "courtesy")
    i = last
    while i >= 0 and last - i < LONGEST:
        lower = view.lower[i]
        if view.gap(i):
            i -= 1
            continue
        if i > 2 and past_acronym(view, i - 2) == i + 1:
            i -= 3
            continue
        if view.line_break(i) or lower.rstrip(".") in months:
            break
        if lower == "the" and i > 1 and view.lower[i - 1] in _INSIDE:
            i -= 1
            continue
        if lower in DETERMINERS or lower in POSSESSIVE_PRONOUNS:
            break
        if lower in _INSIDE:
            if courtesy or not (i and _governs(view, i - 1)):
                break
        elif lower in ("and", "&"):
            opened = governor(view, i)
            if opened is not None:
                i = opened
                continue
            if not _two_of_one(view, i, last):
                break
        elif not _title_word(view, i):
            break
        i -= 1
    start = i + 1
    if i >= 0 and view.lower[i] == "to" and view.words[start].islower() and start < last:
        start += 1
    while start <= last and (
        not view.fold[start]
        or view.possessive(start)
        or view.lower[start] in _INSIDE
        or view.lower[start] in DETERMINERS
    ):
        start += 1
    return start


def _governs(view: View, i: int) -> bool:
    """Return whether "of" can follow the word in a title ("Secretary of …", "Department of …")."""
    noun = head_noun(view, i)
    return person_noun(noun) or (view.capital(i) and organization_noun(noun))


def governor(view: View, i: int) -> int | None:
    """Return the "of" a few words before `i` after a role noun ("Secretary of Health and …")."""
    for j in range(i - 1, max(0, i - 7), -1):
        if view.lower[j] in ("of", "for") and person_noun(head_noun(view, j - 1)):
            return j
        if not (view.capital(j) or view.words[j] == ",") or view.doc[j].ent_type_ == "PERSON":
            return None
    return None


def _two_of_one(view: View, i: int, last: int) -> bool:
    """Return whether "and" is within a title ("actor and director", "Trade and Tourism …")."""
    if i == 0 or not view.fold[i - 1]:
        return False
    before = view.lower[i - 1]
    if view.words[i - 1].islower():
        return person_noun(before)
    parts = view.capital(i - 1) and view.capital(i + 1) and last > i + 1
    return parts and not person_noun(before) and view.doc[i - 1].ent_type_ != "PERSON"


def _title_word(view: View, i: int) -> bool:
    if view.possessive(i) or view.hyphen(i):
        return True
    if not view.fold[i]:
        return view.words[i] == "." and i > 0 and _abbreviated(view, i - 1)
    word = view.lower[i].rstrip(".")
    if person_noun(word) or word in lexicon.words("roles", "restrictive"):
        return True
    if view.tagged:
        return view.pos[i] in TITLE_POS and view.tag[i] not in ("VBG", "VBD")
    opens = i == 0 or view.sentence[i - 1] != view.sentence[i]
    return view.capital(i) and (not opens or view.capital(i + 1) or view.possessive(i + 1))


def _abbreviated(view: View, i: int) -> bool:
    """Return whether a full stop after the word can belong to it ("Gov", "J")."""
    return len(view.words[i]) == 1 or view.lower[i] in abbreviations()


def ends_in_role(view: View, start: int, end: int) -> bool:
    """Return whether the last noun, or the one before the last "of", is a role."""
    if is_role(view, end - 1):
        return True
    for i in range(end - 1, start, -1):
        if view.lower[i] in _INSIDE:
            return is_role(view, i - 1)
    return False


def is_role(view: View, i: int) -> bool:
    """Return whether the word is a noun for a person or an organization."""
    word = head_noun(view, i)
    return person_noun(word) or word in lexicon.words("roles", "organization")
