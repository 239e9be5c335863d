"""The reader of a number with what is right next to it: sign, currency, unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claimx.figures.beside import Token, tokens_after, unit_of
from claimx.figures.currency import SYMBOLS, codes, letters, symbol_currency
from claimx.figures.figure import Currency, Draft, Term
from claimx.figures.page import Page
from claimx.text.inflection import is_plural
from claimx.text.lexicon import load, words
from claimx.text.numbers import NumberMatch, find_numbers, times

_MINUS = "-−"
_DASHES = "-−–—"
_BLANK = " \u00a0\n"
_SIGNS = re.escape(SYMBOLS)
_PREFIX = re.compile(
    rf"(?:(?<![^\W_])(?<!['’])(?P<letters>[A-Za-z]{{1,4}}|[Uu]\.\ ?[Ss]\.?)(?P<space>\ ?))?"
    rf"(?P<symbol>[{_SIGNS}])(?P<after>US|AU|A|NZ|HK|C|S)?(?P<minus>[-−])?\ ?(?P<bracket>\()?\Z"
)
_CODE = re.compile(r"(?<![\w$.])(?P<code>[A-Z]{3})[ \u00a0\n]?(?P<minus>[-−])?\Z")
_LETTERS = re.compile(r"(?<![\w$.’'])(?P<letters>[A-Za-z]{1,4}(?:\.|=|/)?)[ \u00a0]?\Z")
_BRACKETED = re.compile(r"\)(?P<word> (?:thousand|million|billion|trillion))?")
_LOSS = re.compile(r"\) ?(?P<word>thousand|million|billion|trillion|bn|mn)\b")
_PLUS = re.compile(r"(?:-plus|\+|-odd)(?= )| or (?:so|more)(?= (?!than))")
_SIGN = re.compile(r"\b(?:minus|negative) \Z", re.IGNORECASE)
_SHARE = re.compile(r"\s(?:of\s)?(?:an?|1|one)(?=[\s-])|\sof(?=\s)")
_BEFORE_HYPHEN = re.compile(r"(?<!\w)([A-Za-z]+)-\Z")
_CODED = re.compile(r"[^\W\d_]\d{1,5}-\Z")  # "M1-67", "J1131-1231"
# "3 / 5 stars", "1 / 10"
_RATED = re.compile(r" / \d")
_RATING = re.compile(r"\d / \Z")
# A name within a sentence: "the Long March 4c", not "Up 4p".
_NAME_BEFORE = re.compile(r"[A-Za-z’'] [A-Z][a-z]+ \Z")
_NAME_REACH = 24
# Letters such as "PS" are consoles before a small number, pounds before a large one.
_LARGEST_CONSOLE = 20
# Numbers with these scale letters can begin a series that continues in millions.
_SERIES_REACH = 40


def drafts(numbers: list[NumberMatch], page: Page) -> list[Draft]:
    """Return a draft for each number, with the sign, currency and unit beside it."""
    found: list[Draft] = []
    for number in numbers:
        taken = found[-1].end if found else 0
        if number.start >= taken:
            found.append(read(number, page.text, taken))
    _continue_series(found, page.text)
    return found


def read(number: NumberMatch, text: str, taken: int) -> Draft:
    """Return the draft of a figure by its number and its neighbours from `taken` on."""
    draft = Draft(number, number.start, number.end, number.value, left=number.start)
    if not _free(draft, text):
        draft.dropped = True
        return draft
    _before(draft, text, taken)
    if not draft.dropped:
        _after(draft, text)
    return draft


def _free(draft: Draft, text: str) -> bool:
    """Return whether the number is separate: not part of a name, a version or a clock time."""
    before = text[draft.start - 1 : draft.start] or " "
    behind = text[max(0, draft.start - 2) : draft.start - 1] or " "
    after, beyond = text[draft.end : draft.end + 1] or " ", text[draft.end + 1 : draft.end + 2]
    if (
        before in "#№@_/⁄"
        or (before in ".:" and behind.isalnum())
        or (before == "," and behind.isdigit())
    ):
        return before == "/" and behind in SYMBOLS
    if before in "'’" and (after == "s" or behind.isalpha()):
        return False  # "Chang'e" is also written "Change'1"
    if after in ":@/⁄" and beyond.isdigit():
        return False
    if _RATED.match(text, draft.end) or _RATING.search(text, max(0, draft.start - 8), draft.start):
        return False
    return not (after == "." and beyond.isdigit() and draft.number.form == "digits")


def _before(draft: Draft, text: str, taken: int) -> None:
    """Find the sign and the currency before the number."""
    start = draft.start
    slice_ = text[max(taken, start - 10) : start]
    if not slice_:
        draft.dropped = start > 0 and text[start - 1].isalnum()
        return
    offset = start - len(slice_)
    last = slice_[-1]
    near = last if last not in _BLANK else slice_[-2:-1]
    if near in SYMBOLS or near in "(-−USAZKC":
        match = _PREFIX.search(slice_)
        if match:
            _symbol(draft, match, offset, text)
            _negate(draft, text)
            return
    if (near.isalpha() or near in ".=/-−") and _coded(draft, slice_, offset):
        return
    if last.isalnum():
        draft.dropped = True
    elif last == "(" and draft.value is not None and (loss := _LOSS.match(text, draft.end)):
        draft.value = times(draft.value, _scale(loss["word"]))
        draft.signed, draft.end = True, loss.end()  # "(3.2) million"
        draft.start = draft.left = start - 1
    elif last in _DASHES:
        _hyphen(draft, text, start)
    elif (sign := _SIGN.search(slice_)) and not text.endswith("plus or ", 0, offset + sign.start()):
        draft.signed = True
        draft.start = draft.left = offset + sign.start()


def _coded(draft: Draft, slice_: str, offset: int) -> bool:
    """Take a currency's code or letters before the number; return False if there are none."""
    found = _code(slice_, draft.number) if draft.number.form == "digits" else None
    if not found:
        return False
    term, begin, minus = found
    draft.currency, draft.measure, draft.prefixed = term.currency, "money", True
    draft.start = draft.left = offset + begin
    draft.signed = minus
    return True


def _negate(draft: Draft, text: str) -> None:
    start = draft.start
    if start and text[start - 1] in _MINUS and (start == 1 or text[start - 2] in " (\n"):
        draft.signed = True
        draft.start -= 1
        draft.left = draft.start


def _symbol(draft: Draft, match: re.Match[str], offset: int, text: str) -> None:
    """Take a currency sign, with letters for its country."""
    symbol = match["symbol"]
    currency = symbol_currency(symbol)
    begin = match.start("symbol")
    tables: dict[str, dict[str, str]] = load("money")["sign_prefixes"]
    table = next((table for signs, table in tables.items() if symbol in signs), {})
    prefix = (match["letters"] or "").replace(" ", "")
    code = table.get(prefix.upper()) if prefix else None
    # "A $5 million grant": a single letter with a space is usually an article or an initial.
    if code and (not match["space"] or len(prefix) > 1 or prefix.upper() in "CS"):
        currency = Currency((code,))
        begin = match.start("letters")
    elif prefix and not match["space"] and (known := codes().get(prefix)):
        currency = known.currency or currency
        begin = match.start("letters")
    if match["after"] and (code := table.get(match["after"])):
        currency = Currency((code,))
    draft.currency, draft.measure, draft.prefixed = currency, "money", True
    draft.start = draft.left = offset + begin
    draft.signed = bool(match["minus"]) or bool(match["bracket"])
    if match["bracket"] and (bracket := _BRACKETED.match(text, draft.end)):
        draft.end = bracket.end()
        if bracket["word"] and draft.value is not None:
            draft.value = times(draft.value, _scale(bracket["word"]))


def _scale(word: str) -> Decimal:
    return find_numbers(f"1 {word.strip()}")[0].value or Decimal(1)


def _code(slice_: str, number: NumberMatch) -> tuple[Term, int, bool] | None:
    """Return a currency's code or letters at the end of the slice."""
    if (match := _CODE.search(slice_)) and (term := codes().get(match["code"])):
        return term, match.start(), bool(match["minus"])
    if match := _LETTERS.search(slice_):
        term = letters().get(match["letters"])
        large = number.scaled or number.letter or (number.value or 0) >= _LARGEST_CONSOLE
        if match["letters"] in load("money")["transliterated"] and not large:
            return None  # "PS5"
        if term:
            return term, match.start(), False
    return None


def _hyphen(draft: Draft, text: str, start: int) -> None:
    """Set what a hyphen or minus before the number means."""
    behind = text[start - 2] if start > 1 else " "
    if behind in " \t\n(\u00a0":
        if text[start - 1] in _MINUS and draft.number.form == "digits":
            draft.signed = True
            draft.start = draft.left = start - 1
        return
    if _CODED.search(text, max(0, start - 8), start):
        draft.glued = True
        return
    if text[start - 1] in "–—" or not behind.isalpha():
        return
    match = _BEFORE_HYPHEN.search(text, max(0, start - 12), start)
    word = match[1].lower() if match else ""
    meaning: str | None = load("figures")["hyphened_words"].get(word)
    if match and meaning == "minus":
        draft.signed = True
        draft.start = draft.left = match.start()
    elif match and meaning == "less_than":
        draft.modifier = "less_than"
        draft.left = match.start()
    elif meaning is None:
        # C-17, Covid-19, mid-20s; but "15kHz-17kHz" is for the ranges to judge.
        draft.glued = True


def _after(draft: Draft, text: str) -> None:
    """Find the unit or currency after the number."""
    number = draft.number
    tokens = tokens_after(text, _unit_from(draft, text))
    if number.letter:
        _letter(draft, text, tokens)
        if draft.suffixed:
            return
    if not tokens:
        return
    stuck = not tokens[0].gap and tokens[0].text[0].isalpha()
    if stuck and number.form != "digits":
        return
    found = unit_of(tokens, number.form)
    if found is None:
        draft.dropped = draft.dropped or (stuck and not draft.prefixed)
        return
    term, count = found
    last = tokens[count - 1]
    beyond = text[last.end : last.end + 2]
    if last.text[0] in SYMBOLS and beyond[:1].isdigit():
        return
    if count == 1 and len(last.text) == 1 and not last.gap and _is_code(draft, last, text):
        draft.dropped = True
        return
    named = tokens[0].gap and not tokens[0].hyphen
    if named and len(beyond) > 1 and beyond[0] in _DASHES and beyond[1].isdigit():
        return  # "12 F-16 jets"
    _take(draft, term, tokens[:count])


def _is_code(draft: Draft, letter: Token, text: str) -> bool:
    """Return whether a letter after a number is part of a name: "a Long March 4c rocket"."""
    name = _NAME_BEFORE.search(text, max(0, draft.start - _NAME_REACH), draft.start)
    after = tokens_after(text, letter.end, 1)
    noun = bool(after) and after[0].text.isalpha() and after[0].text not in _moves()
    return bool(name) and letter.text.isalpha() and (noun or letter.text.isupper())


@cache
def _moves() -> frozenset[str]:
    """Return the words that follow a price: "Acme 4p higher at 80p"."""
    return words("figures", "not_counted") | {"higher", "lower", "better", "easier", "firmer"}


def _unit_from(draft: Draft, text: str) -> int:
    """Return where the unit can begin: after "of a", "-plus", "or so"."""
    if draft.number.form in ("vague", "fraction"):
        match = _SHARE.match(text, draft.end)
        if match and (draft.number.form == "vague" or match[0].strip() != "of"):
            return match.end()
    elif plus := _PLUS.match(text, draft.end):
        return plus.end()
    return draft.end


def _letter(draft: Draft, text: str, tokens: list[Token]) -> None:
    """Decide whether the last letter is a scale or a unit: $5m, 1.2m people, 100m."""
    number = draft.number
    letter = text[number.base_end]
    if draft.prefixed or letter in "kKMBT":
        return
    stop = words("figures", "not_counted")
    found = unit_of(tokens, "digits") if tokens else None
    if found and found[0].measure not in ("duration", "age"):
        return
    if tokens and not tokens[0].hyphen:
        # "1.2m people", "1.2m young people"
        for token in tokens[:2]:
            if token.text in stop:
                break
            if token.text.islower() and is_plural(token.text):
                return
    if letter == "b":
        return
    draft.value = number.base
    draft.measure, draft.unit = ("length", "metre") if letter == "m" else ("mass", "tonne")
    draft.suffixed = True
    draft.hyphened = bool(tokens and tokens[0].hyphen)


def _take(draft: Draft, term: Term, tokens: list[Token]) -> None:
    """Make the unit the draft's own."""
    draft.hyphened = tokens[0].hyphen
    if term.measure == "duration":
        if not draft.prefixed:
            draft.duration = True
            draft.end = tokens[-1].end
        return
    if term.currency is not None:
        if not _takes_currency(draft, term.currency):
            return
    elif draft.prefixed:
        return
    else:
        draft.unit = term.unit
    draft.measure = term.measure
    draft.suffixed = True
    draft.end = tokens[-1].end


def _takes_currency(draft: Draft, currency: Currency) -> bool:
    """Return whether a currency after the number fits the one before, which it can specify."""
    own = draft.currency
    if own is None or (own.noun == "$" and currency.parts == 1):
        draft.currency = currency
        return True
    return currency.codes[0] in own.codes or currency.parts > 1


def _continue_series(drafts: list[Draft], text: str) -> None:
    """Read millions, not metres, in "earned 4.5 million, spent 1.4bn and owed 750m"."""
    for first, second in pairwise(drafts):
        metres = second.number.letter and second.unit == "metre" and not second.hyphened
        near = second.start - first.end <= _SERIES_REACH
        if not metres or first.prefixed or first.suffixed or not near:
            continue
        scaled = first.number.scaled or first.number.letter
        if scaled and "." not in text[first.end : second.start]:
            second.value, second.suffixed = second.number.value, False
            second.become("count")
