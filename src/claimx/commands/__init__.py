"""The commands, one module each.

A new command is a module with a function under `@command(...)`, and its import in `claimx.cli`:

    @command("input", "filter")
    def words(paths: Paths, *, settings: Settings) -> int:
        \"\"\"Print how many words each article has.\"\"\"

The groups name its shared options, which it gets as `settings`. Its own options are typer
parameters. It returns the exit code. Import heavy modules inside the function, so that
`claimx --help` stays fast.
"""
