"""Title, dateline and body of an article's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimx.dates import day_order, parse_date
from claimx.layout.dateline import UPDATED, DateLine, read_date, read_prefix
from claimx.layout.lines import HEADING, Kind, Line, is_ender, plainly, read_lines

__all__ = ["Layout", "find_layout", "parse_published"]

# A paragraph of at most this many words above a dateline is a standfirst.
STANDFIRST_WORDS = 60
TITLE_WORDS = range(2, 30)
# A line with this many words is rarely an item of a menu or a footer.
NAME_WORDS = 4
# What follows "Related articles" is only cut off if it is less than this share of the text.
FOOT_SHARE = 0.3
PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
VISIBLE = re.compile(r"[^\r\n]")
META = (Kind.FURNITURE, Kind.DATE, Kind.BYLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The body's start and end, the `holes` in it that don't belong to it, its title and date."""

    start: int
    end: int
    holes: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    published: str | None = None

    def masked(self, text: str) -> str:
        """Return the body with spaces in place of the holes, so that offsets stay valid."""
        body, done = [], self.start
        for start, end in self.holes:
            body += [text[done:start], VISIBLE.sub(" ", text[start:end])]
            done = end
        return "".join([*body, text[done : self.end]])


def parse_published(text: str, *, day_first: bool | None = None) -> str | None:
    """Return the ISO date of a metadata field, with the time of day if it states one.

    A year or a month alone is kept: "2026", "2026-01". None if the field is not a date.
    """
    return parse_date(text, day_first=day_first) or (
        text.strip() if PARTIAL.fullmatch(text.strip()) else None
    )


def find_layout(text: str, *, day_first: bool | None = None) -> Layout:
    """Return the layout of the text; without a recognizable head or foot, all of it is body.

    `day_first` says how to read "06/01/2026", as in `claimx.dates.find_dates`.
    """
    if day_first is None:
        day_first = day_order(text)
    lines = list(read_lines(text, day_first=day_first))
    first = next((i for i, line in enumerate(lines) if line.kind is Kind.PROSE), None)
    if first is None:
        return _whole(text, lines)
    title = _title(lines, first)
    head = _head_end(lines, first, title)
    start = _body_start(lines, first, title)
    foot = _foot_start(lines, max(first, start))
    skipped = _skipped(lines, start, head, foot)
    subtitle = _subtitle(lines, title, head)
    if subtitle is not None:
        skipped.add(subtitle)
    kept = [i for i in range(start, foot) if i not in skipped]
    if not kept:
        return _whole(text, lines)
    prefix = read_prefix(lines[kept[0]].text, day_first=day_first)
    under = None if subtitle is None else read_date(lines[subtitle].text, day_first=day_first)
    start_at = lines[kept[0]].start + (prefix.end if prefix else 0)
    return Layout(
        start=start_at,
        end=lines[kept[-1]].end,
        holes=tuple(
            (lines[i].start, lines[i].end) for i in sorted(skipped) if kept[0] < i < kept[-1]
        ),
        title=None if title is None else HEADING.sub("", lines[title].text, count=1).strip(),
        published=_published(lines, head, foot, prefix, under),
    )


def _whole(text: str, lines: Sequence[Line]) -> Layout:
    if not lines:
        return Layout(start=len(text), end=len(text))
    return Layout(start=lines[0].start, end=lines[-1].end)


def _title(lines: Sequence[Line], first: int) -> int | None:
    """Return the index of the headline, or None."""
    for i, line in enumerate(lines[: first + 1]):
        if line.text.startswith("# "):
            return i
    date = _head_date(lines, first)
    meta = [i for i, line in enumerate(lines[:first]) if line.kind in META]
    if date is None and not meta:
        return _plain_title(lines, first)
    limit = first if date is None else min(first, date)
    choice = [
        i for i in range(limit) if lines[i].kind is Kind.SHORT and lines[i].words in TITLE_WORDS
    ]
    # Above a dateline a question or an exclamation may be the headline.
    if date is not None and not choice and first == date - 1 and lines[first].text[-1] in "?!":
        return first
    named = [i for i in choice if lines[i].words >= NAME_WORDS]
    if not named:
        # A short headline is apart from other lines, right above the dateline or the text.
        return choice[-1] if choice and choice[-1] == limit - 1 and lines[limit - 1].apart else None
    last_menu = max((i for i in range(limit) if lines[i].kind is Kind.FURNITURE), default=-1)
    after_menu = [i for i in named if i > last_menu]
    if after_menu:
        return after_menu[0]
    repeated = [i for i in named if any(_same(lines[i], lines[j]) for j in named if j < i)]
    return (repeated or named)[-1]


def _head_date(lines: Sequence[Line], first: int) -> int | None:
    """Return the index of a dateline near the head, or None; text must follow it."""
    last = max(i for i, line in enumerate(lines) if line.kind is Kind.PROSE)
    near = range(min(first + 4, last))
    return next((i for i in near if lines[i].kind is Kind.DATE), None)


def _same(line: Line, other: Line) -> bool:
    """Return whether the lines are the same, but for a site's name at the end of one."""
    short, long = sorted((plainly(line.text), plainly(other.text)), key=len)
    return long.startswith(short)


def _plain_title(lines: Sequence[Line], first: int) -> int | None:
    """Return the index of a plain text's headline, or None: a short line, not a sentence."""
    line = lines[0]
    if first == 0 or line.kind is not Kind.SHORT or line.ended or line.words not in TITLE_WORDS:
        return None
    if not (line.text[0].isupper() or line.text[0].isdigit() or line.text[0] in "\"'“‘"):
        return None
    prose = sum(line.kind is Kind.PROSE for line in lines)
    return 0 if lines[1].apart or prose > 2 else None


def _head_end(lines: Sequence[Line], first: int, title: int | None) -> int:
    """Return the index of the line that ends the head: datelines come before it."""
    after = first if title is None or title < first else first + 1
    prose = [i for i in range(after, len(lines)) if lines[i].kind is Kind.PROSE]
    if len(prose) > 1 and lines[prose[0]].words <= STANDFIRST_WORDS:
        return prose[1]
    return prose[0] if prose else len(lines)


def _body_start(lines: Sequence[Line], first: int, title: int | None) -> int:
    """Return the index of the first line that can be body."""
    if title is not None:
        return title + 1
    above = [i for i in range(first) if lines[i].kind in META]
    return above[-1] + 1 if above else 0


def _skipped(lines: Sequence[Line], start: int, head: int, foot: int) -> set[int]:
    """Return the indexes of the lines from `start` to `foot` that are not body."""
    skipped = {i for i in range(start, foot) if lines[i].kind is Kind.FURNITURE}
    for block in _blocks(lines, start, head):
        if any(lines[i].kind in META for i in block):
            skipped.update(i for i in block if lines[i].kind is not Kind.PROSE)
    return skipped


def _blocks(lines: Sequence[Line], start: int, end: int) -> Iterable[list[int]]:
    """Yield the indexes of each block of lines without a blank line between them."""
    block: list[int] = []
    for i in range(start, end):
        if block and lines[i].apart:
            yield block
            block = []
        block.append(i)
    if block:
        yield block


def _foot_start(lines: Sequence[Line], body: int) -> int:
    """Return the index of the first line after the body."""
    total = sum(len(line.text) for line in lines[body:])
    foot = len(lines)
    after = 0
    prose_after = False
    for i in range(len(lines) - 1, body, -1):
        line = lines[i]
        after += len(line.text)
        if line.kind is Kind.PROSE:
            prose_after = True
        furniture = line.kind is Kind.FURNITURE
        small = after < FOOT_SHARE * total
        if furniture and (not prose_after or (is_ender(line.text) and small)):
            foot = i
            # Now the lines above decide again.
            prose_after = False
    if foot == len(lines):
        # The text ends with a dateline, as a letter or a statement does.
        return foot - 1 if foot - 1 > body and lines[-1].kind is Kind.DATE else foot
    # Take in a site's name right above, without a blank line in between.
    while foot - 1 > body and not lines[foot].apart and lines[foot - 1].kind is not Kind.PROSE:
        if lines[foot - 1].ended or lines[foot - 1].words > NAME_WORDS:
            break
        foot -= 1
    return foot


def _subtitle(lines: Sequence[Line], title: int | None, head: int) -> int | None:
    """Return the index of a subtitle that contains a date, or None; only if no dateline does."""
    if title is None or any(line.date for line in lines[:head]):
        return None
    for i in range(title + 1, head):
        line = lines[i]
        if line.kind is Kind.SHORT and not line.ended and read_date(line.text):
            return i
    return None


def _published(lines: Sequence[Line], head: int, foot: int, *more: DateLine | None) -> str | None:
    """Return the best-ranked date of the head, or else of the foot; None if neither has one."""
    top = [date for date in (*(line.date for line in lines[:head]), *more) if date and date.iso]
    bottom = [line.date for line in lines[foot:] if line.date and line.date.rank < UPDATED]
    told = sorted(top, key=lambda date: date.rank) + bottom
    return told[0].iso if told else None
