"""Numbers that are no figures: dates, clock times, names, scores, addresses, list numbers."""

from __future__ import annotations

import re

from claimx.figures.match import Draft
from claimx.figures.nouns import plural
from claimx.figures.terms import tokens_after
from claimx.text.lexicon import load, words

# Each begins with a digit, or a bracket or plus sign before one.
_DIGITS = re.compile(r"[0-9]{1,40}")
PROTECTED = re.compile(
    r"\d{1,4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,4}(?![\d,])(?:T[\d:.]{1,15}Z?)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?"
    r"|\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?!\d)"
    r"|\(\d{3}\) ?\d{3}-\d{4}"
    r"|\d{3}[-.]\d{3}[-.]\d{4}(?!\d)"
    r"|(?<!\d)\d{3}-\d{4}(?!\d)"
    r"|\d{1,4}(?:\.\d{1,4}){3}(?!\d)"
    r"|(?<![\d$€£])(?:24/7|9/11|7/7|50[-–/]50)(?![\d/])"
)
_CHUNK = re.compile(r"https?://|www\.|@|\.(?:com|org|net|gov|az|ru|uk|html?)\b|#")
_LEFT_WORDS = re.compile(r"[^\s(\[“\"‘,;:]+")
_LABEL_GAP = re.compile(r"(?P<label>[^\W\d_][\w.&’'-]*)[ \u00a0]\Z")
_LIST = re.compile(r"[.)](?=\s)")
_STREET = re.compile(r"\s(?P<word>[A-Z][\w’'-]*\.?|\d+(?:st|nd|rd|th))")
# What follows a share.
_HALVED = tuple(
    f" {word} " for word in ("of", "the", "a", "an", "its", "their", "his", "her", "all", "those")
)
_PARTED = (" of ", " more", " less", " higher", " lower", " fewer", " as ", " the ")
_FEW = frozenset(load("numbers")["small"])
_CODES = (" zip code", " zip-code", " area code", " postcode", " postal code")
_GROUP = re.compile(r"\b(?:Group|Committee|Council|Gang) of \Z")
_AMOUNT = re.compile(rf"\b(?:{'|'.join(sorted(words('figures', 'amounts')))}) of \Z", re.IGNORECASE)
_NAME_AFTER = re.compile(r" [A-Z][A-Za-z]")


def protected(text: str) -> list[tuple[int, int]]:
    """The spans that no figure may touch."""
    found = []
    position = 0
    # A search for digits and a match there is several times quicker than a search for the pattern.
    while run := _DIGITS.search(text, position):
        start = run.start()
        if start > position and text[start - 1] in "+(":
            start -= 1
        match = PROTECTED.match(text, start)
        if match:
            found.append(match.span())
        position = max(run.end(), match.end() if match else 0)
    return found


def in_address(text: str, start: int, end: int) -> bool:
    """Whether the run of characters around a number is an address of the net."""
    begin = max(
        text.rfind(" ", max(0, start - 80), start), text.rfind("\n", max(0, start - 80), start)
    )
    begin = begin + 1 if begin >= 0 else max(0, start - 80)
    stop = re.compile(r"\s").search(text, end, end + 80)
    return bool(_CHUNK.search(text, begin, stop.start() if stop else min(len(text), end + 80)))


def excluded(draft: Draft, text: str, low: str) -> bool:
    """Whether a number without currency, percent sign or unit is no figure."""
    number = draft.number
    start, end = number.start, max(number.end, draft.reach)
    if number.form == "year" or "glued" in draft.fields:
        return True
    word = _word_before(low, start)
    if number.form == "fraction":
        return _no_share(draft, low, word)
    after = tokens_after(text, end, 3)
    following = after[0].text.lower() if after else ""
    if number.form == "digits":
        if _numeric_name(draft, text, low, word, following):
            return True
    elif _worded_name(draft, text, low, word, following):
        return True
    if after and after[0].hyphen:
        if following in words("figures", "compound_stops"):
            return True
        if following in words("figures", "plan_units") and _plan(low, after[0].end):
            return True
    if number.form == "digits" and low.startswith(_CODES, end):
        return True
    return following.replace("’", "'") in words("figures", "clock")


def _plan(low: str, end: int) -> bool:
    plan = words("figures", "plan_words")
    return any(t.text in plan for t in tokens_after(low, end, 4))


def _word_before(low: str, start: int) -> str:
    found = _LEFT_WORDS.findall(low[max(0, start - 24) : start])
    gap = low[start - 1] if start else ""
    return found[-1] if found and gap in " \u00a0\n-" else ""


def _numeric_name(draft: Draft, text: str, low: str, word: str, following: str) -> bool:
    number = draft.number
    start, end = number.start, max(number.end, draft.reach)
    body = text[start : number.end]
    months = words("figures", "months")
    if word.rstrip(".") in months and (word != "may" or text[max(0, start - 4) : start] == "May "):
        return True
    if (following in months or (following == "of" and _month_after(low, end))) and len(body) <= 2:
        return following != "may" or text[end : end + 4] == " May"
    if len(body) == 4 and body.isdigit() and _year(draft, text, int(body), word):
        return True
    if body.isdigit() and len(body) > 1 and body[0] == "0":
        return True
    line = text.rfind("\n", max(0, start - 12), start)
    if (
        not text[max(0, line + 1) : start].strip(" \t•*-(")
        and (start - line < 8)
        and (line >= 0 or start < 8)
        and _LIST.match(text, end)
    ):
        return True
    if (
        text[start - 1 : start] == "("
        and text[end : end + 1] == ")"
        and body.isdigit()
        and int(body) < 20
    ):
        return True
    if _address(text, end, body) or _GROUP.search(text, max(0, start - 14), start):
        return True
    named = draft.noun is None and draft.modifier is None and _NAME_AFTER.match(text, end)
    if named and 3 <= len(body) <= 4 and body.isdigit():
        return True  # "787 Dreamliner"
    return _labelled(draft, text, word)


def _year(draft: Draft, text: str, year: int, word: str) -> bool:
    """Whether four digits are a year: by size, the word before, and no plural right after."""
    if not 1000 <= year <= 2100:
        return False
    counted = False
    if draft.noun:
        noun = text[draft.noun[0] : draft.noun[1]]
        counted = draft.noun[0] - draft.number.end <= 1 and plural(noun)
    if word == "of" and _AMOUNT.search(text, max(0, draft.number.start - 24), draft.number.start):
        return False  # "an average of 2000"
    if word in words("figures", "count_leads"):
        return year >= 1900 and not counted and year <= 2050
    if word in words("figures", "year_leads"):
        return not counted or 1900 <= year <= 2050
    return 1900 <= year <= 2050 and not counted


def _month_after(low: str, end: int) -> bool:
    parts = tokens_after(low, end, 2)
    return len(parts) > 1 and parts[1].text in words("figures", "months")


def _address(text: str, end: int, body: str) -> bool:
    """Whether a street's name follows: 10 Downing Street."""
    for _ in range(4 if body.isdigit() else 0):
        match = _STREET.match(text, end)
        if not match:
            break
        if match["word"].lower().rstrip(".") in words("figures", "streets"):
            return True
        end = match.end()
    return False


def _labelled(draft: Draft, text: str, word: str) -> bool:
    """Whether the word before makes the number part of a name: Section 907, Boeing 747, No. 10."""
    start = draft.number.start
    match = _LABEL_GAP.search(text, max(0, start - 24), start)
    if not match:
        return False
    label = match["label"]
    lowered = label.lower().removesuffix("'s").removesuffix("’s")
    known = words("figures", "labels")
    if lowered in known:
        if lowered not in words("figures", "weak_labels") or draft.noun is None:
            return True
        return (
            label[0].isupper()
            and not _sentence_start(text, match.start("label"))
            and lowered not in ("u.s.", "no", "under")
        )
    if not label[0].isupper() or not label[-1].isalnum():
        return False
    if draft.noun is not None and plural(text[draft.noun[0] : draft.noun[1]]):
        return False
    body = text[start : draft.number.end]
    return body.isdigit() and len(body) < 5 and not _sentence_start(text, match.start("label"))


def _sentence_start(text: str, position: int, *, colon: bool = False) -> bool:
    before = text[max(0, position - 3) : position].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?\n" or (colon and before[-1] == ":")


def _worded_name(draft: Draft, text: str, low: str, word: str, following: str) -> bool:
    number = draft.number
    start, end = number.start, number.end
    body = low[start:end]
    if word in words("figures", "labels") and body.isalpha():
        weak = word in words("figures", "weak_labels")
        if draft.noun is None or (not weak and body in _FEW):
            return True  # "a category one hurricane"
    if word in words("figures", "numbered"):
        return True
    if _GROUP.search(text, max(0, start - 14), start) and text[start].isupper():
        return True
    if text[start].isupper() and not _sentence_start(text, start, colon=True):
        after = tokens_after(text, end, 1)
        if not after or after[0].text[0].isupper() or word in ("the", "big", "of"):
            return True
        if word and text[start - 2 : start].strip() and text[start - len(word) - 1].isupper():
            return True  # "the Kick Six win"
    return body == "one" and _idle_one(draft, low, word, following)


def _idle_one(draft: Draft, low: str, word: str, following: str) -> bool:
    """Whether "one" is a pronoun or part of a phrase rather than a count."""
    end = draft.number.end
    if low.startswith(("'", "’", " of ", "-on-", " by one", " to one"), end):
        return True
    if word in words("figures", "not_after_one") or following in words("figures", "one_idioms"):
        return True
    return draft.noun is None and draft.modifier is None


def _no_share(draft: Draft, low: str, word: str) -> bool:
    """Whether a fraction word is no share: second half, a third man, the quarter."""
    number = draft.number
    body = low[number.start : number.end]
    if not body[0].isascii() or body[0].isdigit():
        return False
    after = low[number.end : number.end + 12]
    if body == "half":
        if word in words("figures", "half_leads"):
            return True
        return draft.modifier is None and not after.startswith(_HALVED)
    if body.startswith(("a ", "a-", "an ")):
        if body.endswith("quarter") and after.startswith((" of the year", " century", " hour")):
            return True
        return draft.modifier is None and not after.startswith(_PARTED)
    return body.endswith(("quarter", "fourth", "half")) and after.startswith("-")
