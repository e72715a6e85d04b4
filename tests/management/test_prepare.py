from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports import search
from reports.models import IngestJob, ParagraphPair, Report, SourceFile

SAMPLES = Path(__file__).parent.parent.parent / "fixtures"


@pytest.fixture
def caught_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that notes, each time the index is brought up to date, how many pairs there are."""
    calls: list[int] = []
    monkeypatch.setattr(search, "catch_up", lambda: calls.append(ParagraphPair.objects.count()))
    return calls


def prepare(*arguments: str) -> str:
    out = StringIO()
    call_command("prepare", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_empty_archive_takes_the_samples_in(caught_up: list[int]) -> None:
    out = prepare("--samples", str(SAMPLES))
    assert Report.objects.count() == 1
    assert f"Reports: 1. Paragraph pairs: {ParagraphPair.objects.count()}." in out
    assert caught_up[-1] == ParagraphPair.objects.count()


@pytest.mark.django_db
def test_second_start_takes_nothing_in(caught_up: list[int]) -> None:
    prepare("--samples", str(SAMPLES))
    jobs = IngestJob.objects.count()
    assert "Taking in" not in prepare("--samples", str(SAMPLES))
    assert IngestJob.objects.count() == jobs


@pytest.mark.django_db
def test_start_after_one_that_was_cut_off_takes_the_rest_in(caught_up: list[int], tmp_path: Path) -> None:
    first = min(SAMPLES.glob("*.txt"))
    shutil.copy(first, tmp_path)
    prepare("--samples", str(tmp_path))
    prepare("--samples", str(SAMPLES))
    assert SourceFile.objects.count() == len(list(SAMPLES.glob("*.txt")))


@pytest.mark.django_db
def test_archive_with_other_files_is_left_alone(caught_up: list[int]) -> None:
    SourceFile.objects.create(name="own.txt", sha256="0" * 64, size=3, content=b"own")
    prepare("--samples", str(SAMPLES))
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_samples_whose_report_was_deleted_stay_away(caught_up: list[int]) -> None:
    prepare("--samples", str(SAMPLES))
    Report.objects.all().delete()
    prepare("--samples", str(SAMPLES))
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_refused_sample_does_not_keep_the_archive_from_starting(caught_up: list[int], tmp_path: Path) -> None:
    (tmp_path / "no-report.txt").write_text("Not a report.", encoding="utf-8")
    out = prepare("--samples", str(tmp_path))
    assert "refused" in out
    assert out.endswith("Reports: 0. Paragraph pairs: 0.\n")


@pytest.mark.django_db
def test_without_samples_only_the_index_is_brought_up_to_date(caught_up: list[int]) -> None:
    assert prepare() == "Reports: 0. Paragraph pairs: 0.\n"
    assert caught_up == [0]


@pytest.mark.django_db
def test_folder_without_samples_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"holds no \.txt files"):
        prepare("--samples", str(tmp_path))
