"""The rows as they are at one moment, whatever editors and workers write meanwhile."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def snapshot() -> Iterator[str]:
    """Yield the name of a connection that reads all rows as of now, and keeps nobody from writing.

    A connection of its own: those of the archive take the right to write with each transaction.
    """
    alias = f"snapshot-{uuid4().hex[:8]}"
    connections[alias] = connection = _connection(alias)
    try:
        with transaction.atomic(using=alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield alias
    finally:
        connection.close()
        del connections[alias]


def _connection(alias: str) -> BaseDatabaseWrapper:
    """Return a connection of this thread alone: named in the settings, it would be one of every thread."""
    connections.settings[alias] = _reading(connections[DEFAULT_DB_ALIAS])
    try:
        return connections.create_connection(alias)
    finally:
        del connections.settings[alias]


def _reading(using: BaseDatabaseWrapper) -> dict[str, object]:
    settings: dict[str, object] = copy.deepcopy(using.settings_dict)
    if using.vendor == "sqlite":
        # The first read of a deferred transaction takes the snapshot; in WAL mode it locks nobody out.
        options = {**using.settings_dict["OPTIONS"]}
        options.pop("transaction_mode", None)
        settings["OPTIONS"] = {**options, "init_command": "PRAGMA query_only=ON"}
    return settings
