"""What is shown beside the pairs: what looks wrong, where one would be cut, its sentences, its other versions."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template, render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports import editing, revisions
from reports.admin.editor.acting import do, number, question, sent
from reports.admin.editor.differences import compared
from reports.admin.editor.paging import outline, pages
from reports.admin.editor.permitted import for_editing
from reports.admin.editor.sentences import suspicious_label
from reports.admin.editor.shown import LANGUAGES
from reports.text.beads import beads as aligned
from reports.text.sentences import sentences_en, sentences_zh

if TYPE_CHECKING:
    from reports.models import Report

SENTENCES = {"zh": sentences_zh, "en": sentences_en}


def line_of(report: Report, key: int) -> tuple[int, revisions.Line]:
    """Return the number of a pair and its line; raises Http404 where the report has none such."""
    state = revisions.read(report)
    try:
        index = state.index(key)
    except KeyError:
        raise Http404 from None
    return index + 1, state.lines[index]


@for_editing
@require_safe
def doubts(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer with all that looks wrong in a report: the number and key of each place, what is wrong, what mends it."""
    seen = editing.latest_revision(report)
    found = editing.suspicious(report)
    lines = revisions.read(report).lines
    places = {line.key: index for index, line in enumerate(lines)}
    headings = [entry.key for entry in outline(lines, pages(lines))]
    template = get_template("admin/reports/editor/_suspicion.html")
    return JsonResponse(
        {
            "seen": seen,
            "label": suspicious_label(len(found)),
            "places": [[places[one.key] + 1, one.key] for one in found if one.key in places],
            "rows": {one.key: template.render({"doubt": one}) for one in found},
            "mends": {one.key: dict(one.mend) for one in found if one.mend},
            "under": Counter(_under(headings, places, one.key) for one in found if one.key in places),
        }
    )


def _under(headings: list[int], places: dict[int | None, int], key: int) -> int:
    """Return the key of the last heading that stands before a pair, or of that pair itself."""
    return next(heading for heading in reversed(headings) if places[heading] <= places[key])


@for_editing
@require_safe
def cut(request: HttpRequest, report: Report, key: int) -> HttpResponse:
    """Answer where both texts of a pair would be cut, given an offset in one of them, or in their middle."""
    _number, line = line_of(report, key)
    ends = {side: [span.end for span in SENTENCES[side](getattr(line, side))][:-1] for side in ("zh", "en")}
    zh, en = number(request.GET.get("zh")), number(request.GET.get("en"))
    if zh is None and en is None:
        side = "zh" if line.zh else "en"
        middle = len(getattr(line, side)) // 2
        found = min(ends[side], key=lambda end: abs(end - middle), default=middle)
        zh, en = (found, None) if side == "zh" else (None, found)
    if zh is None:
        zh = editing.propose_cut(line, en=en or 0)
    elif en is None:
        en = editing.propose_cut(line, zh=zh)
    zh, en = min(zh, len(line.zh)), min(en or 0, len(line.en))
    return JsonResponse({"zh": zh, "en": en, "sentences": ends})


@for_editing
@require_http_methods(["GET", "HEAD", "POST"])
def beads(request: HttpRequest, report: Report, key: int) -> HttpResponse:
    """Answer with the sentences of a pair, side by side; a POST does one act on them first."""
    answer: dict[str, Any] = {}
    if request.method == "POST":
        asked = sent(request)
        given = asked.get("act")
        if not isinstance(given, dict) or not str(given.get("do")).startswith(("bead_", "undo", "redo")):
            return JsonResponse({"said": _("This is not something that can be done.")}, status=400)
        try:
            answer["page"], _touched = do(request, report, asked, given)
        except editing.Impossible as error:
            answer["said"] = str(error)
        except editing.Unsure as unsure:
            return JsonResponse({"unsure": question(request, report, given, unsure)})
        except editing.Conflict:
            answer["said"] = _("Somebody else changed this pair meanwhile. You see it as it is now; nothing was done.")
    try:
        at, line = line_of(report, key)
    except Http404:
        return JsonResponse(answer, status=200 if answer else 404)
    context = {"number": at, "line": line, "lang": LANGUAGES.get(line.script, "zh"), "beads": _beads(line)}
    context["editable"] = editing.is_open(report)
    answer["html"] = render_to_string("admin/reports/editor/_beads.html", context, request)
    return JsonResponse(answer)


@for_editing
@require_safe
def versions(request: HttpRequest, report: Report, key: int) -> HttpResponse:
    """Answer with the other versions of a pair, each with what parts it from the one that is shown."""
    at, line = line_of(report, key)
    names: dict[int | None, str] = dict(report.sources.values_list("pk", "name"))
    shown = [
        {"zh": compared(line.zh, zh), "en": compared(line.en, en), "name": names.get(source, "")}
        for zh, en, source, _source_line in line.versions
    ]
    context = {"number": at, "versions": shown, "lang": LANGUAGES.get(line.script, "zh")}
    context["editable"] = editing.is_open(report)
    return JsonResponse({"html": render_to_string("admin/reports/editor/_versions.html", context, request)})


def _beads(line: revisions.Line) -> list[dict[str, Any]]:
    """Return each bead with the sentences of both sides, and where its second sentences begin."""
    if not line.zh or not line.en:
        return []
    there = line.beads or [[*bead.zh, *bead.en, bead.confidence] for bead in aligned(line.zh, line.en)]
    found = []
    for start_zh, end_zh, start_en, end_en, sure in there:
        zh = _sentences("zh", line.zh, int(start_zh), int(end_zh))
        en = _sentences("en", line.en, int(start_en), int(end_en))
        found.append(
            {"zh": zh, "en": en, "second_zh": _second(zh), "second_en": _second(en), "sure": round(100 * sure)}
        )
    return found


def _sentences(side: str, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the sentences of a bead; what a person cut inside a sentence is a part of one."""
    edges = sorted({start, end, *(span.end for span in SENTENCES[side](text) if start < span.end < end)})
    return [(one, other, text[one:other]) for one, other in pairwise(edges)]


def _second(sentences: list[tuple[int, int, str]]) -> int:
    """Return where the second sentence begins, else where the only one ends."""
    return sentences[0][1] if sentences else 0
