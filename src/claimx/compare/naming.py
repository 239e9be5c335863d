"""Names of people and bodies, in forms that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from claimx.compare.facts import Source
from claimx.compare.words import fold, stem, tokens
from claimx.text import lexicon

# Spellings of the same surname: "Khodorkovsky", "Khodorkovskiy". "Güler" is already folded.
SPELLING = 90
SHORTEST_SPELLING = 6
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A name by its words, without titles and legal forms."""

    text: str
    tokens: tuple[str, ...]
    is_person: bool
    #: A person's surname or first name alone.
    is_partial: bool
    #: A body without a proper name: "the police", "defence ministry".
    is_generic: bool
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key that equal names share."""
        words = self.tokens if self.is_person else tuple(sorted(set(self.tokens)))
        return f"{'person' if self.is_person else 'body'} {' '.join(words)}"


@dataclass(frozen=True, slots=True)
class Form:
    """The way in which two names are forms of one; `needs_relation`: only in related articles."""

    confidence: float
    reason: str
    needs_relation: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """The content of a person's roles: words, trades and places."""

    words: frozenset[str]
    fields: frozenset[str]
    places: frozenset[str]

    def with_(self, other: Roles) -> Roles:
        """Return the union of both."""
        if other in (NO_ROLES, self):
            return self
        return Roles(
            self.words | other.words, self.fields | other.fields, self.places | other.places
        )


NO_ROLES = Roles(frozenset(), frozenset(), frozenset())
# How many roles stay in memory.
CACHED = 50_000


def name_of(source: Source) -> Name | None:
    """Return the name of a source, or None if it has none."""
    if source.name is None:
        return None
    text = _in_country(source.name)
    words = tokens(text)
    is_person = source.kind == "person" and not _is_acronym(source.name)
    if not words or not _is_proper(source.name, words):
        return None
    return _person(source.name, words) if is_person else _body(source.name, words)


def _is_proper(text: str, words: list[str]) -> bool:
    """Return whether it is a name or "the police", not "the company" or "three officials"."""
    generic = lexicon.words("compare", "generic_bodies")
    return any(char.isupper() for char in text) or generic.issuperset(words)


def _in_country(text: str) -> str:
    """Return the text with "Costa Rican" as "Costa Rica"."""
    return _demonyms().sub(lambda found: _country_of()[fold(found[0])], text)


def compare(a: Name, b: Name) -> Form | None:
    """Return the way in which two names are forms of one, or None if they are not."""
    if a.is_person != b.is_person:
        # A body that was labelled as a person: "Broadcom ... he said".
        if _own_words(a) == _own_words(b):
            return Form(0.85, "the same name", needs_relation=True)
        return None
    return _compare_people(a, b) if a.is_person else _compare_bodies(a, b)


def _own_words(name: Name) -> frozenset[str]:
    """Return the stems of a name without legal forms."""
    forms = lexicon.words("roles", "legal_forms")
    return frozenset(stem(token) for token in name.tokens if token not in forms)


def given(name: Name) -> str:
    """Return a person's first name."""
    return name.tokens[0]


def full_keys(name: Name) -> Iterator[str]:
    """Yield keys that forms of a full name share: a later name and an earlier initial."""
    if name.is_person and not name.is_partial:
        for at, token in enumerate(name.tokens):
            for initial in {earlier[0] for earlier in name.tokens[:at]}:
                yield f"{initial} {token}"


def is_alias(form: str) -> bool:
    """Return whether a mention is an alias: a name, not "he" or "the president"."""
    return len(form) > 2 and form[0].isupper() and fold(form).split()[0] not in _openers()


@lru_cache(CACHED)
def roles_of(roles: tuple[str, ...]) -> Roles:
    """Return the words, trades and places of roles."""
    if not roles:
        return NO_ROLES
    words = {word for role in roles for word in tokens(role)} - lexicon.words("compare", "stop")
    fields: dict[str, list[str]] = lexicon.load("compare")["fields"]
    return Roles(
        words=frozenset(map(stem, words)),
        fields=frozenset(name for name, members in fields.items() if words & set(members)),
        places=frozenset(stem(word) for word in words if stem(word) in _places()),
    )


def _person(text: str, words: list[str]) -> Name:
    kept = [word for word in words if word not in _titles()] or words
    surname = kept[-1]
    keys = (surname, kept[0]) if len(kept) > 1 else (surname,)
    return Name(text, tuple(kept), True, len(kept) == 1, False, keys)


def _body(text: str, words: list[str]) -> Name:
    dropped = lexicon.words("compare", "stop") | lexicon.words("roles", "legal_forms")
    kept = [stem(word) for word in words if word not in dropped] or [stem(words[0])]
    generic = {stem(word) for word in lexicon.words("compare", "generic_bodies")}
    own = [word for word in kept if word not in generic and word not in _places()]
    keys = [*kept, *_acronyms(text)]
    if _is_acronym(text):
        keys.append(f"acronym {fold(text)}")
    is_generic = not own and not (set(kept) & _places() and len(kept) == 1)
    return Name(text, tuple(kept), False, False, is_generic, tuple(keys))


def _compare_people(a: Name, b: Name) -> Form | None:
    if a.is_partial or b.is_partial:
        part, whole = (a, b) if a.is_partial else (b, a)
        if whole.is_partial:
            return None
        if part.tokens[0] in (whole.tokens[-1], whole.tokens[0]):
            return Form(0.85, "a surname alone", needs_relation=True)
        return None
    shorter, longer = sorted((a.tokens, b.tokens), key=len)
    if _is_within(shorter, longer):
        return Form(0.93, "forms of one name", needs_relation=False)
    if _is_one_surname(shorter[-1], longer[-1]) and _is_one_given(shorter[0], longer[0]):
        return Form(0.9, "forms of one name", needs_relation=True)
    return None


def _is_within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Return whether a name's words are in the other, in order; an initial matches a word."""
    rest = iter(longer)
    return all(any(_fits(word, other) for other in rest) for word in shorter)


def _fits(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])


def _is_one_surname(a: str, b: str) -> bool:
    if a == b:
        return True
    return min(len(a), len(b)) >= SHORTEST_SPELLING and fuzz.ratio(a, b) >= SPELLING


def _is_one_given(a: str, b: str) -> bool:
    if a == b or _fits(a, b):
        return True
    if min(len(a), len(b)) >= SHORTEST_SPELLING and fuzz.ratio(a, b) >= SPELLING:
        return True
    return bool(_nicknames().get(a, frozenset()) & _nicknames().get(b, frozenset()))


def _compare_bodies(a: Name, b: Name) -> Form | None:
    first, second = set(a.tokens), set(b.tokens)
    if first == second:
        return Form(0.9, "the same words", needs_relation=a.is_generic or b.is_generic)
    for short, long in ((a, b), (b, a)):
        if _is_acronym(short.text) and fold(short.text) in {
            key.removeprefix("acronym ") for key in _acronyms(long.text)
        }:
            return Form(0.85, "an acronym", needs_relation=True)
    smaller, larger = sorted((first, second), key=len)
    extra = larger - smaller
    if not smaller < larger:
        return None
    descriptors = {stem(word) for word in lexicon.words("compare", "descriptors")}
    if extra <= descriptors:
        return Form(0.88, "a longer name", needs_relation=True)
    if len(smaller) > 1 and extra <= _places() | descriptors:
        return Form(0.85, "a longer name", needs_relation=True)
    return None


def _is_acronym(text: str) -> bool:
    bare = text.replace(".", "")
    return 2 <= len(bare) <= LONGEST_ACRONYM and bare.isalpha() and bare.isupper()


def _acronyms(text: str) -> list[str]:
    """Return the keys of the possible acronyms of a name with several words."""
    skips = lexicon.words("compare", "acronym_skips")
    words = [word for word in tokens(text) if word not in skips]
    return [f"acronym {''.join(word[0] for word in words)}"] if len(words) > 1 else []


@cache
def _titles() -> frozenset[str]:
    loaded = lexicon.load("titles")
    honorifics = {word for words in loaded["honorifics"].values() for word in words}
    return frozenset(
        honorifics | set(loaded["courtesy"]) | set(loaded["suffixes"]) | set(loaded["expansions"])
    ) | lexicon.words("roles", "offices")


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    for names in lexicon.load("compare")["nicknames"]:
        for name in names:
            made[name] = made.get(name, frozenset()) | {names[0]}
    return made


@cache
def _places() -> frozenset[str]:
    countries = lexicon.load("countries")["countries"]
    return frozenset(
        stem(word)
        for country in countries
        for name in (*country["names"], *country["demonyms"], *country["capitals"])
        for word in tokens(name)
    )


@cache
def _country_of() -> dict[str, str]:
    """Return the country by demonym of two words."""
    return {
        fold(demonym): country["names"][0]
        for country in lexicon.load("countries")["countries"]
        for demonym in country["demonyms"]
        if " " in demonym
    }


@cache
def _demonyms() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _country_of())) or "(?!)", re.IGNORECASE)


@cache
def _openers() -> frozenset[str]:
    """Return the words that descriptions begin with."""
    loaded = lexicon.load("pronouns")
    lists = [words for words in loaded.values() if isinstance(words, list)]
    return frozenset(word for words in lists for word in words) | {"the", "a", "an"}
