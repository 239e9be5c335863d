"""The roles around a name: appositions, predicates, "who leads …", ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.speakers.roles import (
    LONGEST,
    PHRASE_PREPOSITIONS,
    POSSESSIVE_PRONOUNS,
    TITLE_POS,
)
from claimx.speakers.titles import ends_in_role, is_role, walk_left
from claimx.text.view import DETERMINERS

if TYPE_CHECKING:
    from claimx.text.view import View

_CLOSING = frozenset([",", ")", ".", ";", ":", "—", "–", "-", "who", "which", '"', "”", "“", "]"])
_COPULAS = frozenset(["is", "was", "became", "remains", "serves", "served", "as"])


def phrase_end(view: View, start: int) -> tuple[int, int] | None:
    """Return (head, end) of the noun phrase at `start` if its head is a role, or None."""
    i = start
    limit = min(view.size, start + 2 * LONGEST)
    while i < limit and (view.lower[i] in DETERMINERS or view.lower[i] in POSSESSIVE_PRONOUNS):
        i += 1
    head = None
    while i < limit and not view.line_break(i):
        lower = view.lower[i]
        if (lower in _CLOSING or lower[0] in _CLOSING) and not view.hyphen(i):
            break
        if lower in PHRASE_PREPOSITIONS and head is not None:
            if lower in ("and", "&") and not (i + 1 < limit and _noun_like(view, i + 1)):
                break
        elif _noun_like(view, i) or lower in DETERMINERS:
            if head is None and is_role(view, i) and not _continues(view, i):
                head = i
        elif view.tag[i] in ("VBG", "VBN", "RB") and (head is None or _opened(view, i)):
            pass
        elif head is not None:
            break
        elif lower not in ("outside", "inside"):
            return None
        i += 1
    if head is None:
        return None
    while i > head + 1 and view.lower[i - 1] in PHRASE_PREPOSITIONS | DETERMINERS:
        i -= 1
    return head, i


def _opened(view: View, i: int) -> bool:
    """Return whether the participle is in a noun phrase ("India's ruling party", "Lagos-based")."""
    within = view.possessive(i - 1) or view.hyphen(i - 1)
    return within or view.lower[i - 1] in DETERMINERS


def _continues(view: View, i: int) -> bool:
    """Return whether a noun follows directly, so that the word at `i` is not a head."""
    j = i + 1
    if j >= view.size:
        return False
    return (
        view.possessive(j)
        or view.hyphen(j)
        or (_noun_like(view, j) and view.lower[j] not in DETERMINERS)
    )


def _noun_like(view: View, i: int) -> bool:
    if view.words[i] == ".":  # the full stop of an abbreviation, unless it ends the sentence
        return i + 1 < view.size and view.sentence[i + 1] == view.sentence[i]
    if view.possessive(i) or view.hyphen(i) or view.words[i] == "&":
        return True
    if not view.fold[i] or view.lower[i] in PHRASE_PREPOSITIONS:
        return False
    if view.tagged:
        noun = view.pos[i] in TITLE_POS or view.tag[i] in ("NNP", "NNPS")
        return noun or view.lower[i] in POSSESSIVE_PRONOUNS
    return view.fold[i].isalpha()


def after_name(view: View, end: int) -> tuple[int, int] | None:
    """Return the role phrase after a name that ends at `end`: an apposition, "is …", "who is …"."""
    i = _after_brackets(view, end)
    if i >= view.size:
        return None
    if view.words[i] in (",", "(", "—", "–"):
        i += 1
        if i < view.size and view.lower[i] == "who":
            i += 1
            if i >= view.size or view.lower[i] not in _COPULAS:
                return None
            i += 1 + (view.lower[i] in ("serves", "served") and i + 1 < view.size)
        found = phrase_end(view, i)
        if found is None or not _closed(view, found[1]):
            return None
        return i, found[1]
    if view.lower[i] in _COPULAS and i + 1 < view.size:
        i += 1 + (view.lower[i] in ("serves", "served"))
        found = phrase_end(view, i) if i < view.size else None
        if found is not None:
            return i, found[1]
    return None


def age_after(view: View, end: int) -> str | None:
    """Return the age between commas after a name ("Ada Ito, 54, said")."""
    if end + 1 >= view.size or view.words[end] != ",":
        return None
    age = view.words[end + 1]
    if not (age.isdigit() and len(age) < 4) or not _closed(view, end + 2):
        return None
    return age


def _after_brackets(view: View, i: int) -> int:
    """Return the token after a short remark in brackets ("(D-Mass.)") before a comma."""
    while i < view.size and view.gap(i):
        i += 1
    if i < view.size and view.words[i] == "(":
        for j in range(i + 1, min(view.size - 1, i + LONGEST)):
            if view.words[j].endswith(")") and view.words[j + 1] == ",":
                return j + 1
    return i


def _closed(view: View, end: int) -> bool:
    if end >= view.size or view.line_break(end):
        return True
    if view.pos[end] in ("ADP", "SCONJ", "ADV") or view.tag[end] in ("VBG", "VBN"):
        return True
    word = view.lower[end]
    return word in _CLOSING or word[0] in _CLOSING or word == "and"


def before_name(view: View, name: int, end: int) -> tuple[int, int] | None:
    """Return the role phrase before a name in commas ("the finance minister, X,"), or None."""
    comma = name - 1
    if comma < 1 or view.words[comma] != ",":
        return None
    if end < view.size and view.words[end] not in (",", ")", ".", "—", ":"):
        return None
    start = walk_left(view, comma - 1)
    if start >= comma or not ends_in_role(view, start, comma):
        return None
    owned = any(view.possessive(i) for i in range(start, comma))
    determined = start > 0 and (
        view.lower[start - 1] in DETERMINERS or view.lower[start - 1] in POSSESSIVE_PRONOUNS
    )
    return (start, comma) if owned or determined else None
