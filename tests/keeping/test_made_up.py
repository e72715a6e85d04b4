"""Backups whose bytes are what their manifest says, and which nothing could have written."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports import keeping
from reports.keeping import contents
from tests.factories import report_of
from tests.keeping.archive import rows

pytestmark = pytest.mark.django_db(transaction=True)

REPORTS, SETTINGS, MANIFEST = "rows/reports.Report.jsonl", "settings.json", "manifest.json"
Change = Callable[[bytes], bytes]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    report_of()
    return keeping.backup(tmp_path / "kept.zip").path


def made_up(path: Path, name: str, change: Change) -> Path:
    """Return a copy of a backup with another member, whose sum the manifest has."""
    other = path.with_name(f"made-up-{path.name}")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as written:
        manifest = json.loads(whole.read(MANIFEST))
        for member in manifest["members"]:
            content = change(whole.read(member)) if member == name else whole.read(member)
            manifest["members"][member] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            written.writestr(member, content)
        content = json.dumps(manifest).encode()
        written.writestr(MANIFEST, change(content) if name == MANIFEST else content)
    return other


def value(name: str, other: Any) -> Change:
    """Return what gives the first row, or the manifest, another value."""

    def change(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        row = json.loads(lines[0]) | {name: other}
        return json.dumps(row).encode() + b"\n" + b"".join(lines[1:])

    return change


def line(other: bytes) -> Change:
    return lambda _content: other + b"\n"


MADE_UP: dict[str, tuple[str, Change]] = {
    "a list for a row": (REPORTS, line(b"[1, 2, 3]")),
    "a number for a row": (REPORTS, line(b"7")),
    "nothing for a row": (REPORTS, line(b"null")),
    "no JSON": (REPORTS, line(b"{nonsense")),
    "no UTF-8": (REPORTS, line(b'{"slug": "\xff"}')),
    "depth": (REPORTS, line(b"[" * 200_000)),
    "an object in a column": (REPORTS, value("year", {"a": 1})),
    "a date that is none": (REPORTS, value("changed_at", "nonsense")),
    "a date that is a number": (REPORTS, value("changed_at", 7)),
    "a number that no column holds": (REPORTS, value("year", 10**30)),
    "half a character": (REPORTS, value("title_zh", "\ud800")),
    "a name that is none": ("rows/auth.Group_permissions.jsonl", value("permission_id", ["auth"])),
    "a name that is a number": ("rows/auth.Group_permissions.jsonl", value("permission_id", 7)),
    "settings that are none": (SETTINGS, line(b"[]")),
    "settings without values": (SETTINGS, line(b'{"given": 7}')),
    "settings that are no JSON": (SETTINGS, line(b"{")),
    "a manifest that is a list": (MANIFEST, line(b"[]")),
    "depth of the manifest": (MANIFEST, line(b"[" * 200_000)),
    "no counts": (MANIFEST, value("counts", {})),
    "a count in words": (MANIFEST, value("counts", {"rows": "many", "reports": 1, "pairs": 1, "originals": 1})),
    "tables in a list": (MANIFEST, value("tables", [])),
    "a table in a list": (MANIFEST, value("tables", {"reports.Report": []})),
    "an endless number": (MANIFEST, value("tables", {"reports.Report": {"rows": 1, "highest": 10**30}})),
    "migrations without names": (MANIFEST, value("migrations", {"reports": [{}]})),
    "damages that are no names": (MANIFEST, value("damaged", [7])),
    "members that are none": (MANIFEST, value("members", {"a": 7})),
    "members without a size": (MANIFEST, value("members", {"a": {"size": "x", "sha256": "y"}})),
    "a name in a list": (MANIFEST, value("name", ["a"])),
}


@pytest.mark.parametrize(("name", "change"), MADE_UP.values(), ids=list(MADE_UP))
def test_made_up_backup_is_refused_and_changes_nothing(kept: Path, name: str, change: Change) -> None:
    path, before = made_up(kept, name, change), rows()
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path), replace=True, yes=True, no_backup=True, verbosity=0)
    assert "othing was changed" in str(refused.value)
    assert rows() == before


def test_place_of_a_row_that_is_none_is_named(kept: Path) -> None:
    path = made_up(kept, "rows/reports.ParagraphPair.jsonl", lambda content: content + b"7\n")
    other = made_up(path, MANIFEST, _one_more)
    with pytest.raises(keeping.Refused, match=r"rows/reports\.ParagraphPair\.jsonl:9 is no row"):
        keeping.restore(other, replace=True)


def _one_more(content: bytes) -> bytes:
    manifest = json.loads(content)
    manifest["tables"]["reports.ParagraphPair"]["rows"] += 1
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("bound", "name"), [("MANIFEST_MOST", MANIFEST), ("ROW_MOST", REPORTS), ("ROW_MOST", SETTINGS)]
)
def test_what_is_read_whole_has_a_bound(kept: Path, bound: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made_up(kept, name, lambda content: content.replace(b"{", b"{" + b" " * 100_000, 1))
    monkeypatch.setattr(contents, bound, 90_000)
    with pytest.raises(CommandError, match=name):
        call_command("restore", str(path), replace=True, yes=True, no_backup=True, verbosity=0)


def test_row_of_the_longest_kind_is_read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(kept) as whole:
        longest = max(len(row) for name in whole.namelist() if "rows/" in name for row in whole.open(name))
        size = len(whole.read(SETTINGS))
    monkeypatch.setattr(contents, "ROW_MOST", max(longest, size))
    call_command("restore", str(kept), replace=True, yes=True, no_backup=True, verbosity=0)
