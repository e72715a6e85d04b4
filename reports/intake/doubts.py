"""Files that wait and are not taken in unseen: of an archived report, or with nothing that tells their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from reports import ingest
from reports.intake.facts import Understood, warnings_of
from reports.intake.standing import Standing
from reports.models import IngestJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

State = IngestJob.State
# Below this the encoding was guessed.
SURE = 0.8


def is_certain(job: IngestJob, now: Standing) -> bool:
    """Say whether nothing about a waiting file is in doubt.

    It was read without a warning and without guessing its encoding, its jurisdiction or its year; it is sure of every
    pair that both sides say the same, and nothing differs from what is there, which hasn't changed since, or it is a
    numbered part of that; its report isn't archived. That its place among others is told, only those can say.
    """
    found = Understood.of(job)
    return (
        job.state == State.REVIEW
        and found.pairs > 0
        and not warnings_of(job)
        and not closed(job)
        and found.confidence >= SURE
        and not (found.differing or found.unsure or found.guessed)
        and not (now.has_changed and found.part is None)
    )


def closed(job: IngestJob) -> ingest.Refusal | None:
    """Return why a job that waits can't be taken into its report as that stands now, None where it can."""
    return ingest.closed(job.file_name, job.report) if job.state == State.REVIEW else None


def unplaced(jobs: Iterable[IngestJob]) -> set[int]:
    """Return the keys of those jobs that wait with others for one report, and don't tell where in it they belong."""
    asked = {job.pk: Understood.of(job).slug for job in jobs if _is_unplaced(job)}
    if not asked:
        return set()
    slugs = _waiting().filter(found__slug__in=set(asked.values())).order_by().values_list("found__slug")
    together = {slug for slug, count in slugs.annotate(count=Count("pk")) if count > 1}
    return {key for key, slug in asked.items() if slug in together}


def beside(job: IngestJob) -> QuerySet[IngestJob]:
    """Return the other jobs of an upload that wait for the same report without telling where in it they belong."""
    alike = _waiting().filter(batch=job.batch, found__slug=Understood.of(job).slug, found__is_placed=False)
    return alike.exclude(pk=job.pk)


def _waiting() -> QuerySet[IngestJob]:
    # What is understood beside its Chinese goes where that is.
    return IngestJob.objects.filter(state=State.REVIEW, chinese=None)


def _is_unplaced(job: IngestJob) -> bool:
    return job.state == State.REVIEW and job.chinese_id is None and not Understood.of(job).is_placed
