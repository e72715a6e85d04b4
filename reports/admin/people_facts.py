"""What an entry of the audit log says besides, in words, with the way to what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports.admin.rows import clipped

if TYPE_CHECKING:
    from reports.models import AuditEntry

NAMES = {
    "added": _lazy("pairs added"),
    "answer": _lazy("answer"),
    "bytes": _lazy("bytes"),
    "fields": _lazy("fields"),
    "file": _lazy("file"),
    "files": _lazy("files"),
    "findings": _lazy("findings mended"),
    "job": _lazy("uploaded file"),
    "made": _lazy("made"),
    "query": _lazy("filter"),
    "revision": _lazy("change"),
    "role": _lazy("role"),
    "rows": _lazy("rows"),
    "sessions": _lazy("sessions"),
    "state": _lazy("state"),
    "superuser": _lazy("superuser"),
    "was": _lazy("before"),
    "what": _lazy("what"),
    "why": _lazy("reason"),
    "wish": _lazy("wish"),
}


def told(entry: AuditEntry, most: int = 10_000) -> SafeString:
    """Return what an entry says, each fact behind its name; texts are cut after so many characters."""
    facts: dict[str, Any] = entry.facts or {}
    if not facts:
        return SafeString("–")
    lines = ((NAMES.get(name, name), _value(entry, name, value, most)) for name, value in facts.items())
    return format_html('<ul class="archive-facts">{}</ul>', format_html_join("", "<li>{}: {}</li>", lines))


def _value(entry: AuditEntry, name: str, value: Any, most: int) -> SafeString | str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return clipped(", ".join(f"{key} {one}" for key, one in value.items()), most)
    if isinstance(value, list):
        return clipped(", ".join(map(str, value)) or "–", most)
    said = clipped(str(value), most) or "–"
    address = _address(entry, name, value)
    return format_html('<a href="{}">{}</a>', address, said) if address else said


def _address(entry: AuditEntry, name: str, value: Any) -> str:
    """Return where a fact leads: a change, to those of its day and person in the report's history."""
    kind, _space, target = entry.target.partition(" ")
    try:
        if name == "revision" and kind == "report":
            day = localtime(entry.at).date().isoformat()
            asked = {"since": day, "until": day, **({"by": entry.by_name} if entry.by_name else {})}
            return f"{reverse('editor:history', args=[target])}?{urlencode(asked)}"
        if name == "job" and isinstance(value, int):
            return reverse("admin:reports_ingestjob_change", args=[value])
    except NoReverseMatch:  # a target that is no address, as of an entry that somebody made by hand
        return ""
    return ""
