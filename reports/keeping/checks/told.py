"""Whether the revisions are there that the audit log tells of: a history that is gone leaves no trace in itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import people
from reports.keeping.checks.finding import Finding, listed
from reports.models import AuditEntry, KeptAddress, Report, Revision

OF_REPORT = "report "


def told() -> Iterator[Finding]:
    """Yield the reports of whose history something is gone, though nobody erased the report since."""
    known = set(Revision.objects.order_by().values_list("pk", flat=True))
    slugs = set(Report.objects.order_by().values_list("slug", flat=True))
    # What a report was called when it was written, the log says; it may have another address since.
    called = dict(KeptAddress.objects.filter(report__isnull=False).values_list("slug", "report__slug"))
    gone: defaultdict[str, list[int]] = defaultdict(list)
    entries = AuditEntry.objects.filter(target__startswith=OF_REPORT).order_by("pk")
    for action, target, facts in entries.values_list("action", "target", "facts").iterator():
        slug = target.removeprefix(OF_REPORT)
        if action == people.ERASED:
            for erased in (slug, *facts.get("addresses", [])):
                gone.pop(erased, None)
        elif action.startswith(OF_REPORT) and isinstance(key := facts.get("revision"), int) and key not in known:
            gone[called.get(slug, slug)].append(key)
    for slug, keys in gone.items():
        if slug not in slugs:
            continue
        target = f"{OF_REPORT}{slug}"
        problem = ngettext(
            "%(count)d revision of %(about)s is gone that the audit log tells of: %(keys)s.",
            "%(count)d revisions of %(about)s are gone that the audit log tells of: %(keys)s.",
            len(keys),
        )
        remedy = _("A backup from before has the history; the report's text is as it is.")
        said = problem % {"count": len(keys), "about": target, "keys": listed(keys)}
        yield Finding("gone", target, said, remedy)
