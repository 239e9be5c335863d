"""The configuration file, found in the current folder or above: defaults for the options."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from claimx.errors import SettingsError
from claimx.settings import declared, nearest

FILES = ("claimx.toml", "pyproject.toml")
VARIABLE = "CLAIMX_CONFIG"
# The key for the path of the configuration file in a command's context.
PATH = "claimx.config"


def find(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """Return the nearest configuration file in or above the folder, and its table, or None.

    A pyproject.toml without [tool.claimx] is skipped.
    """
    for parent in (folder, *folder.parents):
        for name in FILES:
            path = parent / name
            if path.is_file() and (table := read(path)) is not None:
                return path, table
    return None


def read(path: Path) -> dict[str, Any] | None:
    """Return the table of claimx's settings in a TOML file, or None if it has none.

    Raises SettingsError for a file that cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot be read ({error})", path=str(path)) from error
    tool = content.get("tool")
    if tool is None and path.name != "pyproject.toml":
        return content
    table = tool.get("claimx") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError("[tool.claimx] must be a table", path=str(path))
    return table


def defaults(table: dict[str, Any], *, path: Path) -> dict[str, str | list[str]]:
    """Return the settings in the table as they would be typed, for typer.

    Raises SettingsError for an unknown key, or a value that is impossible for any option.
    """
    known = tuple(name.replace("_", "-") for name in declared())
    made: dict[str, str | list[str]] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in known:
            raise SettingsError(
                f'unknown setting "{key}"', path=str(path), remedy=nearest(name, known)
            )
        made[name.replace("-", "_")] = _typed(name, value, path=path)
    return made


def check(ctx: typer.Context, *, is_off: bool, path: str | None) -> None:
    """Refuse --config with --no-config, which overrides the variable."""
    source = ctx.get_parameter_source("config")
    if is_off and path is not None and source is not None and source.name == "COMMANDLINE":
        raise SettingsError("--config and --no-config exclude each other", remedy="drop one")


def _typed(name: str, value: Any, *, path: Path) -> str | list[str]:
    takes_several = getattr(declared()[name.replace("-", "_")][0], "__origin__", None) is tuple
    if isinstance(value, list) and takes_several and value:
        return [str(_typed_one(name, item, path=path)) for item in value]
    text = _typed_one(name, value, path=path)
    return [text] if takes_several else text


def _typed_one(name: str, value: Any, *, path: Path) -> str:
    # TOML has dates: date = 2026-01-10 needs no quotes.
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    kind = "an empty list" if value == [] else "a list" if isinstance(value, list) else "a table"
    raise SettingsError(f"{name} cannot be {kind}", path=str(path))


def _take(ctx: typer.Context, value: str | None) -> str | None:
    """Read the named or found file, before the other options are read."""
    if ctx.resilient_parsing:
        return value
    if ctx.params.get("no_config"):
        return value
    found = find(Path.cwd()) if value is None else _named(Path(value))
    if found is not None:
        path, table = found
        ctx.default_map = {**(ctx.default_map or {}), **defaults(table, path=path)}
        ctx.meta[PATH] = path
    return value


def _named(path: Path) -> tuple[Path, dict[str, Any]]:
    return path, read(path) or {}


def _parameters() -> Iterator[inspect.Parameter]:
    keyword = inspect.Parameter.KEYWORD_ONLY
    off = typer.Option("--no-config", is_eager=True, help="Read no configuration file.")
    named = typer.Option(
        "--config",
        is_eager=True,
        callback=_take,
        envvar=VARIABLE,
        metavar="FILE",
        help="Read this configuration file, instead of the nearest claimx.toml or pyproject.toml.",
    )
    yield inspect.Parameter("no_config", keyword, default=False, annotation=Annotated[bool, off])
    yield inspect.Parameter(
        "config", keyword, default=None, annotation=Annotated[str | None, named]
    )


#: `--no-config` and `--config`, as parameters of a typer command.
PARAMETERS = list(_parameters())
