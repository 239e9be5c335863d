"""The records that claimx writes, and their JSON Schema (version 2)."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SCHEMA_VERSION = "2.0"
SCHEMA_ID = f"urn:claimx:records:{SCHEMA_VERSION}"

Modifier = Literal["about", "more_than", "less_than", "at_least", "at_most", "nearly", "up_to"]

Stance = Literal["asserts", "denies", "doubts", "asks", "wants"]

#: The ways in which a claim can be found; docs/records.md explains each.
Rule = Literal[
    "tagged",
    "tagged-content",
    "tagged-cue",
    "parsed",
    "according-to",
    "nested",
    "labelled",
    "interview",
    "introduced",
    "carried",
    "posted",
    "unattributed",
]


class Strict(BaseModel):
    """A model without unknown fields, whose instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Piece(Strict):
    """A stretch of the article."""

    start: int = Field(ge=0, description="Offset of the first code point in the article's text.")
    end: int = Field(ge=0, description="Offset after the last code point.")
    text: str = Field(description="The text between them, verbatim.")


class Cue(Piece):
    """The verb or phrase of attribution."""

    lemma: str | None = Field(description="Its dictionary form.")


class Speaker(Strict):
    """The source that a claim is attributed to."""

    text: str | None = Field(description="The mention, with the title before it.")
    start: int | None
    end: int | None
    name: str | None = Field(description="The name in full, as the article knows it.")
    role: str | None = Field(description="Office or function, as worded in the article.")
    kind: Literal["person", "organization", "group"] | None
    entity: str | None = Field(
        description="An id that all mentions of this source in the article share."
    )
    resolved_by: Literal["name", "alias", "coreference", "carried"] | None


class Review(Strict):
    """A reviewer's decision on a record; rejected records are left out."""

    decision: Literal["accept"] | None
    by: str | None = Field(description="The reviewer's name.")
    at: str | None = Field(description="When, ISO 8601.")
    comment: str | None
    changed: list[Literal["speaker", "stance"]] = Field(description="The fields corrected.")


class Base(Strict):
    """The fields of every record of an article."""

    id: str = Field(pattern=r"^[0-9a-f]{16}$", description="Stable from run to run.")
    doc: str = Field(description="The article: its path, PATH#KEY, PATH:LINE or '-'.")
    start: int = Field(ge=0, description="Offset of the first code point in the article's text.")
    end: int = Field(ge=0, description="Offset after the last code point.")
    text: str = Field(description="The span, verbatim; a claim's segments joined by one space.")
    sentence: int | None = Field(description="Index of the sentence that contains start, from 0.")
    context: str | None = Field(description="The sentences that contain the record, verbatim.")


class Document(Base):
    """An article; its span is the body."""

    kind: Literal["document"]
    text: str | None = Field(  # type: ignore[assignment]
        description="The body, verbatim; of converted input (HTML) all text, only with --text."
    )
    title: str | None
    published: str | None = Field(description="ISO date or date-time.")
    published_from: Literal["text", "metadata", "option"] | None
    url: str | None = Field(description="The page's address, from its metadata.")
    site: str | None = Field(description="The outlet's name, from the metadata.")
    author: str | None = Field(description="As the metadata names them.")
    language: str | None = Field(description="ISO 639-1 code of the detected language.")
    meta: dict[str, Any] = Field(description="The fields of the row that --keep names.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the source bytes.")
    chars: int = Field(ge=0, description="Code points of the body.")
    words: int = Field(ge=0)
    sentences: int = Field(ge=0)
    claims: int = Field(ge=0)
    figures: int = Field(ge=0)
    dates: int = Field(ge=0)


class Claim(Base):
    """A statement that the article attributes to a source."""

    kind: Literal["claim"]
    form: Literal["direct", "mixed", "indirect"]
    segments: list[Piece]
    quotes: list[Piece]
    speaker: Speaker | None
    cue: Cue | None
    stance: Stance | None = Field(description="The source's attitude to the content.")
    confidence: float | None = Field(
        ge=0, le=1, description="How often a claim like this has the right content and speaker."
    )
    said: str | None = Field(description="When it was said, ISO 8601 or TIMEX3.")
    figures: list[str] = Field(description="Ids of the figures inside the content.")
    dates: list[str] = Field(description="Ids of the dates inside the content.")
    rule: Rule
    review: Review | None = Field(
        default=None, description="Only in what `claimx review apply` gives."
    )


class Figure(Base):
    """A number with what it measures."""

    kind: Literal["figure"]
    measure: str
    value: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str | None
    modifier: Modifier | None
    change: Literal["increase", "decrease"] | None
    per: str | None
    item: str | None
    period: list[str] = Field(description="Ids of the dates that say when the figure held.")
    confidence: float | None = Field(
        ge=0, le=1, description="How often a figure like this has the right value and unit."
    )
    equivalent: str | None = Field(description="Id of the figure that gives the same sum.")
    claim: str | None = Field(description="Id of the innermost claim that contains it.")
    review: Review | None = Field(
        default=None, description="Only in what `claimx review apply` gives."
    )


class Date(Base):
    """A date, time, duration or set of times (TIMEX3)."""

    kind: Literal["date"]
    type: Literal["date", "time", "duration", "set"]
    value: str
    low: str | None
    high: str | None
    modifier: (
        Literal["start", "mid", "end", "about", "before", "after", "more_than", "less_than"] | None
    )
    anchor: str | None
    confidence: float | None = Field(
        ge=0, le=1, description="How often a date like this has the right value."
    )
    claim: str | None = Field(description="Id of the innermost claim that contains it.")
    review: Review | None = Field(
        default=None, description="Only in what `claimx review apply` gives."
    )


class Sentence(Base):
    """A sentence of the body; on request only."""

    kind: Literal["sentence"]


class Told(Strict):
    """A member of a group: a record of one of its articles."""

    id: str = Field(pattern=r"^[0-9a-f]{16}$", description="The record's id.")
    doc: str = Field(description="The article.")
    published: str | None = Field(description="When the article appeared, ISO 8601.")
    text: str = Field(description="The record's text.")
    speaker: str | None = Field(description="The source that the article names.")
    entity: str | None = Field(description="Id of the speaker's entity record.")


class FigureTold(Told):
    """A figure of a group."""

    value: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str | None
    modifier: Modifier | None
    item: str | None
    equivalent: str | None = Field(
        description="Id of the same sum in another currency; for a rate, of its divisor."
    )
    outlier: bool = Field(description="Whether the value differs from what most articles say.")


class QuoteTold(Told):
    """A quotation of a group; its text is the passage in quotation marks."""

    start: int = Field(ge=0, description="Offset of the passage in its article.")
    end: int = Field(ge=0)
    match: Literal["fullest", "exact", "shortened", "altered"] = Field(
        description="How the wording relates to the fullest one."
    )
    dropped: list[str] = Field(description="Words of the fullest wording that this one leaves out.")
    added: list[str] = Field(description="Words that the fullest wording does not have.")


class ClaimTold(Told):
    """A claim of a group."""

    stance: Stance | None
    said: str | None


class Mentioned(Strict):
    """A source as one article names it."""

    doc: str
    entity: str | None = Field(description="The id that the article's speakers share.")
    name: str | None
    claims: int = Field(ge=0)


class Role(Strict):
    """A role that articles give a source, and when."""

    role: str = Field(description="As worded in the articles.")
    first: str | None = Field(description="When the first article with it appeared.")
    last: str | None
    docs: int = Field(ge=1)


class Group(Strict):
    """The fields of every record of several articles."""

    id: str = Field(pattern=r"^[0-9a-f]{16}$", description="Stable as long as its first member is.")
    confidence: float = Field(
        ge=0, le=1, description="How certain it is that they belong together."
    )
    reason: str = Field(description="Why they were put together.")


class Entity(Group):
    """A person or body that the articles mention."""

    kind: Literal["entity"]
    name: str = Field(description="The name in full.")
    type: Literal["person", "organization", "group"] | None
    aliases: list[str] = Field(description="Other names and mentions.")
    roles: list[Role]
    mentions: list[Mentioned]
    docs: int = Field(ge=1, description="How many articles.")
    claims: int = Field(ge=0, description="How many claims.")


class FigureGroup(Group):
    """Figures of several articles for one quantity, or an implied exchange rate."""

    kind: Literal["figure_group"]
    measure: str = Field(description='As in the figures; "rate" for an exchange rate.')
    unit: str | None
    per: str | None
    item: str | None
    low: str | None = Field(description="First day of the period, if an article gives one.")
    high: str | None
    agreement: Literal["same", "rounded", "bounds", "updated", "conflict"]
    members: list[FigureTold]


class QuoteGroup(Group):
    """One quotation in several articles."""

    kind: Literal["quote_group"]
    text: str = Field(description="The fullest wording.")
    speakers: list[str] = Field(description="Whom it is attributed to.")
    first: str = Field(description="The article that appeared first.")
    agreement: Literal["same", "shortened", "altered", "speakers"]
    members: list[QuoteTold]


class ClaimGroup(Group):
    """Several articles' claims: the same statement, a claim and its denial, or one occasion."""

    kind: Literal["claim_group"]
    relation: Literal["same", "denied", "occasion"]
    text: str = Field(description="The statement, or what the occasion is.")
    speakers: list[str]
    members: list[ClaimTold]


Extracted = Document | Claim | Figure | Date | Sentence
Compared = Entity | FigureGroup | QuoteGroup | ClaimGroup
Record = Annotated[Extracted | Compared, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Extracted | Compared] = TypeAdapter(Record)
_EXTRACTED: TypeAdapter[Extracted] = TypeAdapter(Annotated[Extracted, Field(discriminator="kind")])


def validate(record: dict[str, Any]) -> Extracted:
    """Return the record as its model; raise pydantic's ValidationError if it does not fit."""
    return _EXTRACTED.validate_python(record)


def group_id(kind: str, *parts: str) -> str:
    """Return the id of a group: 16 hex digits of its kind and what it begins with."""
    return hashlib.blake2b("\0".join((kind, *parts)).encode(), digest_size=8).hexdigest()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of one record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "version": SCHEMA_VERSION,
        "title": "A claimx record",
        **_ADAPTER.json_schema(),
    }


class Ids:
    """The ids of one article's records; equal spans get different ids."""

    def __init__(self, doc: str) -> None:
        self._doc, self._seen = doc, dict[tuple[str, int, int], int]()

    def new(self, kind: str, start: int, end: int) -> str:
        """Return 16 hex digits from doc, kind, offsets and how often these came before."""
        key = kind, start, end
        turn = self._seen.get(key, 0)
        self._seen[key] = turn + 1
        parts = (self._doc, kind, str(start), str(end), *([str(turn)] if turn else []))
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
