"""Whether the revisions are there that the audit log tells of: a history that is gone leaves no trace in itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import people
from reports.keeping.checks.finding import Finding, listed
from reports.models import AuditEntry, Report, Revision

OF_REPORT = "report "


def told() -> Iterator[Finding]:
    """Yield the reports of whose history something is gone, though nobody erased the report since."""
    known = set(Revision.objects.order_by().values_list("pk", flat=True))
    slugs = set(Report.objects.order_by().values_list("slug", flat=True))
    gone: defaultdict[str, list[int]] = defaultdict(list)
    entries = AuditEntry.objects.filter(target__startswith=OF_REPORT).order_by("pk")
    for action, target, facts in entries.values_list("action", "target", "facts").iterator():
        if action == people.ERASED:
            gone.pop(target, None)
        elif action.startswith(OF_REPORT) and isinstance(key := facts.get("revision"), int) and key not in known:
            gone[target].append(key)
    for target, keys in gone.items():
        if target.removeprefix(OF_REPORT) not in slugs:
            continue
        problem = ngettext(
            "%(count)d revision of %(about)s is gone that the audit log tells of: %(keys)s.",
            "%(count)d revisions of %(about)s are gone that the audit log tells of: %(keys)s.",
            len(keys),
        )
        remedy = _("A backup from before has the history; the report's text is as it is.")
        said = problem % {"count": len(keys), "about": target, "keys": listed(keys)}
        yield Finding("gone", target, said, remedy)
