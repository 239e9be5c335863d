"""The commands, one module each.

A new command is a module with a function under `@command(...)`, and its import in `claimx.cli`:

    @command("input", "filter")
    def words(paths: Paths, *, settings: Settings) -> int:
        \"\"\"Print how many words each article has.\"\"\"

The groups name the shared options that it takes: they reach it as `settings`. Options of its own
are parameters as typer takes them. It returns the exit code. Imports of heavy modules stand inside
the function, so that `claimx --help` stays quick.
"""
