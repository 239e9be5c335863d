"""Roles: titles before a name, appositions and predicates after it, and how two compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimx import lexicon
from claimx.speakers import places
from claimx.speakers.outline import DETERMINERS, fold, singular

if TYPE_CHECKING:
    from claimx.speakers.outline import Outline

LONGEST = 12
_TITLE_POS = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "X"])
_INSIDE = frozenset(["of", "for", "to", "at", "in"])
_PHRASE_PREPOSITIONS = frozenset(["of", "for", "at", "in", "to", "with", "on", "from", "and", "&"])
_CLOSING = frozenset([",", ")", ".", ";", ":", "—", "–", "-", "who", "which", '"', "”", "“", "]"])
_COPULAS = frozenset(["is", "was", "became", "remains", "serves", "served", "as"])
_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "its", "their", "our", "my"])


@dataclass(frozen=True, slots=True)
class Role:
    """A role as worded, with the words that tell it from others."""

    text: str
    head: str
    modifiers: frozenset[str]
    countries: frozenset[str]
    token: int

    @property
    def telling(self) -> bool:
        """Does it say more than a bare title?"""
        return bool(self.modifiers or self.countries)


def person_noun(word: str) -> bool:
    """Is it a noun for a person, by office, work or kin?"""
    return word in lexicon.words("roles", "person") or word in _honorifics()


def organization_noun(word: str) -> bool:
    """Is it a noun for an organization?"""
    return singular(word) in lexicon.words("roles", "organization")


@cache
def _honorifics() -> dict[str, str]:
    table = lexicon.load("titles")["honorifics"]
    return {word: gender for gender, words in table.items() for word in words}


@cache
def abbreviations() -> frozenset[str]:
    """Titles that a full stop may follow."""
    titles = lexicon.load("titles")
    return frozenset(titles["expansions"]) | frozenset(titles["courtesy"])


def is_honorific(word: str) -> bool:
    """Is it a form of address or a title used as one?"""
    return word in _honorifics()


def honorific_gender(word: str) -> str | None:
    """ "male" or "female" for "Mr", "Lady", "spokeswoman", …"""
    plain = word.rstrip(".")
    gender = _honorifics().get(plain)
    if gender in ("male", "female"):
        return gender
    for name, words in lexicon.load("roles")["gender"].items():
        if plain in words:
            return str(name)
    return None


def head_noun(outline: Outline, i: int) -> str:
    """The word at i and what hyphens join to it ("secretary-general"), without a full stop."""
    word = outline.lower[i].rstrip(".")
    while i > 1 and outline.hyphen(i - 1):
        i -= 2
        word = outline.lower[i] + "-" + word
    if "-" in word and not person_noun(word) and not word.endswith("-year-old"):
        return word.rsplit("-", 1)[1]
    return word


def title_start(outline: Outline, name: int) -> int:
    """Where the title directly before the name's first token begins; `name` itself if none does."""
    last = name - 1
    while last >= 0 and outline.gap[last]:
        last -= 1
    if last < 0 or outline.space[last]:
        return name
    if outline.text[last] == "." and last and _abbreviated(outline, last - 1):
        last -= 1
    if outline.lower[last] in _PHRASE_PREPOSITIONS:
        return name
    start = _walk_left(outline, last)
    if start > last or not _ends_in_role(outline, start, last + 1):
        return name
    return start


def _walk_left(outline: Outline, last: int) -> int:
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
        if lower in DETERMINERS or lower in _POSSESSIVE_PRONOUNS:
            break
        if lower in _INSIDE:
            if courtesy or not (i and person_noun(head_noun(outline, i - 1))):
                break
        elif lower in ("and", "&"):
            opened = _of_before(outline, i)
            if opened is None:
                break
            i = opened
            continue
        elif not _title_word(outline, i):
            break
        i -= 1
    start = i + 1
    while start <= last and (
        not outline.fold[start]
        or outline.possessive(start)
        or outline.lower[start] in _INSIDE
        or outline.lower[start] in DETERMINERS
    ):
        start += 1
    return start


def _of_before(outline: Outline, i: int) -> int | None:
    """The "of" a few words before i that a role noun governs ("Secretary of Health and …")."""
    for j in range(i - 1, max(0, i - 5), -1):
        if outline.lower[j] == "of" and person_noun(head_noun(outline, j - 1)):
            return j
        if outline.text[j] in (",", ".") or outline.space[j]:
            return None
    return None


def _title_word(outline: Outline, i: int) -> bool:
    if outline.possessive(i) or outline.hyphen(i):
        return True
    if not outline.fold[i]:
        return outline.text[i] == "." and i > 0 and _abbreviated(outline, i - 1)
    word = outline.lower[i].rstrip(".")
    if person_noun(word) or word in lexicon.words("roles", "restrictive"):
        return True
    if outline.tagged:
        return outline.pos[i] in _TITLE_POS and outline.tag[i] not in ("VBG", "VBD")
    opens = i == 0 or outline.sentence[i - 1] != outline.sentence[i]
    return outline.capital(i) and (not opens or outline.capital(i + 1) or outline.possessive(i + 1))


def _abbreviated(outline: Outline, i: int) -> bool:
    """Can the full stop after the word belong to it ("Gov", "J")?"""
    return len(outline.text[i]) == 1 or outline.lower[i] in abbreviations()


def _ends_in_role(outline: Outline, start: int, end: int) -> bool:
    """Is the last noun, or the one before the last "of", a role?"""
    if _is_role(outline, end - 1):
        return True
    for i in range(end - 1, start, -1):
        if outline.lower[i] in _INSIDE:
            return _is_role(outline, i - 1)
    return False


def _is_role(outline: Outline, i: int) -> bool:
    word = head_noun(outline, i)
    return person_noun(word) or word in lexicon.words("roles", "organization")


def phrase_end(outline: Outline, start: int) -> tuple[int, int] | None:
    """(head token, end) of the noun phrase that begins at `start` and has a role for its head."""
    i = start
    limit = min(outline.size, start + 2 * LONGEST)
    while i < limit and (
        outline.lower[i] in DETERMINERS or outline.lower[i] in _POSSESSIVE_PRONOUNS
    ):
        i += 1
    head = None
    while i < limit and not outline.space[i]:
        lower = outline.lower[i]
        if (lower in _CLOSING or lower[0] in _CLOSING) and not outline.hyphen(i):
            break
        if lower in _PHRASE_PREPOSITIONS and head is not None:
            if lower in ("and", "&") and not (i + 1 < limit and _noun_like(outline, i + 1)):
                break
        elif _noun_like(outline, i) or lower in DETERMINERS:
            if head is None and _is_role(outline, i) and not _continues(outline, i):
                head = i
        else:
            return None
        i += 1
    if head is None:
        return None
    return head, i


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
    if outline.possessive(i) or outline.hyphen(i) or outline.text[i] in ("&", "."):
        return True
    if not outline.fold[i] or outline.lower[i] in _PHRASE_PREPOSITIONS:
        return False
    if outline.tagged:
        return outline.pos[i] in _TITLE_POS or outline.lower[i] in _POSSESSIVE_PRONOUNS
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
    """The role that a verb tells ("X, who leads the harbour union,")."""
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
    return outline.lower[end] in _CLOSING or outline.lower[end][0] in _CLOSING


def before_name(outline: Outline, name: int, end: int) -> tuple[int, int] | None:
    """The role phrase that a name follows in commas ("the finance minister, X,")."""
    comma = name - 1
    if comma < 1 or outline.text[comma] != ",":
        return None
    if end < outline.size and outline.text[end] not in (",", ")", ".", "—", ":"):
        return None
    start = _walk_left(outline, comma - 1)
    if start >= comma or not _ends_in_role(outline, start, comma):
        return None
    owned = any(outline.possessive(i) for i in range(start, comma))
    determined = start > 0 and (
        outline.lower[start - 1] in DETERMINERS or outline.lower[start - 1] in _POSSESSIVE_PRONOUNS
    )
    return (start, comma) if owned or determined else None


def read_role(outline: Outline, start: int, end: int) -> Role | None:
    """The role that the phrase words, or None where it is only a form of address ("Mr.")."""
    while start < end and (
        outline.lower[start] in DETERMINERS or outline.lower[start] in _POSSESSIVE_PRONOUNS
    ):
        start += 1
    if end - start > 1 and outline.lower[start] in ("one", "another"):
        start += 1
    while start < end and not outline.fold[end - 1] and outline.text[end - 1] != ".":
        end -= 1
    if start >= end:
        return None
    head = end - 1
    for i in range(start + 1, end):
        if outline.lower[i] in _PHRASE_PREPOSITIONS:
            head = i - 1
            break
    while head > start and not outline.fold[head]:
        head -= 1
    noun = singular(head_noun(outline, head))
    if noun in lexicon.words("titles", "courtesy"):
        return None
    noun = lexicon.load("titles")["expansions"].get(noun, noun)
    ignored = lexicon.words("roles", "ignored")
    modifiers, lands = set(), set()
    for i in range(start, end):
        word = outline.fold[i]
        if i == head or not word or outline.possessive(i) or word in ignored:
            continue
        if outline.lower[i] in _PHRASE_PREPOSITIONS or outline.lower[i] in DETERMINERS:
            continue
        land = places.allegiance(word)
        if land is not None:
            lands.add(land)
        elif fold(noun) != word:
            modifiers.add(word)
    for phrase in _synonym_groups():
        if " of " in phrase and phrase in outline.string(start, end).lower():
            modifiers.difference_update(phrase.split())
    party = places.party(noun)
    if party is not None:
        lands.add(party)
    text = outline.string(start, end)
    return Role(text, noun, frozenset(modifiers), frozenset(lands), start)


@cache
def _synonym_groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, group in enumerate(lexicon.load("roles")["synonyms"]):
        for phrase in group:
            table.setdefault(phrase, set()).add(number)
    return {phrase: frozenset(groups) for phrase, groups in table.items()}


def keys(role: Role) -> frozenset[str]:
    """What to look a role up by: its head and the synonym groups of the phrases it ends in."""
    groups = _synonym_groups()
    words = role.text.lower().replace("’s", "").replace("'s", "").rstrip(".").split()
    found = {role.head}
    position = words.index(role.head) if role.head in words else len(words) - 1
    for first in range(max(0, position - 3), position + 1):
        for last in range(position + 1, min(len(words), first + 5) + 1):
            for group in groups.get(" ".join(words[first:last]), ()):
                found.add(f"={group}")
    for group in groups.get(role.head, ()):
        found.add(f"={group}")
    return frozenset(found)


def fit(asked: Role, held: Role) -> float:
    """How well "the foreign minister" (asked) suits a role that someone holds, from 0 to 1."""
    if asked.countries and held.countries and not asked.countries & held.countries:
        return 0.0
    restrictive = lexicon.words("roles", "restrictive")
    if asked.modifiers & restrictive - held.modifiers:
        return 0.0
    score = 1.0 if asked.head == held.head else 0.6
    if held.modifiers & restrictive - asked.modifiers:
        score *= 0.3
    wanted, has = asked.modifiers - restrictive, held.modifiers - restrictive
    if wanted:
        if wanted & has:
            score *= 1.2
        elif has:
            score *= 0.3
        else:
            score *= 0.6
    return score
