"""An archive of its own in a folder, and workers on it that are processes: they can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from tests import own_database


class Archive:
    """An archive in a folder, as a server has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DATABASE_URL"))}
        return {
            **kept,
            "ARCHIVE_DATA_DIR": str(self.folder),
            "ARCHIVE_HTTPS": "false",
            "DATABASE_URL": own_database.address_in(self.folder),
            "DJANGO_SETTINGS_MODULE": "archive_site.settings",
            "SECRET_KEY": "for-tests-only",
        }

    def run(self, *arguments: str) -> str:
        """Return what a command says that ends well."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Return what a few lines of Python say, run in the archive."""
        return self.run("shell", "--no-imports", "-c", code)

    def start_worker(self) -> subprocess.Popen[str]:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=settings.ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.workers.append(worker)
        return worker

    def rows(self, query: str) -> list[Any]:
        return own_database.rows(self.folder, query)

    def states(self) -> dict[str, int]:
        return dict(self.rows("SELECT state, count(*) FROM reports_ingestjob GROUP BY state"))

    def wait_for(self, is_so: Callable[[], bool], seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, self.states()
            time.sleep(0.02)

    def end(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGKILL)
            worker.communicate()
        own_database.drop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)
