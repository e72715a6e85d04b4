"""Who may edit which report: editors every one, contributors the drafts that they handed in."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from reports import editing, people
from reports.admin.desk import person
from reports.models import IngestJob, Report, Revision

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

    View = Callable[..., HttpResponseBase]


def may_edit(user: User, report: Report) -> bool:
    """Say whether somebody may change a report's pairs, and look at its history."""
    if people.may_curate(user):
        return True
    if report.status != Report.Status.DRAFT or not people.may_hand_in(user):
        return False
    created = Q(report=report, kind=Revision.Kind.CREATED, by=user)
    taken_in = Q(report=report, created_by=user, state=IngestJob.State.DONE)
    return Revision.objects.filter(created).exists() or IngestJob.objects.filter(taken_in).exists()


def hold(request: HttpRequest, report: Report) -> None:
    """Lock a report for the one who is about to change it; call it in that transaction.

    Raises PermissionDenied where it isn't theirs to edit any more, as when an editor has published it just now, and
    Impossible where it is archived.
    """
    editing.hold(report, partial(may_edit, person(request)))


def for_editing(view: View) -> View:
    """Return the view, called with the report of its address, for those alone who may edit that one."""

    @never_cache
    @people.for_contributors
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        report = get_object_or_404(Report.objects.with_places(), slug=slug)
        if not may_edit(person(request), report):
            raise PermissionDenied
        return view(request, report, *args, **kwargs)

    return guarded


def for_curating(view: View) -> View:
    """Return the view, called with the report of its address, for editors alone."""

    @never_cache
    @people.for_editors
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(Report.objects.with_places(), slug=slug), *args, **kwargs)

    return guarded
