"""README and docs: what they show is what happens; generated pages are up to date."""

import re
import shutil
import sys
import tomllib
from pathlib import Path

import forked
import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
GUIDES = sorted((DOCS / "guides").glob("*.md"))
TOPICS = [DOCS / f"{name}.md" for name in ("compare", "databases", "exports", "index", "review")]
PAGES = [README, DOCS / "python.md", *TOPICS, *GUIDES]
# Pages whose commands need what is not here, and where they run instead.
ELSEWHERE = {
    "accuracy.md": "corpora; benchmarks/accuracy.py runs in .ci/run",
    "scale.md": "Ray, a cluster, an object store; tests/test_cluster.py, tests/test_deploy.py",
}
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
# Not run here: they install, or serve until they are stopped (tests/test_sqlite.py).
LEFT_OUT = ("python -m pip", "datasette ")
# Two of the articles are enough.
SEEDS = ("river-ruling.txt", "defence-budget.txt")
# .ci/run takes these two lines from the README.
INSTALL = "python -m pip install . && claimx extract seeds/"
TEST = "python -m pip install '.[test]' && python -m pytest -n 2 --dist loadfile"

needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
sys.path.insert(0, str(ROOT / "tools"))


def found(page, *languages):
    """Return the blocks of code of a page, in order, with their language."""
    text = page.read_text(encoding="utf-8")
    return [(name, code) for name, code in BLOCK.findall(text) if name in languages]


def blocks(language):
    return [
        pytest.param(code, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, (_, code) in enumerate(found(page, language))
    ]


@pytest.fixture(scope="module")
def loaded():
    """The bundled pipeline in use, without threads, so that a process with it can fork."""
    import claimx.compare
    import claimx.terminal.show
    from claimx.run import pipeline

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMX_THREADS", "1")
        nlp = pipeline.load()
        list(claimx.Pipeline(nlp).articles(DOCS / "examples"))
        return nlp


@pytest.fixture
def folder(tmp_path, monkeypatch, loaded):
    """A folder with the articles that the docs name, as the current one; no model is loaded."""
    from claimx.run import pipeline

    load = pipeline.load
    monkeypatch.setattr(pipeline, "load", lambda model=None: load(model) if model else loaded)
    (tmp_path / "seeds").mkdir()
    for name in SEEDS:
        (tmp_path / "seeds" / name).symlink_to(ROOT / "seeds" / name)
    links = {
        "docs": DOCS,
        "fixtures": ROOT / "fixtures",
        "articles": tmp_path / "seeds",
        "new-articles": DOCS / "examples",
        # What an annotator sends back without a correction.
        "exported.json": tmp_path / "tasks.json",
    }
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    decisions = found(DOCS / "review.md", "json")[0][1]
    (tmp_path / "decisions.jsonl").write_text(decisions, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def script(page):
    """Return the commands of a page, of which each continues with what those before it wrote."""
    lines = []
    for language, code in found(page, "sh", "console"):
        if language == "sh":
            lines += [line for line in code.splitlines() if not line.startswith(LEFT_OUT)]
        else:
            # Status 4 says that there is a conflict.
            asked = [line[2:] for line in code.splitlines() if line.startswith("$ ")]
            lines += [f"{line} || [ $? = 4 ]" if " -e " in line else line for line in asked]
    return "\n".join(lines)


def test_the_commands_that_ci_runs_are_in_the_readme():
    commands = [code.strip() for _, code in found(README, "sh")]
    assert INSTALL in commands
    assert TEST in commands


def test_every_page_with_commands_is_run():
    pages = {page for page in DOCS.rglob("*.md") if found(page, "sh", "console", "python")}
    assert pages <= {*PAGES, *(DOCS / name for name in ELSEWHERE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@needs_jq
@pytest.mark.parametrize(
    "page", [page for page in PAGES if script(page)], ids=lambda page: page.stem
)
def test_commands_run(folder, page):
    result = forked.run(script(page), folder)
    assert result.returncode == 0, result.stdout.decode()
    assert b"Traceback" not in result.stdout, result.stdout.decode()


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run_and_print(folder, capsys, code):
    exec(compile(code, "example", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_a_format_of_your_own(folder):
    from stories import STORIES

    from claimx.saved import of_records

    names = {}
    (code,) = [code for language, code in found(DOCS / "exports.md", "py")]
    exec(compile(code, "example", "exec"), names)
    assert list(names["FORMAT"].parts([of_records(STORIES[0])]))


@pytest.mark.parametrize("code", blocks("toml"))
def test_settings_are_settings(code):
    from claimx.commands.config import defaults

    assert defaults(tomllib.loads(code), path=Path("claimx.toml"))


def test_generated_pages_are_up_to_date():
    import make_docs

    assert (DOCS / "cli.md").read_text(encoding="utf-8") == make_docs.cli_page()
    assert (DOCS / "claimx.1").read_text(encoding="utf-8") == make_docs.man_page()


def test_help_shows_no_types_of_python():
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert "<list[" not in page and "<str>" not in page


def test_every_setting_is_on_the_page_of_the_command_line():
    from claimx.settings import declared

    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name in declared():
        assert f"--{name.replace('_', '-')}" in page
        assert f"CLAIMX_{name.upper()}" in re.sub(r"\s+", " ", page).replace("CLAIMX_ ", "CLAIMX_")


def test_every_exported_name_is_on_the_page_of_python():
    import claimx

    page = (DOCS / "python.md").read_text(encoding="utf-8")
    for name in claimx.__all__:
        assert name == "__version__" or re.search(rf"\b{name}\b", page), name


def test_every_page_is_in_the_navigation():
    named = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert named == {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
