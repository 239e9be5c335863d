"""The words around a figure: modifier, change, what it is for each of."""

from __future__ import annotations

import re
from functools import cache

from claimx.figures.match import Draft
from claimx.text.lexicon import load, words

_BEING: tuple[list[str], ...] = ([], [","], ["is"], ["are"], ["was"], ["were"], ["("])
_QUOTE = re.compile(r"[“\"‘]")
_LEFT = re.compile(r"[^\s(\[“\"‘—–]+")
# "3.1% a month earlier": no rate.
_DATED = re.compile(r"[^\W\d_]+\s(?:ago|before|earlier|hence|later|prior)\b")
_PER = re.compile(
    r"(?:\s|-)(?P<how>an?|per|each|every|for every|for each)(?:\s+|-)"
    r"(?P<noun>[^\W\d_]+(?:[- ][^\W\d_]+)?)"
    r"|/(?P<slash>[a-zA-Z]+)|\s(?P<adverb>[a-z]+ly)\b"
)


@cache
def _modifiers() -> dict[str, str]:
    return {
        phrase: name for name, phrases in load("modifiers")["before"].items() for phrase in phrases
    }


@cache
def _after() -> re.Pattern[str]:
    groups = []
    for name, phrases in load("modifiers")["after"].items():
        forms = "|".join(
            re.escape(p) if not p[0].isalpha() else rf"[\s-]{re.escape(p)}"
            for p in sorted(phrases, key=len, reverse=True)
        )
        groups.append(rf"(?P<{name}>{forms})")
    return re.compile(rf"(?:{'|'.join(groups)})(?![^\W_])")


def modifier(draft: Draft, text: str, low: str) -> None:
    """Sets the draft's modifier; moves `left` before its words."""
    if draft.modifier is None:
        _modifier_before(draft, low)
    if draft.modifier is None:
        for position in {draft.number.end, draft.end, draft.noun[1] if draft.noun else draft.end}:
            match = _after().match(low, position)
            if (
                match
                and match.lastgroup
                and not (match[0][-3:] == "max" and text[match.end() - 3] == "M")
            ):
                draft.modifier = match.lastgroup
                draft.reach = max(draft.reach, match.end())
                break


def _modifier_before(draft: Draft, low: str) -> None:
    begin = max(0, draft.left - 60)
    parts = [(m[0], m.start() + begin) for m in _LEFT.finditer(low[begin : draft.left])][-6:]
    if parts and parts[-1][0] in "~≈±<>≥≤":
        draft.modifier = _modifiers().get(parts[-1][0])
        draft.left = parts[-1][1]
        return
    if parts and parts[-1][0][-1] in "~≈±":
        draft.modifier = "about"
        return
    if _QUOTE.search(low, max(0, draft.left - 2), draft.left):
        return  # his claim about "thousands of shootings"
    known = _modifiers()
    fillers = words("modifiers", "fillers")
    adjacent = words("modifiers", "adjacent_only")
    skipped = 0
    while parts:
        for count in range(min(4, len(parts)), 0, -1):
            phrase = " ".join(word for word, _ in parts[-count:])
            if name := known.get(phrase):
                if skipped and phrase in adjacent:
                    continue  # "over a period", "near the 20"
                draft.modifier = name
                draft.left = parts[-count][1]
                return
        if skipped == 2 or parts[-1][0] not in fillers:
            return
        skipped += 1
        parts.pop()


def change(draft: Draft, low: str) -> None:
    """Sets whether the figure is an increase or a decrease."""
    lists = load("modifiers")
    up, down = words("modifiers", "increase"), words("modifiers", "decrease")
    steps = words("modifiers", "change_steps")
    only_after = words("modifiers", "change_only_after")
    begin = max(0, draft.left - 80)
    parts = [m[0] for m in re.finditer(r"[a-z'-]+|[.;:,()\n]", low[begin : draft.left])][-9:]
    by = False
    for word in reversed(parts):
        if word in up or word in down:
            if word in only_after and word not in ("higher", "lower"):
                break
            if word in ("up", "down") and parts[-1] in ("to", "from"):
                break
            if word in ("up", "down") and draft.measure == "count" and parts[-2:-1] not in _BEING:
                break  # "sign up 5 million people"
            if word in lists["change_needs_by"] and not by:
                break
            draft.change = "increase" if word in up else "decrease"
            return
        if word == "by":
            by = True
        elif word in ".;:()\n" or (word not in steps and not by) or word in ("to", "from", "at"):
            break
    after = re.match(
        r"\s(?:per\s|point\s|points?\s|annual\s|year-on-year\s|further\s)?([a-z]+)",
        low[draft.end : draft.end + 40],
    )
    if after and after[1] in lists["change_after_nouns"]:
        word = after[1]
        if word in ("up", "down", "more", "less", "fewer") and draft.measure not in (
            "percent",
            "ratio",
        ):
            return
        draft.change = "increase" if word in up else "decrease"


def per(draft: Draft, text: str) -> None:
    """Sets what the figure is for each of; the unit of a speed or a flow takes it in."""
    if draft.unit and draft.measure in ("speed", "flow"):
        draft.per = draft.unit.partition(" per ")[2] or None
        if draft.per:
            return
    match = _PER.match(text, draft.end)
    if not match or (match["noun"] and _DATED.match(text, match.start("noun"))):
        return
    data = load("units")
    end = match.end()
    if match["adverb"]:
        noun = data["per_adverbs"].get(match["adverb"])
        if noun is None or draft.measure == "percent":
            return
        draft.per = noun
        return
    if match["slash"]:
        known = _rates()
        noun = known.get(match["slash"].lower())
    else:
        raw = match["noun"]
        noun = _rates().get(raw.lower().replace("-", " "))
        if noun is None:
            first = re.split(r"[- ]", raw)[0]
            end = match.start("noun") + len(first)
            noun = _rates().get(first.lower())
            if noun is None and match["how"].lower() == "per" and first.lower() != "cent":
                noun = first.lower()
    if noun is None or (
        draft.measure == "percent" and noun not in ("year", "month", "quarter", "day", "week")
    ):
        return
    draft.per = noun
    if draft.measure == "length" and noun in ("hour", "minute", "second"):
        draft.unit, draft.measure, draft.end = f"{draft.unit} per {noun}", "speed", end
    elif draft.unit in data["flows"] and noun in data["flows"][draft.unit]:
        draft.unit, draft.measure, draft.end = f"{draft.unit} per {noun}", "flow", end


@cache
def _rates() -> dict[str, str]:
    """Nouns that a price or a rate is for each of, by every form."""
    data = load("units")
    found = {noun.lower(): noun for noun in data["per_nouns"]}
    for entries in data["dimensions"].values():
        for unit, forms in entries.items():
            for form in [*forms["words"], *forms.get("signs", ())]:
                if form.lower() in found:
                    found[form.lower()] = unit
    return found | {
        "annum": "year",
        "hr": "hour",
        "yr": "year",
        "capita": "person",
        "head": "person",
        "s": "second",
        "h": "hour",
    }
