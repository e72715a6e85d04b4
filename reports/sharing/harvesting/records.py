"""What is harvested: published reports and those that were, the sets they are in, and parts of lists of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from reports import editing
from reports.models import Jurisdiction, Report
from reports.sharing.harvesting.asked import Asked, Fault

# How many records of each kind go into one answer.
HEADERS_MOST = 500
LEVEL = "level-"


@dataclass(frozen=True, slots=True)
class Item:
    """A record: of a report that is published or, without `report`, of one that was and is deleted for harvesters.

    `moment` is when it last changed, or went; `key` tells apart those of one moment. `place` is a jurisdiction's code.
    """

    slug: str
    place: str
    moment: dt.datetime
    key: int
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: its records, how many there are in all and came before, and the token for the next."""

    items: list[Item]
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
        self._codes = {place.code: place for place in self._rows.values()}

    def path(self, place: Jurisdiction) -> list[Jurisdiction]:
        """Return a place behind those it is part of; the nation is above none."""
        found = [place]
        while (above := self._rows.get(found[0].parent_id or 0)) and above.level != Jurisdiction.Level.NATION:
            found.insert(0, above)
        return found

    def spec(self, place: Jurisdiction) -> str:
        return ":".join(one.code for one in self.path(place))

    def sets_of(self, item: Item) -> list[str]:
        """Return the sets of a record, the smallest of each kind: a harvester knows those above."""
        place = self._codes.get(item.place)
        return [self.spec(place), f"{LEVEL}{place.level}"] if place else []

    def all_sets(self) -> list[tuple[str, str]]:
        """Return each set with its name; places of which there is a record, and those above them."""
        with_records = set(Report.objects.published().values_list("jurisdiction__code", flat=True))
        with_records |= {gone.place for gone in editing.withdrawn()} & self._codes.keys()
        named: dict[str, str] = {}
        for code in with_records:
            path = self.path(self._codes[code])
            for size, place in enumerate(path, start=1):
                named[":".join(one.code for one in path[:size])] = f"{place.name_zh} {place.name_en}"
        levels = [(f"{LEVEL}{value}", str(label)) for value, label in Jurisdiction.Level.choices]
        return levels + sorted(named.items())

    def inside(self, spec: str) -> set[str]:
        """Return the codes of the places in a set; of a set that there isn't, none."""
        if spec.startswith(LEVEL):
            return {place.code for place in self._rows.values() if place.level == spec.removeprefix(LEVEL)}
        whole = next((place for place in self._rows.values() if self.spec(place) == spec), None)
        return {place.code for place in self._rows.values() if whole in self.path(place)}


def part(asked: Asked, most: int) -> Part:
    """Return the part of a list that is asked for, at most so many. Raises `Fault`.

    Records stand in the order in which they changed, so that one that changes while a harvester goes on comes again
    at the end, and none is left out.
    """
    reports, gone = _wanted(asked)
    total = reports.count() + len(gone)
    if asked.after is not None:
        moment, key = dt.datetime.fromisoformat(asked.after[0]), asked.after[1]
        reports = reports.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=key))
        gone = [item for item in gone if (item.moment, item.key) > (moment, key)]
    there = map(_item, reports.order_by("changed_at", "pk")[: most + 1])
    found = sorted([*there, *gone], key=lambda item: (item.moment, item.key))
    if not found:
        raise Fault("noRecordsMatch", "No record was changed in that time in that set.")
    token = ""
    if len(found) > most:
        found = found[:most]
        token = asked.token((found[-1].moment.isoformat(), found[-1].key), asked.cursor + most)
    return Part(found, total, asked.cursor, token)


def _wanted(asked: Asked) -> tuple[QuerySet[Report], list[Item]]:
    """Return the published reports that are asked for, and the records of those that were published."""
    reports: QuerySet[Report] = Report.objects.published().with_places()
    gone = _gone()
    if asked.start:
        reports = reports.filter(changed_at__gte=asked.start)
        gone = [item for item in gone if item.moment >= asked.start]
    if asked.end:
        reports = reports.filter(changed_at__lt=asked.end)
        gone = [item for item in gone if item.moment < asked.end]
    if asked.set_spec:
        inside = Places().inside(asked.set_spec)
        reports = reports.filter(jurisdiction__code__in=inside)
        gone = [item for item in gone if item.place in inside]
    return reports, gone


def _item(report: Report) -> Item:
    return Item(report.slug, report.jurisdiction.code, report.changed_at, report.pk, report)


def _gone(slug: str = "") -> list[Item]:
    return [Item(one.slug, one.place, one.moment, one.key) for one in editing.withdrawn(slug)]


def earliest() -> dt.datetime:
    """Return the date before which no record was changed."""
    first = Report.objects.published().aggregate(first=Min("changed_at"))["first"]
    found = [item.moment for item in _gone()] + ([first] if first else [])
    return min(found, default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


def identifier(host: str, item: Item) -> str:
    """Return the identifier of a record: `oai:reports.example.org:beijing-2025`."""
    return f"oai:{_domain(host)}:{item.slug}"


def named(host: str, wanted: str) -> Item:
    """Return the record of an identifier. Raises `Fault`."""
    start = f"oai:{_domain(host)}:"
    slug = wanted.removeprefix(start)
    if slug and wanted.startswith(start):
        report = Report.objects.published().with_places().filter(slug=slug).first()
        if found := [_item(report)] if report else _gone(slug):
            return found[0]
    raise Fault("idDoesNotExist", f"There is no such record. Identifiers are of the form {start}beijing-2025.")


def _domain(host: str) -> str:
    return re.sub(r":\d+$", "", host).strip("[]").replace(":", ".")


def stamp(moment: dt.datetime) -> str:
    """Return a moment as the protocol writes it: in UTC, to the second."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
