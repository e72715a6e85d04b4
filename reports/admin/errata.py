"""Reported errors in the administration: the addresses of the editors' queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from reports import people
from reports.admin import errata_pages
from reports.admin.rows import RowAdmin, Unaddable
from reports.models import Erratum

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@admin.register(Erratum)
class ErratumAdmin(Unaddable, RowAdmin[Erratum]):
    """The queue takes the place of Django's list, a page of one report the place of its form."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return people.may_curate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return people.may_curate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return people.may_curate(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        return errata_pages.queue(request)

    def change_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return errata_pages.one(request, object_id)
