"""Whether the database's own file is whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from reports.keeping.checks.finding import Finding

SHOWN = 5


def database() -> Iterator[Finding]:
    """Yield what SQLite finds wrong with its file; other databases look after theirs."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [str(row[0]) for row in cursor.fetchall()]
    # Broken rules of the tables are said by name elsewhere.
    wrong = [line for line in said if line != "ok" and not line.startswith(("CHECK constraint", "NULL value"))]
    if not wrong:
        return
    problem = _("The database's file is damaged: %(reason)s") % {"reason": "; ".join(wrong[:SHOWN])}
    if all("index" in line for line in wrong):
        remedy = _("Its own indexes are made anew; no row is lost.")
        yield Finding("database", "database", problem, remedy, _reindex)
    else:
        remedy = _("Rows may be lost: restore the newest backup that manage.py backup --check finds whole.")
        yield Finding("database", "database", problem, remedy)


def _reindex() -> None:
    with connection.cursor() as cursor:
        cursor.execute("REINDEX")
