"""An archive is backed up, all of it destroyed, and restored: nothing can tell the difference."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction

from reports import keeping, revisions, search
from reports.keeping import sequences, tables
from reports.models import AuditEntry, ParagraphPair, Report, SourceFile
from tests import own_database
from tests.databases import address, forget_numbers
from tests.keeping.archive import corrected, found, rows, seen, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def destroy(data_folder: Path) -> None:
    """Leave nothing of an archive but its tables."""
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if tables.label(model) not in {"contenttypes.ContentType", "auth.Permission"}:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    forget_numbers()
    for path in data_folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def without_the_restore(held: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return rows without what the audit log says of the restore itself."""
    entries = held["reports.AuditEntry"]
    assert [entry["action"] for entry in entries].count("restore") == 1
    return {**held, "reports.AuditEntry": [entry for entry in entries if entry["action"] != "restore"]}


def test_everything_destroyed_in_between(report: Report, tmp_path: Path, data_folder: Path) -> None:
    editor = User.objects.get(username="editor")
    before, pages, hits = rows(), seen("en", "zh-hans"), found("改革 OR 发展")
    assert all(before[name] for name in before if not name.startswith("reports.Worker")), "a table without rows"
    assert hits
    numbers = {model: sequences.highest(connection, model) for model in tables.kept() if sequences.is_numbered(model)}
    kept = keeping.backup(tmp_path / "kept.zip")
    destroy(data_folder)
    assert not Report.objects.exists()
    assert keeping.faults(kept.path) == []
    told = keeping.examine(kept.path)
    keeping.restore(kept.path)
    assert without_the_restore(rows()) == before
    assert told["counts"]["pairs"] == len(before["reports.ParagraphPair"])
    assert seen("en", "zh-hans") == pages
    assert found("改革 OR 发展") == hits
    assert signed_in("editor")
    assert User.objects.get(username="editor").has_perm("reports.curate_report")
    # What was undone can be done again, and what was corrected be taken back, to the first day.
    now = Report.objects.get(pk=report.pk)
    first = now.revisions.earliest("id")
    assert revisions.as_of(now, first.at).lines
    assert revisions.undo(now, editor) is not None
    assert corrected(now, editor, "改正三。") is not None
    # The number of a pair that is gone isn't given again.
    fresh = ParagraphPair.objects.create(report=now, position=99_999, zh="新。", zh_folded="新。")
    assert fresh.pk == numbers[ParagraphPair] + 1
    fresh.delete()
    search.catch_up()
    assert [looked.finding.kind for looked in keeping.check()] == ["stuck"], "its task was left out"


def test_onto_another_machine(report: Report, tmp_path: Path, data_folder: Path) -> None:
    kept = keeping.backup(tmp_path / "kept.zip")
    here = elsewhere(data_folder, address(), "for-tests-only", "-c", LOOK)
    other = tmp_path / "other"
    database, key = f"sqlite:///{other / 'archive.sqlite3'}", "another-key-" * 5
    elsewhere(other, database, key, "manage.py", "restore", str(kept.path))
    again = tmp_path / "again.zip"
    there = elsewhere(
        other, database, key, "-c", f"{LOOK}\nfrom reports import keeping\nkeeping.backup(Path({str(again)!r}))"
    )
    one_pages, one_hits, *one_signs_in = json.loads(here)
    two_pages, two_hits, *two_signs_in = json.loads(there)
    assert set(two_pages.items()) ^ set(one_pages.items()) == set()
    assert (two_hits, two_signs_in) == (one_hits, [True, False])
    assert one_signs_in == [True, False]
    one, two = keeping.manifest(kept.path)["members"], keeping.manifest(again)["members"]
    assert one.keys() == two.keys()
    differing = {name for name in one if one[name] != two[name]}
    # The restore, and who signed in.
    assert differing <= {"settings.json", "rows/reports.AuditEntry.jsonl", "rows/auth.User.jsonl"}
    with zipfile.ZipFile(kept.path) as first, zipfile.ZipFile(again) as second:
        accounts = [
            [{**json.loads(line), "last_login": ""} for line in whole.read("rows/auth.User.jsonl").splitlines()]
            for whole in (first, second)
        ]
    assert accounts[0] == accounts[1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="between two files nothing is translated")
def test_from_a_server_into_a_file_and_back(report: Report, tmp_path: Path, data_folder: Path) -> None:
    kept, from_file, from_server = (tmp_path / name for name in ("kept.zip", "file.zip", "server.zip"))
    keeping.backup(kept)
    file, server, key = tmp_path / "file", tmp_path / "server", "for-tests-only"
    elsewhere(file, f"sqlite:///{file / 'archive.sqlite3'}", key, "manage.py", "restore", str(kept))
    elsewhere(file, f"sqlite:///{file / 'archive.sqlite3'}", key, "manage.py", "backup", str(from_file))
    own_database.make(server)
    try:
        address_there = own_database.address_in(server)
        elsewhere(server, address_there, key, "manage.py", "restore", str(from_file))
        elsewhere(server, address_there, key, "manage.py", "check_archive", "--repair")
        elsewhere(server, address_there, key, "manage.py", "backup", str(from_server))
        there = elsewhere(server, address_there, key, "-c", LOOK)
    finally:
        own_database.drop(server)
    one, two = keeping.manifest(kept)["members"], keeping.manifest(from_server)["members"]
    assert {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)} <= {
        "settings.json",
        # Each restore, and what the check has mended.
        "rows/reports.AuditEntry.jsonl",
        "rows/reports.IngestJob.jsonl",
    }
    assert json.loads(there)[1:] == json.loads(elsewhere(data_folder, address(), key, "-c", LOOK))[1:]


LOOK = """
import django; django.setup()
import json
from pathlib import Path
from tests.keeping.archive import found, seen, signed_in
print(json.dumps([seen("en"), found("改革 OR 发展"), signed_in("editor"), signed_in("nobody")]))
"""


def elsewhere(folder: Path, database: str, key: str, *command: str) -> str:
    """Run Python on the archive of a folder, as another machine would; return what it printed."""
    environment = {
        **os.environ,
        "ARCHIVE_DATA_DIR": str(folder),
        "ARCHIVE_HTTPS": "false",
        "ARCHIVE_DEBUG": "true",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.other_machine",
        "SECRET_KEY": key,
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_audit_log_tells_of_the_restore(report: Report, tmp_path: Path, data_folder: Path) -> None:
    kept = keeping.backup(tmp_path / "kept.zip")
    keeping.restore(kept.path, replace=True)
    entry = AuditEntry.objects.get(action="restore")
    assert (entry.target, entry.facts["made"]) == ("kept.zip", keeping.manifest(kept.path)["made"])


def test_originals_are_in_it_once_and_byte_for_byte(report: Report, tmp_path: Path) -> None:
    kept = keeping.backup(tmp_path / "kept.zip")
    with zipfile.ZipFile(kept.path) as whole:
        names = [name for name in whole.namelist() if name.startswith("originals/")]
        assert sorted(names) == sorted(f"originals/{row.sha256}" for row in SourceFile.objects.all())
        assert all(whole.read(f"originals/{row.sha256}") == bytes(row.content) for row in SourceFile.objects.all())
    assert search.status().state == "ready"
