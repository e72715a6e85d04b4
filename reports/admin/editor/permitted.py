"""The pages of the pair editor, for those who may edit their report."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from reports import people
from reports.admin.desk import person
from reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    View = Callable[..., HttpResponseBase]


def for_editing(view: View) -> View:
    """Return the view, called with the report of its address, for those alone who may edit that one."""

    @never_cache
    @people.for_contributors
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        report = get_object_or_404(Report.objects.with_places(), slug=slug)
        if not people.may_change(person(request), report):
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
