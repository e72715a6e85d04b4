"""What the lists and forms of all our rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst

from reports import search

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    BareAdmin = admin.ModelAdmin
    RowInline = admin.TabularInline
else:
    # Django's classes know their row's type to mypy only.
    class BareAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, row: Any) -> type:
            return cls

    class RowInline(admin.TabularInline):
        def __class_getitem__(cls, row: Any) -> type:
            return cls


AnyRow = TypeVar("AnyRow", bound=Model)


class RowAdmin(BareAdmin[AnyRow]):
    """Lists and forms under the name of what they show, with fields that don't lead to forms of other rows."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        named = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, {**named, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if not context.get("add", kwargs.get("add")):
            context["title"] = capfirst(str(self.opts.verbose_name))
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


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
