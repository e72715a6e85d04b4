"""The search page as a server gives it to several readers at once."""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from benchmarks.search import running
from benchmarks.search.queries import Asked, queries
from benchmarks.search.timing import median, memory_mib, percentile

WORKERS, CLIENTS = 2, 8
BOOT_SECONDS = 60


class Server:
    """The archive served by gunicorn at a free port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def __enter__(self) -> Self:
        settings = {"ARCHIVE_BIND": f"127.0.0.1:{self.port}", "ARCHIVE_WORKERS": str(WORKERS)}
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "archive_site.wsgi"], cwd=running.ROOT,
            env=running.environment(self.folder, **settings), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while not answers(self.port, address(Asked("first", None)).replace("q=", "q=%E5%8F%91%E5%B1%95")):
            if self.process.poll() is not None or time.perf_counter() - started > BOOT_SECONDS:
                raise SystemExit("The server does not answer.")
        self.boot_ms = (time.perf_counter() - started) * 1000
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait()

    def memory(self) -> dict[str, float]:
        """Return the MiB of the worker that has most of its own."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        workers = [memory_mib(worker) for worker in task.read_text(encoding="ascii").split()]
        return max(workers, key=lambda worker: worker["USS"])


def answers(port: int, where: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=BOOT_SECONDS)
    try:
        connection.request("GET", where)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        time.sleep(0.005)
        return False
    finally:
        connection.close()


def address(asked: Asked) -> str:
    """Return the address of a search."""
    said: dict[str, str | int | None] = {
        "q": asked.q, "place": asked.place, "from": asked.year_from, "to": asked.year_to,
        "sort": "newest" if asked.newest else "",
    }  # fmt: skip
    return "/en/search/?" + urlencode({name: value for name, value in said.items() if value or name == "q"})


def driven(port: int, seconds: float, until: str = "") -> dict[str, Any]:
    """Send searches from eight clients, for so many seconds or until a file is there; return what they met."""
    addresses = [address(asked) for asked in queries()]
    end = time.monotonic() + seconds
    times: list[float] = []
    errors: list[str] = []

    def read(seed: int) -> None:
        order = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end or (until and not Path(until).exists()):
            started = time.perf_counter()
            try:
                connection.request("GET", order.choice(addresses))
                answer = connection.getresponse()
                answer.read()
                if answer.status != http.HTTPStatus.OK:
                    errors.append(str(answer.status))
            except (OSError, http.client.HTTPException) as error:
                errors.append(type(error).__name__)
                connection.close()
            times.append((time.perf_counter() - started) * 1000)

    clients = [threading.Thread(target=read, args=(seed,)) for seed in range(CLIENTS)]
    started = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    passed = time.perf_counter() - started
    shares = {f"p{share}": percentile(times, share) for share in (50, 95, 99)}
    return {**shares, "requests": len(times), "a second": len(times) / passed, "errors": errors}


def served(folder: Path, seconds: float, fresh_files: Path | None, boots: int = 3) -> dict[str, Any]:
    """Return how the server does: alone, and while files are taken in."""
    boot = []
    for _turn in range(boots - 1):
        with Server(folder) as server:
            boot.append(server.boot_ms)
    with Server(folder) as server:
        boot.append(server.boot_ms)
        result: dict[str, Any] = {"boot": median(boot)}
        result["alone"] = running.measured(folder, "load.driven", options={"port": server.port, "seconds": seconds})
        result["memory"] = server.memory()
        if fresh_files is not None:
            result["ingesting"] = while_ingesting(server, fresh_files)
            result["memory after ingesting"] = server.memory()
    return result


def while_ingesting(server: Server, files: Path) -> dict[str, Any]:
    """Return what clients meet as long as a folder of reports is being ingested."""
    done = files / "done"
    command = [
        *running.child("load.driven", {"port": server.port, "seconds": 0, "until": str(done)}),
        str(files / "met"),
    ]
    with subprocess.Popen(command, cwd=running.ROOT, env=running.environment(server.folder)) as clients:
        spent = running.managed(server.folder, "ingest", str(files / "reports"))
        done.touch()
        clients.wait()
    met: dict[str, Any] = running.read(files / "met")
    return {**met, "seconds": spent["wall"], "processors": os.cpu_count()}
