"""Markdown → prose: markup blanked out, character for character, so that offsets stay.

CommonMark 0.31 as far as news articles use it. Heading marks stay: the layout reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
FIELD = re.compile(r"^(title|date)[ \t]*:[ \t]*(.+?)[ \t]*\r?$", re.M | re.I)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Whole lines that hold no prose: rules, underlines of headings, link definitions, table rulers.
EMPTY_LINE = re.compile(
    r" {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-?|\[[^\]]+\]:[ \t]*\S.*"
    r"|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+)[ \t]*\r?"
)
LEADING = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t]))[ \t]*)+")
# What within a line goes altogether: pictures, footnote marks, bare addresses, tags.
DROPPED = re.compile(
    r"!\[[^\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\])?|\[\^[^\]\n]{1,50}\]"
    r"|<https?://[^<>\s]{0,2000}>|</?[A-Za-z][^<>\n]{0,2000}>"
)
LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\](\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\]\n]{0,200}\])"
)
# Emphasis, code, struck out, escaped: only the marks go.
MARKS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|~~|\\(?=[!-/:-@\[-`{-~])|\|")
VISIBLE = re.compile(r"[^\r\n]")


def prose(text: str) -> str:
    """The text with spaces in place of markup, of the same length and with the same lines."""
    matter = FRONT_MATTER.match(text)
    start = matter.end() if matter else 0
    return _spaces(text[:start]) + "".join(_lines(_without_comments(text[start:])))


def front_matter(text: str) -> dict[str, str]:
    """The title and the date that a head of YAML between rules tells."""
    matter = FRONT_MATTER.match(text)
    if matter is None:
        return {}
    return {
        match[1].lower(): match[2].strip("\"' ")
        for match in FIELD.finditer(matter[1])
        if match[2].strip("\"' ")
    }


def _without_comments(text: str) -> str:
    """The text with "<!-- … -->" blanked out; one without end is no comment."""
    parts = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], _spaces(text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _lines(text: str) -> Iterator[str]:
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line)
        if fence:
            yield _spaces(line)
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif mark:
            fence = mark[1]
            yield _spaces(line)
        elif EMPTY_LINE.fullmatch(line.rstrip("\n")):
            yield _spaces(line)
        else:
            yield _inline(line)


def _inline(line: str) -> str:
    lead = LEADING.match(line)
    if lead:
        line = _spaces(lead[0]) + line[lead.end() :]
    return MARKS.sub(_blank, LINK.sub(_worded, DROPPED.sub(_blank, line)))


def _worded(link: re.Match[str]) -> str:
    """A link's words alone."""
    return f" {link[1]} {_spaces(link[2])}"


def _blank(match: re.Match[str]) -> str:
    return _spaces(match[0])


def _spaces(text: str) -> str:
    return VISIBLE.sub(" ", text)
