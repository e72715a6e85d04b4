"""What of an installation is not in its database: the settings, and the key."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

OURS = re.compile(r"(ARCHIVE_\w+|DATABASE_URL|SECRET_KEY|DJANGO_SUPERUSER_\w+)(_FILE)?")
SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|_KEY|DATABASE_URL")
KEY_FILE = "secret-key"


def name_of_archive() -> str:
    """Return the name under which the archive is reached: what is typed before it is replaced."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host.strip("*.")]
    return hosts[0] if hosts else "localhost"


def settings_given() -> dict[str, Any]:
    """Return the variables that the environment sets, and the names of those whose values are secret."""
    given = {name: value for name, value in sorted(os.environ.items()) if OURS.fullmatch(name)}
    # The path of a file that holds a secret is none.
    secret = [name for name in given if SECRET.search(name) and not name.endswith("_FILE")]
    if not any(name.startswith("SECRET_KEY") for name in given):
        secret.append("SECRET_KEY")
    return {"given": {name: given[name] for name in given if name not in secret}, "left_out": sorted(secret)}


def program() -> dict[str, Any]:
    """Return what the program is: versions, and its migrations by application."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    names: dict[str, list[str]] = {}
    for app, name in sorted(loader.disk_migrations or {}):
        names.setdefault(app, []).append(name)
    return {"python": sys.version.split()[0], "django": django.get_version(), "migrations": names}


def migrations_applied(using: str) -> dict[str, list[str]]:
    """Return the migrations that made the tables, by application."""
    names: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connections[using]).applied_migrations):
        names.setdefault(app, []).append(name)
    return names


def keep_key(key: str) -> Path | None:
    """Let the archive sign with this key from its next start; None where the environment sets another."""
    if any(name in os.environ for name in ("SECRET_KEY", "SECRET_KEY_FILE")):
        return None
    path = Path(settings.DATA_DIR) / KEY_FILE
    draft = path.with_name(f"{KEY_FILE}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key, encoding="ascii")
    draft.replace(path)
    return path
