"""The typer application, and the decorator that adds a command with the shared options."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

import typer
from typer.core import TyperCommand

from claimx.commands import config
from claimx.commands.idle import idle
from claimx.errors import SettingsError
from claimx.run import logs
from claimx.settings import Group, Settings, declared, nearest

PREFIX = "CLAIMX_"
# CLAIMX_CONFIG is the configuration file, CLAIMX_THREADS the number of threads of the encoder.
OTHER_VARIABLES = ("CONFIG", "THREADS")

EXIT_CODES = """
Exit codes: 0 done, even if nothing was found; 1 some inputs failed, the others are written;
2 usage, settings, model or output; 4 nothing extracted, with -e; 130 interrupted.
"""
# Usual words for typer's "valid integer" and so on.
EXPECTED = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
SOURCES = """
Options can also be set in claimx.toml, or in [tool.claimx] of pyproject.toml, in the current
folder or the nearest one above it. A flag overrides its variable, a variable overrides the file.
"""

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Text, Markdown, HTML, JSON Lines, CSV, Parquet or WARC files (.txt, .md, .html, "
        ".jsonl, .csv, .tsv, .parquet, .warc; also with .gz or .zst), folders of them, their "
        "URLs in an object store (s3://…), or - for standard input.",
        show_default=False,
    ),
]
Run = Callable[..., int | None]

app = typer.Typer(
    name="claimx",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(
    *groups: Group,
    without: tuple[str, ...] = (),
    fixed: Mapping[str, Any] | None = None,
    epilog: str = EXIT_CODES,
    name: str | None = None,
    to: typer.Typer = app,
) -> Callable[[Run], Run]:
    """Add the function as a command that takes these groups of shared options.

    The function gets them as the keyword `settings`, unless there are no groups. `without` leaves
    out some of the groups' options. `fixed` settings always have the command's values.
    """
    names = [
        name
        for name, (_, option) in declared().items()
        if option.group in groups and name not in (*without, *(fixed or ()))
    ]

    def register(function: Run) -> Run:
        own = [
            parameter
            for name, parameter in inspect.signature(function, eval_str=True).parameters.items()
            if name != "settings"
        ]

        def run(ctx: typer.Context, **values: Any) -> None:
            if names:
                config.check(ctx, is_off=values.pop("no_config"), path=values.pop("config"))
                given = {name: values.pop(name) for name in names}
                settings = _settings(ctx, {**given, **(fixed or {})})
                _warn_of_idle(ctx, names, paths=values.get("paths", []), settings=settings)
                with logs.on_stderr(settings.level):
                    raise typer.Exit(function(**values, settings=settings) or 0)
            raise typer.Exit(function(**values) or 0)

        shared = [_parameter(name) for name in names]
        _sign(run, function, [*own, *(shared + config.PARAMETERS if names else [])])
        ending = (SOURCES if names else "") + epilog
        to.command(name, cls=Command, epilog=ending or None)(run)
        return function

    return register


class Command(TyperCommand):
    """A command with messages that show a wrong value as the user wrote it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for argument in self.params:
            if argument.param_type_name == "argument":
                # "PATHS" is enough; typer would add the Python type, "<list[str]>".
                argument.display_type_rich = lambda ctx: None  # type: ignore[attr-defined]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and reword the errors."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            name = error.param.name if error.param else None
            message = error.message[:1].lower() + error.message[1:].rstrip(".")
            for noun, wording in EXPECTED.items():
                if message.startswith(f"input should be a valid {noun}"):
                    message = error.message = f"must be {wording}"
            source = _source(ctx, name or "")
            if name is None or source not in ("ENVIRONMENT", "DEFAULT_MAP"):
                raise
            if message.startswith("must be"):
                message += f' (got "{_given(ctx, name)}")'
            raise SettingsError(f"{_spelled(ctx, name)}: {message}") from error


def _given(ctx: Any, name: str) -> str:
    """Return the value of a variable or of a key in the file, as the user wrote it."""
    if _source(ctx, name) == "ENVIRONMENT":
        return os.environ[PREFIX + name.upper()]
    return str(ctx.default_map[name])


def check_variables(environment: Mapping[str, str]) -> None:
    """Warn of unknown CLAIMX_* variables, which can belong to another version."""
    known = (*(name.upper() for name in declared()), *OTHER_VARIABLES)
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if name not in (variable, *known):
            remedy = nearest(name, known, prefix=PREFIX)
            text = f"warning: unknown variable {variable}" + (f"; {remedy}" if remedy else "")
            typer.echo(text, err=True)


def _settings(ctx: typer.Context, values: Mapping[str, Any]) -> Settings:
    """Return the settings, with defaults for values that were not given."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if value is not None and value != []
    }
    try:
        settings = Settings(**given)
    except SettingsError as error:
        if error.setting is None:
            raise
        spelled = _spelled(ctx, error.setting)
        raise SettingsError(f"{spelled} {error.message}", remedy=error.remedy) from error
    if not settings.quiet:
        check_variables(os.environ)
    return settings


def _warn_of_idle(
    ctx: typer.Context, names: list[str], *, paths: list[str], settings: Settings
) -> None:
    """Warn of flags without an effect, not of variables and files: other runs share those."""
    if settings.quiet:
        return
    flags = [name for name in names if _source(ctx, name) == "COMMANDLINE"]
    for line in idle(flags, paths, settings):
        typer.echo(f"warning: {line}", err=True)


def _source(ctx: typer.Context, name: str) -> str:
    source = ctx.get_parameter_source(name)
    return "" if source is None else source.name


def _spelled(ctx: typer.Context, name: str) -> str:
    """Return the setting's name as it was given: a variable, a key in the file or a flag."""
    if _source(ctx, name) == "ENVIRONMENT":
        return PREFIX + name.upper()
    if _source(ctx, name) == "DEFAULT_MAP":
        return f"{ctx.meta[config.PATH]}: {name.replace('_', '-')}"
    return "--" + name.replace("_", "-")


def _sign(run: Callable[..., None], function: Run, parameters: list[inspect.Parameter]) -> None:
    """Set the name, help text and parameters of the wrapper for typer."""
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    run.__name__, run.__doc__ = function.__name__, function.__doc__
    run.__signature__ = inspect.Signature([context, *keywords])  # type: ignore[attr-defined]
    run.__annotations__ = {}


def _parameter(name: str) -> inspect.Parameter:
    """Return the setting as a parameter of a typer command."""
    type, option = declared()[name]
    default = Settings.__dataclass_fields__[name].default
    is_list = get_origin(type) is tuple
    choices = _literals_of(type) if is_list else ()
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None if default is None or is_list else default,
        annotation=Annotated[
            list[str] | None if is_list else type,
            typer.Option(
                *(option.flags or _flags(name, type)),
                envvar=PREFIX + name.upper(),
                metavar=option.metavar,
                help=option.help + (f" One of {', '.join(choices)}." if choices else ""),
                show_default=option.shown or default not in (None, (), False),
                callback=_splitter(name, is_open=not choices) if is_list else None,
                autocompletion=_completer(choices) if choices else None,
            ),
        ],
    )


def _flags(name: str, type: Any) -> tuple[str, ...]:
    flag = name.replace("_", "-")
    return (f"--{flag}/--no-{flag}",) if type is bool else (f"--{flag}",)


def _literals_of(type: Any) -> tuple[str, ...]:
    return tuple(value for part in get_args(type) for value in get_args(part))


def _splitter(name: str, *, is_open: bool) -> Callable[[typer.Context, Any], Any]:
    """Split values at commas: always in variables, and in flags with a fixed set of values."""

    def split(ctx: typer.Context, value: list[str] | None) -> list[str] | None:
        if value is None:
            return None
        if _source(ctx, name) == "ENVIRONMENT":
            # typer splits variables at spaces, but names contain spaces.
            value = [os.environ[PREFIX + name.upper()]]
        elif is_open:
            return value
        return [part.strip() for item in value for part in item.split(",") if part.strip()]

    return split


def _completer(choices: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return complete
