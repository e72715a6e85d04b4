"""The files of a report and their numbers among its parts: changed after a look at what that does to the pairs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods

from reports import editing, ingest, intake
from reports.admin.desk import person
from reports.admin.editor.pages import show
from reports.admin.editor.parts_outline import outlines
from reports.admin.editor.permitted import for_curating
from reports.admin.editor.sentences import changed_by_others, who
from reports.admin.rows import tell_search
from reports.models import Report, SourceFile
from reports.revisions import PARTS, Line

# As in the review, where a file's number is entered first.
MOST = 999
# Of pairs about which there is something to say, so many are named.
NAMED = 5
# What a person has to decide about pairs, or is told of them.
LEFT = ngettext_lazy(
    "%(count)d pair stands elsewhere than in its file, as somebody moved it or the file tells it "
    "otherwise now. Where it belongs can't be told: it stays behind the pair that it follows.",
    "%(count)d pairs stand elsewhere than in their files, as somebody moved them or the files tell them "
    "otherwise now. Where they belong can't be told: each stays behind the pair that it follows.",
    "count",
)
JOINED = ngettext_lazy(
    "In %(count)d pair somebody put texts of two files together, which can't be parted again here. It goes "
    "with the file that it came from: look at it afterwards.",
    "In %(count)d pairs somebody put texts of two files together, which can't be parted again here. Each "
    "goes with the file that it came from: look at them afterwards.",
    "count",
)
DOUBLED = ngettext_lazy(
    "%(count)d pair will stand twice, once from each of two files, as somebody worked on it. Remove one of "
    "the two afterwards if you like.",
    "%(count)d pairs will stand twice, once from each of two files, as somebody worked on them. Remove "
    "those that are too many afterwards if you like.",
    "count",
)
ONE = ngettext_lazy(
    "%(count)d pair that two files have, and that stands twice now, will stand once. Its address leads to "
    "the other one.",
    "%(count)d pairs that two files have, and that stand twice now, will stand once. Their addresses lead "
    "to the others.",
    "count",
)
ADDED = ngettext_lazy(
    "%(count)d pair comes in: as two files had one number, it was taken for a pair of the other one.",
    "%(count)d pairs come in: as two files had one number, they were taken for pairs of the other one.",
    "count",
)


class PartsForm(forms.Form):
    """A number for each file of a report, empty for none; why, and what the person has seen of it."""

    why = forms.CharField(label=_lazy("Why (may be left empty)"), required=False, max_length=500)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, files: list[SourceFile]) -> None:
        super().__init__(data)
        for file in files:
            self.fields[_name(file)] = forms.IntegerField(
                label=_lazy("Part"),
                required=False,
                min_value=1,
                max_value=MOST,
                initial=file.part,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4}),
            )

    def numbers(self, files: list[SourceFile]) -> dict[int, int | None]:
        """Return the number that is given for each file, by the files' keys."""
        return {file.pk: self.cleaned_data[_name(file)] for file in files if _name(file) in self.data}


@for_curating
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the files of a report with their numbers, and what other numbers would do; a POST does it."""
    files = sorted(ingest.taken_in(report), key=lambda file: (file.part is None, file.part or 0, file.name, file.pk))
    is_asked = any(_name(file) in request.GET for file in files)
    data = request.POST if request.method == "POST" else request.GET if is_asked else None
    form = PartsForm(data, files)
    context: dict[str, Any] = {"report": report}
    status = 200
    if form.is_valid():
        try:
            if request.method == "POST" and _save(request, report, form.numbers(files), form.cleaned_data):
                return redirect("editor:parts", report.slug)
            context |= _preview(report, form.numbers(files), files)
        except intake.Meanwhile:
            context |= _preview(report, form.numbers(files), files)
            context["meanwhile"], status = _meanwhile(report, form.cleaned_data["seen"]), 409
        except ingest.Refusal as refusal:
            context["refusal"], status = refusal, 409
    elif data is not None:
        status = 400
    context |= {"form": form, "rows": [(file, form[_name(file)]) for file in files]}
    return show(request, "admin/reports/editor/parts.html", _("Files and their parts"), context, status)


def _save(request: HttpRequest, report: Report, numbers: dict[int, int | None], given: dict[str, Any]) -> bool:
    """Give the files the numbers, and say whether that changed anything."""
    revision = intake.renumber(report, numbers, person(request), given["stamp"], given["why"].strip())
    if revision is None:
        return False
    tell_search()
    moved = sum("behind" in (after or {}) for after in revision.changes.values_list("after", flat=True))
    said = ngettext(
        "The numbers are changed, and %(count)d pair stands elsewhere now. Undo, beside the pairs, takes it back.",
        "The numbers are changed, and %(count)d pairs stand elsewhere now. Undo, beside the pairs, takes it back.",
        moved,
    )
    if not moved:
        said = _("The numbers are changed; every pair stands where it stood. Undo, beside the pairs, takes it back.")
    messages.success(request, said % {"count": moved} if moved else said)
    return True


def _preview(report: Report, numbers: dict[int, int | None], files: list[SourceFile]) -> dict[str, Any]:
    """Return what a page tells of other numbers before they are kept."""
    seen = editing.latest_revision(report)
    found = intake.would_renumber(report, numbers)
    names = {file.pk: file.name for file in files}
    before, after = outlines(found.before, found.after, found.moved, names)
    return {
        "found": found,
        "seen": seen,
        "before": before,
        "after": after,
        "twice": _twice(found, names),
        "told": [(said, lines[:NAMED], len(lines) - NAMED) for said, lines in _told(found) if lines],
    }


def _told(found: ingest.Renumbered) -> list[tuple[str, list[Line]]]:
    """Return what a person has to decide about pairs, each with the pairs."""
    one = [line for line in found.before.lines if line.key in found.became]
    told = ((LEFT, found.left), (JOINED, found.joined), (DOUBLED, found.doubled), (ONE, one), (ADDED, found.added))
    return [(said % {"count": len(lines)}, lines) for said, lines in told]


def _twice(found: ingest.Renumbered, names: dict[int, str]) -> list[tuple[int, str]]:
    """Return the numbers that several files would have, each with their names."""
    by_number: dict[int, list[str]] = {}
    for key, part in found.after.header[PARTS].items():
        if part and int(key) in names:
            by_number.setdefault(part, []).append(names[int(key)])
    return [(part, ingest.listed(called)) for part, called in sorted(by_number.items()) if len(called) > 1]


def _meanwhile(report: Report, seen: int | None) -> str:
    """Return what to say where others changed what a person had been shown."""
    later = report.revisions.filter(pk__gt=seen or 0).select_related("by").order_by("-id")
    said = changed_by_others(who(one) for one in later) if seen else ""
    return said or _("The report is no longer as you were shown it. You see it as it is now.")


def _name(file: SourceFile) -> str:
    return f"part-{file.pk}"
