"""How gunicorn serves the archive: `make run`, the Dockerfile and `gunicorn archive_site.wsgi` all read this file."""

import gc
import os
import socket
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

bind = os.environ.get("ARCHIVE_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("ARCHIVE_WORKERS", "2"))
threads = int(os.environ.get("ARCHIVE_THREADS", "4"))
# Loaded once, before the workers part: they start sooner and share the memory.
preload_app = True
# A large upload is read and checked within one request.
timeout = 120
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
    print(f"The archive is served at http://{bind}/", flush=True)


def post_worker_init(worker: Worker) -> None:
    """Open the index before the first reader asks: each worker its own, so that none keeps an old one's files."""
    from reports import search

    search.warm_up()
    gc.freeze()
