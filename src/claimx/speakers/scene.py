"""The state of the reading: who was mentioned so far, where and how, and who spoke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimx.text import lexicon

if TYPE_CHECKING:
    from claimx.speakers.entities import Entities, Entity
    from claimx.speakers.mentions import Mention, Names
    from claimx.text.view import View

_SUBJECTS = frozenset(
    ["nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer", "csubj", "csubj:pass", "csubjpass"]
)
_POSSESSIVES = frozenset(["nmod:poss", "poss"])
_VERBS = frozenset(["VERB", "AUX"])
# The most entities to remember. This keeps the time linear.
REMEMBERED = 200


@dataclass(slots=True)
class Presence:
    """The last mention of an entity, and how often it spoke."""

    token: int = -1
    place: str = "other"
    subject: int = -1
    times: int = 0
    spoken: int = 0
    heads: set[str] = field(default_factory=set)


class Scene:
    """The state of the reading at a point of the article."""

    def __init__(
        self,
        view: View,
        names: Names,
        entities: Entities,
        *,
        content: bytearray,
        sources: frozenset[int],
    ) -> None:
        self.view = view
        self.names = names
        self.entities = entities
        self.content = content
        self.sources = sources
        self.found: dict[int, Entity] = {}
        self.turns: list[tuple[int, Entity]] = []
        self.heads: set[str] = set()
        # The documents mentioned, by their noun, with the entity behind each.
        self.issued: dict[str, Entity] = {}
        self.described: list[Entity] = []
        self._presence: dict[int, Presence] = {}
        self._recent: dict[int, Entity] = {}
        self._with_verb = self._sentences_with_verb()

    def _sentences_with_verb(self) -> set[int]:
        view = self.view
        if not view.tagged:
            return set(view.sentence)
        return {view.sentence[i] for i in range(view.size) if view.pos[i] in _VERBS}

    def presence(self, entity: Entity) -> Presence | None:
        """Return where the entity was mentioned, or None if it was not yet."""
        return self._presence.get(id(entity))

    def meet(self, entity: Entity, i: int) -> None:
        """Record a mention at token `i`."""
        place = self.place(i)
        if place == "verbless":
            return  # in a caption or byline, so nobody refers to it
        seen = self._presence.setdefault(id(entity), Presence())
        seen.token, seen.place = i, place
        seen.times += 1
        if place in ("subject", "source"):
            seen.subject = i
        self._recent.pop(id(entity), None)
        self._recent[id(entity)] = entity
        if len(self._recent) > REMEMBERED:
            del self._recent[next(iter(self._recent))]

    def speak(self, entity: Entity, mention: Mention) -> None:
        """Record that the entity is a source, by this mention."""
        self.meet(entity, mention.head)
        seen = self._presence.setdefault(id(entity), Presence())
        seen.spoken += 1
        if mention.role is not None:
            seen.heads.add(mention.role.head)
            self.heads.add(mention.role.head)
        self.turns.append((mention.head, entity))
        self._note_documents(entity, mention)

    def _note_documents(self, entity: Entity, mention: Mention) -> None:
        """Record the documents of a speaker: "In a statement, the zoo said" is the zoo's."""
        view = self.view
        documents = lexicon.words("roles", "document")
        for step in (-1, 1):
            i = mention.head
            while 0 <= i < view.size and view.sentence[i] == view.sentence[mention.head]:
                noun = view.pos[i] in ("NOUN", "")
                if noun and view.lower[i] in documents and not view.quoted[i]:
                    self.issued[view.lower[i]] = entity
                i += step

    def place(self, i: int) -> str:
        """Return the place of the mention at token `i` in its sentence."""
        view = self.view
        if i in self.sources:
            return "source"
        if view.sentence[i] not in self._with_verb:
            return "verbless"
        if view.quoted[i]:
            return "quoted"
        if self.content[i]:
            return "content"
        name = self.names.at[i]
        stop = name.end if name is not None else i + 1
        deps = view.dep[i:stop]
        if not _SUBJECTS.isdisjoint(deps):
            return "subject"
        return "possessor" if not _POSSESSIVES.isdisjoint(deps) else "other"

    def recent(self, labels: frozenset[str], most: int) -> Iterator[Entity]:
        """Yield the entities with one of the labels, the most recently mentioned first."""
        for entity in reversed(self._recent.values()):
            if entity.label in labels:
                yield entity
                most -= 1
                if not most:
                    return
