"""The index notices what it lacks, is never seen half-written, and can always be thrown away."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from whoosh.filedb.filestore import FileStorage

from reports import search
from reports.models import ParagraphPair, Report
from reports.search import analysis, background, build, changing, folder, merging, opening, segments, upkeep, writing
from tests.search.conftest import ODD_PAIRS, MakeReport, add_pairs
from tests.search.processes import killed


def total(q: str = "") -> int:
    return search.find(search.Request(q)).total


def current() -> Path:
    found = folder.current()
    assert found is not None
    return found


@pytest.fixture
def no_background(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what would be done in the background instead of doing it."""
    started: list[str] = []
    monkeypatch.setattr(background, "start", lambda name, _work: started.append(name))
    return started


def test_an_empty_archive_finds_nothing(db: None) -> None:
    page = search.find(search.Request("发展"))
    assert (page.total, page.pages, page.results, page.facets.year) == (0, 0, [], [])


def test_a_missing_index_is_built(archive: list[Report]) -> None:
    assert search.status().state == "missing"
    assert total() == 45
    assert search.status().state == "ready"


def test_a_large_archive_without_index_is_unavailable(
    archive: list[Report], monkeypatch: pytest.MonkeyPatch, no_background: list[str]
) -> None:
    monkeypatch.setattr(changing, "WAIT_FOR_WHOLE", 10)
    with pytest.raises(search.Unavailable, match="being built"):
        total()
    assert no_background == ["catch up"]


def test_a_new_report_is_found_at_once(archive: list[Report], make_report: MakeReport) -> None:
    before = total()
    make_report("new-2020", [("全新内容", "brand new")], year=2020)
    assert search.status().state == "stale"
    assert total() == before + 1
    assert total("全新内容") == 1


def test_a_deleted_report_is_not_found(archive: list[Report]) -> None:
    before = total("数字经济")
    archive[2].delete()
    assert total("数字经济") == before - 1


def test_an_unpublished_report_is_not_found(archive: list[Report]) -> None:
    total()
    archive[0].status = Report.Status.DRAFT
    archive[0].save()
    archive[0].touch()
    assert 2025 not in {count.value for count in search.find(search.Request()).facets.year}


def test_an_edited_pair_is_found_as_it_is_now(archive: list[Report]) -> None:
    total()
    pair = ParagraphPair.objects.filter(report=archive[0]).first()
    assert pair is not None
    pair.zh = pair.zh_folded = "改写之后"
    pair.save()
    archive[0].touch()
    assert total("改写之后") == 1


def test_a_change_dated_back_is_found_by_the_close_look(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    total()
    ParagraphPair.objects.filter(report=archive[1], position=5).update(zh="龘", zh_folded="龘")
    Report.objects.filter(pk=archive[1].pk).update(changed_at=archive[1].changed_at - timedelta(days=9))
    monkeypatch.setattr(upkeep, "CLOSE_LOOK_SECONDS", 0)
    assert total("龘") == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="who writes there waits for whoever began before")
def test_a_change_that_was_committed_behind_a_later_one_is_found_at_once(archive: list[Report]) -> None:
    total()
    newest = Report.objects.published().latest("changed_at")
    report = next(one for one in archive if one != newest)
    ParagraphPair.objects.filter(report=report, position=5).update(zh="龘", zh_folded="龘")
    Report.objects.filter(pk=report.pk).update(changed_at=newest.changed_at - timedelta(microseconds=1))
    assert total("龘") == 1


def test_a_long_delay_is_caught_up_in_the_background(
    archive: list[Report], make_report: MakeReport, monkeypatch: pytest.MonkeyPatch, no_background: list[str]
) -> None:
    before = total()
    monkeypatch.setattr(changing, "WAIT_FOR_PAIRS", 2)
    make_report("new-2020", ODD_PAIRS, year=2020)
    archive[0].delete()
    page = search.find(search.Request())
    assert page.total == before - 13, "what is gone is not found meanwhile"
    assert no_background == ["catch up"]
    assert "brought up to date" in page.notes[0]
    search.catch_up()
    assert search.find(search.Request()).notes == []


def test_a_pair_whose_row_has_gone_is_dropped(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    before = total()
    ParagraphPair.objects.filter(report=archive[0], position__lte=2).delete()  # and nobody calls touch
    page = search.find(search.Request())
    assert page.total == before - 2
    assert len(page.results) == 18


@pytest.mark.parametrize("damage", ["truncate", "delete", "garbage", "toc", "no toc", "stamp", "no stamp", "empty"])
def test_a_damaged_index_is_rebuilt(damage: str, archive: list[Report]) -> None:
    expected = total("发展")
    build_folder = current()
    segment = next(build_folder.glob(f"*{segments.EXTENSION}"))
    contents = next(build_folder.glob("*.toc"))
    if damage == "truncate":
        os.truncate(segment, segment.stat().st_size // 2)
    elif damage == "delete":
        segment.unlink()
    elif damage == "garbage":
        segment.write_bytes(b"\xff" * segment.stat().st_size)
    elif damage == "toc":
        contents.write_bytes(b"garbage" * 100)
    elif damage == "no toc":
        contents.unlink()
    elif damage == "stamp":
        (build_folder / folder.STAMP).write_text("{}")
    elif damage == "no stamp":
        (build_folder / folder.STAMP).unlink()
    else:
        shutil.rmtree(build_folder)
    opening.forget()
    assert search.status().state in {"broken", "missing"}
    assert total("发展") == expected
    assert search.status().state == "ready"


def test_files_damaged_behind_an_open_index_are_noticed(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    total()

    def astray(*_args: object) -> None:
        raise IndexError("index 9 is out of bounds for axis 0 with size 5")

    monkeypatch.setattr("reports.search.finding.evaluate", astray)
    with pytest.raises(search.Unavailable, match="damaged"):
        total()
    monkeypatch.undo()
    assert total() == 45


def test_an_index_of_another_version_is_rebuilt(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    total()
    old = current()
    monkeypatch.setattr(analysis, "FORMAT", analysis.FORMAT + 1)
    opening.forget()
    assert total() == 45
    assert current() != old
    assert not old.exists()


def test_leftovers_are_swept(archive: list[Report], index_folder: Path) -> None:
    total()
    (index_folder / "build-leftover").mkdir()
    (index_folder / "current-leftover").symlink_to("nowhere")
    search.rebuild()
    assert sorted(path.name for path in index_folder.iterdir()) == sorted([current().name, "current", "lock"])


def test_a_failed_rebuild_leaves_the_old_index(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    total()
    old = current()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "commit", full)
    with pytest.raises(OSError, match="No space"):
        search.rebuild()
    assert current() == old
    assert [path.name for path in old.parent.glob("build-*")] == [old.name]


def test_a_full_disk_is_said_and_fails_nothing(
    archive: list[Report], make_report: MakeReport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = total()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build.Gathered, "write", full)
    make_report("new-2020", [("全新内容", "")], year=2020)
    search.catch_up()
    assert "No space left" in caplog.text
    page = search.find(search.Request())
    assert page.total == before
    assert page.notes


def full_disk(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("at", ["a segment", "the contents"])
def test_a_full_disk_loses_nothing_and_is_said_until_there_is_room(
    at: str, archive: list[Report], make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = total()
    files = sorted(path.name for path in current().iterdir())
    make_report("new-2020", [("全新内容", "")], year=2020)
    if at == "a segment":
        monkeypatch.setattr(writing.SegmentFile, "write", full_disk)
    else:
        monkeypatch.setattr("whoosh.index.TOC.write", full_disk)
    page = search.find(search.Request())
    assert page.total == before
    assert "disk is full" in page.notes[0]
    assert (search.status().state, "disk is full" in search.status().detail) == ("stale", True)
    assert sorted(path.name for path in current().iterdir()) == files
    monkeypatch.undo()
    search.catch_up()
    page = search.find(search.Request())
    assert (page.total, page.notes, search.status().state) == (before + 1, [], "ready")


def test_a_full_disk_is_said_where_there_is_no_index(archive: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing.SegmentFile, "write", full_disk)
    with pytest.raises(search.Unavailable, match="could not be written"):
        total()
    assert "disk is full" in search.status().detail
    monkeypatch.undo()
    assert total() == 45
    assert "disk" not in search.status().detail


def test_a_stamp_damaged_under_an_open_index_is_noticed(archive: list[Report]) -> None:
    total()
    stamp = current() / folder.STAMP
    stamp.write_text('{"stamp": "of another version", "built_at": "2026-01-01T00:00:00+00:00"}')
    os.utime(stamp, ns=(1, 1))
    assert search.status().state == "missing"
    assert total() == 45


def test_a_commit_keeps_what_is_open_and_unpacked(archive: list[Report], make_report: MakeReport) -> None:
    total("发展")
    old = opening.opened()
    make_report("new-2020", [("全新发展", "")], year=2020)
    total("发展")
    new = opening.opened()
    assert len(new.segments) == 2
    assert new.segments[0].file is old.segments[0].file
    keys = [part.field(analysis.GRAMS).keys_of("发展".encode()) for part in (old.segments[0], new.segments[0])]
    assert keys[0] is keys[1]


def test_many_new_reports_are_merged_once(
    archive: list[Report], make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    total()
    monkeypatch.setattr(changing, "SEGMENT_PAIRS", 30)
    for number in range(12):
        make_report(f"more-{number}", ODD_PAIRS * 2, year=2000 + number)
    merged: list[int] = []
    merge = merging.merged

    def noted(build_folder: Path, parts: list[segments.ArraySegment]) -> segments.ArraySegment:
        merged.append(len(parts))
        return merge(build_folder, parts)

    monkeypatch.setattr(merging, "merged", noted)
    search.catch_up()
    assert merged == [13]
    assert total() == 45 + 12 * 2 * len(ODD_PAIRS)


def test_a_segment_of_which_most_is_gone_is_written_anew(archive: list[Report]) -> None:
    total()
    for report in archive[:2]:
        report.delete()
    search.catch_up()
    assert [part.deleted_count() for part in folder.contents(current())] == [0]


def test_long_work_is_done_by_a_process_of_its_own(
    archive: list[Report], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(background, "run_command", lambda *command: ran.append(command))
    monkeypatch.setattr(background, "start", lambda _name, work: work())
    monkeypatch.setattr(changing, "WAIT_FOR_WHOLE", 10)
    settings.INDEX_BY_PROCESS = True
    with pytest.raises(search.Unavailable):
        total()
    assert ran == [("update_index", "--verbosity", "0")]
    settings.INDEX_BY_PROCESS = False
    with pytest.raises(search.Unavailable):
        total()
    assert total() == 45


def test_a_command_in_the_background_is_nice_and_its_failure_logged(caplog: pytest.LogCaptureFixture) -> None:
    background.run_command("no_such_command")
    assert "no_such_command in the background ended with 1" in caplog.text


def test_an_unwritable_folder_is_unavailable(archive: list[Report], index_folder: Path) -> None:
    index_folder.write_text("a file where the folder should be")
    with pytest.raises(search.Unavailable, match="could not be written"):
        total()


def test_readers_are_not_blocked_by_a_writer(archive: list[Report], make_report: MakeReport) -> None:
    before = total()
    with folder.writing("long"):
        make_report("new-2020", [("全新内容", "")], year=2020)
        page = search.find(search.Request())
        assert (page.total, len(page.notes)) == (before, 1)
        assert search.status().state == "building"


def test_two_writers_do_not_meet(archive: list[Report]) -> None:
    with folder.writing("short"), pytest.raises(folder.Busy), folder.writing("short", patience=0.0):
        pass
    assert folder.errand_under_way() is None


def test_segments_stay_few(archive: list[Report], make_report: MakeReport) -> None:
    search.rebuild()
    for number in range(12):
        make_report(f"more-{number}", ODD_PAIRS[number : number + 2], year=2000 + number)
        search.catch_up()
    assert len(folder.contents(current())) <= 4
    assert len(list(current().glob(f"*{segments.EXTENSION}"))) == len(folder.contents(current()))
    assert total() == 45 + 24


@pytest.mark.parametrize(("most", "segments"), [(changing.MERGED_PAIRS, 1), (10, 4)])
def test_a_rebuild_in_many_batches_finds_the_same(
    most: int, segments: int, archive: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "SEGMENT_PAIRS", 10)
    monkeypatch.setattr(changing, "MERGED_PAIRS", most)
    said: list[tuple[int, int]] = []
    search.rebuild(lambda done, reports: said.append((done, reports)))
    assert said[-1] == (5, 5)
    assert len(folder.contents(current())) == segments
    assert (total(), total("发展")) == (45, sum("发展" in pair.zh_folded for pair in published()))


def published() -> list[ParagraphPair]:
    return list(ParagraphPair.objects.filter(report__status="published"))


def test_texts_too_long_for_narrow_keys(make_report: MakeReport) -> None:
    make_report("long-2020", [("长" * 70_000 + "尾巴", "word " * 70_000 + "tail end"), ("尾", "end")], year=2020)
    assert (total("长尾巴"), total('"word tail end"'), total("尾")) == (1, 1, 2)
    assert folder.contents(current())[0].shift == segments.WIDE_SHIFT


def test_a_search_asks_few_queries(archive: list[Report]) -> None:
    total()
    total()
    with CaptureQueriesContext(connection) as queries:
        search.find(search.Request("发展"))
    assert len(queries) <= 3


def test_searches_while_another_thread_rebuilds(archive: list[Report]) -> None:
    expected = total("发展")
    snapshot_totals: set[int] = set()
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        from reports.search.evaluate import evaluate
        from reports.search.query import read as read_query

        while not stop.is_set():
            try:
                snapshot_totals.add(len(evaluate(opening.opened(), read_query("发展").root).documents))
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test must say it
                failures.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        search.rebuild()
        archive[0].touch()
        search.catch_up()
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert snapshot_totals == {expected}


HOLD = """
import fcntl, sys, time
with open(sys.argv[1], "a") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_killed_process_is_free(archive: list[Report], index_folder: Path) -> None:
    total()
    command = [sys.executable, "-c", HOLD, str(index_folder / folder.LOCK)]
    with killed(subprocess.Popen(command, stdout=subprocess.PIPE)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert folder.errand_under_way() is not None
    archive[0].delete()
    search.catch_up()
    assert search.status().state == "ready"


@pytest.mark.django_db(transaction=True)
def test_killed_while_rebuilding(transactional_db: None, make_report: MakeReport, index_folder: Path) -> None:
    for number in range(8):
        make_report(f"report-{number}", ODD_PAIRS * 4, year=2000 + number)
    assert total() == 8 * 4 * len(ODD_PAIRS)
    code = (
        "import django; django.setup(); from django.conf import settings; from reports.search import changing, upkeep\n"
        f"settings.HAYSTACK_CONNECTIONS['default']['PATH'] = {str(index_folder)!r}\n"
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        "changing.SEGMENT_PAIRS = 50\nprint('go', flush=True)\n"
        "while True: upkeep.rebuild()"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.other_machine", "SECRET_KEY": "x"}
    for delay in (0.0, 1.3, 1.6, 2.0):
        command = [sys.executable, "-c", code]
        rebuilding = subprocess.Popen(command, cwd=django_settings.ROOT, env=environment, stdout=subprocess.PIPE)
        with killed(rebuilding) as process:
            assert process.stdout is not None
            process.stdout.readline()
            deadline = time.monotonic() + delay
            while time.monotonic() < deadline:
                assert total("发展") == 8 * 4 * sum("发展" in zh for zh, _en in ODD_PAIRS) + 8 * 4
        assert total() == 8 * 4 * len(ODD_PAIRS)
    search.rebuild()
    assert len(list(index_folder.glob("build-*"))) == 1


def test_the_commands(archive: list[Report], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_index", "--noinput")
    assert "45 pairs can be searched" in capsys.readouterr().out
    archive[0].delete()
    call_command("update_index")
    assert "up to date" in capsys.readouterr().out
    call_command("index_status", "--json")
    assert json.loads(capsys.readouterr().out)["state"] == "ready"
    call_command("clear_index", "--noinput")
    call_command("index_status")
    assert "state: missing" in capsys.readouterr().out


def test_the_commands_say_what_failed(archive: list[Report], index_folder: Path) -> None:
    index_folder.write_text("a file where the folder should be")
    for name in ("rebuild_index", "update_index", "clear_index"):
        with pytest.raises(CommandError):
            call_command(name)


def test_whoosh_reads_the_index(archive: list[Report]) -> None:
    from whoosh.index import FileIndex
    from whoosh.qparser import QueryParser

    total()
    archive[1].delete()
    search.catch_up()
    index = FileIndex(FileStorage(str(current())), indexname=segments.NAME)
    pairs = published()
    with index.searcher() as searcher:
        for field, text in (
            (analysis.ZH_WORDS, "gdp"),
            (analysis.EN_EXACT, "innovation"),
            (analysis.EN, "innovations"),
        ):
            found = searcher.search(QueryParser(field, index.schema).parse(text), limit=None)
            assert {hit["pair"] for hit in found} == {
                pair.pk for pair in pairs if any(word == analysis_word(field, text) for word, _ in cut(field, pair))
            }
        phrase = QueryParser(analysis.ZH, index.schema).parse('"生产力"')
        assert len(searcher.search(phrase, limit=None)) > 0
        quality = QueryParser(analysis.EN_EXACT, index.schema).parse('"new quality"')
        assert {hit["pair"] for hit in searcher.search(quality, limit=None)} == {
            pair.pk for pair in pairs if "new quality" in pair.en.lower()
        }


def analysis_word(field: str, text: str) -> str:
    return next(analysis.CUTTERS[field](text))[0]


def cut(field: str, pair: ParagraphPair) -> list[tuple[str, int]]:
    from reports.text.fold import fold

    return list(analysis.CUTTERS[field](pair.zh_folded if field.startswith("zh") else fold(pair.en)))


def test_haystack_finds_the_same(archive: list[Report]) -> None:
    from haystack.query import SearchQuerySet

    found = SearchQuerySet().auto_query("发展 -创新")
    assert found.count() == total("发展 -创新")
    assert [int(result.pk) for result in found[:5]] == [
        hit.pair.pk for hit in search.find(search.Request("发展 -创新", page_size=5)).results
    ]
    assert SearchQuerySet().all().count() == 45
    assert found[0].object.zh


def test_add_pairs_needs_touch(archive: list[Report]) -> None:
    total()
    add_pairs(archive[4], [("后来补上", "added later")])
    archive[4].touch()
    assert total("后来补上") == 1
