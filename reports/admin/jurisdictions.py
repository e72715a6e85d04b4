"""Jurisdictions in the administration."""

from __future__ import annotations

from django.contrib import admin

from reports.admin.rows import RowAdmin
from reports.models import Jurisdiction


@admin.register(Jurisdiction)
class JurisdictionAdmin(RowAdmin[Jurisdiction]):
    list_display = ("code", "name_zh", "name_en", "level", "parent", "order")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("parent",)
