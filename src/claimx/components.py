"""The spaCy factories, as in `spacy.blank("en").add_pipe("claimx_figures")`.

spaCy may import this module whenever it starts, so the module imports nothing heavy itself. Each
component writes spans (widened to tokens) to `doc.spans[NAME]`, and plain JSON values with exact
character offsets to `doc._.NAME`. Values refer to each other by index.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from claimx.claims import ClaimMatch

log = logging.getLogger("claimx")

Component = Callable[[Doc], Doc]
Value = dict[str, Any]

# Most readers of JSON store numbers as doubles.
LARGEST_EXPONENT = 307

EXTENSIONS: dict[str, Any] = {
    "claimx_published": None,
    "claimx_day_first": None,
    "claimx_figures": [],
    "claimx_dates": [],
    "claimx_claims": [],
}


def register_extensions() -> None:
    """Register the extension attributes that are not registered yet."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register_extensions()


def warn_of_language(nlp: Language, name: str) -> None:
    """Log a warning if the pipeline is for a language other than English."""
    if nlp.lang not in ("en", "xx"):
        log.warning('%s reads English only; the pipeline is for "%s"', name, nlp.lang)


@Language.factory("claimx_sentences", assigns=["token.is_sent_start"])
def sentences(nlp: Language, name: str) -> Component:
    """Set the sentence starts that layout and spelling show; the parser finds the others."""
    from claimx.text.sentences import set_starts

    return set_starts


@Language.factory("claimx_names", requires=["doc.ents"], assigns=["doc.ents"])
def names(nlp: Language, name: str) -> Component:
    """Give each named entity the label that its form has in most of the article."""
    from claimx.speakers import agreed
    from claimx.text.view import view_of

    def component(doc: Doc) -> Doc:
        doc.ents = agreed(view_of(doc))
        return doc

    return component


@Language.factory("claimx_encoder", assigns=["doc.user_data"])
def encoder(nlp: Language, name: str) -> Component:
    """Run the bundled encoder, whose outputs the components of `claimx.model.pipes` decode."""
    from claimx.model.pipes import EncoderPipe

    return EncoderPipe(nlp, name)


@Language.factory("claimx_tagger", requires=["doc.user_data"], assigns=["token.tag"])
def tagger(nlp: Language, name: str) -> Component:
    """Set Penn tags."""
    from claimx.model.pipes import Tagger

    return Tagger(nlp, name)


@Language.factory(
    "claimx_morphologizer", requires=["doc.user_data"], assigns=["token.pos", "token.morph"]
)
def morphologizer(nlp: Language, name: str) -> Component:
    """Set parts of speech and morphological features."""
    from claimx.model.pipes import Morphologizer

    return Morphologizer(nlp, name)


@Language.factory("claimx_lemmatizer", requires=["doc.user_data"], assigns=["token.lemma"])
def lemmatizer(nlp: Language, name: str) -> Component:
    """Set lemmas."""
    from claimx.model.pipes import Lemmatizer

    return Lemmatizer(nlp, name)


@Language.factory(
    "claimx_parser",
    requires=["doc.user_data"],
    assigns=["token.dep", "token.head", "token.is_sent_start"],
)
def parser(nlp: Language, name: str) -> Component:
    """Set heads, relations of Universal Dependencies and sentence starts."""
    from claimx.model.pipes import Parser

    return Parser(nlp, name)


@Language.factory("claimx_ner", requires=["doc.user_data"], assigns=["doc.ents"])
def ner(nlp: Language, name: str) -> Component:
    """Set named entities: PERSON, ORG, LOC and NORP."""
    from claimx.model.pipes import Names

    return Names(nlp, name)


@Language.factory(
    "claimx_attribution", assigns=["doc.spans"], default_config={"convention": "news"}
)
def attribution(nlp: Language, name: str, convention: str) -> Component:
    """Tag sources, cues and contents; run the encoder first if no component has."""
    from claimx.model.pipes import Attribution

    return Attribution(nlp, name, convention)


@Language.factory("claimx_figures", assigns=["doc.spans", "doc._.claimx_figures"])
def figures(nlp: Language, name: str) -> Component:
    """Find figures; a number inside a date found earlier is not a figure."""
    from claimx.figures import find_figures

    warn_of_language(nlp, name)

    def component(doc: Doc) -> Doc:
        text = doc.text
        spans = [(value["start"], value["end"]) for value in doc._.claimx_dates]
        values = [_plain(match, text) for match in find_figures(doc, dates=spans)]
        doc._.claimx_figures = values
        _store(doc, name, values, labels=(value["measure"] for value in values))
        return doc

    return component


@Language.factory(
    "claimx_dates",
    assigns=["doc.spans", "doc._.claimx_dates"],
    default_config={"day_first": None},
)
def dates(nlp: Language, name: str, day_first: bool | None) -> Component:
    """Find dates, resolved against `doc._.claimx_published`.

    `doc._.claimx_day_first` overrides the component's own `day_first` unless it is None.
    """
    from claimx.dates import find_dates

    warn_of_language(nlp, name)

    def component(doc: Doc) -> Doc:
        order = day_first if doc._.claimx_day_first is None else doc._.claimx_day_first
        matches = find_dates(doc, published=doc._.claimx_published, day_first=order)
        text = doc.text
        values = [_plain(match, text) for match in matches]
        doc._.claimx_dates = values
        _store(doc, name, values, labels=(value["type"] for value in values))
        return doc

    return component


@Language.factory(
    "claimx_claims",
    requires=["token.tag", "token.dep", "token.head", "doc.ents"],
    assigns=["doc.spans", "doc._.claimx_claims"],
)
def claims(nlp: Language, name: str) -> Component:
    """Find claims; link the figures and dates that earlier components found."""
    from claimx.claims import attributions_of, find_claims
    from claimx.text.view import view_of

    def component(doc: Doc) -> Doc:
        text = view_of(doc).text
        dates = [(date["start"], date["end"], date["value"]) for date in doc._.claimx_dates]
        found = find_claims(view_of(doc), attributions_of(doc), dates)
        values = [_claim(match, text) for match in found]
        doc._.claimx_claims = values
        _link(values, doc._.claimx_figures, key="figures")
        _drop_speaking_items(values, doc._.claimx_figures)
        _link(values, doc._.claimx_dates, key="dates")
        _store(doc, name, values, labels=(value["form"] for value in values))
        return doc

    return component


@Language.factory(
    "claimx_speakers",
    requires=["token.tag", "token.dep", "token.head", "doc.ents", "doc._.claimx_claims"],
)
def speakers(nlp: Language, name: str) -> Component:
    """Resolve the speakers of the claims that an earlier component found."""
    from claimx.speakers import resolve_speakers
    from claimx.text.view import view_of

    def component(doc: Doc) -> Doc:
        text, values = view_of(doc).text, doc._.claimx_claims
        found = resolve_speakers(view_of(doc), [claim_match(value) for value in values])
        for value, speaker in zip(values, found, strict=True):
            value["speaker"] = None if speaker is None else _speaker(speaker, text)
        return doc

    return component


@Language.factory("claimx_confidence", requires=["doc._.claimx_claims"])
def confidence(nlp: Language, name: str) -> Component:
    """Set the confidence of the claims whose speakers earlier components resolved."""
    from claimx.claims.confidence import confidence_of

    def component(doc: Doc) -> Doc:
        for value in doc._.claimx_claims:
            value["confidence"] = confidence_of(value)
        return doc

    return component


def claim_match(value: Value) -> ClaimMatch:
    """Return a value of `doc._.claimx_claims` as the match that it was made from."""
    from claimx.claims import ClaimMatch

    cue, source = value["cue"], value["source"]
    return ClaimMatch(
        form=value["form"],
        segments=tuple((piece["start"], piece["end"]) for piece in value["segments"]),
        quotes=tuple((piece["start"], piece["end"]) for piece in value["quotes"]),
        source=source and (source["start"], source["end"]),
        cue=cue and (cue["start"], cue["end"]),
        cue_lemma=cue and cue["lemma"],
        carried=value["carried"],
        rule=value["rule"],
        said=value["said"],
        stance=value["stance"],
        evidence=tuple(value["evidence"].items()),
    )


def _claim(match: ClaimMatch, text: str) -> Value:
    segments = [_piece(text, *segment) for segment in match.segments]
    return {
        "start": min(segment["start"] for segment in segments),
        "end": max(segment["end"] for segment in segments),
        "text": " ".join(segment["text"] for segment in segments),
        "form": match.form,
        "segments": segments,
        "quotes": [_piece(text, *quote) for quote in match.quotes],
        "source": match.source and _piece(text, *match.source),
        "cue": match.cue and _piece(text, *match.cue) | {"lemma": match.cue_lemma},
        "speaker": None,
        "said": match.said,
        "stance": match.stance,
        "confidence": None,
        "evidence": dict(match.evidence),
        "carried": match.carried,
        "rule": match.rule,
        "figures": [],
        "dates": [],
    }


def _speaker(match: Any, text: str) -> Value:
    mentioned = match.start is not None
    return {
        "text": text[match.start : match.end] if mentioned else None,
        **{field.name: getattr(match, field.name) for field in fields(match)},
    }


def _link(claims: list[Value], values: list[Value], *, key: str) -> None:
    """List in each claim the values inside its content, and in each value its innermost claim."""
    for value in values:
        value["claim"] = None
    # The longest claims first, so that the innermost one overwrites the others.
    for index in sorted(range(len(claims)), key=lambda i: -_length(claims[i])):
        claims[index][key] = inside = _inside(claims[index], values)
        for position in inside:
            values[position]["claim"] = index


def _drop_speaking_items(claims: list[Value], figures: list[Value]) -> None:
    """Remove a figure's item if it is the speaker of the claim that contains the figure."""
    for figure in figures:
        source = None if figure["claim"] is None else claims[figure["claim"]]["source"]
        span = figure["item_span"]
        if source and span and span[0] < source["end"] and source["start"] < span[1]:
            figure["item"] = figure["item_span"] = None


def _inside(claim: Value, values: list[Value]) -> list[int]:
    """Return the indexes of the values (sorted by start) inside one of the claim's segments."""
    from bisect import bisect_left

    found = []
    for segment in claim["segments"]:
        position = bisect_left(values, segment["start"], key=lambda value: value["start"])
        while position < len(values) and values[position]["start"] < segment["end"]:
            if values[position]["end"] <= segment["end"]:
                found.append(position)
            position += 1
    return found


def _length(claim: Value) -> int:
    return sum(segment["end"] - segment["start"] for segment in claim["segments"])


def _piece(text: str, start: int, end: int) -> Value:
    return {"start": start, "end": end, "text": text[start:end]}


def _plain(match: Any, text: str) -> Value:
    """Return the match as JSON values, with its text.

    It takes the text rather than the Doc because `doc.text` is built anew on each access.
    """
    value = asdict(match)
    for key, content in value.items():
        if isinstance(content, Decimal):
            value[key] = json_number(content)
    return {"text": text[match.start : match.end], **value, "claim": None}


def json_number(value: Decimal) -> int | float | None:
    """Return an int for a whole value, otherwise a float; None if a double cannot hold it."""
    if not value.is_finite() or value.adjusted() > LARGEST_EXPONENT:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _store(doc: Doc, key: str, values: list[Value], *, labels: Iterable[str]) -> None:
    """Store the values' spans, widened to whole tokens."""
    spans: list[Span] = []
    for value, label in zip(values, labels, strict=True):
        span = doc.char_span(value["start"], value["end"], label=label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[key] = spans
