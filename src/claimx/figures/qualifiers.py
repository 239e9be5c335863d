"""The qualifiers of a figure: its modifier, whether it is a change, and its rate."""

from __future__ import annotations

import re
from functools import cache

from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.figures.units import rate_nouns
from claimx.text.lexicon import load, words

# The most words between a "not" and the comparison that it inverts.
_NEGATED_REACH = 4
# How many words before a figure are searched for a verb of change, and how far back they reach.
_CHANGE_WORDS = 9
_CHANGE_REACH = 80
_MODIFIER_REACH = 60
_MODIFIER_WORDS = 6
_LONGEST_PHRASE = 4
_MOST_FILLERS = 2
_BEING: tuple[list[str], ...] = ([], [","], ["is"], ["are"], ["was"], ["were"], ["("])
_QUOTE = re.compile(r"[“\"‘]")
_LEFT = re.compile(r"[^\s(\[“\"‘—–]+")
# "3.1% a month earlier" is not a rate.
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


def qualify(drafts: list[Draft], page: Page) -> None:
    """Set the modifier, rate and change of each draft."""
    for draft in drafts:
        modifier(draft, page)
        per(draft, page.text)
        change(draft, page.low)


def modifier(draft: Draft, page: Page) -> None:
    """Set the draft's modifier, and move `left` before its words."""
    if draft.modifier is None:
        _modifier_before(draft, page)
    if draft.modifier is None:
        for position in {draft.number.end, draft.end, draft.noun[1] if draft.noun else draft.end}:
            match = _after().match(page.low, position)
            # "737 Max" is a name.
            name = match and match[0][-3:] == "max" and page.text[match.end() - 3] == "M"
            if match and match.lastgroup and not name:
                draft.modifier = match.lastgroup
                draft.reach = max(draft.reach, match.end())
                break


def _modifier_before(draft: Draft, page: Page) -> None:
    begin = max(0, draft.left - _MODIFIER_REACH)
    found = _LEFT.finditer(page.low[begin : draft.left])
    parts = [(match[0], match.start() + begin) for match in found][-_MODIFIER_WORDS:]
    if _sign_before(draft, parts):
        return
    if _QUOTE.search(page.low, max(0, draft.left - 2), draft.left):
        return  # his claim about "thousands of shootings"
    skipped = 0
    while parts and skipped <= _MOST_FILLERS:
        taken = _phrase_before(draft, [word for word, _ in parts], adjacent=not skipped)
        if taken:
            draft.left = parts[-taken][1]
            _negate(draft, page.low)
            return
        if parts[-1][0] not in words("modifiers", "fillers"):
            return
        skipped += 1
        parts.pop()


def _sign_before(draft: Draft, parts: list[tuple[str, int]]) -> bool:
    """Take a sign such as "~" as the modifier."""
    if not parts:
        return False
    word, position = parts[-1]
    if word[0] in "~≈±<>≥≤":
        draft.modifier, draft.left = _modifiers().get(word[0]), position
        return True
    if word[-1] in "~≈±":
        draft.modifier = "about"
        return True
    return False


def _phrase_before(draft: Draft, before: list[str], *, adjacent: bool) -> int:
    """Set the longest modifier that the words end with; return its number of words, or 0."""
    for count in range(min(_LONGEST_PHRASE, len(before)), 0, -1):
        phrase = " ".join(before[-count:])
        name = _modifiers().get(phrase)
        if name is None or (not adjacent and phrase in words("modifiers", "adjacent_only")):
            continue  # "over a period", "near the 20"
        if phrase == "over" and before[-2:-1] and before[-2] in words("modifiers", "over_nouns"):
            continue  # "control over 138 domains"
        draft.modifier = name
        return count
    return 0


def _negate(draft: Draft, low: str) -> None:
    """Invert the modifier if a "not" comes before it: "will not cost more than"."""
    turned: dict[str, str] = load("modifiers")["negated"]
    if draft.modifier not in turned:
        return
    lead = low[max(0, draft.left - _MODIFIER_REACH) : draft.left]
    before = re.findall(r"[a-z’']+|[^\s\w]", lead)[-_NEGATED_REACH:]
    for word in reversed(before):
        plain = word.replace("’", "'")
        if plain in words("modifiers", "negations") or plain.endswith("n't"):
            draft.modifier = turned[draft.modifier]
            return
        if not plain.isalpha() or plain in words("modifiers", "negation_ends"):
            return


def change(draft: Draft, low: str) -> None:
    """Set whether the figure is an increase or a decrease."""
    draft.change = _change_before(draft, low) or _change_after(draft, low)


def _change_before(draft: Draft, low: str) -> str | None:
    """Return the change by the words before: "rose by 5%", "a fall of nearly 5%", "up 5%"."""
    lead = low[max(0, draft.left - _CHANGE_REACH) : draft.left]
    parts = re.findall(r"[a-z'-]+|[.;:,()\n]", lead)[-_CHANGE_WORDS:]
    by = False
    for index in range(len(parts) - 1, -1, -1):
        word = parts[index]
        if word in words("modifiers", "increase") | words("modifiers", "decrease"):
            counts = _is_change(draft, parts, index, by=by)
            return _direction(word) if counts else None
        if word == "by":
            by = True
        elif word in _CHANGE_ENDS or (word not in words("modifiers", "change_steps") and not by):
            return None
    return None


_CHANGE_ENDS = frozenset({".", ";", ":", "(", ")", "\n", "to", "from", "at"})


def _direction(word: str) -> str:
    return "increase" if word in words("modifiers", "increase") else "decrease"


def _is_change(draft: Draft, parts: list[str], index: int, *, by: bool) -> bool:
    """Return whether the figure is the change that a word before it is about."""
    word = parts[index]
    if word in words("modifiers", "change_only_after") and word not in ("higher", "lower"):
        return False
    if word in words("modifiers", "change_needs_by") and not by:
        return False
    if word not in ("up", "down"):
        return True
    if parts[-1] in ("to", "from"):
        return False
    before = parts[index - 1] if index else ""
    if before in words("modifiers", "particle_verbs"):
        return False  # "making up 30%", "sign up 5 million people"
    return draft.measure != "count" or parts[-2:-1] in _BEING


def _change_after(draft: Draft, low: str) -> str | None:
    """Return the change by the words after: "a 5% increase", "5% higher"."""
    match = _NEXT.match(low, draft.end)
    if not match or match[1] not in words("modifiers", "change_after_nouns"):
        return None
    relative = draft.measure in ("percent", "ratio")
    return _direction(match[1]) if relative or match[1] not in _COMPARATIVES else None


_NEXT = re.compile(r"\s(?:per\s|point\s|points?\s|annual\s|year-on-year\s|further\s)?([a-z]+)")
_COMPARATIVES = frozenset({"up", "down", "more", "less", "fewer"})


def per(draft: Draft, text: str) -> None:
    """Set what the figure is per. Speeds and flows have it in their unit instead."""
    if draft.unit and " per " in draft.unit:
        return
    match = _PER.match(text, draft.end)
    if not match or (match["noun"] and _DATED.match(text, match.start("noun"))):
        return
    noun, end = _rate_noun(match)
    if noun is None:
        return
    if draft.measure == "percent" and (match["adverb"] or noun not in _SPANS):
        return
    flows = load("units")["flows"]
    if draft.measure == "length" and noun in ("hour", "minute", "second"):
        draft.unit, draft.measure, draft.end = f"{draft.unit} per {noun}", "speed", end
    elif noun in flows.get(draft.unit, ()) and not match["adverb"]:
        draft.unit, draft.measure, draft.end = f"{draft.unit} per {noun}", "flow", end
    else:
        draft.per = noun


_SPANS = frozenset({"year", "month", "quarter", "day", "week"})


def _rate_noun(match: re.Match[str]) -> tuple[str | None, int]:
    """Return the noun of a rate, or None, and where it ends."""
    if match["adverb"]:
        return load("units")["per_adverbs"].get(match["adverb"]), match.end()
    if match["slash"]:
        return rate_nouns().get(match["slash"].lower()), match.end()
    raw = match["noun"]
    if noun := rate_nouns().get(raw.lower().replace("-", " ")):
        return noun, match.end()
    first = re.split(r"[- ]", raw)[0]
    end = match.start("noun") + len(first)
    noun = rate_nouns().get(first.lower())
    if noun is None and match["how"].lower() == "per" and first.lower() != "cent":
        noun = first.lower()
    return noun, end
