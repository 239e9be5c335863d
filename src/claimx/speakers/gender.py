"""The gender that first names usually have."""

from __future__ import annotations

from functools import cache

from claimx.text import lexicon


@cache
def _first_names() -> dict[str, str]:
    table = lexicon.load("first_names")
    return {name: key for key in ("male", "female") for name in table[key].split()}


def first_name_gender(word: str) -> str | None:
    """Return "male" or "female" for a folded first name of only one sex, otherwise None."""
    return _first_names().get(word)
