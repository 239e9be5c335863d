"""Sentence starts that layout and spelling make certain, set before the parser runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.text import lexicon
from claimx.text.wrapping import is_wrapped

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINAL = frozenset(".!?…:")
CLOSING = frozenset("\"'”’»)]}")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r")


def set_starts(doc: Doc) -> Doc:
    """Mark tokens that certainly start a sentence or certainly don't; leave the others open."""
    wrapped = is_wrapped(doc.text)
    before: Token | None = None  # the token before, whitespace left out
    gap = ""  # the line breaks since then
    for token in doc:
        if token.is_space:
            gap += token.text
            if token.i:
                token.is_sent_start = False
            continue
        if before is not None:
            start = _starts(token, before, gap, wrapped=wrapped)
            if start is not None:
                token.is_sent_start = start
        before, gap = token, ""
    return doc


def _starts(token: Token, before: Token, gap: str, *, wrapped: bool) -> bool | None:
    """Return whether the token starts a sentence, or None to leave it to the parser."""
    if "\n" in gap or "\r" in gap:
        if BLANK_LINE.search(gap):
            return True
        if _ends(before):
            return True
        if not wrapped and not token.is_lower:
            return True
    text = before.text
    last = text[-1]
    if last == ".":
        return _after_stop(token, before)
    # "… to the end," Quill said: a comma continues the sentence, within the marks too.
    if last == "," or (text in CLOSING and not _apart(before) and before.nbor(-1).text == ","):
        return False
    # "… the world." he said: lower case after a mark continues the sentence.
    if last in CLOSING and token.is_lower:
        return False
    # A closing mark belongs to the sentence that it closes.
    closes = token.text[0] in CLOSING and _touches(token, before)
    if closes and (last in CLOSING or last in FINAL):
        return False
    # Probably a name ("Ilgar Nabizade"), but "Thanks Please call" is not.
    named = last.isalpha() and text[0].isupper() and token.text[0].isupper()
    common = before.is_stop or token.is_stop
    return False if named and not common and not gap.strip(" \t") else None


def _after_stop(token: Token, before: Token) -> bool | None:
    if _touches(token, before):
        return False if token.text[0] in CLOSING else None
    word = before.text
    if word == "." and before.i and not before.nbor(-1).whitespace_:
        word = before.nbor(-1).text + word
    word = word.lower()
    first = token.text[0]
    if word in lexicon.words("sentences", "before_name"):
        return False
    if first.isdigit() or token.is_lower:
        known = lexicon.words("sentences", "before_number") | lexicon.words("sentences", "anywhere")
        return False if word in known else None
    if word in lexicon.words("sentences", "anywhere") or _initial(word):
        opens = token.lower_ in lexicon.words("sentences", "openers") or not first.isalpha()
        return None if opens else False
    return None


def _touches(token: Token, before: Token) -> bool:
    """Return whether there is no space between the two."""
    return token.i == before.i + 1 and not before.whitespace_


def _apart(token: Token) -> bool:
    """Return whether there is a space, or nothing, before the token."""
    return token.i == 0 or bool(token.nbor(-1).whitespace_)


def _initial(word: str) -> bool:
    """Return whether the word is an initial: "J." in "J. Smith"."""
    return len(word) == 2 and word[0].isalpha()


def _ends(token: Token) -> bool:
    """Return whether the token could end a sentence."""
    text = token.text
    if text[-1] in FINAL:
        return True
    return text in CLOSING and token.i > 0 and token.nbor(-1).text[-1] in FINAL
