"""The editor's page, and the plain form for one pair where there are no scripts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from reports import editing, people, revisions
from reports.admin.desk import person
from reports.admin.editor.answering import around, editor_address
from reports.admin.editor.permitted import for_editing
from reports.admin.editor.sentences import done
from reports.admin.editor.shown import look
from reports.admin.editor.words import AT_THE_FOOT, KEYS, ON_PAIRS, WORDS
from reports.admin.rows import tell_search
from reports.models import Report

# How often a page that is looked at asks whether others changed something.
EVERY_SECONDS = 4


@for_editing
@require_safe
def page(request: HttpRequest, report: Report) -> HttpResponse:
    """Show a section of a report for editing; `section` or `pair` in the address say which."""
    key = _number(request.GET.get("pair"))
    shown = look(report, person(request), [key] if key else [], _number(request.GET.get("section")) or 0)
    keys = [row.line.key for row in shown.rows]
    about = around(shown)
    context = {
        "report": report,
        "shown": shown,
        "around": about,
        "here": key if key in keys else next(iter(keys), None),
        "tools": ON_PAIRS,
        "foot": AT_THE_FOOT,
        "keys": KEYS,
        "settings": _settings(request, report, about),
        "cut_sides": (("zh", _("Cut in the Chinese")), ("en", _("Cut in the English"))),
        "levels": range(1, 7),
        "may_curate": people.may_curate(request.user),
    }
    return show(request, "admin/reports/editor/page.html", str(report), context)


class TextForm(forms.Form):
    """The texts of a pair, what is noted of it, and the revision in which they were read."""

    zh = forms.CharField(label=_lazy("Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 6, "lang": "zh"}))
    en = forms.CharField(label=_lazy("English"), required=False, widget=forms.Textarea(attrs={"rows": 6, "lang": "en"}))
    why = forms.CharField(label=_lazy("Why"), required=False, max_length=500)
    seen = forms.IntegerField(widget=forms.HiddenInput)


@for_editing
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, report: Report, key: int) -> HttpResponse:
    """Show one pair as a plain form; a POST keeps its texts."""
    row = report.pairs.filter(pk=key).first()
    if row is None:
        became = revisions.pair_that_became(key)
        if became is None or became[0] != report:
            raise Http404
        return redirect("editor:pair", report.slug, became[1])
    latest = editing.latest_revision(report)
    form = TextForm(request.POST or None, initial={"zh": row.zh, "en": row.en, "seen": latest})
    met: editing.Conflict | None = None
    if request.method == "POST" and form.is_valid():
        given = {"do": "edit", "pair": key, **{name: form.cleaned_data[name] for name in ("zh", "en", "why")}}
        try:
            by = person(request)
            result = editing.perform(report, by, given, form.cleaned_data["seen"], may=partial(people.may_change, by))
            tell_search()
        except editing.Impossible as error:
            form.add_error(None, str(error))
        except editing.Conflict as conflict:
            met = conflict
            form = TextForm({**request.POST.dict(), "seen": conflict.latest})
        else:
            messages.success(request, done("edit", result.revision, result.said))
            return redirect(editor_address(report.slug, key))
    context = {"report": report, "pair": row, "form": form, "conflict": met}
    return show(request, "admin/reports/editor/pair.html", str(report), context, 409 if met else 200)


def show(request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the editor, within the administration and without its side bar."""
    everywhere = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title}
    everywhere["editable"] = editing.is_open(context["report"])
    return TemplateResponse(request, template, {**everywhere, **context}, status=status)


def _settings(request: HttpRequest, report: Report, about: dict[str, Any]) -> dict[str, Any]:
    """Return what the scripts must know, ready for JSON."""
    slug = report.slug
    return {
        "slug": slug,
        "me": request.user.pk,
        "seen": about["seen"],
        "token": get_token(request),
        "every": EVERY_SECONDS,
        "editable": about["editable"],
        "addresses": {
            **{
                name: reverse(f"editor:{name}", args=[slug])
                for name in ("page", "act", "rows", "doubts", "news", "why")
            },
            **{
                name: reverse(f"editor:{name}", args=[slug, 0]) for name in ("cut", "beads", "versions", "pair-history")
            },
        },
        "words": {name: str(word) for name, word in WORDS.items()},
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
