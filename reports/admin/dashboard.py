"""The first page of the administration: what waits, what failed, how the archive is; to each what concerns them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports import people
from reports.admin import dashboard_state, dashboard_work
from reports.models import Report

if TYPE_CHECKING:
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.http import HttpRequest

# The lists of all rows, by what they are about; what is of none of these keeps its own place behind them.
SUBJECTS = (
    (_("Reports"), ("Report", "Section", "ParagraphPair", "Revision", "Jurisdiction", "Term")),
    (_("Files"), ("IngestJob", "SourceFile", "WorkerBeat")),
    (_("Readers"), ("Erratum",)),
    (pgettext_lazy("with accounts", "People"), ("User", "Group", "AuditEntry")),
)


def context_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows to whoever asks."""
    user = cast("User", request.user)
    if not people.may_hand_in(user):
        return {}
    work = dashboard_work.work_of(user)
    context = {
        "work": work,
        "changes": dashboard_work.changes_for(user),
        "uploads": dashboard_work.address("reports_upload"),
        "is_new": not any(item.count for item in work) and not Report.objects.exists(),
        "is_editor": people.may_curate(user),
    }
    if people.may_curate(user):
        context |= {
            "at_work": dashboard_work.at_work(),
            "doubtful": dashboard_work.doubtful_reports(),
            "index": dashboard_state.index(),
            "workers": dashboard_state.workers(),
            "storage": dashboard_state.storage(),
        }
    if people.may_administer(user):
        failures = dashboard_state.sign_in_failures()
        context |= {
            "backup": dashboard_state.last_backup(),
            "failures": failures[: dashboard_state.FAILURES_SHOWN],
            "failure_count": len(failures),
            "audit_log": dashboard_work.address("reports_auditentry_changelist"),
        }
    return context


def by_subject(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Django's list of applications with their models, the models put together by what they are about."""
    models = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
    subjects = []
    for name, wanted in SUBJECTS:
        found = [models.pop(one) for one in wanted if one in models]
        if found:
            subjects.append({**found[0][0], "name": name, "models": [model for _app, model in found]})
    left = {app["app_label"]: {**app, "models": []} for app in apps}
    for app, model in models.values():
        left[app["app_label"]]["models"].append(model)
    return [*subjects, *(app for app in left.values() if app["models"])]


def take_over(site: admin.AdminSite) -> None:
    """Give an administration this first page, which asks for its own part anew, and its lists by subject."""
    index, app_list = site.index, site.get_app_list

    @wraps(index)
    def first_page(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        dashboard = context_of(request)
        if request.headers.get("HX-Request"):
            return TemplateResponse(request, "admin/reports/dashboard/_live.html", {"dashboard": dashboard})
        return index(request, {**(extra_context or {}), "dashboard": dashboard})

    @wraps(app_list)
    def lists(request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = app_list(request, app_label)
        return apps if app_label else by_subject(apps)

    site.index = first_page  # type: ignore[method-assign]
    site.get_app_list = lists  # type: ignore[method-assign]
