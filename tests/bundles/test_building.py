"""Building bundles: what stands in them, when they are due, and what is left when it goes wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import zipfile
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from reports import bundles
from reports.bundles import building, contents, kept
from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db
SITE = "https://a.example/"


def lines(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    with archive.open(name) as member:
        return [json.loads(line) for line in TextIOWrapper(member, "utf-8")]


def test_bundle_holds_every_published_report() -> None:
    report_of()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    report_of(slug="draft-2021", year=2021, status="draft")
    with zipfile.ZipFile(bundles.build(SITE).path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {*bundles.NAMES, "manifest.json", "SHA256SUMS"}
        found = lines(archive, "passages.jsonl")
        assert {line["report"]["slug"] for line in found} == {"beijing-2025", "shanghai-2020"}
        assert len(found) == 16
        units = ElementTree.fromstring(archive.read("paragraphs.tmx")).findall("body/tu")
        assert len(units) == 12


def test_table_tells_how_much_of_a_report_is_there() -> None:
    report_of()
    Report.objects.update(speaker_zh="=1+1")
    with zipfile.ZipFile(bundles.build(SITE).path) as archive:
        text = archive.read("reports.csv").decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text))
    counts = {name: row[name] for name in ("paragraphs", "both_languages", "chinese_only", "english_only")}
    assert counts == {"paragraphs": "8", "both_languages": "6", "chinese_only": "1", "english_only": "1"}
    assert row["url"] == "https://a.example/reports/" + "beijing-2025/"
    assert row["speaker_zh"] == "'=1+1"


def test_addresses_are_permanent() -> None:
    report = report_of()
    with zipfile.ZipFile(bundles.build(SITE).path) as archive:
        first = lines(archive, "passages.jsonl")[0]
    assert first["url"] == f"https://a.example/pairs/{report.pairs.get(position=1).pk}/"


def test_manifest_and_sums_are_right() -> None:
    report_of()
    built = bundles.build(SITE)
    assert hashlib.sha256(built.path.read_bytes()).hexdigest() == built.sha256
    assert built.path.stat().st_size == built.size
    assert built.manifest["holds"] | {"changed": ""} == {
        "reports": 1, "paragraphs": 8, "in_both_languages": 6, "changed": "",
    }  # fmt: skip
    with zipfile.ZipFile(built.path) as archive:
        for file in built.manifest["files"]:
            content = archive.read(file["name"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
        sums = [line.split("  ") for line in archive.read("SHA256SUMS").decode().splitlines()]
        assert {name for _digest, name in sums} == {*bundles.NAMES, "manifest.json"}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for digest, name in sums)
    assert (built.folder / "SHA256SUMS").read_text() == f"{built.sha256}  archive.zip\n"


def test_same_rows_give_the_same_bytes() -> None:
    report_of()
    first = bundles.build(SITE).sha256
    assert bundles.build(SITE).sha256 == first


def test_empty_archive_makes_an_empty_bundle() -> None:
    with zipfile.ZipFile(bundles.build(SITE).path) as archive:
        assert archive.read("passages.jsonl") == b""
        assert len(archive.read("reports.csv").splitlines()) == 1


def test_new_one_takes_the_place_of_the_old_which_readers_keep(bundles_folder: Path) -> None:
    report_of()
    old = bundles.build(SITE)
    with old.path.open("rb") as reading:
        new = bundles.build(SITE)
        assert bundles.current() == new
        assert new.folder != old.folder
        assert not old.folder.exists()
        assert hashlib.sha256(reading.read()).hexdigest() == old.sha256
    assert sorted(path.name for path in bundles_folder.iterdir()) == [new.folder.name, "current", "lock"]


def test_failed_build_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch, bundles_folder: Path) -> None:
    report_of()
    old = bundles.build(SITE)

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write", full)
    with pytest.raises(OSError, match="No space"):
        bundles.build(SITE)
    assert bundles.current() == old
    assert [path.name for path in bundles_folder.glob("bundle-*")] == [old.folder.name]
    assert not bundles.due(), "a build that failed is not tried again at once"


def test_failed_build_leaves_none_that_holds_what_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, bundles_folder: Path
) -> None:
    report_of()
    bundles.build(SITE)
    Report.objects.update(status="draft")

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write", full)
    with pytest.raises(OSError, match="No space"):
        bundles.build(SITE)
    assert bundles.current() is None
    assert list(bundles_folder.glob("bundle-*")) == []
    Report.objects.update(status="published")
    assert bundles.offered() is None


def test_report_that_is_taken_back_while_it_is_built_is_never_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    write = contents.write

    def slow(*given: Any) -> dict[str, Any]:
        manifest = write(*given)
        Report.objects.update(status="draft")
        return manifest

    monkeypatch.setattr(building, "write", slow)
    bundles.build(SITE)
    assert bundles.current() is not None
    assert bundles.offered() is None
    assert bundles.due()


def test_report_that_is_published_meanwhile_takes_nothing_away() -> None:
    report_of()
    built = bundles.build(SITE)
    report_of(slug="b-2020", year=2020)
    assert bundles.offered() == built


def test_which_reports_are_in_it_is_told_to_nobody() -> None:
    report = report_of()
    built = bundles.build(SITE)
    assert built.reports == {report.pk}
    assert "reports.json" not in (built.folder / kept.MANIFEST).read_text() + str(
        zipfile.ZipFile(built.path).namelist()
    )


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(building, "TIMES_ITS_COST", 0.0)


def test_bundle_is_due_when_the_archive_changed(no_rest: None) -> None:
    assert bundles.due()
    report = report_of()
    bundles.build(SITE)
    assert not bundles.due()
    report.touch()
    assert bundles.due()


def test_bundle_rests_after_it_was_built() -> None:
    report = report_of()
    bundles.build(SITE)
    report.touch()
    assert not bundles.due()


def test_report_that_is_taken_back_makes_it_due_however_lately_it_was_built() -> None:
    report_of()
    report_of(slug="b-2020", year=2020)
    bundles.build(SITE)
    Report.objects.filter(slug="b-2020").update(status="draft")
    assert bundles.due()


def test_where_none_may_be_had_a_failed_build_is_tried_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    report_of()
    bundles.build(SITE)
    Report.objects.update(status="draft")
    (kept.root() / kept.TRIED).touch()
    assert not bundles.due()
    monkeypatch.setattr(building, "WHILE_NONE_SECONDS", 0.0)
    assert bundles.due()
    with kept.holding():
        kept.tell(1)
        assert not bundles.due(), "it is under way"


def test_another_form_of_the_files_makes_it_due(no_rest: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bundles.build(SITE)
    assert not bundles.due()
    monkeypatch.setattr(building, "VERSION", "next")
    assert bundles.due()


@pytest.mark.parametrize("name", [kept.MANIFEST, kept.REPORTS])
@pytest.mark.parametrize("damage", ["{", "", "7", None])
def test_damaged_bundle_is_none(damage: str | None, name: str) -> None:
    built = bundles.build(SITE)
    if damage is None:
        (built.folder / name).unlink()
    else:
        (built.folder / name).write_text(damage)
    assert bundles.current() is None
    assert bundles.due()


def test_two_do_not_build_at_once() -> None:
    with kept.holding() as ours:
        assert ours
        with pytest.raises(bundles.Failed):
            bundles.build(SITE)
        with pytest.raises(CommandError, match="Another process"):
            call_command("bundle", site=SITE)


def test_progress_is_told_while_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for year in (2020, 2021, 2022):
        report_of(slug=f"b-{year}", year=year)
    seen = []
    tell = kept.tell

    def heard(percent: int) -> None:
        tell(percent)
        seen.append(bundles.progress())

    monkeypatch.setattr(kept, "tell", heard)
    bundles.build(SITE)
    percents = [one.percent for one in seen if one]
    assert percents == sorted(percents)
    assert (percents[0], len(set(percents)) > 3, max(percents) <= 99) == (0, True, True)
    assert bundles.progress() is None


def test_command_builds_for_the_site_of_the_last_one(capsys: pytest.CaptureFixture[str]) -> None:
    report_of()
    call_command("bundle", site=SITE)
    call_command("bundle")
    last = bundles.current()
    assert last is not None
    assert last.manifest["site"] == SITE
    assert str(last.path) in capsys.readouterr().out


def test_command_does_what_is_due_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    call_command("bundle", site=SITE, due=True)
    first = bundles.current()
    call_command("bundle", site=SITE, due=True)
    assert bundles.current() == first


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[list[str]]:
    """Return the commands that would have been started as processes of their own."""
    settings.BUNDLE_IN_BACKGROUND = True
    commands: list[list[str]] = []

    class Started:
        def __init__(self, command: list[str], **_how: Any) -> None:
            commands.append(command[2:])

        def wait(self) -> int:
            return 0

    class Thread:
        def __init__(self, target: Any, args: tuple[str, ...], **_how: Any) -> None:
            self.target, self.args = target, args

        def start(self) -> None:
            self.target(*self.args)

    monkeypatch.setattr("reports.bundles.building.subprocess.Popen", Started)
    monkeypatch.setattr("reports.bundles.building.threading.Thread", Thread)
    monkeypatch.setattr("reports.bundles.building.connections.close_all", lambda: None)
    return commands


def test_look_at_an_archive_that_changed_starts_a_build(started: list[list[str]]) -> None:
    bundles.refresh_soon(SITE)
    assert started == [["bundle", "--due", "--site", SITE]]
    bundles.refresh_soon(SITE)
    assert len(started) == 1, "whether it is due is looked at once a minute"


def test_report_that_is_taken_back_is_looked_at_once_without_waiting(started: list[list[str]]) -> None:
    report_of()
    bundles.build(SITE)
    bundles.refresh_soon(SITE)
    assert started == []
    Report.objects.update(status="draft")
    bundles.refresh_soon(SITE)
    bundles.refresh_soon(SITE)
    assert started == [["bundle", "--due", "--site", SITE]]


def test_look_at_an_archive_that_did_not_change_starts_nothing(started: list[list[str]]) -> None:
    bundles.build(SITE)
    bundles.refresh_soon(SITE)
    assert started == []


def test_nothing_is_started_where_it_is_switched_off(started: list[list[str]], settings: Settings) -> None:
    settings.BUNDLE_IN_BACKGROUND = False
    bundles.refresh_soon(SITE)
    assert started == []
