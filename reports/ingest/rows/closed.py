"""Reports that nothing is taken into: those that were put away."""

from __future__ import annotations

from reports.ingest.plan import Refusal
from reports.ingest.saying import say as _
from reports.models import Report


def closed(name: str, report: Report | None) -> Refusal | None:
    """Return why a file of that name can't be taken into a report as it stands, None where it can."""
    if report is None or report.status != Report.Status.ARCHIVED:
        return None
    reason = _("The report {report} is archived, and nothing is changed in it.").format(report=report.slug)
    return Refusal(name, reason, _("Make a draft of the report first, then take the file in."))
