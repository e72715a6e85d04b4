"""A backup is of one moment, whole or absent, private, and says what is wrong."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from reports import keeping
from reports.keeping import kept, tables
from reports.models import ParagraphPair, Report, SourceFile
from tests.databases import address
from tests.factories import report_of
from tests.keeping.test_round_trip import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small() -> Report:
    return report_of()


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def pairs_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as whole:
        return [json.loads(line)["zh"] for line in whole.read("rows/reports.ParagraphPair.jsonl").splitlines()]


def test_every_table_is_kept_or_left_out_with_a_reason() -> None:
    everything = {tables.label(model) for model in apps.get_models(include_auto_created=True)}
    here = {tables.label(model) for model in tables.kept()}
    assert here | tables.LEFT_OUT.keys() == everything
    assert all(tables.LEFT_OUT.values())
    # The rows of a table come behind those that they point to.
    order = [tables.label(model) for model in tables.kept()]
    assert order.index("reports.Report") < order.index("reports.ParagraphPair") < order.index("reports.PairVariant")


def test_rows_are_those_of_the_moment_at_which_it_began(
    small: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(small.pairs.order_by("pk").values_list("zh", flat=True))
    written = threading.Event()

    def change() -> None:
        # Somebody writes while the backup reads, and isn't kept waiting.
        with transaction.atomic():
            ParagraphPair.objects.update(zh="后来的。", zh_folded="后来的。")
            report_of([(0, ("新。", "New."))], slug="beijing-2026", year=2026)
        connection.close()
        written.set()

    real = tables.lines

    def slow(model: tables.Table, using: str) -> Iterator[bytes]:
        if model is ParagraphPair:
            thread = threading.Thread(target=change)
            thread.start()
            thread.join(15)
        return real(model, using)

    monkeypatch.setattr(tables, "lines", slow)
    kept_file = keeping.backup(tmp_path / "kept.zip")
    assert written.is_set()
    assert pairs_in(kept_file.path) == before
    assert keeping.faults(kept_file.path) == []
    assert kept_file.counts["reports"] == 1
    assert Report.objects.count() == 2


def test_others_can_not_read_it(small: Report, tmp_path: Path) -> None:
    written = keeping.backup(tmp_path / "kept.zip")
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600


def test_secrets_are_left_out_and_named(small: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_TIME_ZONE", "Asia/Shanghai")
    monkeypatch.setenv("DATABASE_URL", "postgres://archive:hunter2@db/archive")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "hunter2")
    written = keeping.backup(tmp_path / "kept.zip")
    with zipfile.ZipFile(written.path) as whole:
        assert all(b"hunter2" not in whole.read(name) for name in whole.namelist())
        assert all(b"for-tests-only" not in whole.read(name) for name in whole.namelist())
    assert keeping.settings_kept(written.path)["ARCHIVE_TIME_ZONE"] == "Asia/Shanghai"
    left_out = keeping.manifest(written.path)["left_out"]["settings"]
    assert {"DATABASE_URL", "DJANGO_SUPERUSER_PASSWORD", "SECRET_KEY"} <= set(left_out)
    keyed = keeping.backup(tmp_path / "keyed.zip", with_secret_key=True)
    with zipfile.ZipFile(keyed.path) as whole:
        assert whole.read("secret-key") == b"for-tests-only"


def test_killed_backup_leaves_no_half_file(small: Report, tmp_path: Path, data_folder: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "import os, signal; from pathlib import Path; from reports import keeping\n"
        f"keeping.backup(Path({str(tmp_path / 'kept.zip')!r}),"
        " tell=lambda *_: os.kill(os.getpid(), signal.SIGKILL))"
    )
    SourceFile.objects.create(name="a.txt", sha256="ab" * 32, size=1, content=b"a")
    with pytest.raises(AssertionError):
        elsewhere(data_folder, address(), "key", "-c", code)
    assert [path.name for path in tmp_path.glob("*.zip")] == []
    (left,) = tmp_path.glob(".*.partial")
    # The next backup clears it away, once it is old enough to be nobody's.
    os.utime(left, (0, 0))
    keeping.backup(tmp_path / "kept.zip")
    assert not left.exists()


def test_draft_that_somebody_writes_just_now_is_left_alone(small: Report, tmp_path: Path) -> None:
    with kept.arriving(tmp_path / "other.zip") as file:
        file.write(b"x")
        file.flush()
        (draft,) = tmp_path.glob(".*.partial")
        os.utime(draft, (0, 0))
        keeping.backup(tmp_path / "kept.zip")
        assert draft.exists()


def test_disk_that_is_full_is_said_and_nothing_is_left(small: Report, tmp_path: Path, data_folder: Path) -> None:
    noise = os.urandom(300_000)
    SourceFile.objects.create(name="a.bin", sha256="ab" * 32, size=len(noise), content=noise)
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        f"call_command('backup', {str(tmp_path / 'kept.zip')!r})"
    )
    with pytest.raises(AssertionError, match=r"No backup was written to .*File too large"):
        elsewhere(data_folder, address(), "key", "-c", code)
    assert [path.name for path in tmp_path.iterdir() if path != data_folder] == []


def test_damage_anywhere_in_the_file_is_noticed(small: Report, tmp_path: Path) -> None:
    path = keeping.backup(tmp_path / "kept.zip").path
    content, before = path.read_bytes(), members(path)
    last = range(len(content) - 300, len(content), 7)  # the list of the members
    for place in (*range(40, len(content), len(content) // 40), *last):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        # Dates and the like stand twice in a ZIP, and are no matter.
        assert keeping.faults(path) or members(path) == before, f"byte {place} of {len(content)}"
    path.write_bytes(content[: len(content) // 2])
    assert keeping.faults(path)
    path.write_bytes(content)
    assert keeping.faults(path) == []


def test_member_that_was_exchanged_is_noticed(small: Report, tmp_path: Path) -> None:
    path = keeping.backup(tmp_path / "kept.zip").path
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            changed.writestr(name, content.replace("养老金".encode(), "退休金".encode()))
        changed.writestr("rows/extra.jsonl", b"")
    assert keeping.faults(other) == [
        "rows/extra.jsonl is not in the manifest.",
        "The bytes of rows/reports.ParagraphPair.jsonl are not what they were.",
    ]


def test_backups_are_listed_newest_first_and_say_whether_they_are_whole(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    assert keeping.backups() == []
    folder.mkdir()
    first, second = keeping.backup(folder).path, keeping.backup(folder).path
    (folder / "half.zip").write_bytes(first.read_bytes()[:-100])
    os.utime(folder / "half.zip", (0, 0))
    listed = keeping.backups()
    assert [backup.name for backup in listed] == [second.name, first.name, "half.zip"]
    assert [backup.whole for backup in listed] == [True, True, False]
    assert listed[0].size == second.stat().st_size
    assert listed[0].counts["pairs"] == small.pairs.count()
    assert listed[2].why


def test_pruning_keeps_the_newest_whole_ones_and_whatever_has_another_name(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    paths = [keeping.backup(folder).path for _turn in range(4)]
    other = keeping.backup(folder / "before-the-move.zip").path
    broken = folder / "archive-20990101-000000.zip"
    broken.write_bytes(b"PK")
    assert sorted(keeping.prune(folder, 2)) == sorted(paths[:2])
    assert set(folder.iterdir()) == {*paths[2:], other, broken}


def test_hidden_file_of_another_program_is_left_alone(small: Report, tmp_path: Path) -> None:
    theirs = tmp_path / ".film.partial"
    theirs.write_bytes(b"half")
    os.utime(theirs, (0, 0))
    keeping.backup(tmp_path / "kept.zip")
    assert theirs.exists()


def made(path: Path, called: str, **told: object) -> Path:
    """Return a copy of a backup under another name, with something else in its manifest."""
    other = path.with_name(called)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as written:
        for member in whole.namelist():
            content = whole.read(member)
            if member == "manifest.json":
                content = json.dumps({**json.loads(content), **told}).encode()
            written.writestr(member, content)
    return other


def test_what_was_just_made_is_not_pruned_whatever_the_clock_said_before(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    first = keeping.backup(folder).path
    ahead = made(first, "archive-20990101-000000.zip", made="2099-01-01T00:00:00+00:00")
    first.unlink()
    call_command("backup", keep=1, verbosity=0)
    (left,) = folder.glob("*.zip")
    assert left != ahead


def test_backups_of_another_archive_in_the_folder_are_not_pruned(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    mine = keeping.backup(folder).path
    others = [made(mine, f"archive-2020010{day}-000000.zip", name="elsewhere.example.org") for day in range(1, 4)]
    call_command("backup", keep=1, verbosity=0)
    assert not mine.exists()
    assert all(path.exists() for path in others)


def test_newest_backup_without_damage_is_kept_however_old(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    # Names tell the second, and one that is free again is given again.
    good = keeping.backup(folder / "archive-20200101-000000.zip").path
    SourceFile.objects.create(name="a.txt", sha256="ab" * 32, size=1, content=b"damaged")
    for _turn in range(3):
        call_command("backup", keep=2, verbosity=0)
    assert good.exists()
    assert len(list(folder.glob("*.zip"))) == 3
    SourceFile.objects.all().delete()
    for _turn in range(2):
        call_command("backup", keep=2, verbosity=0)
    assert not good.exists()


def test_backups_before_a_restore_are_counted_by_themselves(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    nightly = [keeping.backup(folder).path for _turn in range(2)]
    before = [keeping.backup(keeping.new_name(folder, "before-restore")).path for _turn in range(3)]
    assert keeping.prune(folder, 2) == [before[0]]
    assert all(path.exists() for path in nightly)


def test_file_with_another_manifest_is_no_backup(small: Report, data_folder: Path) -> None:
    folder = keeping.folder()
    folder.mkdir()
    whole = keeping.backup(folder).path
    made(whole, "a.zip", made=7)
    made(whole, "b.zip", counts=[])
    made(whole, "c.zip", made="once")
    with zipfile.ZipFile(folder / "d.zip", "w") as other:
        other.writestr("manifest.json", '["an extension of a browser"]')
    assert [backup.name for backup in keeping.backups() if backup.whole] == [whole.name]
    assert keeping.faults(folder / "d.zip")
    assert keeping.faults(folder / "a.zip")


def test_database_that_can_not_be_read_is_said(small: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*_arguments: object) -> None:
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(tables, "lines", torn)
    with pytest.raises(CommandError, match=r"the database can't be read \(database disk image is malformed\)"):
        call_command("backup", str(tmp_path / "kept.zip"))
    assert list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".*")) == []


def test_command_writes_into_the_data_folder_keeps_and_checks(
    small: Report, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _turn in range(3):
        call_command("backup", keep=2)
    out = capsys.readouterr().out
    assert "1 reports, 0 originals" in out
    assert re.search(r"Left out, as secret: (DATABASE_URL, )?SECRET_KEY\.", out)
    assert "Removed " in out
    first, second = sorted(keeping.folder().iterdir())
    call_command("backup", check=first)
    assert "is whole: 1 report, made" in capsys.readouterr().out
    second.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("backup", check=second)


def test_command_refuses_what_can_not_be(small: Report, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="needs a number from 1"):
        call_command("backup", str(tmp_path), keep=0)
    with pytest.raises(CommandError, match="needs a folder"):
        call_command("backup", str(tmp_path / "kept.zip"), keep=2)
    with pytest.raises(CommandError, match=r"There is no folder .*not-mounted"):
        call_command("backup", str(tmp_path / "not-mounted"))
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="No backup was written"):
        call_command("backup", str(tmp_path / "file" / "kept.zip"))
