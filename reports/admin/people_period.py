"""Narrows the audit log to the days from one to another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin.views.main import ChangeList
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from reports.models import AuditEntry

FIRST, LAST = "from", "to"
# No entry is from before, or from after; and no day around them is one that a computer can't name.
BOUNDS = [MinValueValidator(dt.date(1970, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31))]


class PeriodForm(forms.Form):
    """A first and a last day, of which either may be left open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "period-%s", "label_suffix": "", **kwargs})
        for name, label in ((FIRST, _lazy("From")), (LAST, _lazy("To"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                input_formats=["%Y-%m-%d"],
                validators=BOUNDS,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get(FIRST) and given.get(LAST) and given[FIRST] > given[LAST]:
            self.add_error(LAST, _("The last day is before the first."))
        return given


class PeriodFilter(admin.ListFilter):
    """Narrows by day, both days included, as they are where the archive is; a day that is none finds nothing."""

    title = _lazy("day")
    template = "admin/reports/people/period.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in (FIRST, LAST) if name in params}
        self.form = PeriodForm(self.used_parameters)
        # What else the list is narrowed by goes on with the form, but not the page of what was found before.
        self.others = [
            (name, value)
            for name, values in request.GET.lists()
            if name not in {FIRST, LAST, "p", "all"}
            for value in values
        ]

    def expected_parameters(self) -> list[str | None]:
        return [FIRST, LAST]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        yield {
            "selected": not any(self.used_parameters.values()),
            "query_string": changelist.get_query_string(remove=[FIRST, LAST]),
            "display": _("Any day"),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        if not self.form.is_valid():
            return queryset.none()
        first, last = self.form.cleaned_data[FIRST], self.form.cleaned_data[LAST]
        if first:
            queryset = queryset.filter(at__gte=_start(first))
        if last:
            queryset = queryset.filter(at__lt=_start(last + dt.timedelta(days=1)))
        return queryset


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_current_timezone())
