"""Numbers that are not figures: dates, clock times, names, scores, addresses, list numbers.

Each rule is a function that looks at one `Case`; `excluded` tries them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from claimx.figures.beside import Token, tokens_after
from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.text.inflection import is_plural
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
    r"|(?<!\d)00?\d{2,4} \d{3,5} \d{3,4}(?!\d)"
)
_CHUNK = re.compile(r"https?://|www\.|@|\.(?:com|org|net|gov|az|ru|uk|html?)\b|#")
_LEFT_WORD = re.compile(r"[^\s(\[“\"‘,;:]+\Z")
_LABEL_GAP = re.compile(r"(?P<label>[^\W\d_][\w.&’'-]*)(?P<colon>:?)[ \u00a0]\Z")
_LIST = re.compile(r"[.)](?=[^\W\d_]|[\s\"“])")
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
_WHOLE_NAME_AFTER = re.compile(r" [A-Z][a-z]+(?=[,;:)])")


def protected(text: str) -> list[tuple[int, int]]:
    """Return the spans that figures must not touch."""
    found = []
    position = 0
    # Searching for digits and matching there is far faster than searching for the pattern.
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
    """Return whether the characters around a number are a web or mail address."""
    begin = max(
        text.rfind(" ", max(0, start - 80), start), text.rfind("\n", max(0, start - 80), start)
    )
    begin = begin + 1 if begin >= 0 else max(0, start - 80)
    stop = re.compile(r"\s").search(text, end, end + 80)
    return bool(_CHUNK.search(text, begin, stop.start() if stop else min(len(text), end + 80)))


class Case(NamedTuple):
    """A number without currency, percent sign or unit, and its context."""

    draft: Draft
    text: str
    low: str
    start: int
    end: int  # the end of the last number of a range
    body: str  # the number as written
    word: str  # the word before, in lower case, or ""
    after: list[Token]

    @property
    def following(self) -> str:
        """The word after, in lower case, or ""."""
        return self.after[0].text.lower().replace("’", "'") if self.after else ""

    @property
    def digits(self) -> bool:
        """Return whether the number is written in digits."""
        return self.draft.number.form == "digits"


def excluded(draft: Draft, page: Page) -> bool:
    """Return whether a number without currency, percent sign or unit is not a figure."""
    if draft.number.form == "year" or draft.glued:
        return True
    case = _case(draft, page)
    if draft.number.form == "fraction":
        return _no_share(case)
    return any(rule(case) for rule in _RULES)


def _case(draft: Draft, page: Page) -> Case:
    start, end = draft.number.start, max(draft.number.end, draft.reach)
    body = page.text[start : draft.number.end]
    word = _word_before(page.low, start)
    return Case(draft, page.text, page.low, start, end, body, word, tokens_after(page.text, end, 4))


def _word_before(low: str, start: int) -> str:
    """Return the word right before, or "" if a sign is in between."""
    gap = low[start - 1] if start else ""
    match = _LEFT_WORD.search(low, max(0, start - 24), start - 1) if gap in " \u00a0\n-" else None
    return match[0] if match else ""


def _day_of_month(case: Case) -> bool:
    """Return whether it is a day of a month: "January 6", "the 6 of May", "January 6 and 7"."""
    if not case.digits:
        return False
    months = words("figures", "months")
    if case.word.rstrip(".") in months:
        return case.word != "may" or case.text[max(0, case.start - 4) : case.start] == "May "
    if len(case.body) > 2:
        return False
    if _SECOND_DAY.search(case.low, max(0, case.start - 30), case.start):
        return True
    of_month = len(case.after) > 1 and case.after[1].text.lower() in months
    if case.following in months or (case.following == "of" and of_month):
        return case.following != "may" or case.text[case.end : case.end + 4] == " May"
    return False


def _year(case: Case) -> bool:
    """Return whether four digits are a year, by size, the word before and no plural after."""
    if not case.body.isdigit() or len(case.body) != 4 or not 1000 <= int(case.body) <= 2100:
        return False
    year, noun = int(case.body), case.draft.noun
    counted = noun is not None and noun[0] - case.draft.number.end <= 1
    counted = counted and is_plural(case.text[slice(*noun or (0, 0))])
    modern = 1900 <= year <= 2050
    if case.word == "of" and _AMOUNT.search(case.text, max(0, case.start - 24), case.start):
        return False  # "an average of 2000"
    if case.word in words("figures", "count_leads") or case.word not in words(
        "figures", "year_leads"
    ):
        return modern and not counted
    return modern or not counted


def _padded(case: Case) -> bool:
    """Return whether it is padded with zeros: "007"."""
    return case.body.isdigit() and len(case.body) > 1 and case.body[0] == "0"


def _listed(case: Case) -> bool:
    """Return whether it numbers an item of a list, at the start of a line or in brackets."""
    if not case.digits:
        return False
    line = case.text.rfind("\n", max(0, case.start - 12), case.start)
    lead = case.text[line + 1 : case.start] if line >= 0 else case.text[: case.start]
    if len(lead) < 8 and not lead.strip(" \t•*-(") and _LIST.match(case.text, case.end):
        return True
    bracketed = (
        case.text[case.start - 1 : case.start] == "(" and case.text[case.end : case.end + 1] == ")"
    )
    return bracketed and case.body.isdigit() and int(case.body) < _LONGEST_LIST


def _address(case: Case) -> bool:
    """Return whether it is a house number: a street name follows, as in 10 Downing Street."""
    end = case.end
    for _ in range(4 if case.body.isdigit() else 0):
        match = _STREET.match(case.text, end)
        if not match:
            break
        if match["word"].lower().rstrip(".") in words("figures", "streets"):
            return True
        end = match.end()
    return False


def _group(case: Case) -> bool:
    """Return whether it ends a name: "the Group of 20", "the Gang of Four"."""
    named = case.digits or case.text[case.start].isupper()
    return named and bool(_GROUP.search(case.text, max(0, case.start - 14), case.start))


def _model(case: Case) -> bool:
    """Return whether it begins a name: "a 787 Dreamliner", "38 North"."""
    bare = case.draft.noun is None and case.draft.modifier is None
    named = bare and case.body.isdigit() and len(case.body) <= 4
    pattern = _NAME_AFTER if len(case.body) > 2 else _WHOLE_NAME_AFTER
    return named and bool(pattern.match(case.text, case.end))


def _labelled(case: Case) -> bool:
    """Return whether the word before makes it part of a name: Section 907, Boeing 747, No. 10."""
    match = _LABEL_GAP.search(case.text, max(0, case.start - 24), case.start)
    if not case.digits or not match or "," in case.body:
        return False
    label = match["label"]
    lowered = label.lower().removesuffix("'s").removesuffix("’s")
    if match["colon"]:
        return lowered in words("figures", "numbered")
    if lowered in words("figures", "gallery") and label[0].isupper():
        return True
    opens = _sentence_start(case.text, match.start("label"))
    if lowered in words("figures", "labels"):
        weak = lowered in words("figures", "weak_labels") and case.draft.noun is not None
        return not weak or (label[0].isupper() and not opens and lowered not in _NEVER_LABELS)
    if not label[0].isupper() or not label[-1].isalnum():
        return False
    noun = case.draft.noun
    if noun is not None and is_plural(case.text[slice(*noun)]):
        # "its Pixel 2 phones": a name that the article repeats.
        name = not opens and label == label.removesuffix("'s").removesuffix("’s")
        named = re.compile(rf"{re.escape(label)} {case.body}\b")
        repeated = case.body.isdigit() and len(named.findall(case.text)) > 1
        return name and repeated and lowered not in words("modifiers", "hedges")
    return case.body.isalnum() and len(case.body) < 5 and not opens


def _version(case: Case) -> bool:
    """Return whether it is a version: "update 5.50", "the 5.50 update"."""
    if not case.digits or "." not in case.body:
        return False
    near = case.low[max(0, case.start - _LABEL_REACH) : case.start].split()[-2:]
    return bool({*near, case.following} & words("figures", "version_labels"))


def _singular(case: Case) -> bool:
    """Return whether it names a singular noun, as in "a 737 jet": it can't count one."""
    noun = case.draft.noun
    if noun is None or not case.body.isdigit() or len(case.body) > 4 or int(case.body) == 1:
        return False
    if case.draft.modifier or case.text[case.end : case.end + 1] != " ":
        return False
    head = case.text[slice(*noun)]
    counted = words("inflection", "uninflected") | words("figures", "collectives")
    mass = head in counted | words("figures", "participle_nouns")
    if case.word in ("a", "an") and mass:
        return True  # "a 737 aircraft"
    return head.isalpha() and head.islower() and not is_plural(head) and not mass


def _worded_label(case: Case) -> bool:
    """Return whether it is a label in words: "a category one hurricane", "the Big Four"."""
    if case.digits:
        return False
    known = case.word in words("figures", "labels") and case.body.isalpha()
    if known and _LABEL_PHRASE.search(case.low, max(0, case.start - _PHRASE_REACH), case.start):
        return True
    small = case.low[case.start : case.end] in _FEW
    strong = small and case.word not in words("figures", "weak_labels")
    if known and (case.draft.noun is None or strong):
        return True
    return case.word in words("figures", "numbered") or _capitalised(case)


def _capitalised(case: Case) -> bool:
    """Return whether a capital makes a number word part of a name: "the Kick Six win"."""
    text, start = case.text, case.start
    if not text[start].isupper() or _sentence_start(text, start, colon=True):
        return False
    if not case.after or case.after[0].text[0].isupper() or case.word in ("the", "big", "of"):
        return True
    named = case.word and text[start - len(case.word) - 1].isupper()
    return bool(named and text[start - 2 : start].strip())


def _idle_one(case: Case) -> bool:
    """Return whether "one" is a pronoun or part of a phrase, not a count."""
    if case.low[case.start : case.end] != "one":
        return False
    if case.low.startswith(("'", "’", " of ", "-on-", " by one", " to one"), case.end):
        return True
    if case.word in words("figures", "not_after_one"):
        return True
    if case.following in words("figures", "one_idioms"):
        return True
    return case.draft.noun is None and case.following not in words("figures", "participle_nouns")


def _idle_zero(case: Case) -> bool:
    """Return whether "zero" is not a count: "ground zero", "net zero"."""
    zero = case.low[case.start : case.end] == "zero"
    return zero and case.word in words("figures", "zero_leads")


def _pronoun(case: Case) -> bool:
    """Return whether it stands for people or things named before: "the two"."""
    if case.draft.noun is not None or case.low[case.start : case.end] not in _FEW:
        return False
    counted = case.following in words("figures", "participle_nouns") or case.following == "of"
    return case.word in ("the", "these", "those") and not counted


def _compound(case: Case) -> bool:
    """Return whether it is part of a compound: "two-way", "a 20-point plan"."""
    if not case.after or not case.after[0].hyphen:
        return False
    if case.following in words("figures", "compound_stops"):
        return True
    if case.following.endswith("ed") and case.following not in words("figures", "nouns_in_ed"):
        return True  # "three-wheeled"
    plan = words("figures", "plan_words")
    planned = any(token.text in plan for token in tokens_after(case.low, case.after[0].end, 4))
    return planned and case.following in words("figures", "plan_units")


def _coded(case: Case) -> bool:
    """Return whether it is a postal code: "the 90049 ZIP code"."""
    return case.digits and case.low.startswith(_CODES, case.end)


def _clock(case: Case) -> bool:
    """Return whether it is a clock time: "5 p.m.", "5 o'clock"."""
    return case.following in words("figures", "clock")


def _elliptic_length(case: Case) -> bool:
    """Return whether it is a length of time without its unit: "the past five"."""
    return case.word in words("figures", "length_leads") and case.draft.noun is None


_RULES: tuple[Callable[[Case], bool], ...] = (
    _day_of_month,
    _year,
    _padded,
    _listed,
    _address,
    _group,
    _model,
    _labelled,
    _version,
    _singular,
    _worded_label,
    _idle_one,
    _idle_zero,
    _pronoun,
    _compound,
    _coded,
    _clock,
    _elliptic_length,
)


def _no_share(case: Case) -> bool:
    """Return whether a fraction word is not a share: second half, a third man, the quarter."""
    body = case.low[case.start : case.draft.number.end]
    if not body[0].isascii() or body[0].isdigit():
        return False
    after = case.low[case.draft.number.end : case.draft.number.end + 12]
    if body == "half":
        if case.word in words("figures", "half_leads"):
            return True
        return case.draft.modifier is None and not after.startswith(_HALVED)
    if body.startswith(("a ", "a-", "an ")):
        if body.endswith("quarter") and after.startswith((" of the year", " century", " hour")):
            return True
        return case.draft.modifier is None and not after.startswith(_PARTED)
    return body.endswith(("quarter", "fourth", "half")) and after.startswith("-")


def is_counter(first: Draft, second: Draft, page: Page) -> bool:
    """Return whether two numbers are a place in a gallery: "Photo 3 of 12", "24/30".

    If the first number is in a name or list, the second is not a figure either.
    """
    if page.text[first.number.end : second.number.start] != " of ":
        return False
    lead = _word_before(page.low, first.number.start)
    return lead in words("figures", "gallery") or _at_line_start(page.text, first.number.start)


def is_listed_label(first: Draft, second: Draft, page: Page) -> bool:
    """Return whether the second number is in a name like the first: "Zones 1 and 2"."""
    digits = first.number.form == second.number.form == "digits"
    bare = second.bare and second.noun is None and not first.duration
    gap = page.text[first.number.end : second.number.start]
    return digits and bare and not second.number.scaled and gap in _LISTED


def _at_line_start(text: str, position: int) -> bool:
    return not text[:position].rpartition("\n")[2].strip() and text[position].isdigit()


def _sentence_start(text: str, position: int, *, colon: bool = False) -> bool:
    before = text[max(0, position - 3) : position].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?\n" or (colon and before[-1] == ":")


_LISTED = (", ", " and ", ", and ", " or ", " & ")
_LONGEST_LIST = 20
_LABEL_REACH = 24
# "a class one laser": with an article, the noun before belongs to the number.
_LABEL_PHRASE = re.compile(r"\ban? (?:[\w-]+ ){1,3}\Z")
_PHRASE_REACH = 48
# "no 20 men", "under 20 men": words that are only labels before a bare number.
_NEVER_LABELS = frozenset({"u.s.", "no", "under"})
_SECOND_DAY = re.compile(
    rf"\b(?:{'|'.join(sorted(words('figures', 'months')))})\.? \d{{1,2}} (?:and|to|or|through) \Z"
)
