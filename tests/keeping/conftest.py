"""Each test of keeping has a data folder of its own, with its index and its backups."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from reports.models import Report
from tests.databases import copier, drop_copy
from tests.keeping.archive import filled


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(folder / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}
    return folder


@pytest.fixture(scope="session")
def mould(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Yield the folder in which an archive is kept that was filled once, for all tests of a process."""
    folder = tmp_path_factory.mktemp("mould")
    yield folder
    with django_db_blocker.unblock():
        drop_copy()


@pytest.fixture
def report(transactional_db: None, mould: Path, data_folder: Path) -> Report:
    """Return a report that was taken in from files and corrected, in an archive with some of everything."""
    keep, put_back = copier(mould)
    if not (mould / "index").exists():
        filled()
        keep()
        shutil.copytree(data_folder / "index", mould / "index", symlinks=True)
    else:
        put_back()
        shutil.copytree(mould / "index", data_folder / "index", symlinks=True)
        ContentType.objects.clear_cache()
    return Report.objects.get(slug="tianjin-2025")
