"""The judge, which decides by learnt weights whether a cue, source and content are a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.claims import contents, cues, governed
from claimx.claims.claim import Draft
from claimx.claims.weights import Features, logistic, marks, score, size, when
from claimx.text import lexicon, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimx.claims.cues import Cue
    from claimx.claims.links import Linked, Scene
    from claimx.text.view import Span, View

# The threshold with the highest F1 of claims on the annotated news (cross-validated).
KEEP = 0.45
# Two claims with this share of common content, neither inside the other, are the same.
SAME = 0.6
_NEGATIONS = frozenset(["not", "n't", "n’t", "never", "no", "without"])
_QUESTION = frozenset(["how", "if", "what", "when", "where", "whether", "which", "who", "why"])


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible claim."""

    this: Linked
    spans: tuple[Span, ...]
    share: float
    features: Features
    probability: float = 0.0


def candidates(scene: Scene, linked: list[Linked]) -> list[Candidate]:
    """Return the candidate for each cue that has a content."""
    found = []
    for this in linked:
        spans, share, how = contents.chosen(scene, this)
        if spans:
            found.append(Candidate(this, spans, share, features(scene, this, spans, share, how)))
    return found


def kept(scene: Scene, found: list[Candidate]) -> list[Draft]:
    """Return the candidates that are claims, each content once."""
    for one in found:
        one.probability = logistic(score("claim", one.features))
    likely = [one for one in found if one.probability >= KEEP]
    likely.sort(key=lambda one: -one.probability)
    chosen: list[Candidate] = []
    for one in likely:
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return [_draft(scene.view, one, chosen) for one in chosen]


def _same(one: Candidate, other: Candidate) -> bool:
    """Return whether two candidates share most of their content and neither has the other's cue."""
    shared = sum(max(0, min(e, b) - max(s, a)) for s, e in one.spans for a, b in other.spans)
    total = min(sum(e - s for s, e in spans) for spans in (one.spans, other.spans))
    if shared < SAME * total:
        return False
    return not (_inside(one.this.cue, other) or _inside(other.this.cue, one))


def _inside(cue: Cue, other: Candidate) -> bool:
    return any(start <= cue.span[0] and cue.span[1] <= end for start, end in other.spans)


def _draft(view: View, one: Candidate, chosen: list[Candidate]) -> Draft:
    cue = one.this.cue
    nested = any(_inside(cue, other) for other in chosen if other is not one)
    return Draft(
        list(one.spans),
        cue.span,
        one.this.source,
        "nested" if nested else _rule(one),
        head=cue.head.i,
        evidence={
            "claim": one.probability,
            "content": one.share,
            "source": one.this.source_share,
            "link": min(one.this.shares, default=0.0),
        },
    )


def _rule(one: Candidate) -> str:
    cue = one.this.cue
    if cue.kind not in ("verb", "noun"):
        return "according-to"
    if one.this.contents:
        return "tagged" if cue.tagged else "tagged-content"
    return "tagged-cue" if cue.tagged else "parsed"


# --- features


def features(
    scene: Scene, this: Linked, spans: tuple[Span, ...], share: float, how: Features
) -> Features:
    """Return the features for and against a claim."""
    view, cue = scene.view, this.cue
    shape = _shape(view, this, spans)
    group = _group(cue)
    tagger = "tagged" if cue.tagged else "untagged"
    found = marks(
        "bias",
        f"cue {tagger} {cue.kind}",
        f"cue {tagger} {group}",
        f"cue {cue.lemma}",
        f"{group} {shape}",
        f"content {shape} {tagger}",
        f"contents {'tagged' if any(p.score for p in this.contents) else 'untagged'} {tagger}",
        *(f"class {name}" for name, lemmas in cues.classes().items() if cue.lemma in lemmas),
        *_cue_marks(scene, this),
        *_source_marks(view, this),
        *_content_marks(view, spans),
        *_place_marks(scene, this, spans),
    )
    found["content share"] = share
    found["source share"] = this.source_share
    found["link share"] = sum(this.shares) / len(this.shares) if this.shares else 0.0
    found["cue score"] = cue.score
    found["content score"] = max((p.score for p in this.contents), default=0.0)
    found["tagged words"] = how.get("tagged words", 0.0)
    found["parsed words"] = how.get("parsed words", 0.0)
    return found


def _group(cue: Cue) -> str:
    """Return the first class of the cue's lemma, or "none" for a word outside the lexicon."""
    order = ("say", "deny", "ask", "think", "want", "speak of", "nouns", "views", "others")
    return next((name for name in order if cue.lemma in cues.classes()[name]), "none")


def _shape(view: View, this: Linked, spans: tuple[Span, ...]) -> str:
    """Return the shape of the content: quotation, mixed, clause, infinitive or phrase."""
    main = max(spans, key=lambda span: span[1] - span[0])
    around = view.quotation_at(main[0])
    if around is not None and around.outer_end >= main[1] - 1:
        return "quotation" if len(view.text[slice(*main)].split()) > 2 else "short quotation"
    if _quoted_words(view, spans) > 2:
        return "mixed"
    return _clause_shape(view, this.cue, main)


def _clause_shape(view: View, cue: Cue, main: Span) -> str:
    first, last = view.tokens(*main)
    words = view.lower[first:last]
    if words[0] in _QUESTION:
        return "question clause"
    if words[0] == "to" and last > first + 1 and view.pos[first + 1] in ("VERB", "AUX", "ADV"):
        return "infinitive"
    clause = syntax.clausal_complement(cue.head)
    head = view.governor(main)
    verbs = [token for token in (clause, head) if token is not None and first <= token.i < last]
    if any(token.pos_ in ("VERB", "AUX") or _has(token, "cop") for token in verbs):
        subject = any(syntax.any_subject(token) is not None for token in verbs)
        if subject:
            return "clause"
        return "gerund" if verbs[-1].tag_ == "VBG" else "predicate"
    if any(syntax.is_subject(token) for token in view.doc[first:last]):
        return "phrase with a clause"
    return "short phrase" if last - first <= 3 else "phrase"


def _has(token: object, label: str) -> bool:
    return any(child.dep_ == label for child in token.children)  # type: ignore[attr-defined]


def _quoted_words(view: View, spans: tuple[Span, ...]) -> int:
    return sum(
        len(view.text[max(start, q.start) : min(end, q.end)].split())
        for start, end in spans
        for q in view.quotations_in(start, end)
    )


def _cue_marks(scene: Scene, this: Linked) -> Iterator[str | bool]:
    """Yield features of the cue's tense, negation, voice and place."""
    cue, head = this.cue, this.cue.head
    words = scene.view.lower[cue.first : cue.last]
    yield f"tag {head.tag_}"
    yield f"dep {head.dep_.split(':')[0]}"
    yield when(len(words) > 1, f"cue words {size(len(words), steps=(1, 2, 3, 4))}")
    negated = syntax.negated(head) or not _NEGATIONS.isdisjoint(words)
    yield when(negated, f"negated {_group(cue)}")
    for child in head.children:
        yield when(child.dep_.startswith("aux") and child.tag_ == "MD", f"modal {child.lower_}")
        yield when(
            child.dep_ in ("mark", "aux") and child.lower_ in ("if", "to"), f"{child.lower_} cue"
        )
    yield when(syntax.is_passive(head), f"passive {_group(cue)}")
    governor = head.head if head.dep_ == "xcomp" else None
    yield when(governor is not None, f"under {cues.lemma(governor) if governor else ''}")
    yield when(syntax.any_subject(head) is None, "no subject")


def _source_marks(view: View, this: Linked) -> Iterator[str | bool]:
    """Yield features of the source."""
    if this.source is None:
        yield f"no source {_group(this.cue)}"
        return
    head = view.governor(this.source)
    kinds = ("person", "organization", "document", "group")
    lemma = cues.lemma(head)
    kind = next((k for k in kinds if {head.lower_, lemma} & lexicon.words("roles", k)), "")
    yield f"source {head.ent_type_ or kind or head.pos_}"
    yield when(head.pos_ == "PRON", f"source word {head.lower_}")
    yield when(not governed.can_speak(view, this.source), f"source cannot speak {_group(this.cue)}")
    for how in ("tagged", "parse", "understood"):
        yield when(f"by {how}" in this.source_features, f"source by {how}")
    yield when("inside the content" in this.source_features, "source inside the content")


def _content_marks(view: View, spans: tuple[Span, ...]) -> Iterator[str | bool]:
    first, last = view.tokens(*spans[0])
    count = sum(1 for s in spans for i in range(*view.tokens(*s)) if view.fold[i])
    yield f"words {size(count)}"
    yield f"begins {view.pos[first]}"
    yield when(
        view.lower[first] in lexicon.words("cues", "content_starts"),
        f"begins with {view.lower[first]}",
    )
    yield when(view.lower[first - 1] == "that" if first else False, "after that")
    yield when(any(view.doc[i].like_num for i in range(first, last)), "holds a number")
    yield when(count <= 3 and view.doc[last - 1].ent_type_, "ends in a name")


def _place_marks(scene: Scene, this: Linked, spans: tuple[Span, ...]) -> Iterator[str | bool]:
    """Yield features of the place in the article: headline, caption, quotation, other content."""
    view, cue = scene.view, this.cue
    start, end = view.paragraphs[cue.paragraph]
    ending = view.text[start:end].rstrip('"”’)')[-1:]
    yield when(ending not in (".", "?", "!", ":"), "paragraph has no full stop")
    yield when(view.headline[cue.first], "headline")
    yield when(cue.paragraph == 0, "first paragraph")
    around = scene.content_at(cue.first)
    in_quotation = view.quotation_at(cue.span[0]) is not None
    yield when(in_quotation, f"cue in a quotation {_person(view, this)}")
    outer = around is not None and around not in this.contents
    yield when(outer, f"cue in a content {_group(cue)} {_person(view, this)}")
    side = "after" if spans[0][0] >= cue.span[1] else "before"
    gap = spans[0][0] - cue.span[1] if side == "after" else cue.span[0] - spans[-1][1]
    yield f"{side} by {size(max(0, gap), steps=(0, 4, 12, 30, 80))}"
    inner = [c for c in scene.cues if c.tagged and _covers(spans, c)]
    yield when(inner, "content holds a cue")


def _covers(spans: tuple[Span, ...], cue: Cue) -> bool:
    return any(start <= cue.span[0] and cue.span[1] <= end for start, end in spans)


def _person(view: View, this: Linked) -> str:
    if this.source is None:
        return "nobody"
    words = view.lower[slice(*view.tokens(*this.source))]
    return "first person" if lexicon.words("pronouns", "speech") & set(words) else "other"
