"""docs/search.md says what the search does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports import ingest, search
from reports.search.query import CHARACTERS_MOST, NEAR_TERMS_MOST, TERMS_MOST
from reports.search.reader import DEPTH_MOST, DISTANCE, DISTANCE_MOST
from reports.search.tokens import FIELDS
from tests.search.conftest import FIXTURES

PAGE = (Path(__file__).resolve().parents[2] / "docs/search.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| [^|]+ \| `([^`]+)` \| (\d+) \|$", PAGE, re.M)


def test_every_operator_has_an_example() -> None:
    queries = " ".join(q for q, _total in EXAMPLES)
    operators = ('"', " OR ", " AND ", " NOT ", " -", "(", ")", " NEAR ", " NEAR/", "* ", "..")
    fields = {f"{field}:" for field in FIELDS.values()}
    assert {mark for mark in (*operators, *fields) if mark not in queries} == set()


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_name_of_a_field_is_described(name: str) -> None:
    described = PAGE.split("## Fields")[1]
    assert f"`{name}:`" in described if name.isascii() else name in described


def test_the_bounds_are_those_of_the_language() -> None:
    page = " ".join(PAGE.split())
    assert f"{CHARACTERS_MOST:,} characters and {TERMS_MOST} terms, {NEAR_TERMS_MOST} of them beside `NEAR`" in page
    assert f"parentheses {DEPTH_MOST} deep" in page
    assert f"`NEAR` alone is `NEAR/{DISTANCE}`; {DISTANCE_MOST} is the most" in page


@pytest.mark.parametrize(("q", "total"), EXAMPLES)
@pytest.mark.django_db
def test_example(q: str, total: str) -> None:
    for path in sorted(FIXTURES.glob("beijing-2025-part-*.txt")):
        ingest.store(ingest.understand(path.name, path.read_bytes()), publish=True)
    page = search.find(search.Request(q))
    # That there is no report of those years is said, too.
    notes = [note for note in page.notes if not note.startswith("The archive has no report of")]
    assert (page.total, notes) == (int(total), [])
