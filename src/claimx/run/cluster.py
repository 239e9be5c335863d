"""The Ray engine: files from blocks, with a worker process per core of a machine or a cluster.

The driver (this process) gives each worker one block at a time and keeps no records. If a worker
or its node dies, only the work on its block is lost. Another worker does the block again, article
by article, to find out which one was being read. An article at which two workers died becomes an
error, and the block is done without it.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import cycle, islice
from typing import Any

from claimx import reader
from claimx.errors import ClaimxError, InputError, ModelError, OutputError, SettingsError
from claimx.run import blocks, manifest
from claimx.run.blocks import Block
from claimx.run.jobs import THREADS
from claimx.run.worker import Done
from claimx.settings import Settings
from claimx.writers.dataset import REPORT, Folder

log = logging.getLogger("claimx")

# How many workers may die at an article before it is an error.
DEATHS = 2
# How many workers in a row may die before one has started.
STARTS = 3
# How many files' rows are counted in advance, and how many workers there are per counting process.
# It counts some thousand rows per second; a worker processes five.
AHEAD = 100
WORKERS_PER_COUNTER = 200
# Only counts pass through Ray's object store, never records.
STORE_BYTES = 200_000_000
# A worker's threads would slow down the other workers.
VARIABLES = dict.fromkeys(THREADS, "1")


@dataclass(slots=True)
class Try:
    """A block in progress, and what happened in earlier tries."""

    block: Block
    deaths: int = 0
    place: int = -1
    skip: dict[int, str] = field(default_factory=dict)
    blamed: Counter[int] = field(default_factory=Counter)

    @property
    def is_careful(self) -> bool:
        """Return whether to go article by article."""
        return self.deaths > 0

    def fail(self) -> None:
        """Record that the worker died."""
        self.deaths += 1
        if 0 <= self.place < len(self.block):
            self.blamed[self.place] += 1
            if self.blamed[self.place] == DEATHS:
                self.skip[self.place] = "the process that read it died twice"
        elif self.deaths > STARTS * max(1, len(self.skip)) * DEATHS:
            raise OutputError("workers die when they write a block", path=self.block.name)
        self.place = -1


@dataclass(frozen=True, slots=True)
class Begun:
    """The number of workers, and what was complete before."""

    before: Done
    workers: int


def extract(paths: Iterable[str], *, settings: Settings) -> Iterator[Begun | Done | InputError]:
    """Yield the state at the start, then the result of each block in the order of completion.

    An InputError is a path that cannot be read. Raises OutputError if the folder cannot be written,
    and ModelError if the pipeline cannot be loaded.
    """
    assert settings.output is not None
    paths = list(paths)
    if "-" in paths:
        raise SettingsError("--engine ray reads files, not standard input", remedy="name files")
    folder = Folder(settings.output)
    asked = manifest.asked(paths, settings=settings)
    before = manifest.opened(folder, asked, is_continued=settings.resume)
    errors: list[InputError] = []
    with _Connection(settings) as cores:
        size = settings.jobs or cores
        yield Begun(before.total, size)
        crew = _Crew(size, errors, settings=settings)
        planned = blocks.plan(
            _files(paths, errors, settings), settings=settings, count=crew.counted
        )
        for done in crew.run(block for block in planned if block.number not in before.complete):
            yield from errors
            errors.clear()
            yield done
    yield from errors


def note(report: dict[str, Any], *, settings: Settings) -> None:
    """Write the report into the folder."""
    assert settings.output is not None
    Folder(settings.output).write(REPORT, json.dumps(report, indent=1).encode())


def _files(paths: list[str], errors: list[InputError], settings: Settings) -> Iterator[str]:
    for source in reader.sources(paths, settings=settings):
        if isinstance(source, str):
            yield source
        else:
            errors.append(source)


class _Connection:
    """A connection to Ray that yields the number of cores. An existing connection is kept."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._is_own = False
        self._ray: Any = None

    def __enter__(self) -> int:
        # Ray would report its use to its makers.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            ray: Any = import_module("ray")
        except ImportError as error:
            remedy = "python -m pip install 'claimx[ray]'"
            raise SettingsError("--engine ray needs ray", remedy=remedy) from error
        self._ray = ray
        self._is_own = not ray.is_initialized()
        if self._is_own:
            quiet = {"log_to_driver": False, "logging_level": "ERROR"}
            address = self._settings.address
            try:
                if address is None:
                    ray.init(
                        num_cpus=self._settings.jobs or os.cpu_count(),
                        include_dashboard=False,
                        object_store_memory=STORE_BYTES,
                        **quiet,
                    )
                else:
                    ray.init(address=address, **quiet)
            except (ConnectionError, RuntimeError, ValueError) as error:
                reason = str(error).splitlines()[0].rstrip(".")
                raise SettingsError(f"no Ray cluster ({reason})", setting="address") from error
        return int(ray.cluster_resources().get("CPU", 1))

    def __exit__(self, *_: object) -> None:
        if self._is_own:
            self._ray.shutdown()


class Remote:
    """A worker as an actor, which loads the pipeline once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ready(self) -> None:
        """Load the pipeline."""
        from claimx.run import logs, pipeline
        from claimx.run.worker import Worker

        logs.to_stderr(self._settings.level)
        assert self._settings.output is not None
        nlp = pipeline.load(self._settings.model)
        self._worker = Worker(nlp, Folder(self._settings.output), settings=self._settings)

    def run(self, block: Block) -> Done:
        """Process a whole block."""
        return self._worker.run(block)

    def begin(self, block: Block, skip: dict[int, str]) -> None:
        """Start a block that is processed article by article."""
        self._worker.begin(block, skip)

    def step(self) -> bool:
        """Process the next article; return False if there is none."""
        return self._worker.step()

    def finish(self) -> Done:
        """Write the files of a block that was processed article by article."""
        return self._worker.finish()


class Rows:
    """A counter of files' rows, as an actor."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def count(self, file: str) -> int:
        """Return the number of rows."""
        return reader.count_rows(file, settings=self._settings)


class _Crew:
    """The workers, and the block of each."""

    def __init__(self, size: int, errors: list[InputError], *, settings: Settings) -> None:
        ray: Any = import_module("ray")
        self._ray = ray
        self._size, self._errors, self._settings = size, errors, settings
        # Without max_restarts: we replace dead workers ourselves, since their blocks must restart.
        environment = {"env_vars": VARIABLES}
        self._actor = ray.remote(Remote).options(num_cpus=1, runtime_env=environment)
        counter = ray.remote(Rows).options(
            num_cpus=0, max_restarts=-1, max_task_retries=STARTS, runtime_env=environment
        )
        self._counters = [counter.remote(settings) for _ in range(-(-size // WORKERS_PER_COUNTER))]
        self._under_way: dict[Any, tuple[Any, Try | None]] = {}
        self._again: deque[Try] = deque()
        self._deaths = 0
        self._is_over = False

    def counted(self, files: Iterator[str]) -> Iterator[tuple[str, int]]:
        """Yield each file and its number of rows, counted in advance by other processes."""
        stream = self._counting(files)
        waiting: deque[tuple[str, Any]] = deque()
        while True:
            waiting.extend(islice(stream, AHEAD * len(self._counters) - len(waiting)))
            if not waiting:
                return
            file, ref = waiting.popleft()
            try:
                yield file, 1 if ref is None else self._ray.get(ref)
            except self._ray.exceptions.RayError:
                self._errors.append(InputError("a process died while counting rows", path=file))

    def _counting(self, files: Iterator[str]) -> Iterator[tuple[str, Any]]:
        turns = cycle(self._counters)
        for file in files:
            is_one = reader.is_single(file, settings=self._settings)
            yield file, None if is_one else next(turns).count.remote(file)

    def run(self, todo: Iterator[Block]) -> Iterator[Done]:
        """Yield the result of each block in the order of completion."""
        exceptions = self._ray.exceptions
        for block in islice(todo, self._size):
            self._again.append(Try(block))
            self._start()
        try:
            while self._is_busy():
                [ref], _ = self._ray.wait(list(self._under_way), num_returns=1)
                actor, task = self._under_way.pop(ref)
                try:
                    result = self._result(ref)
                except (exceptions.RayActorError, exceptions.OutOfMemoryError):
                    self._lost(actor, task)
                    continue
                if isinstance(result, Done):
                    assert task is not None
                    log.info("block %s: %d articles", task.block.name, result.articles)
                    yield result
                    task = None
                self._next(actor, task, result, todo)
        finally:
            for actor in (*self._counters, *(actor for actor, _ in self._under_way.values())):
                self._ray.kill(actor)

    def _is_busy(self) -> bool:
        """Return whether a block is in progress or still to do, unlike workers that only start."""
        if self._again or not self._is_over:
            return bool(self._under_way)
        return any(task is not None for _, task in self._under_way.values())

    def _result(self, ref: Any) -> Any:
        try:
            return self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            # The error that the worker raised, not Ray's report of it.
            if isinstance(error.cause, ClaimxError):
                raise error.cause from None
            log.debug("a worker failed", exc_info=True)
            raise ClaimxError(
                f"a worker failed ({type(error.cause).__name__}: {error.cause})",
                remedy="continue with --resume, and please report it",
            ) from error

    def _start(self) -> None:
        actor = self._actor.remote(self._settings)
        self._under_way[actor.ready.remote()] = actor, None

    def _next(self, actor: Any, task: Try | None, result: Any, todo: Iterator[Block]) -> None:
        """Give the worker its next task: a step of its block, or another block."""
        self._deaths = 0
        if task is None:
            task = self._again.popleft() if self._again else _first(todo)
            if task is None:
                self._is_over = True
                self._ray.kill(actor)
                return
            if not task.is_careful:
                self._under_way[actor.run.remote(task.block)] = actor, task
                return
            ref = actor.begin.remote(task.block, task.skip)
        elif result is False:
            task.place = -1
            ref = actor.finish.remote()
        else:
            task.place += 1
            ref = actor.step.remote()
        self._under_way[ref] = actor, task

    def _lost(self, actor: Any, task: Try | None) -> None:
        """Replace a worker that died."""
        self._ray.kill(actor)
        if task is None:
            self._deaths += 1
            if self._deaths == STARTS:
                raise ModelError("workers die while they load the pipeline")
        else:
            task.fail()
            self._again.append(task)
        self._start()


def _first(todo: Iterator[Block]) -> Try | None:
    block = next(todo, None)
    return None if block is None else Try(block)
