"""The rows of found pairs, each with its report, jurisdiction and section: one query, worded once.

Django takes several times as long to word it, and to sort out what came back, as the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from reports.models import Jurisdiction, ParagraphPair, Report, Section

Row = TypeVar("Row", bound=Model)
Convert = Callable[[Any, Any, Any], Any]
# Databases take so many parameters in one query, at the least.
AT_ONCE = 500


class Columns(NamedTuple):
    """The columns of a model, in SQL and as attributes, and what makes Python's values of them, by place."""

    names: list[str]
    attributes: list[str]
    converters: list[tuple[int, Any, list[Convert]]]


class Kinds(NamedTuple):
    """The columns of a pair and of what stands around it, in the order in which they are asked for."""

    pair: Columns
    report: Columns
    place: Columns
    section: Columns


def published_pairs(pairs: Sequence[int]) -> dict[int, ParagraphPair]:
    """Return the pairs of those primary keys that are in published reports, by primary key.

    Those of one report share its row.
    """
    found: dict[int, ParagraphPair] = {}
    for first in range(0, len(pairs), AT_ONCE):
        found |= {row.pk: row for row in _fetched(pairs[first : first + AT_ONCE])}
    return found


def _fetched(pairs: Sequence[int]) -> Iterator[ParagraphPair]:
    here = connections[DEFAULT_DB_ALIAS]
    kinds = _kinds(here.vendor)
    with here.cursor() as cursor:
        cursor.execute(_question(here.vendor, len(pairs)), [Report.Status.PUBLISHED.value, *pairs])
        rows = cursor.fetchall()
    report_at = len(kinds.pair.names)
    place_at = report_at + len(kinds.report.names)
    section_at = place_at + len(kinds.place.names)
    reports: dict[int, Report] = {}
    for values in rows:
        pair = _made(here, ParagraphPair, kinds.pair, values[:report_at])
        report = reports.get(pair.report_id)
        if report is None:
            report = reports[pair.report_id] = _made(here, Report, kinds.report, values[report_at:place_at])
            report.jurisdiction = _made(here, Jurisdiction, kinds.place, values[place_at:section_at])
        pair.report = report
        pair.section = None if pair.section_id is None else _made(here, Section, kinds.section, values[section_at:])
        yield pair


def _made(here: BaseDatabaseWrapper, model: type[Row], columns: Columns, values: Sequence[Any]) -> Row:
    row = list(values)
    for place, column, converters in columns.converters:
        for convert in converters:
            row[place] = convert(row[place], column, here)
    return model.from_db(here.alias, columns.attributes, row)


@cache
def _question(vendor: str, count: int) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    pair, report, place, section = (
        quoted(model._meta.db_table) for model in (ParagraphPair, Report, Jurisdiction, Section)
    )
    names = ", ".join(name for columns in _kinds(vendor) for name in columns.names)
    wanted = ", ".join(["%s"] * count)
    return (
        f"SELECT {names} FROM {pair} INNER JOIN {report} ON {pair}.report_id = {report}.id"  # noqa: S608 - constants
        f" INNER JOIN {place} ON {report}.jurisdiction_id = {place}.id"
        f" LEFT OUTER JOIN {section} ON {pair}.section_id = {section}.id"
        f" WHERE {report}.status = %s AND {pair}.id IN ({wanted})"
    )


@cache
def _kinds(_vendor: str) -> Kinds:
    return Kinds(*(_columns(model) for model in (ParagraphPair, Report, Jurisdiction, Section)))


def _columns(model: type[Model]) -> Columns:
    here = connections[DEFAULT_DB_ALIAS]
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    table = model._meta.db_table
    converters: list[tuple[int, Any, list[Convert]]] = []
    for place, field in enumerate(fields):
        column = field.get_col(table)
        found = [*here.ops.get_db_converters(column), *column.get_db_converters(here)]
        if found:
            converters.append((place, column, found))
    names = [f"{here.ops.quote_name(table)}.{here.ops.quote_name(str(field.column))}" for field in fields]
    return Columns(names, [field.attname for field in fields], converters)
