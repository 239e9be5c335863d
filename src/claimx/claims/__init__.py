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
    """All claims of an article, by position.

    Cues of the tagger and of the lexicon get the contents and the source that belong to them; a
    judge keeps those that are claims; quotations left over continue a claim or make one.
    """
    if view.parsed or attributions:
        scene = set_scene(view, attributions)
        drafts = judge.kept(scene, judge.candidates(scene, linked(scene)))
    else:
        drafts = unparsed.drafts(view)
    drafts = quoted.completed(view, drafts)
    return finished(view, drafts, dates)


def set_scene(view: View, attributions: Sequence[Attribution]) -> Scene:
    """The cues, sources and contents of an article."""
    view.close_quotations(a.start for a in attributions if a.label != "CONTENT")
    return Scene(
        view,
        find_cues(view, attributions),
        spans.sources(view, attributions),
        spans.contents(view, attributions),
    )
