"""Building a bundle: beside the old one, which is there until the new one is whole; when it is due, and by whom."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connections
from django.utils import timezone

from reports import exports
from reports.bundles import kept
from reports.bundles.contents import VERSION, State, checksums, published, state, write

log = logging.getLogger(__name__)
# Building may take a twentieth of the time, and waits longer after a build that failed; where there is none to be had,
# readers wait for it.
LEAST_SECONDS, TIMES_ITS_COST, AFTER_FAILURE_SECONDS, CHECK_SECONDS = 60.0, 20.0, 1800.0, 60.0
WHILE_NONE_SECONDS = 60.0


class Failed(Exception):  # noqa: N818 - said to people
    """Another process builds already."""


def build(site: str) -> kept.Bundle:
    """Build the bundle anew; `site` is the archive's address, of which the addresses in it are made.

    Raises `Failed`, and `OSError` where the disk doesn't take it: the old one then stays, unless it holds a report that
    isn't published any more.
    """
    with kept.holding() as ours:
        if not ours:
            raise Failed
        started = time.monotonic()
        (kept.root() / kept.TRIED).touch()
        if offered() is None:
            (kept.root() / kept.CURRENT).unlink(missing_ok=True)
        _sweep()
        kept.tell(0)
        target = kept.root() / f"bundle-{uuid4().hex[:12]}"
        target.mkdir()
        try:
            _fill(target, site, state(), started)
            fresh = kept.root() / f"{target.name}.link"
            fresh.symlink_to(target.name)
            fresh.replace(kept.root() / kept.CURRENT)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        (kept.root() / kept.TRIED).unlink(missing_ok=True)
        (kept.root() / kept.PROGRESS).unlink(missing_ok=True)
        _sweep()
    built = kept.current()
    if built is None:
        raise FileNotFoundError(target)
    return built


def _fill(target: Path, site: str, held: State, started: float) -> None:
    last = -1

    def told(percent: int) -> None:
        nonlocal last
        if percent > last:
            last = percent
            kept.tell(percent)

    path = target / kept.ZIP
    keys = published()
    manifest = write(path, site, held, keys, told)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    whole = {"name": kept.ZIP, "size": path.stat().st_size, "sha256": digest}
    made = {"made": timezone.now().isoformat(), "seconds": round(time.monotonic() - started, 1), "archive": whole}
    (target / kept.MANIFEST).write_text(json.dumps({**manifest, **made}, ensure_ascii=False, indent=2), "utf-8")
    (target / kept.REPORTS).write_text(json.dumps(keys), encoding="utf-8")
    (target / kept.CHECKSUMS).write_text(checksums([whole]), encoding="utf-8")


def _sweep() -> None:
    """Remove what earlier builds left; who reads one just now keeps it until he has read it."""
    with suppress(OSError):
        used = (kept.root() / kept.CURRENT).readlink().name if (kept.root() / kept.CURRENT).is_symlink() else ""
        for path in kept.root().glob("bundle-*"):
            if path.name.endswith(".link"):
                path.unlink(missing_ok=True)
            elif path.name != used:
                shutil.rmtree(path, ignore_errors=True)


def offered() -> kept.Bundle | None:
    """Return the bundle that the public may have: the newest, as long as each report in it is published."""
    bundle = kept.current()
    if bundle is None or not bundle.path.exists() or not bundle.reports.issubset(published()):
        return None
    return bundle


def due() -> bool:
    """Say whether the bundle should be built anew now: the archive changed, and the last build is long enough ago.

    Where a report was taken back that is in it, it is due whenever it was built: nobody gets it any more.
    """
    bundle = offered()
    with suppress(OSError):
        rest = WHILE_NONE_SECONDS if bundle is None else AFTER_FAILURE_SECONDS
        if time.time() - (kept.root() / kept.TRIED).stat().st_mtime < rest or kept.progress() is not None:
            return False  # It failed, or is under way.
    if bundle is None:
        return True
    rest = max(LEAST_SECONDS, float(bundle.manifest["seconds"]) * TIMES_ITS_COST)
    if 0 <= time.time() - bundle.made.timestamp() < rest:
        return False
    forms = (bundle.manifest["version"], bundle.manifest["exports"])
    return forms != (VERSION, exports.VERSION) or bundle.manifest["holds"] != state().stamp


# When it was looked at whether one is due, by the folder and whether there was one to be had.
_checked: dict[tuple[Path, bool], float] = {}
_lock = threading.Lock()


def refresh_soon(site: str) -> None:
    """Have the bundle built by a process of its own if it is due; cheap, for each look: checks once a minute.

    Where there was one and none may be had any more, as a report was taken back, it is looked at once more at once.
    """
    if not settings.BUNDLE_IN_BACKGROUND:
        return
    state_of, now = (kept.root(), offered() is not None), time.monotonic()
    with _lock:
        if now - _checked.get(state_of, -CHECK_SECONDS) < CHECK_SECONDS:
            return
        _checked[state_of] = now
        _checked.pop((state_of[0], not state_of[1]), None)
    threading.Thread(target=_refresh, args=(site,), name="bundle", daemon=True).start()


def _refresh(site: str) -> None:
    try:
        if not due():
            return
        command = [sys.executable, str(settings.ROOT / "manage.py"), "bundle", "--due", "--site", site]
        code = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=settings.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        ).wait()
        if code:
            log.warning("Building the bundle in the background ended with %d", code)
    except Exception:
        log.exception("The bundle could not be built")
    finally:
        connections.close_all()
