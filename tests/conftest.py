"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def rows_of_the_migrations() -> Iterator[None]:
    """Fill in the jurisdictions again when a test with transactions of its own has emptied all tables behind it.

    Django's serialized_rollback would do it, were its copy not kept with a connection: Playwright's loop has others.
    """
    from django.apps import AppConfig, apps
    from django.db.models.signals import post_migrate

    from reports.models import Jurisdiction

    def refill(sender: AppConfig, **_others: Any) -> None:
        if sender.label == "reports" and not Jurisdiction.objects.exists():
            import_module("reports.migrations.0002_jurisdictions").add(apps, None)

    post_migrate.connect(refill)
    yield
    post_migrate.disconnect(refill)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start each test in English, whatever the pages of the one before spoke."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()
