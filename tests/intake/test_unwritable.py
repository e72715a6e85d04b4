"""Workers whose database is full or locked in the middle of taking a file in, and what a person finds afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.intake.material import part
from tests.intake.processes import Archive

HAND_IN = """
from pathlib import Path
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from reports import intake
editor = User.objects.create_superuser("editor")
intake.hand_in([ContentFile(Path({path!r}).read_bytes(), name="long.txt")], editor)
"""
SETTLE = """
from django.contrib.auth.models import User
from reports import intake
from reports.models import IngestJob
intake.settle(IngestJob.objects.filter(state="review"), User.objects.get(), "publish")
"""
# Room for what a worker notes, and none for the rows of a report: what a disk that fills up does to a database.
FULL = """
from django.db import connection
from django.db.backends.signals import connection_created
from reports import intake
with connection.cursor() as cursor:
    cursor.execute("VACUUM")
    pages = cursor.execute("PRAGMA page_count").fetchone()[0] + 16
def bound(connection, **_more):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages}")
connection_created.connect(bound)
connection.close()
intake.work(until_empty=True)
"""
# Another holds the database's one lock from the moment on at which the rows are to be written, longer than one waits.
LOCKED = """
import sqlite3
from django.db import connection
from reports import ingest, intake
from reports.intake.working import Worker
connection.close()
connection.settings_dict["OPTIONS"]["timeout"] = 0.1
other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
whole, let_go = ingest.prepare, Worker.let_go
def prepare(plan):
    whole(plan)
    other.execute("BEGIN IMMEDIATE")
def release(worker):
    if other.in_transaction:
        other.execute("ROLLBACK")
    let_go(worker)
ingest.prepare, Worker.let_go = prepare, release
intake.work(until_empty=True)
"""

# The same on a server: one whose disk is full says so, and one lock is as good as another.
FULL_SERVER = """
from django.db import connection
from reports import intake
def told(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
told("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
     "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$")
told("CREATE TRIGGER full_disk BEFORE INSERT ON reports_paragraphpair EXECUTE FUNCTION full_disk()")
intake.work(until_empty=True)
told("DROP FUNCTION full_disk CASCADE")
"""
LOCKED_SERVER = """
from django.db import connection
from reports import ingest, intake
from reports.intake.working import Worker
other = connection.copy()
connection.close()
connection.settings_dict["OPTIONS"] = {"options": "-c lock_timeout=100"}
whole, let_go = ingest.prepare, Worker.let_go
def prepare(plan):
    whole(plan)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_report IN EXCLUSIVE MODE")
def release(worker):
    other.close()
    let_go(worker)
ingest.prepare, Worker.let_go = prepare, release
intake.work(until_empty=True)
"""
FAILING = {"full": (FULL, FULL_SERVER), "locked": (LOCKED, LOCKED_SERVER)}


@pytest.fixture
def confirmed(archive: Archive, tmp_path: Path) -> Archive:
    """Return an archive in which a long file was confirmed and waits to be taken in."""
    said = ["".join(chr(0x4E00 + (7919 * n + 104729 * at) % 20_000) for at in range(150)) for n in range(150)]
    lines = "".join(f"第{number}个重大项目按期开工，{words}。\n" for number, words in enumerate(said))
    (tmp_path / "long.txt").write_bytes(part(1, lines))
    archive.python(HAND_IN.format(path=str(tmp_path / "long.txt")))
    archive.run("work", "--until-empty")
    archive.python(SETTLE)
    assert archive.states() == {"storing": 1}
    return archive


@pytest.mark.parametrize("failing", FAILING)
def test_nothing_is_half_there_and_a_person_can_take_it_up(confirmed: Archive, failing: str) -> None:
    in_file, on_server = FAILING[failing]
    for tried in (1, 2, 3):
        confirmed.python(in_file if connection.vendor == "sqlite" else on_server)
        assert confirmed.states() == {"storing": 1}, tried
        assert confirmed.rows("SELECT count(*) FROM reports_report") == [(0,)]
    confirmed.run("work", "--until-empty")
    assert confirmed.states() == {"review": 1}
    ((messages, found),) = confirmed.rows("SELECT CAST(messages AS text), CAST(found AS text) FROM reports_ingestjob")
    assert "its disk full" in messages
    assert '"pairs": 152' in found
    confirmed.python(SETTLE)
    confirmed.run("work", "--until-empty")
    assert confirmed.states() == {"done": 1}
    assert confirmed.rows("SELECT count(*), count(DISTINCT position) FROM reports_paragraphpair") == [(152, 152)]
    assert confirmed.rows("SELECT count(*) FROM reports_revision") == [(1,)]
    assert confirmed.rows("SELECT status FROM reports_report") == [("published",)]
