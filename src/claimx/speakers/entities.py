"""The entities in an article, with the forms of their names, their roles and gender."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimx.speakers import appositions, roles
from claimx.speakers.gender import first_name_gender
from claimx.text import countries, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimx.speakers.names import Name, Words
    from claimx.speakers.roles import Role
    from claimx.text.view import View

# The most namesakes, and roles of an entity, to look at. This keeps the time linear.
MOST = 50
# Letters of a surname from which on one wrong letter is a slip.
MISSPELT = 7
# A role this many tokens after a mention still belongs to it ("Ada Ito, a lawyer").
NEAR = 8
# Pronouns vote for the gender of people at most this many names back.
PRONOUN_REACH = 6
_SMALL = frozenset(["of", "for", "and", "the", "on", "in", "to", "at", "a", "de", "la"])


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that the article names, or only describes (then without `forms`).

    `label` is PERSON, ORG, LOC, NORP or GROUP, or "" for a document of nobody named. `mentions` are
    the first tokens of its names, in order, and `words` those of a description. `share` is how
    often it is named, relative to the person or body that is named most.
    """

    label: str
    forms: Counter[Words] = field(default_factory=Counter)
    shown: dict[Words, str] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    ages: set[str] = field(default_factory=set)
    male: float = 0.0
    female: float = 0.0
    full: Words = ()
    words: str | None = None
    titled: bool = False
    share: float = 0.0

    @property
    def name(self) -> str | None:
        """The full name as in the article, or the words of a group; None for nobody named."""
        shown = self.shown.get(self.full, self.words)
        if shown is not None and self.label == "PERSON" and shown.isupper():
            return shown.title() if len(max(self.full, key=len)) > 2 else shown
        return shown

    def gender(self) -> str | None:
        """Return the gender ("male" or "female") that titles and pronouns show clearly, or None."""
        if self.male >= 2 * self.female and self.male > 0:
            return "male"
        if self.female >= 2 * self.male and self.female > 0:
            return "female"
        return None

    def vote(self, gender: str | None, weight: float) -> None:
        """Count a sign of the entity's gender."""
        if gender == "male":
            self.male += weight
        elif gender == "female":
            self.female += weight

    def give(self, role: Role) -> None:
        """Record a role that the article gives the entity, once for each wording."""
        wording = (role.head, role.text.casefold())
        known = any((held.head, held.text.casefold()) == wording for held in self.roles)
        if not known and len(self.roles) < MOST:
            self.roles.append(role)
        self.vote(roles.honorific_gender(role.head), 3.0)

    def role_at(self, token: int) -> str | None:
        """Return the last and most specific role before the token, or else the first role."""
        worded = [role for role in self.roles if role.text]
        told = [role for role in worded if role.telling] or worded
        if not told:
            return None
        earlier = [role for role in told if role.token <= token + NEAR]
        return (earlier[-1] if earlier else told[0]).text


def usual_gender(entity: Entity) -> str | None:
    """Return the gender that a person's first name usually has."""
    return first_name_gender(entity.full[0]) if len(entity.full) > 1 else None


class Entities:
    """All of an article's named entities, found by the words of a name."""

    def __init__(self, view: View, names: list[Name]) -> None:
        self.view = view
        self.all: list[Entity] = []
        self._people: dict[Words, list[Entity]] = {}
        self._by_surname: dict[str, list[Entity]] = defaultdict(list)
        self._by_first: dict[str, list[Entity]] = defaultdict(list)
        self._inner: dict[str, list[tuple[int, Entity]]] = defaultdict(list)
        self._others: dict[Words, Entity] = {}
        self._short: dict[Words, list[tuple[Entity, Words, int]]] = defaultdict(list)
        self._add_people([name for name in names if name.label == "PERSON"])
        self._add_others([name for name in names if name.label != "PERSON"])
        self.all = [entity for entity in self.all if entity.forms]
        for entity in self.all:
            entity.full = _fullest(entity)
        for name in names:
            for entity in self.of(name):
                entity.mentions.append(name.start)
        for people in (True, False):
            alike = [one for one in self.all if (one.label == "PERSON") == people]
            most = max((len(one.mentions) for one in alike), default=1)
            for entity in alike:
                entity.share = len(entity.mentions) / most

    def of(self, name: Name) -> list[Entity]:
        """Return the entities that a name can mean."""
        if name.label != "PERSON":
            entity = self._others.get(_key(name.words))
            return [entity] if entity is not None else []
        words = _without_suffix(name.words)
        if len(words) == 1:
            return self._carriers(words[0], name.start)
        return self._people.get(words, [])

    def labelled_otherwise(self, name: Name) -> list[Entity]:
        """Return the entities that a single word can mean with a wrong label ("Kim" as a body)."""
        if len(name.words) != 1:
            return []
        if name.label != "PERSON":
            return self._carriers(name.words[0], name.start)
        return [one for one in self.longer(name.words) if one.full[:1] == name.words]

    def longer(self, words: Words) -> list[Entity]:
        """Return the bodies whose name begins or ends with the words, or has them as initials."""
        return [entity for entity, _, _ in self._short.get(_key(words), [])[:MOST]]

    def abbreviated(self, name: Name) -> list[Entity]:
        """Return the bodies that a name in capitals can abbreviate: "MDA", "VW" for Volkswagen."""
        letters = name.words[0] if len(name.words) == 1 else ""
        if not 2 <= len(letters) <= 5 or not self._shown(name).isupper():
            return []
        return [one for one in self.all if one.label == "ORG" and _abbreviates(letters, one.full)]

    # --- people

    def _add_people(self, names: list[Name]) -> None:
        forms: dict[Words, Name] = {}
        counts: Counter[Words] = Counter()
        for name in names:
            words = _without_suffix(name.words)
            if words not in forms or self._shown(forms[words]).isupper():
                forms[words] = name
            counts[words] += 1
        for words in sorted(forms, key=lambda words: (-len(words), forms[words].start)):
            if len(words) > 1:
                self._add_full(words, forms[words], counts[words])
        for words, name in forms.items():
            if len(words) == 1 and not self._carriers(words[0], name.start):
                misspelt = self._spelt_like(words[0])
                if misspelt is not None:
                    self._enter(misspelt, words, name, counts[words])
                    self._by_surname[words[0]].append(misspelt)
                else:
                    self._new_person(words, name, counts[words])

    def _add_full(self, words: Words, name: Name, count: int) -> None:
        if words[0] in lexicon.words("titles", "reigning") and len(words) == 2:
            for entity in self._carriers(words[1], name.start)[:1]:
                self._enter(entity, words, name, count)
                return
        for entity in self._by_surname[words[-1]][:MOST]:
            if any(_same_person(words, form) for form in entity.forms):
                self._enter(entity, words, name, count)
                return
        for entity in self._by_first[words[0]][:MOST]:
            if any(_within(words, form) for form in entity.forms):
                self._enter(entity, words, name, count)
                if entity not in self._by_surname[words[-1]]:
                    self._by_surname[words[-1]].append(entity)
                return
        self._new_person(words, name, count)

    def _new_person(self, words: Words, name: Name, count: int) -> None:
        entity = Entity("PERSON")
        self.all.append(entity)
        self._enter(entity, words, name, count)
        self._by_surname[words[-1]].append(entity)
        if len(words) > 1:
            particles = lexicon.words("titles", "particles")
            first = next((word for word in words if word not in particles), words[0])
            self._by_first[first].append(entity)
            for word in words[1:-1]:
                if word not in particles and len(word) > 1:
                    self._inner[word].append((name.start, entity))

    def _spelt_like(self, word: str) -> Entity | None:
        """Return the only person with this surname except for a letter ("Quillby", "Quilby")."""
        if len(word) < MISSPELT:
            return None
        near = [name for name in self._by_surname if _one_letter_apart(word, name)]
        found = {id(one): one for name in near for one in self._by_surname[name]}
        return next(iter(found.values())) if len(found) == 1 else None

    def _enter(self, entity: Entity, words: Words, name: Name, count: int) -> None:
        entity.forms[words] += count
        entity.shown[words] = self._shown(name)
        self._people.setdefault(words, []).append(entity)

    def _carriers(self, word: str, start: int) -> list[Entity]:
        """Return the people that a single name can mean; a middle name ("Wong") comes last."""
        found = self._by_surname.get(word, []) + self._by_first.get(word, [])
        if not found:
            found = [entity for at, entity in self._inner.get(word, ())[:MOST] if at < start]
        return list(dict.fromkeys(found))[:MOST]

    def _shown(self, name: Name) -> str:
        return shown(self.view, name)

    # --- bodies, places, peoples

    def _add_others(self, names: list[Name]) -> None:
        first: dict[Words, Name] = {}
        for name in names:
            first.setdefault(_key(name.words), name)
        for key, name in sorted(first.items(), key=lambda row: (-len(row[0]), row[1].start)):
            whole = self._whole(key, name)
            if whole is None:
                whole = Entity(name.label)
                self.all.append(whole)
                if name.label in ("ORG", "LOC"):
                    self._index_body(whole, name.words, name.start)
            self._others[key] = whole
        view = self.view
        for name in names:
            entity = self._others[_key(name.words)]
            entity.forms[name.words] += 1
            known = entity.shown.get(name.words)
            if known is None or (known.isupper() and not view.possessive(name.end - 1)):
                entity.shown[name.words] = self._shown(name)
        self._define_acronyms(names)
        self._spell_out([name for name in names if name.start])

    def _whole(self, key: Words, name: Name) -> Entity | None:
        """Return the only longer name that this is a part or the initials of, or None.

        A part that came first is a separate name ("Equifax" before "Equifax Labs Europe"), unless
        it only lacks a word such as "Group".
        """
        found = self._short.get(key, []) if name.label == "ORG" else []
        if len(found) != 1:
            return None
        longer, words, start = found[0]
        generic = lexicon.words("roles", "organization_words")
        if start < name.start or generic.issuperset(words[len(key) :]) or key[0] not in words:
            return longer
        return None

    def _index_body(self, entity: Entity, words: Words, start: int) -> None:
        if len(words) < 2:
            return
        capitals = "".join(word[0] for word in words if word not in _SMALL)
        initials = "".join(word[0] for word in words)
        for key in dict.fromkeys(
            [(capitals,), (initials,), words[:1], words[:2], words[-1:], words[-2:], words[-3:]]
        ):
            self._short[key].append((entity, words, start))

    def _spell_out(self, names: list[Name]) -> None:
        """Give an acronym the words before it: "Harbour community policing forum (CPF)"."""
        view = self.view
        ends = {name.end: name.start for name in names}
        begun = {name.start for name in names}
        for name in names:
            entity = self._others[_key(name.words)]
            if len(name.words) > 1 or view.words[name.start - 1] != "(" or entity.label != "ORG":
                continue
            start = self._spelt(name.words[0], name.start - 1)
            if start is not None and start not in begun:
                start = ends.get(start, start)
                words = view.folded(start, name.start - 1)
                entity.forms[words] += 1
                entity.shown[words] = view.string(start, name.start - 1)

    def _spelt(self, letters: str, bracket: int) -> int | None:
        """Return where the words with these initials begin before a bracket, or None."""
        view, initials = self.view, ""
        for i in range(bracket - 1, max(-1, bracket - 1 - 2 * len(letters)), -1):
            if view.fold[i] and view.lower[i] not in _SMALL:
                initials = view.fold[i][0] + initials
                if initials == letters:
                    return i
        return None

    def _define_acronyms(self, names: list[Name]) -> None:
        """Join a name and its acronym in brackets, in either order."""
        view = self.view
        by_start = {name.start: name for name in names}
        for name in names:
            i = name.end
            if i + 2 >= view.size or view.words[i] != "(":
                continue
            inner = by_start.get(i + 1)
            closes = inner.end if inner else i + 2
            if closes >= view.size or view.words[closes] != ")":
                continue
            words = inner.words if inner else view.folded(i + 1, i + 2)
            acronym = len(words) == 1 and view.words[i + 1].isupper()
            if not acronym and (inner is None or len(name.words) != 1):
                continue
            keep = self._others[_key(name.words)]
            other = self._others.get(_key(words)) if inner is not None else None
            if other is None:
                keep.shown.setdefault(words, view.words[i + 1])
                keep.forms[words] += 1
                self._others.setdefault(_key(words), keep)
            elif other is not keep and {other.label, keep.label} <= {"ORG", "LOC"}:
                self._merge(keep, other)

    def _merge(self, keep: Entity, gone: Entity) -> None:
        keep.forms.update(gone.forms)
        for words, text in gone.shown.items():
            keep.shown.setdefault(words, text)
        for words in gone.forms:
            self._others[_key(words)] = keep
        gone.forms.clear()


def shown(view: View, name: Name) -> str:
    """Return the name as in the article, including the ending of "McDonald's"."""
    return " ".join(view.text[view.starts[name.start] : view.ends[name.end - 1]].split())


def _key(words: Words) -> Words:
    """Return a name's words without "the" and legal form; names of a country share one key."""
    land = countries.countries().get(words)
    if land is not None:
        return ("=", land)
    words = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
    suffixes = lexicon.words("roles", "legal_forms")
    while len(words) > 1 and words[-1] in suffixes:
        words = words[:-1]
    return words


def _abbreviates(letters: str, words: Words) -> bool:
    """Return whether letters are the initials of the last words, or ordered in the first word."""
    initials = "".join(word[0] for word in words if word not in _SMALL)
    if len(letters) > 2 and initials.endswith(letters):
        return True
    if len(words[0]) <= len(letters) or words[0][0] != letters[0]:
        return False
    rest = iter(words[0])
    return all(letter in rest for letter in letters)


def _without_suffix(words: Words) -> Words:
    suffixes = lexicon.words("titles", "suffixes")
    while len(words) > 1 and words[-1] in suffixes:
        words = words[:-1]
    return words


def _same_person(one: Words, other: Words) -> bool:
    """Return whether two names with the same surname have compatible first names."""
    if one[-1] != other[-1]:
        return False
    if _within(one, other) or _within(other, one):
        return True
    return one[0] == other[0] or (min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0])


def _one_letter_apart(one: str, other: str) -> bool:
    """Return whether the words differ in one letter: replaced, missing or added."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    if same < 0:
        return True  # a last letter too much
    short, long = sorted((one[same:], other[same:]), key=len)
    return long[1:] in (short, short[1:])


def _within(short: Words, long: Words) -> bool:
    """Return whether the words of the shorter name are together in the longer one."""
    size = len(short)
    return size <= len(long) and any(
        long[i : i + size] == short for i in range(len(long) - size + 1)
    )


def _fullest(entity: Entity) -> Words:
    """Return the form to show: for people the commonest full name, otherwise the longest."""
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


# --- what the article says of them


def learn(view: View, names: Iterable[Name], entities: Entities) -> None:
    """Fill in the roles, ages and signs of gender of the entities."""
    people: list[tuple[int, Name, Entity]] = []
    for name in names:
        held = entities.of(name)
        if not held or name.label not in ("PERSON", "ORG"):
            continue
        gender = _titled(view, name)
        # Two Smiths can be Mr Smith and Ms Smith.
        fitting = [one for one in held if gender is None or one.gender() in (None, gender)]
        entity = max(fitting or held, key=lambda one: sum(one.forms.values()))
        entity.vote(gender, 5.0)
        _learn_roles(view, name, entity)
        if name.label == "PERSON" and not view.quoted[name.start]:
            people.append((view.sentence[name.start], name, entity))
    _let_pronouns_vote(view, people)


def _learn_roles(view: View, name: Name, entity: Entity) -> None:
    entity.titled = entity.titled or (name.title < name.start and len(name.words) > 1)
    spans = [(name.title, name.start)] if name.title < name.start else []
    before = appositions.before_name(view, name.start, name.end)
    after = appositions.after_name(view, name.end)
    spans += [span for span in (after, before) if span is not None and _clear(view, span, name)]
    if name.label == "PERSON":
        age = appositions.age_after(view, name.end)
        if age is not None:
            entity.ages.add(age)
    for start, end in spans:
        role = roles.read_role(view, start, end)
        if role is not None and _suits(role, name.label):
            entity.give(role)


def _clear(view: View, span: tuple[int, int], name: Name) -> bool:
    """Return whether the phrase doesn't end in another person's name ("Smith, President Jones")."""
    last = view.doc[span[1] - 1]
    return (
        last.ent_type_ not in ("PERSON", "PER")
        or span[1] <= name.start
        or any(view.lower[i] in ("of", "for", "to") for i in range(*span))
    )


def _suits(role: Role, label: str) -> bool:
    if label == "PERSON":
        return roles.person_noun(role.head)
    # "X, Tata Institute and Y" is a list of names.
    common = role.head in role.text
    return common and roles.organization_noun(role.head) and not roles.person_noun(role.head)


def _titled(view: View, name: Name) -> str | None:
    """Return the gender that the title before a name shows."""
    for i in range(name.start - 1, name.title - 1, -1):
        gender = roles.honorific_gender(view.lower[i])
        if gender is not None and not (i + 1 < view.size and view.possessive(i + 1)):
            return gender
    return None


def _let_pronouns_vote(view: View, people: list[tuple[int, Name, Entity]]) -> None:
    """Let "he" and "she" vote if they can mean only one person of this or the last sentence."""
    position = 0
    for i in range(view.size):
        gender = roles.PRONOUN_GENDER.get(view.lower[i])
        if gender is None or view.quoted[i]:
            continue
        while position < len(people) and people[position][1].start < i:
            position += 1
        recent = people[max(0, position - PRONOUN_REACH) : position]
        here = view.sentence[i]
        near = dict.fromkeys(
            one for at, _, one in recent if at >= here - 1 and usual_gender(one) in (None, gender)
        )
        if len(near) == 1:
            for entity in near:
                entity.vote(gender, 1.0 if recent[-1][0] == here else 0.5)
