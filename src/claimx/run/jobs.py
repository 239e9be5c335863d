"""Worker processes, with one stream of records in the order of the inputs.

Each process loads the pipeline once and takes batches of articles. Only a few batches are in
progress at a time, so memory stays flat. If a process dies, the articles in progress are tried
again, each alone in a process. One that kills its process again is an error; nothing else is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from claimx.errors import ClaimxError, InputError
from claimx.run import logs
from claimx.run.batches import SHARED_CHARS, Batch, batches

if TYPE_CHECKING:
    from spacy.language import Language

    from claimx.reader import Article
    from claimx.settings import Settings

Result = list[dict[str, Any]] | ClaimxError
Results = list[Result]

# How many batches are handed out in advance, per process. Records come in order, so while a long
# article is awaited the other processes need work. A batch has some 12 kB.
AHEAD = 32
THREADS = ("CLAIMX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def extract(inputs: Iterable[Article | InputError], *, settings: Settings) -> Iterator[Result]:
    """Yield each input's records, or its error, in the order of the inputs.

    Raises ModelError if the pipeline cannot be loaded.
    """
    # With several processes, more threads would slow each other down.
    for name in THREADS:
        os.environ.setdefault(name, "1")
    count = settings.jobs or os.cpu_count() or 1
    stream = batches(inputs, chars=SHARED_CHARS)
    waiting: deque[tuple[Batch, Future[Results]]] = deque()
    pool = _pool(count, settings)
    try:
        while True:
            while len(waiting) < AHEAD * count and (batch := next(stream, None)) is not None:
                waiting.append((batch, _submit(pool, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                lost = [(batch, future), *waiting]
                waiting.clear()
                pool.shutdown(cancel_futures=True)
                yield from _recovered(lost, settings)
                pool = _pool(count, settings)
            else:
                yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(count: int, settings: Settings) -> ProcessPoolExecutor:
    """Return a pool of new interpreters; forks would inherit locks and threads."""
    return ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(settings,),
    )


def _submit(pool: ProcessPoolExecutor, batch: Batch) -> Future[Results]:
    try:
        return pool.submit(_work, batch)
    except BrokenProcessPool as error:
        failed: Future[Results] = Future()
        failed.set_exception(error)
        return failed


def _recovered(lost: list[tuple[Batch, Future[Results]]], settings: Settings) -> Iterator[Result]:
    """Yield the results from before a process died, then try the rest article by article."""
    alone = _pool(1, settings)
    try:
        for batch, future in lost:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield from future.result()
                continue
            for item in batch:
                try:
                    yield from _submit(alone, [item]).result()
                except BrokenProcessPool:
                    alone.shutdown(cancel_futures=True)
                    alone = _pool(1, settings)
                    yield _died(item)
    finally:
        alone.shutdown(cancel_futures=True)


def _died(item: Article | InputError) -> InputError:
    if isinstance(item, InputError):
        return item
    return InputError(
        "the process that read it died twice",
        path=item.id,
        remedy="it may have run out of memory; try it alone, or lower --max-chars",
    )


class _Worker:
    """The state of a process between batches."""

    settings: Settings
    nlp: Language | None = None


def _start(settings: Settings) -> None:
    """Set up a new process: the parent handles Ctrl-C, and the process ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    logs.to_stderr(settings.level)
    _Worker.settings = settings


def _end_with(sentinel: int) -> None:
    """End this process when the parent is gone, so that a killed parent leaves no orphans."""
    wait([sentinel])
    os._exit(1)


def _work(batch: Batch) -> Results:
    from claimx.run import pipeline

    if _Worker.nlp is None:
        _Worker.nlp = pipeline.load(_Worker.settings.model)
    return pipeline.extract_batch(batch, _Worker.nlp, settings=_Worker.settings)
