"""Forms whose writing can still be refused when they are saved: others were there first, or the database says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports import editing

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

    Base = ModelAdmin[Any]
else:
    Base = object

REFUSED = "archive.refused"


class Refusable(Base):
    """Shows a `MeetingForm` again, with what was typed and why, where saving it raised Impossible or Conflict."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (editing.Impossible, editing.Conflict) as refused:
            # The transaction of the attempt is over, and nothing of it is left, in the log of changes neither.
            request.META[REFUSED] = refused
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = 409
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        form = super().get_form(request, obj, change, **kwargs)
        refused = request.META.get(REFUSED)
        return type(form.__name__, (form,), {"refused": refused}) if refused else form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fieldsets, for who may change the row with the revisions that its form tells of."""
        (name, options), *others = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return [(name, options), *others]
        return [(name, {**options, "fields": [*options["fields"], "seen", "opened"]}), *others]
