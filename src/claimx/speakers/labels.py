"""What a name is the name of: one label for each form of it over the whole article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimx.speakers import appositions, roles, titles
from claimx.text import countries, lexicon

if TYPE_CHECKING:
    from claimx.speakers.names import Name, Words
    from claimx.text.view import View

LONGEST_PERSON = 4
# "SIMI" is a body, whatever the recognizer says; "QUIST" may be somebody shouted.
LONGEST_ACRONYM = 4
_AFTER_DATELINE = frozenset([",", "(", "-", "–", "—"])


def settle(view: View, names: list[Name]) -> dict[Words, str]:
    """Gives every surface form one label over the article and returns the forms' labels."""
    votes: dict[Words, Counter[str]] = {}
    surnames: set[str] = set()
    forenames: set[str] = set()
    located: set[Words] = set()
    addressed: set[Words] = set()
    headed: set[Words] = set()
    initials: set[Words] = set()
    for name in names:
        tally = votes.setdefault(name.words, Counter())
        tally[name.label] += 1
        if len(name.words) <= LONGEST_PERSON and _addressed(view, name):
            tally["PERSON"] += 2
            addressed.add(name.words)
        elif name.label in ("PERSON", "LOC") and _body(view, name):
            tally["ORG"] += 3
            headed.add(name.words)
        elif name.label in ("PERSON", "LOC") and _located(view, name):
            tally["LOC"] += 2
            located.add(name.words)
        if name.label == "PERSON" and len(name.words) > 1:
            surnames.add(name.words[-1])
            forenames.add(name.words[0])
        surface = view.string(name.start, name.end)
        if "." in surface and surface.isupper():
            initials.add(name.words)
    labels: dict[Words, str] = {}
    named = lexicon.words("roles", "organization_words")
    bodies = {
        word
        for words, tally in votes.items()
        if len(words) > 1 and tally["ORG"] > 2 and tally["ORG"] >= tally["PERSON"]
        for word in (words[0], words[-1])
    }
    acronyms = {
        "".join(word[0] for word in words)
        for words, tally in votes.items()
        if len(words) > 2 and tally["ORG"] > tally["PERSON"]
    }
    shouted = {
        name.words
        for name in names
        if len(name.words) == 1
        and 2 <= len(name.words[0]) <= LONGEST_ACRONYM
        and view.string(name.start, name.end).isupper()
        and not view.headline[name.start]
    }
    for words, tally in votes.items():
        best = max(tally, key=lambda label: (tally[label], label))
        if words in shouted - addressed and words[0] not in surnames | forenames:
            best = "ORG" if best == "PERSON" else best
        if len(words) == 1:
            if countries.is_people(words[0]) and words[0] not in surnames:
                best = "NORP"
            elif countries.is_place(words) and words[0] not in surnames:
                best = "LOC"
            elif words in initials:
                pass
            elif words[0] in surnames and (
                not countries.is_place(words) or 1.5 * tally["PERSON"] >= tally["LOC"]
            ):
                best = "PERSON"
            elif best == "PERSON" and (words[0] in bodies or words[0] in acronyms):
                best = "ORG"
            elif best == "LOC" and words[0] in forenames and words not in located:
                best = "PERSON"
        elif countries.is_place(words):
            best = "LOC"
        elif best == "PERSON" and (
            not named.isdisjoint((words[0], words[-1])) or words in headed - addressed
        ):
            best = "ORG"
        elif best != "PERSON" and len(words) <= LONGEST_PERSON and named.isdisjoint(words):
            for part in (words[-1:], words[:1]):
                alone = votes.get(part, Counter())
                if alone["PERSON"] >= tally[best] and not tally["PERSON"] and not alone[best]:
                    best = "PERSON"
        labels[words] = best
    for name in names:
        if name.label != labels[name.words]:
            name.label = labels[name.words]
            if name.label not in ("PERSON", "ORG"):
                name.title = name.start
    return labels


def _addressed(view: View, name: Name) -> bool:
    """Does a person's title stand before the name, or an age behind?"""
    if _in_apposition(view, name):
        return True
    start = name.title if name.label in ("PERSON", "ORG") else titles.title_start(view, name.start)
    last = name.start - 1
    while last >= 0 and (view.gap(last) or view.words[last] == "."):
        last -= 1
    if appositions.age_after(view, name.end) is not None:
        return True
    return start < name.start and roles.person_noun(roles.head_noun(view, last))


def _in_apposition(view: View, name: Name) -> bool:
    """Is it set off by commas behind a person's description ("The mayor, Ada Ito, said")?"""
    i = name.start - 1
    if len(name.words) < 2 or i < 1 or view.words[i] != ",":
        return False
    described = roles.person_noun(roles.head_noun(view, i - 1))
    closed = name.end + 1 < view.size and view.words[name.end] == ","
    return described and closed and view.lower[name.end + 1] not in ("and", "or")


def _located(view: View, name: Name) -> bool:
    """Does something lie or happen there ("in X", "the town of X", "X, April 8 —" at the head)?"""
    i = name.start - 1
    after = view.words[name.end] if name.end < view.size else ""
    opens = i < 0 or view.paragraph[i] != view.paragraph[name.start]
    if opens and after in _AFTER_DATELINE and view.string(name.start, name.end).isupper():
        return True
    if i < 1 or (name.end < view.size and view.possessive(name.end)):
        return False
    if view.lower[i] == "of":
        return view.lower[i - 1] in lexicon.words("roles", "localities")
    return view.words[i] in lexicon.words("roles", "locatives")


def _body(view: View, name: Name) -> bool:
    """Is it what somebody heads ("head of X", "X's founder"), or what a noun for a body names?"""
    i = name.start - 1
    if i < 1:
        return False
    offices = lexicon.words("roles", "heads")
    owner = name.end < view.size and view.possessive(name.end)
    if view.lower[i] in ("of", "at"):
        return not owner and roles.head_noun(view, i - 1) in offices
    if view.words[i].islower() and view.lower[i] in lexicon.words("roles", "generic_organization"):
        return True
    end = name.end
    if end + 1 >= view.size or not owner:
        return False
    return any(
        view.lower[j] in offices
        for j in range(end + 1, min(end + 4, view.size))
        if all(view.pos[k] in ("NOUN", "ADJ", "PROPN", "") for k in range(end + 1, j + 1))
    )
