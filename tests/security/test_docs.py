"""The threat model names every threat, and no test that doesn't exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:\w+/)*test_\w+\.py(?:::\w+)?)`", PAGE)))
ROWS = [row.split(" | ") for row in PAGE.splitlines() if row.startswith("| ") and "`" in row and "::" in row]
THREATS = (
    *(
        "bombs",
        "DOCTYPE",
        "macros",
        "polyglots",
        "path names",
        "thousand-part ZIP",
        "10 MB single line",
        "stored script",
    ),
    *("CSRF", "IDOR over drafts", "mass assignment", "open redirects", "header injection", "log injection"),
    *("search denial of service", "brute force", "session theft", "leaking drafts", "stolen laptop"),
)
# Each row of a table of threats: what threatens, what is done about it, and the tests.
TABLES = re.findall(r"(?m)^\| threat \| defence \| tests \|\n\| --- .*\n((?:\|.*\n)+)", PAGE)
ALL_ROWS = [
    tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for table in TABLES for row in table.splitlines()
]
WHO = ("visitor", "scraper", "contributor", "editor", "hostile file", "stolen laptop")


def test_tests_are_found() -> None:
    assert len(NAMED) > 50


@pytest.mark.parametrize("named", NAMED)
def test_named_test_exists(named: str) -> None:
    file, _, name = named.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not name or name in names


@pytest.mark.parametrize("threat", THREATS)
def test_threat_has_a_defence_and_a_test(threat: str) -> None:
    rows = [row for row in ROWS if threat in row[0]]
    assert rows
    for _threat, defence, tests in rows:
        assert len(defence) > 10
        assert re.search(r"test_\w+\.py", tests)


def test_all_tables_of_threats_are_found() -> None:
    assert len(TABLES) == PAGE.count("| threat |")
    assert len(ALL_ROWS) > 40
    assert len({row[0] for row in ALL_ROWS}) == len(ALL_ROWS), "each threat once"


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: re.sub(r"\W+", "-", row[0])[:40])
def test_every_threat_has_a_defence_and_tests_alone_in_its_last_cell(row: tuple[str, ...]) -> None:
    threat, defence, tests = row
    assert len(threat) > 4
    assert len(defence) > 10
    named = re.findall(r"`([^`]+)`", tests)
    assert named
    assert set(named) <= set(NAMED)
    assert re.sub(r"`[^`]+`|[, ]", "", tests) == ""


@pytest.mark.parametrize("named", NAMED)
def test_named_test_asserts_something(named: str) -> None:
    """A test that can't fail proves nothing: each has an assertion, or expects an error, or calls what has."""
    file, _, name = named.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    for test in (one for one in tests if not name or one.name == name):
        said = ast.unparse(test)
        assert re.search(r"\bassert\b|pytest\.raises|\bcheck|\b_?assert", said), test.name
        assert "pytest.mark.skip" not in said


@pytest.mark.parametrize("who", WHO)
def test_everybody_to_be_feared_is_named(who: str) -> None:
    assert who in PAGE.partition("## From whom")[2].partition("\n## ")[0]


def test_every_test_of_this_folder_that_is_a_defence_is_named() -> None:
    """A test that nobody reads of protects no threat that anybody knows."""
    for file in ("test_leaks", "test_requests", "test_hostile", "test_searching", "test_rendered"):
        assert any(named.startswith(f"security/{file}.py") for named in NAMED)
