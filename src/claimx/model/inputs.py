"""What the encoder sees of a Doc: word pieces, and a few codes for each word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SPACY

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.model.wordpiece import WordPiece

Ints = NDArray[np.int64]

# The order of all these codes is part of the trained weights.
CASE_LOWER, CASE_TITLE, CASE_UPPER, CASE_INITIAL, CASE_MIXED, CASE_DIGIT, CASE_OTHER = range(7)
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
CODES = {"case": 7, "gap": 4, "quote": 9}

OPENING = frozenset("“„«「‟‘‹")
CLOSING = frozenset("”»」›")
DOUBLE = frozenset(["“", "”", "„", "‟", "«", "»", "「", "」", '"', "''", "``", "''''"])
SINGLE = frozenset(["'", "‘", "’", "‹", "›", "`"])


@dataclass(frozen=True, slots=True)
class Inputs:
    """The n tokens of a Doc that are not whitespace.

    `token` (n) holds each token's index in the Doc, `pieces` (m) the ids of all word pieces,
    `first` (n) the place of each token's first piece, and `codes` (n, 3) the codes in the order of
    CODES.
    """

    token: Ints
    pieces: Ints
    first: Ints
    codes: Ints

    def __len__(self) -> int:
        return len(self.token)


def find_inputs(doc: Doc, wordpiece: WordPiece) -> Inputs:
    """Return the inputs of every token that is not whitespace."""
    texts = [token.text for token in doc if not token.is_space]
    pieces: list[int] = []
    first: list[int] = []
    for text in texts:
        first.append(len(pieces))
        pieces.extend(wordpiece(text))
    token = np.flatnonzero(doc.to_array(IS_SPACE) == 0)
    codes = np.zeros((len(texts), len(CODES)), dtype=np.int64)
    codes[:, 0] = [_case(text) for text in texts]
    codes[:, 1] = _gaps(doc, token)
    codes[:, 2] = quote_states(texts, codes[:, 1])
    return Inputs(token, np.array(pieces, dtype=np.int64), np.array(first, dtype=np.int64), codes)


@lru_cache(maxsize=65_536)
def _case(text: str) -> int:
    if any(char.isdigit() for char in text):
        return CASE_DIGIT
    if not text[:1].isalpha():
        return CASE_OTHER
    if text.islower():
        return CASE_LOWER
    if text.isupper():
        return CASE_UPPER if len(text) > 1 else CASE_INITIAL
    return CASE_TITLE if text[0].isupper() and text[1:].islower() else CASE_MIXED


def _gaps(doc: Doc, token: Ints) -> Ints:
    """Return what is before each token; the start of the text counts as a blank line."""
    gap = np.full(len(token), GAP_BLANK, dtype=np.int64)
    gap[1:] = np.where(doc.to_array(SPACY)[token[:-1]], GAP_SPACE, GAP_NONE)
    for at in (np.flatnonzero(np.diff(token) > 1) + 1).tolist():
        between = doc[int(token[at - 1]) + 1 : int(token[at])].text
        lines = between.count("\n") or between.count("\r")
        gap[at] = GAP_BLANK if lines > 1 else GAP_LINE if lines else GAP_SPACE
    return gap


def quote_states(texts: list[str], gap: Ints) -> Ints:
    """Return each token's state: inside or outside its paragraph's quotations, or a mark."""
    state = np.full(len(texts), QUOTE_OUT, dtype=np.int64)
    borders = np.append(np.flatnonzero(gap >= GAP_LINE), len(texts))
    opened: dict[bool, int] = {}  # by whether the mark is a double one
    stop = 0
    marks = [at for at, text in enumerate(texts) if text in DOUBLE or text in SINGLE]
    for at in marks:
        if at >= stop:
            _leave(state, opened, stop)
            stop = int(borders[np.searchsorted(borders, at, side="right")])
            opened = {}
        double = texts[at] in DOUBLE
        opens, closes = _direction(texts[at], gap, at, stop)
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
    """Return whether a mark opens and whether it closes: by its shape, or the space around it."""
    if text in OPENING:
        return True, False
    if text in CLOSING:
        return False, True
    before = gap[at] != GAP_NONE
    after = at + 1 >= stop or gap[at + 1] != GAP_NONE
    return bool(before and not after), bool(after and not before)


def _enclose(state: Ints, start: int, end: int, *, double: bool) -> None:
    """Mark a quotation from its opening to its closing mark."""
    if double:
        state[start : end + 1] = QUOTE_IN
        state[[start, end]] = QUOTE_OPENS, QUOTE_CLOSES
        return
    if not state[start + 1 : end].any():
        state[start + 1 : end] = QUOTE_IN_SINGLE
    state[[start, end]] = QUOTE_OPENS_SINGLE, QUOTE_CLOSES_SINGLE


def _leave(state: Ints, opened: dict[bool, int], stop: int) -> None:
    """Mark the rest of a paragraph after a double mark that it never closes."""
    if True in opened:
        start = opened[True]
        state[start:stop] = QUOTE_IN_OPEN
        state[start] = QUOTE_OPENS


def piece_codes(inputs: Inputs, start: int = 0, end: int | None = None) -> NDArray[Any]:
    """Return one row of codes per piece, for the tokens from `start` to `end` (default: all)."""
    counts = np.diff(np.append(inputs.first, len(inputs.pieces)))
    return np.repeat(inputs.codes[start:end], counts[start:end], axis=0)
