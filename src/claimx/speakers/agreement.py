"""Agreement of named entities: in an article, a form of a name means the same thing everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from claimx.speakers.names import LABELS, find_names

if TYPE_CHECKING:
    from claimx.text.view import View


def agreed(view: View) -> list[Span]:
    """Return the Doc's entities, each with the label that its form has in the whole article.

    In "Quist said", a recognizer that sees one sentence may label a place; the full name Ada Quist
    elsewhere in the article corrects that. Labels that are not for names (DATE, …) don't change,
    nor does GPE if the article only shows that it is a place.
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
