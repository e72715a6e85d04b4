"""`manage.py ingest --review`: a folder that somebody will look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import IngestJob, Report
from tests.intake.conftest import RunQueue, job, states
from tests.intake.material import CHINESE, ENGLISH, part


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "浙江省"
    place.mkdir()
    (place / "part-1.txt").write_bytes(part(1))
    (place / "part-2.txt").write_bytes(part(2))
    (place / "README.md").write_text("Nothing to read.")
    return place


def test_the_files_wait_and_nothing_is_taken_in(
    folder: Path, run_queue: RunQueue, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("ingest", str(folder), "--review")
    said = capsys.readouterr().out
    batch = IngestJob.objects.values_list("batch", flat=True).distinct().get()
    assert "2 files were handed in." in said
    assert f"/admin/reports/ingestjob/upload/?batch={batch}" in said
    run_queue()
    assert sorted(states().values()) == ["review", "review"]
    assert not Report.objects.exists()
    assert all("浙江省/part-" in name for name in states())


def test_two_languages_are_one_report(tmp_path: Path, run_queue: RunQueue) -> None:
    for name, content in (("a.txt", CHINESE), ("b.txt", ENGLISH)):
        (tmp_path / name).write_bytes(content)
    call_command("ingest", "--zh", str(tmp_path / "a.txt"), "--en", str(tmp_path / "b.txt"), "--review")
    run_queue()
    names = {Path(name).name: name for name in states()}
    assert job(names["b.txt"]).chinese == job(names["a.txt"])
    assert set(states().values()) == {"review"}


def test_a_file_that_is_not_there_is_said_before_anything_is_handed_in(folder: Path, db: None) -> None:
    with pytest.raises(CommandError, match=r"gone\.txt can't be read"):
        call_command("ingest", str(folder), str(folder / "gone.txt"), "--review")
    assert not IngestJob.objects.exists()
