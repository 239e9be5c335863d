"""Claims: who said what, from the tagger's spans, quotation marks and the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import asides, contents, cues, finish, nested, quoted, screen, tagged
from claimx.claims.layout import Layout
from claimx.claims.match import RULES, ClaimMatch, Draft

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["RULES", "ClaimMatch", "find_claims"]


def find_claims(doc: Doc, *, whole: bool = False) -> list[ClaimMatch]:
    """All claims of a Doc, by position.

    With `whole`, contents keep a leading "that", cues their auxiliaries and sources their
    appositions: the convention of the annotated corpora, for measuring against them.
    """
    layout = Layout(doc)
    drafts = [draft for draft in tagged.drafts(layout) if screen.is_claim(layout, draft)]
    drafts = contents.tidied(layout, drafts)
    drafts = quoted.completed(layout, drafts)
    drafts += _parsed(layout, drafts)
    drafts += nested.nested(layout, drafts)
    return finish.matches(layout, drafts, whole=whole)


def _parsed(layout: Layout, found: list[Draft]) -> list[Draft]:
    """Claims of the lexicon's cues in places where no claim was found yet."""
    spans = [
        span
        for draft in found
        for span in (*draft.contents, draft.cue, draft.source)
        if span is not None
    ]
    taken = layout.token_indices(spans)
    tagged_too = "claimx_attribution" in layout.doc.spans
    drafts = [
        Draft([content], cues.cue_span(layout, head), source, "parsed")
        for head, content, source in cues.parsed_cues(layout, taken, only_said=tagged_too)
    ]
    drafts += asides.asides(layout, taken)
    free = [
        draft
        for draft in drafts
        if draft.cue is not None
        and taken.isdisjoint(layout.token_indices(draft.contents))
        and layout.quotation_at(draft.cue[0]) is None
    ]
    return [draft for draft in free if screen.is_claim(layout, draft)]
