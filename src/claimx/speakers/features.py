"""The readable features of whether a mention means a candidate.

Each function yields (feature, value) pairs; the names are the keys of `data/en/speakers.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log1p
from typing import TYPE_CHECKING

from claimx.speakers import roles
from claimx.speakers.entities import usual_gender
from claimx.text import countries, lexicon

if TYPE_CHECKING:
    from claimx.speakers.entities import Entity
    from claimx.speakers.mentions import Mention
    from claimx.speakers.scene import Presence, Scene

Feature = tuple[str, float]
# The borders of the classes of distance, in sentences: 0, 1, 2, 3-4, 5-8, more.
DISTANCES = (0, 1, 2, 4, 8)
RANKS = 3
# Relations to the mention that leave open whether the candidate is meant.
LOOSE = frozenset(["", "about", "owner pronoun"])
LEAD = 2  # sentences in which an article says what it is about
SOON = 3  # sentences until somebody is named who was only described


@dataclass(slots=True)
class Candidate:
    """An entity that a mention can mean, or a new one that only this mention describes.

    `how` is "named", "described" (mentioned before, without a name), "own" (a group or body named
    by the mention's words) or "nobody" (unnamed). `rank` is the number of more recent candidates.
    """

    entity: Entity
    how: str
    rank: int = 0
    relation: str = ""


@dataclass(slots=True)
class Context:
    """The context of a mention: its claim and its surroundings."""

    spoken_of: frozenset[int] = frozenset()
    enclosing: Entity | None = None


def features(
    scene: Scene, mention: Mention, candidate: Candidate, context: Context
) -> Iterator[Feature]:
    """Yield all features of a mention and a candidate."""
    yield candidate.how, 1.0
    if candidate.how in ("own", "nobody"):
        yield from _form(scene, mention, candidate.how)
        return
    entity = candidate.entity
    yield f"label {entity.label}", 1.0
    if candidate.relation:
        yield f"relation {candidate.relation}", 1.0
    if candidate.relation in LOOSE:
        yield from _presence(scene, mention, candidate)
    yield from _speech(scene, mention, entity)
    yield from _gender(scene, mention, entity)
    if scene.view.quoted[mention.head] and candidate.how == "named":
        seen = scene.presence(entity)
        yield f"within a quotation, last {seen.place if seen else 'never'}", 1.0
    if id(entity) in context.spoken_of:
        yield "named in content", 1.0
    if entity is context.enclosing:
        yield "speaks around", 1.0
    if mention.sort != "name" and entity.label == "ORG" and "media" in classes(entity):
        yield "medium", 1.0
    if mention.sort == "name":
        yield from _name(scene, mention, entity)
    elif mention.role is not None:
        yield from _description(scene, mention, candidate)


# --- where the entity was met


def _distance(sentences: int) -> str:
    return next((str(border) for border in DISTANCES if sentences <= border), "far")


def _presence(scene: Scene, mention: Mention, candidate: Candidate) -> Iterator[Feature]:
    view, entity = scene.view, candidate.entity
    here = view.sentence[mention.head]
    seen = scene.presence(entity)
    yield "share", entity.share
    if entity.mentions and view.sentence[entity.mentions[0]] < LEAD:
        yield "in the lead", 1.0
    if seen is None or seen.token < 0:
        yield "not met", 1.0
        later = next((i for i in entity.mentions if i >= mention.end), None)
        if later is not None:
            soon = view.sentence[later] - here <= SOON
            yield ("named soon" if soon else "named later"), 1.0
        return
    yield f"ago {_distance(here - view.sentence[seen.token])}", 1.0
    yield f"last {seen.place}", 1.0
    yield f"rank {min(candidate.rank, RANKS)}", 1.0
    yield "times", log1p(seen.times)
    if view.paragraph[seen.token] == view.paragraph[mention.head]:
        yield "same paragraph", 1.0
    if seen.subject >= 0:
        yield f"subject ago {_distance(here - view.sentence[seen.subject])}", 1.0


def _speech(scene: Scene, mention: Mention, entity: Entity) -> Iterator[Feature]:
    seen = scene.presence(entity)
    if seen is None or not seen.spoken:
        return
    yield "spoke", 1.0
    at, last = scene.turns[-1]
    if last is entity:
        yield "spoke last", 1.0
        view = scene.view
        if view.paragraph[at] == view.paragraph[mention.head]:
            yield "spoke last in paragraph", 1.0
        elif view.paragraph[at] + 1 == view.paragraph[mention.head]:
            yield "spoke last in paragraph before", 1.0
    elif len(scene.turns) > 1 and any(one is entity for _, one in scene.turns[-3:]):
        yield "spoke lately", 1.0


# --- gender


def _gender(scene: Scene, mention: Mention, entity: Entity) -> Iterator[Feature]:
    if entity.label != "PERSON":
        return
    gender = mention_gender(scene, mention)
    if gender is None:
        return
    shown, usual = entity.gender(), usual_gender(entity)
    if shown is not None:
        yield ("gender same" if shown == gender else "gender other"), 1.0
    elif usual is not None:
        yield ("first name same" if usual == gender else "first name other"), 1.0
    else:
        yield "gender unknown", 1.0


def mention_gender(scene: Scene, mention: Mention) -> str | None:
    """Return the gender that a pronoun, a noun or a title before a name shows."""
    lower = scene.view.lower
    if mention.sort == "he":
        return roles.PRONOUN_GENDER[lower[mention.head]]
    if mention.name is not None:
        titles = (
            roles.honorific_gender(lower[i]) for i in range(mention.start, mention.name.start)
        )
        return next((gender for gender in titles if gender is not None), None)
    return roles.honorific_gender(mention.role.head) if mention.role is not None else None


# --- names


def _name(scene: Scene, mention: Mention, entity: Entity) -> Iterator[Feature]:
    name = mention.name
    assert name is not None
    words = name.words
    if mention.longer and all(word in _bodies() for word in words):
        yield "generic name", 1.0
    if words in entity.forms:
        yield "same form", 1.0
    if words == entity.full:
        yield "full name", 1.0
    elif entity.label == "PERSON" and len(words) == 1:
        yield ("surname" if words[0] == entity.full[-1] else "not surname"), 1.0
        # The main person is called by the surname alone, a namesake by the full name.
        again = sum(n for form, n in entity.forms.items() if len(form) > 1) - 1
        yield "full name again", min(again, 3) / 3
        if entity.titled:
            yield "has a title", 1.0
        held = scene.entities.of(name)
        yield ("first of the name" if held and held[0] is entity else "not first of the name"), 1.0
        yield from _title(scene, mention, entity)
    elif entity.label != "PERSON":
        if entity.full[: len(words)] == words:
            yield "begins the name", 1.0
        elif any(countries.is_capital_of(words, form) for form in entity.forms):
            yield "capital", 1.0
        elif words[-1] == entity.full[-1]:
            yield "ends the name", 1.0
        elif len(words) == 1 and words not in entity.forms:
            yield "acronym", 1.0


def _title(scene: Scene, mention: Mention, entity: Entity) -> Iterator[Feature]:
    assert mention.name is not None
    role = roles.read_role(scene.view, mention.name.title, mention.name.start)
    if role is None or mention.name.title == mention.name.start:
        return
    fit = max((roles.fit(role, held) for held in entity.roles), default=0.0)
    yield ("title same", fit) if fit > 0 else ("title other", 1.0)


# --- descriptions


def _description(scene: Scene, mention: Mention, candidate: Candidate) -> Iterator[Feature]:
    asked, entity = mention.role, candidate.entity
    assert asked is not None
    seen = scene.presence(entity)
    if seen is not None and asked.head in seen.heads:
        yield "called so before", 1.0
    if scene.issued.get(asked.head) is entity:
        yield "issued", 1.0
    elif (
        mention.sort == "document"
        and mention.determiner not in ("a", "an")
        and entity in scene.issued.values()
    ):
        yield "issued another", 1.0
    if asked.head in entity.full:
        yield "head in name", 1.0
        if asked.modifiers:
            known = asked.modifiers <= set(entity.full)
            yield ("modifiers in name" if known else "modifiers not in name"), 1.0
    yield from _roles(asked, entity, seen)
    lands = frozenset[str]().union(*(role.countries for role in entity.roles))
    if asked.countries and lands:
        yield ("country same" if asked.countries & lands else "country other"), 1.0
    if mention.sort == "body":
        mine, theirs = _classes(asked.head), classes(entity)
        if mine:
            fit = "same" if mine & theirs else "other" if theirs else "unknown"
            yield f"kind of body {fit}", 1.0
    if asked.head.removesuffix("-year-old") in entity.ages:
        yield "same age", 1.0
    if (
        mention.determiner in ("a", "an", "")
        and mention.owner is None
        and candidate.relation in LOOSE
    ):
        yield ("indefinite but met" if seen is not None else "indefinite"), 1.0


def _roles(asked: roles.Role, entity: Entity, seen: Presence | None) -> Iterator[Feature]:
    """Yield how well the description fits the best of the entity's roles."""
    best, same = 0.0, False
    told = [held.modifiers for held in entity.roles if held.modifiers]
    if asked.modifiers and told:
        shared = any(asked.modifiers & held for held in told)
        yield ("modifiers shared" if shared else "modifiers other"), 1.0
    for held in entity.roles:
        if asked.head == held.head or roles.keys(asked) & roles.keys(held):
            fit = roles.fit(asked, held)
            best, same = max((best, same), (fit, asked.head == held.head))
    if best > 0:
        later = "" if seen is not None or same else ", not met"
        yield ("role same" if same else f"role like{later}"), best
    elif entity.roles:
        yield "role other", 1.0
    else:
        yield "no role", 1.0


@cache
def _bodies() -> dict[str, frozenset[str]]:
    """Return the kinds of body that nouns and words of names show, by word."""
    table: dict[str, set[str]] = {}
    for kind, words in lexicon.load("roles")["bodies"].items():
        for word in words:
            table.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in table.items()}


def _classes(noun: str) -> frozenset[str]:
    return _bodies().get(roles.singular(noun), frozenset())


def classes(entity: Entity) -> frozenset[str]:
    """Return the kinds of body that the entity's name and roles show."""
    found = frozenset[str]()
    for word in entity.full:
        found |= _bodies().get(word, frozenset())
    for role in entity.roles:
        found |= _classes(role.head)
    if entity.label == "LOC":
        found |= {"government"}
    return found


# --- the mention alone: is it named by its own words, or nobody?


def _form(scene: Scene, mention: Mention, how: str) -> Iterator[Feature]:
    view, head = scene.view, mention.head
    determiner = mention.determiner
    if determiner in ("a", "an"):
        kind = "indefinite"
    elif determiner in ("the", "this", "that", "these", "those"):
        kind = "definite"
    else:
        kind = "owned" if determiner else "bare"
    yield f"{how} {kind}", 1.0
    if view.quoted[head]:
        yield f"{how} quoted", 1.0
    if view.capital(head) and not view.opens_sentence(head):
        yield f"{how} capital", 1.0
    for relation in {relation for relation, _ in mention.related}:
        yield f"{how} with name {relation}", 1.0
    if view.tag[head] == "NNP" and countries.is_people(view.fold[head]):
        yield f"{how} singular people", 1.0
    if mention.head + 1 < mention.end and mention.sort != "name":
        after = view.lower[mention.head + 1]
        known = after in lexicon.words("pronouns", "prepositions")
        yield f"{how} before {after if known else 'other'}", 1.0
    role = mention.role
    if role is None:
        return
    if role.telling:
        yield f"{how} telling", 1.0
        yield f"{how} {kind} telling", 1.0
    for key in ("unnamed", "offices", "epithets", "generic_organization", "relational"):
        if role.head in lexicon.words("roles", key):
            yield f"{how} {key}", 1.0
    for body in _classes(role.head):
        yield f"{how} body {body}", 1.0
    if role.head in scene.heads:
        yield f"{how} said before", 1.0
