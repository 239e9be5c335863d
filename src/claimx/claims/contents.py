"""The exact content of a cue, chosen from proposals by tagger, parse and punctuation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.claims import governed
from claimx.claims.links import Linked, Option, Scene
from claimx.claims.spans import between
from claimx.claims.weights import Features, marks, shares, size, when
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimx.claims.cues import Cue
    from claimx.claims.spans import Piece
    from claimx.text.view import Span, View

Spans = tuple["Span", ...]

_EDGE = " ,;:—–-―\n"
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_BORDERS = frozenset([",", ";", "—", "–", "--", "-", ":"])
_JOINTS = frozenset(["and", "but", "while", "who", "which", "after", "as", "when", "where", "in"])
_ENDS_BEYOND = 25  # the most tokens of a proposal past the tagger's end
_MOST_ENDS, _MOST_STARTS = 10, 8
_STARTS_WITHIN = 8  # tokens
_THAT = len("that ")
_OPENERS = frozenset(["that", "to", "whether", "if", "how"])


@dataclass(frozen=True, slots=True)
class _Basis:
    """The starting point of the proposals for a cue."""

    tagged: Spans
    parsed: Spans
    beside: Spans
    objects: frozenset[int]  # the heads of the cue's objects
    is_open: bool  # whether the cue has an open complement


def chosen(scene: Scene, this: Linked) -> tuple[Spans, float, Features]:
    """Return the likeliest content of a cue, or (), with its probability and features."""
    options = proposals(scene, this)
    if not options:
        return (), 0.0, {}
    odds = shares("content", [option.features for option in options])
    best = max(range(len(options)), key=odds.__getitem__)
    return options[best].value, odds[best], options[best].features


def proposals(scene: Scene, this: Linked) -> list[Option[Spans]]:
    """Return the possible contents of a cue, each once."""
    view, cue = scene.view, this.cue
    this.contents = _without_relatives(view, this.contents)
    basis = _Basis(
        tuple(piece.span for piece in this.contents),
        tuple(governed.complements(view, cue.head)) if view.parsed else (),
        tuple(governed.beside(view, cue, this.source)) if cue.kind not in ("verb", "noun") else (),
        frozenset(token.i for token in syntax.objects(cue.head)),
        syntax.open_complement(cue.head) is not None,
    )
    found: dict[Spans, Features] = {}
    known: dict[Spans, Spans] = {}  # most are proposed in several ways
    for given, origin in _proposed(scene, this, basis):
        spans = known.get(given)
        if spans is None:
            spans = known[given] = tidied(view, this, given)
        if spans and spans not in found:
            found[spans] = _features(scene, this, spans, basis)
        if spans:
            found[spans][f"from {origin}"] = 1.0
    return [Option(spans, features) for spans, features in found.items()]


def _without_relatives(view: View, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces; a lone "which" or "what" is left out if there are others."""
    relative = lexicon.words("pronouns", "relative")
    kept = [p for p in pieces if p.words > 1 or view.lower[p.first] not in relative]
    return kept or pieces


def _proposed(scene: Scene, this: Linked, basis: _Basis) -> Iterator[tuple[Spans, str]]:
    """Yield proposals and where they come from, before they are tidied."""
    cue = this.cue
    after = [piece for piece in this.contents if piece.first >= cue.first]
    before = [piece for piece in this.contents if piece.first < cue.first]
    edits: dict[Spans, list[Spans]] = {}
    for pieces, origin in (
        (this.contents, "all"),
        (before, "before the cue"),
        (after, "after the cue"),
        ([p for p in this.contents if p.sentence == cue.sentence], "cue's sentence"),
        *(([piece], "one") for piece in this.contents),
    ):
        if pieces:
            spans = tuple(piece.span for piece in pieces)
            yield spans, origin
            if spans not in edits:
                edits[spans] = list(_edited(scene, this, pieces))
            yield from ((edit, "edit of " + origin) for edit in edits[spans])
    for span in basis.parsed:
        yield (span,), "parse"
        yield from (((edited,), "edit of parse") for edited in _ends_of(scene, this, span))
        if before and not after:
            yield (*(piece.span for piece in before), span), "tagged and parse"
    if basis.beside:
        yield basis.beside, "beside"


def _edited(scene: Scene, this: Linked, pieces: list[Piece]) -> Iterator[Spans]:
    """Yield the pieces with other borders for the longest one that is not a quotation."""
    plain = [piece for piece in pieces if not piece.quoted]
    if not plain or not scene.view.parsed:
        return
    main = max(plain, key=lambda piece: piece.words)
    rest = [piece.span for piece in pieces if piece is not main]
    starts = list(dict.fromkeys(_starts(scene, this, main.span)))[:_MOST_STARTS]
    for start in starts:
        for begin, end in _ends_of(scene, this, (start, max(start, main.span[1]))):
            yield tuple(sorted([*rest, (begin, end)]))


def _starts(scene: Scene, this: Linked, span: Span) -> Iterator[int]:
    """Yield where a content can begin: at its start, or at a phrase, clause or line inside it."""
    view, cue = scene.view, this.cue
    first, last = view.tokens(*span)
    yield span[0]
    for index in range(first + 1, min(first + _STARTS_WITHIN, last)):
        if view.lower[index] in _OPENERS or view.line_break(index - 1):
            yield view.starts[index]
    yield from (q.outer_start for q in view.quotations_in(*span) if q.outer_start > span[0])
    if first >= cue.last:
        yield from _starts_after(view, cue, first)
    else:
        yield view.sentence_span(view.sentence_at(span[0]))[0]
        yield view.paragraphs[view.paragraph_at(span[1] - 1)][0]
    head = view.governor(span)
    yield from (view.starts[c.left_edge.i] for c in head.children if first < c.left_edge.i < head.i)


def _starts_after(view: View, cue: Cue, first: int) -> Iterator[int]:
    """Yield where the content of a preceding cue can begin by the parse."""
    clauses = (syntax.clausal_complement(cue.head), syntax.open_complement(cue.head))
    yield from (view.starts[c.left_edge.i] for c in clauses if c is not None and c.i > cue.head.i)
    yield from (view.starts[o.left_edge.i] for o in syntax.objects(cue.head) if o.i > cue.head.i)
    if first - cue.head.i < _STARTS_WITHIN:
        yield view.starts[cue.head.i + 1]


def _ends_of(scene: Scene, this: Linked, span: Span) -> Iterator[Span]:
    """Yield the span with each possible end by punctuation, conjunctions, parse and sentences."""
    view, cue = scene.view, this.cue
    first, last = view.tokens(*span)
    sentence_end = view.sentence_span(view.sentence_at(max(span[0], span[1] - 1)))[1]
    limit = min(view.tokens(span[0], max(sentence_end, span[0] + 1))[1], last + _ENDS_BEYOND)
    if first < cue.first:
        limit = min(limit, cue.first)
    ends = {last, limit}
    for index in range(first + 1, limit):
        joint = view.words[index] in _BORDERS or view.lower[index] in _JOINTS
        joint = joint or view.line_break(index)
        if joint and not _within_quotation(view, view.starts[index], span[0]):
            ends.add(index)
    ends.update(view.tokens(q.start, q.outer_end)[1] for q in view.quotations_in(*span))
    near = sorted(ends, key=lambda end: (abs(end - last), end))[:_MOST_ENDS]
    for end in near:
        if end > first and view.characters(first, end)[1] > span[0]:
            yield span[0], view.characters(first, end)[1]


def _within_quotation(view: View, position: int, start: int) -> bool:
    """Return whether the position is in a quotation that begins after `start`."""
    around = view.quotation_at(position)
    return around is not None and around.outer_start >= start


def tidied(view: View, this: Linked, spans: Spans) -> Spans:
    """Return the spans trimmed and in order, without "that", cues or sources at their ends."""
    word = this.cue.head
    if any(start < word.idx + len(word) and word.idx < end for start, end in spans):
        return ()
    found = []
    for start, end in sorted(spans):
        start, end = _trimmed(view, start, end)
        if start < end and any(char.isalnum() for char in view.text[start:end]):
            found.append((start, end))
    if not found:
        return ()
    united = _united(view, found)
    united[0] = _without_that(view, _without_link(view, united[0]))
    return tuple(united)


def _trimmed(view: View, start: int, end: int) -> Span:
    """Return the span without punctuation at its ends, except quotation marks and brackets."""
    around = view.quotation_at(start)
    if around is not None and around.outer_start == start and end == around.outer_end:
        return start, end
    start, end = view.trim(start, end, _EDGE)
    first, last = view.tokens(start, end)
    while last - 1 > first and view.words[last - 1] == "." and view.starts[last - 1] < end:
        start, end = view.trim(start, view.starts[last - 1], _EDGE)
        last = view.tokens(start, end)[1]
    return start, end


def _united(view: View, spans: list[Span]) -> list[Span]:
    """Return the spans, merging those with only a comma or "and" between them."""
    united = [spans[0]]
    for start, end in spans[1:]:
        between = view.text[united[-1][1] : start].strip(" ,;")
        together = view.paragraph_at(united[-1][0]) == view.paragraph_at(start)
        if start <= united[-1][1] or (together and between in ("", "and", "or", "but")):
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _without_link(view: View, span: Span) -> Span:
    """Return the span without a "However," or "But" that links its sentence to the last one."""
    start, end = span
    first, last = view.tokens(start, end)
    if view.lower[first] in lexicon.words("cues", "links") and view.opens_sentence(first):
        return view.trim(view.ends[first], end, _EDGE) if last - first > 2 else span
    return span


def _without_that(view: View, span: Span) -> Span:
    start, end = span
    if view.text[start : start + 5].lower() not in ("that ", "that,") or end - start <= 5:
        return span
    following = view.doc[view.tokens(start, end)[0] + 1]
    if following.pos_ == "AUX" or following.tag_ in _FINITE:
        return span  # "said that was wrong"
    return view.trim(start + 4, end, ",")


# --- features


def _features(scene: Scene, this: Linked, spans: Spans, basis: _Basis) -> Features:
    view, cue = scene.view, this.cue
    main = max(spans, key=lambda span: span[1] - span[0])
    first, last = view.tokens(*main)
    side = "after" if first >= cue.last else "before"
    inner = any(c.tagged for c in between(scene.cues, first, last))  # type: ignore[type-var]
    sure = max((piece.score for piece in this.contents), default=0.0)
    found = marks(
        f"pieces {min(len(spans), 3)} {cue.kind}",
        f"words {size(sum(view.tokens(*s)[1] - view.tokens(*s)[0] for s in spans))}",
        f"{side} {cue.kind} {cue.lemma}",
        when(any(s[0] < cue.span[0] for s in spans) and side == "after", "on both sides"),
        when(_mixed(view, spans), "quotation and plain pieces"),
        when("\n" in view.text[slice(*main)] and view.quotation_at(main[0]) is None, "over lines"),
        when(len({view.sentence_at(s[0]) for s in spans}) > 1, "several sentences"),
        when(this.source and _covers(spans, this.source), "covers the source"),
        when(inner, "covers a cue"),
        when(_cuts_quotation(view, main), "cuts a quotation"),
        *_start_features(view, this, main, basis, side),
        *_end_features(view, this, main, basis, side),
    )
    found["tagged words"] = sure * _overlap(spans, basis.tagged)
    found["parsed words"] = max((_overlap(spans, (span,)) for span in basis.parsed), default=0.0)
    return found


def _mixed(view: View, spans: Spans) -> bool:
    """Return whether some pieces are quotations and others are not."""
    return len({view.quotation_at(start) is None for start, _ in spans}) > 1


def _covers(spans: Spans, other: Span) -> bool:
    return any(start <= other[0] and other[1] <= end for start, end in spans)


def _cuts_quotation(view: View, span: Span) -> bool:
    quotations = view.quotations_in(*span)
    return any(q.outer_start < span[0] - 1 or q.outer_end > span[1] + 1 for q in quotations)


def _overlap(spans: Spans, others: Spans) -> float:
    """Return the share of common characters in all characters."""
    shared = sum(max(0, min(e, b) - max(s, a)) for s, e in spans for a, b in others)
    total = sum(e - s for s, e in (*spans, *others)) - shared
    return shared / total if total else 0.0


def _start_features(
    view: View, this: Linked, span: Span, basis: _Basis, side: str
) -> Iterator[str | bool]:
    first, last = view.tokens(*span)
    token, cue = view.doc[first], this.cue
    yield when(
        any(abs(span[0] - s[0]) <= 5 and span[0] >= s[0] for s in basis.tagged), "start tagged"
    )
    parsed = any(abs(span[0] - start) <= _THAT for start, _ in basis.parsed)
    yield when(parsed, "start parsed")
    yield f"start {side} {token.pos_} {token.dep_.split(':')[0]}"
    yield when(
        token.lower_ in lexicon.words("cues", "content_starts"), f"start {side} word {token.lower_}"
    )
    yield when(first and view.lower[first - 1] == "that", "start after that")
    yield when(
        span[0] == view.sentence_span(view.sentence_at(span[0]))[0], f"start of sentence {side}"
    )
    if side == "after":
        skipped = [i for i in range(cue.last, first) if view.fold[i]]
        yield f"skipped {size(len(skipped), steps=(0, 1, 2, 4, 8))} {cue.kind}"
        open_ = "open" if basis.is_open else "closed"
        yield when(basis.objects.intersection(skipped), f"object skipped {open_}")
        yield when(any(first <= i < last for i in basis.objects), f"object inside {open_}")
        yield when(any(view.lower[i] == "that" for i in skipped[:-1]), "that skipped")
        yield when(first in basis.objects, f"begins with the object {cue.lemma}")


def _end_features(
    view: View, this: Linked, span: Span, basis: _Basis, side: str
) -> Iterator[str | bool]:
    first, last = view.tokens(*span)
    yield when(any(abs(span[1] - s[1]) <= 1 for s in basis.tagged), "end tagged")
    yield when(any(abs(span[1] - s[1]) <= 1 for s in basis.parsed), "end parsed")
    sentence_end = view.sentence_span(view.sentence_at(span[1] - 1))[1]
    yield when(sentence_end - span[1] <= 2, f"end of sentence {side}")
    following = last
    while following < view.size and not view.fold[following]:
        following += 1
    if following >= view.size or view.starts[following] >= sentence_end:
        return
    after = view.doc[following]
    comma = "," if following > last else ""
    yield when(
        after.lower_ in lexicon.words("cues", "content_followers"), f"next {comma}{after.lower_}"
    )
    yield f"next {comma}{after.pos_} {after.tag_ if after.pos_ == 'VERB' else ''}"
    host = _leaves(after, last)
    inside = host is not None and first <= host < last
    yield f"next {comma} hangs {'inside' if inside else 'outside'}"
    on_cue = host is not None and this.cue.first <= host < this.cue.last
    yield when(on_cue, f"next {comma} hangs on the cue")


def _leaves(token: object, last: int) -> int | None:
    """Return the token before `last` that governs the phrase starting at a token, or None."""
    current = token
    for _ in range(8):
        head = current.head  # type: ignore[attr-defined]
        if head.i == current.i:  # type: ignore[attr-defined]
            return None
        if head.i < last:
            return int(head.i)
        current = head
    return None
