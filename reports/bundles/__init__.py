"""The whole archive as one file, built in the background. Everything outside asks at this door."""

from __future__ import annotations

from reports.bundles.building import Failed, build, due, offered, refresh_soon
from reports.bundles.contents import NAMES, VERSION
from reports.bundles.kept import Bundle, Progress, current, progress

__all__ = [
    "NAMES",
    "VERSION",
    "Bundle",
    "Failed",
    "Progress",
    "build",
    "current",
    "due",
    "offered",
    "progress",
    "refresh_soon",
]
