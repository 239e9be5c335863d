"""Write the generated pages: docs/cli.md, docs/claimx.1 and docs/show.svg.

    python tools/make_docs.py [--text]

With --text, only the pages that need no model. tests/test_docs.py compares these.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from claimx import __version__
from claimx.cli import app

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXAMPLE = DOCS / "examples" / "ferry.txt"
WIDTH = 100
HEAD = """# Command line

What `--help` prints. Records go to standard output or to `-o`, everything else to standard error.
`claimx --install-completion` completes commands, options and their values in your shell;
`man claimx` shows the same as a manual page.
"""


def commands() -> dict[str, Any]:
    """Return the commands by name; those of a group are named after it ("review apply")."""
    group: Any = typer.main.get_command(app)
    found: dict[str, Any] = {}
    for name, one in sorted(group.commands.items()):
        nested = getattr(one, "commands", None)
        found |= {f"{name} {sub}": part for sub, part in nested.items()} if nested else {name: one}
    return found


def cli_page() -> str:
    """Return docs/cli.md."""
    runner = CliRunner(env={"COLUMNS": str(WIDTH), "TERMINAL_WIDTH": str(WIDTH)})
    parts = [HEAD]
    for arguments in ([], *(name.split() for name in commands())):
        result = runner.invoke(app, [*arguments, "--help"], prog_name="claimx")
        help_text = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        parts.append(f"## {' '.join(['claimx', *arguments])}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def man_page() -> str:
    """Return docs/claimx.1, in the man macros of roff."""
    summary = app.registered_callback.callback.__doc__.strip().rstrip(".")  # type: ignore[union-attr]
    lines = [
        f'.TH CLAIMX 1 "" "claimx {__version__}"',
        ".SH NAME",
        f"claimx \\- {_roff(summary)}",
        ".SH SYNOPSIS",
        *(f".B claimx {name}\n[OPTIONS] {_operands(one)}\n.br" for name, one in commands().items()),
    ]
    for name, one in commands().items():
        lines += [f".SH CLAIMX {name.upper()}", *_paragraphs(one.help)]
        for option in one.params:
            if option.param_type_name == "option":
                lines += [".TP", _flags(option), _roff(" ".join((option.help or "").split()))]
        lines += _paragraphs(one.epilog)
    return "\n".join(lines) + "\n"


def _operands(one: Any) -> str:
    operands = [p for p in one.params if p.param_type_name == "argument"]
    return " ".join(f"{p.metavar}..." if p.nargs != 1 else str(p.metavar) for p in operands)


def _flags(option: Any) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" \\fI{_roff(option.metavar or option.name.upper())}\\fR"
    return f"\\fB{_roff(names)}\\fR{value}"


def _paragraphs(text: str | None) -> list[str]:
    parts = (text or "").replace("\b", "").strip().split("\n\n")
    return [line for part in parts if part for line in (".PP", _roff(" ".join(part.split())))]


def _roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def picture() -> str:
    """Return docs/show.svg: what `claimx show` prints for the example."""
    from rich.console import Console

    import claimx
    from claimx.terminal import show

    console = Console(record=True, file=io.StringIO(), width=WIDTH, force_terminal=True)
    (records,) = claimx.Pipeline().articles(EXAMPLE)
    dicts = records.to_dicts()
    dicts[0]["doc"] = EXAMPLE.name
    show.legend(console)
    show.show(dicts, console)
    svg = console.export_svg(title=f"claimx show {EXAMPLE.name}", unique_id="claimx")
    # The reader's own monospaced font, so that nothing is downloaded.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write the pages."""
    (DOCS / "cli.md").write_text(cli_page(), encoding="utf-8")
    (DOCS / "claimx.1").write_text(man_page(), encoding="utf-8")
    if "--text" not in sys.argv:
        (DOCS / "show.svg").write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
