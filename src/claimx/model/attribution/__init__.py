"""Who said what, as spans: a neural tagger of sources, cues and contents."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Span

from claimx.errors import ModelError
from claimx.model.attribution.decoding import ROLES, best_spans
from claimx.model.attribution.features import find_features
from claimx.model.attribution.network import Network

__all__ = ["ROLES", "AttributionTagger", "bundled_weights"]

WEIGHTS = "weights.npz"


def bundled_weights() -> Path:
    """The folder of the weights that come with the package."""
    return Path(__file__).parents[2] / "data" / "attribution"


class AttributionTagger:
    """Fills `doc.spans[name]` with spans labelled CONTENT, SOURCE and CUE.

    They don't overlap, neither begin nor end with whitespace, and run over sentences and paragraphs
    where a quotation does. Words and the Penn tags of a tagger are all that is read: it works
    without a tagger too, a little less well, and in any English pipeline of spaCy.
    """

    def __init__(self, *, name: str = "claimx_attribution") -> None:
        self.name = name
        self._network: Network | None = None

    @classmethod
    def bundled(cls, *, name: str = "claimx_attribution") -> AttributionTagger:
        """One with the weights that come with the package."""
        return cls(name=name).from_disk(bundled_weights())

    def __call__(self, doc: Doc) -> Doc:
        features = find_features(doc)
        token = features.token
        doc.spans[self.name] = [
            Span(doc, int(token[start]), int(token[end - 1]) + 1, label=label)
            for start, end, label in best_spans(self._loaded().scores(features))
        ]
        return doc

    def _loaded(self) -> Network:
        if self._network is None:
            raise ModelError(
                f"{self.name} has no weights",
                remedy="load some, or use AttributionTagger.bundled()",
            )
        return self._network

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        file = io.BytesIO()
        np.savez_compressed(file, **self._loaded().arrays)  # type: ignore[arg-type]
        return file.getvalue()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> AttributionTagger:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            self._network = Network(dict(arrays))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / WEIGHTS).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> AttributionTagger:
        file = Path(path) / WEIGHTS
        try:
            return self.from_bytes(file.read_bytes())
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(f"{file} cannot be read", remedy="install claimx again") from error
