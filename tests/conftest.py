"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests import descriptors

# What takes longest begins first, or one process would be at it when the others have nothing left to do.
LONG = (
    *("browser/test_every_page.py", "crashes/test_kills.py", "ingest/test_replacing.py", "intake/test_killed.py"),
    *("intake/test_overseer.py", "keeping/test_round_trip.py", "revisions/test_any_changes.py"),
    *("search/test_resilience.py", "security/test_hostile.py", "security/test_leaks.py"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the random order of all tests, but those of long files before the others."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONG))


@pytest.fixture(scope="session", autouse=True)
def nothing_leaks() -> Iterator[None]:
    """Fail the last test of a process that leaves far too many files open, before some run fails by that elsewhere."""
    yield
    if said := descriptors.fault(descriptors.held()):
        pytest.fail(said)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Have the tables, and what the migrations filled into them behind each test that changes it for good."""
    from tests.migrated import put_back_after_each

    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(put_back_after_each(tmp_path_factory.mktemp("migrated") / "rows.sqlite3"))
        yield


@pytest.fixture(scope="session", autouse=True)
def rows_of_the_migrations() -> Iterator[None]:
    """Fill in the jurisdictions again when a server's tables were emptied behind a test with transactions of its own.

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


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Start each test with whole allowances, whatever the ones before asked for."""
    from archive_site import throttles

    throttles.forget()
