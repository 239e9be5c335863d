"""People and bodies across articles: one entity for all the names that the articles use.

Sources of one name form a profile; profiles are joined if their names are forms of one name and
nothing else speaks against it. A bare surname is joined to a full name only in related articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from claimx.compare import naming
from claimx.compare.corpus import Corpus
from claimx.compare.facts import Record, Source
from claimx.records import group_id

# Articles are about one thing from this likeness on: of the gold clusters' articles, nearly all
# pairs of one cluster are above, and nearly all of different ones below.
ALIKE = 0.09
# Articles of a profile that stand for all when likeness is asked for.
SAMPLE = 12
# Names with a word in common are all compared up to this many; then only neighbours in a list.
LARGEST_BLOCK, NEIGHBOURS = 300, 20
# "The police" of an article are compared with those of this many last cities.
LAST = 50
# How sure a join is, by what it rests on.
SAME_NAME, SURNAME, ALONE = 0.97, 0.85, 1.0


@dataclass(slots=True)
class Profile:
    """The sources that go by one name."""

    name: naming.Name
    sources: list[Source]
    confidence: float = ALONE
    reason: str = "one name"
    roles: Counter[str] = field(default_factory=Counter)

    @property
    def articles(self) -> list[int]:
        """The articles, at most a sample of them."""
        return [source.article for source in self.sources[-SAMPLE:]]


class Entities:
    """The entities of a corpus, and which source is which."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._profiles = _joined(list(_profiles(corpus.sources, corpus)), corpus)
        self.of: dict[tuple[int, str], str] = {}
        self.names: dict[str, str] = {}
        for profile in self._profiles:
            id = self._id(profile)
            self.names[id] = profile.name.text
            for source in profile.sources:
                self.of[source.article, source.key] = id

    def records(self) -> Iterator[Record]:
        """Yield the entity records, those of most articles first."""
        ranked = sorted(
            self._profiles,
            key=lambda one: (-len({s.article for s in one.sources}), one.name.text),
        )
        for profile in ranked:
            yield self._record(profile)

    def _id(self, profile: Profile) -> str:
        articles = self._corpus.articles
        told = ((articles[source.article], source.key) for source in profile.sources)
        return group_id(
            "entity",
            *min((article.published or "9", article.doc, key) for article, key in told)[1:],
        )

    def _record(self, profile: Profile) -> Record:
        articles = self._corpus.articles
        forms = dict.fromkeys(
            form
            for source in profile.sources
            for form in (source.name, *source.texts)
            if form and form != profile.name.text and naming.is_alias(form)
        )
        kinds = Counter(source.kind for source in profile.sources if source.kind)
        return {
            "kind": "entity",
            "id": self._id(profile),
            "name": profile.name.text,
            "type": kinds.most_common(1)[0][0] if kinds else None,
            "aliases": sorted(forms),
            "roles": list(self._roles(profile)),
            "mentions": [
                {
                    "doc": articles[source.article].doc,
                    "entity": None if source.key in (source.name, *source.texts) else source.key,
                    "name": source.name,
                    "claims": source.claims,
                }
                for source in profile.sources
            ],
            "docs": len({source.article for source in profile.sources}),
            "claims": sum(source.claims for source in profile.sources),
            "confidence": round(profile.confidence, 2),
            "reason": profile.reason,
        }

    def _roles(self, profile: Profile) -> Iterator[Record]:
        """Yield each role with the first and the last date of its articles."""
        told: dict[str, list[Source]] = {}
        for source in profile.sources:
            for role in source.roles:
                told.setdefault(role, []).append(source)
        for role, sources in told.items():
            articles = [self._corpus.articles[source.article] for source in sources]
            days = sorted(article.published[:10] for article in articles if article.published)
            yield {
                "role": role,
                "first": days[0] if days else None,
                "last": days[-1] if days else None,
                "docs": len({article.doc for article in articles}),
            }


def _profiles(sources: Iterable[Source], corpus: Corpus) -> Iterator[Profile]:
    """Yield the sources by name; those of one name apart if their roles or articles differ."""
    by_name: dict[str, list[Profile]] = {}
    for source in sources:
        name = naming.name_of(source)
        if name is None:
            continue
        there = by_name.setdefault(name.key, [])
        for profile in there[-LAST:]:
            if _is_one(profile, source, corpus):
                profile.sources.append(source)
                profile.roles.update(source.roles)
                profile.confidence = min(profile.confidence, SAME_NAME)
                profile.reason = "the same name"
                break
        else:
            there.append(Profile(name, [source], roles=Counter(source.roles)))
    for profiles in by_name.values():
        yield from profiles


def _is_one(profile: Profile, source: Source, corpus: Corpus) -> bool:
    """Whether a source is the profile's, which has its name."""
    if profile.name.is_generic or profile.name.is_partial:
        # "The police", "Tan": one and the same only where the articles are about one thing.
        return _are_related(profile.articles, [source.article], corpus)
    return not _differ(profile.roles, source.roles)


Join = tuple[float, str, int, int]


def _joined(profiles: list[Profile], corpus: Corpus) -> list[Profile]:
    """Return the profiles with those joined whose names are forms of one name."""
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
        profile.sources.sort(key=lambda source: source.article)
    return left


def _joins(profiles: list[Profile], corpus: Corpus) -> list[Join]:
    """Return the pairs of profiles that are one, the surest first."""
    blocks: dict[str, list[int]] = {}
    for number, profile in enumerate(profiles):
        for key in set(profile.name.keys):
            blocks.setdefault(key, []).append(number)
    pairs = {pair for block in blocks.values() for pair in _pairs(block, profiles)}
    joins = [
        (score, reason, a, b)
        for a, b in pairs
        for score, reason in [_match(profiles[a], profiles[b], corpus)]
        if score
    ]
    return sorted(joins, key=lambda join: (-join[0], *join[2:]))


def _pairs(block: list[int], profiles: list[Profile]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block; of a large one only those whose names are neighbours."""
    if len(block) <= LARGEST_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda number: (profiles[number].name.key, number))
    for at, a in enumerate(ordered):
        for b in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            yield min(a, b), max(a, b)


def _match(a: Profile, b: Profile, corpus: Corpus) -> tuple[float, str]:
    """Return how sure it is that two profiles are one, and why; 0 if they are not."""
    form = naming.compare(a.name, b.name)
    if form is None or _differ(a.roles, b.roles):
        return 0.0, ""
    if form.needs_relation and not _are_related(a.articles, b.articles, corpus):
        return 0.0, ""
    return form.confidence, f"{form.reason}: {a.name.text}, {b.name.text}"


def _ambiguous(joins: list[Join], profiles: list[Profile]) -> set[int]:
    """Return the partial names that fit several full ones."""
    fits: dict[int, set[str]] = {}
    for _score, _reason, a, b in joins:
        for part, whole in ((a, b), (b, a)):
            if profiles[part].name.is_partial and not profiles[whole].name.is_partial:
                fits.setdefault(part, set()).add(naming.given(profiles[whole].name))
    return {part for part, found in fits.items() if len(found) > 1}


def _clash(a: Profile, b: Profile) -> bool:
    """Whether two groups of names hold two different people."""
    full = [one.name for one in (a, b) if one.name.is_person and not one.name.is_partial]
    return len(full) == 2 and naming.compare(*full) is None


def _absorb(kept: Profile, gone: Profile, score: float, reason: str) -> None:
    kept.sources += gone.sources
    kept.roles.update(gone.roles)
    kept.confidence = min(kept.confidence, gone.confidence, score)
    kept.reason = reason


def _is_fuller(a: Profile, b: Profile) -> bool:
    """Whether the first profile's name is the better one to go by."""

    def rank(profile: Profile) -> tuple[bool, bool, int, int]:
        name = profile.name
        return not name.is_partial, not name.is_generic, len(profile.sources), len(name.tokens)

    return rank(a) >= rank(b)


def _are_related(first: list[int], second: list[int], corpus: Corpus) -> bool:
    """Whether any two of the articles are about one thing."""
    return any(corpus.topics.likeness(min(a, b), max(a, b)) >= ALIKE for a in first for b in second)


def _differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two sets of roles cannot be one person's: other trades, and no place in common."""
    first, second = naming.roles_of(a), naming.roles_of(b)
    if not first.fields or not second.fields or first.fields & second.fields:
        return False
    return not first.words & second.words and not first.places & second.places
