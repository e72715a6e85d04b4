"""What is learned from the archive beside its index, in the background: built, kept, loaded, made anew.

PATH/learned/NAME is a symlink to PATH/learned/NAME-…, a folder of plain arrays with `stamp.json` beside them, which
says from which state of the index they were made. A search does without what isn't there, and never waits for it.
What is learned comes from the index or from published reports, so that no draft shows in it. `reports.json` names
these: what would show the words of one that is gone `needs_all`, and is used no more until it is made anew without it.
"""

from __future__ import annotations

import fcntl
import json
import logging
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.conf import settings

from reports.search import analysis, background, folder
from reports.search.opening import NotReady, opened

log = logging.getLogger(__name__)
T = TypeVar("T")

# MODULE:NAME of each artefact; a module is read when one is asked for.
ARTEFACTS: tuple[str, ...] = (
    "reports.search.vocabulary.artefact:VOCABULARY",
    "reports.search.counterparts.page:LEARNED",
)

LEARNED, LOCK, STAMP, REPORTS = "learned", "lock", "stamp.json", "reports.json"
# Below so many pairs any change is a reason to learn anew, above it a change of this share of the pairs.
SMALL_PAIRS, NOTICEABLE = 20_000, 0.02
# Learning may take a twentieth of the time, and waits as long after a build that failed.
LEAST_SECONDS, MOST_SECONDS, TIMES_ITS_COST, AFTER_FAILURE_SECONDS = 15.0, 600.0, 20.0, 1800.0
CHECK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The state of the index from which something was learned, when (seconds since 1970) and in how many seconds."""

    format: int
    cut: str
    reports: int
    pairs: int
    changed: int
    made_at: float
    seconds: float


def state() -> tuple[int, int, int]:
    """Return how many reports and pairs the index holds, and the last change in microseconds. Raises `NotReady`."""
    snapshot = opened()
    changed = max((entry.changed for entry in snapshot.reports.values()), default=0)
    return len(snapshot.reports), snapshot.pair_count, changed


def changed_pairs(since: Learned) -> int:
    """Return about how many pairs of the index came, went or changed since something was learned."""
    snapshot = opened()
    fresh = sum(entry.end - entry.first for entry in snapshot.reports.values() if entry.changed > since.changed)
    return max(fresh, abs(snapshot.pair_count - since.pairs))


class Artefact(Generic[T]):
    """Something that is learned.

    `build` writes it into an empty folder, `load` opens what lies there (and may raise anything if it is damaged);
    raise `form` when what is written changes. What `needs_all` is in use only while all reports are there from which
    it was learned.
    """

    def __init__(
        self, name: str, form: int, build: Callable[[Path], None], load: Callable[[Path], T], *, needs_all: bool = False
    ) -> None:
        self.name = name
        self.needs_all = needs_all
        self.form = form
        self.build = build
        self.load = load
        # The one in use and where it lies; one no longer in use must not stay mapped.
        self._kept: tuple[Path, T | None, frozenset[int]] | None = None
        self._loading = threading.Lock()

    @property
    def link(self) -> Path:
        """The symlink to the one in use."""
        return folder.root() / LEARNED / self.name

    def current(self) -> T | None:
        """Return the one in use, None where there is none, it is damaged, or it was learned from what is gone."""
        link = self.link
        for _attempt in range(3):
            try:
                target = link.parent / link.readlink()
            except OSError:
                return None
            kept = self._kept
            if kept is not None and kept[0] == target:
                return None if self.needs_all and not _are_there(kept[2]) else kept[1]
            with self._loading, suppress(FileNotFoundError):  # It may just have been replaced: look again.
                self._kept = target, *self._loaded(target)
        return None

    def _loaded(self, path: Path) -> tuple[T | None, frozenset[int]]:
        try:
            if self._read_stamp(path).format != self.form:
                return None, frozenset()
            return self.load(path), frozenset(json.loads((path / REPORTS).read_text(encoding="utf-8")))
        except Exception as error:
            if isinstance(error, FileNotFoundError) and not path.exists():
                raise
            log.warning("What was learned is damaged and will be made anew: %s: %s", path.name, error)
            return None, frozenset()

    def _read_stamp(self, path: Path) -> Learned:
        return Learned(**json.loads((path / STAMP).read_text(encoding="utf-8")))

    def stamp(self) -> Learned | None:
        """Return what the one in use was made from, None where there is none."""
        try:
            return self._read_stamp(self.link.parent / self.link.readlink())
        except (OSError, ValueError, TypeError):
            return None

    @property
    def _tried(self) -> Path:
        return self.link.parent / f"{self.name}.tried"

    def due(self) -> bool:
        """Say whether it should be made anew now. Raises `NotReady`."""
        with suppress(OSError):
            if time.time() - self._tried.stat().st_mtime < AFTER_FAILURE_SECONDS:
                return False  # It failed, or is under way.
        stamp = self.stamp()
        if stamp is None or stamp.cut != analysis.stamp() or self.current() is None:
            return True
        rest = min(max(LEAST_SECONDS, stamp.seconds * TIMES_ITS_COST), MOST_SECONDS)
        if 0 <= time.time() - stamp.made_at < rest:
            return False
        _reports, pairs, _changed = state()
        changed = changed_pairs(stamp)
        return changed > 0 if pairs < SMALL_PAIRS else changed > pairs * NOTICEABLE

    def make(self) -> Learned:
        """Make it anew and put it in place; only for the lock's holder. Raises `NotReady` and what `build` does."""
        link = self.link
        started = time.time()
        reports, pairs, changed = state()
        learned_from = set(opened().reports)
        self._tried.touch()
        target = link.parent / f"{self.name}-{uuid4().hex[:12]}"
        target.mkdir()
        try:
            self.build(target)
            learned = Learned(
                self.form, analysis.stamp(), reports, pairs, changed, time.time(), round(time.time() - started, 2)
            )
            # The index may have changed in between: what it had before or has after may be in it.
            learned_from |= opened().reports.keys()
            (target / REPORTS).write_text(json.dumps(sorted(learned_from)), encoding="utf-8")
            (target / STAMP).write_text(json.dumps(asdict(learned)), encoding="utf-8")
            fresh = link.parent / f"{target.name}.link"
            fresh.symlink_to(target.name)
            fresh.replace(link)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        self._tried.unlink(missing_ok=True)
        self._sweep(target.name)
        return learned

    def _sweep(self, kept: str) -> None:
        for path in self.link.parent.glob(f"{self.name}-*"):
            if path.name.endswith(".link"):
                path.unlink(missing_ok=True)
            elif path.name != kept:
                shutil.rmtree(path, ignore_errors=True)


def _are_there(reports: frozenset[int]) -> bool:
    """Say whether the index has all of these reports; without an index nothing is known to be gone."""
    try:
        return reports <= opened().reports.keys()
    except NotReady:
        return True


def artefacts() -> list[Artefact[Any]]:
    """Return all there are."""
    named = (name.split(":") for name in ARTEFACTS)
    return [getattr(import_module(module), name) for module, name in named]


@contextmanager
def _learning(*, wait: bool) -> Iterator[bool]:
    """Hold the right to learn; yield False where another has it and `wait` is not wanted. Raises `OSError`."""
    place = folder.root() / LEARNED
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def learn(told: Callable[[str, Learned], None] | None = None, chosen: Sequence[Artefact[Any]] | None = None) -> None:
    """Make all (or those chosen) anew, waiting for another who does; `told` hears of each.

    Raises `NotReady`, `OSError` and what a `build` does.
    """
    with _learning(wait=True):
        for artefact in artefacts() if chosen is None else chosen:
            learned = artefact.make()
            if told is not None:
                told(artefact.name, learned)


def learn_due() -> bool:
    """Make anew what is due, unless another is at it, and say whether anything was; failures are logged, not raised."""
    made = False
    try:
        with _learning(wait=False) as ours:
            for artefact in artefacts() if ours else ():
                try:
                    if artefact.due():
                        artefact.make()
                        made = True
                except NotReady:
                    break
                except Exception:
                    log.exception("Learning failed: %s", artefact.name)
    except OSError:
        log.exception("What is learned could not be written")
    return made


def is_small() -> bool:
    """Say whether the archive is so small that all is learned within seconds. False where there is no index."""
    try:
        return state()[1] < SMALL_PAIRS
    except NotReady:
        return False


_checked: dict[Path, float] = {}


def refresh_soon() -> None:
    """Have what is due learned by a process of its own; cheap, for each search: looks once a minute."""
    root, now = folder.root(), time.monotonic()
    if not settings.LEARN_IN_BACKGROUND or now - _checked.get(root, -CHECK_SECONDS) < CHECK_SECONDS:
        return
    _checked[root] = now
    background.start("learn", _refresh)


def _refresh() -> None:
    """Start a process for what is due and wait for its end; on the side, since it takes as long as it takes."""
    with suppress(NotReady):
        if not any(artefact.due() for artefact in artefacts()):
            return
        command = [sys.executable, str(settings.ROOT / "manage.py"), "learn", "--due"]
        code = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=settings.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        ).wait()
        if code:
            log.warning("Learning in the background ended with %d", code)
