"""The confidence of a figure: the probability that its span, value and unit are right.

The weights in `data/en/confidence_figures.json` are learnt by `training/confidence_figures.py`.
"""

from __future__ import annotations

from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.figures.weigh import probability
from claimx.text.lexicon import load

# If a noun is farther from its number, there are words in between (characters).
_FAR = 12
_DIGITS = 2


def confidence(draft: Draft, page: Page) -> float:
    """Return the probability that the figure is right, to two digits."""
    weights: dict[str, float] = load("confidence_figures")["weights"]
    return round(probability(features(draft, page), weights), _DIGITS)


def features(draft: Draft, page: Page) -> dict[str, float]:
    """Return the features of how a figure was read: each is 1 or missing."""
    number, noun = draft.number, draft.noun
    word = page.text[max(0, draft.left - 24) : draft.left].split()[-1:] or [""]
    counts = draft.measure == "count"
    found = {
        f"measure {draft.measure}": draft.measure in _MEASURES,
        "measure quantity": draft.measure not in _MEASURES,
        f"form {number.form}": number.form != "digits",
        "noun beside": counts and noun is not None and noun[0] - number.end <= _FAR,
        "noun far": counts and noun is not None and noun[0] - number.end > _FAR,
        "noun is a name": counts and noun is not None and page.text[noun[0]].isupper(),
        "no unit": draft.unit is None,
        "unit from another figure": draft.borrowed,
        "range": draft.low is not None,
        "scale letter": number.letter,
        "scale word": number.scaled,
        "decimals": number.form == "digits" and "." in page.text[number.start : number.end],
        "word that seldom is a currency": draft.currency is not None and not draft.currency.sure,
        "one": draft.value == 1,
        "modifier": draft.modifier is not None,
        "equivalent": draft.twin is not None,
        "name before": word[0][:1].isupper() and word[0].isalpha() and number.form == "digits",
    }
    return {name: 1.0 for name, value in found.items() if value}


_MEASURES = frozenset({"money", "percent", "count", "age", "ratio"})
