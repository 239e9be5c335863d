"""Write the list of first names that are given to one sex only, from Faker (MIT licence).

    python -m training.make_first_names    writes src/claimx/data/en/first_names.json

A name counts if the lists of several countries agree on it, or if it is in a list that is not a
bulk extract. Names that a third or more of the lists give to the other sex are left out.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections import Counter
from pathlib import Path

import faker.providers.person as person

from claimx.text.view import fold

TARGET = Path(__file__).parent.parent / "src" / "claimx" / "data" / "en" / "first_names.json"
# Bulk extracts of registers of births, full of rare names.
BULK = frozenset(["en", "is_IS", "de_CH", "tr_TR"])
SURE = 3
COMMENT = (
    "First names of one sex, folded (no case, no accents). Made by training/make_first_names.py "
    "from Faker (https://github.com/joke2k/faker), MIT licence, copyright Daniele Faraglia."
)


def names(provider: object, attribute: str) -> set[str]:
    """Return the folded names in one of a provider's lists that are written in Latin letters."""
    folded = {fold(name) for name in getattr(provider, attribute, ())}
    return {name for name in folded if name.isascii() and len(name) > 1}


def counts() -> tuple[Counter[str], Counter[str], set[str]]:
    """Return each name's number of lists of men and of women, and the names of the good lists."""
    male: Counter[str] = Counter()
    female: Counter[str] = Counter()
    good: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        men = names(provider, "first_names_male")
        women = names(provider, "first_names_female")
        if not men or not women or men == women:
            continue
        male.update(men)
        female.update(women)
        if module.name not in BULK:
            good |= men | women
    return male, female, good


def main() -> None:
    male, female, good = counts()

    def sure(these: Counter[str], others: Counter[str]) -> str:
        kept = (name for name, n in these.items() if n >= SURE * others[name])
        return " ".join(sorted(name for name in kept if these[name] > 1 or name in good))

    table = {"$comment": COMMENT, "male": sure(male, female), "female": sure(female, male)}
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print({key: len(value.split()) for key, value in table.items()}, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
