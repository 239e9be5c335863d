"""What `find_claims` returns, and the drafts that it is made from."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]

#: Which path found a claim; the closed list of values of `ClaimMatch.rule`.
RULES = {
    "tagged": "the tagger's cue and content, linked by the parse or the quotation's layout",
    "tagged-near": "the tagger's cue and content, linked by nearness",
    "tagged-content": "the tagger's content; its cue read off the parse",
    "tagged-cue": "the tagger's cue; its content read off the parse",
    "parsed": "a cue of the lexicon and its complement in the parse",
    "according-to": "“according to X”, “in X's view”, “as X put it”, “for X,” beside a clause",
    "nested": "a cue of the lexicon and its complement inside another claim's content",
    "quoted": "a quotation beside a cue of the lexicon",
    "labelled": "a name and a colon before, or a dash and a name after a quotation",
    "interview": "question and answer, or a speaker's name at the head of each paragraph",
    "introduced": "a quotation after a sentence that tells what its speaker said",
    "carried": "a quotation that goes on from the one before",
    "unattributed": "a quotation with no source in reach",
}


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A statement attributed to a source; all offsets are characters of the Doc's text.

    `source` is the mention with the title before it, without appositions; `carried` is the index,
    in the same list, of the earlier claim whose speaker goes on; `rule` is a key of `RULES`.
    """

    form: str
    segments: tuple[Span, ...]
    quotes: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    cue_lemma: str | None
    carried: int | None
    rule: str
    said: str | None


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making; `carried` points at the draft whose speaker goes on."""

    contents: list[Span]
    cue: Span | None = None
    source: Span | None = None
    rule: str = "tagged"
    carried: Draft | None = field(default=None, repr=False)

    @property
    def start(self) -> int:
        return min(start for start, _ in self.contents)

    @property
    def end(self) -> int:
        return max(end for _, end in self.contents)
