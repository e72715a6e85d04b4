"""docs/sharing.md names all that is shared."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from reports import bundles, citing
from reports.sharing.harvesting.asked import VERBS
from reports.sharing.harvesting.metadata import FORMATS

ROOT = Path(__file__).parent.parent.parent
SHARING = (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8")
CITING = (ROOT / "docs" / "citing.md").read_text(encoding="utf-8")


def parameters() -> set[str]:
    names = set()
    for path in (ROOT / "reports" / "sharing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("GET.get"):
                names.add(str(ast.literal_eval(node.args[0])))
    return names


def test_parameters_are_found() -> None:
    assert {"place", "accessed", "language", "q"} <= parameters()


@pytest.mark.parametrize("name", sorted(parameters()))
def test_parameter_is_documented(name: str) -> None:
    assert re.search(rf"[`?&]{name}[`=]", SHARING + CITING)


@pytest.mark.parametrize("name", sorted({name for needs in VERBS.values() for names in needs for name in names}))
def test_argument_of_a_harvester_is_documented(name: str) -> None:
    assert f"`{name}`" in SHARING


@pytest.mark.parametrize("name", [*FORMATS, *bundles.NAMES])
def test_format_and_file_is_documented(name: str) -> None:
    assert f"`{name}`" in SHARING


@pytest.mark.parametrize("name", sorted(citing.FORMATS))
def test_form_of_citation_is_documented_with_its_type(name: str) -> None:
    media_type = citing.FORMATS[name].media_type.partition(";")[0]
    assert re.search(rf"^\| .* \| `{name}` \| `{re.escape(media_type)}` \|", CITING, re.M)
