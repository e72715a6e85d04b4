from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from reports import search
from reports.models import Report
from reports.search import background, learned
from reports.search.learned import STAMP, Artefact, Learned
from reports.search.opening import NotReady, opened

MakeReport = Callable[..., Report]


def count_pairs(folder: Path) -> None:
    (folder / "count").write_text(str(opened().pair_count), encoding="ascii")


@pytest.fixture
def artefact(monkeypatch: pytest.MonkeyPatch) -> Artefact[int]:
    """Return an artefact that is the number of pairs, the only one there is."""
    made = Artefact("count", 1, count_pairs, lambda folder: int((folder / "count").read_text(encoding="ascii")))
    monkeypatch.setattr(learned, "artefacts", lambda: [made])
    return made


@pytest.fixture
def small(make_report: MakeReport) -> Report:
    report = make_report("beijing-2025", [("改革", "reform"), ("开放", "opening up")])
    make_report("draft-2025", [("草稿", "draft")], status="draft")
    search.catch_up()
    return report


def age(artefact: Artefact[int], seconds: float) -> None:
    path = artefact.link / STAMP
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, "made_at": said["made_at"] - seconds}), encoding="utf-8")


def test_current_is_none_where_nothing_was_learned(artefact: Artefact[int]) -> None:
    assert artefact.current() is None
    assert artefact.stamp() is None


def test_current_is_what_was_learned_without_drafts(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    assert artefact.current() == 2


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_not_in_use_is_let_go(small: Report, settings: Settings, tmp_path: Path, elsewhere: bool) -> None:
    class Found:
        pass

    artefact = Artefact("count", 1, count_pairs, lambda _folder: Found())
    learned.learn(chosen=[artefact])
    first = weakref.ref(artefact.current())
    # What is learned is mapped from some forty files: nobody may hold those of before, or of another archive.
    if elsewhere:
        own = settings.HAYSTACK_CONNECTIONS["default"]
        shutil.copytree(own["PATH"], tmp_path / "other", symlinks=True)
        settings.HAYSTACK_CONNECTIONS = {"default": {**own, "PATH": str(tmp_path / "other")}}
    else:
        artefact.make()
    assert artefact.current() is not None
    gc.collect()
    assert first() is None


def test_current_is_loaded_once(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    first = artefact.current()
    (artefact.link / "count").unlink()
    assert artefact.current() == first


def test_current_picks_up_a_newer_one(artefact: Artefact[int], small: Report, make_report: MakeReport) -> None:
    learned.learn()
    assert artefact.current() == 2
    make_report("beijing-2024", [("一", "one")], year=2024)
    search.catch_up()
    learned.learn()
    assert artefact.current() == 3


def test_earlier_ones_are_swept(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    learned.learn()
    assert len(list(artefact.link.parent.glob("count-*"))) == 1


@pytest.mark.parametrize("name", ["count", STAMP])
@pytest.mark.parametrize("content", [b"", b"\xff{", None])
def test_damaged_one_is_none_and_due(artefact: Artefact[int], small: Report, name: str, content: bytes | None) -> None:
    learned.learn()
    path = artefact.link / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert artefact.current() is None
    assert artefact.due()


def test_one_of_another_form_is_none_and_due(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    later = Artefact("count", 2, count_pairs, artefact.load)
    assert later.current() is None
    assert later.due()


def test_failed_build_leaves_the_old_one_and_waits(artefact: Artefact[int], small: Report) -> None:
    learned.learn()

    def fail(folder: Path) -> None:
        raise ZeroDivisionError

    artefact.build = fail
    with pytest.raises(ZeroDivisionError):
        learned.learn()
    assert artefact.current() == 2
    assert len(list(artefact.link.parent.glob("count-*"))) == 1
    assert not artefact.due()


def test_missing_one_is_due(artefact: Artefact[int], small: Report) -> None:
    assert artefact.due()


def test_fresh_one_is_not_due(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    age(artefact, 3600)
    assert not artefact.due()


def test_changed_small_archive_is_due_after_a_rest(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    small.touch()
    search.catch_up()
    assert not artefact.due()
    age(artefact, 3600)
    assert artefact.due()


def test_withdrawn_report_makes_it_due(artefact: Artefact[int], small: Report) -> None:
    learned.learn()
    age(artefact, 3600)
    Report.objects.filter(pk=small.pk).update(status=Report.Status.DRAFT)
    search.catch_up()
    assert artefact.due()


def test_what_needs_all_reports_is_used_no_more_once_one_is_gone_however_large_the_archive(
    artefact: Artefact[int], small: Report, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned, "SMALL_PAIRS", 100)
    make_report("large-2024", [("一", "one")] * 150, year=2024)
    search.catch_up()
    learned.learn()
    for needs_all in (False, True):
        artefact.needs_all = needs_all
        Report.objects.filter(pk=small.pk).update(status=Report.Status.DRAFT)
        search.catch_up()
        assert (artefact.current() is None, artefact.due()) == (needs_all, needs_all)
    learned.learn()
    assert (artefact.current(), artefact.due()) == (150, False)


def test_report_that_came_since_changes_nothing_about_it(
    artefact: Artefact[int], small: Report, make_report: MakeReport
) -> None:
    artefact.needs_all = True
    learned.learn()
    make_report("later-2024", [("一", "one")], year=2024)
    search.catch_up()
    assert artefact.current() == 2


def test_little_change_of_large_archive_is_not_due(
    artefact: Artefact[int], small: Report, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned, "SMALL_PAIRS", 100)
    make_report("large-2024", [("一", "one")] * 150, year=2024)
    search.catch_up()
    learned.learn()
    age(artefact, 3600)
    small.touch()
    search.catch_up()
    assert not artefact.due()
    make_report("more-2023", [("二", "two")] * 10, year=2023)
    search.catch_up()
    assert artefact.due()


def test_nothing_is_learned_without_an_index(artefact: Artefact[int], db: None) -> None:
    with pytest.raises(NotReady):
        learned.learn()
    learned.learn_due()
    assert artefact.current() is None


def test_only_one_learns_what_is_due(artefact: Artefact[int], small: Report) -> None:
    with learned._learning(wait=True) as ours:
        assert ours
        learned.learn_due()
    assert artefact.current() is None
    learned.learn_due()
    assert artefact.current() == 2


def test_failure_of_one_does_not_keep_others(
    artefact: Artefact[int], small: Report, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = Artefact("broken", 1, lambda folder: (folder / "missing").unlink(), str)
    monkeypatch.setattr(learned, "artefacts", lambda: [other, artefact])
    learned.learn_due()
    assert artefact.current() == 2
    assert "broken" in caplog.text


def test_command_says_what_it_made(artefact: Artefact[int], small: Report, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("learn")
    assert "count: learned from 2 pairs" in capsys.readouterr().out


def test_command_for_what_is_due_gives_way_to_others(
    artefact: Artefact[int], small: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[int] = []
    monkeypatch.setattr(os, "nice", given.append)
    call_command("learn", "--due")
    assert given == [19]
    assert artefact.current() == 2
    assert capsys.readouterr().out == ""


class Started:
    """Stands for a process that was started."""

    commands: list[list[str]]

    def __init__(self, command: list[str], **options: Any) -> None:
        self.commands.append(command)

    def wait(self) -> int:
        return 0


def test_search_has_what_is_due_learned_by_a_process_at_most_once_a_minute(
    artefact: Artefact[int], small: Report, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Started, "commands", [], raising=False)
    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setattr(background, "start", lambda _name, work: work())
    settings.LEARN_IN_BACKGROUND = True
    learned.refresh_soon()
    learned.refresh_soon()
    assert [command[-2:] for command in Started.commands] == [["learn", "--due"]]


def test_search_starts_no_process_where_nothing_is_due(
    artefact: Artefact[int], small: Report, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Started, "commands", [], raising=False)
    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setattr(background, "start", lambda _name, work: work())
    settings.LEARN_IN_BACKGROUND = True
    learned.learn()
    learned.refresh_soon()
    assert Started.commands == []


def test_small_is_an_archive_with_an_index_and_few_pairs(small: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert learned.is_small()
    monkeypatch.setattr(learned, "SMALL_PAIRS", 2)
    assert not learned.is_small()
    search.clear()
    assert not learned.is_small()


def test_stamp_tells_the_state_it_was_made_from(artefact: Artefact[int], small: Report) -> None:
    before = time.time()
    learned.learn()
    stamp = artefact.stamp()
    assert isinstance(stamp, Learned)
    assert (stamp.reports, stamp.pairs) == (1, 2)
    assert before <= stamp.made_at <= time.time()


def test_command_leaves_a_large_archive_for_later(
    artefact: Artefact[int], small: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned, "SMALL_PAIRS", 2)
    call_command("learn", "--small")
    assert artefact.current() is None
    monkeypatch.setattr(learned, "SMALL_PAIRS", 3)
    call_command("learn", "--small", verbosity=0)
    assert artefact.current() == 2
