"""Claims: who said what, from the tagger's spans, quotation marks and the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.claims import judge, quoted, spans, unparsed
from claimx.claims.claim import RULES, ClaimMatch
from claimx.claims.cues import find_cues
from claimx.claims.finished import Dated, finished
from claimx.claims.links import Scene, linked
from claimx.claims.spans import Attribution, attributions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.text.view import View

__all__ = ["RULES", "Attribution", "ClaimMatch", "Dated", "attributions_of", "find_claims"]


def find_claims(
    view: View, attributions: Sequence[Attribution], dates: Sequence[Dated] = ()
) -> list[ClaimMatch]:
    """Return all claims of an article, by position.

    Cues from the tagger and the lexicon are linked to their contents and source. A judge keeps
    those that are claims. Remaining quotations continue a claim or become one.
    """
    if view.parsed or attributions:
        scene = set_scene(view, attributions)
        drafts = judge.kept(scene, judge.candidates(scene, linked(scene)))
    else:
        drafts = unparsed.drafts(view)
    drafts = quoted.completed(view, drafts)
    return finished(view, drafts, dates)


def set_scene(view: View, attributions: Sequence[Attribution]) -> Scene:
    """Return the cues, sources and contents of an article."""
    view.close_quotations(a.start for a in attributions if a.label != "CONTENT")
    return Scene(
        view,
        find_cues(view, attributions),
        spans.sources(view, attributions),
        spans.contents(view, attributions),
    )
