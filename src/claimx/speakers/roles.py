"""Roles from titles and appositions, and their comparison."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from claimx.text import countries, lexicon
from claimx.text.view import DETERMINERS, fold

if TYPE_CHECKING:
    from claimx.text.view import View

LONGEST = 12
TITLE_POS = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "X"])
PHRASE_PREPOSITIONS = frozenset(["of", "for", "at", "in", "to", "with", "on", "from", "and", "&"])
POSSESSIVE_PRONOUNS = frozenset(["his", "her", "its", "their", "our", "my"])

PRONOUN_GENDER: dict[str, str] = {
    word: gender for gender in ("male", "female") for word in lexicon.load("pronouns")[gender]
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role as worded, with the words that distinguish it from others."""

    text: str
    head: str
    modifiers: frozenset[str]
    countries: frozenset[str]
    token: int

    @property
    def telling(self) -> bool:
        """Return whether it says more than a bare title."""
        return bool(self.modifiers or self.countries)


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """Return the noun's singular by the lists of roles, or the word itself."""
    known = lexicon.words("roles", "person") | lexicon.words("roles", "organization")
    if word in known or not word.endswith("s"):
        return word
    for ending, put in (("ies", "y"), ("ses", "s"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + put in known:
            return word[: -len(ending)] + put
    return word


@lru_cache(maxsize=8192)
def plural_person(word: str) -> bool:
    """Return whether it is the plural of a person noun ("officials", "spokesmen")."""
    persons = lexicon.words("roles", "person")
    if word in persons:
        return False
    if word.endswith("men") and word[:-2] + "an" in persons:
        return True
    return word == "children" or (word.endswith("s") and singular(word) in persons)


def person_noun(word: str) -> bool:
    """Return whether it is a noun for a person: an office, an occupation or a relative."""
    known = word in lexicon.words("roles", "person") or word in _honorifics()
    return known or word.endswith("ologist")


def organization_noun(word: str) -> bool:
    """Return whether it is a noun for an organization."""
    return singular(word) in lexicon.words("roles", "organization")


@cache
def _honorifics() -> dict[str, str]:
    table = lexicon.load("titles")["honorifics"]
    return {word: gender for gender, words in table.items() for word in words}


@cache
def abbreviations() -> frozenset[str]:
    """Return the titles that can have a full stop."""
    titles = lexicon.load("titles")
    return frozenset(titles["expansions"]) | frozenset(titles["courtesy"])


def is_honorific(word: str) -> bool:
    """Return whether it is a form of address, or a title used as one."""
    return word in _honorifics()


def honorific_gender(word: str) -> str | None:
    """Return "male" or "female" for "Mr", "Lady", "spokeswoman", …, otherwise None."""
    plain = word.rstrip(".")
    gender = _honorifics().get(plain)
    if gender in ("male", "female"):
        return gender
    for name, words in lexicon.load("roles")["gender"].items():
        if plain in words:
            return str(name)
    return None


def head_noun(view: View, i: int) -> str:
    """Return the word at `i`, with parts joined by hyphens ("secretary-general")."""
    word = view.lower[i].rstrip(".")
    while i > 1 and view.hyphen(i - 1):
        i -= 2
        word = view.lower[i] + "-" + word
    if "-" in word and not person_noun(word) and not word.endswith("-year-old"):
        return word.rsplit("-", 1)[1]
    return word


def read_role(view: View, start: int, end: int) -> Role | None:
    """Return the role in the phrase, or None if it is only a form of address ("Mr.")."""
    while start < end and (
        view.lower[start] in DETERMINERS or view.lower[start] in POSSESSIVE_PRONOUNS
    ):
        start += 1
    opening = lexicon.words("roles", "adverbs") | DETERMINERS
    while end - start > 1 and view.lower[start] in opening and not view.hyphen(start + 1):
        start += 1
    if end - start > 1 and view.lower[start] in ("one", "another"):
        start += 1
    for i in range(start + 1, end):
        if view.lower[i] in lexicon.words("roles", "enders"):
            end = i
            break
    courtesy = lexicon.words("titles", "courtesy")
    while start < end and (
        (not view.fold[end - 1] and view.words[end - 1] != ".")
        # "chief scientist Dr"
        or (end - start > 1 and view.lower[end - 1].rstrip(".") in courtesy)
    ):
        end -= 1
    if start >= end:
        return None
    head = end - 1
    last = head_noun(view, head)
    for i in range(start + 1, end):
        if view.lower[i] in PHRASE_PREPOSITIONS:
            joint = view.lower[i] in ("and", "&")
            # "Department of Roads spokesman"
            if not person_noun(head_noun(view, i - 1)) and (joint or person_noun(last)):
                continue
            head = i - 1
            break
    while head > start and (
        not view.fold[head] or (view.pos[head] == "ADJ" and view.pos[head - 1] == "NOUN")
    ):
        head -= 1
    noun = singular(head_noun(view, head))
    if noun in courtesy:
        return None
    noun = lexicon.load("titles")["expansions"].get(noun, noun)
    ignored = lexicon.words("roles", "ignored")
    modifiers, lands = set(), set()
    for i in range(start, end):
        word = view.fold[i]
        if i == head or not word or view.possessive(i) or word in ignored:
            continue
        if view.lower[i] in PHRASE_PREPOSITIONS or view.lower[i] in DETERMINERS:
            continue
        land = countries.allegiance(word)
        if land is not None:
            lands.add(land)
        elif fold(noun) != word:
            modifiers.add(word)
    for phrase in _synonym_groups():
        if " of " in phrase and phrase in view.string(start, end).lower():
            modifiers.difference_update(phrase.split())
    party = countries.party(noun)
    if party is not None:
        lands.add(party)
    text = view.string(start, end)
    return Role(text, noun, frozenset(modifiers), frozenset(lands), start)


@cache
def _synonym_groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, group in enumerate(lexicon.load("roles")["synonyms"]):
        for phrase in group:
            table.setdefault(phrase, set()).add(number)
    return {phrase: frozenset(groups) for phrase, groups in table.items()}


def keys(role: Role) -> frozenset[str]:
    """Return the keys of a role: its head, and synonym groups of the phrases at its end."""
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
    """Return how well "the foreign minister" (`asked`) fits a role, from 0 to 1."""
    if asked.countries and held.countries and not asked.countries & held.countries:
        return 0.0
    restrictive = lexicon.words("roles", "restrictive")
    missing = asked.modifiers & restrictive - held.modifiers
    past = lexicon.words("roles", "past")
    if missing and not (missing <= past and held.modifiers & past):
        return 0.0
    if held.modifiers & lexicon.words("roles", "lower") - asked.modifiers:
        return 0.0
    score = 1.0 if asked.head == held.head else 0.6
    if asked.countries and not held.countries:
        score *= 0.5
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
