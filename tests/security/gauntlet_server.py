"""A real server with its worker on an archive of its own, and somebody who is signed in to it, over real HTTP."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
NAME, PASSWORD = "contributor", token_hex(16)
PERSON = f"""
from django.contrib.auth.models import User
from reports import people
user = User.objects.create_user({NAME!r}, password={PASSWORD!r})
people.give_role(user, people.Role.CONTRIBUTOR, by=None)
"""
# What waits longer than the server itself would is given up. Other work on the machine is not the server's fault: up to
# a minute by the clock, what counts is how long its processes had a processor meanwhile.
LONGEST_WAIT, BUSY = 150.0, 60.0


class Answer(NamedTuple):
    """What the server said, and after how many seconds: of its processors, as long as that isn't mere waiting."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    seconds: float

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


class Part(NamedTuple):
    """A field of a form: a value, or a file with its name as it is to be said."""

    name: str
    content: bytes
    filename: str | None = None


@dataclass(slots=True)
class Server:
    """A server in a folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    peaks: dict[str, float] = field(default_factory=dict)

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return what the database answers."""
        connection = sqlite3.connect(self.folder / "archive.sqlite3", timeout=60)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def used(self) -> float:
        """Return for how many seconds what answers requests has had a processor so far."""
        return sum(_seconds(pid) for pid in _below(self.process.pid) if _is_server(pid))

    def log(self) -> str:
        """Return all that the server and its worker have said."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    def watch(self) -> None:
        """Note how much memory each of its processes has had at most, in megabytes."""
        for pid in _below(self.process.pid):
            with suppress(OSError, StopIteration):
                status = Path(f"/proc/{pid}/status").read_text()
                peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) / 1024
                kind = _kind(Path(f"/proc/{pid}/cmdline").read_text())
                self.peaks[kind] = max(self.peaks.get(kind, 0.0), peak)


def _kind(command: str) -> str:
    if "archive_site.overseer" in command:
        return "overseer"
    if "\0work\0" in command:
        return "worker"
    return "server" if "gunicorn" in command else "reader of the worker's"


def _is_server(pid: int) -> bool:
    with suppress(OSError):
        return _kind(Path(f"/proc/{pid}/cmdline").read_text()) == "server"
    return False


def _seconds(pid: int) -> float:
    """Return for how many seconds a process, and what of it has ended, has had a processor."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _below(pid: int) -> list[int]:
    """Return the processes that one has started, and those that they have."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Yield a server that runs, with nothing in its archive but a contributor."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DATABASE_URL"))},
        "ARCHIVE_DATA_DIR": str(folder),
        "ARCHIVE_HTTPS": "false",
        "ARCHIVE_BIND": f"127.0.0.1:{port}",
        # It is asked more often than anybody would ask it.
        "ARCHIVE_LIMITS": "uploads=0,sign-in=0,pages=0",
        "SECRET_KEY": token_hex(32),
        "DJANGO_SETTINGS_MODULE": "archive_site.settings",
    }
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"],
                    ["shell", "--no-imports", "-c", PERSON]):  # fmt: skip
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    with (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "gunicorn", "archive_site.wsgi"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
    server, ended = Server(folder, port, process), threading.Event()
    watching = threading.Thread(target=_watch, args=(server, ended), daemon=True)
    try:
        _wait_for(server)
        watching.start()
        yield server
    finally:
        ended.set()
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        process.wait()


def _watch(server: Server, ended: threading.Event) -> None:
    while not ended.wait(0.2):
        server.watch()


def _wait_for(server: Server) -> None:
    until = monotonic() + LONGEST_WAIT
    while "The archive is served" not in server.log():
        if server.process.poll() is not None or monotonic() > until:
            raise RuntimeError(server.log())
        threading.Event().wait(0.2)


class Visitor:
    """Somebody with a browser's cookies."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", {})

    def post(self, address: str, parts: Sequence[Part], *, by_script: bool = False) -> Answer:
        """Send a form as multipart, by the page's script or without it."""
        mark = f"----{token_hex(16)}"
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        script = {"X-Requested-With": "XMLHttpRequest"} if by_script else {}
        token = Part("csrfmiddlewaretoken", self.cookies.get("csrftoken", "").encode())
        return self._ask("POST", address, multipart([token, *parts], mark), {**kind, **script})

    def sign_in(self) -> None:
        """Sign in as the contributor; raises RuntimeError where that doesn't work."""
        self.get("/admin/login/")
        form = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._ask("POST", "/admin/login/", urlencode(form).encode(), kind)
        if answer.status != 302 or "sessionid" not in self.cookies:
            raise RuntimeError(f"Signing in was answered with {answer.status}.")

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        began, used = monotonic(), self.server.used()
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=LONGEST_WAIT)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            given = {"Cookie": cookie, "Accept-Language": "en", "Connection": "close", **headers}
            connection.request(method, address, body or None, given)
            response = connection.getresponse()
            content, found = response.read(), response.getheaders()
        finally:
            connection.close()
        for name, value in found:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        clock = monotonic() - began
        seconds = clock if clock > BUSY else min(clock, self.server.used() - used)
        return Answer(response.status, found, content, seconds)


def multipart(parts: Sequence[Part], mark: str) -> bytes:
    """Return a form as a browser sends it: of what would break the names of files, it writes the codes."""
    made = []
    for part in parts:
        head = f'Content-Disposition: form-data; name="{part.name}"'.encode()
        if part.filename is not None:
            said = part.filename.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
            head += b'; filename="%s"\r\nContent-Type: application/octet-stream' % said.encode("utf-8", "replace")
        made += [b"--%s\r\n%s\r\n\r\n" % (mark.encode(), head), part.content, b"\r\n"]
    return b"".join([*made, b"--%s--\r\n" % mark.encode()])
