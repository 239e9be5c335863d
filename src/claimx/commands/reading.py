"""Shared code of commands that read articles: results, the tally, signals."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from claimx.errors import ClaimxError, Skipped

if TYPE_CHECKING:
    from claimx.errors import InputError
    from claimx.reader import Article
    from claimx.settings import Settings
    from claimx.terminal.progress import Step

Records = list[dict[str, Any]]


class Tally:
    """A counter of results, which prints errors on standard error."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds
        self.articles = self.records = self.found = self.failed = 0
        self.skipped = Counter[str]()

    def count(self, results: Iterable[Records | ClaimxError], step: Step) -> Iterator[Records]:
        """Yield the results that are records, and show the progress."""
        for result in results:
            if isinstance(result, Skipped):
                self.skipped[result.message] += 1
                continue
            step(None if isinstance(result, ClaimxError) else result)
            if isinstance(result, ClaimxError):
                self.failed += 1
                say(str(result))
                continue
            self.articles += 1
            kinds = [record["kind"] for record in result if record["kind"] in self.kinds]
            self.records += len(kinds)
            self.found += len(kinds) - kinds.count("document")
            yield result

    def summary(self, skipped: int) -> str:
        """Return a summary in one line; `skipped` articles were complete before."""
        parts = [counted(self.articles, "article"), counted(self.records, "record")]
        if skipped:
            parts.append(f"{counted(skipped, 'article')} complete before")
        if self.skipped:
            reasons = "; ".join(f"{name}: {n:,}" for name, n in self.skipped.most_common())
            parts.append(f"{counted(self.skipped.total(), 'page')} skipped ({reasons})")
        if self.failed:
            parts.append(f"{counted(self.failed, 'input')} failed")
        return ", ".join(parts)


def say(text: str) -> None:
    """Print a line on standard error; a closed pipe is not an error."""
    with suppress(BrokenPipeError):
        typer.echo(text, err=True)


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def results(
    inputs: Iterable[Article | InputError], settings: Settings
) -> Iterator[Records | ClaimxError]:
    """Yield each input's records or its error, using one or more processes."""
    if settings.jobs != 1:
        from claimx.run import jobs

        return jobs.extract(inputs, settings=settings)
    # The encoder's threads take all cores; more of numpy's OpenBLAS would be in their way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from claimx.run import pipeline

    nlp = pipeline.load(settings.model)
    return pipeline.extract(inputs, nlp, settings=settings)


def stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal end the run like Ctrl-C, so that files are cleaned up."""
    import signal

    def stop(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup the signal stays ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)
