"""Datelines: lines that only say when and where, or a first paragraph that begins so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from claimx.dates import parse_date
from claimx.text import lexicon

PUBLISHED, PLAIN, UPDATED = 0, 1, 2
LINE_CHARS = 140
# Words besides date and label: a place, an agency, an author.
MOST_OTHER_WORDS = 8

DIGIT = re.compile(r"\d")
GAP = re.compile(r"[\s,:|–—-]+")
ISO = r"\d{4}[-/.]\d\d?[-/.]\d\d?"
TIME = (
    r"(?:[T\s,|•·–—-]*(?:at\s+)?(?<!\d)\d\d?[:.]\d\d(?!\d|\.\d)(?::\d\d(?:\.\d+)?)?"
    r"(?:\s*[ap]\.?\s?m\b\.?)?)?"
    r"(?:Z\b|\s*\(?(?:GMT|UTC|BST|CET|CEST|EES?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|MSK|IST|SGT|JST)\b\)?"
    r"|\s*[+-]\d\d:?\d\d\b)*"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date, its rank (published, plain or updated), and where it ends in the string."""

    iso: str | None
    rank: int
    end: int = 0


@cache
def _date() -> str:
    months = "|".join(sorted(lexicon.load("dates")["months"], key=len, reverse=True))
    days = "|".join(
        sorted(
            [*lexicon.load("dates")["weekdays"], *lexicon.load("dates")["weekdays_short"]],
            key=len,
            reverse=True,
        )
    )
    year = r"(?:19|20)\d\d"
    day = r"[0-3]?\d(?:st|nd|rd|th)?"
    return (
        rf"(?:(?:{days})\b\.?,?\s+)?"
        rf"(?:{ISO}|[0-3]?\d[./-][0-3]?\d[./-]{year}|{day}[\s-]+(?:of\s+)?(?:{months})\b\.?,?[\s-]+{year}"
        rf"|(?:{months})\b\.?\s+{day}\s*,?\s*{year})(?!\d){TIME}"
    )


@cache
def _labels() -> dict[str, int]:
    ranks = dict.fromkeys(lexicon.load("layout")["published_labels"], PUBLISHED)
    return ranks | dict.fromkeys(lexicon.load("layout")["updated_labels"], UPDATED)


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(_labels(), key=len, reverse=True)))
    return re.compile(rf"(?i)(?:\b(?P<label>{labels})\b\s*[:|–—-]?\s*)?(?P<date>{_date()})")


@cache
def _wire() -> re.Pattern[str]:
    """Return the pattern of "BAKU, Jan. 6, 2026 (Agency) — "."""
    months = "|".join(sorted(lexicon.load("dates")["months"], key=len, reverse=True))
    partial = rf"(?:(?:{months})\b\.?\s+[0-3]?\d|[0-3]?\d\s+(?:{months})\b\.?)"
    name = r"[^\W\d_][\w.’' -]{1,30}"
    agency = r"\([^()\n]{2,50}\)"
    return re.compile(
        rf"(?P<city>{name}?(?:,\s{name}?){{0,2}}?)"
        rf"(?:[,.]?\s+(?P<date>(?i:{_date()}|{partial})))?"
        rf"(?P<agency>\s*[,.]?\s*{agency})?\s*(?P<dash>[-–—_]{{1,2}}|(?<=\)):?)\s+(?=\S)"
    )


@cache
def _agency() -> re.Pattern[str]:
    """Return the pattern of "Baku, January 6, AGENCY " and "Baku. 6 January 2026. AGENCY/ "."""
    months = "|".join(sorted(lexicon.load("dates")["months"], key=len, reverse=True))
    partial = rf"(?:(?:{months})\b\.?\s+[0-3]?\d|[0-3]?\d\s+(?:{months})\b\.?)"
    city = r"[^\W\d_a-z][\w’'-]{1,30}(?:[ ][^\W\d_a-z][\w’'-]{1,30})?"
    return re.compile(
        rf"{city}[.,]\s+(?P<date>(?i:{_date()}|{partial}))[.,]\s+"
        r"(?:[A-Z]{4,}(?:\.[A-Z]{2,3})?\b|[A-Z]{2,}\.[A-Z]{2,3}\b)(?!\s+[A-Z]{2,})"
        r"\s?[-–—/:]?\s*(?=[^\W\d_a-z]|[\"“‘«])"
    )


def read_date_line(line: str, *, day_first: bool | None = None) -> DateLine | None:
    """Return the date of a line that contains little else, or None if it is not a dateline."""
    if len(line) > LINE_CHARS or not DIGIT.search(line):
        return None
    found = [
        (_labels().get((match["label"] or "").lower(), PLAIN), match)
        for match in _labelled().finditer(line)
    ]
    if not found:
        return None
    rest = line
    for _, match in reversed(found):
        rest = rest[: match.start()] + " " + rest[match.end() :]
    if not _only_names(rest, labelled=any(rank != PLAIN for rank, _ in found)):
        return None
    for rank, match in sorted(found, key=lambda item: item[0]):
        iso = parse_date(match["date"], day_first=day_first)
        if iso is not None:
            return DateLine(iso, rank)
    return None


def read_date(line: str, *, day_first: bool | None = None) -> DateLine | None:
    """Return the one full date in a line, such as "Extract from the report of 7 May", or None."""
    found = [match["date"] for match in _labelled().finditer(line)]
    iso = parse_date(found[0], day_first=day_first) if len(found) == 1 else None
    return DateLine(iso, UPDATED) if iso else None


def _only_names(rest: str, *, labelled: bool) -> bool:
    """Return whether the rest of a dateline is at most a place, an author or an agency."""
    words = re.findall(r"[^\W_]+", rest)
    if len(words) > MOST_OTHER_WORDS or (words and rest.rstrip()[-1:] in tuple("!?…")):
        return False
    if labelled and len(words) <= 3:
        return True
    small = {"by", "in", "and", "of", "the", "at", "on", "time", "local", "de", "min", "read"}
    return all(not word[0].islower() or word in small for word in words)


def read_prefix(paragraph: str, *, day_first: bool | None = None) -> DateLine | None:
    """Return the dateline that a first paragraph begins with, or None."""
    labelled = _labelled().match(paragraph)
    label = (labelled["label"] or "").lower() if labelled else ""
    if labelled and label in lexicon.words("layout", "inline_labels"):
        after = GAP.match(paragraph, labelled.end())
        if after and paragraph[after.end() : after.end() + 1].isupper():
            iso = parse_date(labelled["date"], day_first=day_first)
            return DateLine(iso, _labels()[label], after.end())
    agency = _agency().match(paragraph)
    if agency is not None:
        date = parse_date(agency["date"], day_first=day_first)
        return DateLine(date, PLAIN, agency.end())
    wire = _wire().match(paragraph)
    if wire is None or not _place(wire["city"]):
        return None
    if wire["date"] is None and wire["agency"] is None and not wire["city"].isupper():
        return None
    iso = parse_date(wire["date"], day_first=day_first) if wire["date"] else None
    return DateLine(iso, PLAIN, wire.end())


def _place(name: str) -> bool:
    """Return whether the name is a dateline's city: in capitals, perhaps with its country."""
    city = name.split(",")[0]
    return city.isupper() and len(city) > 2 and city.strip()[-1] not in ".!?:"
