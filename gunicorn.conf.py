"""How gunicorn serves the archive: `make run`, the Dockerfile and `gunicorn archive_site.wsgi` all read this file."""

import gc
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from archive_site import overseer

bind = os.environ.get("ARCHIVE_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("ARCHIVE_WORKERS", "2"))
threads = int(os.environ.get("ARCHIVE_THREADS", "4"))
# Loaded once, before the workers part: they start sooner and share the memory.
preload_app = True
# A large upload is read and checked within one request.
timeout = 120
# A query of a thousand Chinese characters is an address of some 9,000 bytes, more than gunicorn lets through at all.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
loglevel = "warning"
control_socket_disable = True
# The heartbeat of the workers must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def on_starting(server: Arbiter) -> None:
    """Exit at once where something else listens already; gunicorn by itself would try for five seconds."""
    host, _, port = bind.rpartition(":")
    # A master that takes over from a running one inherits its sockets.
    if bind.startswith("unix:") or "GUNICORN_FD" in os.environ:
        return
    try:
        socket.create_server(
            (host.strip("[]"), int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        ).close()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise SystemExit(f"Can't serve at {bind}: {reason}. Another port: make run PORT=8001") from error


def when_ready(server: Arbiter) -> None:
    """Say where the archive is, once it can be reached there, and read what all workers will need."""
    if server.cfg.preload_app:
        from django.urls import get_resolver

        from reports import search

        _all_addresses = get_resolver().reverse_dict
        search.preload()
        # What is here to stay: no worker looks through it for garbage, or comes to have a copy of it by looking.
        gc.freeze()
    if overseer.wanted():
        # Hooks are read anew with this file; the server stays the same.
        server.overseer = subprocess.Popen([sys.executable, "-m", "archive_site.overseer"], stdin=subprocess.DEVNULL)
    print(f"The archive is served at http://{bind}/", flush=True)


def on_reload(server: Arbiter) -> None:
    """Have the worker that reads uploads start anew, too: there is never more than one."""
    if process := getattr(server, "overseer", None):
        process.send_signal(signal.SIGHUP)


def on_exit(server: Arbiter) -> None:
    """End the worker that reads uploads, which goes on where it was when the server is started again."""
    if process := getattr(server, "overseer", None):
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


def post_worker_init(worker: Worker) -> None:
    """Open the index before the first reader asks: each worker its own, so that none keeps an old one's files."""
    from reports import search

    search.warm_up()
    gc.freeze()
