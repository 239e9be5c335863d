"""Rules, and the compiler of their patterns.

A pattern is written in words:

- `the`, `of` and `-` match themselves
- `{month}` is a token of that kind, `{small|nth}` of either kind
- `DAY` is a named part
- `[…]` is optional, `(…|…)` a choice, `*3` up to three times, `!(…)` not followed by
- `name=(…)` is a group that the builder can use

It is compiled to a regular expression over the letters of `tokens.Kind`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from claimx.dates.readings import Found, Reading
from claimx.dates.tokens import LITERALS, Kind, Tokens

Match = re.Match[str]
Built = Reading | Found | list[Found] | None
Builder = Callable[[Tokens, Match], Built]

_PIECE = re.compile(
    r"\s*(?:\{(?P<kinds>[a-z_|]+)\}|(?P<part>[A-Z][A-Z_]+)|(?P<group>[a-z]+\d?)=\(|(?P<not>!\()"
    r"|(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|\*(?P<most>\d)|(?P<word>[a-z]+|[,./'-]))"
)
_REGEX_OPEN = {"(": "(?:", "[": "(?:"}
_REGEX_CLOSE = {")": ")", "]": ")?"}

# Parts that several patterns share.
PARTS = {
    "DAY": "[the] {small|nth|ordinal}",
    "MONTH": "{month|month_word} [.]",
    "TURN": "{last|next|this|that}*3",
    "TURNED": "{last|next|this|that} [{last|next|this|that}]",
    "YEAR": "([(,|[,] {of|in}|/|-)] {year} [{era}] | {small|integer} {era} | [,] {short_year})",
    "WORDED_YEAR": "[,] [of] [the] {last|next|this|that} [{that}] {unit}",
    "MONTH_DAY": "[the] [{last|next|this|that}] MONTH [-] DAY",
    "DAY_MONTH": "DAY [-|/|of] MONTH",
    "WEEKDAY": "({weekday}|{weekday_short} [.])",
    "DATED": "([[{last|next|this|that}] WEEKDAY [,]] (DAY_MONTH|MONTH_DAY|MONTH - {year} - {small})"
    " [YEAR|WORDED_YEAR] | {year} (-|/) MONTH (-|/) {small} | {small} - {year} - MONTH"
    " | DAY of ({last|next|this} | [the] {that} [{that}]) {unit})",
    "WEEKDAYS": "([the] {last|next|this} {unit} [-] {weekday}"
    " | [the] TURN WEEKDAY [the {nth|ordinal}] [[,] [of] [the] TURNED {unit}])",
    "HOLIDAY": "[the] [{year}] [{last|next|this|that}] {holiday}"
    " [[,] [of] {year} | [of] TURNED {unit}]",
    "TIME": "({clock} [.] [{meridiem}] | {small|number} [- {number}] {meridiem|oclock}"
    " | [{small}] {noon}) [({open} {zone} {close} | {zone})]",
    "BEFORE_DAY": "[clock1=(TIME|{number} - {number}) [,|[,] on|of [on]] !({and}|{to}|-)"
    " | part1=([the] [{phase}] {part} [{units}] {of|on}"
    " | [the] {phase} {units} of [the {part} {of|on}])]"
    " phase=([{phase} [-] [on]])",
    "AFTER_DAY": "[[,] [on] [-] part2=([the|{phase}] [{phase}] {part}) !({unit|units})]"
    " [[,|at [at]] clock2=(TIME)]",
    "ANY": "{small|integer|decimal|year|number}",
    "COUNT": "(ANY [{and} (ANY|half)] | half)",
    "LENGTH": "([the] {more}*3 (COUNT [-] {more}*3 | a {more|half|few}*3 [of]"
    " | a [{few}] {few} [of] [{more}] | half [a|the] [-] | {few} [of] {more}*2 | {quarters} | )"
    " [-] {unit|units|unit_short} [[-] and [-] [a] [-] half])",
    "EARLY": "([the] {edge} of [the] | {edge} - | [the] [{phase} [-]])",
    "OF_YEAR": "([,] [of] {partial} | [,] [of] {year} (-|/) {small|integer} | [,] [of] {year}"
    " | [,] [of] {short_year} | [,] [of] [the] TURN {unit})",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for one kind of expression: its pattern, examples and builder.

    `examples` maps texts to the TIMEX3 value of their only date, in an article of Thursday
    2025-11-06. If several rules match at a place, the longest match wins, then the higher weight.
    """

    name: str
    pattern: str
    build: Builder
    examples: dict[str, str] = field(default_factory=dict)
    weight: int = 0


_RULES: list[Rule] = []


def rule(
    pattern: str, *, examples: dict[str, str] | None = None, weight: int = 0
) -> Callable[[Builder], Builder]:
    """Register the decorated function as the builder of a pattern; its name is the rule's name."""

    def register(build: Builder) -> Builder:
        _RULES.append(Rule(build.__name__, pattern, build, examples or {}, weight))
        return build

    return register


def registered() -> list[Rule]:
    """Return all rules of `dates.rules`."""
    from claimx.dates import rules  # noqa: F401  (registers them)

    return _RULES


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern, over the letters of the kinds."""
    return re.compile(_regex(pattern))


def _regex(pattern: str) -> str:
    position, pieces = 0, []
    closers: list[str] = []
    while position < len(pattern.rstrip()):
        piece = _PIECE.match(pattern, position)
        if piece is None:
            raise ValueError(f"not a pattern at {pattern[position:]!r}")
        position = piece.end()
        if piece["open"]:
            closers.append({"(": ")", "[": "]"}[piece["open"]])
        elif piece["group"] or piece["not"]:
            closers.append(")")
        elif piece["close"] and (not closers or closers.pop() != piece["close"]):
            raise ValueError(f"brackets do not match in {pattern!r}")
        pieces.append(_piece(piece))
    if closers:
        raise ValueError(f"a bracket stays open in {pattern!r}")
    return "".join(pieces)


def _piece(piece: Match) -> str:
    if piece["kinds"]:
        return "[" + "".join(re.escape(_kind(name)) for name in piece["kinds"].split("|")) + "]"
    if piece["part"]:
        return f"(?:{_regex(PARTS[piece['part']])})"
    if piece["group"]:
        return f"(?P<{piece['group']}>"
    if piece["most"]:
        return f"{{0,{piece['most']}}}"
    if piece["word"]:
        return re.escape(LITERALS[piece["word"]])
    if piece["open"] or piece["close"]:
        return _REGEX_OPEN.get(piece["open"]) or _REGEX_CLOSE[piece["close"]]
    return "(?!" if piece["not"] else "|"


def _kind(name: str) -> str:
    """Return the letter of a kind, or of a literal inside braces: `{of|in}`."""
    return LITERALS[name] if name in LITERALS else Kind[name.upper()]


@cache
def starts(pattern: str) -> frozenset[str]:
    """Return the letters that a match can start with."""
    found = _first(re._parser.parse(_regex(pattern)))[0]  # type: ignore[attr-defined]
    return frozenset(found)


def _first(nodes: object) -> tuple[set[str], bool]:
    """Return the first letters of a parsed regular expression, and whether it can be empty."""
    letters: set[str] = set()
    for op, value in nodes:  # type: ignore[attr-defined]
        more, empty = _first_of(str(op), value)
        letters |= more
        if not empty:
            return letters, False
    return letters, True


def _first_of(op: str, value: object) -> tuple[set[str], bool]:
    match op, value:
        case "LITERAL", int(code):
            return {chr(code)}, False
        case "IN", list(options):
            return {chr(code) for _, code in options}, False
        case "SUBPATTERN", (_, _, _, nodes):
            return _first(nodes)
        case "BRANCH", (_, list(branches)):
            firsts = [_first(branch) for branch in branches]
            return set().union(*(f for f, _ in firsts)), any(empty for _, empty in firsts)
        case "MAX_REPEAT", (least, _, nodes):
            letters, empty = _first(nodes)
            return letters, empty or least == 0
    return set(), True  # a look ahead
