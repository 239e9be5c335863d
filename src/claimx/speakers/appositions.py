"""The roles that stand around a name: appositions, predicates, "who leads …", ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.speakers.outline import DETERMINERS
from claimx.speakers.roles import (
    LONGEST,
    PHRASE_PREPOSITIONS,
    POSSESSIVE_PRONOUNS,
    TITLE_POS,
    Role,
)
from claimx.speakers.titles import ends_in_role, is_role, walk_left
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.outline import Outline

_CLOSING = frozenset([",", ")", ".", ";", ":", "—", "–", "-", "who", "which", '"', "”", "“", "]"])
_COPULAS = frozenset(["is", "was", "became", "remains", "serves", "served", "as"])


def phrase_end(outline: Outline, start: int) -> tuple[int, int] | None:
    """(head token, end) of the noun phrase that begins at `start` and has a role for its head."""
    i = start
    limit = min(outline.size, start + 2 * LONGEST)
    while i < limit and (
        outline.lower[i] in DETERMINERS or outline.lower[i] in POSSESSIVE_PRONOUNS
    ):
        i += 1
    head = None
    while i < limit and not outline.space[i]:
        lower = outline.lower[i]
        if (lower in _CLOSING or lower[0] in _CLOSING) and not outline.hyphen(i):
            break
        if lower in PHRASE_PREPOSITIONS and head is not None:
            if lower in ("and", "&") and not (i + 1 < limit and _noun_like(outline, i + 1)):
                break
        elif _noun_like(outline, i) or lower in DETERMINERS:
            if head is None and is_role(outline, i) and not _continues(outline, i):
                head = i
        elif outline.tag[i] in ("VBG", "VBN", "RB") and (head is None or _opened(outline, i)):
            pass
        elif head is not None:
            break
        elif lower not in ("outside", "inside"):
            return None
        i += 1
    if head is None:
        return None
    while i > head + 1 and outline.lower[i - 1] in PHRASE_PREPOSITIONS | DETERMINERS:
        i -= 1
    return head, i


def _opened(outline: Outline, i: int) -> bool:
    """Is the participle inside a noun phrase ("India's ruling party", "Lagos-based")?"""
    within = outline.possessive(i - 1) or outline.hyphen(i - 1)
    return within or outline.lower[i - 1] in DETERMINERS


def _continues(outline: Outline, i: int) -> bool:
    """Does a noun follow directly, so that the word at i is no head?"""
    j = i + 1
    if j >= outline.size:
        return False
    return (
        outline.possessive(j)
        or outline.hyphen(j)
        or (_noun_like(outline, j) and outline.lower[j] not in DETERMINERS)
    )


def _noun_like(outline: Outline, i: int) -> bool:
    if outline.text[i] == ".":  # of an abbreviation, unless it ends the sentence
        return i + 1 < outline.size and outline.sentence[i + 1] == outline.sentence[i]
    if outline.possessive(i) or outline.hyphen(i) or outline.text[i] == "&":
        return True
    if not outline.fold[i] or outline.lower[i] in PHRASE_PREPOSITIONS:
        return False
    if outline.tagged:
        noun = outline.pos[i] in TITLE_POS or outline.tag[i] in ("NNP", "NNPS")
        return noun or outline.lower[i] in POSSESSIVE_PRONOUNS
    return outline.fold[i].isalpha()


def after_name(outline: Outline, end: int) -> tuple[int, int] | None:
    """The role phrase after a name that ends at `end`: an apposition, "is …", "who is …"."""
    i = _after_brackets(outline, end)
    if i >= outline.size:
        return None
    if outline.text[i] in (",", "(", "—", "–"):
        i += 1
        if i < outline.size and outline.lower[i] == "who":
            i += 1
            if i >= outline.size or outline.lower[i] not in _COPULAS:
                return None
            i += 1 + (outline.lower[i] in ("serves", "served") and i + 1 < outline.size)
        found = phrase_end(outline, i)
        if found is None or not _closed(outline, found[1]):
            return None
        return i, found[1]
    if outline.lower[i] in _COPULAS and i + 1 < outline.size:
        i += 1 + (outline.lower[i] in ("serves", "served"))
        found = phrase_end(outline, i) if i < outline.size else None
        if found is not None:
            return i, found[1]
    return None


def age_after(outline: Outline, end: int) -> str | None:
    """The age between commas after a name ("Ada Ito, 54, said")."""
    if end + 1 >= outline.size or outline.text[end] != ",":
        return None
    age = outline.text[end + 1]
    if not (age.isdigit() and len(age) < 4) or not _closed(outline, end + 2):
        return None
    return age


def leads(outline: Outline, end: int) -> Role | None:
    """The role that a verb tells ("X, who leads the harbour union,"), past an age."""
    if age_after(outline, end) is not None:
        end += 2
    if end + 3 >= outline.size or outline.text[end] != "," or outline.lower[end + 1] != "who":
        return None
    noun = lexicon.load("roles")["verbs"].get(outline.lower[end + 2])
    if noun is None:
        return None
    words = set()
    for i in range(end + 3, min(outline.size, end + 3 + LONGEST)):
        if outline.text[i] in _CLOSING and not outline.hyphen(i):
            break
        if outline.lower[i] not in DETERMINERS and outline.fold[i] and not outline.possessive(i):
            words.add(outline.fold[i])
    return Role("", noun, frozenset(words), frozenset(), end + 2)


def _after_brackets(outline: Outline, i: int) -> int:
    """Past a short remark in brackets ("(D-Mass.)") that more words in commas follow."""
    while i < outline.size and outline.gap[i]:
        i += 1
    if i < outline.size and outline.text[i] == "(":
        for j in range(i + 1, min(outline.size - 1, i + LONGEST)):
            if outline.text[j].endswith(")") and outline.text[j + 1] == ",":
                return j + 1
    return i


def _closed(outline: Outline, end: int) -> bool:
    if end >= outline.size or outline.space[end]:
        return True
    if outline.pos[end] in ("ADP", "SCONJ", "ADV") or outline.tag[end] in ("VBG", "VBN"):
        return True
    word = outline.lower[end]
    return word in _CLOSING or word[0] in _CLOSING or word == "and"


def before_name(outline: Outline, name: int, end: int) -> tuple[int, int] | None:
    """The role phrase that a name follows in commas ("the finance minister, X,")."""
    comma = name - 1
    if comma < 1 or outline.text[comma] != ",":
        return None
    if end < outline.size and outline.text[end] not in (",", ")", ".", "—", ":"):
        return None
    start = walk_left(outline, comma - 1)
    if start >= comma or not ends_in_role(outline, start, comma):
        return None
    owned = any(outline.possessive(i) for i in range(start, comma))
    determined = start > 0 and (
        outline.lower[start - 1] in DETERMINERS or outline.lower[start - 1] in POSSESSIVE_PRONOUNS
    )
    return (start, comma) if owned or determined else None
