from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from reports import intake, people
from reports.models import IngestJob, SourceFile
from tests.intake.conftest import HandIn, RunQueue, job, person
from tests.intake.material import part


@pytest.fixture
def administrator(db: None) -> User:
    return person("administrator", people.Role.ADMINISTRATOR)


@pytest.fixture
def settled(hand_in: HandIn, run_queue: RunQueue, editor: User) -> None:
    """Hand in files that come to something, and to nothing, long ago and lately."""
    files = {name: part(number) for number, name in enumerate(("in", "waits", "gone", "gone lately"), start=1)}
    hand_in({**files, "refused": b"x"})
    run_queue()
    intake.settle([job("in")], editor, "draft")
    intake.discard([job("gone"), job("gone lately")], editor)
    run_queue()
    long_ago = timezone.now() - timedelta(days=31)
    IngestJob.objects.exclude(file_name="gone lately").update(changed_at=long_ago)


def test_what_came_to_nothing_long_ago_goes(settled: None, administrator: User) -> None:
    assert intake.purgeable() == intake.Purgeable(2, len(part(3)) + 1)
    assert intake.purge(administrator).files == 2
    assert set(SourceFile.objects.values_list("name", flat=True)) == {"in", "waits", "gone lately"}
    assert job("gone").state == "discarded"


def test_what_was_handed_in_once_more_stays(settled: None, hand_in: HandIn, administrator: User) -> None:
    hand_in({"again": part(3)})
    intake.purge(administrator)
    assert SourceFile.objects.filter(name="gone").exists()


def test_only_administrators_may(settled: None, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        intake.purge(editor)
    assert SourceFile.objects.count() == 5
