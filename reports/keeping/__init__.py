"""Keeping the archive: backups, restoring one, and whether rows, originals and index agree. Others ask at this door."""

from reports.keeping.backing_up import Written, backup
from reports.keeping.checking import Looked, check
from reports.keeping.checks.finding import Finding
from reports.keeping.kept import Backup, backups, folder, new_name, prune
from reports.keeping.reading import faults, manifest, settings_kept
from reports.keeping.restoring import Refused, Restored, examine, is_empty, restore
from reports.keeping.surroundings import name_of_archive, settings_given

__all__ = [
    "Backup",
    "Finding",
    "Looked",
    "Refused",
    "Restored",
    "Written",
    "backup",
    "backups",
    "check",
    "examine",
    "faults",
    "folder",
    "is_empty",
    "manifest",
    "name_of_archive",
    "new_name",
    "prune",
    "restore",
    "settings_given",
    "settings_kept",
]
