"""Whether each value is one that its column can have: SQLite takes any, and disks change bits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.keeping import tables
from reports.keeping.checks.finding import Finding, listed
from reports.keeping.tables import Table
from reports.models import ParagraphPair
from reports.text.beads import aligned
from reports.text.fold import fold

# What SQLite calls the values of these, most special first; all others are texts.
KINDS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (models.BinaryField, ("blob",)),
    (models.FloatField, ("real", "integer")),
    (models.BooleanField, ("integer",)),
    (models.IntegerField, ("integer",)),
)
# Made of the texts of a pair, and made anew of them.
DERIVED = {"zh_folded", "beads", "evidence"}
TEXTS = (models.CharField, models.TextField, models.JSONField)
READ_AT_ONCE = 2000


def values() -> Iterator[Finding]:
    """Yield what no column of its kind can hold; PostgreSQL doesn't let that happen."""
    if connection.vendor != "sqlite":
        return
    for model in tables.kept():
        odd: defaultdict[str, list[Any]] = defaultdict(list)
        for field in model._meta.concrete_fields:
            if keys := _of_another_kind(model, field):
                odd[field.name] += keys
        for name, key in _undecodable(model):
            if key not in odd[name]:
                odd[name].append(key)
        yield from (_finding(model, name, keys) for name, keys in odd.items() if keys)


def _finding(model: Table, name: str, keys: list[Any]) -> Finding:
    problem = ngettext(
        "%(count)d row of %(table)s has as “%(field)s” what can't be one: %(keys)s.",
        "%(count)d rows of %(table)s have as “%(field)s” what can't be one: %(keys)s.",
        len(keys),
    )
    told = {"count": len(keys), "table": tables.label(model), "field": name, "keys": listed(keys)}
    about = f"table {tables.label(model)} {name}"
    if model is ParagraphPair and name in DERIVED:
        remedy = _("It is made anew from the texts.")
        return Finding("value", about, problem % told, remedy, partial(_derive, keys))
    remedy = _("Only a person can tell what is right; a backup may have it.")
    return Finding("value", about, problem % told, remedy)


def _of_another_kind(model: Table, field: tables.Field) -> list[Any]:
    quoted = connection.ops.quote_name
    column, key = quoted(str(field.column)), quoted(str(model._meta.pk.column))
    odd = " OR ".join(_conditions(field, column))
    query = f"SELECT {key} FROM {quoted(model._meta.db_table)} WHERE {odd} ORDER BY {key}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def _conditions(field: tables.Field, column: str) -> Iterator[str]:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    kinds = next((kinds for kind, kinds in KINDS if isinstance(target, kind)), ("text",))
    # Asked whether a column IS NULL that can't be, SQLite doesn't look.
    known = ", ".join(f"'{kind}'" for kind in (*kinds, *(["null"] if field.null else [])))
    yield f"typeof({column}) NOT IN ({known})"
    if isinstance(field, models.JSONField):
        yield f"(typeof({column}) = 'text' AND NOT json_valid({column}))"
    elif isinstance(field, models.DateTimeField):
        yield f"({column} IS NOT NULL AND datetime({column}) IS NULL)"
    elif isinstance(field, models.DateField):
        yield f"({column} IS NOT NULL AND date({column}) IS NULL)"
    elif isinstance(field, models.CharField) and field.max_length:
        # PostgreSQL would not take it, and so no archive that a backup is restored into.
        yield f"length({column}) > {field.max_length}"


def _undecodable(model: Table) -> Iterator[tuple[str, Any]]:
    """Yield the names of fields and the keys of rows whose text is not UTF-8: one changed bit makes it that."""
    quoted = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
    if not fields:
        return
    asked = ", ".join(f"CAST({quoted(str(field.column))} AS BLOB)" for field in fields)
    key = quoted(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {asked} FROM {quoted(model._meta.db_table)} ORDER BY {key}")  # noqa: S608
        while rows := cursor.fetchmany(READ_AT_ONCE):
            for pk, *contents in rows:
                for field, content in zip(fields, contents, strict=True):
                    if content and not _is_utf8(content):
                        yield field.name, pk


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _derive(keys: list[Any]) -> None:
    """Make anew what is made of a pair's texts; the check of the histories tells of it."""
    for pk, zh, en in ParagraphPair.objects.filter(pk__in=keys).values_list("pk", "zh", "en"):
        new = {"zh_folded": fold(zh), "beads": aligned(zh, en), "evidence": {}}
        ParagraphPair.objects.filter(pk=pk).update(**new)
