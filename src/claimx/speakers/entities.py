"""The people and organizations of one article: their names' forms, roles and gender."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimx.speakers import places, roles
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.mentions import Name, Words
    from claimx.speakers.outline import Outline
    from claimx.speakers.roles import Role

# Namesakes, and holders of one role, that are looked at: keeps time linear in any text.
MOST = 50
# A role this many tokens after a mention still belongs to it ("Ada Ito, a lawyer").
NEAR = 8
_SMALL = frozenset(["of", "for", "and", "the", "on", "in", "to", "at", "a", "de", "la"])


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that the article names."""

    label: str
    forms: Counter[Words] = field(default_factory=Counter)
    shown: dict[Words, str] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    male: float = 0.0
    female: float = 0.0
    ages: set[str] = field(default_factory=set)
    full: Words = ()

    @property
    def name(self) -> str | None:
        """The full name as the article has it, None for somebody without one."""
        shown = self.shown.get(self.full)
        label = shown is not None and shown.isupper() and len(max(self.full, key=len)) > 2
        return shown.title() if shown and label and self.label == "PERSON" else shown

    def gender(self) -> str | None:
        """ "male" or "female" where the article tells it clearly."""
        if self.male >= 2 * self.female and self.male > 0:
            return "male"
        if self.female >= 2 * self.male and self.female > 0:
            return "female"
        return None

    def role_at(self, token: int) -> str | None:
        """The role that tells something given last before the token, else the first given."""
        worded = [role for role in self.roles if role.text]
        told = [role for role in worded if role.telling] or worded
        if not told:
            return None
        earlier = [role for role in told if role.token <= token + NEAR]
        return (earlier[-1] if earlier else told[0]).text


class Entities:
    """All of an article's entities, found by the words of a name."""

    def __init__(self, outline: Outline, names: list[Name]) -> None:
        self.outline = outline
        self.all: list[Entity] = []
        self._people: dict[Words, list[Entity]] = {}
        self._parts: dict[str, list[Entity]] = defaultdict(list)
        self._firsts: dict[str, list[Entity]] = defaultdict(list)
        self._inner: dict[str, list[tuple[int, Entity]]] = defaultdict(list)
        self._others: dict[Words, Entity] = {}
        self._short: dict[Words, list[Entity]] = {}
        self._roles: dict[str, list[Entity]] = defaultdict(list)
        self._add_people([name for name in names if name.label == "PERSON"])
        self._add_others([name for name in names if name.label != "PERSON"])
        self.all = [entity for entity in self.all if entity.forms]
        for entity in self.all:
            entity.full = _fullest(entity)

    # --- people

    def _add_people(self, names: list[Name]) -> None:
        forms: dict[Words, Name] = {}
        counts: Counter[Words] = Counter()
        for name in names:
            words = _without_suffix(name.words)
            if words not in forms or _shouted(self.outline, forms[words]):
                forms[words] = name
            counts[words] += 1
        for words in sorted(forms, key=lambda words: (-len(words), forms[words].start)):
            if len(words) > 1:
                self._add_full(words, forms[words], counts[words])
        for words, name in forms.items():
            if len(words) == 1 and not self._carriers(words[0], name.start):
                self._new_person(words, name, counts[words])

    def _add_full(self, words: Words, name: Name, count: int) -> None:
        for entity in self._parts[words[-1]][:MOST]:
            if any(_same_person(words, form) for form in entity.forms):
                self._enter(entity, words, name, count)
                return
        for entity in self._firsts[words[0]][:MOST]:
            if any(_within(words, form) for form in entity.forms):
                self._enter(entity, words, name, count)
                if entity not in self._parts[words[-1]]:
                    self._parts[words[-1]].append(entity)
                return
        self._new_person(words, name, count)

    def _new_person(self, words: Words, name: Name, count: int) -> None:
        entity = Entity("PERSON")
        self.all.append(entity)
        self._enter(entity, words, name, count)
        self._parts[words[-1]].append(entity)
        if len(words) > 1:
            particles = lexicon.words("titles", "particles")
            first = next((word for word in words if word not in particles), words[0])
            self._firsts[first].append(entity)
            for word in words[1:-1]:
                if word not in particles and len(word) > 1:
                    self._inner[word].append((name.start, entity))

    def _enter(self, entity: Entity, words: Words, name: Name, count: int) -> None:
        entity.forms[words] += count
        self._show(entity, words, name)
        self._people.setdefault(words, []).append(entity)

    def _carriers(self, word: str, start: int) -> list[Entity]:
        found = self._parts.get(word) or self._firsts.get(word)
        if not found:
            # "Wong" after "Alan Wong Tak-wah", but not before "Rulan Chao Pian".
            found = [entity for at, entity in self._inner.get(word, ())[:MOST] if at < start]
        return found[:MOST]

    # --- organizations, places, peoples

    def _add_others(self, names: list[Name]) -> None:
        short: list[Name] = []
        for name in sorted(names, key=lambda name: (-len(name.words), name.start)):
            key = self._key(name.words)
            known = self._others.get(key)
            if known is not None:
                self._enter_other(known, name)
            elif name.label == "ORG" and self._longer(name) is not None:
                short.append(name)
            else:
                entity = Entity(name.label)
                self.all.append(entity)
                self._others[key] = entity
                self._enter_other(entity, name)
                if name.label == "ORG":
                    self._index_organization(entity, key)
        for name in short:
            longer = self._longer(name)
            if longer is not None:
                self._others[self._key(name.words)] = longer
                self._enter_other(longer, name)
        self._define_acronyms(names)

    def _enter_other(self, entity: Entity, name: Name) -> None:
        entity.forms[name.words] += 1
        if entity.shown.get(name.words, "A").isupper():
            self._show(entity, name.words, name)

    def _show(self, entity: Entity, words: Words, name: Name) -> None:
        entity.shown[words] = self.outline.string(name.start, name.end)

    @staticmethod
    def _key(words: Words) -> Words:
        land = places.countries().get(words)
        if land is not None:
            return ("=", land)
        words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
        suffixes = lexicon.words("roles", "legal_forms")
        while len(words) > 1 and words[-1] in suffixes:
            words = words[:-1]
        return words

    def _index_organization(self, entity: Entity, words: Words) -> None:
        if len(words) < 2:
            return
        capitals = "".join(word[0] for word in words if word not in _SMALL)
        for key in {
            (capitals,),
            ("".join(word[0] for word in words),),
            words[:1],
            words[:2],
            words[-1:],
            words[-2:],
            words[-3:],
        }:
            self._short.setdefault(key, []).append(entity)

    def _longer(self, name: Name) -> Entity | None:
        """The one longer name that this is a piece or the initials of."""
        found = self._short.get(self._key(name.words), [])
        return found[0] if len(found) == 1 else None

    def _define_acronyms(self, names: list[Name]) -> None:
        """Joins "Stockholm International Peace Research Institute (SIPRI)" and the reverse."""
        by_start = {name.start: name for name in names}
        for name in names:
            i = name.end
            if i + 2 >= self.outline.size or self.outline.text[i] != "(":
                continue
            inner = by_start.get(i + 1)
            closes = inner.end if inner else i + 2
            if closes >= self.outline.size or self.outline.text[closes] != ")":
                continue
            words = inner.words if inner else self.outline.words(i + 1, i + 2)
            acronym = len(words) == 1 and self.outline.text[i + 1].isupper()
            if not acronym and (inner is None or len(name.words) != 1):
                continue
            keep = self._others[self._key(name.words)]
            if inner is None:
                keep.shown.setdefault(words, self.outline.text[i + 1])
                keep.forms[words] += 1
                self._others.setdefault(words, keep)
                continue
            other = self._others[self._key(inner.words)]
            if other is not keep and {other.label, keep.label} <= {"ORG", "LOC"}:
                self._merge(keep, other)

    def _merge(self, keep: Entity, gone: Entity) -> None:
        keep.forms.update(gone.forms)
        for words, text in gone.shown.items():
            keep.shown.setdefault(words, text)
        for words in gone.forms:
            self._others[self._key(words)] = keep
        gone.forms.clear()

    # --- looking up

    def of(self, name: Name) -> list[Entity]:
        """The entities that a name may mean."""
        if name.label != "PERSON":
            entity = self._others.get(self._key(name.words))
            return [entity] if entity is not None else []
        words = _without_suffix(name.words)
        if len(words) == 1:
            return self._carriers(words[0], name.start)
        return self._people.get(words, [])

    def give_role(self, entity: Entity, role: Role) -> None:
        """Notes that the article gives the entity this role, once for each wording."""
        wording = (role.head, role.text.casefold())
        known = any((held.head, held.text.casefold()) == wording for held in entity.roles)
        if not known and len(entity.roles) < MOST:
            entity.roles.append(role)
            for key in roles.keys(role):
                held_by = self._roles[key]
                if len(held_by) < MOST and entity not in held_by:
                    held_by.append(entity)
        gender = roles.honorific_gender(role.head)
        if gender is not None:
            self.vote(entity, gender, 3.0)

    def nobody(self, role: Role) -> Entity:
        """A new person without a name."""
        entity = Entity("PERSON", roles=[role])
        gender = roles.honorific_gender(role.head)
        if gender is not None:
            self.vote(entity, gender, 3.0)
        return entity

    def holders(self, asked: Role) -> list[tuple[Entity, float]]:
        """Who holds the role, with how well it fits."""
        found: dict[int, tuple[Entity, float]] = {}
        for key in roles.keys(asked):
            for entity in self._roles.get(key, ()):
                lands = frozenset[str]().union(*(role.countries for role in entity.roles))
                if asked.countries and lands and not asked.countries & lands:
                    continue
                fit = max(
                    roles.fit(asked, role) for role in entity.roles if key in roles.keys(role)
                )
                if fit > found.get(id(entity), (entity, 0.0))[1]:
                    found[id(entity)] = (entity, fit)
        return list(found.values())

    @staticmethod
    def vote(entity: Entity, gender: str, weight: float) -> None:
        """Counts a sign of the entity's gender."""
        if gender == "male":
            entity.male += weight
        elif gender == "female":
            entity.female += weight


def _shouted(outline: Outline, name: Name) -> bool:
    """Is the name in capitals only?"""
    return outline.string(name.start, name.end).isupper()


def _without_suffix(words: Words) -> Words:
    suffixes = lexicon.words("titles", "suffixes")
    while len(words) > 1 and words[-1] in suffixes:
        words = words[:-1]
    return words


def _same_person(one: Words, other: Words) -> bool:
    """Two names with one surname whose first names agree or abbreviate each other."""
    if one[-1] != other[-1]:
        return False
    if _within(one, other) or _within(other, one):
        return True
    return one[0] == other[0] or (min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0])


def _within(short: Words, long: Words) -> bool:
    """Do the words of the shorter name follow one another in the longer?"""
    size = len(short)
    return size <= len(long) and any(
        long[i : i + size] == short for i in range(len(long) - size + 1)
    )


def _fullest(entity: Entity) -> Words:
    """The form to show: for people the commonest full name, else the longest."""
    if entity.label == "PERSON":
        tails = {form[i:] for form in entity.forms for i in range(1, len(form))}
        return max(
            entity.forms,
            key=lambda words: (
                words not in tails,
                len(words) > 1,
                len(words[0]) > 1,
                entity.forms[words],
            ),
        )
    return max(entity.forms, key=lambda words: (len(words), entity.forms[words]))
