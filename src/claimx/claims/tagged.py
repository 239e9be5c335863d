"""Claims from the attribution tagger's spans: cues linked to contents and sources."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from claimx.claims import cues as lexical
from claimx.claims.match import Draft
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from claimx.claims.layout import Layout
    from claimx.claims.match import Span

_FAR = 60.0
_BOND = 30.0
_OTHER_CUE = 8.0
_SENTENCE = 25.0
_QUOTED_SENTENCE = 4.0
_STEPS = 5
_ENDS = (".", "!", "?")
# So many cues away, or so many words, nothing can be near enough for a bond to make up for it.
_CUES_REACH = int((_FAR + _BOND) / _OTHER_CUE) + 1
_WORDS_REACH = int(_SENTENCE + 2 * _BOND) + 1


@dataclass(slots=True, eq=False)
class _Piece:
    span: Span
    first: int
    last: int
    head: Token
    sentence: int
    paragraph: int
    quoted: bool = False
    contents: list[_Piece] = field(default_factory=list)
    bonded: bool = False
    linked: bool = False


class _Spans:
    """The tagger's spans of an article; each kind is in order and without overlap."""

    def __init__(
        self, layout: Layout, cues: list[_Piece], sources: list[_Piece], contents: list[_Piece]
    ) -> None:
        self.layout = layout
        self.cues = cues
        self.sources = sources
        self.contents = contents
        self.barred = {i for cue in cues for i in range(cue.first, cue.last)}

    @cached_property
    def source_tokens(self) -> list[int]:
        """How many tokens before each index belong to sources."""
        marks = [0] * (len(self.layout.doc) + 1)
        for piece in self.sources:
            for index in range(piece.first, piece.last):
                marks[index + 1] = 1
        return list(accumulate(marks))

    def within_content(self, piece: _Piece) -> bool:
        """Does the piece stand inside some cue's content?"""
        index = _before(self.contents, piece.first + 1) - 1
        return (
            index >= 0 and self.contents[index].linked and piece.last <= self.contents[index].last
        )


def _before(pieces: list[_Piece], token: int) -> int:
    """How many of the pieces begin before a token."""
    return bisect_left(pieces, token, key=attrgetter("first"))


def _between(pieces: list[_Piece], first: int, last: int) -> list[_Piece]:
    """Those of the pieces that begin there."""
    return pieces[_before(pieces, first) : _before(pieces, last)]


def drafts(layout: Layout) -> list[Draft]:
    """The claims that the tagger's spans make, in order of their cues."""
    tagged = layout.doc.spans.get("claimx_attribution")
    if not tagged:
        return []
    by_label: dict[str, list[Span]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
    for span in tagged:
        trimmed = layout.trim(span.start_char, span.end_char)
        if trimmed[0] < trimmed[1] and span.label_ in by_label:
            by_label[span.label_].append(trimmed)
    contents = _snapped(layout, by_label["CONTENT"])
    quoted = [span for span in contents if layout.quotations_in(*span)]
    cues = [_piece(layout, s) for s in by_label["CUE"] if not _in_quotation(layout, s, quoted)]
    sources = [
        _piece(layout, s) for s in by_label["SOURCE"] if not _in_quotation(layout, s, quoted)
    ]
    pieces = [_piece(layout, span) for span in contents]
    spans = _Spans(layout, cues, sources, pieces)
    _link(spans)
    made = [
        *_drafts(spans),
        *(_adopted(spans, content) for content in pieces if not content.linked),
    ]
    return [draft for draft in made if draft is not None]


def _piece(layout: Layout, span: Span) -> _Piece:
    first, last = layout.tokens(*span)
    quotation = layout.quotation_at(span[0])
    return _Piece(
        span,
        first,
        last,
        syntax.head_of(layout.doc, first, last),
        layout.sentence(span[0]),
        layout.paragraph(span[0]),
        quotation is not None and quotation.outer_end >= span[1] - 1,
    )


def _in_quotation(layout: Layout, span: Span, contents: list[Span]) -> bool:
    """Does the span stand in a quotation that is content as a whole?"""
    quotation = layout.quotation_at(span[0])
    if quotation is None:
        return False
    index = bisect_right(contents, quotation.start, key=itemgetter(0)) - 1
    return index >= 0 and quotation.end <= contents[index][1]


def _snapped(layout: Layout, contents: list[Span]) -> list[Span]:
    """The contents widened to the quotations that they mostly cover, and united where they meet."""
    widened = []
    for start, end in contents:
        for quotation in layout.quotations_in(start, end):
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared * 2 >= quotation.end - quotation.start:
                start, end = min(start, quotation.outer_start), max(end, quotation.outer_end)
        widened.append((start, end))
    widened.sort()
    united: list[Span] = []
    for start, end in widened:
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _bonded(child: _Piece, parent: _Piece, barred: set[int]) -> bool:
    """Does the tree lead from the one's head up to the other, past no other cue?"""
    token = child.head
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return False
        token = token.head
        if parent.first <= token.i < parent.last:
            return True
        if token.i in barred:
            return False
    return False


def _link(spans: _Spans) -> None:
    """Give each content to its cheapest cue, if one is near enough."""
    for content in spans.contents:
        middle = _before(spans.cues, content.first)
        best: _Piece | None = None
        best_cost = _FAR
        near = range(max(0, middle - _CUES_REACH), min(len(spans.cues), middle + _CUES_REACH))
        for number in near:
            cue = spans.cues[number]
            if abs(cue.paragraph - content.paragraph) > 1:
                continue
            cost = _cost(spans, cue, content)
            if cost < best_cost:
                best, best_cost = cue, cost
        if best is not None:
            content.linked = True
            best.contents.append(content)
            best.bonded = best.bonded or best_cost < 0


def _cost(spans: _Spans, cue: _Piece, content: _Piece) -> float:
    """How far a content is from a cue: words between, other cues, borders, less a tree bond."""
    layout, counted = spans.layout, spans.source_tokens
    left, right = (cue, content) if cue.first < content.first else (content, cue)
    gap = max(0, right.first - left.last)
    cost = float(gap - (counted[right.first] - counted[left.last]) if gap else 0)
    others = len(_between(spans.cues, left.last, right.first))
    cost += _OTHER_CUE * others
    last_sentence = layout.sentence(layout.token_starts[left.last - 1])
    borders = right.sentence - last_sentence
    if left is content and _ended(layout, content, borders):
        cost += _OTHER_CUE
    if cue.paragraph != content.paragraph:
        between = layout.text[left.span[1] : right.span[0]].strip()
        cue_text = layout.text[cue.span[0] : cue.span[1]]
        if left is not cue or not (between[-1:] == ":" or cue_text.endswith(":")):
            return _FAR
    elif borders > 0:
        cost += borders * (_QUOTED_SENTENCE if content.quoted else _FAR)
    if _bonded(content, cue, spans.barred) or _bonded(cue, content, set()):
        cost -= _BOND
    return cost


def _ended(layout: Layout, content: _Piece, borders: int) -> bool:
    """Does it end its sentence, with no attribution to follow? "“Why?” he asked" does not."""
    ending = layout.text[slice(*content.span)].rstrip('"”’»')[-1:]
    return ending == "." and borders > 0 if content.quoted else ending in _ENDS


def _drafts(spans: _Spans) -> Iterator[Draft | None]:
    """The claim of each cue, if it makes one."""
    source = None
    for number, cue in enumerate(spans.cues):
        same = number > 0 and spans.cues[number - 1].sentence == cue.sentence
        source = _source(spans, cue, source if same else None)
        yield _draft(spans, cue, source)


def _draft(spans: _Spans, cue: _Piece, source: Span | None) -> Draft | None:
    """The claim of one cue, its content read off the parse where none was linked."""
    layout, barred = spans.layout, spans.barred
    heard = _heard(cue.head) if layout.parsed else None
    if heard is not None and heard.i >= cue.last and heard.i in barred:
        return None  # "was quoted" of "was quoted by X as saying"
    rule = "tagged" if cue.bonded else "tagged-near"
    contents = [
        _grown(layout, content, cue, barred) for content in _together(cue) if content.span != source
    ]
    if not contents:
        span = lexical.complement(layout, cue.head, barred) if layout.parsed else None
        if span is None:
            return None
        clause = syntax.clausal_complement(cue.head)
        if clause is None or syntax.any_subject(clause) is None:
            return None
        contents, rule = [span], "tagged-cue"
    return Draft(contents, cue.span, source, rule)


def _together(cue: _Piece) -> list[_Piece]:
    """The contents that a cue can have at once.

    What follows the cue of a quotation before it is another's, or nobody's: "“…,” she said, but he
    was drifting off". So is what stands unquoted in another sentence.
    """
    quoted = [content for content in cue.contents if content.quoted]
    ahead = any(content.first < cue.first for content in quoted)
    return [
        content
        for content in cue.contents
        if content.quoted
        or not quoted
        or not ((ahead and content.first > cue.first) or content.sentence != cue.sentence)
    ]


def _grown(layout: Layout, content: _Piece, cue: _Piece, barred: set[int]) -> Span:
    """The content, widened to the complement clause of which it is only the beginning."""
    clause = syntax.clausal_complement(cue.head) if layout.parsed else None
    if clause is None or content.first < cue.first or content.quoted:
        return content.span
    first, last = syntax.subtree(clause)
    begins = first <= content.first <= first + 2 and content.last <= clause.i
    if not begins:
        return content.span
    last = next((i for i in range(content.last, last) if i in barred), last)
    grown = lexical.clipped(layout, first, last)
    return content.span if grown is None else (content.span[0], max(content.span[1], grown[1]))


def _source(spans: _Spans, cue: _Piece, before: Span | None) -> Span | None:
    """The cue's source: by the tree, else the nearest in the sentence, else off the parse.

    `before` is the source of the cue before in the same sentence.
    """
    layout = spans.layout
    quoted = _quoted(layout, cue)
    if quoted is not None:
        return layout.characters(*syntax.noun_phrase(quoted))
    shared = syntax.understood_subject(cue.head) if layout.parsed else None
    relative = _relative(layout, cue)
    if relative is not None:
        shared = _antecedent(relative)
    best: _Piece | None = None
    best_cost = _FAR
    reach = cue.first - _WORDS_REACH, cue.last + _WORDS_REACH
    for source in _between(spans.sources, *reach):
        if source.paragraph != cue.paragraph:
            continue
        left, right = (source, cue) if source.first < cue.first else (cue, source)
        cost = float(max(0, right.first - left.last))
        cost += _SENTENCE * abs(source.sentence - cue.sentence)
        cost += _OTHER_CUE * len(_between(spans.cues, left.last, right.first))
        if shared is not None and source.first <= shared.i < source.last:
            cost -= 2 * _BOND
        elif _bonded(source, cue, spans.barred):
            cost -= _BOND
        if cost < best_cost and cost < _SENTENCE:
            best, best_cost = source, cost
    known = best is not None and shared is not None and best.first <= shared.i < best.last
    if relative is not None and shared is not None and not known:
        return layout.characters(*syntax.noun_phrase(shared))
    if best is not None and not spans.within_content(best):
        return best.span
    parsed = lexical.source_of(layout, cue.head) if layout.parsed else None
    if parsed is not None and not spans.within_content(_piece(layout, parsed)):
        return parsed
    # "He justified this by noting …": a participle has the subject of the cue before it.
    if cue.head.tag_ == "VBG" and before is not None:
        return before
    return best.span if best is not None else parsed


def _heard(verb: Token) -> Token | None:
    """The saying that somebody is heard or quoted with: "was quoted as *saying*"."""
    if syntax.passive_subject(verb) is None:
        return None
    sayings = (
        child
        for child in verb.children
        if child.i > verb.i and child.tag_ == "VBG" and lexical.lemma(child) in lexical.said_verbs()
    )
    return next(sayings, None)


def _quoted(layout: Layout, cue: _Piece) -> Token | None:
    """Who "was quoted as saying", where the cue holds the saying: who is heard says it."""
    if not layout.parsed:
        return None
    for verb in (cue.head, cue.head.head):
        saying = _heard(verb)
        if saying is not None and cue.first <= saying.i < cue.last:
            return syntax.passive_subject(verb)
    return None


def _relative(layout: Layout, cue: _Piece) -> Token | None:
    """The "who" that is the cue's subject, by the words alone: parsers often err there."""
    for index in range(cue.first - 1, max(-1, cue.first - 1 - _STEPS), -1):
        token = layout.doc[index]
        if token.lower_ == "who":
            return token
        if token.is_punct or token.is_space or token.pos_ == "VERB":
            break
    return None


def _antecedent(relative: Token) -> Token:
    """The noun right before a relative pronoun, or the pronoun itself."""
    doc = relative.doc
    for index in range(relative.i - 1, max(-1, relative.i - 4), -1):
        if doc[index].pos_ in ("NOUN", "PROPN", "PRON"):
            head = doc[index]
            while head.dep_ in ("flat", "compound", "flat:name") and head.head.i < relative.i:
                head = head.head
            return head
    return relative


def _adopted(spans: _Spans, content: _Piece) -> Draft | None:
    """A content without a tagged cue, under the word that governs it in the parse."""
    layout = spans.layout
    if not layout.parsed:
        return None
    governor = content.head.head
    if governor.i == content.head.i or governor.i in spans.barred:
        return None
    known = lexical.lemma(governor)
    if known not in lexical.verb_frames() and known not in lexicon.words("cues", "nouns"):
        return None
    source = lexical.source_of(layout, governor)
    if source is None and not content.quoted:
        return None
    if not content.quoted and syntax.clausal_complement(governor) is None:
        return None
    return Draft([content.span], lexical.cue_span(layout, governor), source, "tagged-content")
