"""What the article tells of its people: their roles and their gender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.speakers import appositions, roles
from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.entities import Entities, Entity
    from claimx.speakers.mentions import Name
    from claimx.speakers.outline import Outline
    from claimx.speakers.roles import Role
    from claimx.speakers.sources import Names

PRONOUN_GENDER: dict[str, str] = {
    word: gender for gender in ("male", "female") for word in lexicon.load("pronouns")[gender]
}


class Profiler:
    """Fills in the entities' roles and the signs of their gender."""

    def __init__(self, outline: Outline, names: Names, entities: Entities) -> None:
        self.outline = outline
        self.names = names
        self.entities = entities

    def learn_roles(self) -> None:
        outline = self.outline
        for name in self.names.names:
            if name.label not in ("PERSON", "ORG"):
                continue
            held = self.entities.of(name)
            if not held:
                continue
            gender = self._titled(name)
            # Of two Smiths one is Mr Smith, the other Ms Smith.
            fitting = [one for one in held if one.gender() in (None, gender)] if gender else held
            entity = commonest(fitting or held)
            if gender is not None:
                self.entities.vote(entity, gender, 5.0)
            spans = []
            if name.title < name.start:
                spans.append((name.title, name.start))
            following = appositions.after_name(outline, name.end)
            if following is not None and not self._holds_name(following):
                spans.append(following)
            before = appositions.before_name(outline, name.start, name.end)
            if before is not None:
                spans.append(before)
            age = appositions.age_after(outline, name.end)
            if age is not None and name.label == "PERSON":
                entity.ages.add(age)
            led = appositions.leads(outline, name.end)
            if led is not None and name.label == "PERSON":
                self.entities.give_role(entity, led)
            for start, end in spans:
                role = roles.read_role(outline, start, end)
                if role is not None and self._suits(role, name.label):
                    self.entities.give_role(entity, role)

    def _suits(self, role: Role, label: str) -> bool:
        if role.head in lexicon.words("roles", "epithets"):
            return False
        if label == "PERSON":
            return roles.person_noun(role.head)
        # "X, Tata Institute and Y" is a list of names.
        common = role.head in role.text
        return common and roles.organization_noun(role.head) and not roles.person_noun(role.head)

    def _holds_name(self, span: tuple[int, int]) -> bool:
        """Does another person's name end the phrase ("Smith, President Jones")?"""
        last = self.names.at[span[1] - 1]
        if last is None or last.label != "PERSON":
            return False
        before = self.outline.lower[last.start - 1]
        return before not in lexicon.words("pronouns", "prepositions")

    def _titled(self, name: Name) -> str | None:
        """The gender that the title before a name tells."""
        for i in range(name.start - 1, name.title - 1, -1):
            gender = roles.honorific_gender(self.outline.lower[i])
            if gender is not None and not self._possessed(i):
                return gender
        return None

    def _possessed(self, i: int) -> bool:
        return i + 1 < self.outline.size and self.outline.possessive(i + 1)

    def learn_gender(self) -> None:
        """Lets pronouns vote where only one person of this or the last sentence can be meant."""
        people: list[tuple[int, Entity]] = []
        position = 0
        named = [name for name in self.names.names if name.label == "PERSON"]
        for i in range(self.outline.size):
            gender = PRONOUN_GENDER.get(self.outline.lower[i])
            if gender is None or self.outline.quoted[i]:
                continue
            while position < len(named) and named[position].start < i:
                name = named[position]
                position += 1
                held = self.entities.of(name)
                if held and not self.outline.quoted[name.start]:
                    people.append((self.outline.sentence[name.start], commonest(held)))
            here = self.outline.sentence[i]
            near: list[Entity] = []
            for sentence, entity in reversed(people[-6:]):
                if sentence < here - 1:
                    break
                if entity not in near:
                    near.append(entity)
            for entity in near:
                weight = 1.0 if people[-1][0] == here else 0.5
                self.entities.vote(entity, gender, weight if len(near) == 1 else 0.1)


def commonest(held: list[Entity]) -> Entity:
    """The most frequent of the entities that a name may mean."""
    return max(held, key=lambda entity: sum(entity.forms.values()))
