"""What kind of phrase a source is: its head, its name, its possessor, its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.speakers import places, roles
from claimx.speakers.outline import DETERMINERS, plural_person, singular
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.mentions import Name
    from claimx.speakers.outline import Outline

_PREPOSITIONS = lexicon.words("pronouns", "prepositions")
_POSSESSIVE_PRONOUNS = lexicon.words("pronouns", "possessive")
_PRONOUNS = frozenset(["who", "whom", "whose", "which"])
_WITHIN = frozenset(["at", "by", "from", "in", "of"])
_MAN = ("man", "woman", "person")
_BREAKS = frozenset([",", "(", "—", "–", ";", ":", "who", "which", "whose", "[", "•"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source at tokens [start, end), without appositions; `head` and `name` as far as found."""

    start: int
    end: int
    head: int
    name: Name | None
    determiner: str
    preposition: int | None
    parts: tuple[tuple[int, int], ...]


class Names:
    """The article's names by the tokens they cover."""

    def __init__(self, outline: Outline, names: list[Name]) -> None:
        self.names = names
        self.at: list[Name | None] = [None] * outline.size
        self.titled: list[Name | None] = [None] * outline.size
        for name in names:
            for i in range(name.start, name.end):
                self.at[i] = name
            for i in range(name.title, name.start):
                self.titled[i] = name


def read_source(outline: Outline, names: Names, start: int, end: int) -> Phrase | None:
    """The phrase in a source's tokens, or None if it holds no word."""
    given = start
    while start < end and (
        not outline.fold[start] or outline.lower[start] in _PREPOSITIONS - _PRONOUNS
    ):
        start += 1
    while start < end and (not outline.fold[end - 1] or outline.possessive(end - 1)):
        end -= 1
    while end - start > 1 and names.at[end - 1] is None and _adverb(outline, end - 1):
        end -= 1
    if start >= end:
        return None
    if start > given:
        start = _behind_place(outline, names, start, end)
    if outline.lower[start] == "both" and end - start > 1:
        start += 1
        end = _both(outline, names, start, end)
    core = start + 1
    named = names.at[start] is not None
    while core < end and not _breaks(outline, names, core):
        if named and outline.tag[core] in ("VBD", "VBZ") and outline.pos[core] == "VERB":
            break
        core += 1
    parts = _parts(outline, names, start, end)
    if parts:
        return Phrase(start, end, start, None, "", None, parts)
    head, preposition = _head(outline, names, start, core)
    determiner = outline.lower[start] if head > start else ""
    if determiner not in DETERMINERS and determiner not in _POSSESSIVE_PRONOUNS:
        determiner = ""
    name = names.at[head] or names.titled[head]
    if name is not None and name.start >= end:
        name = None
    if core < end and outline.text[core] == "(" and (name is None or name.label == "ORG"):
        bearer = _after_acronym(outline, names, core, end)
        if bearer is not None:
            name, core = bearer, bearer.end
    if (
        name is None
        and core < end
        and outline.text[core] == ","
        and not places.is_people(outline.fold[head])
    ):
        following = core + 1
        candidate = (names.at[following] or names.titled[following]) if following < end else None
        if candidate is not None and candidate.label == "PERSON":
            noun = roles.head_noun(outline, head)
            if roles.person_noun(noun) and candidate.start < end:
                name, core = candidate, candidate.end
                start, head = following, candidate.end - 1
    if name is not None and name.end > core and name.label == "PERSON":
        core = min(end, name.end)
    while core > start + 1 and (outline.possessive(core - 1) or not outline.fold[core - 1]):
        core -= 1
    return Phrase(start, core, head, name, determiner, preposition, ())


def _adverb(outline: Outline, i: int) -> bool:
    """Does the word tell when, rather than who ("Helio Grid today announced")?"""
    word = outline.lower[i]
    return (
        word in lexicon.words("roles", "adverbs")
        or (word in lexicon.words("titles", "months") and outline.capital(i))
        or not outline.fold[i]
    )


def _behind_place(outline: Outline, names: Names, start: int, end: int) -> int:
    """Where the person begins after a place in front ("outside Port Salm, manager Ada Ito")."""
    for i in range(start + 1, end - 1):
        if outline.text[i] == ",":
            name = names.at[i + 1] or names.titled[i + 1]
            person = name is not None and name.label == "PERSON"
            first = names.at[start]
            place = outline.lower[start - 1] in lexicon.words("pronouns", "local")
            other = place or first is None or first.label != "PERSON"
            return i + 1 if person and other else start
        if names.at[i] is None and outline.lower[i] not in _PREPOSITIONS | DETERMINERS:
            return start
    return start


def _both(outline: Outline, names: Names, start: int, end: int) -> int:
    """Where "both X and Y" ends if the source was cut off after X."""
    if "and" in outline.lower[start:end] or end + 1 >= outline.size:
        return end
    second = names.at[end + 1]
    return second.end if outline.lower[end] == "and" and second is not None else end


def _after_acronym(outline: Outline, names: Names, i: int, end: int) -> Name | None:
    """The person whose title goes on after the bracket ("Port Council (PC) Chief Ada Ito")."""
    for j in range(i + 1, min(end - 1, i + 5)):
        if outline.text[j] == ")":
            name = names.titled[j + 1]
            return name if name is not None and name.label == "PERSON" else None
    return None


def _breaks(outline: Outline, names: Names, i: int) -> bool:
    if names.at[i] is not None and names.at[i] is names.at[i - 1]:
        return False
    return outline.lower[i] in _BREAKS or (outline.space[i] and "\n" in outline.text[i])


def _head(outline: Outline, names: Names, start: int, end: int) -> tuple[int, int | None]:
    """(head, preposition): the last word before what modifies it from behind."""
    preposition = None
    last = end
    for i in range(start + 1, end):
        if names.at[i] is not None and names.at[i] is names.at[i - 1]:
            continue
        if outline.lower[i] in _PREPOSITIONS:
            preposition = last = i
            break
        if _clause(outline, i):
            last = i
            break
    if preposition is None:
        preposition = next(
            (i for i in range(last, end) if outline.lower[i] in ("by", "from")), None
        )
    head = last - 1
    while (
        head > start
        and names.at[head] is None
        and outline.pos[head] == "ADJ"
        and outline.pos[head - 1] == "NOUN"
    ):
        head -= 1
    suffixes = lexicon.words("titles", "suffixes")
    while head > start and names.at[head] is None and outline.pos[head] == "ADV":
        head -= 1
    while head > start and (
        outline.possessive(head) or not outline.fold[head] or outline.fold[head] in suffixes
    ):
        head -= 1
    return head, preposition


def _clause(outline: Outline, i: int) -> bool:
    """Does a clause begin that only describes the noun before ("a poll released", "all I met")?"""
    if not outline.tagged or outline.pos[i - 1] not in ("NOUN", "PROPN", "PRON"):
        return False
    if outline.lower[i - 1] in _POSSESSIVE_PRONOUNS:
        return False
    return outline.tag[i] in ("VBN", "VBG", "VBD", "PRP") or outline.lower[i] == "that"


def _parts(outline: Outline, names: Names, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The members of "X and Y", "X, Y and Z" where each begins with a name, title or article."""
    joint = None
    for i in range(start + 1, end - 1):
        lower = outline.lower[i]
        if lower in ("who", "which", "whose", "that"):
            break
        inside = names.at[i] is not None and names.at[i] is names.at[i - 1]
        if lower in ("and", "or") and not inside and not _in_title(names, i):
            joint = i
            break
    if joint is None:
        return ()
    second = joint + 1
    described = False
    for i in range(start, joint):
        if outline.text[i] == "," and i + 1 < joint:
            described = described or not _opens_name(outline, names, i + 1, joint)
    other = names.at[second] or names.titled[second]
    person = other is not None and other.label == "PERSON"
    if described and not (outline.text[joint - 1] == "," and person):
        return ()
    if not person and any(outline.lower[i] in _WITHIN for i in range(start + 1, joint)):
        return ()
    if _one_title(outline, names, start, joint, second):
        return ()
    if not (_opens_name(outline, names, second, end) or outline.lower[second] in DETERMINERS):
        return ()
    if names.at[joint - 1] is None and (
        outline.pos[joint - 1] in ("ADJ", "PROPN") or outline.capital(joint - 1)
    ):
        return ()
    pieces: list[tuple[int, int]] = []
    begin = start
    for i in range(start, joint):
        if outline.text[i] == "," and _opens_name(outline, names, i + 1, joint):
            pieces.append((begin, i))
            begin = i + 1
    pieces.append((begin, joint if outline.text[joint - 1] != "," else joint - 1))
    pieces.append((second, end))
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def _one_title(outline: Outline, names: Names, start: int, joint: int, second: int) -> bool:
    """Do both nouns tell of one person ("lawyer and activist Ada Ito")?"""
    name = names.at[second] or names.titled[second]
    if name is None or name.label != "PERSON":
        return False
    bare = joint - start == 1 or outline.lower[start] in DETERMINERS
    return (
        bare
        and roles.person_noun(outline.lower[joint - 1])
        and outline.text[joint - 1].islower()
        and name.title <= second < name.start
    )


def _in_title(names: Names, i: int) -> bool:
    return names.titled[i] is not None


def _opens_name(outline: Outline, names: Names, i: int, end: int) -> bool:
    if i < end and outline.lower[i] in DETERMINERS:
        i += 1
    if i >= end:
        return False
    return names.at[i] is not None or names.titled[i] is not None


def sort_of(outline: Outline, phrase: Phrase) -> str:
    """ "person", "organization", "group", "document" or "" for a phrase without a name."""
    head = phrase.head
    word = roles.head_noun(outline, head)
    quantifiers = lexicon.words("pronouns", "indefinite_group")
    if word in lexicon.words("pronouns", "indefinite_person"):
        share = phrase.preposition == head + 1 and outline.lower[head + 1] == "in"
        return "group" if share else "person"
    if word in quantifiers or (word in ("%",)):
        return "group"
    if word in lexicon.words("roles", "document") and not roles.person_noun(word):
        return "document"
    if plural_person(word) or word in lexicon.words("roles", "group"):
        return "group"
    if places.is_people(outline.fold[head]):
        plural = outline.fold[head].endswith("s") or outline.tag[head] in ("NNPS", "NNS")
        return "group" if plural or not phrase.determiner else "person"
    title = outline.capital(head) and head > 0 and outline.capital(head - 1)
    if title and phrase.determiner == "the" and word in lexicon.words("roles", "newspapers"):
        return "organization"
    if roles.person_noun(word) or word.endswith("-year-old") or word.endswith(_MAN):
        return "person"
    base = singular(word)
    if base in lexicon.words("roles", "organization"):
        return "organization" if base == word else "group"
    if base in lexicon.words("roles", "document"):
        return "document"
    if word.endswith(("er", "or", "ist", "ian")) and len(word) > 4:
        return "person"
    if word.endswith(tuple(lexicon.load("roles")["abstract"])):
        return ""
    if outline.tag[head] in ("NNS", "NNPS") and (
        outline.capital(head) or word.endswith(tuple(lexicon.load("roles")["agents"]))
    ):
        return "group"
    if outline.capital(head) and outline.pos[head] == "PROPN":
        return "organization"
    return ""
