"""The archive with Haystack's own Whoosh engine, for comparison."""

from __future__ import annotations

from archive_site.settings import *  # noqa: F403
from archive_site.settings import DATA_DIR

HAYSTACK_CONNECTIONS = {
    "default": {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": str(DATA_DIR / "stock")},
}
