"""Whether the rows of a backup fit the tables that are here."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections, migrations
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from reports.keeping.contents import Manifest
from reports.keeping.surroundings import migrations_applied
from reports.keeping.tables import kept

# Tables that were changed by these alone hold the rows of before: what is new in them is as in a new row.
ADDITIVE = (
    migrations.AddConstraint,
    migrations.AddField,
    migrations.AddIndex,
    migrations.AlterField,
    migrations.AlterModelManagers,
    migrations.AlterModelOptions,
    migrations.CreateModel,
    migrations.RemoveConstraint,
    migrations.RemoveIndex,
)
# These also filled the table that they made from the other rows: restoring does so again.
FILLING = {("reports", "0009_kept_addresses")}


def obstacles(told: Manifest) -> Iterator[str]:
    """Yield what keeps the rows of a backup out of this database, each a sentence that says what to do."""
    here, there = migrations_applied(DEFAULT_DB_ALIAS), told["migrations"]
    loader = MigrationLoader(connections[DEFAULT_DB_ALIAS])
    if waiting := sorted(key for key in loader.graph.nodes if key not in loader.applied_migrations):
        names = ", ".join(f"{app}.{name}" for app, name in waiting[:3])
        yield _("The database is behind the program (%(names)s): run manage.py migrate first.") % {"names": names}
        return
    for app in sorted({model._meta.app_label for model in kept()}):
        known, stored = set(here.get(app, ())), set(there.get(app, ()))
        if newer := sorted(stored - known):
            name = f"{app}.{newer[0]}"
            yield _(
                "The backup was made by a newer version of the program (%(name)s isn't here): update the program first."
            ) % {"name": name}
            continue
        for name in sorted(known - stored):
            harmless = (*ADDITIVE, migrations.RunPython) if (app, name) in FILLING else ADDITIVE
            if not all(isinstance(step, harmless) for step in loader.disk_migrations[app, name].operations):
                yield _(
                    "The backup was made by an older version of the program, whose rows %(name)s changed: restore it"
                    " with that version into an empty archive, update that one, and back it up again."
                ) % {"name": f"{app}.{name}"}
                break
