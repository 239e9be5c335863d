"""`claimx extract --engine ray`: the run on Ray, and its final report."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import typer

from claimx.commands import reading
from claimx.commands.reading import counted
from claimx.errors import InputError
from claimx.run import cluster
from claimx.run.worker import Done
from claimx.settings import Settings

# How many reasons the final line names.
MOST_REASONS = 5


@dataclass(slots=True)
class Report:
    """The counts of a run, including what was complete before."""

    before: Done = field(default_factory=Done)
    now: Done = field(default_factory=Done)
    workers: int = 1
    begun: float = field(default_factory=time.monotonic)

    def add(self, result: cluster.Begun | Done | InputError) -> None:
        """Count a block, or an input that cannot be read."""
        if isinstance(result, cluster.Begun):
            self.before, self.workers = result.before, result.workers
            self.begun = time.monotonic()
        elif isinstance(result, Done):
            self.now.add(result)
            for line in result.errors:
                typer.echo(line, err=True)
            if result.failed > len(result.errors):
                more = result.failed - len(result.errors)
                typer.echo(f"… and {counted(more, 'more error')} in that block", err=True)
        else:
            self.now.failed += 1
            self.now.reasons[result.message] += 1
            typer.echo(str(result), err=True)

    @property
    def failed(self) -> int:
        """The number of inputs that failed, in this run or before."""
        return self.before.failed + self.now.failed

    @property
    def found(self) -> int:
        """The number of records besides the documents."""
        return self.before.found + self.now.found

    def counts(self) -> dict[str, Any]:
        """Return the report for programs."""
        seconds = time.monotonic() - self.begun
        total = Done()
        total.add(self.before)
        total.add(self.now)
        return {
            "inputs": total.articles + total.failed + total.skipped.total(),
            "articles": total.articles,
            "records": total.records,
            "words": total.words,
            "failed": dict(total.reasons.most_common()),
            "skipped": dict(total.skipped.most_common()),
            "complete_before": self.before.articles,
            "workers": self.workers,
            "seconds": round(seconds, 3),
            "words_per_second_per_worker": round(self.now.words / seconds / self.workers, 1),
        }

    def line(self) -> str:
        """Return the report in one line."""
        found = self.counts()
        parts = [counted(found["articles"], "article"), counted(found["records"], "record")]
        if found["complete_before"]:
            parts.append(f"{counted(found['complete_before'], 'article')} complete before")
        for name in ("failed", "skipped"):
            if found[name]:
                number = sum(found[name].values())
                parts.append(f"{counted(number, 'input')} {name} ({_reasons(found[name])})")
        speed = f"{found['words_per_second_per_worker']:,.0f} words per second and worker"
        return f"{', '.join(parts)}; {speed}, {counted(self.workers, 'worker')}"


def extract(paths: list[str], *, settings: Settings) -> int:
    """Run on Ray and return the exit code."""
    reading.stop_on_signals()
    report = Report()
    try:
        for result in cluster.extract(paths, settings=settings):
            report.add(result)
    except KeyboardInterrupt:
        typer.echo("claimx: interrupted; continue with --resume", err=True)
        return 130
    cluster.note(report.counts(), settings=settings)
    if not settings.quiet:
        typer.echo(f"claimx: {report.line()}; wrote {settings.output}", err=True)
    if report.failed:
        return 1
    return 4 if settings.exit_status and not report.found else 0


def _reasons(counts: dict[str, int]) -> str:
    named = [f"{reason}: {number:,}" for reason, number in Counter(counts).most_common()]
    more = ["…"] if len(named) > MOST_REASONS else []
    return "; ".join(named[:MOST_REASONS] + more)
