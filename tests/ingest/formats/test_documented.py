import re
from pathlib import Path

import pytest

from reports.ingest import formats
from reports.ingest.formats import archive, kinds, web_page, word, workbook_rows

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
LABELS = [label for kind in (*kinds.UNREAD, *kinds.UNREAD_ZIPS) for label in kind.label.split(", ")]


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_format_is_listed_and_no_other() -> None:
    assert set(re.findall(r"`(\.[a-z]+)`", section("What is read"))) == formats.SUFFIXES


@pytest.mark.parametrize("label", LABELS)
def test_every_kind_that_is_not_read_is_listed(label: str) -> None:
    assert re.search(rf"\b{label}\b", section("What is not read, and what to do instead"))


@pytest.mark.parametrize(
    "bound",
    [
        f"{formats.MOST_CHARACTERS:,} characters, {formats.MOST_LINES:,} lines, {formats.LONGEST_LINE:,} characters",
        f"{archive.MOST_MEMBERS:,} members, {archive.MOST_BYTES // 2**20} MB unpacked, {archive.MOST_RATIO} times",
        f"{word.MOST_BYTES // 2**20} MB; no document types",
        f"{workbook_rows.MOST_ROWS:,} rows, {workbook_rows.MOST_COLUMNS} columns",
        f"{web_page.DEEPEST:,} open tags",
    ],
)
def test_bounds_are_told_as_they_are(bound: str) -> None:
    assert bound in section("Bounds")
