"""What the lists and forms of all our rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction

from reports import search

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

    RowAdmin = admin.ModelAdmin
    RowInline = admin.TabularInline
else:
    # Django's classes know their row's type to mypy only.
    class RowAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, row: Any) -> type:
            return cls

    class RowInline(admin.TabularInline):
        def __class_getitem__(cls, row: Any) -> type:
            return cls


class Unaddable:
    """Rows that only come with a file that is handed in."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(Unaddable):
    """Rows that are looked at."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def tell_search() -> None:
    """Let the search read what changed as soon as the rows are committed."""
    transaction.on_commit(lambda: search.catch_up_soon())  # noqa: PLW0108 - looked up late, so that tests can stand in


def clipped(text: str, length: int = 60) -> str:
    """Return the text's beginning for a column of a list."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
