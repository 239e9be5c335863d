"""The claims that `find_claims` returns, and the drafts that become claims."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimx.text.view import Span

__all__ = ["RULES", "ClaimMatch", "Draft"]

#: The ways in which a claim can be found: the values of `ClaimMatch.rule`.
RULES = {
    "tagged": "the tagger's cue and content",
    "tagged-content": "a cue of the lexicon; the tagger's content or a quotation",
    "tagged-cue": "the tagger's cue; its content read off the parse",
    "parsed": "a cue of the lexicon and its complement in the parse",
    "according-to": "“according to X”, “in X's view”, “as X put it”, “for X,” beside a clause",
    "nested": "a cue inside another claim's content, and its complement in the parse",
    "labelled": "a name and a colon before, or a dash and a name after a quotation",
    "interview": "question and answer, or a speaker's name at the head of each paragraph",
    "introduced": "a quotation after a sentence that says what its speaker said",
    "carried": "a quotation that continues the one before",
    "posted": "a post, with its author's name and account after it",
    "unattributed": "a quotation with no source in reach",
}


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A statement attributed to a source; offsets are characters of the Doc's text.

    `source` is the mention with the title before it and without appositions. `carried` is the
    index, in the same list, of the earlier claim whose speaker continues. `rule` is a key of
    `RULES`. The confidence is computed from `evidence`.
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
    stance: str | None = None
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True, eq=False)
class Draft:
    """An unfinished claim; `carried` is the draft whose speaker continues."""

    contents: list[Span]
    cue: Span | None = None
    source: Span | None = None
    rule: str = "tagged"
    carried: Draft | None = field(default=None, repr=False)
    head: int = -1
    evidence: dict[str, float] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """The start of the first content."""
        return min(start for start, _ in self.contents)

    @property
    def end(self) -> int:
        """The end of the last content."""
        return max(end for _, end in self.contents)
