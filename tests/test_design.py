"""docs/design.md names the modules and stages that the code has."""

import ast
import importlib
import re
from functools import reduce
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "claimx"
PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
ROOMS, STAGES = PAGE.split("## Rooms")[1].split("## Stages of the extractors")
RECIPES = {
    name: STAGES.split(f"### {name.title()}")[1].split("\n##")[0]
    for name in ("dates", "figures", "claims", "speakers")
}


def named_modules():
    """Every module of the table of rooms."""
    for line in ROOMS.splitlines():
        cells = [re.findall(r"`([\w.]+)`", cell) for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0]:
            yield from cells[0]
            yield from (f"{cells[0][0]}.{name}" for name in cells[2])


def modules():
    """Every module of the package."""
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            yield name


def found(name):
    """The function, class or method of a dotted name below claimx."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        path = SOURCE.joinpath(*parts[:length])
        if path.is_dir() or path.with_suffix(".py").exists():
            module = importlib.import_module(".".join(["claimx", *parts[:length]]))
            return reduce(getattr, parts[length:], module)
    raise AttributeError(name)


def test_the_rooms_are_the_modules():
    assert sorted(set(named_modules())) == sorted(modules())


@pytest.mark.parametrize("room", RECIPES)
def test_each_stage_is_a_function(room):
    names = re.findall(r"`([a-z_]+\.[\w.]+)`", RECIPES[room])
    assert names
    assert all(callable(found(name)) for name in names)


def steps(room):
    """Yield the functions of its modules that a room's recipe calls, in the order of the calls."""
    tree = ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    imported = {
        alias.asname or alias.name: f"{one.module}.{alias.name}".removeprefix(f"claimx.{room}.")
        for one in tree.body
        if isinstance(one, ast.ImportFrom) and one.module.startswith(f"claimx.{room}")
        for alias in one.names
    }

    def called(node):
        if isinstance(node, ast.FunctionDef):
            for line in node.body:
                yield from called(line)
            return
        for child in ast.iter_child_nodes(node):
            yield from called(child)
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in functions:
                yield from called(functions[name])
            case ast.Call(func=ast.Name(id=name)) if name in imported:
                yield imported[name]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                yield f"{imported.get(name, '')}.{attr}"

    for name in called(functions[f"find_{room}"]):
        if re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
            yield name


@pytest.mark.parametrize("room", ["figures", "dates", "claims"])
def test_the_stages_are_the_steps_of_the_recipe_in_order(room):
    rows = [row for row in RECIPES[room].splitlines() if "its own component" not in row]
    page = re.findall(rf"`{room}\.([a-z_]+\.[a-z_]+)`", "\n".join(rows))
    assert list(steps(room)) == page
