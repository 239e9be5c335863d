"""Quotations, found by pairing quotation marks: from the characters alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claimx.text import lexicon

__all__ = ["Quotation", "find_quotations", "paragraphs"]

_MARK = re.compile("``|''|[\"“”„‟‘’‚‛'`«»‹›「」『』]")
_MARK_CHARACTERS = frozenset("\"“”„‟‘’‚‛'`«»‹›「」『』")
# Marks of one family may close each other ("“ … \"" after a careless edit).
_FAMILY = {
    **dict.fromkeys(["“", "”", "„", "‟", '"', "``", "''"], "double"),
    **dict.fromkeys(["‘", "’", "‚", "‛", "'", "`"], "single"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "single guillemet"),
    **dict.fromkeys(["「", "」"], "corner"),
    **dict.fromkeys(["『", "』"], "white corner"),
}
_OPENERS = frozenset(["“", "„", "‟", "``", "‘", "‚", "‛", "`", "«", "‹", "「", "『"])
_CLOSERS = frozenset(["”", "’", "»", "›", "」", "』"])
_FIXED = frozenset("「」『』")
_BEFORE_OPENING = frozenset("([{<—–-/…|")
_AFTER_CLOSING = frozenset(".,;:!?)]}>—–-/…|")
# How many marks to skip when looking for a mark's neighbours. The bound keeps the time linear
# for a text of marks only.
_LOOK_THROUGH = 4
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*|\u2029\s*")
_LINE_BREAK = re.compile(r"\s*\n\s*|\u2029\s*")
_LINE_END = frozenset(".!?:;,\"”’'»…")
_WRAPPED_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation; `start` and `end` exclude its marks and the space next to them.

    `closed` is False if the closing mark is missing at the end of the paragraph. `continues` is the
    index of the quotation that this one continues in a new paragraph, with its opening mark
    repeated; None if it is not a continuation.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str
    depth: int
    closed: bool
    continues: int | None


class _Event(NamedTuple):
    start: int
    end: int
    mark: str
    family: str
    opens: bool
    closes: bool
    weak: bool


class _Pair(NamedTuple):
    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str
    family: str
    closed: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs' offsets, without the white space between them.

    A single line break separates paragraphs too, unless the text is wrapped at a fixed width.
    """
    border = _BLANK_LINE if _hard_wrapped(text) else _LINE_BREAK
    found = []
    start = 0
    for match in border.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return [trimmed for span in found if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def find_quotations(text: str) -> list[Quotation]:
    """Return all quotations, ordered by start; a wrong mark affects only its own paragraph."""
    if not _MARK.search(text):
        return []
    blocks = paragraphs(text)
    pairs: list[_Pair] = []
    # Index of the pair that runs to the end of the previous paragraph, if any.
    open_end: int | None = None
    continues: dict[int, int] = {}
    for number, (start, end) in enumerate(blocks):
        follower = blocks[number + 1] if number + 1 < len(blocks) else None
        found, runs_on = _paragraph(text, start, end, follower)
        if open_end is not None:
            first = next((i for i, pair in enumerate(found) if pair.outer_start == start), None)
            if first is not None and found[first].family == pairs[open_end].family:
                continues[len(pairs) + first] = open_end
        open_end = len(pairs) + runs_on if runs_on is not None else None
        pairs.extend(found)
    return _numbered(pairs, continues)


def _numbered(pairs: list[_Pair], continues: dict[int, int]) -> list[Quotation]:
    """Return the pairs in order of start, with their depth."""
    order = sorted(range(len(pairs)), key=lambda i: (pairs[i].outer_start, -pairs[i].outer_end))
    place = {old: new for new, old in enumerate(order)}
    ends: list[int] = []
    result = []
    for old in order:
        pair = pairs[old]
        while ends and ends[-1] <= pair.outer_start:
            ends.pop()
        result.append(
            Quotation(
                start=pair.start,
                end=pair.end,
                outer_start=pair.outer_start,
                outer_end=pair.outer_end,
                mark=pair.mark,
                depth=len(ends),
                closed=pair.closed,
                continues=place[continues[old]] if old in continues else None,
            )
        )
        ends.append(pair.outer_end)
    return result


def _paragraph(
    text: str, start: int, end: int, follower: tuple[int, int] | None
) -> tuple[list[_Pair], int | None]:
    """Return a paragraph's pairs by outer start, and the index of the one that stays open.

    The index is None if no quotation is open at the end of the paragraph.
    """
    events = [
        event
        for match in _MARK.finditer(text, start, end)
        for event in _events(text, match.start(), match.end(), start, end)
    ]
    if not events:
        return [], None
    pairs, stack = _paired(text, events)
    runs_on = None
    unclosed = _unclosed(text, start, stack, events, follower)
    if unclosed:
        pair = _pair(text, unclosed.start, unclosed.end, end, end, unclosed.mark, closed=False)
        if pair:
            # Drop pairs that cross the opening mark of the new quotation.
            pairs = [p for p in pairs if not p.outer_start < pair.outer_start < p.outer_end]
            pairs.append(pair)
            if _starts_with_opener(text, follower, pair.family):
                runs_on = pair.outer_start
    pairs.sort(key=lambda pair: pair.outer_start)
    index = next((i for i, p in enumerate(pairs) if p.outer_start == runs_on), None)
    return pairs, index


def _paired(text: str, events: list[_Event]) -> tuple[list[_Pair], list[_Event]]:
    """Return the pairs of opening and closing marks, and the opening marks left over."""
    stack: list[_Event] = []
    open_count: Counter[str] = Counter()
    pairs: list[_Pair] = []
    for event, ahead in zip(events, _strong_ahead(events), strict=True):
        is_open = open_count[event.family] > 0
        if event.family == "single" and is_open and stack[-1].family != "single":
            # An apostrophe must not split a double quotation.
            is_open = False
        if event.closes and is_open and not (event.weak and ahead):
            opener = _popped(stack, open_count, event.family)
            pair = _pair(text, opener.start, opener.end, event.start, event.end, opener.mark)
            if pair:
                pairs.append(pair)
        elif event.opens:
            stack.append(event)
            open_count[event.family] += 1
    return pairs, stack


def _popped(stack: list[_Event], open_count: Counter[str], family: str) -> _Event:
    """Remove the marks down to the last opening one of the family, and return that one."""
    while True:
        opener = stack.pop()
        open_count[opener.family] -= 1
        if opener.family == family:
            return opener


def _unclosed(
    text: str,
    start: int,
    stack: list[_Event],
    events: list[_Event],
    follower: tuple[int, int] | None,
) -> _Event | None:
    """Return the unpaired opening mark that begins a quotation up to the paragraph's end."""
    introducing = str(lexicon.load("quotation")["introducing"])
    for opener in stack:
        before = (
            text[start : opener.start].rstrip()[-1:]
            if opener.start - start < 4
            else (text[opener.start - 4 : opener.start].rstrip()[-1:])
        )
        introduced = opener.start == start or before in introducing
        if _starts_with_opener(text, follower, opener.family) and (
            opener.family != "single" or introduced
        ):
            return opener
        later = any(e.family == opener.family and e.start > opener.start for e in events[-3:])
        if introduced and not later and opener.family != "single":
            return opener
        if opener.start == start and not later:
            return opener
    return None


def _starts_with_opener(text: str, block: tuple[int, int] | None, family: str) -> bool:
    if block is None:
        return False
    match = _MARK.match(text, block[0], block[1])
    if not match or _FAMILY[match.group()] != family:
        return False
    return any(event.opens for event in _events(text, match.start(), match.end(), *block))


def _pair(
    text: str,
    outer_start: int,
    start: int,
    end: int,
    outer_end: int,
    mark: str,
    *,
    closed: bool = True,
) -> _Pair | None:
    start, end = _trim(text, start, end)
    if start >= end:
        return None
    return _Pair(start, end, outer_start, outer_end, mark, _FAMILY[mark], closed)


def _strong_ahead(events: list[_Event]) -> list[bool]:
    """Return for each mark whether the next clear mark of its family is a closing one."""
    ahead: dict[str, bool] = {}
    result = []
    for event in reversed(events):
        result.append(ahead.get(event.family, False))
        if event.opens and not event.closes:
            ahead[event.family] = False
        elif event.closes and not event.weak:
            ahead[event.family] = True
    result.reverse()
    return result


def _events(text: str, start: int, end: int, low: int, high: int) -> list[_Event]:
    """Return what a mark can be, by its shape and neighbours; [] for an apostrophe."""
    mark = text[start:end]
    family = _FAMILY[mark]
    if mark in _FIXED:
        opens = mark in _OPENERS
        return [_Event(start, end, mark, family, opens, not opens, False)]
    before = text[start - 1] if start > low else ""
    after = text[end] if end < high else ""
    if mark == "''" and before.isalnum() and after.isalnum():
        return []
    if family == "single" and _apostrophe(text, mark, before, after, end, high):
        return []
    if family in ("double", "single") and _prime(text, start, end, before, after):
        return []
    before, after = _neighbours(text, start, end, low, high)
    left = not before or before.isspace() or before in _BEFORE_OPENING
    right = not after or after.isspace() or after in _AFTER_CLOSING
    opens, closes = _directions(mark, left, right)
    weak = (
        closes
        and (before in "sS" if family == "single" else before.isdigit())
        and after in (" ", "-")
        and text[end + 1 : end + 2].isalnum()
    )
    return [_Event(start, end, mark, family, opens, closes, weak)]


def _directions(mark: str, left: bool, right: bool) -> tuple[bool, bool]:
    """Return whether the mark can open and whether it can close a quotation."""
    if mark in _OPENERS:
        # In „ … “ the second mark closes; elsewhere it opens.
        return (True, mark in "“‘«‹" and not left and right)
    if mark in _CLOSERS:
        return (mark != "’" and left and not right, not (left and not right))
    if left and not right:
        return (True, False)
    if right and not left:
        return (False, True)
    return (True, True)


def _neighbours(text: str, start: int, end: int, low: int, high: int) -> tuple[str, str]:
    """Return the characters around a mark, skipping other marks."""
    left = start
    while left > low and start - left < _LOOK_THROUGH and text[left - 1] in _MARK_CHARACTERS:
        left -= 1
    right = end
    while right < high and right - end < _LOOK_THROUGH and text[right] in _MARK_CHARACTERS:
        right += 1
    return text[left - 1] if left > low else "", text[right] if right < high else ""


def _apostrophe(text: str, mark: str, before: str, after: str, end: int, high: int) -> bool:
    if before.isalnum() and after.isalnum():
        return True
    if not after.isalnum() or (before in _MARK_CHARACTERS and before not in '"“„'):
        return False
    if after.isdigit():
        return _DECADE.match(text, end, high) is not None
    word = _WORD.match(text, end, high)
    return word is not None and word.group().lower() in _elisions()


def _prime(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Return whether the mark is a prime: feet, inches, minutes or seconds (6'2", 5’ 10”)."""
    if not before.isdigit() or text[start:end] in _OPENERS:
        return False
    mark = text[start:end]
    if _FAMILY[mark] == "single":
        return after.isdigit() or _INCHES.match(text, end) is not None
    return _FEET.search(text[max(0, start - 8) : start]) is not None


_DECADE = re.compile(r"\d\ds?\b")
_WORD = re.compile(r"[^\W\d_]+")
_INCHES = re.compile(r"[ -]?\d{1,2}(?:\.\d+)?(?:\"|”|'')")
_FEET = re.compile(r"\d['’][ -]?\d{1,2}(?:\.\d+)?$")


@cache
def _elisions() -> frozenset[str]:
    return lexicon.words("quotation", "elisions")


def _hard_wrapped(text: str) -> bool:
    """Return whether lines are wrapped at a fixed width, so that a line break is just a space."""
    lines = [line.strip() for line in text.split("\n")]
    broken = [a for a, b in pairwise(lines) if a and b]
    if len(broken) < 3 or max(map(len, broken)) > _WRAPPED_WIDTH:
        return False
    long = [line for line in broken if len(line) > _WRAPPED_WIDTH // 2]
    if len(long) < len(broken) / 2:
        return False
    return sum(line[-1] not in _LINE_END for line in long) > len(long) / 2


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
