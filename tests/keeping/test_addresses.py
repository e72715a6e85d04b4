"""The addresses that the public knows are kept, in the archive and in its backups."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from reports import editing, keeping
from reports.keeping.checks.addresses import addresses
from reports.keeping.checks.told import told
from reports.models import KeptAddress, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def moved() -> Report:
    """Return a report that was public at another address, in an archive of which one was deleted."""
    editor = User.objects.create_user("editor")
    report = report_of()
    editing.edit_header(report, {"slug": "beijing-2026"}, editor, 0)
    gone = report_of(slug="hunan-2020", place="hunan", year=2020)
    editing.erase(gone, gone.slug, editor)
    assert list(addresses()) == []
    return report


def rows() -> list[tuple[object, ...]]:
    return list(KeptAddress.objects.order_by("slug").values_list("slug", "report", "place", "left_at"))


def mended(kind: str) -> str:
    """Mend the one thing that is found and return how it was told."""
    [finding] = addresses()
    assert (finding.kind, finding.mend is not None) == (kind, True)
    assert finding.mend
    finding.mend()
    assert list(addresses()) == []
    return finding.problem


@pytest.mark.parametrize("slug", ["beijing-2025", "hunan-2020"])
def test_one_that_is_lost_is_kept_again(slug: str) -> None:
    before = rows()
    KeptAddress.objects.filter(slug=slug).delete()
    assert slug in mended("address")
    assert rows() == before


def test_one_that_another_report_has_is_let_go() -> None:
    other = report_of(slug="tianjin-2025", place="tianjin")
    Report.objects.filter(pk=other.pk).update(slug="beijing-2025")
    assert "beijing-2025" in mended("taken")
    assert [row[0] for row in rows()] == ["hunan-2020"]


def test_one_of_a_report_that_nobody_deleted_is_let_go(moved: Report) -> None:
    moved.revisions.all().delete()
    KeptAddress.objects.filter(report=moved).update(report=None)
    assert "beijing-2025" in mended("lost address")
    assert [row[0] for row in rows()] == ["hunan-2020"]


def test_check_archive_looks_at_them() -> None:
    KeptAddress.objects.all().delete()
    assert ("address", True) in [(one.finding.kind, one.mended) for one in keeping.check(repair=True)]


def test_the_log_of_a_deleted_report_is_none_of_one_that_has_its_address_since(moved: Report) -> None:
    editing.erase(moved, "beijing-2026", User.objects.get())
    report_of()
    assert list(told()) == []


def test_a_history_that_is_gone_is_missed_under_the_report_s_address_of_now(moved: Report) -> None:
    moved.revisions.all().delete()
    editing.edit_header(moved, {"slug": "peking-2025"}, User.objects.get(), 0)
    assert [finding.about for finding in told()] == ["report peking-2025"]


def test_they_come_back_from_a_backup(tmp_path: Path) -> None:
    before = rows()
    backup = keeping.backup(tmp_path / "kept.zip").path
    KeptAddress.objects.all().delete()
    keeping.restore(backup, replace=True)
    assert rows() == before


def test_a_backup_of_before_there_were_any_tells_of_them(tmp_path: Path) -> None:
    before = rows()
    with (
        zipfile.ZipFile(keeping.backup(tmp_path / "new.zip").path) as new,
        zipfile.ZipFile(tmp_path / "old.zip", "w") as old,
    ):
        manifest = json.loads(new.read("manifest.json"))
        del manifest["tables"]["reports.KeptAddress"]
        del manifest["members"]["rows/reports.KeptAddress.jsonl"]
        manifest["migrations"]["reports"].remove("0009_kept_addresses")
        for name in manifest["members"]:
            old.writestr(name, new.read(name))
        old.writestr("manifest.json", json.dumps(manifest))
    keeping.examine(tmp_path / "old.zip")
    keeping.restore(tmp_path / "old.zip", replace=True)
    assert rows() == before
