"""The files of a block, written by a worker process with the pipeline loaded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimx.errors import InputError, Skipped
from claimx.run.batches import batches
from claimx.run.blocks import Block
from claimx.settings import Settings
from claimx.writers import dataset
from claimx.writers.dataset import BLOCKS, BlockFiles, Folder

if TYPE_CHECKING:
    from spacy.language import Language

    from claimx.reader import Article

Result = list[dict[str, Any]] | InputError
# How many errors a block returns to be shown; its file of errors has all of them.
SHOWN = 20


@dataclass(slots=True)
class Done:
    """The result of a block, or of several."""

    articles: int = 0
    records: int = 0
    found: int = 0
    words: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def add(self, other: Done) -> None:
        """Add the counts of another block."""
        self.articles += other.articles
        self.records += other.records
        self.found += other.found
        self.words += other.words
        self.failed += other.failed
        self.skipped += other.skipped
        self.reasons += other.reasons

    def written(self) -> bytes:
        """Return the counts as in the file of a complete block."""
        return json.dumps({slot: getattr(self, slot) for slot in self.__slots__}).encode()

    @classmethod
    def read(cls, data: bytes) -> Done:
        """Return the result in the file of a complete block."""
        found: dict[str, Any] = json.loads(data)
        for name in ("skipped", "reasons"):
            found[name] = Counter(found[name])
        return cls(**found)


class Worker:
    """A worker on blocks: whole ones (`run`), or article by article (`begin`, `step`, `finish`)."""

    def __init__(self, nlp: Language, folder: Folder, *, settings: Settings) -> None:
        self._nlp, self._folder, self._settings = nlp, folder, settings
        self._stack = ExitStack()
        self._open: tuple[Block, BlockFiles, Done, Iterator[Article | InputError]] | None = None

    def run(self, block: Block) -> Done:
        """Process a block, write its files, and return the result."""
        with dataset.block(block.name, settings=self._settings) as made:
            done = Done()
            for batch in batches(block.read(settings=self._settings)):
                self._extract(batch, made, done)
            return self._commit(block, made, done)

    def begin(self, block: Block, skip: dict[int, str]) -> None:
        """Start a block; `skip` has the reasons for places that are not read."""
        self._stack.close()
        made = self._stack.enter_context(dataset.block(block.name, settings=self._settings))
        self._open = block, made, Done(), block.read(settings=self._settings, skip=skip)

    def step(self) -> bool:
        """Process the next place of the block; return False if there is none."""
        assert self._open is not None
        _, made, done, items = self._open
        item = next(items, None)
        if item is not None:
            self._extract([item], made, done)
        return item is not None

    def finish(self) -> Done:
        """Write the files of the block, and return the result."""
        assert self._open is not None
        block, made, done, _ = self._open
        done = self._commit(block, made, done)
        self._stack.close()
        self._open = None
        return done

    def _extract(self, batch: list[Article | InputError], made: BlockFiles, done: Done) -> None:
        from claimx.run import pipeline

        for result in pipeline.extract_batch(batch, self._nlp, settings=self._settings):
            if isinstance(result, Skipped):
                done.skipped[result.message] += 1
            elif isinstance(result, Exception):
                _fail(result, made, done)
            else:
                made.write(result)
                done.articles += 1
                kinds = [r["kind"] for r in result if r["kind"] in self._settings.kind]
                done.records += len(kinds)
                done.found += len(kinds) - kinds.count("document")
                done.words += result[0]["words"]

    def _commit(self, block: Block, made: BlockFiles, done: Done) -> Done:
        done.files = made.commit(self._folder)
        self._folder.write(f"{BLOCKS}/{block.name}.json", done.written())
        return done


def _fail(error: Exception, made: BlockFiles, done: Done) -> None:
    assert isinstance(error, InputError)
    done.failed += 1
    done.reasons[error.message] += 1
    if len(done.errors) < SHOWN:
        done.errors.append(str(error))
    made.fail({"doc": error.path, "line": error.line, "reason": error.message})
