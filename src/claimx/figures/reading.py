"""A number and what is written right next to it: sign, currency, unit."""

from __future__ import annotations

import re
from decimal import Decimal

from claimx.figures.match import Currency, Draft
from claimx.figures.nouns import plural
from claimx.figures.terms import SYMBOLS, Term, Token, plain, symbol_currency, terms, tokens_after
from claimx.text.lexicon import load, words
from claimx.text.numbers import NumberMatch, find_numbers, times

_MINUS = "-−"
_DASHES = "-−–—"
_PREFIX = re.compile(
    rf"(?:(?<![^\W_])(?<!['’])(?P<letters>[A-Za-z]{{1,4}}|[Uu]\.\ ?[Ss]\.?)(?P<space>\ ?))?"
    rf"(?P<symbol>[{SYMBOLS}])(?P<after>US|AU|A|NZ|HK|C|S)?(?P<minus>[-−])?\ ?(?P<bracket>\()?\Z"
)
_CODE = re.compile(r"(?<![\w$.])(?P<code>[A-Z]{3})[ \u00a0\n]?(?P<minus>[-−])?\Z")
_LETTERS = re.compile(r"(?<![\w$.’'])(?P<letters>[A-Za-z]{1,4}(?:\.|=|/)?)[ \u00a0]?\Z")
_BRACKETED = re.compile(r"\)(?P<word> (?:thousand|million|billion|trillion))?")
_LOSS = re.compile(r"\) ?(?P<word>thousand|million|billion|trillion|bn|mn)\b")
_PLUS = re.compile(r"(?:-plus|\+|-odd)(?= )| or (?:so|more)(?= (?!than))")
_CONSOLES = 20
_SIGN = re.compile(r"\b(?:minus|negative) \Z", re.IGNORECASE)
_SHARE = re.compile(r"\s(?:of\s)?(?:an?|1|one)(?=[\s-])|\sof(?=\s)")
_BEFORE_HYPHEN = re.compile(r"(?<!\w)([A-Za-z]+)-\Z")


def read(number: NumberMatch, text: str, taken: int) -> Draft:
    """The draft of a figure from its number and its neighbours, none of them before `taken`."""
    draft = Draft(number, number.start, number.end, number.value, left=number.start)
    if not _free(draft, text):
        draft.dropped = True
        return draft
    _before(draft, text, taken)
    if not draft.dropped:
        _after(draft, text)
    return draft


def _free(draft: Draft, text: str) -> bool:
    """Whether the number stands by itself: not part of a name, a version, a clock time."""
    start, end = draft.start, draft.end
    before = text[start - 1] if start else " "
    behind = text[start - 2] if start > 1 else " "
    after = text[end] if end < len(text) else " "
    beyond = text[end + 1] if end + 1 < len(text) else " "
    if (
        before in "#№@_/⁄"
        or (before in ".:" and (behind.isalnum()))
        or (before == "," and behind.isdigit())
    ):
        return before == "/" and behind in SYMBOLS
    if before in "'’" and after == "s":
        return False
    if after in ":@/⁄" and beyond.isdigit():
        return False
    return not (after == "." and beyond.isdigit() and draft.number.form == "digits")


def _before(draft: Draft, text: str, taken: int) -> None:
    """Finds the sign and the currency before the number."""
    start = draft.start
    if not start:
        return
    slice_ = text[max(taken, start - 10) : start]
    if not slice_:
        if text[start - 1].isalnum():
            draft.dropped = True
        return
    offset = start - len(slice_)
    last = slice_[-1]
    near = last if last not in " \u00a0\n" else slice_[-2:-1]
    if near in SYMBOLS or near in "(-−USAZKC":
        match = _PREFIX.search(slice_)
        if match:
            _symbol(draft, match, offset, text)
            _negate(draft, text)
            return
    if near.isalpha() or near in ".=/-−":
        found = _code(slice_, draft.number) if draft.number.form == "digits" else None
        if found:
            term, begin, minus = found
            draft.currency, draft.measure, draft.prefixed = term.currency, "money", True
            draft.start = draft.left = offset + begin
            draft.signed = minus
            return
        if last.isalnum():
            draft.dropped = True
            return
    if last == "(" and draft.value is not None and (scale := _LOSS.match(text, draft.end)):
        draft.value = times(draft.value, _scale(scale["word"]))
        draft.signed, draft.end = True, scale.end()  # "(3.2) million"
        draft.start = draft.left = start - 1
    elif last in _DASHES:
        _hyphen(draft, text, start)
    elif (match := _SIGN.search(slice_)) and not text.endswith(
        "plus or ", 0, offset + match.start()
    ):
        draft.signed = True
        draft.start = draft.left = offset + match.start()


def _negate(draft: Draft, text: str) -> None:
    start = draft.start
    if start and text[start - 1] in _MINUS and (start == 1 or text[start - 2] in " (\n"):
        draft.signed = True
        draft.start -= 1
        draft.left = draft.start


def _symbol(draft: Draft, match: re.Match[str], offset: int, text: str) -> None:
    """Takes a currency sign, with the letters that tell whose it is."""
    money = load("money")
    symbol = match["symbol"]
    currency = symbol_currency(symbol)
    begin = match.start("symbol")
    table: dict[str, str] = (
        money["dollar_prefixes"]
        if symbol in "$＄"
        else money["pound_prefixes"]
        if symbol == "£"
        else money["yen_prefixes"]
        if symbol in "¥￥"
        else {}
    )
    letters = (match["letters"] or "").replace(" ", "")
    code = table.get(letters.upper()) if letters else None
    # "A $5 million grant": a lone letter with a space is more often an article or an initial.
    if code and (not match["space"] or len(letters) > 1 or letters.upper() in "CS"):
        currency = Currency((code,))
        begin = match.start("letters")
    elif letters and not match["space"] and (known := terms().codes.get(letters)):
        currency = known.currency or currency
        begin = match.start("letters")
    if match["after"]:
        code = table.get(match["after"])
        currency = Currency((code,)) if code else currency
    draft.currency, draft.measure, draft.prefixed = currency, "money", True
    draft.start = draft.left = offset + begin
    draft.signed = bool(match["minus"] or match["bracket"])
    if match["bracket"] and (scale := _BRACKETED.match(text, draft.end)):
        # The loss of a balance sheet: $(5.2) million.
        draft.end = scale.end()
        if scale["word"] and draft.value is not None:
            draft.value = times(draft.value, _scale(scale["word"]))


def _scale(word: str) -> Decimal:
    return find_numbers(f"1 {word.strip()}")[0].value or Decimal(1)


def _code(slice_: str, number: NumberMatch) -> tuple[Term, int, bool] | None:
    """A currency's code or letters at the end of the slice."""
    known = terms()
    if match := _CODE.search(slice_):
        term = known.codes.get(match["code"])
        if term:
            return term, match.start(), bool(match["minus"])
    if match := _LETTERS.search(slice_):
        term = known.letters.get(match["letters"])
        if match["letters"] in load("money")["transliterated"] and not _large(number):
            return None  # "PS5"
        if term:
            return term, match.start(), False
    return None


def _large(number: NumberMatch) -> bool:
    return number.scaled or number.letter or (number.value or 0) >= _CONSOLES


def _hyphen(draft: Draft, text: str, start: int) -> None:
    """What a hyphen or minus before the number means."""
    behind = text[start - 2] if start > 1 else " "
    if behind in " \t\n(\u00a0" or start == 1:
        if text[start - 1] in _MINUS and draft.number.form == "digits":
            draft.signed = True
            draft.start = draft.left = start - 1
        return
    if text[start - 1] in "–—" or not behind.isalnum() or behind.isdigit():
        return
    match = _BEFORE_HYPHEN.search(text, max(0, start - 12), start)
    word = match[1].lower() if match else ""
    if match and word in ("minus", "negative"):
        draft.signed = True
        draft.start = draft.left = match.start()
    elif match and word in ("sub", "under"):
        draft.modifier = "less_than"
        draft.left = match.start()
    elif word not in ("now", "then", "about", "over", "around", "to", "or", "and", "plus"):
        # C-17, Covid-19, mid-20s; but "15kHz-17kHz" is for the ranges to judge.
        draft.fields["glued"] = word


def lookup(tokens: list[Token], form: str) -> tuple[Term, int] | None:
    """The longest wording of a unit that the tokens begin with, and how many it takes."""
    known = terms()
    for count in range(len(tokens), 1, -1):
        key = " ".join(t.text for t in tokens[:count])
        term = known.signs.get(key) or known.words.get(plain(key)) or _placed(tokens[:count])
        if term:
            return term, count
    word = tokens[0].text
    if (term := known.signs.get(word)) and (form == "digits" or len(word) > 1):
        return term, 1
    term = known.codes.get(word) or known.letters.get(word) or known.words.get(word.lower())
    return (term, 1) if term else _sliced(word)


def _qualified(tokens: list[Token], form: str) -> tuple[Term, int] | None:
    """A unit after the word that tells whose it is: "16 US fluid ounces"."""
    if len(tokens) == 1 or tokens[0].text not in words("units", "qualifiers"):
        return None
    found = lookup(tokens[1:], form)
    if found is None or found[0].measure in ("money", "percent", "duration", "age"):
        return None
    return found[0], found[1] + 1


def _sliced(word: str) -> tuple[Term, int] | None:
    """A rate written with a stroke: kV/cm."""
    head, stroke, tail = word.partition("/")
    unit, each = terms().signs.get(head), terms().signs.get(tail)
    if not stroke or unit is None or each is None or not each.unit:
        return None
    return Term("rate", f"{unit.unit} per {each.unit}"), 1


def _placed(tokens: list[Token]) -> Term | None:
    """A currency named with its country: "Turkmen manats"."""
    known = terms()
    noun = known.words.get(tokens[-1].text.lower())
    if not noun or not noun.currency:
        return None
    place = " ".join(t.text for t in tokens[:-1]).lower()
    country = known.places.get(place)
    if country is None:
        return None
    for code in noun.currency.codes:
        if country in known.countries.get(code, ()):
            return Term("money", code, Currency((code,), parts=noun.currency.parts))
    return None


def _after(draft: Draft, text: str) -> None:
    """Finds the unit or currency after the number."""
    number = draft.number
    position = draft.end
    if number.form == "vague" or number.form == "fraction":
        match = _SHARE.match(text, position)
        if match and (number.form == "vague" or match[0].strip() != "of"):
            position = match.end()
    elif plus := _PLUS.match(text, position):
        position = plus.end()
    tokens = tokens_after(text, position)
    if tokens and number.letter:
        _letter(draft, text, tokens)
        if draft.suffixed:
            return
    elif number.letter:
        _letter(draft, text, tokens)
        return
    if not tokens:
        return
    if not tokens[0].gap and tokens[0].text[0].isalpha() and number.form != "digits":
        return
    found = lookup(tokens, number.form) or _qualified(tokens, number.form)
    if found is None:
        if not tokens[0].gap and tokens[0].text[0].isalpha():
            draft.dropped = not draft.prefixed
        return
    term, count = found
    last = tokens[count - 1]
    beyond = text[last.end : last.end + 2]
    if last.text[0] in SYMBOLS and beyond[:1].isdigit():
        return
    named = tokens[0].gap and not tokens[0].hyphen
    if named and len(beyond) > 1 and beyond[0] in _DASHES and beyond[1].isdigit():
        return  # "12 F-16 jets"
    _take(draft, term, tokens[:count], text)


def _letter(draft: Draft, text: str, tokens: list[Token]) -> None:
    """Decides whether the last letter is a scale or a unit: $5m, 1.2m people, 100m."""
    number = draft.number
    letter = text[number.base_end]
    if draft.prefixed or letter in "kKMBT":
        return
    stop = words("figures", "not_counted")
    found = lookup(tokens, "digits") if tokens else None
    if found and found[0].measure not in ("duration", "age"):
        return
    if tokens and not tokens[0].hyphen:
        # "1.2m people", "1.2m young people"
        for token in tokens[:2]:
            if token.text in stop:
                break
            if token.text.islower() and plural(token.text):
                return
    if letter == "b":
        return
    unit = "metre" if letter == "m" else "tonne"
    draft.value = number.base
    draft.measure, draft.unit = ("length", unit) if letter == "m" else ("mass", unit)
    draft.suffixed = True
    draft.hyphened = bool(tokens and tokens[0].hyphen)


def _take(draft: Draft, term: Term, tokens: list[Token], text: str) -> None:
    """Makes the unit the draft's own."""
    draft.hyphened = tokens[0].hyphen
    if term.measure == "duration":
        if not draft.prefixed:
            draft.duration = True
            draft.end = tokens[-1].end
        return
    if term.measure == "money":
        currency = term.currency
        assert currency is not None
        if not draft.prefixed or (
            draft.currency and draft.currency.noun == "$" and currency.parts == 1
        ):
            draft.currency = currency
        elif (
            draft.currency and currency.codes[0] not in draft.currency.codes and currency.parts == 1
        ):
            return
        draft.measure = "money"
    elif draft.prefixed:
        return
    else:
        draft.measure, draft.unit = term.measure, term.unit
    draft.suffixed = True
    draft.end = tokens[-1].end


def signed(value: Decimal | None, *, negative: bool) -> Decimal | None:
    """The value with its sign."""
    return -value if value is not None and negative else value
