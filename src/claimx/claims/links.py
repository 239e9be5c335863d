"""The links from contents to cues and from cues to sources, chosen by learnt weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

from claimx.claims import cues, governed, spans
from claimx.claims.spans import Piece
from claimx.claims.weights import Features, marks, shares, size, when
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.claims.cues import Cue
    from claimx.text.view import Span, View

T = TypeVar("T")

# In the annotated articles, links over longer distances were only chance.
_CUES_REACH = 8
# "The paper quoted her as saying": the object speaks.
_QUOTING = frozenset(["quote", "cite"])
_WORDS_REACH = 45
_PARAGRAPHS_REACH = 6
_STEPS = 5
_OPEN = " \n\t\r.,;:!?…\"“”'‘’—–-"


@dataclass(slots=True, eq=False)
class Option(Generic[T]):
    """One of several choices, with the features for and against it."""

    value: T
    features: Features


@dataclass(slots=True, eq=False)
class Linked:
    """A cue with the contents that chose it, and the source that it chose."""

    cue: Cue
    contents: list[Piece] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    source: Span | None = None
    source_share: float = 1.0
    source_features: Features = field(default_factory=dict)


class Scene:
    """The cues, sources and contents of an article, each in order."""

    def __init__(
        self, view: View, cues: list[Cue], sources: list[Piece], contents: list[Piece]
    ) -> None:
        self.view, self.cues, self.sources, self.contents = view, cues, sources, contents
        self.barred = {i for cue in cues if cue.tagged for i in range(cue.first, cue.last)}
        marks = [0] * (view.size + 1)
        for piece in sources:
            for index in range(piece.first, piece.last):
                marks[index + 1] = 1
        self.source_tokens = list(accumulate(marks))
        self.complements = {id(cue): _complement(cue) for cue in cues} if view.parsed else {}

    def content_at(self, token: int) -> Piece | None:
        """Return the content around a token."""
        index = spans.begun(self.contents, token + 1) - 1
        found = self.contents[index] if index >= 0 else None
        return found if found is not None and token < found.last else None


def _complement(cue: Cue) -> Token | None:
    return syntax.clausal_complement(cue.head) or syntax.open_complement(cue.head)


def linked(scene: Scene) -> list[Linked]:
    """Return each cue with its contents and its source."""
    found = {id(cue): Linked(cue) for cue in scene.cues}
    for group in _continued(scene):
        cue, share = _cue_of(scene, group)
        if cue is not None:
            found[id(cue)].contents.extend(group)
            found[id(cue)].shares.append(share)
    before: Linked | None = None
    for cue in scene.cues:
        this = found[id(cue)]
        shared = before.source if before and before.cue.sentence == cue.sentence else None
        options_ = source_options(scene, this, shared)
        odds = shares("source", [option.features for option in options_])
        best = max(range(len(options_)), key=odds.__getitem__)
        this.source, this.source_share = options_[best].value, odds[best]
        this.source_features = options_[best].features
        if cue.tagged or this.contents:
            before = this
    return list(found.values())


# --- contents choose their cue


def _continued(scene: Scene) -> list[list[Piece]]:
    """Return the contents, grouping quotations that continue over paragraphs."""
    groups: list[list[Piece]] = []
    for content in scene.contents:
        quotation = scene.view.quotation_at(content.span[0])
        joined = content.quoted and quotation is not None and quotation.continues is not None
        if joined and groups and groups[-1][-1].quoted:
            groups[-1].append(content)
        else:
            groups.append([content])
    return groups


def _cue_of(scene: Scene, group: list[Piece]) -> tuple[Cue | None, float]:
    """Return the cue that the pieces of a content choose together, with its probability."""
    odds: dict[Cue | None, float] = {}
    for content in group:
        options = cue_options(scene, content)
        values = shares("link", [option.features for option in options])
        for option, value in zip(options, values, strict=True):
            odds[option.value] = max(value, odds.get(option.value, 0.0))
    if len(group) > 1 and len(odds) > 1:
        del odds[None]  # a quotation over several paragraphs has a speaker
    best = max(odds, key=odds.__getitem__)
    return best, odds[best]


def cue_options(scene: Scene, content: Piece) -> list[Option[Cue | None]]:
    """Return the possible cues of a content, including no cue."""
    middle = spans.begun(scene.cues, content.first)  # type: ignore[type-var]
    low, high = max(0, middle - _CUES_REACH), middle + _CUES_REACH
    options: list[Option[Cue | None]] = [Option(None, _no_cue(content))]
    for number in range(low, min(high, len(scene.cues))):
        cue = scene.cues[number]
        near = abs(cue.paragraph - content.paragraph) <= _PARAGRAPHS_REACH
        if near and not (content.first <= cue.first < content.last):
            options.append(Option(cue, _cue_features(scene, cue, content)))
    return options


def _no_cue(content: Piece) -> Features:
    kind = "tagged" if content.score else "quotation"
    return marks("none", f"none {kind}", f"none {kind} words {size(content.words)}")


def _cue_features(scene: Scene, cue: Cue, content: Piece) -> Features:
    view = scene.view
    side = "after" if cue.first < content.first else "before"
    kind = ("quoted" if content.quoted else "plain") + ("" if content.score else " untagged")
    left, right = (cue, content) if side == "after" else (content, cue)
    gap = max(0, right.first - left.last)
    counted = scene.source_tokens
    gap -= counted[right.first] - counted[left.last] if gap else 0
    inner = spans.between(scene.cues, left.last, right.first)  # type: ignore[type-var]
    tagged = sum(other.tagged for other in inner)
    apart = abs(cue.paragraph - content.paragraph)
    known = "known" if cue.lemma in cues.saying() else "other"
    return marks(
        f"{side} {kind} gap {size(gap)}",
        f"cues between {size(tagged, steps=(0, 1, 2))}",
        when(len(inner) > tagged, "untagged cues between"),
        f"{kind} sentences {size(_sentences(view, cue, content), steps=(0, 1, 2, 3))} {side}",
        f"{kind} paragraphs {size(apart, steps=(0, 1, 2))} {side}",
        when(apart, f"paragraphs apart after {_last(view, left.last)}"),
        f"cue {'tagged' if cue.tagged else 'untagged'} {cue.kind}",
        f"cue {'tagged' if cue.tagged else 'untagged'} {known} {kind}",
        *_tree(scene, cue, content),
        *_layout(scene, cue, content, side),
    )


def _sentences(view: View, cue: Cue, content: Piece) -> int:
    if cue.first < content.first:
        return content.sentence - cue.sentence
    return cue.sentence - view.sentence_at(view.starts[content.last - 1])


def _last(view: View, token: int) -> str:
    """Return ":" if the word before the token is a colon, otherwise "other"."""
    index = token - 1
    while index > 0 and view.is_space[index]:
        index -= 1
    if view.words[index] == ":" or (token < view.size and view.words[token] == ":"):
        return ":"
    return "other"


def _tree(scene: Scene, cue: Cue, content: Piece) -> Iterable[str | bool]:
    """Return features of how the parse connects the two."""
    if not scene.view.parsed:
        return
    clause = scene.complements[id(cue)]
    yield when(clause is not None and content.first <= clause.i < content.last, "complement")
    yield when(clause is not None and clause.i >= content.last, "complement elsewhere")
    yield when(_leads(content.head, cue, scene.barred), "tree content to cue")
    yield when(_leads(cue.head, content, set()), "tree cue to content")
    yield when(cue.head.dep_ == "parataxis", "cue is parenthetical")


def _leads(token: object, target: Cue | Piece, barred: set[int]) -> bool:
    """Return whether the tree leads from a token up into the target, without a barred token."""
    current = token
    for _ in range(_STEPS):
        head = current.head  # type: ignore[attr-defined]
        if head.i == current.i:  # type: ignore[attr-defined]
            return False
        current = head
        if target.first <= head.i < target.last:
            return True
        if head.i in barred:
            return False
    return False


def _layout(scene: Scene, cue: Cue, content: Piece, side: str) -> Iterable[str | bool]:
    """Return features of the marks, sentences and other quotations around the two."""
    view = scene.view
    text = view.text
    if side == "before":
        ending = text[slice(*content.span)].rstrip('"”’»')[-1:]
        kind = "quoted" if content.quoted else "plain"
        crossed = "over a border" if _sentences(view, cue, content) else "in one sentence"
        yield f"{kind} before, ends {ending if ending in '.!?,:…' else 'word'} {crossed}"
        return
    if not content.quoted:
        return
    after = text[cue.span[1] : content.span[0]].rstrip()
    broken = not _runs(view, cue, content)
    ahead = _quotation_before(scene, cue)
    own = _own_cue(scene, content)
    yield f"quotation {'before' if ahead else 'not before'} cue, {'broken' if broken else 'run'}"
    yield when(ahead and not broken and not own, "continues the quotation before the cue")
    yield when(own, "content has a cue of its own")
    yield when(content.paragraph in view.quotation_paragraphs, "paragraph of quotation")
    opened = view.quotation_at(content.span[0])
    yield when(opened is not None and opened.continues is not None, "mark repeated")
    yield when(after[-1:] in (":", ","), f"introduced by {after[-1:]}")


def _runs(view: View, cue: Cue, content: Piece) -> bool:
    """Return whether everything between the cue's sentence and the content is quoted."""
    position = min(view.sentence_span(cue.sentence)[1], content.span[0])
    for quotation in view.quotations_in(position, content.span[0]):
        if view.text[position : quotation.outer_start].strip(_OPEN):
            return False
        position = max(position, quotation.outer_end)
    return not view.text[position : content.span[0]].strip(_OPEN)


def _quotation_before(scene: Scene, cue: Cue) -> bool:
    """Return whether a quotation ends in the cue's sentence, before the cue."""
    start = scene.view.sentence_span(cue.sentence)[0]
    return any(q.outer_end <= cue.span[0] for q in scene.view.quotations_in(start, cue.span[0]))


def _own_cue(scene: Scene, content: Piece) -> bool:
    """Return whether there is a tagged cue outside the content in its last sentence."""
    view = scene.view
    sentence = view.sentence_at(view.starts[content.last - 1])
    first, last = view.tokens(*view.sentence_span(sentence))
    after = spans.between(scene.cues, content.last, last)  # type: ignore[type-var]
    first = max(first, view.tokens(*view.paragraphs[content.paragraph])[0])
    lead = spans.between(scene.cues, min(first, content.first), content.first)  # type: ignore[type-var]
    return any(cue.tagged for cue in (*after, *lead))


# --- cues choose their source


def source_options(scene: Scene, this: Linked, shared: Span | None) -> list[Option[Span | None]]:
    """Return the possible sources of a cue, including no source."""
    view, cue = scene.view, this.cue
    found: dict[Span, list[str]] = {}
    near = spans.between(scene.sources, cue.first - _WORDS_REACH, cue.last + _WORDS_REACH)
    tagged = [source for source in near if abs(source.sentence - cue.sentence) <= 1]
    for source in tagged:
        found[source.span] = ["tagged"]
    for span, way in governed.sources(view, cue, shared) if view.parsed else ():
        overlapping = [s for s in found if s[0] < span[1] and span[0] < s[1]]
        found.setdefault(overlapping[0] if overlapping else span, []).append(way)
    options: list[Option[Span | None]] = [Option(None, _no_source(view, cue, found))]
    for span, how in found.items():
        options.append(Option(span, _source_features(scene, this, span, how)))
    return options


def _no_source(view: View, cue: Cue, found: dict[Span, list[str]]) -> Features:
    passive = view.parsed and syntax.is_passive(cue.head)
    return marks(
        "none",
        f"none {cue.kind}",
        when(passive, "none passive"),
        when(any("tagged" in how for how in found.values()), "none though tagged"),
        when(any("parse" in how for how in found.values()), "none though parsed"),
    )


def _source_features(scene: Scene, this: Linked, span: Span, how: Sequence[str]) -> Features:
    view, cue = scene.view, this.cue
    first, last = view.tokens(*span)
    side = "before" if first < cue.first else "after"
    low, high = (last, cue.first) if side == "before" else (cue.last, first)
    others = [s for s in spans.between(scene.sources, low, high) if s.span != span]
    passed = [c for c in spans.between(scene.cues, low, high) if c.tagged]  # type: ignore[type-var]
    inside = any(c.first <= first < c.last for c in this.contents)
    around = scene.content_at(first)
    foreign = around is not None and not inside and not (around.first <= cue.first < around.last)
    head = view.governor(span)
    return marks(
        *(f"by {way}" for way in how),
        "by " + " + ".join(how),
        f"{side} gap {size(max(0, high - low), steps=(0, 1, 2, 3, 5, 9, 17))}",
        f"{side} {cue.kind}",
        f"cues between {size(len(passed), steps=(0, 1, 2))}",
        f"sources between {size(len(others), steps=(0, 1, 2))}",
        when(view.sentence_at(span[0]) != cue.sentence, f"other sentence {side}"),
        when(view.paragraph_at(span[0]) != cue.paragraph, "other paragraph"),
        when(inside, "inside the content"),
        when(foreign, "inside another content"),
        f"is {head.ent_type_ or head.pos_}",
        when(head.head.lemma_ in _QUOTING, f"{head.dep_} of quoting"),
        when(cue.first <= head.head.i < cue.last, f"{head.dep_} of the cue"),
        when(not governed.can_speak(view, span), "cannot speak"),
        when(head.lower_ in lexicon.words("pronouns", "relative"), "relative pronoun"),
        when(head.lower_ in lexicon.words("pronouns", "speech"), "first person"),
        when(any(view.is_space[i] and "\n" in view.words[i] for i in range(first, last)), "broken"),
    )
