"""Whether the public may read a report: draft, reviewed, published, archived; now or at a moment to come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import revisions
from reports.editing import glossary
from reports.editing.answers import Impossible
from reports.models import Report, ReportQuerySet, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Status = Report.Status
# Unpublished is reviewed or a draft again; what is archived comes back as a draft.
MOVES: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.REVIEWED, Status.PUBLISHED, Status.ARCHIVED),
    Status.REVIEWED: (Status.PUBLISHED, Status.DRAFT, Status.ARCHIVED),
    Status.PUBLISHED: (Status.REVIEWED, Status.DRAFT, Status.ARCHIVED),
    Status.ARCHIVED: (Status.DRAFT,),
}


def allowed_moves(report: Report) -> tuple[str, ...]:
    """Return the statuses that a report can be given."""
    return MOVES[report.status]


@transaction.atomic
def set_status(
    report: Report, status: str, by: User | None, publish_at: datetime | None = None, note: str = ""
) -> Revision | None:
    """Give a report a status and return the revision that tells it, None where nothing changes.

    `publish_at`, with reviewed only, is when it is published by itself. Raises Impossible where the status can't
    follow the one it has, or the moment is past. `report` itself has the new status afterwards.
    """
    if status not in Status.values:
        raise Impossible(_("There is no such status."))
    fresh = revisions.locked(report.pk)
    if status != fresh.status and status not in MOVES[fresh.status]:
        said = _("A report that is “%(from)s” can't become “%(to)s” at once.")
        raise Impossible(said % {"from": fresh.get_status_display(), "to": Status(status).label})
    if publish_at is not None:
        if status != Status.REVIEWED:
            raise Impossible(_("Only a reviewed report can be published later."))
        if timezone.is_naive(publish_at) or publish_at <= timezone.now():
            raise Impossible(_("Choose a moment that is still to come."))
    if status == Status.PUBLISHED and not fresh.pairs.exists():
        raise Impossible(_("A report without any pair can't be published."))
    return _give(report, status, publish_at, revisions.Act(Revision.Kind.STATUS, by, note))


def publish_due() -> list[Report]:
    """Publish the reviewed reports whose moment has come, and return them.

    Each is published in a transaction of its own: whoever is killed in between has published some, and the next call
    goes on with the others. Called twice, or by two at once, it publishes each once.
    """
    published = []
    for key in list(_due().order_by("publish_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            revisions.locked(key)
            # Somebody may have decided otherwise since, or another worker been here.
            report = _due().filter(pk=key).first()
            if report is None:
                continue
            moment = report.publish_at.isoformat() if report.publish_at else ""
            act = revisions.Act(Revision.Kind.STATUS, None, facts={"publish_at": moment})
            _give(report, Status.PUBLISHED, None, act)
        published.append(report)
    return published


def _due() -> ReportQuerySet:
    return Report.objects.filter(status=Status.REVIEWED, publish_at__lte=timezone.now())


def _give(report: Report, status: str, publish_at: datetime | None, act: revisions.Act) -> Revision | None:
    before = revisions.read(report)
    first = before.header["published_at"]
    if status == Status.PUBLISHED != before.header["status"] and first is None:
        first = timezone.now().isoformat()
    act.facts = {**act.facts, "from": before.header["status"], "to": status}
    header = {
        **before.header,
        "status": status,
        # As it is read from the row: a moment written in another zone would look like another one.
        "publish_at": publish_at.astimezone(UTC).isoformat() if publish_at else None,
        "published_at": first,
    }
    revision = revisions.change(report, revisions.State(header, before.lines), act, before=before)
    if before.header["status"] == Status.PUBLISHED != status:
        glossary.take_out(report)
    report.refresh_from_db(fields=["status", "publish_at", "published_at", "changed_at"])
    return revision
