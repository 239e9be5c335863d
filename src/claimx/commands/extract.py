"""`claimx extract`."""

from __future__ import annotations

from claimx.commands import reading
from claimx.commands.app import Paths, command
from claimx.settings import Settings


@command("input", "filter", "output", "run")
def extract(paths: Paths, *, settings: Settings) -> int:
    """Print claims, figures and dates as JSON records.

    Output is JSON Lines: for each article one document record, then its claims, figures and dates
    in text order. Offsets count characters (Unicode code points) of the article's text.

    Examples: "claimx extract articles/" reads a folder; "claimx extract a.txt --kind claim" prints
    its claims only; "claimx extract - --date 2026-01-10 < a.txt" reads text of that day from a
    pipe; "claimx extract articles/ -o claims.csv --kind claim" writes a table.
    """
    if settings.engine == "ray":
        from claimx.commands import distributed

        return distributed.extract(paths, settings=settings)
    from claimx import reader, writers
    from claimx.terminal import progress

    reading.stop_on_signals()
    tally = reading.Tally(settings.kind)
    wanted = progress.is_wanted(settings)
    try:
        with (
            writers.opened(settings, inputs=paths) as output,
            progress.shown(lambda: reader.count(paths, settings=settings), wanted=wanted) as step,
        ):
            inputs = output.done.remaining(reader.read(paths, settings=settings))
            for records in tally.count(reading.results(inputs, settings), step):
                output.write(records)
    except BrokenPipeError:
        pass  # the reader has closed the pipe
    except KeyboardInterrupt:
        reading.say("claimx: interrupted")
        return 130
    else:
        if not settings.quiet:
            wrote = f"; wrote {', '.join(output.files)}" if output.files else ""
            reading.say(f"claimx: {tally.summary(output.done.skipped)}{wrote}")
    if tally.failed:
        return 1
    return 4 if settings.exit_status and not tally.found else 0
