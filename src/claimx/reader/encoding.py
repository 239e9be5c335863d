"""The decoding of bytes: by byte order mark, declaration, UTF-8, or else a guess."""

from __future__ import annotations

import codecs
import logging
import re

from claimx.errors import InputError

log = logging.getLogger("claimx")

BYTE_ORDER_MARKS = (
    # Longer ones first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# charset-normalizer looks at all bytes that it gets; this many are enough.
GUESS_BYTES = 200_000
# In English news in Windows-1252, 0.3 to 2 % of the bytes are not ASCII, including quotation marks.
# In French it is 4 %, in Russian encodings 80 %.
MOST_WESTERN = 0.05
# This few letters can be in a line of English, whatever their share: "The fine was £5m."
FEW_LETTERS = 3
# Ellipsis, quotation marks, bullet and dashes are the same bytes in all Windows encodings, and a
# short text can have many of them.
PUNCTUATION = b"\x85\x91\x92\x93\x94\x95\x96\x97"
# The <meta charset> of HTML (or its older http-equiv form) and the XML declaration.
HEAD_BYTES = 4096
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# The encodings that browsers use for these names (WHATWG Encoding Standard).
AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def decode(data: bytes, *, path: str, declared: bool = False) -> str:
    """Return the text of the bytes, without a byte order mark; warn if the encoding was guessed.

    With `declared`, an HTML or XML declaration counts.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"broken {encoding} ({error.reason})", path=path) from error
    if b"\0" in data:
        raise InputError("binary, not text", path=path, remedy="convert it to UTF-8 text")
    told = declared_encoding(data) if declared else None
    for encoding in filter(None, (told, "utf-8")):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        return data.decode(guess(data, path=path))
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", path=path, remedy="convert it to UTF-8") from error


def encoding_of(sample: bytes, *, path: str) -> str:
    """Return the encoding of a stream that begins with the sample; warn if it was guessed."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample:
        raise InputError("binary, not text", path=path, remedy="convert it to UTF-8 text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # it can end within a character
    except UnicodeDecodeError:
        return guess(sample, path=path)
    return "utf-8"


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML head names, or None if Python doesn't know it."""
    match = DECLARED.search(data[:HEAD_BYTES])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    return AS_BROWSERS_DO.get(name, name)


def guess(data: bytes, *, path: str) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8, with a warning.

    Text with few letters outside ASCII is Windows-1252, as in a browser: with so few, a detector
    would read "£" as the Polish "Ł". Raises InputError if no encoding fits.
    """
    sample = data[:GUESS_BYTES]
    encoding = "cp1252" if _is_western(sample) else _detected(sample)
    if encoding is None:
        raise InputError("not UTF-8 text", path=path, remedy="convert it to UTF-8")
    log.warning("%s: not UTF-8, read as %s; convert it to UTF-8 to be sure", path, encoding)
    return encoding


def _is_western(sample: bytes) -> bool:
    letters = sum(byte >= 0x80 and byte not in PUNCTUATION for byte in sample)
    if letters > max(FEW_LETTERS, MOST_WESTERN * len(sample)):
        return False
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _detected(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return None if best is None else best.encoding
