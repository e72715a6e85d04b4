"""What waits for somebody of the staff, what failed, and who is at work: each with the list that it leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import intake, people
from reports.admin.errata_entries import editor_of
from reports.models import AuditEntry, Erratum, IngestJob, ParagraphPair, Report, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

State, Status = IngestJob.State, Report.Status
UNDER_WAY = (State.QUEUED, State.RUNNING, State.STORING)
# Who has not looked at a refused file for so long won't be hurried by a colour.
OLD_NEWS = dt.timedelta(days=30)
AT_WORK = dt.timedelta(minutes=15)
CHANGES_SHOWN = 8
REPORTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """So many of something, and where they are listed; `urgent` ones are not as they should be."""

    key: str
    label: str
    count: int
    address: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A report with pairs that a person has still to look at, and where to begin."""

    report: Report
    count: int
    address: str


def address(name: str, *args: Any, query: str = "") -> str:
    """Return the address of a page of the administration; "" where there is no such page."""
    try:
        return f"{reverse(f'admin:{name}', args=args)}{query}"
    except NoReverseMatch:
        return ""


def work_of(user: User) -> list[Item]:
    """Return what waits for somebody: for editors that of all, for contributors what they handed in themselves."""
    is_editor = people.may_curate(user)
    files = intake.jobs_for(user).aggregate(
        review=Count("pk", filter=Q(state=State.REVIEW)),
        passed_on=Count("pk", filter=Q(state=State.REVIEW, for_editor=True)),
        under_way=Count("pk", filter=Q(state__in=UNDER_WAY)),
        tried=Count("pk", filter=Q(state__in=UNDER_WAY, attempts__gt=1)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        refused_lately=Count("pk", filter=Q(state=State.REFUSED, changed_at__gt=timezone.now() - OLD_NEWS)),
    )
    items = [*_files(files, is_editor=is_editor), *_reports(user, is_editor=is_editor)]
    if is_editor:
        found = Erratum.objects.filter(state=Erratum.State.OPEN).aggregate(n=Count("pk"), oldest=Min("created_at"))
        queue = address("reports_erratum_changelist", query=f"?state={Erratum.State.OPEN.value}")
        items.append(Item("errata", _("Errors that readers reported"), found["n"], queue, _since(found["oldest"])))
    return items


def _files(counts: dict[str, int], *, is_editor: bool) -> list[Item]:
    uploads = address("reports_upload")
    jobs = "reports_ingestjob_changelist"
    passed_on = counts["passed_on"]
    note = ""
    if passed_on:
        note = (_("%d passed on to the editors") if is_editor else _("%d with the editors")) % passed_on
    tried = _("%d tried more than once") % counts["tried"] if counts["tried"] else ""
    return [
        Item("review", _("Files to review"), counts["review"], uploads, note),
        Item("under-way", _("Files under way"), counts["under_way"], uploads, tried, bool(counts["tried"])),
        Item(
            "refused",
            _("Files refused"),
            counts["refused"],
            address(jobs, query=f"?state__exact={State.REFUSED.value}"),
            urgent=bool(counts["refused_lately"]),
        ),
    ]


def _reports(user: User, *, is_editor: bool) -> list[Item]:
    shelf = "reports_report_changelist"
    drafts = Item("drafts", _("Drafts"), 0, address(shelf, query=f"?status__exact={Status.DRAFT.value}"))
    if not is_editor:
        own = Report.objects.filter(status=Status.DRAFT, jobs__created_by=user).distinct().count()
        return [Item(drafts.key, _("Drafts of your files"), own, drafts.address)]
    counts = Report.objects.aggregate(
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        reviewed=Count("pk", filter=Q(status=Status.REVIEWED, publish_at=None)),
        scheduled=Count("pk", filter=Q(publish_at__isnull=False)),
        soonest=Min("publish_at"),
    )
    reviewed = f"?status__exact={Status.REVIEWED.value}"
    late = counts["soonest"] is not None and counts["soonest"] < timezone.now() - AT_WORK
    return [
        Item(drafts.key, drafts.label, counts["drafts"], drafts.address),
        Item("reviewed", _("Reviewed, to be published"), counts["reviewed"], address(shelf, query=reviewed)),
        Item(
            "scheduled",
            _("Scheduled to be published"),
            counts["scheduled"],
            address(shelf, query=reviewed),
            _("overdue: does a worker run?") if late else _next(counts["soonest"]),
            late,
        ),
    ]


def changes_for(user: User) -> QuerySet[Revision]:
    """Return the last changes of reports: of all, for editors, of their own for contributors."""
    revisions = Revision.objects.select_related("report__jurisdiction", "by").order_by("-id")
    if not people.may_curate(user):
        revisions = revisions.filter(by=user)
    return revisions[:CHANGES_SHOWN]


def at_work() -> list[Any]:
    """Return who of the staff did something in the last quarter of an hour, and when last."""
    lately = AuditEntry.objects.filter(at__gt=timezone.now() - AT_WORK).exclude(by=None)
    return list(lately.order_by().values("by_name").annotate(last=Max("at")).order_by("-last")[:CHANGES_SHOWN])


def doubtful_reports() -> list[Doubtful]:
    """Return the reports with most pairs that a person has still to look at, and the first of these in each."""
    rows = list(
        ParagraphPair.objects.filter(needs_review=True, checked=False)
        .order_by()
        .values("report")
        .annotate(count=Count("pk"), first=Min("pk"))
        .order_by("-count", "report")[:REPORTS_SHOWN]
    )
    pairs = ParagraphPair.objects.select_related("report__jurisdiction").in_bulk([row["first"] for row in rows])
    return [Doubtful(pair.report, row["count"], editor_of(pair)) for row in rows if (pair := pairs.get(row["first"]))]


def _since(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    days = (timezone.now() - moment).days
    return _("the oldest since %(day)s") % {"day": _day(moment)} if days else ""


def _next(moment: dt.datetime | None) -> str:
    return _("the next at %s") % _day(moment, with_time=True) if moment else ""


def _day(moment: dt.datetime, *, with_time: bool = False) -> str:
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d %H:%M}" if with_time else f"{local:%Y-%m-%d}"
