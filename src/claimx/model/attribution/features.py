"""What the attribution network sees of a Doc: some integers for each token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import (
    IS_SPACE,
    LOWER,
    NORM,
    ORTH,
    PREFIX,
    SHAPE,
    SPACY,
    SUFFIX,
    TAG,
)
from spacy.strings import get_string_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]
Table = tuple[NDArray[Any], Ints]

# The order of all these is part of the trained weights; code 0 stands for what is unknown.
KEYS = ("orth", "lower", "norm", "prefix", "suffix", "shape")
CODES = ("tag", "gap", "quote")
TAGS = (
    *("$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW"),
    *("HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT"),
    *("POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN"),
    *("VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``"),
)
GAP_NONE, GAP_SPACE, GAP_LINE, GAP_BLANK = range(4)
(
    QUOTE_OUT,
    QUOTE_IN,
    QUOTE_IN_OPEN,
    QUOTE_OPENS,
    QUOTE_CLOSES,
    QUOTE_IN_SINGLE,
    QUOTE_OPENS_SINGLE,
    QUOTE_CLOSES_SINGLE,
    QUOTE_STRAY,
) = range(9)
SIZES = {"tag": len(TAGS) + 1, "gap": 4, "quote": 9}

OPENING = frozenset("“„«「‟‘‹")
CLOSING = frozenset("”»」›")
DOUBLE = frozenset(["“", "”", "„", "‟", "«", "»", "「", "」", '"', "''", "``", "''''"])
SINGLE = frozenset(["'", "‘", "’", "‹", "›", "`"])
ATTRS = [ORTH, LOWER, NORM, PREFIX, SUFFIX, SHAPE, TAG, IS_SPACE, SPACY]
TAG_AT, IS_SPACE_AT, SPACY_AT = range(len(KEYS), len(ATTRS))


@dataclass(frozen=True, slots=True)
class Features:
    """The tokens of a Doc that are not whitespace.

    `token` is each one's index in the Doc, `keys` 32 bits of spaCy's hashes in the order of KEYS,
    `codes` small integers in the order of CODES.
    """

    token: Ints
    keys: Keys
    codes: Ints

    def __len__(self) -> int:
        return len(self.token)

    def part(self, start: int, end: int) -> Features:
        """Those from the start-th to before the end-th."""
        return Features(self.token[start:end], self.keys[start:end], self.codes[start:end])


def lookup(table: Table, values: NDArray[Any]) -> Ints:
    """The codes of the values in a table of sorted values and codes; 0 for those that it lacks."""
    known, codes = table
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, codes[at], 0).astype(np.int64)


def _table(codes: dict[str, int]) -> Table:
    hashes = np.array([get_string_id(name) for name in codes], dtype=np.uint64)
    order = np.argsort(hashes)
    return hashes[order], np.array(list(codes.values()), dtype=np.int64)[order]


TAG_TABLE = _table({name: code for code, name in enumerate(TAGS, start=1)})
DOUBLE_TABLE = _table(dict.fromkeys(DOUBLE, 1))
SINGLE_TABLE = _table(dict.fromkeys(SINGLE, 1))
STRAIGHT = np.uint64(get_string_id('"'))


def find_features(doc: Doc) -> Features:
    """The features of every token that is not whitespace."""
    raw: NDArray[np.uint64] = doc.to_array(ATTRS).reshape(len(doc), len(ATTRS))  # type: ignore[assignment]
    token = np.flatnonzero(raw[:, IS_SPACE_AT] == 0)
    table = raw[token]
    double = lookup(DOUBLE_TABLE, table[:, 0]) > 0
    single = lookup(SINGLE_TABLE, table[:, 0]) > 0
    hashes = table[:, : len(KEYS)]
    # One look for all double marks, so that straight and curly ones are alike.
    hashes[double] = STRAIGHT
    gap = _gaps(doc, token, raw)
    codes = np.empty((len(token), len(CODES)), dtype=np.int64)
    codes[:, 0] = lookup(TAG_TABLE, table[:, TAG_AT])
    codes[:, 1] = gap
    codes[:, 2] = _quotes(doc, token, gap, np.flatnonzero(double | single))
    keys = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return Features(token=token, keys=keys, codes=codes)


def _gaps(doc: Doc, token: Ints, raw: NDArray[np.uint64]) -> Ints:
    """What stands before each token; the text's start counts as a blank line."""
    gap = np.full(len(token), GAP_NONE, dtype=np.int64)
    if not len(token):
        return gap
    gap[1:][raw[token[1:] - 1, SPACY_AT] != 0] = GAP_SPACE
    for at in (np.flatnonzero(np.diff(token) > 1) + 1).tolist():
        between = doc[int(token[at - 1]) + 1 : int(token[at])].text
        lines = between.count("\n") or between.count("\r")
        gap[at] = GAP_BLANK if lines > 1 else GAP_LINE if lines else GAP_SPACE
    gap[0] = GAP_BLANK
    return gap


def _quotes(doc: Doc, token: Ints, gap: Ints, marks: Ints) -> Ints:
    """Where each token stands towards the quotation marks of its paragraph."""
    state = np.full(len(token), QUOTE_OUT, dtype=np.int64)
    borders = np.append(np.flatnonzero(gap >= GAP_LINE), len(token))
    opened: dict[bool, int] = {}  # by whether the mark is a double one
    stop = 0
    for at in marks.tolist():
        if at >= stop:
            _leave(state, opened, stop)
            stop = int(borders[np.searchsorted(borders, at, side="right")])
            opened = {}
        text = doc[int(token[at])].text
        double = text in DOUBLE
        opens, closes = _direction(text, gap, at, stop)
        if opens == closes and double:
            opens, closes = double not in opened, double in opened
        if closes and double in opened:
            _enclose(state, opened.pop(double), at, double=double)
            if double:
                opened.pop(False, None)
        elif opens:
            opened[double] = at
            state[at] = QUOTE_STRAY
        elif double:
            state[at] = QUOTE_STRAY
    _leave(state, opened, stop)
    return state


def _direction(text: str, gap: Ints, at: int, stop: int) -> tuple[bool, bool]:
    """Whether a mark opens, whether it closes: by its shape, or by the space around it."""
    if text in OPENING:
        return True, False
    if text in CLOSING:
        return False, True
    before = gap[at] != GAP_NONE
    after = at + 1 >= stop or gap[at + 1] != GAP_NONE
    return bool(before and not after), bool(after and not before)


def _enclose(state: Ints, start: int, end: int, *, double: bool) -> None:
    """Marks a quotation from its opening to its closing mark."""
    if double:
        state[start : end + 1] = QUOTE_IN
        state[[start, end]] = QUOTE_OPENS, QUOTE_CLOSES
        return
    if not state[start + 1 : end].any():
        state[start + 1 : end] = QUOTE_IN_SINGLE
    state[[start, end]] = QUOTE_OPENS_SINGLE, QUOTE_CLOSES_SINGLE


def _leave(state: Ints, opened: dict[bool, int], stop: int) -> None:
    """Marks what follows a double mark that its paragraph never closes."""
    if True in opened:
        start = opened[True]
        state[start:stop] = QUOTE_IN_OPEN
        state[start] = QUOTE_OPENS
