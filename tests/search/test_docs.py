"""docs/search.md says what the search does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports import ingest, search
from tests.search.conftest import FIXTURES

PAGE = (Path(__file__).resolve().parents[2] / "docs/search.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| [^|]+ \| `([^`]+)` \| (\d+) \|$", PAGE, re.M)


def test_every_operator_has_an_example() -> None:
    queries = " ".join(q for q, _total in EXAMPLES)
    assert {mark for mark in ('"', " OR ", " AND ", " NOT ", " -", "(", ")") if mark not in queries} == set()


@pytest.mark.parametrize(("q", "total"), EXAMPLES)
@pytest.mark.django_db
def test_example(q: str, total: str) -> None:
    for path in sorted(FIXTURES.glob("beijing-2025-part-*.txt")):
        ingest.store(ingest.understand(path.name, path.read_bytes()), publish=True)
    page = search.find(search.Request(q))
    assert (page.total, page.notes) == (int(total), [])
