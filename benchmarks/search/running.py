"""Other processes: measurements by themselves, commands of the archive, and what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on the archive in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DATABASE_URL"))}
    ours = {
        "ARCHIVE_DATA_DIR": str(folder),
        "ARCHIVE_HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "archive_site.settings",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "only-for-a-benchmark",
    }
    return kept | ours | more


def measured(
    archive: Path, where: str, *, options: dict[str, Any] | None = None, settings: str = "archive_site.settings"
) -> Any:
    """Return what a function, named module.function, measures on an archive in a process of its own."""
    with tempfile.NamedTemporaryFile() as target:
        command = [*child(where, options or {}), target.name]
        subprocess.run(command, cwd=ROOT, env=environment(archive, DJANGO_SETTINGS_MODULE=settings), check=True)
        return json.loads(Path(target.name).read_text(encoding="utf-8"))


def child(where: str, options: dict[str, Any]) -> list[str]:
    module, function = where.split(".")
    return [sys.executable, "-m", "benchmarks.search.child", module, function, json.dumps(options)]


def managed(folder: Path, *arguments: str) -> dict[str, float]:
    """Run a command of the archive; return its seconds, its processor time and its most memory.

    Files that `ingest` refuses are part of a corpus: that it exits with 1 is not minded.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL
    ) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"manage.py {' '.join(arguments)} ended with {process.returncode}")
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak MiB": usage.ru_maxrss / 1024,
    }


def read(path: Path) -> Any:
    """Return what a child has measured."""
    return json.loads(path.read_text(encoding="utf-8"))
