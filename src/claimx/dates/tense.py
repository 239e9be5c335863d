"""The tense of the clause that contains a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from claimx.text import syntax
from claimx.text.lexicon import words as listed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tense = Literal["past", "present", "future", "conditional"]
_FUTURE_AUX = frozenset(
    {"will", "'ll", "’ll", "wo", "shall", "may", "can", "should", "must", "might"}
)
_CONDITIONAL_AUX = frozenset({"would", "could"})
_PAST_AUX = frozenset(
    {"was", "were", "had", "did", "has", "have", "'ve", "’ve", "'d", "been", "got"}
)
_PRESENT_AUX = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am"})
_ONE = frozenset({"he", "she", "it", "this", "that"})
_REACH = 25  # tokens to the nearest verb, without a parse
_DEEPEST = 12  # steps up the tree
_FEW_VERBS = 4  # added to the article's verbs, so that a short one has hardly an outlook


class Tenses:
    """A finder of the tense at an offset, by the parse, the tags or cue words."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._parsed = doc.has_annotation("DEP")
        self._tagged = doc.has_annotation("TAG")
        self._outlook: float | None = None

    def _index(self, offset: int) -> int:
        """Return the index of the token at the offset."""
        span = self._doc.char_span(offset, offset + 1, alignment_mode="expand")
        return span.start if span is not None else 0

    def outlook(self) -> float:
        """Return the share of futures among the article's futures and pasts, 0 without tags."""
        if self._outlook is None:
            ahead = sum(token.lower_ in _WILL_ALONE for token in self._doc)
            past = sum(token.tag_ == "VBD" for token in self._doc)
            self._outlook = ahead / (ahead + past + _FEW_VERBS) if self._tagged else 0.0
        return self._outlook

    def at(self, offset: int) -> tuple[Tense | None, str]:
        """Return the tense at the offset, and the governing verb's lemma or lower-cased form."""
        if not len(self._doc):
            return None, ""
        token = self._doc[self._index(offset)]
        if self._parsed and self._tagged:
            return _governed(token)
        if self._tagged:
            return _nearest(token)
        return _worded(token), ""


def _governed(date: Token) -> tuple[Tense | None, str]:
    """Return the tense that governs the date, and the lemma of the nearest verb above it."""
    token, last_verb = date, ""
    for _ in range(_DEEPEST):
        if token.i != date.i and token.tag_.startswith(("VB", "MD")):  # "May" is not an auxiliary
            last_verb = last_verb or token.lemma_ or token.lower_
            tense = _finite(token)
        else:
            tense, copula = _of_copula(token)
            last_verb = last_verb or (copula if tense else "")
        if tense:
            return tense, last_verb
        if token.head.i == token.i:
            break
        token = token.head
        if _quoted_off(token, date):
            return _nearest(date)
    return None, last_verb


def _finite(verb: Token) -> Tense | None:
    """Return the tense of a verb, or None if the one above decides: "met to mark the day"."""
    tense = _of_verb(verb)
    if tense == "past" and verb.tag_ == "VBN" and verb.lemma_ in listed("dates", "planning"):
        return "future"
    purpose = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
    below = verb.head.i != verb.i and verb.head.lemma_ not in listed("dates", "planned")
    return None if tense == "future" and purpose and below else tense


def _of_copula(token: Token) -> tuple[Tense | None, str]:
    """Return the tense of the "be" of a predicate, and its form."""
    copula = next((c for c in token.children if c.dep_.startswith("cop")), None)
    if copula is None:
        return None, ""
    helpers = {c.lower_ for c in token.children if c.i < token.i}
    return _of_forms(copula.tag_, helpers, copula.lower_), copula.lower_


def _quoted_off(token: Token, date: Token) -> bool:
    """Return whether a quotation mark separates them ("“It is over,” tweeted X on Monday")."""
    first, last = sorted((token.i, date.i))
    return any(t.is_quote and t.tag_ != "POS" for t in token.doc[first + 1 : last])


def _of_verb(verb: Token) -> Tense | None:
    helpers = {
        c.lower_ for c in verb.children if c.i < verb.i and (c.tag_[:2] in ("VB", "MD", "TO"))
    }
    subject = syntax.any_subject(verb)
    if subject is not None and not helpers and _unchanged(verb, subject):
        return "past"
    tense = _of_forms(verb.tag_, helpers, verb.lower_)
    if (
        verb.tag_ == "VB"
        and not helpers
        and subject is None
        and verb.dep_ in ("ROOT", "ccomp", "parataxis")
    ):
        return "future"  # an imperative
    if tense == "present" and verb.lemma_ in listed("dates", "reporting"):
        return "present" if _scheduled(verb) else "past"
    if verb.tag_ == "VBN" and helpers & _PRESENT_AUX and not helpers & _PAST_AUX:
        return "future" if verb.lemma_ in listed("dates", "scheduling") else "past"
    return tense


def _scheduled(verb: Token) -> bool:
    """Return whether what is reported has a date set for it: "reports earnings in May"."""
    return any(one.lower_ in listed("dates", "releases") for one in syntax.objects(verb))


def _unchanged(verb: Token, subject: Token) -> bool:
    """Return whether a past tense looks like the infinitive: "the poll put", not "puts"."""
    one = subject.tag_ in ("NN", "NNP") or subject.lower_ in _ONE
    return one and verb.lower_ in listed("dates", "unchanging")


def _of_forms(tag: str, helpers: set[str], form: str) -> Tense | None:
    """Return the tense of a verb form with its auxiliaries."""
    if helpers & _CONDITIONAL_AUX and "have" not in helpers:
        return "conditional"
    if helpers & _WILL and "have" not in helpers:
        return "future" if tag in ("VB", "VBN", "VBG") or form == "be" else None
    if tag in ("VBZ", "VBP"):
        return "past" if form in ("has", "have") and helpers else "present"
    if tag in _BY_AUX:
        return _BY_AUX[tag](helpers)
    return {"VBD": "past", "MD": "future"}.get(tag)  # type: ignore[return-value]


def _participle(helpers: set[str]) -> Tense | None:
    if helpers & _FUTURE_AUX and "be" in helpers:
        return "future"
    if helpers == {"be"}:
        return None  # "will be free and be opened on Monday": the verb above decides
    present = helpers & _PRESENT_AUX and not helpers & _PAST_AUX
    return None if present else "past"


def _infinitive(helpers: set[str]) -> Tense | None:
    if helpers & {"did", "have"}:
        return "past"
    return "future" if helpers & _FUTURE_AUX else None


def _progressive(helpers: set[str]) -> Tense | None:
    if helpers & {"was", "were", "been"}:
        return "past"
    return "future" if helpers & _PRESENT_AUX else None


_BY_AUX = {"VBN": _participle, "VB": _infinitive, "VBG": _progressive}
_WILL_ALONE = frozenset({"will", "'ll", "’ll", "wo"})
_WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "to"})


def _nearest(token: Token) -> tuple[Tense | None, str]:
    """Return the tense of the nearest tagged verb: first back in the sentence, then ahead."""
    doc, i = token.doc, token.i
    for step, stop in ((-1, max(i - _REACH, -1)), (1, min(i + _REACH, len(doc)))):
        for j in range(i + step, stop, step):
            other = doc[j]
            if other.lower_ in (".", ";", "!", "?") or "\n\n" in other.text:
                break
            if other.tag_.startswith(("VB", "MD")):
                helpers = {doc[k].lower_ for k in range(max(j - 3, 0), j)}
                tense = _of_forms(other.tag_, helpers, other.lower_)
                if tense:
                    return tense, other.lower_
    return None, ""


def _worded(token: Token) -> Tense | None:
    """Return the tense by cue words alone; without any, the past, the usual tense of news."""
    doc, i = token.doc, token.i
    cues = listed("dates", "future_cues")
    for step, stop in ((-1, max(i - _REACH, -1)), (1, min(i + _REACH, len(doc)))):
        for j in range(i + step, stop, step):
            word = doc[j].lower_
            if word in (".", ";", "!", "?") or "\n\n" in word:
                break
            if word in cues:
                return "future"
            if word in ("said", "was", "were", "had", "told", "did") or (
                step < 0 and len(word) > 4 and word.endswith("ed")
            ):
                return "past"
    return "past"
