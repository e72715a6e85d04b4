"""Acts on pairs, each a request, and what others did meanwhile."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reports import editing, people
from reports.admin.desk import person
from reports.admin.editor.answering import told
from reports.admin.editor.differences import compared
from reports.admin.editor.permitted import for_editing
from reports.admin.editor.sentences import at_work, changed_by_others, done, kind_label, who
from reports.admin.editor.shown import LANGUAGES, look
from reports.admin.rows import tell_search
from reports.models import Report, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.revisions import Line

# Of these acts one wants to see the pairs that they touched, wherever they are.
FOLLOWED = ("undo", "redo", "insert", "move")
# Who changed nothing for so long is not at work any more.
AT_WORK = timedelta(minutes=10)
LATELY = 20


@for_editing
@require_POST
def act(request: HttpRequest, report: Report) -> HttpResponse:
    """Do one act and answer with the page as it is then, else with what others did, or why it can't be done."""
    asked = sent(request)
    given = asked.get("act")
    if not isinstance(given, dict) or not isinstance(given.get("do"), str):
        return JsonResponse({"said": _("This is not something that can be done.")}, status=400)
    try:
        answer, _touched = do(request, report, asked, given)
    except editing.Impossible as error:
        return JsonResponse({"impossible": str(error)})
    except editing.Conflict as conflict:
        return JsonResponse({"conflict": met(request, given, conflict)})
    except editing.Unsure as unsure:
        return JsonResponse({"unsure": question(request, report, given, unsure)})
    return JsonResponse(answer)


def do(
    request: HttpRequest, report: Report, asked: dict[str, Any], given: dict[str, Any]
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Do an act, and return the page as it is then with what to say, and the pairs that were touched.

    Raises Impossible, Conflict, Unsure, and PermissionDenied where the report is no longer this person's to edit.
    """
    by, seen = person(request), number(asked.get("seen")) or 0
    result = editing.perform(report, by, _placed(report, given), seen, may=partial(people.may_change, by))
    tell_search()
    here = number(asked.get("at"))
    focus = result.gone.get(here) if here else None
    if given["do"] in FOLLOWED and result.touched:
        focus = result.touched[0]
    answer = after(request, report, asked, focus)
    answer["said"] = done(given["do"], result.revision, result.said)
    answer["undoes"] = result.revision is not None and given["do"] != "undo"
    return answer, result.touched


def after(request: HttpRequest, report: Report, asked: dict[str, Any], focus: int | None) -> dict[str, Any]:
    """Return the page as it is after a change, for a browser that told what it has."""
    report.refresh_from_db()
    keys = (focus, number(asked.get("at")), *_keys(asked))
    return told(look(report, person(request), [key for key in keys if key]), _stamps(asked), focus)


def _placed(report: Report, given: dict[str, Any]) -> dict[str, Any]:
    """Return the act with the pair that a pair is to stand behind, where another way of saying it is easier."""
    moves, above = given["do"] == "move" and "by" in given, given["do"] == "insert" and "above" in given
    pair = number(given.get("above" if above else "pair"))
    if not (moves or above):
        return given
    order = list(report.pairs.order_by("position").values_list("pk", flat=True))
    if pair not in order:
        return given
    at = order.index(pair)
    if above:
        return {**given, "behind": order[at - 1] if at else ""}
    if given["by"] == 1 and at + 1 == len(order):
        raise editing.Impossible(_("This is the last pair of the report."))
    if given["by"] == -1 and not at:
        raise editing.Impossible(_("This is the first pair of the report."))
    behind = order[at + 1] if given["by"] == 1 else order[at - 2] if at > 1 else ""
    return {"do": "move", "pair": pair, "behind": behind}


@for_editing
@require_POST
def rows(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer with a page as it is now, and who else changed the report since it was seen."""
    asked = sent(request)
    at = [key for key in (number(asked.get("at")), *_keys(asked)) if key]
    since = report.revisions.filter(pk__gt=number(asked.get("seen")) or 0).exclude(by=person(request))
    answer = told(look(report, person(request), at), _stamps(asked), number(asked.get("at")))
    answer["others"] = changed_by_others(map(who, since.select_related("by").order_by("-id")[:LATELY]))
    return JsonResponse(answer)


@never_cache
@people.for_contributors
@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the newest revision of a report and who else is at work; 204 where nothing happened lately."""
    user = person(request)
    if not people.may_curate(user):
        report = Report.objects.filter(slug=slug).first()
        if report is None:
            raise Http404
        if not people.may_change(user, report):
            raise PermissionDenied
    # Asked every few seconds by everyone who has a report open: one query, along an index.
    latest = list(Revision.objects.filter(report__slug=slug).select_related("by").order_by("-id")[:LATELY])
    lately = [one for one in latest if one.by_id != user.pk and one.at > timezone.now() - AT_WORK]
    seen = latest[0].pk if latest else 0
    if not lately and seen == number(request.GET.get("seen")):
        return HttpResponse(status=204)
    here = at_work(map(who, lately), lately[0].at) if lately else ""
    return JsonResponse({"seen": seen, "here": here})


def met(request: HttpRequest, given: dict[str, Any], conflict: editing.Conflict) -> dict[str, Any]:
    """Return what is shown where two people meet: what others did, and what this one was about to do."""
    context = {
        "revisions": [{"revision": one, "who": who(one), "kind": kind_label(one)} for one in conflict.revisions],
        "differences": [
            {
                "key": one.key,
                "sides": list(_sides(one)),
                "gone": one.now is None,
            }
            for one in conflict.differences
        ],
        "is_text": given["do"] in {"edit", "note"},
        # What others changed since can't be taken back, however often it is asked.
        "is_step": given["do"] in {"undo", "redo"},
    }
    html = render_to_string("admin/reports/editor/_conflict.html", context, request)
    return {"html": html, "latest": conflict.latest, "keys": [one.key for one in conflict.differences]}


def question(request: HttpRequest, report: Report, given: dict[str, Any], unsure: editing.Unsure) -> dict[str, Any]:
    """Return what is asked before so much is taken back, and the number that says yes to it."""
    context = {
        "report": report,
        "unsure": unsure,
        "kind": kind_label(unsure.revision),
        "is_redo": given["do"] == "redo",
    }
    html = render_to_string("admin/reports/editor/_unsure.html", context, request)
    return {"html": html, "sure": unsure.revision.pk}


def _sides(difference: editing.Difference) -> Iterator[dict[str, Any]]:
    """Yield each side of a pair that differs: as others left it, as this person would."""
    for side, label in (("zh", _("Chinese")), ("en", _("English")), ("note", _("Note"))):
        seen, now, wanted = (
            _text(line, side) for line in (difference.seen or difference.now, difference.now, difference.wanted)
        )
        if seen == now == wanted:
            continue
        script = next((line.script for line in (difference.now, difference.wanted) if line), "hans")
        yield {
            "label": label,
            "lang": LANGUAGES.get(script, "zh") if side == "zh" else "en" if side == "en" else "",
            "theirs": compared(seen, now),
            "mine": compared(now, wanted),
            "text": wanted,
        }


def _text(line: Line | None, side: str) -> str:
    return str(getattr(line, side)) if line else ""


def sent(request: HttpRequest) -> dict[str, Any]:
    """Return what the page sent; nothing for what is no JSON object."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _stamps(asked: dict[str, Any]) -> dict[str, Any]:
    stamps = asked.get("stamps")
    return stamps if isinstance(stamps, dict) else {}


def _keys(asked: dict[str, Any]) -> list[int]:
    """Return the keys of the rows that the page has."""
    return [key for name in _stamps(asked) if (key := number(name))]


def number(value: Any) -> int | None:
    """Return a number that fits into a row's; None for all else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
