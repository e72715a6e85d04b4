"""What is harvested: published reports, the sets they are in, and how many of each a part of a list has."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from reports.models import Jurisdiction, Report
from reports.sharing.harvesting.asked import Asked, Fault

# How many records of each kind go into one answer.
HEADERS_MOST = 500
LEVEL = "level-"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: its reports, how many there are in all and came before, and the token for the next."""

    reports: list[Report]
    total: int
    cursor: int
    token: str

    @property
    def is_whole(self) -> bool:
        return not self.token and not self.cursor


class Places:
    """All jurisdictions, and what each is part of: sets are paths of their codes, `guangdong:shenzhen`."""

    def __init__(self) -> None:
        self._rows = {place.pk: place for place in Jurisdiction.objects.all()}

    def path(self, place: Jurisdiction) -> list[Jurisdiction]:
        """Return a place behind those it is part of; the nation is above none."""
        found = [place]
        while (above := self._rows.get(found[0].parent_id or 0)) and above.level != Jurisdiction.Level.NATION:
            found.insert(0, above)
        return found

    def spec(self, place: Jurisdiction) -> str:
        return ":".join(one.code for one in self.path(place))

    def sets_of(self, report: Report) -> list[str]:
        """Return the sets of a report, the smallest of each kind: a harvester knows those above."""
        place = self._rows[report.jurisdiction_id]
        return [self.spec(place), f"{LEVEL}{place.level}"]

    def all_sets(self) -> list[tuple[str, str]]:
        """Return each set with its name; places of which there is a report, and those above them."""
        with_reports = set(Report.objects.published().values_list("jurisdiction_id", flat=True))
        named: dict[str, str] = {}
        for key in with_reports:
            path = self.path(self._rows[key])
            for size, place in enumerate(path, start=1):
                named[":".join(one.code for one in path[:size])] = f"{place.name_zh} {place.name_en}"
        levels = [(f"{LEVEL}{value}", str(label)) for value, label in Jurisdiction.Level.choices]
        return levels + sorted(named.items())

    def inside(self, spec: str) -> list[int] | None:
        """Return the keys of the places in the set of a place, None where there is no such set."""
        found = [place for place in self._rows.values() if self.spec(place) == spec]
        if not found:
            return None
        return [place.pk for place in self._rows.values() if found[0] in self.path(place)]


def part(asked: Asked, most: int) -> Part:
    """Return the part of a list that is asked for, at most so many. Raises `Fault`.

    Reports stand in the order in which they changed, so that one that changes while a harvester goes on comes again
    at the end, and none is left out.
    """
    wanted = _wanted(asked)
    total = wanted.count()
    if asked.after is not None:
        changed, key = dt.datetime.fromisoformat(asked.after[0]), asked.after[1]
        wanted = wanted.filter(Q(changed_at__gt=changed) | Q(changed_at=changed, pk__gt=key))
    found = list(wanted.order_by("changed_at", "pk")[: most + 1])
    if not found:
        raise Fault("noRecordsMatch", "No record was changed in that time in that set.")
    token = ""
    if len(found) > most:
        found.pop()
        last = found[-1]
        token = asked.token((last.changed_at.isoformat(), last.pk), asked.cursor + most)
    return Part(found, total, asked.cursor, token)


def _wanted(asked: Asked) -> QuerySet[Report]:
    wanted: QuerySet[Report] = Report.objects.published().with_places()
    if asked.start:
        wanted = wanted.filter(changed_at__gte=asked.start)
    if asked.end:
        wanted = wanted.filter(changed_at__lt=asked.end)
    if asked.set_spec.startswith(LEVEL):
        wanted = wanted.filter(jurisdiction__level=asked.set_spec.removeprefix(LEVEL))
    elif asked.set_spec:
        wanted = wanted.filter(jurisdiction__in=Places().inside(asked.set_spec) or ())
    return wanted


def earliest() -> dt.datetime:
    """Return the date before which no record was changed."""
    found = Report.objects.published().aggregate(first=Min("changed_at"))["first"]
    return found or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def identifier(host: str, report: Report) -> str:
    """Return the identifier of a record: `oai:reports.example.org:beijing-2025`."""
    return f"oai:{_domain(host)}:{report.slug}"


def named(host: str, wanted: str) -> Report:
    """Return the report of an identifier. Raises `Fault`."""
    start = f"oai:{_domain(host)}:"
    slug = wanted.removeprefix(start)
    found = Report.objects.published().with_places().filter(slug=slug).first() if wanted.startswith(start) else None
    if found is None:
        raise Fault("idDoesNotExist", f"There is no such record. Identifiers are of the form {start}beijing-2025.")
    return found


def _domain(host: str) -> str:
    return re.sub(r":\d+$", "", host).strip("[]").replace(":", ".")


def stamp(moment: dt.datetime) -> str:
    """Return a moment as the protocol writes it: in UTC, to the second."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
