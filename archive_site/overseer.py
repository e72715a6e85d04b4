"""Keeps one worker running as long as the server does: `python -m archive_site.overseer`, started by the server.

It starts `manage.py work`, starts it again when it dies, and ends with whoever started itself, however that ends. It
loads nothing of the archive, so it costs the server's start next to nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
OFF = {"0", "false", "no", "off"}
# Seconds between two looks, before a worker that died at once is started again at most, to end in good order.
LOOK, LONGEST_PAUSE, PATIENCE = 0.5, 30.0, 5.0
# One that lived so long died of something else than its start.
LIVED = 60.0


def wanted() -> bool:
    """Say whether the server is to start a worker: yes, unless ARCHIVE_WORKER says no."""
    return os.environ.get("ARCHIVE_WORKER", "").strip().lower() not in OFF


class Overseer:
    """Starts the worker, again and again."""

    def __init__(self) -> None:
        self.parent = os.getppid()
        self.ending = False
        self.worker: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Keep a worker running until told to end, or until the one that started this is gone."""
        signal.signal(signal.SIGTERM, self.end)
        signal.signal(signal.SIGINT, self.end)
        signal.signal(signal.SIGHUP, self.renew)
        os.setpriority(os.PRIO_PROCESS, 0, 10)
        pause = 1.0
        while self._goes_on():
            began = time.monotonic()
            self.worker = self._start()
            while self._goes_on() and self.worker.poll() is None:
                time.sleep(LOOK)
            if not self._goes_on():
                break
            pause = 1.0 if time.monotonic() - began > LIVED or self.worker.returncode == 0 else pause * 2
            self._wait(min(pause, LONGEST_PAUSE))
        self._stop()

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        """End the worker and oneself."""
        self.ending = True

    def renew(self, _signal: int, _frame: FrameType | None) -> None:
        """Have the worker end after what it does now; the next one has the code as it is by then."""
        if self.worker:
            with suppress(ProcessLookupError):
                self.worker.terminate()

    def _goes_on(self) -> bool:
        return not self.ending and os.getppid() == self.parent

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: an interrupt at the terminal is the server's to handle, and its end is the worker's.
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, str(MANAGE), "work", "--parent", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._goes_on() and time.monotonic() < until:
            time.sleep(LOOK)

    def _stop(self) -> None:
        if self.worker is None or self.worker.poll() is not None:
            return
        self.worker.terminate()
        try:
            self.worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            # What it was doing is done anew by the next one.
            self.worker.kill()
            self.worker.wait()


if __name__ == "__main__" and wanted():
    Overseer().run()
