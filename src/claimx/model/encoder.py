"""The bundled encoder. It runs once per article; the components decode its outputs.

A BERT (Devlin et al. 2019) fine-tuned by `training/encoder`, run by onnxruntime in 8-bit integers.
Each window is computed alone and in one thread, so that results don't depend on the batch or on
the number of threads. The threads share the windows.
"""

from __future__ import annotations

import json
import math
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimx.errors import ModelError
from claimx.model.inputs import Inputs, find_inputs, piece_codes
from claimx.model.wordpiece import WordPiece

if TYPE_CHECKING:
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
# What the encoder found for the n tokens that are not whitespace: "token" (n) is each one's index
# in the Doc; the other arrays have one row per token. Plain arrays, so that a Doc can be stored.
Encoded = dict[str, NDArray[Any]]

GRAPH, TABLES, LABELS, VOCABULARY = "encoder.onnx", "tables.npz", "labels.json", "vocabulary.txt"
LEMMAS = "lemmas.json"
KEY = "claimx_encoder"  # of Doc.user_data
THREADS = "CLAIMX_THREADS"
# As in training: pieces per window, and how many of them at each end only give context.
WINDOW, CONTEXT = 320, 32
# How many Docs the threads compute ahead while earlier results are decoded.
AHEAD = 3
# A token of more pieces (a link, a line of signs) is cut, so that no window exceeds WINDOW.
LONGEST_TOKEN = 24


class Encoder:
    """The network with its vocabulary and the labels of its heads."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Load the files that training exports; ModelError if one is missing or broken."""
        self.folder = folder
        self.threads = threads or _threads()
        try:
            self.labels: dict[str, list[str]] = json.loads((folder / LABELS).read_text("utf-8"))
            # By "form|UPOS", the form in lower case; only those that differ from the form.
            self.lemmas: dict[str, str] = json.loads((folder / LEMMAS).read_text("utf-8"))
            self.wordpiece = WordPiece.from_file(folder / VOCABULARY, longest=LONGEST_TOKEN)
            with np.load(folder / TABLES, allow_pickle=False) as tables:
                self.tables = {name: _single(array) for name, array in tables.items()}
            self._session = _session(folder / GRAPH)
        except Exception as error:  # onnxruntime has its own errors for a broken file
            raise ModelError(f"{folder} cannot be read", remedy="install claimx again") from error
        self._names = [output.name for output in self._session.get_outputs()]

    @cached_property
    def relation(self) -> Floats:
        """The weights of the relations, (size, labels * size): dependent, then head."""
        flat = self.tables["relation"]
        size = math.isqrt(flat.shape[1])
        cube = flat.reshape(-1, size, size).transpose(1, 0, 2)
        return np.ascontiguousarray(cube.reshape(size, -1))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, thread_name_prefix="claimx-encoder")

    def __call__(self, docs: Iterable[Doc]) -> Iterator[tuple[Doc, Encoded]]:
        """Yield each Doc with its outputs, while threads work on the next ones."""
        waiting: deque[tuple[Doc, Inputs, Iterator[Encoded]]] = deque()
        ahead = 0 if self.threads == 1 else AHEAD
        for doc in docs:
            waiting.append((doc, *self._begun(doc)))
            if len(waiting) > ahead:
                yield self._finished(*waiting.popleft())
        for one in waiting:
            yield self._finished(*one)

    def _begun(self, doc: Doc) -> tuple[Inputs, Iterator[Encoded]]:
        """Return the inputs, and the pending outputs of each window."""
        inputs = find_inputs(doc, self.wordpiece)
        feeds = (self._feed(inputs, *span) for span in windows(inputs))
        if self.threads == 1:
            return inputs, map(self._run, feeds)
        return inputs, self._pool.map(self._run, feeds)

    def _finished(self, doc: Doc, inputs: Inputs, parts: Iterator[Encoded]) -> tuple[Doc, Encoded]:
        return doc, {"token": inputs.token, **self._join(list(parts))}

    def _feed(self, inputs: Inputs, low: int, start: int, end: int, high: int) -> Encoded:
        """Return the network's input for the words `start` to `end` in the window of a job."""
        bounds = np.append(inputs.first, len(inputs.pieces))
        first, past = int(bounds[low]), int(bounds[high])
        embedded = self._embed(inputs.pieces[first:past], piece_codes(inputs, low, high))
        return {"embedded": embedded, "first": inputs.first[start:end] - first + 1}

    def _run(self, feed: Encoded) -> Encoded:
        return dict(zip(self._names, self._session.run(self._names, feed), strict=True))

    def _embed(self, pieces: NDArray[np.int64], codes: NDArray[Any]) -> Floats:
        """Return the summed embeddings (1, m + 2, width), with a mark at each end of the window."""
        tables = self.tables
        ids = np.concatenate([[self.wordpiece.first], pieces, [self.wordpiece.last]])
        total = tables["words"][ids] * tables["word_scales"][ids, None]
        total += tables["positions"][: len(ids)]
        codes = np.pad(codes, ((1, 1), (0, 0)))
        codes[[0, -1], 0] = EDGE_CASE
        for number in range(codes.shape[1]):
            total += tables[f"codes{number}"][codes[:, number]]
        found: Floats = total[None].astype(np.float32)
        return found

    def _join(self, parts: list[Encoded]) -> Encoded:
        if len(parts) == 1:
            return parts[0]
        if not parts:  # a text without words: the graph itself gives the shapes of empty arrays
            none = np.zeros(0, dtype=np.int64)
            return self._run({"embedded": self._embed(none, none.reshape(0, 3)), "first": none})
        return {name: np.concatenate([part[name] for part in parts]) for name in self._names}


EDGE_CASE = 6  # the case code of a window's two marks, as in training


def windows(inputs: Inputs) -> Iterator[tuple[int, int, int, int]]:
    """Yield (low, start, end, high): read the words low to high, keep those from start to end."""
    count = len(inputs)
    bounds = np.append(inputs.first, len(inputs.pieces))
    start = 0
    while start < count:
        before = max(0, int(bounds[start]) - CONTEXT) if start else 0
        low = int(np.searchsorted(bounds, before, side="left"))
        high = int(np.searchsorted(bounds, bounds[low] + WINDOW, side="right")) - 1
        high = max(high, start + 1)
        end = high
        if high < count:
            end = int(np.searchsorted(bounds, bounds[high] - CONTEXT, side="right")) - 1
            end = max(end, start + 1)
        yield low, start, end, min(high, count)
        start = end


def _single(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array stored in half precision in single precision."""
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _threads() -> int:
    """Return how many threads share the windows: CLAIMX_THREADS, or one per core by default."""
    asked = os.environ.get(THREADS, "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
