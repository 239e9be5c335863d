"""The writers of records: standard output, files, tables, databases.

`opened` yields the Output of the settings. If the output cannot be written, it raises an error
before any work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from importlib.util import find_spec

from claimx.errors import SettingsError
from claimx.settings import Settings
from claimx.writers import target
from claimx.writers.output import Output

# By format: the module, the function, and the package of the extra with the format's name.
WRITERS = {
    "jsonl": ("claimx.writers.jsonl", "opened", None),
    "json": ("claimx.writers.jsonl", "opened_array", None),
    "csv": ("claimx.writers.csv", "opened", None),
    "parquet": ("claimx.writers.parquet", "opened", "pyarrow"),
    "duckdb": ("claimx.writers.duckdb", "opened", "duckdb"),
    "sqlite": ("claimx.writers.sqlite", "opened", None),
    "xlsx": ("claimx.writers.xlsx", "opened", "xlsxwriter"),
}


def opened(settings: Settings, *, inputs: Sequence[str] = ()) -> AbstractContextManager[Output]:
    """Open the output of the settings; raise SettingsError if it would replace an input."""
    assert settings.format is not None
    module, function, package = WRITERS[settings.format]
    if package is not None and find_spec(package) is None:
        raise SettingsError(
            f"{settings.format} needs {package}",
            remedy=f"python -m pip install 'claimx[{settings.format}]'",
        )
    target.reject_inputs(settings.output, inputs)
    writer: Callable[[Settings], AbstractContextManager[Output]]
    writer = getattr(import_module(module), function)
    return writer(settings)
