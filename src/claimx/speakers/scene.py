"""Who is present to the reader, mention by mention: names, pronouns, descriptions."""

from __future__ import annotations

from bisect import bisect_left
from math import log1p
from typing import TYPE_CHECKING

from claimx.speakers import appositions, roles
from claimx.speakers.focus import Focus
from claimx.speakers.profile import PRONOUN_GENDER
from claimx.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.speakers.entities import Entities, Entity
    from claimx.speakers.mentions import Name
    from claimx.speakers.outline import Outline
    from claimx.speakers.roles import Role
    from claimx.speakers.sources import Names, Phrase

    Segments = Sequence[tuple[int, int]]


_SUBJECTS = frozenset(
    ["nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer", "csubj", "csubj:pass", "csubjpass"]
)
_POSSESSIVES = frozenset(["nmod:poss", "poss"])
# What a mention adds to an entity's presence, by its place in the sentence.
SUBJECT, POSSESSOR, OTHER, UNPARSED = 1.0, 0.6, 0.5, 0.8
SOURCE, IN_CONTENT, IN_QUOTE, BY_PRONOUN = 1.4, 0.4, 0.15, 0.8
FLOOR = 0.02
SAME_PARAGRAPH = 2.0
# "…," she said: who spoke last in the paragraph goes on.
GOES_ON = 2.0
# How many signs of a gender it takes to be sure, and how much they then count.
DOUBT, TRUST = 0.3, 2.0
CONTENT_NAMES = 40
EPITHET = 0.5
QUOTATION = 200


class Scene:
    """The state of the reading at one point of the article."""

    def __init__(
        self,
        outline: Outline,
        names: Names,
        entities: Entities,
        content: bytearray,
        sources: frozenset[int],
    ) -> None:
        self.outline = outline
        self.names = names
        self.entities = entities
        self.content = content
        self.sources = sources
        self.starts = [name.start for name in names.names]
        self.focus = Focus()
        self.found: dict[int, Entity] = {}
        self.introduced: set[str] = set()
        self.spoke: tuple[int, Entity] | None = None

    def meet(self, i: int) -> int:
        """Takes in what stands at the token and returns where to read on."""
        name = self.names.at[i]
        if name is not None and name.start == i:
            self.meet_name(name)
            return name.end
        if not self.outline.quoted[i] and i not in self.sources:
            if self.outline.lower[i] in PRONOUN_GENDER:
                entity = self.pronoun(i)
                if entity is not None:
                    self.found[i] = entity
                    self.touch(entity, i, BY_PRONOUN)
            elif self.outline.lower[i] == "the":
                self.meet_description(i)
            elif self.outline.lower[i] in ("a", "an") or self._owned(i):
                self.meet_stranger(i)
        return i + 1

    def meet_name(self, name: Name) -> None:
        held = self.entities.of(name)
        if not held:
            return
        entity = held[0] if len(held) == 1 else self._salient(held, name)
        self.found[name.start] = entity
        self.touch(entity, name.start, 1.0)

    def _owned(self, i: int) -> bool:
        """Does a possessor end here whose something follows ("his mother")?"""
        return self.outline.possessive(i) or self.outline.dep[i] in _POSSESSIVES

    def meet_stranger(self, i: int) -> None:
        """ "a nurse", "his mother": somebody without a name whom a pronoun may mean."""
        outline = self.outline
        found = appositions.phrase_end(outline, i + 1) if i + 1 < outline.size else None
        if found is None or outline.dep[found[0]] not in _SUBJECTS:
            return
        head = found[0]
        if self.names.titled[head] or self.names.at[head] or head in self.sources:
            return
        comma = found[1]
        if comma + 1 < outline.size and outline.text[comma] == "," and self.names.at[comma + 1]:
            return  # "its chairwoman, Ada Ito": she has a name.
        role = roles.read_role(outline, i + 1, found[1])
        if role is not None and roles.person_noun(role.head):
            self.stranger(role, head)

    def stranger(self, role: Role, head: int) -> Entity:
        """Somebody new without a name, known by a description."""
        entity = self.entities.nobody(role)
        self.introduced.add(role.head)
        self.touch(entity, head, 1.0)
        return entity

    def _salient(self, held: list[Entity], name: Name) -> Entity:
        """Which of the people with this surname: by gender of the title, recency, frequency."""
        gender = None
        for i in range(name.title, name.start):
            gender = gender or roles.honorific_gender(self.outline.lower[i])
        sentence = self.outline.sentence[name.start]

        def weight(entity: Entity) -> float:
            score = self.focus.score(entity, sentence) + 0.3 * log1p(sum(entity.forms.values()))
            return score * self._agreement(entity, gender)

        return max(held, key=weight)

    def touch(self, entity: Entity, i: int, weight: float) -> None:
        outline = self.outline
        if outline.quoted[i]:
            weight *= IN_QUOTE
        else:
            weight *= self._place(i)
            if self.content[i]:
                weight *= IN_CONTENT
        self.focus.touch(entity, outline.sentence[i], outline.paragraph[i], weight)

    def _place(self, i: int) -> float:
        if i in self.sources:
            return SOURCE
        if not self.outline.parsed:
            return UNPARSED
        name = self.names.at[i]
        stop = name.end if name is not None else i + 1
        deps = self.outline.dep[i:stop]
        if any(dep in _SUBJECTS for dep in deps):
            return SUBJECT
        if any(dep in _POSSESSIVES for dep in deps):
            return POSSESSOR
        return OTHER

    def meet_description(self, i: int) -> None:
        """ "the president": keeps alive whom it means."""
        outline = self.outline
        found = appositions.phrase_end(outline, i)
        if found is None:
            return
        head = found[0]
        if self.names.titled[head] or self.names.at[head] or head in self.sources:
            return
        role = roles.read_role(outline, i, found[1])
        if role is None:
            return
        entity = self.holder(role, "PERSON", i)
        if entity is not None:
            self.found[head] = entity
            self.touch(entity, head, BY_PRONOUN)

    @staticmethod
    def _agreement(entity: Entity, gender: str | None) -> float:
        if gender is None:
            return 1.0
        same, other = (
            (entity.male, entity.female) if gender == "male" else (entity.female, entity.male)
        )
        return float((2 * (same + DOUBT) / (same + other + 2 * DOUBT)) ** TRUST)

    def pronoun(
        self, i: int, segments: Segments = (), *, besides: Sequence[Entity] = ()
    ) -> Entity | None:
        """The person that "he" or "she" means, seen from before it; never one of `besides`."""
        gender = PRONOUN_GENDER[self.outline.lower[i]]
        sentence = self.outline.sentence[i]
        spoken_of = self._spoken_of(segments)
        best, best_score = None, FLOOR
        for entity in self.focus.recent("PERSON"):
            if entity in besides:
                continue
            score = self.focus.score(entity, sentence) * self._agreement(entity, gender)
            if self._goes_on(entity, i):
                score *= GOES_ON
            if id(entity) in spoken_of:
                score *= 0.1
            if self.focus.last_in(entity, self.outline.paragraph[i]):
                score *= SAME_PARAGRAPH
            if score > best_score:
                best, best_score = entity, score
        return best

    def _goes_on(self, entity: Entity, i: int) -> bool:
        """Is it a source, and the entity who spoke last in its paragraph?"""
        if self.spoke is None or i not in self.sources:
            return False
        at, spoke = self.spoke
        return spoke is entity and self.outline.paragraph[at] == self.outline.paragraph[i]

    def quoted_before(self, entity: Entity, i: int) -> bool:
        """Does the quotation that token i stands in name the entity before?"""
        for j in range(i - 1, max(-1, i - QUOTATION), -1):
            if not self.outline.quoted[j]:
                return False
            if self.found.get(j) is entity:
                return True
        return False

    def _spoken_of(self, segments: Segments) -> set[int]:
        """Whom the claim's content names: hardly its speaker."""
        found = set()
        for start, end in segments:
            first, last = self.outline.tokens(start, end)
            k = bisect_left(self.starts, first)
            for name in self.names.names[k : k + CONTENT_NAMES]:
                if name.start >= last:
                    break
                entity = self.found.get(name.start)
                held = [entity] if entity is not None else self.entities.of(name)
                if len(held) == 1:
                    found.add(id(held[0]))
        return found

    def central(self, i: int) -> Entity | None:
        """The person with a name who is most present."""
        sentence = self.outline.sentence[i]
        people = [entity for entity in self.focus.recent("PERSON") if entity.full]
        return max(people, key=lambda entity: self.focus.score(entity, sentence), default=None)

    def holder(self, role: Role, label: str, i: int) -> Entity | None:
        """Who of those holding the role is meant."""
        sentence = self.outline.sentence[i]
        best, best_score = None, 0.0
        for entity, fit in self.entities.holders(role):
            if entity.label != label or fit < 0.2:
                continue
            presence = self.focus.score(entity, sentence)
            if not presence and all(held.head != role.head for held in entity.roles):
                continue  # Only a like word leads to somebody who has yet to come.
            score = fit * (0.2 + presence + 0.2 * log1p(sum(entity.forms.values())))
            if score > best_score:
                best, best_score = entity, score
        return best

    def organization(self, role: Role, i: int) -> Entity | None:
        """ "the ministry": the organization with the word in its name or role, or a close one."""
        sentence = self.outline.sentence[i]
        held = self.holder(role, "ORG", i)
        best, best_score = held, 0.3 if held is not None else 0.1
        for entity in self.focus.recent("ORG"):
            if role.head not in entity.full:
                continue
            if role.modifiers and not role.modifiers & set(entity.full):
                continue
            score = self.focus.score(entity, sentence) + 0.3
            if score > best_score:
                best, best_score = entity, score
        return best

    def at_hand(self, role: Role, i: int) -> Entity | None:
        """ "the company": the organization that the text is about."""
        generic = role.head in lexicon.words("roles", "generic_organization")
        if not generic or (role.modifiers and "based" not in role.modifiers):
            return None
        sentence = self.outline.sentence[i]
        best, best_score = None, 0.1
        for entity in self.focus.recent("ORG"):
            score = self.focus.score(entity, sentence)
            if score > best_score:
                best, best_score = entity, score
        return best

    def epithet(self, phrase: Phrase, role: Role) -> Entity | None:
        """ "the New York businessman": the person that the text is clearly about."""
        if phrase.determiner != "the" or role.head in self.introduced:
            return None
        if role.head in lexicon.words("roles", "unnamed") or phrase.preposition is not None:
            return None
        aged = role.head.removesuffix("-year-old")
        if self.outline.capital(phrase.head):
            return None
        if self.outline.quoted[phrase.head] and aged == role.head:
            return None
        for entity in self.entities.all if aged.isdigit() else ():
            if aged in entity.ages:
                return entity
        sentence = self.outline.sentence[phrase.head]
        before = self._just_spoken(role, phrase.head)
        if before is not None:
            return before
        offices = lexicon.words("roles", "offices")
        gender = roles.honorific_gender(role.head)
        ranked: list[tuple[float, int, Entity]] = []
        for entity in self.focus.recent("PERSON"):
            if not entity.full:
                continue
            lands = frozenset[str]().union(*(held.countries for held in entity.roles))
            if role.countries and lands and not role.countries & lands:
                continue
            if entity.roles and not lands & role.countries and role.head in offices:
                continue
            score = self.focus.score(entity, sentence) * self._agreement(entity, gender)
            if lands & role.countries:
                score = 3 * score + 0.3
            if self.focus.last_in(entity, self.outline.paragraph[phrase.head]):
                score *= 2
            ranked.append((score, len(ranked), entity))
        ranked.sort(key=lambda row: (-row[0], row[1]))
        if not ranked or ranked[0][0] < EPITHET:
            return None
        if len(ranked) > 1 and ranked[1][0] * 1.5 > ranked[0][0]:
            return None
        return ranked[0][2]

    def _just_spoken(self, role: Role, i: int) -> Entity | None:
        """Who alone said something in the paragraph before "the midfielder" did."""
        if self.spoke is None or self.outline.paragraph[self.spoke[0]] != self.outline.paragraph[i]:
            return None
        entity = self.spoke[1]
        if role.head in lexicon.words("roles", "offices"):
            return None
        agreed = self._agreement(entity, roles.honorific_gender(role.head)) >= 1.0
        near = self.outline.sentence[i] - self.outline.sentence[self.spoke[0]] <= 2
        return entity if agreed and near else None

    def entity(self, name: Name) -> Entity | None:
        entity = self.found.get(name.start)
        if entity is None:
            held = self.entities.of(name)
            entity = self._salient(held, name) if held else None
        return entity
