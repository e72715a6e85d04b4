"""Searching goes on, and stays right, whatever other processes, threads, disks and accidents do to the index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections

from reports import search
from reports.models import ParagraphPair, Report
from reports.search import arrays, folder, opening, snapshot
from reports.search.segments import EXTENSION
from tests import databases
from tests.search.conftest import ODD_PAIRS, MakeReport
from tests.search.processes import ended, environment, killed, started

pytestmark = pytest.mark.django_db(transaction=True)

FILE = """政府工作报告
——{year}年1月20日在上海市第十四届人民代表大会第三次会议上
上海市市长 杨雄
各位代表：
一、{year}年工作回顾
过去一年，全市经济发展稳中有进，第{year}项任务完成。
二、主要任务
推动高质量发展，发展新质生产力，标记{year}号。
"""
YEARS = range(1990, 2000)


@pytest.fixture(autouse=True)
def nobody_stays(transactional_db: None) -> Iterator[None]:
    """Fail a test that leaves a process behind: it would work on the rows of the next one."""
    yield
    assert databases.others() == []


@pytest.fixture
def small(make_report: MakeReport) -> list[Report]:
    """Return the reports of an archive whose index is ready."""
    reports = [make_report(f"report-{year}", ODD_PAIRS * 2, year=year) for year in (2020, 2021, 2022)]
    search.rebuild()
    return reports


def published(q: str) -> int:
    """Return how many published pairs contain a text, by a scan of the rows."""
    return ParagraphPair.objects.filter(report__status="published", zh_folded__contains=q).count()


def found(q: str) -> int:
    """Return what a search finds; its parts must agree with one another."""
    page = search.find(search.Request(q))
    assert page.total == sum(count.count for count in page.facets.year)
    assert len(page.results) == min(page.total, 20)
    assert all(q in hit.pair.zh_folded for hit in page.results)
    return page.total


def current() -> Path:
    build = folder.current()
    assert build is not None
    return build


def test_searches_while_others_ingest_and_rebuild(small: list[Report], index_folder: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for year in YEARS:
        (files / f"{year}.txt").write_text(FILE.format(year=year), encoding="utf-8")
    again = "import django; django.setup(); from reports import search\nfor _turn in range(5): search.rebuild()"
    others = [
        started(index_folder, "manage.py", "ingest", str(files)),
        started(index_folder, "-c", again),
    ]
    searches, first = 0, published("发展")
    while any(process.poll() is None for process in others):
        before = published("发展")
        page = search.find(search.Request("发展"))
        assert page.total <= published("发展")
        assert page.total >= (first if page.notes else before), page.notes
        assert all("发展" in hit.pair.zh_folded for hit in page.results)
        assert page.total == sum(count.count for count in page.facets.year)
        searches += 1
    for process in others:
        ended(process)
    assert searches > len(others)
    assert found("发展") == published("发展") == first + 2 * len(YEARS)
    assert found("标记1999号") == 1


def test_two_rebuilds_do_not_meet(small: list[Report], index_folder: Path) -> None:
    code = (
        "import django, time; django.setup(); from reports.search import changing, upkeep\n"
        "whole = changing.rebuild\n"
        "def timed(*arguments):\n"
        "    begun = time.monotonic(); whole(*arguments); print(begun, time.monotonic())\n"
        "changing.rebuild = timed; print('loaded', flush=True); input()\n"
        "for _turn in range(3): upkeep.rebuild()\n"
    )
    command = [sys.executable, "-c", code]
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                killed(
                    subprocess.Popen(
                        command, cwd=django_settings.ROOT, env=environment(index_folder), text=True,
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    )
                )
            )
            for _number in range(2)
        ]  # fmt: skip
        # Both are loaded before either begins, or one would be done too early.
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == "loaded\n"
        for process in both:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [ended(process) for process in both]
    times = sorted(tuple(map(float, line.split())) for out, _errors in said for line in out.splitlines())
    assert len(times) == 6
    assert all(end <= begun for (_begun, end), (begun, _end) in pairwise(times))
    assert [path.name for path in index_folder.glob("build-*")] == [current().name]
    assert found("发展") == published("发展")


@pytest.mark.parametrize("work", ["rebuild", "catch up"])
def test_killed_at_any_step(work: str, small: list[Report], index_folder: Path) -> None:
    out, _errors = ended(started(index_folder, "-m", "tests.search.dying", work))
    steps, *left = out.split()
    assert int(steps) > 5
    assert set(left) >= {"build", "current", "lock"}
    assert left.count("build") == left.count("current") == 1


@pytest.fixture
def tiny_disk(index_folder: Path) -> Iterator[Path]:
    """Let the index folder be a disk of its own, as small as its content needs."""
    index_folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(index_folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a disk")
    yield index_folder
    subprocess.run(["umount", "--lazy", str(index_folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


def test_a_full_disk_loses_nothing(tiny_disk: Path, small: list[Report], make_report: MakeReport) -> None:
    before = found("发展")
    filler = fill(tiny_disk)
    make_report("late-2023", ODD_PAIRS, year=2023)
    page = search.find(search.Request("发展"))
    assert page.total == before
    assert page.notes
    with pytest.raises(OSError, match="No space left"):
        search.rebuild()
    assert search.status().state == "stale"
    assert "the disk is full" in search.status().detail
    filler.unlink()
    search.catch_up()
    assert found("发展") == published("发展") > before
    assert search.status().state == "ready"
    search.rebuild()
    assert len(list(tiny_disk.glob("build-*"))) == 1


def test_a_write_cut_short_loses_nothing(small: list[Report], make_report: MakeReport, index_folder: Path) -> None:
    before = found("发展")
    make_report("late-2023", ODD_PAIRS * 40, year=2023)
    # Large enough for the files of the database, too small for a segment.
    most = max(path.stat().st_size for path in current().glob(f"*{EXTENSION}")) + 4096
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
    commands = "import django; django.setup(); from django.core.management import call_command\n"
    failed = started(index_folder, "-c", f"{commands}{limit}call_command('rebuild_index')")
    _out, errors = failed.communicate(timeout=60)
    assert failed.returncode != 0
    assert "File too large" in errors
    assert search.status().state == "stale"
    assert "File too large" in search.status().detail
    search.catch_up()
    assert found("发展") == published("发展") > before


Damages = dict[str, Callable[[Path], None]]


def segment_of(build: Path) -> Path:
    return next(build.glob(f"*{EXTENSION}"))


def replaced(segment: Path) -> None:
    content = segment.read_bytes()
    segment.unlink()
    segment.write_bytes(content[::-1])


def flipped(segment: Path) -> None:
    content = bytearray(segment.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = bytes(byte ^ 0x55 for byte in content[middle : middle + 4000])
    with segment.open("r+b") as file:
        file.write(content)


SEARCHER = """
import django, sys; django.setup()
from reports import search
for line in sys.stdin:
    try:
        print(search.find(search.Request(line.strip())).total, flush=True)
    except search.Unavailable:
        print("unavailable", flush=True)
"""


def asked_through(damages: Damages, index_folder: Path) -> None:
    """Do damage to an index that a process has open and goes on asking; see that its answers are right all the time.

    A term that it has not seen makes it read what was damaged.
    """
    terms = iter("发 展 国 人 产 业 数 字 经 济 平 台 网 络 新 质 力 生 面 积 共 项 实 施 计 划 着 推 进 中".split())
    with subprocess.Popen(
        [sys.executable, "-c", SEARCHER], cwd=django_settings.ROOT, env=environment(index_folder), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for name, damage in damages.items():
            asked = [next(terms) for _turn in range(4)]
            right = [str(published(term)) for term in asked]
            answers = []
            for turn, term in enumerate(asked):
                if turn == 1:
                    damage(current())
                assert process.poll() is None, f"{name}: ended with {process.returncode}"
                process.stdin.write(f"{term}\n")
                process.stdin.flush()
                answers.append(process.stdout.readline().strip())
            assert all(answer in {total, "unavailable"} for answer, total in zip(answers, right, strict=True)), name
            assert answers[-1] == right[-1], name
            # Whoever opens the index next sees what a process that has it open need not, and mends it for all.
            opening.forget()
            assert found(asked[0]) == published(asked[0]), name
            assert search.status().state == "ready", name
        process.stdin.close()


def test_files_removed_under_a_running_process(small: list[Report], index_folder: Path) -> None:
    asked_through(
        {
            "folder deleted": lambda build: shutil.rmtree(build.parent),
            "build deleted": shutil.rmtree,
            "link deleted": lambda build: (build.parent / folder.CURRENT).unlink(),
            "segment deleted": lambda build: segment_of(build).unlink(),
            "segment replaced": lambda build: replaced(segment_of(build)),
        },
        index_folder,
    )


@pytest.mark.parametrize("damage", ["cut short", "altered"])
def test_files_written_to_under_a_running_process(damage: str, small: list[Report], index_folder: Path) -> None:
    # Reading what was cut off a mapped file kills a process; what was altered would be answered from.
    damages: Damages = {
        "cut short": lambda build: os.truncate(segment_of(build), 100),
        "altered": lambda build: flipped(segment_of(build)),
    }
    asked_through({damage: damages[damage]}, index_folder)


def test_threads_share_the_door(small: list[Report], make_report: MakeReport, monkeypatch: pytest.MonkeyPatch) -> None:
    # So little is remembered that terms come and go all the time.
    monkeypatch.setattr(snapshot, "CACHE_BYTES", 2000)
    monkeypatch.setattr(arrays.unpacked_terms, "most", 2000)
    terms = ["发展", "国", "数字经济", "人", "增长", "产业", "生产力", "达"]
    expected = {term: published(term) for term in terms}
    failures: list[str] = []
    stop = threading.Event()

    def read(first: int) -> None:
        turn = first
        try:
            while not stop.is_set():
                term = terms[turn % len(terms)]
                if (total := found(term)) != expected[term]:
                    failures.append(f"{term}: {total} instead of {expected[term]}")
                turn += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must say it
            failures.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read, args=(first,)) for first in range(6)]
    for thread in threads:
        thread.start()
    for _turn in range(10):
        small[0].touch()
        search.catch_up()
        search.rebuild()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
