"""Names of people, bodies, places and peoples: the recognizer's, improved by the article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.speakers import roles, titles
from claimx.text import countries, lexicon
from claimx.text.view import DETERMINERS

if TYPE_CHECKING:
    from claimx.text.view import View

# The labels of names in the schemes of OntoNotes, CoNLL 2003 and the bundled pipeline.
LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
}
# "SIMI" is a body, whatever the recognizer says; "QUIST" can be a person in capitals.
LONGEST_ACRONYM = 4
_INITIALS = re.compile(r"(?:[A-Z]\.)+")  # "H.R." before a surname
Words = tuple[str, ...]


@dataclass(slots=True)
class Name:
    """A name at tokens [start, end), with the start of its title (`start` without a title)."""

    start: int
    end: int
    label: str
    words: Words
    title: int


def find_names(view: View) -> list[Name]:
    """Return the article's names in order; each form of a name has one label."""
    names = [name for span in _from_entities(view) if (name := _name(view, *span)).words]
    _settle(view, names)
    names = sorted([*names, *_missed(view, names)], key=lambda name: name.start)
    _settle(view, names)
    return names


def _name(view: View, start: int, end: int, label: str) -> Name:
    if label == "ORG":
        start = _with_country(view, start, end)
    described = end < view.size and view.pos[end] == "NOUN"  # "Helio Grid workers"
    titled = label in ("PERSON", "ORG") and not described
    title = titles.title_start(view, start) if titled else start
    return Name(start, end, label, view.folded(start, end), title)


# --- the recognizer's names


def _from_entities(view: View) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of each entity, without determiners, marks and titles."""
    for entity in view.doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        start, end = entity.start, entity.end
        for i in range(start, end):
            if view.line_break(i) or (label == "PERSON" and view.words[i] == ","):
                end = i
                break
        while start < end and (_determiner(view, start) or not view.fold[start]):
            start += 1
        while end > start and (not view.fold[end - 1] or view.possessive(end - 1)):
            end -= 1
        if _keeps_ending(view, end):
            end, label = end + 1, "ORG"
        if label == "PERSON":
            start, end = _whole_name(view, _without_title(view, start, end), end)
        if start < end and not (label == "ORG" and _is_noun(view, start, end)):
            yield start, end, label


def _determiner(view: View, i: int) -> bool:
    """Return whether it is a determiner, and not the "A" of "A-jen"."""
    return view.lower[i] in DETERMINERS and not (i + 1 < view.size and view.hyphen(i + 1))


def _is_noun(view: View, start: int, end: int) -> bool:
    """Return whether it is a noun mistaken for a body's name ("Zoo Director", "the OC")."""
    word = view.lower[start]
    office = roles.person_noun(word) and start > 0 and view.lower[start - 1] == "the"
    return end - start == 1 and (roles.organization_noun(word) or office)


def _whole_name(view: View, start: int, end: int) -> tuple[int, int]:
    """Return the name with its initials, a royal or religious title, and "II" or "Jr"."""
    while start > 0 and _INITIALS.fullmatch(view.words[start - 1]):
        start -= 1
    reigns = lexicon.words("titles", "reigning")
    if end - start == 1 and start and view.fold[start - 1] in reigns and view.capital(start - 1):
        start -= 1
    while end < view.size and view.fold[end] in lexicon.words("titles", "numerals"):
        end += 1
    return start, end


def _keeps_ending(view: View, end: int) -> bool:
    """Return whether the name includes a possessive ending ("McDonald's said", "to Moody's,")."""
    if end >= view.size or not view.possessive(end) or view.lower[end] in ("'", "’"):
        return False
    return end + 1 == view.size or view.pos[end + 1] in ("VERB", "AUX", "PUNCT")


def _without_title(view: View, start: int, end: int) -> int:
    """Return where the name begins after a title in the entity ("Dr Ada Quist")."""
    start = _past_excellency(view, start, end)
    while end - start > 1 and _is_title(view, start):
        start += 1
        while start < end and not view.fold[start]:
            start += 1
    return start


def _past_excellency(view: View, start: int, end: int) -> int:
    """Return the token after "H.E." or "H E" before a name of several words, or `start`."""
    for count in (1, 2):
        letters = "".join(view.words[start : start + count]).replace(".", "")
        if letters in ("HE", "HH", "HRH") and end - start > count + 1:
            return start + count
    return start


def _is_title(view: View, i: int) -> bool:
    """Return whether it is a title, and not a name like a noun ("Larry King", "Baker")."""
    word = roles.head_noun(view, i)
    if word in lexicon.words("roles", "surnames"):
        return roles.is_honorific(word)
    return roles.person_noun(word)


def _with_country(view: View, start: int, end: int) -> int:
    """Return the start of a public body's name with its country ("Korea's Defense Ministry")."""
    if view.lower[end - 1] not in lexicon.words("roles", "public_bodies"):
        return start
    last = start - 1
    if last > 0 and view.possessive(last):
        last -= 1
    if last < 0 or LABELS.get(view.doc[last].ent_type_) not in ("LOC", "NORP"):
        return start
    while last > 0 and view.doc[last].ent_iob_ == "I":
        last -= 1
    while view.lower[last] in DETERMINERS and last < start:
        last += 1
    return last


# --- names that the recognizer left out


def _missed(view: View, names: list[Name]) -> Iterator[Name]:
    """Yield the known names, and bare surnames of known people, that the recognizer missed."""
    known: dict[Words, str] = {}
    for name in names:
        known[name.words] = name.label
        if name.label == "PERSON" and len(name.words) > 1:
            known.setdefault(name.words[-1:], "PERSON")
    by_first: dict[str, list[Words]] = defaultdict(list)
    for words in sorted(known, key=len, reverse=True):
        by_first[words[0]].append(words)
    covered = {i for name in names for i in range(name.start, name.end)}
    i = 0
    while i < view.size:
        end = _known_end(view, i, by_first.get(view.fold[i], ())) if view.capital(i) else i
        if end == i or not covered.isdisjoint(range(i, end)):
            i += 1
            continue
        yield _name(view, i, end, known[view.folded(i, end)])
        i = end


def _known_end(view: View, i: int, forms: list[Words] | tuple[()]) -> int:
    """Return the end of the longest form at token `i`, or `i` if there is none."""
    for words in forms:
        end = i
        found: list[str] = []
        while end < view.size and len(found) < len(words) and not view.line_break(end):
            if view.fold[end] and not view.possessive(end):
                found.append(view.fold[end])
            end += 1
        name = view.pos[i] in ("PROPN", "") and "." not in view.words[i]
        if tuple(found) == words and (len(words) > 1 or name):
            return end
    return i


# --- one label for each form


def _settle(view: View, names: list[Name]) -> None:
    """Give every form of a name one label over the article."""
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    surnames, parts = set[str](), set[str]()
    shown: dict[Words, set[str]] = defaultdict(set)
    for name in names:
        votes[name.words][name.label] += 1
        if name.label in ("PERSON", "LOC") and _is_body(view, name):
            votes[name.words]["ORG"] += 3
        if name.label == "PERSON" and len(name.words) > 1:
            surnames.add(name.words[-1])
        elif name.label == "ORG" and len(name.words) > 1:
            parts.update((name.words[0], name.words[-1]))
        shown[name.words].add(view.string(name.start, name.end))
    initials = {words for words, surfaces in shown.items() if all(map(_is_acronym, surfaces))}
    labels = {
        words: _label(words, tally, surnames, parts, acronym=words in initials)
        for words, tally in votes.items()
    }
    for name in names:
        if name.label != labels[name.words]:
            name.label = labels[name.words]
            if name.label not in ("PERSON", "ORG"):
                name.title = name.start


def _is_acronym(surface: str) -> bool:
    return surface.isupper() and 1 < len(surface.replace(".", "")) <= LONGEST_ACRONYM


def _label(
    words: Words, tally: Counter[str], surnames: set[str], parts: set[str], *, acronym: bool
) -> str:
    """Return the label of a form by countries and peoples, people's surnames, or votes."""
    best = max(tally, key=lambda label: (tally[label], label))
    surname = len(words) == 1 and words[0] in surnames
    if countries.is_place(words) and not surname:
        return "LOC"
    if len(words) == 1 and countries.is_people(words[0]) and not surname:
        return "NORP"
    if surname and not acronym:
        return "PERSON"
    if best == "PERSON" and not surname and (acronym or (len(words) == 1 and words[0] in parts)):
        return "ORG"
    body = lexicon.words("roles", "organization_words")
    if best == "PERSON" and len(words) > 1 and not body.isdisjoint((words[0], words[-1])):
        return "ORG"
    return best


def _is_body(view: View, name: Name) -> bool:
    """Return whether it is headed ("head of X", "X's founder") or called a body ("the firm X")."""
    i = name.start - 1
    if i < 1:
        return False
    offices = lexicon.words("roles", "heads")
    owner = name.end < view.size and view.possessive(name.end)
    if view.lower[i] in ("of", "at"):
        return not owner and roles.head_noun(view, i - 1) in offices
    if view.words[i].islower() and view.lower[i] in lexicon.words("roles", "generic_organization"):
        return True
    return owner and any(
        view.lower[j] in offices
        for j in range(name.end + 1, min(name.end + 4, view.size))
        if all(view.pos[k] in ("NOUN", "ADJ", "PROPN", "") for k in range(name.end + 1, j + 1))
    )
