"""Paragraph pairs in the administration: found, and corrected one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports.admin.rows import RowAdmin, Unaddable, clipped, tell_search
from reports.models import ParagraphPair
from reports.text.fold import fold
from reports.text.simplified import is_traditional

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    PairModelForm = forms.ModelForm[ParagraphPair]
else:
    PairModelForm = forms.ModelForm


# A shorter line may well look the same in both scripts; it keeps the one that its report came in.
TELLING = 30


class PairForm(PairModelForm):
    """Both texts of a pair, each of them one line."""

    class Meta:
        model = ParagraphPair
        fields = ("zh", "en")

    def clean(self) -> dict[str, Any]:
        texts = super().clean() or self.cleaned_data
        for side in ("zh", "en"):
            if len(texts.get(side, "").splitlines()) > 1:
                self.add_error(side, ValidationError(_("A pair is one line: take the line breaks out.")))
        if not texts.get("zh") and not texts.get("en"):
            raise ValidationError(_("A pair has text in one language at least."))
        return texts


@transaction.atomic
def revise(pair: ParagraphPair) -> None:
    """Keep a pair's corrected texts, with all that is made from them: folded form, script, its section's heading."""
    pair.zh_folded = fold(pair.zh)
    if is_traditional(pair.zh):
        pair.script = ParagraphPair.Script.TRADITIONAL
    elif len(pair.zh) >= TELLING:
        pair.script = ParagraphPair.Script.SIMPLIFIED
    pair.save(update_fields=["zh", "en", "zh_folded", "script"])
    section = pair.section
    if section and pair.kind == ParagraphPair.Kind.HEADING and section.pairs.order_by("position").first() == pair:
        section.heading_zh, section.heading_en = pair.zh, pair.en
        section.save(update_fields=["heading_zh", "heading_en"])
    pair.report.touch()


@admin.register(ParagraphPair)
class ParagraphPairAdmin(Unaddable, RowAdmin[ParagraphPair]):
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
        revise(pair)
        tell_search()
