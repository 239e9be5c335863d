"""The resolver of speakers: one pass over an article, mention by mention, from left to right."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claimx.speakers import roles, scorer
from claimx.speakers.entities import Entities, Entity, learn
from claimx.speakers.features import Candidate, Context, features
from claimx.speakers.mentions import Mention, Names, antecedent, read_mention
from claimx.speakers.names import find_names
from claimx.speakers.scene import Scene
from claimx.text import countries, lexicon
from claimx.text.view import DETERMINERS, View

if TYPE_CHECKING:
    from claimx.claims import ClaimMatch
    from claimx.speakers.names import Name

_KINDS = {"PERSON": "person", "ORG": "organization", "LOC": "organization",
          "NORP": "group", "GROUP": "group"}  # fmt: skip
_PEOPLE = frozenset(["PERSON"])
_BODIES = frozenset(["ORG", "LOC"])
_GROUPS = frozenset(["GROUP", "NORP", "ORG"])
_ALL = frozenset(["PERSON", "ORG", "LOC", "GROUP", ""])
# The labels of entities that a mention of this sort can mean.
LABELS = {
    "he": _PEOPLE, "person": _PEOPLE, "it": _BODIES | {""}, "body": _BODIES, "they": _GROUPS,
    "group": _GROUPS, "document": _ALL, "thing": _ALL, "me": frozenset(),
}  # fmt: skip
# The label of a new entity introduced by a description of this sort.
NEW = {"person": "PERSON", "he": "PERSON", "body": "ORG", "group": "GROUP", "they": "GROUP",
       "me": "PERSON"}  # fmt: skip
RECENT = 12  # the most candidates by recency
MOST = 40  # the most candidates
DEEPEST = 3  # the deepest nesting: a report of the spokesman of the company …
BODY = 4  # the most tokens from a name to a noun for a body
SOON = 12  # the most names ahead that a description can mean

Choose = Callable[[int, Mention, list[Candidate], list[list[tuple[str, float]]]], int]


@dataclass(frozen=True, slots=True)
class SpeakerMatch:
    """The speaker of a claim: the mention (None if the claim only continues) and its entity.

    `entity` numbers the article's sources in order of first appearance ("s1"). `signs` are numbers
    that show how reliable the resolution is.
    """

    start: int | None
    end: int | None
    name: str | None
    role: str | None
    kind: str | None
    resolved_by: str | None
    entity: str | None = None
    signs: dict[str, float] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Answer:
    """The entity that a mention means, and how certain that is."""

    mention: Mention
    entity: Entity
    by: str | None
    signs: dict[str, float]


def resolve_speakers(view: View, claims: Sequence[ClaimMatch]) -> list[SpeakerMatch | None]:
    """Return the speaker of each claim, or None for a claim without a source.

    Groups and bodies without a proper name are named by their words ("officials", "foreign
    ministry"). An unnamed individual has no name; its words are its role ("spokesman for the
    ministry").
    """
    if not claims:
        return []
    return Resolver(view, claims).speakers()


def best(
    number: int, mention: Mention, candidates: list[Candidate], rows: list[list[tuple[str, float]]]
) -> int:
    """Return the index of the candidate with the highest score."""
    scores = [scorer.score(mention.sort, row) for row in rows]
    return max(range(len(scores)), key=scores.__getitem__)


def filled(claim: ClaimMatch) -> list[tuple[int, int]]:
    """Return the claim's segments that are not empty."""
    return [(start, end) for start, end in claim.segments if start < end]


class Resolver:
    """The resolver of an article's sources; `choose` picks one of a mention's candidates."""

    def __init__(self, view: View, claims: Sequence[ClaimMatch], choose: Choose = best) -> None:
        self.view = view
        self.claims = claims
        self.choose = choose
        found = find_names(view)
        self.names = Names(view, found)
        self.entities = Entities(view, found)
        learn(view, found, self.entities)
        self.mentions = [self._mention(claim) for claim in claims]
        heads = frozenset(mention.head for mention in self.mentions if mention is not None)
        self.scene = Scene(view, self.names, self.entities, content=self._content(), sources=heads)
        self.answers: dict[int, Answer] = {}
        self._holders: dict[str, list[Entity]] = defaultdict(list)
        self._in_name: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities.all:
            for key in {key for role in entity.roles for key in roles.keys(role)}:
                self._holders[key].append(entity)
            if entity.label != "PERSON":
                for word in entity.full:
                    self._in_name[word].append(entity)
        self._turns: dict[str, Entity] = {}
        self._own: dict[tuple[str, ...], Entity] = {}

    def _mention(self, claim: ClaimMatch) -> Mention | None:
        view = self.view
        if claim.source is not None:
            return read_mention(view, self.names, *view.tokens(*claim.source))
        if claim.rule != "interview" or claim.carried is not None:
            return None
        # The "A" before the colon.
        i = view.tokens(*claim.segments[0])[0] - 1
        while i > 0 and not view.fold[i]:
            i -= 1
        return Mention(i, i + 1, i, "turn") if i >= 0 and view.fold[i] else None

    def _content(self) -> bytearray:
        content = bytearray(self.view.size)
        for claim in self.claims:
            for start, end in filled(claim):
                first, last = self.view.tokens(start, end)
                content[first:last] = b"\x01" * (last - first)
        return content

    # --- reading

    def speakers(self) -> list[SpeakerMatch | None]:
        """Return the speakers of all claims, in their order."""
        at: dict[int, list[int]] = defaultdict(list)
        later = []
        for number, mention in enumerate(self.mentions):
            if mention is not None and mention.sort == "me":
                later.append(number)
            elif mention is not None:
                at[mention.head].append(number)
        view, i = self.view, 0
        while i < view.size:
            name = self.names.at[i]
            stop = name.end if name is not None and name.start == i else i + 1
            numbers = [number for head in range(i, stop) for number in at.get(head, ())]
            if numbers:
                self._answer(numbers)
            else:
                self._meet_name(i)
            i = stop
        # "I" is the speaker of the claim around it, who can follow later.
        for number in sorted(later, key=lambda n: self._length(n), reverse=True):
            self._answer([number])
        return self._in_order()

    def _length(self, number: int) -> int:
        return sum(end - start for start, end in self.claims[number].segments)

    def _answer(self, numbers: list[int]) -> None:
        mention = self.mentions[numbers[0]]
        assert mention is not None
        answer = self._resolve(mention, numbers[0])
        if answer is None:
            return
        self.scene.speak(answer.entity, mention)
        for number in numbers:
            self.answers[number] = answer

    def _meet_name(self, i: int) -> None:
        name = self.names.at[i]
        if name is None or name.start != i:
            return
        self._meet_body(name)
        held = self.entities.of(name)
        if held:
            # Of several namesakes, the last one mentioned, or else the first one.
            entity = max(held, key=self._last_met)
            self.scene.found[i] = entity
            self.scene.meet(entity, i)

    def _meet_body(self, name: Name) -> None:
        """Record a body that a name and a noun describe ("Harbour council", "Oslo’s police")."""
        view = self.view
        last = name.end + (name.end < view.size and view.possessive(name.end))
        while last < min(view.size, name.end + BODY) and view.pos[last] in ("ADJ", "NOUN"):
            last += 1
        if name.label == "PERSON" or last - 1 in self.scene.sources:
            return
        if not roles.organization_noun(view.lower[last - 1]):
            return
        mention = read_mention(view, self.names, name.start, last)
        if mention is not None and mention.sort == "body":
            self.scene.meet(self._new(mention, own=True), name.start)

    def _last_met(self, entity: Entity) -> int:
        seen = self.scene.presence(entity)
        return seen.token if seen is not None else -1

    # --- one mention

    def _resolve(self, mention: Mention, number: int = -1, depth: int = 0) -> Answer | None:
        """Return the answer for a mention; `number` is its claim, or -1 inside another mention."""
        if mention.sort == "joint":
            return self._joint(mention)
        if mention.sort == "turn":
            return self._turn(mention)
        if mention.sort == "who":
            return self._relative(mention, number)
        candidates = self._candidates(mention, number, depth)
        if not candidates:
            return None
        context = self._context(number)
        rows = [list(features(self.scene, mention, one, context)) for one in candidates]
        index = self.choose(number, mention, candidates, rows)
        chosen = candidates[index]
        if chosen.how in ("own", "nobody"):
            chosen.entity = self._new(mention, own=chosen.how == "own")
        return Answer(
            mention, chosen.entity, _by(mention, chosen), self._signs(mention, rows, index)
        )

    def _signs(
        self, mention: Mention, rows: list[list[tuple[str, float]]], index: int
    ) -> dict[str, float]:
        chances = scorer.probabilities([scorer.score(mention.sort, row) for row in rows])
        second = max((p for i, p in enumerate(chances) if i != index), default=0.0)
        return {"probability": chances[index], "margin": chances[index] - second,
                "candidates": float(len(rows))}  # fmt: skip

    def _context(self, number: int) -> Context:
        if number < 0:
            return Context()
        spoken_of = set()
        for start, end in filled(self.claims[number]):
            first, last = self.view.tokens(start, end)
            spoken_of |= {id(one) for i in range(first, last) if (one := self._named_at(i))}
        return Context(frozenset(spoken_of), self._enclosing(number))

    def _named_at(self, i: int) -> Entity | None:
        name = self.names.at[i]
        if name is None or name.start != i:
            return None
        held = self.entities.of(name)
        return self.scene.found.get(i) or (held[0] if len(held) == 1 else None)

    def _enclosing(self, number: int) -> Entity | None:
        """Return the speaker of the innermost other claim with the mention in its content."""
        source = self.claims[number].source
        if source is None:
            return None
        around = [
            other
            for other, claim in enumerate(self.claims)
            if other != number and any(start <= source[0] < end for start, end in claim.segments)
        ]
        return self._speaker_of(min(around, key=self._length)) if around else None

    def _speaker_of(self, number: int) -> Entity | None:
        """Return the speaker of a claim, also of a later one if its source is unambiguous."""
        if number in self.answers:
            return self.answers[number].entity
        mention = self.mentions[number]
        held = self.entities.of(mention.name) if mention is not None and mention.name else []
        return held[0] if len(held) == 1 else None

    # --- candidates

    def _candidates(self, mention: Mention, number: int, depth: int) -> list[Candidate]:
        found: dict[int, Candidate] = {}

        def add(entity: Entity, relation: str = "") -> None:
            held = found.get(id(entity))
            if held is None and len(found) < MOST:
                how = "named" if entity.forms else "described"
                found[id(entity)] = Candidate(entity, how, relation=relation)
            elif held is not None and relation and not held.relation:
                held.relation = relation

        if mention.sort == "name":
            self._by_name(mention, add)
        else:
            self._by_relation(mention, depth, add)
            self._by_description(mention, add)
            for entity in self.scene.recent(LABELS[mention.sort], RECENT):
                add(entity)
        if mention.role is not None and mention.role.head in self.scene.issued:
            add(self.scene.issued[mention.role.head])
        if mention.sort == "me" and number >= 0:
            enclosing = self._enclosing(number)
            if enclosing is not None:
                add(enclosing)
        candidates = list(found.values())
        met = sorted(candidates, key=lambda one: -self._last_met(one.entity))
        for rank, one in enumerate(met):
            one.rank = rank
        if mention.sort in ("body", "group", "thing", "document") or mention.longer:
            candidates.append(Candidate(_NOBODY, "own"))
        if mention.sort in ("he", "they", "it", "me", "person", "document", "thing"):
            candidates.append(Candidate(_NOBODY, "nobody"))
        return candidates

    def _by_name(self, mention: Mention, add: Callable[..., None]) -> None:
        name = mention.name
        assert name is not None
        for entity in self.entities.of(name):
            add(entity)
        for entity in self.entities.labelled_otherwise(name):
            add(entity)
        if name.label != "PERSON":
            for entity in self.entities.longer(name.words):
                if name.label != "LOC" or entity.label == "LOC":
                    add(entity)
            for entity in self.entities.abbreviated(name):
                add(entity)
        if name.label == "LOC":
            for entity in self.entities.all:
                if any(countries.is_capital_of(name.words, form) for form in entity.forms):
                    add(entity)

    def _by_relation(self, mention: Mention, depth: int, add: Callable[..., None]) -> None:
        """Add the entities in the phrase: "the zoo's website", "a report by the ministry"."""
        labels = LABELS[mention.sort]
        for relation, name in mention.related:
            for entity in self.entities.of(name):
                if entity.label in labels:
                    add(entity, relation)
            if relation == "head":  # "American" for American Airlines
                for entity in self.entities.longer(name.words):
                    add(entity, relation)
        if mention.sort not in ("document", "thing") or depth >= DEEPEST:
            return
        for relation, inner in self._inner(mention):
            answer = self._resolve(inner, depth=depth + 1)
            if answer is not None:
                pronoun = inner.sort in ("he", "it", "they")
                add(answer.entity, f"{relation} pronoun" if pronoun else relation)

    def _inner(self, mention: Mention) -> list[tuple[str, Mention]]:
        """Return the phrases for the owner and the author inside a document's phrase."""
        view, found = self.view, []

        def read(relation: str, start: int, end: int) -> None:
            inner = read_mention(view, self.names, start, end) if start < end else None
            if inner is not None and inner.sort not in ("name", "joint", "document", "thing"):
                found.append((relation, inner))

        for i in range(mention.start, mention.head):
            dated = i > 0 and view.lower[i - 1] in lexicon.words("titles", "months")
            if (view.possessive(i) and not dated) or i == mention.owner:
                read("owner", mention.start, i + 1)
                break
        else:
            before = mention.head - 1
            if before >= mention.start and roles.organization_noun(view.lower[before]):
                read("before", before, before + 1)
        for i in range(mention.head + 1, mention.end):
            if view.lower[i] in ("by", "from", "of"):
                read("by" if view.lower[i] != "of" else "of", i + 1, mention.end)
                break
        return found

    def _by_description(self, mention: Mention, add: Callable[..., None]) -> None:
        role = mention.role
        if role is None or mention.sort not in ("person", "body", "group"):
            return
        labels = LABELS[mention.sort]
        for key in roles.keys(role):
            for entity in self._holders.get(key, ())[:RECENT]:
                if entity.label in labels:
                    add(entity)
        for entity in self._in_name.get(role.head, ())[:RECENT]:
            if entity.label in labels:
                add(entity)
        if mention.sort == "person":
            starts = [name.start for name in self.names.names]
            ahead = bisect_left(starts, mention.end)
            for name in self.names.names[ahead : ahead + SOON]:
                if name.label == "PERSON":
                    for entity in self.entities.of(name):
                        add(entity)

    # --- descriptions

    def _new(self, mention: Mention, *, own: bool) -> Entity:
        """Return the entity that a description introduces; the same words give the same one."""
        words = self._words(mention) if own else None
        key = tuple((words or "").casefold().split())
        if key in self._own:
            return self._own[key]
        entity = Entity(NEW.get(mention.sort, ""), words=words)
        if mention.role is not None:
            entity.give(mention.role)
        gender = roles.PRONOUN_GENDER.get(self.view.lower[mention.head])
        entity.vote(gender, 3.0)
        if key:
            self._own[key] = entity
        return entity

    def _words(self, mention: Mention) -> str:
        """Return the words of a group or body without a determiner, with its owner's name."""
        view, start = self.view, mention.start
        if mention.owner is not None and mention.owner == start:
            pronoun = read_mention(view, self.names, start, start + 1)
            answer = self._resolve(pronoun, depth=DEEPEST) if pronoun is not None else None
            rest = view.string(start + 1, mention.end)
            name = answer.entity.name if answer is not None else None
            return f"{name}’s {rest}" if name and mention.sort == "body" else rest
        if mention.end - start > 1 and view.lower[start] in DETERMINERS:
            start += 1
        return view.string(start, mention.end).strip(" ,;:")

    # --- "X and Y", "who"

    def _joint(self, mention: Mention) -> Answer:
        names = []
        for start, end in mention.parts:
            part = read_mention(self.view, self.names, start, end)
            if part is None:
                continue
            place = part.name is not None and part.name.label == "LOC"  # "Moscow and Beijing"
            answer = None if place else self._resolve(part, depth=1)
            names.append((answer and answer.entity.name) or self._words(part))
        words = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        key = tuple(words.casefold().split())
        entity = self._own.setdefault(key, Entity("GROUP", words=words))
        return Answer(mention, entity, "name", {})

    def _turn(self, mention: Mention) -> Answer:
        """Return the answer for "Q:" or "A:": the article mentions the answerer most."""
        asks = self.view.lower[mention.head].startswith("q")
        people = [one for one in self.entities.all if one.label == "PERSON"]
        if asks or not people:
            return Answer(mention, self._turns.setdefault("q", Entity("PERSON")), None, {})
        often = max(people, key=lambda one: len(one.mentions))
        return Answer(mention, self._turns.setdefault("a", often), "coreference", {})

    def _relative(self, mention: Mention, number: int) -> Answer | None:
        start, end = antecedent(self.view, self.names, mention.head)
        inner = read_mention(self.view, self.names, start, end)
        if inner is None or inner.sort in ("who", "joint"):
            return None
        answer = self._resolve(inner, number)
        if answer is None:
            return None
        named = answer.entity.name is not None
        return replace(answer, mention=mention, by="coreference" if named else None)

    # --- the matches

    def _in_order(self) -> list[SpeakerMatch | None]:
        out: list[SpeakerMatch | None] = []
        ids: dict[int, str] = {}
        for number, claim in enumerate(self.claims):
            answer = self.answers.get(number)
            match = None
            if answer is not None:
                key = ids.setdefault(id(answer.entity), f"s{len(ids) + 1}")
                match = self._match(answer, key)
            elif claim.carried is not None and 0 <= claim.carried < number:
                before = out[claim.carried]
                if before is not None:
                    match = replace(before, start=None, end=None, resolved_by="carried")
            out.append(match)
        return out

    def _match(self, answer: Answer, key: str) -> SpeakerMatch:
        mention, entity = answer.mention, answer.entity
        return SpeakerMatch(
            start=self.view.starts[mention.start],
            end=self.view.ends[mention.end - 1],
            name=entity.name,
            role=entity.role_at(mention.head),
            kind=_KINDS.get(entity.label),
            resolved_by=answer.by,
            entity=key,
            signs=answer.signs,
        )


_NOBODY = Entity("")


def _by(mention: Mention, chosen: Candidate) -> str | None:
    """Return how the name was found: "name", "alias", "coreference", or None for no name."""
    if chosen.entity.name is None:
        return None
    if mention.sort == "name" and mention.name is not None:
        return "name" if mention.name.words == chosen.entity.full else "alias"
    if chosen.how == "own":
        return "name" if mention.sort == "body" else None
    office = mention.role is not None and mention.role.head in lexicon.words("roles", "offices")
    return "alias" if office else "coreference"
