"""The lines of a text, each with the kind that it looks like on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from claimx.layout.dateline import DateLine, read_date_line
from claimx.text import lexicon
from claimx.text.wrapping import WIDTHS, is_wrapped

LINE = re.compile(r"[^\r\n]+")
LINE_BREAK = re.compile(r"\r\n?|\n")
# Characters at the ends of scraped lines that str.strip() leaves.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
CLOSING = "\"'”’»)]} "
BULLETS = "-–—•·*→>»|: "
HEADING = re.compile(r"#{1,6}\s+")

# With fewer words than this, even a line with a full stop may not be a sentence ("Log in.").
PROSE_WORDS = 6
# A line this long is a paragraph, even without a full stop.
LONG_WORDS = 30
FURNITURE_CHARS = 260
BYLINE_WORDS = 9


class Kind(Enum):
    """The kinds of lines."""

    PROSE = "a paragraph"
    SHORT = "a headline, a subheading, a list's item, a site's name"
    FURNITURE = "navigation, a share link, a view count, a notice"
    DATE = "a dateline"
    BYLINE = "an author's or agency's name"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    apart: bool  # a blank line comes before it
    kind: Kind
    date: DateLine | None = None

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())

    @property
    def ended(self) -> bool:
        """Return whether it ends like a sentence."""
        return is_ended(self.text)


def read_lines(text: str, *, day_first: bool | None = None) -> Iterator[Line]:
    """Yield the lines of the text that are not blank."""
    end_before = 0
    for start, end in _paragraphs(text):
        apart = len(LINE_BREAK.findall(text, end_before, start)) > 1
        end_before = end
        line = " ".join(text[start:end].splitlines())
        kind, date = classify(line, day_first=day_first)
        yield Line(start, end, line, apart, kind, date)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines, joining lines that were wrapped at a fixed width."""
    wrapped = is_wrapped(text)
    whole: tuple[int, int] | None = None
    for start, end, indented in _spans(text):
        if whole is None:
            whole = start, end
            continue
        gap = len(LINE_BREAK.findall(text, whole[1], start)) > 1
        last = max(text.rfind("\n", 0, whole[1]), text.rfind("\r", 0, whole[1]), whole[0] - 1)
        if wrapped and not gap and not indented and whole[1] - last > WIDTHS.start:
            whole = whole[0], end
            continue
        yield whole
        whole = start, end
    if whole is not None:
        yield whole


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, apart) of each stripped line that is not blank."""
    for match in LINE.finditer(text):
        stripped = match[0].strip().strip(INVISIBLE).strip()
        if stripped:
            offset = match[0].index(stripped)
            start = match.start() + offset
            yield start, start + len(stripped), offset > 1


def classify(line: str, *, day_first: bool | None = None) -> tuple[Kind, DateLine | None]:
    """Return the kind of a line, and its date if it is a dateline."""
    if is_furniture(line):
        return Kind.FURNITURE, None
    date = read_date_line(line, day_first=day_first)
    if date is not None:
        return Kind.DATE, date
    words = len(line.split())
    if _byline(line):
        return Kind.BYLINE, None
    if words >= LONG_WORDS or (words >= PROSE_WORDS and is_ended(line)):
        return Kind.PROSE, None
    return Kind.SHORT, None


def is_ended(line: str) -> bool:
    """Return whether the line ends like a sentence, ignoring closing marks."""
    return line.rstrip(CLOSING)[-1:] in tuple(".!?…:;")


def is_furniture(line: str) -> bool:
    """Return whether the line belongs to the page around an article, by its known wordings."""
    if len(line) > FURNITURE_CHARS:
        return False
    plain = plainly(line)
    if not plain or plain in lexicon.words("layout", "furniture"):
        return True
    return _patterns().search(" ".join(line.lower().strip(BULLETS).split())) is not None


def is_ender(line: str) -> bool:
    """Return whether the line ends the article: what follows belongs to another one."""
    return plainly(line) in lexicon.words("layout", "enders")


def plainly(line: str) -> str:
    """Return the line in lower case, without bullets and similar marks around it."""
    return " ".join(line.lower().strip(BULLETS).rstrip(".?!… ").split())


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in lexicon.load("layout")["patterns"]))


def _byline(line: str) -> bool:
    """Return whether the line names an author: "By Jane Doe", "Jane Doe, Staff Writer"."""
    words = line.split()
    if len(words) > BYLINE_WORDS or line.rstrip()[-1] in ".!?…:;":
        return False
    if words[0] in ("By", "BY") and len(words) > 1:
        return all(_name_like(word) for word in words[1:])
    known = lexicon.words("layout", "byline_words")
    tail = re.split(r"[,|–—-]\s", line)
    return len(tail) == 2 and tail[1].strip().lower() in known and tail[0].istitle()


def _name_like(word: str) -> bool:
    bare = word.strip(",.|&")
    return not bare or bare[0].isupper() or bare in ("and", "de", "van", "von", "al", "bin", "in")
