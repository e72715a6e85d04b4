"""What persons decide on the review page: what a form sent, put together with what others decided meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from reports import intake
from reports.admin.review_header import LABELS, entered_place, header_fields, shown_value
from reports.models import AuditEntry

if TYPE_CHECKING:
    from django.http import QueryDict

    from reports import ingest
    from reports.admin.review import Review
    from reports.models import IngestJob

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Met:
    """Decisions of two persons put together: what holds, and what both decided differently, by names."""

    kept: dict[str, str]
    clashes: dict[str, str]


def meet(mine: Mapping[str, str], seen: Mapping[str, str], now: Mapping[str, str]) -> Met:
    """Return what holds of what somebody sent who saw `seen`, where by `now` others may have decided too.

    Where both changed the same, nothing of it is decided: `clashes` tells what the others chose.
    """
    kept, clashes = dict(now), {}
    for name in mine.keys() | seen.keys() | now.keys():
        wanted, was, there = mine.get(name, ""), seen.get(name, ""), now.get(name, "")
        if wanted in {was, there}:
            continue
        if there != was:
            clashes[name] = there
        else:
            kept[name] = wanted
    return Met(kept, clashes)


def seen_of(form: QueryDict) -> dict[str, str]:
    """Return what the page showed from which a form was sent; nothing of what it can't have been."""
    try:
        found = json.loads(form.get("seen", "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def shown_header(plan: ingest.Plan) -> dict[str, str]:
    """Return the fields of the header as the page shows them."""
    return {field.name: field.value for field in header_fields(plan)}


def sent_header(form: QueryDict, seen: Mapping[str, str], as_read: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the header as a form sent them, the one that is to be as it was read so."""
    sent = {name: " ".join(form.get(f"h-{name}", "").split())[:LONGEST] for name in LABELS if f"h-{name}" in form}
    if "place" in sent:
        sent["place"] = entered_place(sent["place"])
    if (reset := form.get("reset", "")) in LABELS:
        sent[reset] = as_read.get(reset, "")
    return {**seen, **sent}


def read_header(plan: ingest.Plan | None) -> dict[str, str]:
    """Return the fields of the header as the file tells them, nothing where it isn't understood."""
    found: dict[str, str] = {}
    if plan is None:
        return found
    for field in fields(plan.header):
        fact = plan.read[field.name] if field.name in plan.read else getattr(plan.header, field.name)
        found[field.name] = shown_value(field.name, fact.value)
    return found


def given_of(shown: Mapping[str, str], as_read: Mapping[str, str]) -> dict[str, str]:
    """Return of a header's fields those that are not as the file tells them."""
    return {name: value for name, value in shown.items() if value != as_read.get(name, "")}


def shown_choices(review: Review) -> dict[str, str]:
    """Return what is decided, or holds without a decision, where the file and its report differ."""
    found = {f"v-{one.key}": one.shown for one in review.differences}
    found |= {f"f-{one.name}": one.kept for one in review.field_differences}
    replaced = review.replaced
    return {**found, "replaces": str(replaced.pk) if replaced else ""}


def sent_choices(form: QueryDict, shown: Mapping[str, str]) -> dict[str, str]:
    """Return what a form decided of that; what it didn't name is as it is shown."""
    allowed = {"new", "there"}
    sent = {name: form.get(name, "") for name in shown if name != "replaces" and form.get(name) in allowed}
    if (of_all := form.get("all", "")) in allowed:
        sent |= {name: of_all for name in shown if name.startswith("v-")}
    replaces = form.get("replaces", shown.get("replaces", ""))
    return {**shown, **sent, "replaces": replaces if replaces.isdecimal() and len(replaces) < 18 else ""}


def choices_of(kept: Mapping[str, str], shown: Mapping[str, str], job: IngestJob) -> dict[str, Any]:
    """Return decisions as a job keeps them: those of before, and those that are not as the page showed."""
    changed = {name: value for name, value in kept.items() if value != shown.get(name)}
    versions = dict(job.choices.get("versions") or {})
    header = dict(job.choices.get("header_there") or {})
    versions |= {name.removeprefix("v-"): value for name, value in changed.items() if name.startswith("v-")}
    header |= {name.removeprefix("f-"): value for name, value in changed.items() if name.startswith("f-")}
    replaces = kept.get("replaces", "")
    return {"versions": versions, "header_there": header, "replaces": int(replaces) if replaces else None}


def last_to_choose(job: IngestJob) -> str:
    """Return the name of the one who decided something about a file last, "" for nobody."""
    entry = AuditEntry.objects.filter(action=intake.CHOOSE, facts__job=job.pk).order_by("-id").first()
    return entry.by_name if entry else ""
