"""People and bodies across articles: one entity for all its names.

Sources with the same name form a profile. Profiles are joined if their names are forms of one name
and nothing contradicts it. A bare surname is joined to a full name only in related articles.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from claimx.compare import naming
from claimx.compare.corpus import Corpus
from claimx.compare.facts import Record, Source
from claimx.records import group_id

# Up to this many names with a common word are all compared; of more, only neighbours in a list.
LARGEST_BLOCK, NEIGHBOURS = 60, 8
# Only the last articles with a name are looked at, and this many related ones for each.
SAMPLE, NEAREST = 6, 12
# A name is only compared with the last ones of its kind that have other roles.
LAST = 50
# How certain a join is, by its grounds.
SAME_NAME, SURNAME, ALONE = 0.97, 0.85, 1.0


@dataclass(slots=True)
class Profile:
    """The numbers of the sources with the same name."""

    name: naming.Name
    sources: array[int] = field(default_factory=lambda: array("I"))
    confidence: float = ALONE
    reason: str = "one name"
    roles: naming.Roles = naming.NO_ROLES


class Entities:
    """The entities of a corpus, and the entity of each source."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._profiles = _joined(_profiles(corpus), corpus)
        self._profiles.sort(key=lambda one: (-len(self._articles(one)), one.name.text))
        self.of: dict[tuple[int, str], str] = {}
        self.names: dict[str, str] = {}
        for profile in self._profiles:
            sources = [corpus.sources[number] for number in profile.sources]
            id = self._id(sources)
            self.names[id] = profile.name.text
            for source in sources:
                self.of[source.article, source.key] = id

    def records(self) -> Iterator[Record]:
        """Yield the entity records, those in most articles first."""
        for profile in self._profiles:
            yield self._record(profile)

    def _articles(self, profile: Profile) -> set[int]:
        return set(map(self._corpus.sources.article, profile.sources))

    def _id(self, sources: list[Source]) -> str:
        articles = self._corpus.articles
        told = ((articles[source.article], source.key) for source in sources)
        return group_id(
            "entity",
            *min((article.published or "9", article.doc, key) for article, key in told)[1:],
        )

    def _record(self, profile: Profile) -> Record:
        articles = self._corpus.articles
        sources = [self._corpus.sources[number] for number in profile.sources]
        forms = dict.fromkeys(
            form
            for source in sources
            for form in (source.name, *source.texts)
            if form and form != profile.name.text and naming.is_alias(form)
        )
        kinds = Counter(source.kind for source in sources if source.kind)
        return {
            "kind": "entity",
            "id": self._id(sources),
            "name": profile.name.text,
            "type": kinds.most_common(1)[0][0] if kinds else None,
            "aliases": sorted(forms),
            "roles": list(self._roles(sources)),
            "mentions": [
                {
                    "doc": articles[source.article].doc,
                    "entity": None if source.key in (source.name, *source.texts) else source.key,
                    "name": source.name,
                    "claims": source.claims,
                }
                for source in sources
            ],
            "docs": len({source.article for source in sources}),
            "claims": sum(source.claims for source in sources),
            "confidence": round(profile.confidence, 2),
            "reason": profile.reason,
        }

    def _roles(self, sources: list[Source]) -> Iterator[Record]:
        """Yield each role with the first and last date of its articles."""
        told: dict[str, list[Source]] = {}
        for source in sources:
            for role in source.roles:
                told.setdefault(role, []).append(source)
        for role, found in told.items():
            articles = [self._corpus.articles[source.article] for source in found]
            days = sorted(article.published[:10] for article in articles if article.published)
            yield {
                "role": role,
                "first": days[0] if days else None,
                "last": days[-1] if days else None,
                "docs": len({article.doc for article in articles}),
            }


def _profiles(corpus: Corpus) -> list[Profile]:
    """Return the sources by name, split if their roles or articles differ."""
    made: list[Profile] = []
    by_name: dict[str, list[int]] = {}
    by_place: dict[tuple[str, int], int] = {}
    for number, source in enumerate(corpus.sources):
        name = naming.name_of(source)
        if name is None:
            continue
        roles = naming.roles_of(source.roles)
        if name.is_generic or name.is_partial:
            # "The police", "Tan": the same only in articles about the same thing.
            near = [source.article, *corpus.topics.around(source.article)]
            there = [by_place[name.key, at] for at in near if (name.key, at) in by_place][:1]
        else:
            there = by_name.setdefault(name.key, [])[-LAST:]
            there = [other for other in there if not _differ(made[other].roles, roles)][:1]
        if there:
            made[there[0]].confidence, made[there[0]].reason = SAME_NAME, "the same name"
        else:
            there = [len(made)]
            made.append(Profile(name))
            by_name.setdefault(name.key, []).append(there[0])
        profile = made[there[0]]
        profile.sources.append(number)
        profile.roles = profile.roles.with_(roles)
        by_place.setdefault((name.key, source.article), there[0])
    return made


Join = tuple[float, str, int, int]


def _joined(profiles: list[Profile], corpus: Corpus) -> list[Profile]:
    """Return the profiles, joining those with forms of the same name."""
    joins = _joins(profiles, corpus)
    unclear = _ambiguous(joins, profiles)
    home = list(range(len(profiles)))

    def root(number: int) -> int:
        while home[number] != number:
            home[number] = home[home[number]]
            number = home[number]
        return number

    for score, reason, a, b in joins:
        first, second = root(a), root(b)
        is_unclear = score <= SURNAME and not unclear.isdisjoint((a, b))
        if first == second or is_unclear or _clash(profiles[first], profiles[second]):
            continue
        is_fuller = _is_fuller(profiles[first], profiles[second])
        kept, gone = (first, second) if is_fuller else (second, first)
        _absorb(profiles[kept], profiles[gone], score, reason)
        home[gone] = kept
    left = [profile for number, profile in enumerate(profiles) if root(number) == number]
    for profile in left:
        profile.sources = array("I", sorted(profile.sources))
    return left


def _joins(profiles: list[Profile], corpus: Corpus) -> list[Join]:
    """Return the pairs of profiles to join, the most certain first."""
    joins = {
        (form.confidence, f"{form.reason}: {profiles[a].name.text}, {profiles[b].name.text}", a, b)
        for pairs, is_related in ((_alike(profiles), False), (_related(profiles, corpus), True))
        for a, b in pairs
        if (form := naming.compare(profiles[a].name, profiles[b].name)) is not None
        and (is_related or not form.needs_relation)
        and not _differ(profiles[a].roles, profiles[b].roles)
    }
    return sorted(joins, key=lambda join: (-join[0], *join[2:]))


def _alike(profiles: list[Profile]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of people whose full names can be the same, in any articles."""
    blocks: dict[str, list[int]] = {}
    for number, profile in enumerate(profiles):
        for key in naming.full_keys(profile.name):
            blocks.setdefault(key, []).append(number)
    for block in blocks.values():
        yield from _pairs(block, profiles)


def _related(profiles: list[Profile], corpus: Corpus) -> set[tuple[int, int]]:
    """Return the pairs of names with a common word in articles about the same thing."""
    there: dict[tuple[int, str], list[int]] = {}
    for number, profile in enumerate(profiles):
        for article in set(map(corpus.sources.article, profile.sources)):
            for key in set(profile.name.keys):
                there.setdefault((article, key), []).append(number)
    found: set[tuple[int, int]] = set()
    for number, profile in enumerate(profiles):
        for article in set(map(corpus.sources.article, profile.sources[-SAMPLE:])):
            for near in (article, *corpus.topics.around(article)[:NEAREST]):
                for key in profile.name.keys:
                    others = there.get((near, key), ())
                    found.update((min(number, one), max(number, one)) for one in others)
    return {(a, b) for a, b in found if a != b}


def _pairs(block: list[int], profiles: list[Profile]) -> Iterator[tuple[int, int]]:
    """Yield the pairs in a block; in a large block, only pairs of neighbouring names."""
    if len(block) <= LARGEST_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda number: (profiles[number].name.key, number))
    for at, a in enumerate(ordered):
        for b in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            yield min(a, b), max(a, b)


def _ambiguous(joins: list[Join], profiles: list[Profile]) -> set[int]:
    """Return the partial names that fit several full names."""
    fits: dict[int, set[str]] = {}
    for _score, _reason, a, b in joins:
        for part, whole in ((a, b), (b, a)):
            if profiles[part].name.is_partial and not profiles[whole].name.is_partial:
                fits.setdefault(part, set()).add(naming.given(profiles[whole].name))
    return {part for part, found in fits.items() if len(found) > 1}


def _clash(a: Profile, b: Profile) -> bool:
    """Return whether two groups of names contain different people."""
    full = [one.name for one in (a, b) if one.name.is_person and not one.name.is_partial]
    return len(full) == 2 and naming.compare(*full) is None


def _absorb(kept: Profile, gone: Profile, score: float, reason: str) -> None:
    kept.sources += gone.sources
    kept.roles = kept.roles.with_(gone.roles)
    kept.confidence = min(kept.confidence, gone.confidence, score)
    kept.reason = reason


def _is_fuller(a: Profile, b: Profile) -> bool:
    """Return whether the first profile's name is the better one to show."""

    def rank(profile: Profile) -> tuple[bool, bool, int, int]:
        name = profile.name
        return not name.is_partial, not name.is_generic, len(profile.sources), len(name.tokens)

    return rank(a) >= rank(b)


def _differ(first: naming.Roles, second: naming.Roles) -> bool:
    """Return whether two sets of roles are different people's: other trades, no common place."""
    if not first.fields or not second.fields or first.fields & second.fields:
        return False
    return not first.words & second.words and not first.places & second.places
