"""The bytes of files that came to nothing: kept, until an administrator says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Sum
from django.utils import timezone

from reports import people
from reports.models import IngestJob, PairVariant, ParagraphPair, ReportNote, SourceFile

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

State = IngestJob.State
# So long somebody may still want to take a file up again.
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Purgeable:
    """How many files came to nothing long ago, and how many bytes they have together."""

    files: int
    size: int


def purgeable() -> Purgeable:
    """Return what `purge` would delete."""
    found = _came_to_nothing().aggregate(files=Count("pk"), size=Sum("size"))
    return Purgeable(found["files"], found["size"] or 0)


def purge(by: User) -> Purgeable:
    """Delete the bytes of files that were refused or thrown away long ago, and return how much it was.

    Their jobs stay and tell what became of them. Raises PermissionDenied for all but administrators.
    """
    if not people.may_administer(by):
        raise PermissionDenied
    with transaction.atomic():
        gone = purgeable()
        keys = list(_came_to_nothing().values_list("pk", flat=True))
        SourceFile.objects.filter(pk__in=keys).delete()
        people.note("purge", by=by, files=gone.files, bytes=gone.size)
    return gone


def _came_to_nothing() -> QuerySet[SourceFile]:
    of_it = {"source": OuterRef("pk")}
    jobs = IngestJob.objects.filter(**of_it)
    last = timezone.now() - timedelta(days=KEPT_DAYS)
    return (
        SourceFile.objects.defer("content")
        .filter(Exists(jobs), report=None, replaced_by=None, replaces=None)
        .exclude(Exists(jobs.exclude(state__in=(State.REFUSED, State.DISCARDED))))
        .exclude(Exists(jobs.filter(changed_at__gt=last)))
        .exclude(Exists(ParagraphPair.objects.filter(**of_it)))
        .exclude(Exists(PairVariant.objects.filter(**of_it)))
        .exclude(Exists(ReportNote.objects.filter(**of_it)))
    )
