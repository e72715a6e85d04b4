"""The staff, and a queue as it is in production, worked off when the test says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from pytest_django.fixtures import Settings

from reports import intake, people
from reports.intake import queue
from reports.intake.working import Worker
from reports.models import IngestJob
from tests import own_database
from tests.intake.processes import Archive

RunQueue = Callable[[], None]
HandIn = Callable[..., str]


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> None:
    """Give each test an index folder of its own."""
    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}


@pytest.fixture(autouse=True)
def catches_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows when the search is told; nothing runs in the background of a test."""
    calls: list[str] = []
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: calls.append("told"))
    return calls


def person(name: str, role: people.Role) -> User:
    user = User.objects.create_user(name, password="x")
    people.give_role(user, role, by=None)
    return User.objects.get(pk=user.pk)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of an archive with its tables and nothing else."""
    made = Archive(tmp_path_factory.mktemp("migrated"))
    own_database.make(made.folder)
    made.run("migrate", "--verbosity", "0")
    yield made.folder
    made.end()


@pytest.fixture
def archive(migrated: Path, tmp_path: Path) -> Iterator[Archive]:
    """Return an archive of the test's own, which workers that are processes can work on."""
    found = Archive(Path(shutil.copytree(migrated, tmp_path / "archive")))
    own_database.make(found.folder, like=migrated)
    yield found
    found.end()


@pytest.fixture
def editor(db: None) -> User:
    return person("editor", people.Role.EDITOR)


@pytest.fixture
def contributor(db: None) -> User:
    return person("contributor", people.Role.CONTRIBUTOR)


@pytest.fixture
def other(db: None) -> User:
    return person("other", people.Role.CONTRIBUTOR)


@pytest.fixture
def queued(settings: Settings, db: None) -> None:
    """Leave what is handed in in the queue until `run_queue`."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def run_queue(queued: None, monkeypatch: pytest.MonkeyPatch) -> RunQueue:
    """Return a function that does what is in the queue, as a worker would."""
    # The connection of a test is in the transaction that will be rolled back.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)

    def run() -> None:
        token = queue.WORKER.set("a worker")
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="a worker",
            excluded_queue_names=[],
        ).run()
        queue.WORKER.reset(token)

    return run


@pytest.fixture
def hand_in(editor: User) -> HandIn:
    """Return a function that hands files in, by an editor unless it's told otherwise, and returns their upload."""

    def give(files: dict[str, bytes], by: User = editor, **how: str) -> str:
        return intake.hand_in([ContentFile(content, name=name) for name, content in files.items()], by, **how)

    return give


def job(name: str) -> IngestJob:
    return IngestJob.objects.get(file_name=name)


def states() -> dict[str, str]:
    return dict(IngestJob.objects.values_list("file_name", "state"))
