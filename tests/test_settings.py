"""Where settings come from, and which of them wins."""

from dataclasses import fields

import pytest

from claimx.errors import SettingsError
from claimx.settings import Settings, load


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


def test_defaults():
    settings = load({"date": None, "quiet": None}, environment={})
    assert settings == Settings()
    assert "sentence" not in settings.kind


def test_flags_win_over_variables_over_files(tmp_path):
    write(
        tmp_path,
        "pyproject.toml",
        '[tool.claimx]\ntext-field = "file"\nid-field = "file"\ndate-field = "file"\n',
    )
    settings = load(
        {"text_field": "flag"},
        environment={"CLAIMX_TEXT_FIELD": "variable", "CLAIMX_ID_FIELD": "variable", "PATH": "x"},
        folder=tmp_path,
    )
    got = settings.text_field, settings.id_field, settings.date_field
    assert got == ("flag", "variable", "file")


@pytest.mark.parametrize("text", ['format = "json"\n', '[tool.claimx]\nformat = "json"\n'])
def test_claimx_toml_with_and_without_table(tmp_path, text):
    write(tmp_path, "claimx.toml", text)
    write(tmp_path, "pyproject.toml", '[tool.claimx]\nformat = "jsonl"\n')
    assert load({}, environment={}, folder=tmp_path).format == "json"


def test_a_pyproject_of_other_tools_says_nothing(tmp_path):
    write(tmp_path, "pyproject.toml", "[tool.other]\nx = 1\n")
    assert load({}, environment={}, folder=tmp_path) == Settings()


def test_values_are_typed(tmp_path):
    write(
        tmp_path,
        "claimx.toml",
        'quiet = true\nkind = ["claim", "figure"]\ndate = 2026-01-10\n',
    )
    settings = load({}, environment={}, folder=tmp_path)
    assert settings.quiet is True
    assert settings.kind == ("claim", "figure")
    assert settings.date == "2026-01-10"
    from_variables = load({}, environment={"CLAIMX_KIND": "claim, date", "CLAIMX_QUIET": "no"})
    assert from_variables.kind == ("claim", "date")
    assert from_variables.quiet is False


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-10", "2026-01-10"),
        ("2026-01-10T20:31", "2026-01-10T20:31"),
        ("2026-01-10 20:31:05+02:00", "2026-01-10T20:31"),
    ],
)
def test_dates_are_kept_to_the_minute(given, kept):
    assert Settings(date=given).date == kept


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CLAIMX_TEXTFIELD": "x"}, ["CLAIMX_TEXTFIELD", "CLAIMX_TEXT_FIELD"]),
        ({"CLAIMX_DATE": "yesterday"}, ["yesterday", "2026-01-10"]),
        ({"CLAIMX_KIND": "claims"}, ["claims", '"claim"']),
        ({"CLAIMX_FORMAT": "yaml"}, ["yaml", "jsonl"]),
        ({"CLAIMX_QUIET": "perhaps"}, ["quiet", "perhaps"]),
    ],
)
def test_mistakes_are_named_with_the_way_out(environment, words):
    with pytest.raises(SettingsError) as caught:
        load({}, environment=environment)
    assert all(word in str(caught.value) for word in words)


def test_an_unknown_key_in_a_file_names_file_and_nearest(tmp_path):
    write(tmp_path, "claimx.toml", 'outputs = "x"\n')
    with pytest.raises(SettingsError, match=r'claimx\.toml: .*"outputs".*"output"'):
        load({}, environment={}, folder=tmp_path)


@pytest.mark.parametrize("text", ["kind = 3", "format = 1", "quiet = 'maybe'", "= broken"])
def test_wrong_types_and_broken_files_are_errors(tmp_path, text):
    write(tmp_path, "claimx.toml", text + "\n")
    with pytest.raises(SettingsError, match=r"claimx\.toml"):
        load({}, environment={}, folder=tmp_path)


@pytest.mark.parametrize(("word", "value"), [("true", True), ("no", False)])
def test_the_order_of_day_and_month(word, value):
    assert load({}, environment={"CLAIMX_DAY_FIRST": word}).day_first is value
    assert load({}, environment={}).day_first is None


def test_the_choice_of_matrix_product_is_no_setting():
    assert load({}, environment={"CLAIMX_BLAS": "thinc"}) == Settings()


# A value other than the default for each setting, as a flag's value, a variable's and TOML's.
OTHER = {
    "date": ("2026-01-10", "2026-01-10", "2026-01-10"),
    "day_first": (True, "yes", "true"),
    "kind": (("document", "claim"), "document,claim", '["document", "claim"]'),
    "model": ("en_core_web_sm", "en_core_web_sm", '"en_core_web_sm"'),
    "output": ("out.jsonl", "out.jsonl", '"out.jsonl"'),
    "format": ("csv", "csv", '"csv"'),
    "csv_safe": (True, "1", "true"),
    "quiet": (True, "on", "true"),
    "text_field": ("body", "body", '"body"'),
    "id_field": ("key", "key", '"key"'),
    "date_field": ("day", "day", '"day"'),
    "title_field": ("head", "head", '"head"'),
    "glob": ("*.md", "*.md", '"*.md"'),
    "input_format": ("html", "html", '"html"'),
    "max_chars": (5000, "5000", "5000"),
    "text": (True, "true", "true"),
    "jobs": (2, "2", "2"),
    "exit_status": (True, "yes", "true"),
    "log_level": ("debug", "debug", '"debug"'),
}


def test_the_table_of_values_is_complete():
    # --resume needs an output, too: tests/test_resume.py.
    assert set(OTHER) == {field.name for field in fields(Settings)} - {"resume"}


@pytest.mark.parametrize("name", OTHER)
def test_each_setting_comes_from_flags_variables_and_files(tmp_path, name):
    value, variable, toml = OTHER[name]
    wanted = Settings(**{name: value})
    assert wanted != Settings()
    assert load({name: value}, environment={}) == wanted
    assert load({}, environment={f"CLAIMX_{name.upper()}": variable}) == wanted
    for key in {name, name.replace("_", "-")}:
        write(tmp_path, "claimx.toml", f"{key} = {toml}\n")
        assert load({}, environment={}, folder=tmp_path) == wanted
    write(tmp_path, "claimx.toml", "")
    write(tmp_path, "pyproject.toml", f"[tool.claimx]\n{name} = {toml}\n")
    (tmp_path / "claimx.toml").unlink()
    assert load({}, environment={}, folder=tmp_path) == wanted


@pytest.mark.parametrize("name", OTHER)
def test_a_misspelled_setting_is_answered_with_the_nearest(name):
    with pytest.raises(SettingsError, match=name.upper()):
        load({}, environment={f"CLAIMX_{name.upper()}X": "1"})
