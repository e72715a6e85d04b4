"""Workers that are killed in the middle of their work, and what the next one makes of it."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.intake.material import damaged, parts, zipped
from tests.intake.processes import Archive

PARTS = 14
HAND_IN = """
from pathlib import Path
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from reports import intake
editor = User.objects.create_superuser("editor")
intake.hand_in([ContentFile(Path({path!r}).read_bytes(), name="r.zip")], editor)
"""
SETTLE = """
from django.contrib.auth.models import User
from reports import intake
from reports.models import IngestJob
intake.settle(IngestJob.objects.filter(state="review", file_name__contains="/part-"), User.objects.get(), "publish")
"""


def reached(archive: Archive, state: str, count: int) -> bool:
    return archive.states().get(state, 0) >= count


def kill_when(archive: Archive, state: str, count: int) -> None:
    """Let a worker begin, and kill it in the middle of a file once so many have come so far."""
    worker = archive.start_worker()
    working = "running" if state in {"review", "done"} and not archive.states().get("storing") else "storing"
    archive.wait_for(lambda: reached(archive, state, count) and bool(archive.states().get(working)))
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_each_file_is_read_and_taken_in_exactly_once(archive: Archive, tmp_path: Path) -> None:
    upload = tmp_path / "r.zip"
    upload.write_bytes(zipped({**parts(PARTS), **damaged()}))
    archive.python(HAND_IN.format(path=str(upload)))

    for count in (1, 8):
        kill_when(archive, "review", count)
    worker = archive.start_worker()
    archive.wait_for(lambda: not {"queued", "running"} & archive.states().keys())
    assert archive.states()["done"] == 1, "the archive is opened once"
    members = archive.rows("SELECT file_name, count(*) FROM reports_ingestjob GROUP BY file_name")
    assert {count for _name, count in members} == {1}
    assert len(members) == 1 + PARTS + len(damaged())
    waiting = archive.rows("SELECT count(*) FROM reports_ingestjob WHERE state='review' AND file_name LIKE '%/part-%'")
    assert waiting == [(PARTS,)]
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    archive.python(SETTLE)
    kill_when(archive, "done", 5)
    worker = archive.start_worker()
    archive.wait_for(lambda: "storing" not in archive.states())
    ingested = archive.rows("SELECT pairs_added FROM reports_ingestjob WHERE file_name LIKE '%/part-%'")
    assert ingested == [(2,)] * PARTS, "each part was taken in, and its pairs were added once"
    assert archive.rows("SELECT count(*), count(DISTINCT zh) FROM reports_paragraphpair") == [(2 * PARTS, 2 * PARTS)]
    positions = archive.rows("SELECT position FROM reports_paragraphpair ORDER BY position")
    assert positions == [(number,) for number in range(1, 2 * PARTS + 1)]
    assert archive.rows("SELECT count(*) FROM reports_revision") == [(PARTS,)]

    worker.terminate()
    _out, errors = worker.communicate(timeout=20)
    assert (worker.returncode, errors) == (0, "")
    names = [name for (name,) in archive.rows("SELECT name FROM reports_workerbeat")]
    assert not any(f":{worker.pid}:" in name for name in names), "who ends in good order is off the list"


DEADLY = """
import os, signal, sys
from reports import ingest, intake
from django.conf import settings
whole = ingest.understand
def understand(name, content, **how):
    if "deadly" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(name, content, **how)
ingest.understand = understand
intake.work(until_empty=True)
"""


def test_a_file_that_ends_the_worker_three_times_is_refused_and_the_others_are_read(
    archive: Archive, tmp_path: Path
) -> None:
    upload = tmp_path / "r.zip"
    upload.write_bytes(zipped({"deadly.txt": b"x", **parts(3)}))
    archive.python(HAND_IN.format(path=str(upload)))
    deaths = 0
    while {"queued", "running"} & archive.states().keys():
        assert deaths < 5
        try:
            archive.python(DEADLY)
        except AssertionError:
            deaths += 1
    assert deaths == 3
    assert archive.states() == {"done": 1, "refused": 1, "review": 3}
    ((reason,),) = archive.rows("SELECT CAST(found AS text) FROM reports_ingestjob WHERE state='refused'")
    assert "ended the worker three times" in reason


HUNGRY = """
from reports import ingest, intake
whole = ingest.understand
def understand(name, content, **how):
    if "hungry" in name:
        bytearray(3 << 30)
    return whole(name, content, **how)
ingest.understand = understand
intake.work(until_empty=True)
"""


def test_a_file_that_needs_too_much_memory_is_refused_and_the_worker_goes_on(archive: Archive, tmp_path: Path) -> None:
    upload = tmp_path / "r.zip"
    upload.write_bytes(zipped({"hungry.txt": b"x", **parts(2)}))
    archive.python(HAND_IN.format(path=str(upload)))
    archive.python(HUNGRY)
    assert archive.states() == {"done": 1, "refused": 1, "review": 2}
    ((reason,),) = archive.rows("SELECT CAST(found AS text) FROM reports_ingestjob WHERE state='refused'")
    assert "more memory" in reason


def test_two_workers_share_what_there_is(archive: Archive, tmp_path: Path) -> None:
    upload = tmp_path / "r.zip"
    upload.write_bytes(zipped(parts(PARTS)))
    archive.python(HAND_IN.format(path=str(upload)))
    workers = [archive.start_worker(), archive.start_worker()]
    archive.wait_for(lambda: archive.states() == {"done": 1, "review": PARTS})
    archive.python(SETTLE)
    archive.wait_for(lambda: archive.states() == {"done": 1 + PARTS})
    positions = archive.rows("SELECT position, zh FROM reports_paragraphpair WHERE kind='body' ORDER BY position")
    assert [zh.partition("项")[0] for _position, zh in positions] == [f"第{number}" for number in range(1, PARTS + 1)]
    by = archive.rows("SELECT CAST(worker_ids AS text) FROM django_tasks_database_dbtaskresult")
    assert {ids.count(":") for (ids,) in by} == {2}, "each task was run once"
    for worker in workers:
        worker.terminate()
        assert worker.wait(30) == 0
