"""Agreement of named entities: over an article, one form of a name is the name of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from claimx.speakers.names import LABELS, find_names

if TYPE_CHECKING:
    from claimx.text.view import View


def agreed(view: View) -> list[Span]:
    """The Doc's entities, each with the label that the whole article gives its form.

    A recognizer that sees a sentence at a time takes "Quist said" for a place; the article that
    has named Ada Quist in full knows better. Labels of no name (DATE, …) stay as they are, and so
    does GPE where the article says no more than that it is a place.
    """
    labels = {(name.start, name.end): name.label for name in find_names(view)}
    settled = []
    for entity in view.doc.ents:
        given = LABELS.get(entity.label_)
        label = labels.get((entity.start, entity.end), given)
        same = given is None or label is None or label == given
        settled.append(
            entity if same else Span(view.doc, entity.start, entity.end, label=str(label))
        )
    return settled
