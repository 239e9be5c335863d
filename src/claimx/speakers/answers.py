"""The answer for one source phrase: a name, a pronoun, a description, an organization's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimx.speakers import roles
from claimx.speakers.outline import DETERMINERS
from claimx.speakers.profile import PRONOUN_GENDER
from claimx.speakers.roles import POSSESSIVE_PRONOUNS
from claimx.speakers.scene import BY_PRONOUN
from claimx.speakers.sources import Phrase, read_source, sort_of
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from claimx.speakers.entities import Entity
    from claimx.speakers.roles import Role
    from claimx.speakers.scene import Scene, Segments

_KINDS = {"PERSON": "person", "ORG": "organization", "LOC": "organization", "NORP": "group"}
CLOSE = 3
RECENT_GROUPS = 12
DOCUMENT_CLOSE = 8


@dataclass(frozen=True, slots=True)
class SpeakerMatch:
    """Who made a claim: the mention (None if the claim only goes on) and what the article tells."""

    start: int | None
    end: int | None
    name: str | None
    role: str | None
    kind: str | None
    resolved_by: str | None


class Answers:
    """Answers phrase by phrase, in the order of the article, as the scene moves on."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.outline = scene.outline
        self.names = scene.names
        self.groups: list[tuple[int, SpeakerMatch]] = []
        self.document: tuple[int, SpeakerMatch] | None = None
        self.answering: Entity | None = None
        # Who has the word in an interview and who had it before: "he" is neither, up to there.
        self.talking: list[Entity] = []
        self.turn_end = 0

    def of(self, phrase: Phrase, segments: Segments, *, turn: bool = False) -> SpeakerMatch:
        """The speaker that a phrase means, whose claim, a `turn` of talk, has these segments."""
        match = self._speaker(phrase, segments)
        if turn:
            spoke = self.scene.spoke
            if spoke is not None and spoke[0] == phrase.head:
                self.talking = [spoke[1], *self.talking[:1]]
            self.turn_end = segments[-1][1]
        if match.kind in ("group", "organization") and match.name:
            self.groups.append((self.outline.sentence[phrase.head], match))
        return match

    def _speaker(self, phrase: Phrase, segments: Segments) -> SpeakerMatch:
        outline = self.outline
        if phrase.parts:
            return self._joint(phrase)
        word = outline.lower[phrase.head]
        single = phrase.end - phrase.start == 1
        if single and word in lexicon.words("roles", "turns") and outline.capital(phrase.head):
            return self._transcript(phrase)
        if single and word in ("who", "which", "that", "whose"):
            return self._relative(phrase)
        if single and word in PRONOUN_GENDER:
            within = outline.start[phrase.head] < self.turn_end
            besides = self.talking if within else ()
            entity = self.scene.pronoun(phrase.head, segments, besides=besides)
            inside = outline.quoted[phrase.head]
            if entity is not None and inside:
                # Not the one who is quoted, and nobody else is known to be meant.
                entity = entity if self.scene.quoted_before(entity, phrase.head) else None
            if entity is not None:
                self.scene.touch(entity, phrase.head, BY_PRONOUN)
                return self._match(phrase, entity, "coreference")
            return self._nobody(phrase, "person")
        if single and word in lexicon.words("pronouns", "plural"):
            return self._plural(phrase)
        if single and word in lexicon.words("pronouns", "neuter"):
            return self._neuter(phrase)
        if single and word in lexicon.words("pronouns", "speech"):
            return self._nobody(phrase, "group" if word in ("we", "us", "our") else "person")
        if phrase.name is not None and phrase.name.label != "NORP":
            entity = self.scene.entity(phrase.name)
            if entity is not None:
                whole = replace(phrase, start=min(phrase.start, phrase.name.title))
                by = "name" if phrase.name.words == entity.full else "alias"
                return self._match(whole, entity, by)
        return self._described(phrase)

    def _transcript(self, phrase: Phrase) -> SpeakerMatch:
        """ "Q:" and "A:": who answers is whom the text before the first answer is about."""
        if self.outline.lower[phrase.head] in ("q", "question"):
            return self._nobody(phrase, "person")
        if self.answering is None:
            self.answering = self.scene.central(phrase.head)
        if self.answering is None:
            return self._nobody(phrase, "person")
        return self._match(phrase, self.answering, "coreference")

    def _match(self, phrase: Phrase, entity: Entity, by: str) -> SpeakerMatch:
        outline = self.outline
        role = entity.role_at(phrase.head)
        if entity.label == "PERSON":
            self.scene.spoke = (phrase.head, entity)
        return SpeakerMatch(
            outline.start[phrase.start],
            outline.end[phrase.end - 1],
            entity.name,
            role,
            _KINDS[entity.label],
            by,
        )

    def _own(
        self,
        phrase: Phrase,
        *,
        name: str | None,
        role: str | None,
        kind: str | None,
        by: str | None,
    ) -> SpeakerMatch:
        outline = self.outline
        return SpeakerMatch(
            outline.start[phrase.start], outline.end[phrase.end - 1], name, role, kind, by
        )

    def _nobody(self, phrase: Phrase, kind: str | None) -> SpeakerMatch:
        return self._own(phrase, name=None, role=None, kind=kind, by=None)

    def _words(self, phrase: Phrase, *, ownerless: bool = False) -> str:
        """The phrase without article, of "nonpartisan Board on X" the name, or `ownerless`."""
        outline = self.outline
        start = phrase.start
        for i in range(start + 1, phrase.head if ownerless else start):
            # "Macron's office" is whole: what is left must tell something.
            if outline.possessive(i) and outline.capital(i - 1) and i + 1 < phrase.head:
                start = i + 1
        if outline.capital(phrase.head) and phrase.head > start:
            first = phrase.head
            while first > start and outline.capital(first - 1):
                first -= 1
            if outline.lower[first] not in DETERMINERS and not any(
                outline.possessive(i) for i in range(start, first)
            ):
                return outline.string(first, phrase.end)
        opening = outline.lower[start]
        if phrase.end - start > 1 and (opening in DETERMINERS or opening in POSSESSIVE_PRONOUNS):
            start += 1
        return outline.string(start, phrase.end)

    def _joint(self, phrase: Phrase) -> SpeakerMatch:
        """ "X and Y": a group of everybody's full name, where all have one."""
        told = []
        for start, end in phrase.parts:
            part = read_source(self.outline, self.names, start, end)
            entity = (
                self.scene.entity(part.name) if part is not None and part.name is not None else None
            )
            if part is None:
                continue
            told.append((entity.name if entity is not None else None) or self._words(part))
        name = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
        return self._own(phrase, name=name, role=None, kind="group", by="name")

    def _relative(self, phrase: Phrase) -> SpeakerMatch:
        """ "who said": what it follows or belongs to."""
        outline = self.outline
        i = phrase.head
        antecedent = None
        nearest = i - 1
        while nearest > 0 and not outline.fold[nearest]:
            nearest -= 1
        closest = self.names.at[nearest]
        if closest is not None and closest.label == "PERSON":
            antecedent = nearest
        elif outline.parsed:
            token = self.outline.doc[i]
            for _ in range(4):
                if token.dep_ in ("acl:relcl", "relcl"):
                    antecedent = token.head.i
                    break
                if token.head.i == token.i:
                    break
                token = token.head
        if antecedent is None or antecedent >= i:
            antecedent = nearest
        name = self.names.at[antecedent] or self.names.titled[antecedent]
        if name is not None and name.label != "NORP":
            entity = self.scene.entity(name)
            if entity is not None:
                return self._match(phrase, entity, "coreference")
        start = (
            syntax.noun_phrase(self.outline.doc[antecedent])[0] if outline.parsed else antecedent
        )
        inner = read_source(outline, self.names, min(start, antecedent), i)
        if inner is None or inner.head >= i or outline.lower[inner.head] in ("who", "which"):
            return self._nobody(phrase, None)
        match = self._described(inner, described=True)
        return self._own(
            phrase,
            name=match.name,
            role=match.role,
            kind=match.kind,
            by="coreference" if match.name or match.role else None,
        )

    def _plural(self, phrase: Phrase) -> SpeakerMatch:
        sentence = self.outline.sentence[phrase.head]
        for spoken, match in reversed(self.groups[-3:]):
            if sentence - spoken <= CLOSE:
                return self._own(
                    phrase, name=match.name, role=match.role, kind=match.kind, by="coreference"
                )
        return self._nobody(phrase, "group")

    def _neuter(self, phrase: Phrase) -> SpeakerMatch:
        sentence = self.outline.sentence[phrase.head]
        for spoken, match in reversed(self.groups[-1:]):
            if match.kind == "organization" and sentence - spoken <= 2:
                return self._own(
                    phrase, name=match.name, role=match.role, kind=match.kind, by="coreference"
                )
        best, best_score = None, 0.2
        for label in ("ORG", "LOC"):
            for entity in self.scene.focus.recent(label):
                score = self.scene.focus.score(entity, sentence) * (1.0 if label == "ORG" else 0.6)
                if score > best_score:
                    best, best_score = entity, score
        if best is not None:
            self.scene.touch(best, phrase.head, BY_PRONOUN)
            return self._match(phrase, best, "coreference")
        return self._nobody(phrase, None)

    def _described(self, phrase: Phrase, *, described: bool = False) -> SpeakerMatch:
        """A phrase without a name at its head, `described` further by a relative clause."""
        outline = self.outline
        sort = sort_of(outline, phrase)
        if sort == "person":
            return self._person(phrase, described=described)
        if sort == "document":
            owner = self._owner(phrase)
            if owner is not None:
                self.document = (outline.sentence[phrase.head], owner)
                return owner
            if phrase.determiner in ("the", "this", "that") and self.document is not None:
                sentence, told = self.document
                if outline.sentence[phrase.head] - sentence <= DOCUMENT_CLOSE:
                    return self._own(
                        phrase,
                        name=told.name,
                        role=told.role,
                        kind=told.kind,
                        by="coreference",
                    )
            return self._nobody(phrase, None)
        if sort == "organization":
            role = roles.read_role(outline, phrase.start, phrase.end)
            definite = phrase.determiner in ("the", "this", "that") and (
                not outline.capital(phrase.head)
                or (role is not None and role.text.lower() == role.head)
            )
            if definite and role is not None:
                entity = self.scene.organization(role, phrase.head)
                if entity is not None:
                    self.scene.touch(entity, phrase.head, BY_PRONOUN)
                    by = "alias" if role.head in entity.full else "coreference"
                    return self._match(phrase, entity, by)
                before = self._spoken_by(role)
                if before is not None:
                    return self._own(
                        phrase, name=before.name, role=before.role, kind=before.kind, by="alias"
                    )
                entity = self.scene.at_hand(role, phrase.head)
                if entity is not None:
                    self.scene.touch(entity, phrase.head, BY_PRONOUN)
                    return self._match(phrase, entity, "coreference")
            return self._own(
                phrase,
                name=self._words(phrase, ownerless=True),
                role=None,
                kind="organization",
                by="name",
            )
        if sort == "group":
            return self._own(phrase, name=self._words(phrase), role=None, kind="group", by=None)
        return self._nobody(phrase, None)

    def _spoken_by(self, role: Role) -> SpeakerMatch | None:
        """The organization named by its words that ended in this one ("Trump campaign")."""
        for _, match in reversed(self.groups[-RECENT_GROUPS:]):
            words = (match.name or "").lower().split()
            fits = role.head in words and role.modifiers <= set(words)
            if match.kind == "organization" and len(words) > 1 and fits:
                return match
        return None

    def _person(self, phrase: Phrase, *, described: bool) -> SpeakerMatch:
        outline = self.outline
        role = roles.read_role(outline, phrase.start, phrase.end)
        definite = phrase.determiner in ("the", "this", "that", "")
        if outline.lower[phrase.start] in lexicon.words("pronouns", "indefinite_person"):
            definite = False
        if role is not None and definite:
            entity = self.scene.holder(role, "PERSON", phrase.head)
            if entity is not None:
                self.scene.touch(entity, phrase.head, BY_PRONOUN)
                return self._match(phrase, entity, "alias" if _title(role) else "coreference")
            entity = None if described else self.scene.epithet(phrase, role)
            if entity is not None:
                self.scene.touch(entity, phrase.head, BY_PRONOUN)
                return self._match(phrase, entity, "coreference")
        named = self._named(phrase)
        if named is not None:
            match = self._match(phrase, named, "name")
            return match if match.role or role is None else replace(match, role=role.text)
        if role is not None:
            self.scene.spoke = (phrase.head, self.scene.stranger(role, phrase.head))
        told = role is not None and role.head not in lexicon.words("pronouns", "indefinite_person")
        words = role.text if role is not None and told else None
        return self._own(phrase, name=None, role=words, kind="person", by=None)

    def _named(self, phrase: Phrase) -> Entity | None:
        """The person whose name follows ("a monk named Bertil Aas")."""
        i = phrase.head + 1
        if i + 1 >= self.outline.size or self.outline.lower[i] not in ("named", "called"):
            return None
        name = self.names.at[i + 1]
        person = name is not None and name.label == "PERSON"
        return self.scene.entity(name) if name is not None and person else None

    def _owner(self, phrase: Phrase) -> SpeakerMatch | None:
        """The one whose report, statement or data it is."""
        outline = self.outline
        if phrase.preposition is not None:
            prep = outline.lower[phrase.preposition]
            if prep in ("from", "by", "of", "in"):
                if outline.lower[phrase.preposition - 1] in lexicon.words("roles", "obtained"):
                    return None
                for i in range(phrase.preposition + 1, phrase.end):
                    name = self.names.titled[i] or self.names.at[i]
                    if name is not None and (
                        name.label in ("PERSON", "ORG") or prep in ("from", "by")
                    ):
                        entity = self.scene.entity(name)
                        if entity is not None:
                            by = "name" if name.words == entity.full else "alias"
                            return self._match(phrase, entity, by)
        for i in range(phrase.start, phrase.head):
            if outline.lower[i] in PRONOUN_GENDER:
                entity = self.scene.pronoun(i)
                if entity is not None:
                    return self._match(phrase, entity, "coreference")
            name = self.names.at[i]
            if name is not None and name.label in ("PERSON", "ORG"):
                entity = self.scene.entity(name)
                if entity is not None:
                    by = "name" if name.words == entity.full else "alias"
                    return self._match(phrase, entity, by)
        return None


def _title(role: Role) -> bool:
    """Is it an office that stands for its holder ("the minister"), not a description?"""
    if role.head in lexicon.words("roles", "loose_offices"):
        return not role.modifiers
    office = roles.is_honorific(role.head) or role.head in lexicon.words("roles", "offices")
    return office and not role.modifiers & lexicon.words("roles", "restrictive")
