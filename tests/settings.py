"""Settings of the tests: as in production, but nothing of this machine's archive is touched and HTTP is enough."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="report-archive-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

for name in [name for name in os.environ if name.startswith(("ARCHIVE_", "DATABASE_URL", "SECRET_KEY"))]:
    del os.environ[name]
os.environ["ARCHIVE_DATA_DIR"] = str(FOLDER)
os.environ["ARCHIVE_HTTPS"] = "false"
os.environ["SECRET_KEY"] = "for-tests-only"
# The tests run on SQLite; TEST_DATABASE_URL names a server on which they may make databases of their own.
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from archive_site.settings import *  # noqa: E402, F403
from archive_site.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads (of the live server, of the index) open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A process of its own would learn from another database.
LEARN_IN_BACKGROUND = False
INDEX_BY_PROCESS = False
BUNDLE_IN_BACKGROUND = False
# Tests of the lockout switch it on; others sign in without a request.
AXES_ENABLED = False
# Hundreds of tests come from one address.
LIMITS = {}
# They leave many an answer unread, which is held by nobody but the garbage collector.
FILES_AT_ONCE = 0
# What a worker would do is done at once, in the test that asks for it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
