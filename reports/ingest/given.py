"""Fields of the header that a person entered: checked, and put in the place of what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date

from django.utils.translation import gettext_noop

from reports.ingest import header_chinese
from reports.ingest.plan import Evidence, Fact, Header, Refusal
from reports.ingest.saying import say as _
from reports.text import places
from reports.text.fold import HAN, fold

FIELDS = tuple(field.name for field in fields(Header))
# Without these a file is nobody's report: a person can enter them, and can't empty them.
NEEDED = ("place", "year")
FIRST_YEAR, LAST_YEAR = 1949, 2199
NOVEMBER = 11
SESSION_KEY = re.compile(r"\d{1,3}\.\d{1,3}")
PART = re.compile(r"[1-9]\d{0,2}", re.ASCII)
CHINESE_NAME = re.compile(rf"[{HAN}]{{2,20}}")


def wrong_in(given: Mapping[str, str]) -> dict[str, str]:
    """Return for each field that can't be as it was entered a sentence that says why."""
    found = {name: reason for name, value in given.items() if (reason := _wrong(name, value.strip()))}
    day, year = given.get("delivered_on", "").strip(), given.get("year", "").strip()
    if not found and day and year and not of_one_year(date.fromisoformat(day), int(year)):
        found["year"] = str(_out_of_year(day, year))
    return found


def check(name: str, given: Mapping[str, str]) -> None:
    """Raise Refusal for the first field that can't be as it was entered."""
    for field, reason in wrong_in(given).items():
        raise Refusal(name, reason, _("Enter it anew, or leave the field as it was read."), field=field)


def enter(given: Mapping[str, str], names: tuple[str, ...], header: Header) -> dict[str, Fact]:
    """Put what was entered into these fields of a header, and return what had been read of them."""
    read: dict[str, Fact] = {}
    for name in names:
        value = given.get(name, "").strip()
        if name not in given or (name in NEEDED and not value):
            continue
        read[name] = getattr(header, name)
        setattr(header, name, Fact(place_named(value) if name == "place" else value, Evidence.GIVEN))
    if "session_zh" in read and "session_key" not in given:
        key = header_chinese.mentions(header.session_zh.value).get("session_key", "")
        if key:
            read["session_key"] = header.session_key
            header.session_key = Fact(key, Evidence.INFERRED)
    return read


def check_year(name: str, header: Header) -> None:
    """Raise Refusal where a header's year is none of a report's, or can't be that of its date."""
    if header.year and not _is_year(header.year.value):
        reason: str = _(RULES["year"][1]) % {"value": header.year.value, "first": FIRST_YEAR, "last": LAST_YEAR}
        remedy = _("Enter the right year or the right date on the page of the review.")
        raise Refusal(name, reason, remedy, header.year.line, field="year")
    if header.date and header.year and not of_one_year(header.date, int(header.year.value)):
        reason = _out_of_year(header.delivered_on.value, header.year.value)
        remedy = _("Enter the right year or the right date on the page of the review.")
        raise Refusal(name, reason, remedy, header.delivered_on.line, field="year")


def of_one_year(day: date, year: int) -> bool:
    """Say whether a report delivered on a day can be that of a year: of the next one from November on."""
    return day.year == year or (day.year == year - 1 and day.month >= NOVEMBER)


def place_named(value: str) -> str:
    """Return the code of the place that was entered by its code or a name; a county's name as it is, "" for none."""
    try:
        return places.by_code(value).code
    except KeyError:
        pass
    if place := places.named(value):
        return place.code
    folded = "".join(fold(value).split())
    return folded if CHINESE_NAME.fullmatch(folded) else places.unknown_place(value) or ""


def _wrong(name: str, value: str) -> str:
    if name not in FIELDS:
        return _("A header has no field “{name}”.").format(name=name)
    if len(value.splitlines()) > 1:
        return _("A field has one line.")
    rule = RULES.get(name)
    if not value or rule is None or rule[0](value):
        return ""
    return _(rule[1]) % {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR}


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdecimal() and FIRST_YEAR <= int(value[:5]) <= LAST_YEAR


def _is_date(value: str) -> bool:
    try:
        return FIRST_YEAR - 1 <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False


def _out_of_year(day: str, year: str) -> str:
    return _("A report delivered on {date} can't be that of {year}.").format(date=day, year=year)


RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "place": (
        place_named,
        gettext_noop("“%(value)s” is no jurisdiction: enter its Chinese name in full, as in 延庆区."),
    ),
    "year": (_is_year, gettext_noop("“%(value)s” is no year from %(first)d to %(last)d.")),
    "delivered_on": (_is_date, gettext_noop("“%(value)s” is no date such as 2025-01-14.")),
    "part": (PART.fullmatch, gettext_noop("“%(value)s” is no number from 1 to 999.")),
    "session_key": (
        SESSION_KEY.fullmatch,
        gettext_noop("“%(value)s” is no session such as 16.3, the third of the sixteenth congress."),
    ),
}
