"""Shared options: from flags, variables and a file; which wins; how mistakes are named."""

import json
import logging
from dataclasses import asdict, fields

import pytest
import typer
from typer.testing import CliRunner

from claimx.cli import app
from claimx.commands.app import command
from claimx.commands.idle import idle
from claimx.errors import SettingsError
from claimx.settings import Settings


@pytest.fixture
def probe(tmp_path, monkeypatch):
    """Runs a command that prints its settings in an empty folder; the settings, or the error."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)

    @command("input", "filter", "output", "run", to=app)
    def tell(*, settings: Settings) -> None:
        typer.echo(json.dumps(asdict(settings)))

    def run(*arguments, **environment):
        result = CliRunner().invoke(app, arguments, env=environment)
        if isinstance(result.exception, SettingsError):
            return str(result.exception)
        if result.exit_code:
            return result.output
        given = json.loads(result.stdout)
        lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
        return Settings(**{**given, **lists})

    return run


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


# Each setting's value, and how it is written as flags, as a variable and in TOML.
GIVEN = {
    "date": ("2026-01-10", ["--date", "2026-01-10"], "2026-01-10", "2026-01-10"),
    "day_first": (True, ["--day-first"], "yes", "true"),
    "input_format": ("html", ["--input-format", "html"], "html", '"html"'),
    "glob": ("*.md", ["--glob", "*.md"], "*.md", '"*.md"'),
    "text_field": ("body", ["--text-field", "body"], "body", '"body"'),
    "id_field": ("key", ["--id-field", "key"], "key", '"key"'),
    "date_field": ("day", ["--date-field", "day"], "day", '"day"'),
    "title_field": ("head", ["--title-field", "head"], "head", '"head"'),
    "keep": (("desk", "a b"), ["--keep", "desk", "--keep", "a b"], "desk, a b", '["desk", "a b"]'),
    "max_chars": (5000, ["--max-chars", "5000"], "5000", "5000"),
    "model": ("en_core", ["--model", "en_core"], "en_core", '"en_core"'),
    "kind": (
        ("document", "claim"),
        ["--kind", "document,claim"],
        "document, claim",
        '["document", "claim"]',
    ),
    "speaker": (("Ada Quill",), ["--speaker", "Ada Quill"], "Ada Quill", '"Ada Quill"'),
    "stance": (("denies",), ["--stance", "denies"], "denies", '"denies"'),
    "unit": (("EUR", "m"), ["--unit", "EUR", "--unit", "m"], "EUR,m", '["EUR", "m"]'),
    "min_value": (1e9, ["--min-value", "1e9"], "1e9", "1e9"),
    "min_confidence": (0.5, ["--min-confidence", "0.5"], "0.5", "0.5"),
    "output": ("out.jsonl", ["-o", "out.jsonl"], "out.jsonl", '"out.jsonl"'),
    "format": ("csv", ["--format", "csv"], "csv", '"csv"'),
    "csv_safe": (True, ["--csv-safe"], "1", "true"),
    "csv_bom": (True, ["--csv-bom"], "1", "true"),
    "text": (True, ["--text"], "true", "true"),
    "jobs": (2, ["-j", "2"], "2", "2"),
    "exit_status": (True, ["-e"], "yes", "true"),
    "log_level": ("debug", ["--log-level", "debug"], "debug", '"debug"'),
    "quiet": (True, ["-q"], "on", "true"),
}


def test_the_table_of_values_is_complete():
    # --resume needs an output (tests/test_resume.py), those of the engine need it and each other
    # (tests/test_cluster.py).
    others = {"resume", "engine", "address", "partition_by", "block_size"}
    assert set(GIVEN) == {field.name for field in fields(Settings)} - others


@pytest.mark.parametrize("name", GIVEN)
def test_each_setting_comes_from_flags_variables_and_files(tmp_path, probe, name):
    value, flags, variable, toml = GIVEN[name]
    wanted = Settings(**{name: value})
    assert wanted != Settings()
    assert probe(*flags) == wanted
    assert probe(**{f"CLAIMX_{name.upper()}": variable}) == wanted
    for key in {name, name.replace("_", "-")}:
        write(tmp_path, "claimx.toml", f"{key} = {toml}\n")
        assert probe() == wanted
    assert probe("--no-config") == Settings()


def test_flags_win_over_variables_over_files(tmp_path, probe):
    write(tmp_path, "claimx.toml", 'text-field = "file"\nid-field = "file"\ndate-field = "file"\n')
    environment = {"CLAIMX_TEXT_FIELD": "variable", "CLAIMX_ID_FIELD": "variable"}
    got = probe("--text-field", "flag", **environment)
    assert (got.text_field, got.id_field, got.date_field) == ("flag", "variable", "file")


def test_a_flag_can_switch_off_what_a_file_switches_on(tmp_path, probe):
    write(tmp_path, "claimx.toml", "quiet = true\n")
    assert probe().quiet
    assert not probe("--no-quiet").quiet


class TestFiles:
    def test_the_nearest_one_above_counts(self, tmp_path, probe, monkeypatch):
        write(tmp_path, "pyproject.toml", "[tool.claimx]\njobs = 2\n")
        write(tmp_path / "a", "pyproject.toml", "[tool.other]\nx = 1\n")
        monkeypatch.chdir(tmp_path / "a")
        assert probe().jobs == 2
        write(tmp_path / "a", "claimx.toml", "[tool.claimx]\njobs = 3\n")
        assert probe().jobs == 3

    def test_a_named_one_replaces_it(self, tmp_path, probe):
        write(tmp_path, "claimx.toml", "jobs = 2\n")
        write(tmp_path, "other.toml", "quiet = true\n")
        assert probe("--config", "other.toml") == Settings(quiet=True)
        assert probe(CLAIMX_CONFIG="other.toml") == Settings(quiet=True)
        assert probe("--no-config", CLAIMX_CONFIG="other.toml") == Settings()
        for flags in (["--no-config", "--config"], ["--config"]):
            more = ["--no-config"] if len(flags) == 1 else []
            assert "exclude each other" in probe(*flags, "other.toml", *more)

    def test_a_date_needs_no_quotes(self, tmp_path, probe):
        write(tmp_path, "claimx.toml", "date = 2026-01-10\n")
        assert probe().date == "2026-01-10"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("jobs = 1.7", 'jobs: must be a whole number (got "1.7")'),
            ("jobs = true", 'jobs: must be a whole number (got "true")'),
            ("jobs = -1", "jobs must be 0 or more (got -1)"),
            ("kind = []", "kind cannot be an empty list"),
            ('kind = ["claims"]', 'kind cannot be "claims"; did you mean "claim"?'),
            ("kind = [[1]]", "kind cannot be a list"),
            ("format = {}", "format cannot be a table"),
            ("quiet = 'perhaps'", 'quiet: must be true or false (got "perhaps")'),
            ("text-field = ['a']", "text-field cannot be a list"),
            ("tool.claimx = 1", "[tool.claimx] must be a table"),
            ('outputs = "x"', 'unknown setting "outputs"; did you mean "output"?'),
            ("version = 1", 'unknown setting "version"'),
            ("= broken", "cannot be read (Invalid statement"),
            ("\udcff", "cannot be read ("),
        ],
    )
    def test_a_wrong_value_is_named_with_file_and_key(self, tmp_path, probe, text, message):
        data = f"{text}\n".encode(errors="surrogateescape")
        (tmp_path / "claimx.toml").write_bytes(data)
        answer = probe()
        assert answer.startswith(f"{tmp_path / 'claimx.toml'}: {message}")
        assert message != 'unknown setting "version"' or "did you mean" not in answer

    @pytest.mark.parametrize("text", ["tool = 1", "[tool]", "[project]\nname = 'x'"])
    def test_a_file_of_others_says_nothing(self, tmp_path, probe, text):
        write(tmp_path, "pyproject.toml", text)
        assert probe() == Settings()

    def test_a_file_that_is_not_there_is_an_error(self, probe):
        assert probe("--config", "gone.toml").startswith("gone.toml: cannot be read (")


class TestVariables:
    def test_an_empty_one_is_not_set(self, probe):
        names = [f"CLAIMX_{name.upper()}" for name in GIVEN]
        assert probe(**dict.fromkeys(names, "")) == Settings()

    @pytest.mark.parametrize(
        ("environment", "message"),
        [
            ({"CLAIMX_JOBS": "many"}, 'CLAIMX_JOBS: must be a whole number (got "many")'),
            ({"CLAIMX_JOBS": "-3"}, "CLAIMX_JOBS must be 0 or more (got -3)"),
            ({"CLAIMX_DATE": "soon"}, 'CLAIMX_DATE is not a date: "soon"; use YYYY-MM-DD'),
            ({"CLAIMX_KIND": "claims"}, 'CLAIMX_KIND cannot be "claims"'),
            ({"CLAIMX_FORMAT": "yaml"}, "CLAIMX_FORMAT: value error, 'yaml' is not one of"),
        ],
    )
    def test_a_wrong_value_is_named_with_the_variable(self, probe, environment, message):
        assert probe(**environment).startswith(message)

    def test_unknown_ones_are_a_warning(self, capfd, monkeypatch):
        from claimx.commands.app import check_variables

        names = ("CLAIMX_KINDS", "CLAIMX_ZZZ", "CLAIMX_THREADS", "CLAIMX_JOBS", "PATH")
        check_variables(dict.fromkeys(names, "1"))
        assert capfd.readouterr().err.splitlines() == [
            'warning: unknown variable CLAIMX_KINDS; did you mean "CLAIMX_KIND"?',
            "warning: unknown variable CLAIMX_ZZZ",
        ]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--jobs", "-1"], "--jobs must be 0 or more (got -1)"),
        (["--kind", "claim,figures"], '--kind cannot be "figures"; did you mean "figure"?'),
        (["--format", "xml"], "'xml' is not one of 'jsonl', 'json', 'csv'"),
        (["-o", "news.xls"], '--output has an unknown ending ".xls"; use .jsonl'),
    ],
)
def test_a_wrong_flag_is_named(probe, flags, message):
    assert message in probe(*flags)


def test_values_complete():
    import os
    import subprocess
    import sys

    for option, value in (("--kind", "sentence"), ("--format", "duckdb"), ("--stance", "denies")):
        environment = {
            **os.environ,
            "_CLAIMX_COMPLETE": "complete_bash",
            "COMP_WORDS": f"claimx extract {option} ",
            "COMP_CWORD": "3",
        }
        code = "from claimx.cli import app; app(prog_name='claimx')"
        result = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True
        )
        assert value in result.stdout.split()


def test_show_takes_what_extract_takes_but_for_the_output():
    from claimx.cli import app
    from claimx.settings import declared

    commands = typer.main.get_command(app).commands
    shown, extracted = (
        {parameter.name for parameter in commands[name].params} for name in ("show", "extract")
    )
    outputs = {name for name, (_, option) in declared().items() if option.group == "output"}
    assert extracted - shown == outputs | {"exit_status"}
    assert shown - extracted == {"pager"}


def test_a_closed_standard_error_is_not_an_error(monkeypatch):
    from claimx.commands import reading

    def closed(*_args, **_more):
        raise BrokenPipeError

    monkeypatch.setattr(reading.typer, "echo", closed)
    reading.say("claimx: 1 article")


def test_one_is_not_plural():
    from claimx.commands.reading import Tally, counted

    assert (counted(1, "article"), counted(2000, "input")) == ("1 article", "2,000 inputs")
    tally = Tally(("document", "claim"))
    records = [{"kind": "document"}, {"kind": "claim"}, {"kind": "date"}]
    list(tally.count([records], lambda result: None))
    assert tally.summary(0) == "1 article, 2 records"
    assert tally.summary(1) == "1 article, 2 records, 1 article complete before"


def test_a_command_leaves_the_log_as_it_was(probe):
    log = logging.getLogger("claimx")
    before = log.level, list(log.handlers)
    probe("--quiet")
    assert (log.level, log.handlers) == before


class TestIdleFlags:
    def lines(self, *names, paths=(), **settings):
        return list(idle(names, map(str, paths), Settings(**settings)))

    def test_what_the_format_does_not_use(self):
        assert self.lines("csv_safe") == ["--csv-safe has no effect: the output is jsonl"]
        assert not self.lines("csv_safe", "csv_bom", format="csv")
        assert self.lines("block_size") == ["--block-size has no effect: it is for --engine ray"]

    def test_what_the_inputs_do_not_use(self, tmp_path):
        (tmp_path / "a.txt").touch()
        (tmp_path / "a.jsonl.gz").touch()
        text, rows = tmp_path / "a.txt", tmp_path / "a.jsonl.gz"
        assert len(self.lines("glob", "text_field", "keep", paths=[text])) == 3
        assert not self.lines("text_field", paths=[text, rows])
        assert not self.lines("text_field", paths=[text], input_format="jsonl")
        assert not self.lines("glob", "text_field", paths=[tmp_path])
        assert not self.lines("text_field", paths=["-"])

    def test_a_flag_is_a_warning_and_a_variable_is_not(self):
        assert (
            CliRunner()
            .invoke(app, ["extract", "no.txt", "--csv-safe"])
            .stderr.startswith("warning: --csv-safe has no effect")
        )
        quiet = CliRunner().invoke(app, ["extract", "no.txt"], env={"CLAIMX_CSV_SAFE": "1"})
        assert "no effect" not in quiet.stderr
