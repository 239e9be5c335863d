"""Cues of attribution: the tagger's, and further ones from the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from claimx.claims.spans import Attribution
    from claimx.text.view import Span, View

_PUT_BACK = 3  # "as X put it": the most tokens from the verb to "it"


@dataclass(slots=True, eq=False)
class Cue:
    """A word or phrase that can attribute: its characters, tokens [first, last) and main word.

    `kind` is "verb", "noun", or the first word of a phrase ("according", "view", "put", "for").
    `score` is the tagger's, or 0 if the tagger did not find it.
    """

    span: Span
    first: int
    last: int
    head: Token
    lemma: str
    kind: str
    score: float
    sentence: int
    paragraph: int

    @property
    def tagged(self) -> bool:
        """Return whether the tagger found the cue."""
        return self.score > 0


@cache
def frames() -> dict[str, frozenset[str]]:
    """Return the frames of each cue verb by its lemma: clause, quotation, infinitive, object."""
    found: dict[str, set[str]] = {}
    for entry in lexicon.load("cues")["classes"].values():
        for verb in entry["verbs"]:
            found.setdefault(verb, set()).update(entry["frames"])
    for verb in lexicon.load("cues")["quotation_only"]:
        found.setdefault(verb, set()).add("quotation")
    return {verb: frozenset(kinds) for verb, kinds in found.items()}


@cache
def classes() -> dict[str, frozenset[str]]:
    """Return the lemmas of each class of cues: verbs of saying and thinking, nouns, views."""
    cues = lexicon.load("cues")
    found = {name: frozenset(entry["verbs"]) for name, entry in cues["classes"].items()}
    for name in ("nouns", "views", "others"):
        found[name] = frozenset(cues[name])
    return found


@cache
def attributing() -> frozenset[str]:
    """Return the lemmas of all cues in the lexicon."""
    return frozenset().union(*classes().values(), frames())


@cache
def saying() -> frozenset[str]:
    """Return the lemmas of verbs of saying and denying."""
    return classes()["say"] | classes()["deny"]


def lemma(token: Token) -> str:
    """Return the token's lemma; for a verb outside the lexicon, one guessed by its ending."""
    known = attributing()
    given = token.lemma_.lower()
    if given and (given in known or token.pos_ not in ("VERB", "")):
        return given
    word = token.lower_
    irregular: dict[str, str] = lexicon.load("cues")["irregular"]
    if word in irregular:
        return irregular[word]
    return next((stem for stem in _stems(word) if stem in known), given or word)


def _stems(word: str) -> Iterator[str]:
    """Yield the possible lemmas of a regular verb form."""
    for ending, put in (("", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        if word.endswith(ending):
            stem = word.removesuffix(ending) + put
            yield stem
            if ending and stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


def is_verb(token: Token) -> bool:
    """Return whether the token is a verb; without tags, a known verb's form."""
    return token.pos_ == "VERB" if token.pos_ else lemma(token) != token.lower_


def find_cues(view: View, attributions: Sequence[Attribution]) -> list[Cue]:
    """Return all cues in order; the tagger's take precedence."""
    cues = [
        cue
        for a in attributions
        if a.label == "CUE" and (cue := _tagged(view, view.trim(a.start, a.end), a.score))
    ]
    taken = {index for cue in cues for index in range(cue.first, cue.last)}
    for token in view.doc:
        if token.i not in taken:
            kind = _kind(view, token)
            if kind:
                cues.append(cue_at(view, token, kind))
    return sorted(cues, key=lambda cue: (cue.first, cue.last))


def _tagged(view: View, span: Span, score: float) -> Cue | None:
    if span[0] >= span[1]:
        return None
    first, last = view.tokens(*span)
    head = main_word(view, first, last)
    kind = _phrase(view, first) or ("noun" if head.pos_ in ("NOUN", "PROPN") else "verb")
    return _cue(view, span, head, kind, score)


def cue_at(view: View, head: Token, kind: str) -> Cue:
    """Return the lexicon's cue with this main word, and its particle or preposition."""
    first, last = head.i, head.i + 1
    particles = lexicon.load("cues")["particles"].get(lemma(head), ())
    if kind == "view":
        first = head.left_edge.i
    elif kind == "according" or (last < view.size and view.lower[last] in particles):
        last = min(last + 1, view.size)
    elif kind == "put":
        last = view.lower.index("it", last) + 1
    return _cue(view, view.characters(first, last), head, kind, 0.0)


def _cue(view: View, span: Span, head: Token, kind: str, score: float) -> Cue:
    first, last = view.tokens(*span)
    sentence, paragraph = view.sentence_at(span[0]), view.paragraph_at(span[0])
    return Cue(span, first, last, head, lemma(head), kind, score, sentence, paragraph)


def main_word(view: View, first: int, last: int) -> Token:
    """Return the attributing word of a cue: one in the lexicon, or else the head."""
    head = syntax.head_of(view.doc, first, last)
    if lemma(head) in attributing():
        return head
    known = (
        token
        for token in view.doc[first:last]
        if token.pos_ in ("VERB", "NOUN") and lemma(token) in attributing()
    )
    return next(known, head)


def _kind(view: View, token: Token) -> str:
    """Return the token's kind of cue by the lexicon, or ""."""
    phrase = _phrase(view, token.i)
    if phrase:
        return phrase
    if is_verb(token):
        if _is_put(view, token):
            return "put"
        return "verb" if lemma(token) in frames() else ""
    if token.pos_ != "NOUN":
        return ""
    if token.lower_ in lexicon.words("cues", "views") and _is_view(token):
        return "view"
    known = lemma(token) in classes()["nouns"] and syntax.adnominal_clause(token) is not None
    return "noun" if known else ""


def _phrase(view: View, index: int) -> str:
    """Return "according" or "for" if such a phrase beside a clause begins here, or ""."""
    if view.lower[index] == "according":
        return "according"
    if view.lower[index] != "for":
        return ""
    token = view.doc[index]
    opens = token.is_sent_start and token.dep_ in ("case", "prep")
    return "for" if opens and token.head.ent_type_ in ("PERSON", "PER") else ""


def _is_view(token: Token) -> bool:
    return syntax.preposition(token) in ("in", "to") and syntax.possessor(token) is not None


def _is_put(view: View, verb: Token) -> bool:
    """Return whether the token is the verb of "as X put it"."""
    if lemma(verb) not in lexicon.words("cues", "putting"):
        return False
    if "it" not in view.lower[verb.i + 1 : verb.i + _PUT_BACK]:
        return False
    subject = syntax.any_subject(verb)
    if subject is None:
        return False
    first = syntax.noun_phrase(subject)[0]
    return first > 0 and view.lower[first - 1] == "as" and subject.i < verb.i
