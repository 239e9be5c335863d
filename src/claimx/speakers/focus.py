"""How present each entity is to the reader at a point of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimx.speakers.entities import Entity

DECAY = 0.65
REMEMBERED = 20


class Focus:
    """Mentions add to an entity's presence; every sentence that passes takes a part of it."""

    def __init__(self) -> None:
        self._value: dict[int, float] = {}
        self._sentence: dict[int, int] = {}
        self._paragraph: dict[int, int] = {}
        self._recent: dict[int, Entity] = {}

    def touch(self, entity: Entity, sentence: int, paragraph: int, weight: float) -> None:
        """Notes a mention in this sentence and paragraph."""
        key = id(entity)
        self._value[key] = self.score(entity, sentence) + weight
        self._sentence[key] = sentence
        self._paragraph[key] = paragraph
        self._recent.pop(key, None)
        self._recent[key] = entity
        if len(self._recent) > REMEMBERED:
            del self._recent[next(iter(self._recent))]

    def score(self, entity: Entity, sentence: int) -> float:
        """The entity's presence in this sentence."""
        key = id(entity)
        if key not in self._value:
            return 0.0
        return float(self._value[key] * DECAY ** min(50, sentence - self._sentence[key]))

    def last_in(self, entity: Entity, paragraph: int) -> bool:
        """Was the entity last mentioned in this paragraph?"""
        return self._paragraph.get(id(entity)) == paragraph

    def recent(self, label: str) -> Iterator[Entity]:
        """The entities of one label that were mentioned last, latest first."""
        return (entity for entity in reversed(self._recent.values()) if entity.label == label)
