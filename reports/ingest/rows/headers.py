"""The header of a report: filled from a plan's, with how each field is known; where the two differ, it is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.ingest.choices import Choices, Kept
from reports.ingest.given import of_one_year
from reports.ingest.plan import Evidence, Fact, Plan
from reports.ingest.saying import say as _
from reports.models import Report
from reports.text.fold import fold

if TYPE_CHECKING:
    from reports.models import SourceFile

HEADER_FIELDS = (
    "title_zh", "title_en", "session_key", "session_zh", "session_en",
    "speaker_zh", "speaker_en", "office_zh", "office_en",
)  # fmt: skip
KNOWN_FIELDS = ("place", "year", "delivered_on", *HEADER_FIELDS)
LENGTHS = {field.name: field.max_length for field in Report._meta.concrete_fields}


@dataclass(frozen=True, slots=True)
class Differing:
    """A field of the header that a file has otherwise than its report, and which of the two is kept."""

    name: str
    new: Fact
    there: str
    kept: Kept


def differing(
    report: Report, plan: Plan, choices: Choices | None = None, taken: Collection[str] = ()
) -> list[Differing]:
    """Return the fields that both have and have differently.

    Without a choice what is there is kept, but for fields in `taken` and for one that a person entered: that is what
    it was entered for.
    """
    found = []
    for name, fact, there in _told(report, plan):
        if there and not _are_same(there, fitting(name, fact)):
            default: Kept = "new" if fact.evidence is Evidence.GIVEN or name in taken else "there"
            wanted = (choices.header if choices else {}).get(name, default)
            found.append(Differing(name, fact, there, wanted if _can_be(report, name, fact) else "there"))
    return found


def complete(
    report: Report, plan: Plan, choices: Choices | None = None, taken: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """Fill what the report's header lacks, change what was decided to be as in the file, and don't save it.

    Returns the names of the fields that changed, and a sentence for each difference that nobody decided.
    """
    changed, warnings = [], []
    for name, fact, there in _told(report, plan):
        if not there and _can_be(report, name, fact):
            _set(report, name, fact)
            changed.append(name)
    for field in differing(report, plan, choices, taken):
        if field.kept == "new":
            _set(report, field.name, field.new)
            changed.append(field.name)
        elif not choices or field.name not in choices.header:
            warnings.append(_sentence(field))
    return changed, warnings


def fitting(name: str, fact: Fact) -> str:
    """Return a field's value as its row can keep it."""
    return fact.value[: LENGTHS[name]]


def evidence(plan: Plan, names: list[str] | tuple[str, ...], source: SourceFile) -> dict[str, dict[str, Any]]:
    """Return for each of these fields how it is known: read in which line of which file, inferred, or entered."""
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        fact: Fact = getattr(plan.header, name)
        if fact:
            found[name] = {"how": fact.evidence.value, "line": fact.line, "source": source.pk}
    return found


def _told(report: Report, plan: Plan) -> Iterator[tuple[str, Fact, str]]:
    """Yield each field that the plan tells, with what the report has."""
    for name in ("delivered_on", *HEADER_FIELDS):
        fact: Fact = getattr(plan.header, name)
        if fact:
            yield name, fact, str(getattr(report, name) or "")


def _are_same(one: str, other: str) -> bool:
    return "".join(fold(one).split()) == "".join(fold(other).split())


def _can_be(report: Report, name: str, fact: Fact) -> bool:
    """Say whether the rows allow the value: a date of the report's year, a session that no other report has."""
    if name == "delivered_on":
        return of_one_year(date.fromisoformat(fact.value), report.year) and _is_free(report, delivered_on=fact.value)
    return name != "session_key" or _is_free(report, session_key=fact.value)


def _is_free(report: Report, **wanted: str) -> bool:
    has: dict[str, Any] = {"session_key": report.session_key, "delivered_on": report.delivered_on, **wanted}
    others = Report.objects.filter(jurisdiction=report.jurisdiction_id, **has).exclude(pk=report.pk)
    return not (others if has["delivered_on"] else others.filter(year=report.year)).exists()


def _set(report: Report, name: str, fact: Fact) -> None:
    value = date.fromisoformat(fact.value) if name == "delivered_on" else fitting(name, fact)
    setattr(report, name, value)


def _sentence(field: Differing) -> str:
    if field.new.line is None:
        warning = _("The file is said to have {new}, the report has {there}; that was kept.")
        return warning.format(new=field.new.value, there=field.there)
    warning = _("Line {line} says {new}, the report has {there}; that was kept.")
    return warning.format(line=field.new.line, new=field.new.value, there=field.there)
