"""Paragraph pairs in the administration: found, and corrected one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports import editing, revisions
from reports.admin.desk import page, person
from reports.admin.meeting import MeetingForm
from reports.admin.refusing import Refusable
from reports.admin.rows import RowAdmin, Unaddable, clipped, tell_search
from reports.models import ParagraphPair
from reports.text.fold import fold

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

    from reports.models import Report, Revision


class PairForm(MeetingForm):
    """Both texts of a pair."""

    class Meta:
        model = ParagraphPair
        fields = ("zh", "en")

    def report_of(self, row: ParagraphPair) -> Report:
        return row.report

    def values_of(self, state: revisions.State) -> dict[str, Any]:
        line = next((line for line in state.lines if line.key == self.instance.pk), None)
        return {"zh": line.zh if line else "", "en": line.en if line else ""}

    def changed_by(self, name: str, since: int) -> Revision | None:
        pair = self.instance
        for one in revisions.touched_since(pair.report, since, [pair.pk]):
            changes = (change for change in revisions.changes_of(one) if change.key == pair.pk)
            if any((change.before or {}).get(name) != (change.after or {}).get(name) for change in changes):
                return one
        return None

    def clean(self) -> dict[str, Any]:
        texts = super().clean() or self.cleaned_data
        if not texts.get("zh") and not texts.get("en"):
            raise ValidationError(_("A pair has text in one language at least."))
        return texts


@admin.register(ParagraphPair)
class ParagraphPairAdmin(Refusable, Unaddable, RowAdmin[ParagraphPair]):
    form = PairForm
    list_display = ("number", "report", "kind", "chinese", "english")
    list_filter = ("kind", "script")
    list_select_related = ("report__jurisdiction",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("zh_folded", "en", "report__slug")
    search_help_text = _lazy("Chinese in either script, English, or a report's address.")
    fields = ("report", "position", "kind", "section", "zh", "en", "script", "source", "source_line")
    readonly_fields = ("report", "position", "kind", "section", "script", "source", "source_line")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        is_sent = object_id is not None and request.method == "POST" and self.has_change_permission(request)
        if is_sent and self.get_object(request, key := unquote(object_id or "")) is None:
            return _gone(request, key)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_change_permission(self, request: HttpRequest, obj: ParagraphPair | None = None) -> bool:
        # As for a report's header: what was typed meanwhile is not lost.
        is_closed = obj is not None and request.method != "POST" and not editing.is_open(obj.report)
        return super().has_change_permission(request, obj) and not is_closed

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ParagraphPair]:
        return super().get_queryset(request).select_related("report__jurisdiction", "section").defer("source__content")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ParagraphPair], search_term: str
    ) -> tuple[QuerySet[ParagraphPair], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "report__id__exact" or super().lookup_allowed(lookup, value, request)

    def view_on_site(self, pair: ParagraphPair) -> str | None:
        return pair.get_absolute_url() if pair.report.is_published else None

    @admin.display(description=_lazy("number"), ordering="position")
    def number(self, pair: ParagraphPair) -> int:
        return pair.position

    @admin.display(description=_lazy("Chinese"))
    def chinese(self, pair: ParagraphPair) -> str:
        return clipped(pair.zh, 40)

    @admin.display(description=_lazy("English"))
    def english(self, pair: ParagraphPair) -> str:
        return clipped(pair.en, 80)

    def save_model(self, request: HttpRequest, pair: ParagraphPair, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        act = {"do": "edit", "pair": pair.pk, "zh": pair.zh, "en": pair.en}
        editing.perform(pair.report, person(request), act, form.cleaned_data.get("seen") or 0)
        tell_search()


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """Give back what was typed into the form of a pair that is there no more, with the pair it became a part of."""
    became = revisions.pair_that_became(int(key)) if key.isascii() and key.isdecimal() and len(key) < 19 else None
    typed = [(label, lang, request.POST.get(lang, "")) for label, lang in ((_("Chinese"), "zh"), (_("English"), "en"))]
    context = {"typed": typed, "became": became[1] if became else None}
    return page(request, "admin/reports/paragraphpair/gone.html", _("This pair is gone."), context, status=409)
