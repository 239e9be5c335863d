"""docs/cli.md holds the help texts; `python tests/test_cli_docs.py` writes it anew."""

from pathlib import Path

from typer.testing import CliRunner

from claimx.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
COMMANDS = ([], ["extract"], ["show"], ["schema"])
HEAD = """# The command line

What `--help` prints; a test compares. Records go to standard output or to `-o`, everything else to
standard error. `claimx --install-completion` completes commands and options in your shell.
"""


def page() -> str:
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    parts = [HEAD]
    for command in COMMANDS:
        result = runner.invoke(app, [*command, "--help"], prog_name="claimx")
        help_text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        name = " ".join(["claimx", *command])
        parts.append(f"## {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def test_the_page_is_what_help_prints():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_option_is_a_setting():
    import dataclasses

    from claimx.settings import Settings

    text = page()
    for field in dataclasses.fields(Settings):
        name = "--" + field.name.replace("_", "-")
        assert name in text, field.name


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
