"""Whatever is killed at whatever moment: nothing that was confirmed is missing, nothing is half there.

CRASHES tells how often each work is killed; CRASH_SEED repeats the fates of a run. `make crashes` says the seeds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import own_database

ROOT = Path(__file__).resolve().parents[2]
# Fifty moments and more in all.
TIMES = int(os.environ.get("CRASHES", "8"))
WORKS = ["take_in", "publish", "edit", "index", "backup", "restore", "worker"]
BASE = "import django; django.setup(); from tests.crashes import works; works.base()"


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ARCHIVE_DATA_DIR": str(folder),
        "ARCHIVE_HTTPS": "false",
        "DATABASE_URL": own_database.address_in(folder),
        "DJANGO_SETTINGS_MODULE": "tests.other_machine",
        "SECRET_KEY": "for-tests-only",
    }


def python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the data folder of a small archive."""
    folder = tmp_path_factory.mktemp("base")
    own_database.make(folder)
    python(folder, "manage.py", "migrate", "--verbosity", "0")
    python(folder, "-c", BASE)
    yield folder
    own_database.drop(folder)


@pytest.fixture
def folder(base: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the data folder of another archive like that, to be done with as one likes."""
    copied = tmp_path / "data"
    shutil.copytree(base, copied, symlinks=True)
    own_database.make(copied, like=base)
    yield copied
    own_database.drop(copied)


@pytest.mark.parametrize("work", WORKS)
def test_killed_again_and_again(work: str, folder: Path) -> None:
    seed = int(os.environ.get("CRASH_SEED", str(time.time_ns() % 1_000_000)))
    sys.stdout.write(f"\n{work}: CRASH_SEED={seed} ")
    told = json.loads(python(folder, "-m", "tests.crashes.dying", work, str(seed), str(TIMES)))
    sys.stdout.write(f"killed {told['killed']} times, {told['confirmed']} confirmed before\n")
    assert told["killed"] >= TIMES
    # Else there was nothing to lose.
    assert told["confirmed"] > 0
