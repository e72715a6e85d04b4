"""A report's header, corrected by a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reports import revisions
from reports.editing.answers import Conflict, Impossible, said_of
from reports.editing.given import printable
from reports.editing.holding import hold, latest_revision
from reports.models import Jurisdiction, Report, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

EDITABLE = (
    "jurisdiction", "slug", "year", "delivered_on", "session_key", "session_zh", "session_en", "title_zh", "title_en",
    "speaker_zh", "speaker_en", "office_zh", "office_en", "staff_note",
)  # fmt: skip
# What no reader sees has no evidence.
UNPROVED = ("slug", "staff_note")
# In the form in which `ingest` keeps how a field is known; who entered it, the history tells.
GIVEN: dict[str, Any] = {"how": "given", "line": None, "source": None}
# So many digits are more than the database has for a key.
TOO_LONG = 19
EVIDENCE_OF = {"jurisdiction_id": "place"}


@transaction.atomic
def edit_header(report: Report, fields: Mapping[str, Any], by: User, seen: int, note: str = "") -> Revision | None:
    """Give a report's header other values and return the revision, None where nothing changes.

    `fields` are some of EDITABLE: texts, a whole number, a date or its ISO form, for `jurisdiction` a row or its key.
    Raises Impossible, with the first thing that is wrong, or Conflict (without differences of pairs) where others gave
    one of these fields another value since revision `seen`. A field that is as the person saw it is none that they
    correct, whatever others made of it since: a form sends all its fields.
    """
    if unknown := sorted(set(fields) - set(EDITABLE)):
        raise Impossible(_("%(name)s is no field of the header.") % {"name": unknown[0]})
    hold(report)
    now = revisions.read(report)
    seen_then = revisions.as_seen(report, seen, now).header
    wanted = {name: value for name, value in _checked(report, fields).items() if value != seen_then[name]}
    changed = [name for name, value in wanted.items() if now.header[name] != value]
    if contested := [name for name in changed if now.header[name] != seen_then[name]]:
        theirs = revisions.header_touched_since(report, seen, contested)
        raise Conflict(theirs, [], latest_revision(report))
    given = {EVIDENCE_OF.get(name, name): dict(GIVEN) for name in changed if name not in UNPROVED}
    header = {**now.header, **wanted, "header_evidence": {**now.header["header_evidence"], **given}}
    act = revisions.Act(Revision.Kind.HEADER, by, note, facts={"fields": changed})
    try:
        with transaction.atomic():
            revision = revisions.change(report, revisions.State(header, now.lines), act, before=now)
    except revisions.Kept as kept:
        raise Impossible(said_of(kept)) from None
    except IntegrityError:
        raise Impossible(_("Another report has this body, session and date already.")) from None
    report.refresh_from_db()
    return revision


def _checked(report: Report, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as a state has them, each fit for its column; raises Impossible."""
    row = Report.objects.get(pk=report.pk)
    columns = {column.name: column for column in Report._meta.concrete_fields}
    for name, value in fields.items():
        if name == "jurisdiction":
            row.jurisdiction_id = _jurisdiction(value)
            continue
        column = columns[name]
        text = printable(value).strip() if isinstance(value, str) else value
        try:
            setattr(row, name, column.clean(None if text == "" and column.null else text, row))
        except ValidationError as error:
            said = _("%(field)s: %(problem)s")
            raise Impossible(said % {"field": column.verbose_name, "problem": " ".join(error.messages)}) from None
    try:
        row.clean_fields(exclude=["jurisdiction"])
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Impossible(" ".join(error.messages)) from None
    return {column: _plain(getattr(row, column)) for column in map(_column, fields)}


def _column(name: str) -> str:
    return "jurisdiction_id" if name == "jurisdiction" else name


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _jurisdiction(value: Any) -> int:
    key = str(value.pk if isinstance(value, Jurisdiction) else value)
    # Other digits than these, as "²", are no number; more than these, none of a row.
    is_key = key.isascii() and key.isdecimal() and len(key) < TOO_LONG
    found = Jurisdiction.objects.filter(pk=key).first() if is_key else None
    if found is None:
        raise Impossible(_("There is no such body."))
    return found.pk
