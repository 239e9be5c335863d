"""Markdown as compact prose, with a map of its characters back to the file.

This covers CommonMark 0.31 as far as news articles use it. Heading marks stay for the layout.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
FIELD = re.compile(r"^(title|date|author|url)[ \t]*:[ \t]*(.+?)[ \t]*\r?$", re.M | re.I)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Lines without prose: rules, underlines of headings, link definitions, rulers of tables.
EMPTY_LINE = re.compile(
    r" {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-?|\[[^\]]+\]:[ \t]*\S.*"
    r"|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+)[ \t]*\r?"
)
LEADING = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t]))[ \t]*)+")
# Parts that are removed from a line: pictures, footnote marks, bare addresses, tags.
DROPPED = re.compile(
    r"!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])?|\[\^[^\]\n]{1,50}\]"
    r"|<https?://[^<>\s]{0,2000}>|</?[A-Za-z][^<>\n]{0,2000}>"
)
LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\](\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\]\n]{0,200}\])"
)
# Emphasis, code, strike-through and escapes: only the marks are removed.
MARKS = re.compile(r"\\[!-/:-@\[-`{-~]|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|~~|\|")
VISIBLE = re.compile(r"[^\r\n]")
# Replaces a character of markup while a line is read. Texts with NUL are refused as binary.
GONE = "\0"
# Opening and closing marks around words, and the end of a link.
MARK = re.compile(r"\*{1,3}|_{1,3}|`+|~~|\[|\](?:\([^)]*\)+|\[[^\]]*\])?")


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a Markdown text, and the place of each character in the text."""

    source: str
    text: str
    places: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source for a span of the prose.

        It includes a mark at its border with a counterpart inside: "by **5%**", not "by **5%".
        """
        if start >= end:
            at = self.places[start] if start < len(self.places) else len(self.source)
            return at, at
        first, last = self.places[start], self.places[end - 1] + 1
        inside = self._marks(first, last)
        before = self.places[start - 1] + 1 if start else 0
        after = self.places[end] if end < len(self.places) else len(self.source)
        for mark in MARK.findall(self.source, last, after):
            if not _is_open(mark, inside):
                break
            last += len(mark)
        for mark in reversed(MARK.findall(self.source, before, first)):
            if not _is_closed(mark, inside):
                break
            first -= len(mark)
        return first, last

    def _marks(self, start: int, end: int) -> Counter[str]:
        """Return how many marks of each kind were removed between two places."""
        found = Counter[str]()
        at = bisect_left(self.places, start)
        while at + 1 < len(self.places) and self.places[at + 1] < end:
            gap = self.places[at] + 1, self.places[at + 1]
            if gap[0] < gap[1]:
                marks = MARK.findall(self.source, *gap)
                found.update("]" if mark[0] == "]" else mark for mark in marks)
            at += 1
        return found


def _is_open(mark: str, inside: Counter[str]) -> bool:
    """Return whether the mark closes one that opens inside."""
    if mark[0] == "]":
        return inside["["] > inside["]"]
    return inside[mark] % 2 == 1


def _is_closed(mark: str, inside: Counter[str]) -> bool:
    """Return whether the mark opens one that closes inside."""
    if mark == "[":
        return inside["]"] > inside["["]
    return mark[0] != "]" and inside[mark] % 2 == 1


def prose(text: str) -> Prose:
    """Return the text without its markup."""
    matter = FRONT_MATTER.match(text)
    start = matter.end() if matter else 0
    lines = GONE * start + "".join(_lines(_without_comments(text[start:])))
    places = array("L", (at for at, char in enumerate(lines) if char != GONE))
    return Prose(text, lines.replace(GONE, ""), places)


def front_matter(text: str) -> dict[str, str]:
    """Return the fields of a YAML head between rules: title, date, author, url."""
    matter = FRONT_MATTER.match(text)
    if matter is None:
        return {}
    return {
        match[1].lower(): match[2].strip("\"' ")
        for match in FIELD.finditer(matter[1])
        if match[2].strip("\"' ")
    }


def _without_comments(text: str) -> str:
    """Return the text with comments ("<!-- … -->") blanked; one without an end stays."""
    parts = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], _gone(text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _lines(text: str) -> Iterator[str]:
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line)
        if fence:
            yield _gone(line)
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif mark:
            fence = mark[1]
            yield _gone(line)
        elif EMPTY_LINE.fullmatch(line.rstrip("\n")):
            yield _gone(line)
        else:
            yield _inline(line)


def _inline(line: str) -> str:
    """Return the line with its markup blanked."""
    lead = LEADING.match(line)
    if lead:
        line = _gone(lead[0]) + line[lead.end() :]
    return MARKS.sub(_blank, LINK.sub(_worded, DROPPED.sub(_blank, line)))


def _worded(link: re.Match[str]) -> str:
    """Return only the words of a link."""
    return f"{GONE}{link[1]}{GONE}{_gone(link[2])}"


def _blank(match: re.Match[str]) -> str:
    if match[0] == "|":
        return " "  # the cells of a table stay apart
    if match[0][0] == "\\":
        return GONE + match[0][1:]
    return _gone(match[0])


def _gone(text: str) -> str:
    return VISIBLE.sub(GONE, text)
