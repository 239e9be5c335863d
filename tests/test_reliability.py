"""docs/reliability.md names tests that are there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reliability.md"


def test_every_test_that_the_page_names_is_there():
    file = ""
    named = re.findall(r"`((?:test_\w+\.py)?(?:::\w+)*)`", PAGE.read_text(encoding="utf-8"))
    named = [name for name in named if name]
    assert len(named) > 20
    for name in named:
        head, *parts = name.split("::")
        file = head or file
        source = (HERE / file).read_text(encoding="utf-8")
        for part in parts:
            assert re.search(rf"^\s*(?:def|class) {part}\b", source, re.MULTILINE), name
