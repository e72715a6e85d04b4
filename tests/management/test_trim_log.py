from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from reports import people
from reports.models import AuditEntry

pytestmark = pytest.mark.django_db


def trim(*arguments: str) -> str:
    out = StringIO()
    call_command("trim_log", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def entries() -> None:
    """Have entries of each of the last ten days."""
    for days in range(10):
        entry = people.note("settle", target=f"file {days}.txt")
        AuditEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - dt.timedelta(days=days, minutes=1))


def left() -> list[str]:
    return list(AuditEntry.objects.filter(action="settle").order_by("-at").values_list("target", flat=True))


def test_what_is_older_goes_and_that_is_kept() -> None:
    assert trim("--days", "3") == "Deleted entries: 7\n"
    assert left() == ["file 0.txt", "file 1.txt", "file 2.txt"]
    entry = AuditEntry.objects.get(action="log trimmed")
    assert entry.facts["entries"] == 7
    assert dt.datetime.fromisoformat(entry.facts["before"]) < timezone.now() - dt.timedelta(days=2)


@pytest.mark.parametrize("days", ["30", "1000000", "9999999999"])
def test_nothing_to_delete_is_no_entry(days: str) -> None:
    assert trim("--days", days) == "Deleted entries: 0\n"
    assert AuditEntry.objects.count() == 10


def test_setting_says_how_long(settings: Settings) -> None:
    settings.LOG_DAYS = 5
    trim()
    assert len(left()) == 5


@pytest.mark.parametrize("arguments", [(), ("--days", "0"), ("--days", "-1")])
def test_without_a_number_of_days_everything_stays(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="for ever"):
        trim(*arguments)
    assert len(left()) == 10


def test_every_step_has_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.people.audit.AT_ONCE", 3)
    assert trim("--days", "2") == "Deleted entries: 8\n"
    steps = AuditEntry.objects.filter(action="log trimmed").order_by("pk")
    assert [entry.facts["entries"] for entry in steps] == [3, 3, 2]


def test_who_waits_waits_for_so_many_only() -> None:
    assert people.trim_log(2, most=5) == 5
    assert left()[-1] == "file 4.txt", "the oldest went first"


def test_what_harvesters_are_told_of_stays() -> None:
    gone = people.note("report erased", target="report hunan-2020")
    AuditEntry.objects.filter(pk=gone.pk).update(at=timezone.now() - dt.timedelta(days=400))
    trim("--days", "1")
    assert AuditEntry.objects.filter(pk=gone.pk).exists()
