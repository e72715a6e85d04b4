"""Forms whose writing can still be refused when they are saved: others were there first, or the database says no."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from reports import editing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import ModelAdmin
    from django.db.models import Model

    Base = ModelAdmin[Any]
else:
    Base = object

REFUSED = "archive.refused"


@contextmanager
def refusals(request: HttpRequest) -> Iterator[None]:
    """Remember for the answer why what the block does is refused."""
    try:
        yield
    except editing.Impossible as impossible:
        request.META[REFUSED] = str(impossible)
    except editing.Conflict as conflict:
        who = next((one.by_name for one in conflict.revisions if one.by_name), "")
        request.META[REFUSED] = (
            _("%(who)s changed this since you opened it. Nothing was saved; here is what it is now.") % {"who": who}
            if who
            else _("This was changed since you opened it. Nothing was saved; here is what it is now.")
        )


class Refusable(Base):
    """A form that shows the row again, as it is, where its saving was refused; the log then says nothing of it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return None if REFUSED in request.META else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if REFUSED in request.META:
            messages.error(request, request.META[REFUSED])
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)
