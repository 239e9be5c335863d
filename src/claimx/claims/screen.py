"""Which of the tagger's claims are claims: by the class of the cue, the source and the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Draft, Span

_DESCRIBING = frozenset(["acl", "acl:relcl", "relcl", "advcl"])
_NAMES = frozenset(["PERSON", "ORG", "NORP", "GPE", "LOC"])
_FEW_WORDS = 3


def is_claim(layout: Layout, draft: Draft) -> bool:
    """Does the cue attribute its content to somebody who can say it?

    Quoted contents pass. A cue of action or topic never does without a quotation; one of the
    lexicon passes but with a thing for its source; any other needs a speaker and a clause.
    """
    if draft.cue is None or not layout.parsed:
        return True
    first, last = layout.tokens(*draft.cue)
    head, lemma = main_word(layout, first, last)
    words = {token.lower_ for token in layout.doc[first:last]}
    quoted = _quoted_words(layout, draft) >= _FEW_WORDS
    refusals = lexicon.words("cues", "refusals")
    if lemma in refusals and _tells(layout, draft, words):
        return False
    if head.dep_ == "xcomp" and lexical.lemma(head.head) in refusals:
        return False
    denied = bool(words & lexicon.words("cues", "negations")) or syntax.negated(head)
    if denied and _open_question(layout, draft):
        return False
    if quoted:
        return lemma not in lexicon.words("cues", "never_quoting")
    if lemma in lexicon.words("cues", "never") or words & lexicon.words("cues", "never_words"):
        return False
    if lemma in lexicon.words("cues", "asking") and _asked(head):
        return False
    if lemma == "question" and head.pos_ == "NOUN":
        return False
    if draft.source is None and _stative(head, lemma):
        return False
    if lemma in lexicon.words("cues", "valuing") and _numbered(layout, draft):
        return draft.source is not None and can_speak(layout, draft.source)
    spans = [*draft.contents, (draft.start, draft.end)]
    clause = any(is_clause(layout, span, head) for span in spans)
    if not clause and lemma in lexicon.words("cues", "topics"):
        return False
    speaks = draft.source is None or can_speak(layout, draft.source)
    if known(layout, first, last, lemma):
        return speaks
    return speaks and draft.source is not None and clause


def main_word(layout: Layout, first: int, last: int) -> tuple[Token, str]:
    """The cue's word that attributes, with its lemma: a known one before the head of the tree."""
    head = syntax.head_of(layout.doc, first, last)
    lemma = lexical.lemma(head)
    if lemma in lexical.attributing():
        return head, lemma
    for token in layout.doc[first:last]:
        if token.pos_ in ("VERB", "NOUN") and lexical.lemma(token) in lexical.attributing():
            return token, lexical.lemma(token)
    return head, lemma


def known(layout: Layout, first: int, last: int, lemma: str) -> bool:
    """Is the cue the lexicon's, by its main word or as a phrase?"""
    if lemma in lexical.attributing():
        return True
    particles = lexicon.load("cues")["particles"].get(lemma)
    words = {token.lower_ for token in layout.doc[first:last]}
    return "according" in words or (particles is not None and not words.isdisjoint(particles))


def is_clause(layout: Layout, span: Span, cue: Token) -> bool:
    """Does a content say something, rather than name it: has it a verb of its own?"""
    start, end = layout.tokens(*span)
    clause = syntax.clausal_complement(cue) or syntax.open_complement(cue)
    if clause is not None and start <= clause.i < end:
        return True
    if layout.head(span).pos_ in ("VERB", "AUX"):
        return True
    tokens = layout.doc[start:end]
    if any(token.lower_ == "as" and token.pos_ in ("ADP", "SCONJ") for token in tokens):
        return True
    return any(
        syntax.is_subject(token) and start <= token.head.i < end and _main(token.head, start, end)
        for token in tokens
    )


def _main(predicate: Token, start: int, end: int) -> bool:
    """Does the verb stand in no clause that only describes a noun of the content?"""
    token = predicate
    while start <= token.i < end:
        if token.dep_ in _DESCRIBING:
            return False
        if token.head.i == token.i:
            return True
        token = token.head
    return True


def can_speak(layout: Layout, source: Span) -> bool:
    """Can the source say something: a name, a person, a body, a text, a pronoun but "this"?"""
    start, end = layout.tokens(*source)
    head = layout.head(source)
    word = head.lower_
    if head.ent_type_ in _NAMES or head.pos_ == "PROPN":
        return True
    if word in lexicon.words("cues", "things"):
        return False
    lemma = lexical.lemma(head)
    speakers = ("person", "organization", "document", "group")
    if any({word, lemma} & lexicon.words("roles", kind) for kind in speakers):
        return True
    if head.pos_ != "NOUN":
        return True
    if lemma in lexicon.words("cues", "things") or any(
        token.lower_ in lexicon.words("cues", "things") for token in layout.doc[start : start + 1]
    ):
        return False
    if not word.endswith(tuple(lexicon.load("roles")["abstract"])):
        return True
    return any(token.ent_type_ in ("PERSON", "ORG") for token in layout.doc[start:end]) and (
        lemma in lexical.attributing()
    )


def _quoted_words(layout: Layout, draft: Draft) -> int:
    """How many words of the contents stand in quotation marks."""
    return sum(
        len(layout.text[max(start, q.start) : min(end, q.end)].split())
        for start, end in draft.contents
        for q in layout.quotations_in(start, end)
    )


def _numbered(layout: Layout, draft: Draft) -> bool:
    """Does a content hold a number?"""
    return any(
        token.like_num
        for start, end in draft.contents
        for token in layout.doc[slice(*layout.tokens(start, end))]
    )


def _tells(layout: Layout, draft: Draft, words: set[str]) -> bool:
    """Is what was refused to say or comment on something ("declined to say whether …")?"""
    telling = lexicon.words("cues", "telling")
    if words & telling:
        return True
    return any(
        token.lower_ in telling
        for start, end in draft.contents
        for token in layout.doc[slice(*layout.tokens(start, end))][:3]
    )


def _open_question(layout: Layout, draft: Draft) -> bool:
    """Does the content begin like a question that is left open ("did not say whether …")?"""
    openings = lexicon.words("cues", "questions")
    return any(
        layout.doc[layout.tokens(start, end)[0]].lower_ in openings for start, end in draft.contents
    )


def _asked(head: Token) -> bool:
    """Is it "Asked whether …, X said", with nobody who asked?"""
    alone = syntax.any_subject(head) is None and syntax.agent(head) is None
    opens = head.dep_ == "advcl" or bool(head.is_sent_start)
    return alone and opens and head.tag_ in ("VBN", "VBD")


def _stative(head: Token, lemma: str) -> bool:
    """Is it "is described as", "is known to", with nobody who does so?"""
    return lemma in lexicon.words("cues", "stative") and syntax.is_passive(head)
