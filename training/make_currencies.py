"""Write src/claimx/data/en/currencies.json: names, codes, countries of all currencies, from CLDR.

Reading babel at run time would add a quarter of a second to every start. A test compares the file
with the installed babel, so that you notice when it is out of date.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

TARGET = Path(__file__).parents[1] / "src" / "claimx" / "data" / "en" / "currencies.json"

# Funds, metals, test codes and units of account: no prices are quoted in them.
NOT_MONEY = frozenset(
    """
    BOV CHE CHW CLE CLF COU CNH CNX ECV ESA ESB BEC BEL LUC LUL MXV USN USS UYI UYW ZAL
    XAG XAU XBA XBB XBC XBD XDR XFO XFU XPD XPT XRE XSU XTS XUA XXX
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)


def plain(name: str) -> str:
    """Return the name in lower case without accents and without the years in brackets."""
    name = re.sub(r"\s*\([^)]*\)", "", name).replace("ʻ", "'")
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def collect() -> dict[str, Any]:
    """Return the content of the file, from the installed babel."""
    english = Locale("en")
    plurals = english._data["currency_names_plural"]
    current: dict[str, list[str]] = {}
    for territory, uses in get_global("territory_currencies").items():
        for code, _, until, tender in uses:
            if until is None and tender:
                current.setdefault(code, []).append(territory)
    currencies: dict[str, Any] = {}
    for code, name in sorted(english.currencies.items()):
        if code in NOT_MONEY:
            continue
        names = {plain(name), *(plain(form) for form in dict(plurals.get(code, {})).values())}
        # Without its years, an old currency can have the same name as a present one.
        entry: dict[str, Any] = {"names": sorted(names)}
        if code in current:
            entry["countries"] = sorted(current[code])
        currencies[code] = entry
    wanted = {c for codes in current.values() for c in codes}
    countries = {
        code: plain(name) for code, name in sorted(english.territories.items()) if code in wanted
    }
    return {
        "source": "Unicode CLDR by way of babel",
        "currencies": currencies,
        "countries": countries,
    }


def write(content: dict[str, Any]) -> None:
    """Write one line per currency or country, so that changes are visible in a diff."""

    def block(name: str) -> str:
        rows = (f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in content[name].items())
        return f' "{name}": {{\n' + ",\n".join(rows) + "\n }"

    text = (
        "{\n"
        + f' "source": {json.dumps(content["source"])},\n'
        + ",\n".join(block(name) for name in ("currencies", "countries"))
        + "\n}\n"
    )
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(collect())
