"""Numbers without a unit of their own: what they count, and whether they are figures."""

from __future__ import annotations

import re

from claimx.figures import ellipsis, qualifiers
from claimx.figures.beside import tokens_after
from claimx.figures.figure import Draft
from claimx.figures.not_figures import excluded, is_counter, is_listed_label
from claimx.figures.page import Page
from claimx.text.lexicon import words

_AGED = re.compile(
    r"\b(?:(?:aged?|ages(?: of)?|age of|turned|turning|turns)"
    r" (?:about |above |over |under |from |between )?"
    r"|(?:people|those|anyone|adults|men|women|boys|girls|children|voters) (?:under|over) "
    r"|who (?:is|was) )\Z"
)
_IS_AGE = re.compile(r"\b(?:he|she) (?:is|was|'s|’s) (?:just |only |now )?\Z")
_NAME_THEN = re.compile(r"[A-Z][\w’'-]+(?:, | \()\Z")
_ROLE_THEN = re.compile(r"[a-z]{3,}, \Z")  # "the bus driver, 36,"
_KIN = re.compile(
    r"\b(?:sons?|daughters?|brothers?|sisters?|children|kids|twins|boys?|girls?|grandchildren)\b"
)
_KIN_REACH = 80
_AGE_REACH = 26
_ADULT = range(16, 100)
_OLDEST = 120
_YOUNGEST_NAMED = 5  # "Smith, 3," is a rank as often as a child
_AGE_ENDS = re.compile(r"[,).;]| of [A-Z]")
_PARTITIVE = re.compile(r"\sof\s(?:(?:the|its|his|her|their|our|my|these|those)\s)?")
_OWNER = re.compile(
    r"\sof\s(?:the\s|an?\s|its\s)?(?:(?!in\b|on\b|at\b|of\b|for\b|from\b|with\b|who\b|about\b|\w+ing\b|\d)[\w-]+\s){0,3}?"
    r"(?!\d)[\w-]+(?:['’]s|s['’])\s(?=(?:[\d,.]+|[\w-]+)\s)"
)
_DIGIT = re.compile(r"(?<![\w-])\d")
_COMPARED = frozenset({"as", "more", "less", "the", "its", "that", "what", "their"})
_JOINING = frozenset({"and", "or", "to", "by", "of"})


def counted(drafts: list[Draft], page: Page) -> list[Draft]:
    """Return the drafts that are figures, and give bare numbers the nouns that they count."""
    kept: list[Draft] = []
    for index, draft in enumerate(drafts):
        if draft.dropped or not _is_figure(draft, page):
            continue
        if kept and _within_phrase(kept[-1], draft, page.low):
            continue
        left_out = drafts[index - 1] if index and drafts[index - 1] not in kept[-1:] else None
        if left_out is not None and any(
            rule(left_out, draft, page) for rule in (is_counter, is_listed_label)
        ):
            continue
        following = drafts[index + 1] if index + 1 < len(drafts) else None
        ellipsis.complete(draft, kept, following, page)
        kept.append(draft)
    return kept


def _is_figure(draft: Draft, page: Page) -> bool:
    """Return whether the draft is a figure, and set the noun of a count."""
    if draft.duration or (draft.measure not in ("count", "age") and draft.glued):
        return False
    if draft.measure != "count":
        return True
    qualifiers.modifier(draft, page)
    one = draft.value == 1
    draft.noun = page.nouns.counted(
        page.text, draft.number.start, max(draft.end, draft.reach), one=one
    )
    if _is_age(draft, page):
        draft.become("age", "year")
        draft.noun = None
        return True
    if excluded(draft, page):
        return False
    if not _is_ratio(draft, page):
        _name_counted(draft, page)
    return True


def _is_age(draft: Draft, page: Page) -> bool:
    """Return whether a number is somebody's age: "aged 30", "Ada Quill, 47,", "she is 3."."""
    number = draft.number
    value = draft.value if draft.value is not None else draft.high
    if value is None or value != value.to_integral_value() or not 0 < value < _OLDEST:
        return False
    begin = max(0, number.start - _AGE_REACH)
    lead = page.low[begin : number.start]
    if number.scaled or page.low.startswith(" of the ", draft.end):
        return False
    if _AGED.search(lead):
        return draft.noun is None or not page.text[draft.end : draft.noun[0]].isspace()
    ends = _AGE_ENDS.match(page.text, draft.end)
    if ends is None:
        return False
    if _IS_AGE.search(lead):
        return True
    if _is_age_of_role(draft, page, begin):
        return True
    named = _NAME_THEN.search(page.text, begin, number.start)
    child = _KIN.search(page.low, max(0, number.start - _KIN_REACH), number.start)
    if not named or not (child or (number.form == "digits" and value >= _YOUNGEST_NAMED)):
        return False
    bracketed = page.text[number.start - 1] == "("
    before = lead.rstrip(" ,(").split(" ")[-1].rstrip(".")
    return bracketed == (ends[0] == ")") and before not in words("figures", "months")


def _is_age_of_role(draft: Draft, page: Page, begin: int) -> bool:
    """Return whether it is an age between commas after a role: "the star, 36, said"."""
    role = _ROLE_THEN.search(page.text, begin, draft.start)
    if role is None or draft.number.form != "digits" or draft.value not in _ADULT:
        return False
    singular_noun = page.nouns.token(role.start()).tag_ == "NN"
    return singular_noun and page.text[draft.end : draft.end + 1] == ","


def _is_ratio(draft: Draft, page: Page) -> bool:
    """Make the draft a ratio ("a third") or a count of times ("fourfold") if it is one."""
    number = draft.number
    if number.form == "fraction" or page.low.endswith("fold", number.start, number.end):
        draft.measure, draft.noun = "ratio", None
        return True
    after = tokens_after(page.low, draft.end, 2)
    if not after or after[0].text not in ("times", "fold"):
        return False
    then = after[1].text if len(after) > 1 else ""
    compared = after[0].text == "fold" or then in _COMPARED or then.endswith("er")
    parts = draft.value is not None and draft.value % 1 != 0  # "up 2.5 times"
    if compared or parts:
        draft.measure = "ratio"
    else:
        draft.unit = "time"
    draft.noun, draft.end = None, after[0].end
    return True


def _name_counted(draft: Draft, page: Page) -> None:
    """Set the unit and span of a count by its noun: "2,300 of the firm's 3,100 employees"."""
    if draft.number.form == "vague" or draft.noun is None:
        match = _OWNER.match(page.text, draft.end) or _PARTITIVE.match(page.low, draft.end)
        if match:
            draft.noun = page.nouns.counted(page.text, match.start(), match.end())
            draft.noun_from = match.end()
    if draft.noun is None:
        _participle(draft, page)
        return
    noun_text = page.text[slice(*draft.noun)]
    degree = page.low.endswith("magnitude ", 0, draft.start)  # "a magnitude 5.9 quake"
    if degree or noun_text in words("figures", "not_nouns"):
        draft.noun = None
        return
    draft.unit = page.nouns.name(page.text, *draft.noun, after=draft.number.end)
    if not _DIGIT.search(page.text, draft.end, draft.noun[0]):
        draft.end = max(draft.end, draft.noun[1])


def _participle(draft: Draft, page: Page) -> None:
    """Set a participle as what is counted: "three killed", but not "three were killed"."""
    after = tokens_after(page.low, max(draft.end, draft.reach), 1)
    if draft.unit is None and after and after[0].text in words("figures", "participle_nouns"):
        draft.unit, draft.noun = after[0].text, (after[0].start, after[0].end)
        draft.end = max(draft.end, after[0].end)


def _within_phrase(before: Draft, draft: Draft, low: str) -> bool:
    """Return whether a number is in a name that the one before counts: "two new 737 Max jets"."""
    if draft.noun is None or draft.noun != before.noun or draft.number.form != "digits":
        return False
    between = low[before.number.end : draft.number.start].split()
    return all(word.isalnum() and word not in _JOINING for word in between)
