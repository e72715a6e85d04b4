"""Restoring is all or nothing, asks before it replaces, and refuses what doesn't fit, with what to do."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from reports import keeping, search
from reports.keeping import restoring, schema, surroundings
from reports.models import ParagraphPair, Report
from tests.databases import address
from tests.factories import report_of
from tests.keeping.archive import rows
from tests.keeping.test_round_trip import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a backup of a small archive, which has changed since."""
    report = report_of()
    User.objects.create_user("editor")
    path = keeping.backup(tmp_path / "kept.zip").path
    report.pairs.filter(position=2).update(zh="改过。", zh_folded="改过。")
    report_of([(0, ("后来的。", "Later."))], slug="beijing-2026", year=2026)
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Return a copy of a backup with another manifest."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as written:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            written.writestr(name, content)
    return other


def test_archive_that_is_not_empty_stays_as_it_is(kept: Path) -> None:
    before = rows()
    with pytest.raises(CommandError, match="not empty: --replace"):
        call_command("restore", str(kept))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(kept), into_empty=True)
    assert rows() == before


def test_replacing_needs_the_name_of_the_archive(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()
    with pytest.raises(CommandError, match="Nobody can be asked here"):
        call_command("restore", str(kept), replace=True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    with pytest.raises(CommandError, match="not its name"):
        call_command("restore", str(kept), replace=True)
    assert rows() == before
    monkeypatch.setattr("builtins.input", lambda _question: keeping.name_of_archive())
    call_command("restore", str(kept), replace=True)
    assert not Report.objects.filter(slug="beijing-2026").exists()


def test_what_is_replaced_is_backed_up_first(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(kept), replace=True, yes=True)
    (before,) = keeping.backups()
    assert before.name.startswith("before-restore-")
    assert before.counts["reports"] == 2
    assert f"What was here is kept in {before.path}." in capsys.readouterr().out
    assert Report.objects.count() == 1
    keeping.restore(before.path, replace=True)
    assert Report.objects.count() == 2
    call_command("restore", str(kept), replace=True, yes=True, no_backup=True)
    assert len(keeping.backups()) == 1


def test_search_finds_what_was_restored_and_no_more(kept: Path) -> None:
    search.catch_up()
    assert search.total(search.Request("后来的")) == 1
    keeping.restore(kept, replace=True)
    assert (search.total(search.Request("后来的")), search.total(search.Request("科技设施"))) == (0, 1)


def test_everybody_signs_in_again(kept: Path) -> None:
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=timezone.now())
    keeping.restore(kept, replace=True)
    assert not Session.objects.exists()


def test_number_that_was_given_after_the_backup_is_not_given_again(kept: Path) -> None:
    last = ParagraphPair.objects.latest("pk").pk
    keeping.restore(kept, replace=True)
    assert ParagraphPair.objects.latest("pk").pk < last
    assert report_of([(0, ("新。", ""))], slug="beijing-2027", year=2027).pairs.get().pk == last + 1


def test_what_was_written_at_the_last_moment_is_in_the_backup_of_before(
    kept: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keeping.restore

    def late(*arguments: Any, **options: Any) -> keeping.Restored:
        # The last that anybody can do before the restore has the archive to itself.
        Report.objects.filter(slug="beijing-2026").update(staff_note="at the last moment")
        return real(*arguments, **options)

    monkeypatch.setattr(keeping, "restore", late)
    call_command("restore", str(kept), replace=True, yes=True)
    (before,) = keeping.folder().glob("before-restore-*.zip")
    with zipfile.ZipFile(before) as whole:
        assert b"at the last moment" in whole.read("rows/reports.Report.jsonl")


def test_nobody_writes_between_the_backup_of_before_and_the_restore(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []

    def backed_up(*arguments: Any, **options: Any) -> keeping.Written:
        inside.append(connection.in_atomic_block)
        return keeping.backup(*arguments, **options)

    monkeypatch.setattr(restoring, "backup", backed_up)
    call_command("restore", str(kept), replace=True, yes=True)
    assert inside == [True]


def test_full_disk_while_what_is_there_is_kept_changes_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    before = rows()
    monkeypatch.setattr(restoring, "backup", full)
    with pytest.raises(CommandError, match=r"nothing was changed.*No space left"):
        call_command("restore", str(kept), replace=True, yes=True)
    assert rows() == before


def test_backup_that_is_damaged_after_it_was_examined_changes_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = rows(), keeping.examine

    def examined(path: Path, *arguments: Any) -> dict[str, Any]:
        told = real(path, *arguments)
        with zipfile.ZipFile(path) as whole:
            place = whole.getinfo("rows/reports.ParagraphPair.jsonl").header_offset + 120
        content = bytearray(path.read_bytes())
        content[place : place + 8] = b"\xff" * 8
        path.write_bytes(content)
        return told

    monkeypatch.setattr(keeping, "examine", examined)
    with pytest.raises(CommandError, match=r"no whole backup(.|\n)*Nothing was changed"):
        call_command("restore", str(kept), replace=True, yes=True, no_backup=True)
    assert rows() == before


def test_key_that_can_not_be_written_is_said_and_the_rows_are_there(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = keeping.backup(kept.with_name("keyed.zip"), with_secret_key=True).path

    def full(_key: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(surroundings, "keep_key", full)
    call_command("restore", str(path), replace=True, yes=True, no_backup=True, with_secret_key=True)
    said = capsys.readouterr()
    assert "Restored: 2 reports" in said.out
    assert "The key was not taken over: [Errno 28] No space left on device" in said.err


def test_failure_in_the_middle_leaves_everything_as_it_was(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_compare", full)
    with pytest.raises(CommandError, match=r"nothing was changed.*No space left"):
        call_command("restore", str(kept), replace=True, yes=True, no_backup=True)
    assert rows() == before


def test_full_disk_leaves_everything_as_it_was(report: Report, tmp_path: Path, data_folder: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a server's disk isn't ours to fill")
    path = keeping.backup(tmp_path / "kept.zip").path
    report.pairs.filter(position=2).update(note="since then")
    before = rows()
    code = (
        "import django; django.setup()\n"
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from django.core.management import call_command\n"
        f"call_command('restore', {str(path)!r}, replace=True, yes=True, no_backup=True)"
    )
    database = address()
    connection.close()
    with pytest.raises(AssertionError, match=r"not restored, and nothing was changed: .*(disk|full)"):
        elsewhere(data_folder, database, "key", "-c", code)
    assert rows() == before
    assert [looked.finding.kind for looked in keeping.check()] == ["stuck"], "a file waits, from the beginning"


def test_rows_that_point_nowhere_are_not_restored(kept: Path) -> None:
    before = rows()
    other = kept.with_name("other.zip")
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(other, "w") as written:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "rows/reports.Section.jsonl":
                content = content.replace(b'"report_id":', b'"report_id":99')
            written.writestr(name, content)
    with pytest.raises(IntegrityError):
        keeping.restore(other, replace=True)
    assert rows() == before


def test_damaged_backup_is_refused_before_anything_is_written(kept: Path) -> None:
    with zipfile.ZipFile(kept) as whole:
        place = whole.getinfo("rows/reports.ParagraphPair.jsonl").header_offset + 120
    content = bytearray(kept.read_bytes())
    content[place] ^= 0xFF
    kept.write_bytes(content)
    before = rows()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(kept), replace=True, yes=True)
    assert rows() == before


def test_backup_of_a_newer_program_is_refused(kept: Path) -> None:
    path = changed(kept, lambda manifest: manifest["migrations"]["reports"].append("9999_flying"))
    with pytest.raises(keeping.Refused, match=r"newer version of the program \(reports.9999_flying"):
        keeping.examine(path)


def test_backup_of_an_older_program_is_refused_where_rows_were_changed_since(kept: Path) -> None:
    def older(manifest: dict[str, Any]) -> None:
        manifest["migrations"]["reports"] = [
            name for name in manifest["migrations"]["reports"] if not name.startswith("0002")
        ]

    with pytest.raises(keeping.Refused, match=r"whose rows reports\.0002_jurisdictions changed: restore it with that"):
        keeping.examine(changed(kept, older))


def test_backup_of_an_older_program_is_restored_where_something_was_only_added(kept: Path) -> None:
    def older(manifest: dict[str, Any]) -> None:
        manifest["migrations"]["reports"] = [
            name for name in manifest["migrations"]["reports"] if not name.startswith("0004")
        ]

    other = kept.with_name("other.zip")
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(other, "w") as written:
        for name in whole.namelist():
            content = whole.read(name)
            # As if the note had come with that migration.
            written.writestr(name, content.replace(b'"note":"",', b"") if "ParagraphPair" in name else content)
    path = changed(other, older)
    assert list(schema.obstacles(keeping.manifest(path))) == []
    keeping.restore(path, replace=True)
    assert set(ParagraphPair.objects.values_list("note", flat=True)) == {""}


def test_backup_of_another_version_of_the_format_is_refused(kept: Path) -> None:
    path = changed(kept, lambda manifest: manifest.update(version=2))
    with pytest.raises(keeping.Refused, match="report-archive-backup 2"):
        keeping.examine(path)
    (kept.parent / "notes.zip").write_bytes(b"no archive")
    with pytest.raises(keeping.Refused, match="no whole backup"):
        keeping.examine(kept.parent / "notes.zip")


def test_key_is_taken_over_where_asked_for(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    path = keeping.backup(tmp_path / "kept.zip", with_secret_key=True).path
    monkeypatch.delenv("SECRET_KEY")
    assert keeping.restore(path, replace=True).key is None
    restored = keeping.restore(path, replace=True, with_secret_key=True)
    assert restored.key == data_folder / "secret-key"
    assert restored.key.read_text() == "for-tests-only"
    assert restored.key.stat().st_mode & 0o077 == 0
