"""`python -m archive_site.probe`: exit 0 if the archive on this machine answers at /health/, 1 if not."""

import http.client
import os
import sys


def host() -> str:
    """Return a name that the archive answers to, from ARCHIVE_HOSTS."""
    first = os.environ.get("ARCHIVE_HOSTS", "").split(",")[0].strip()
    return "localhost" if first in {"", "*"} else first.removeprefix(".")


def answers(bind: str, seconds: float = 4) -> bool:
    """Say whether what listens at `bind` (host:port) answers 200 at /health/ within so many seconds."""
    name, _, port = bind.rpartition(":")
    loopback = name.strip("[]") if name not in {"", "0.0.0.0", "[::]"} else "127.0.0.1"  # noqa: S104
    connection = http.client.HTTPConnection(loopback, int(port), timeout=seconds)
    try:
        connection.request("GET", "/health/", headers={"Host": host()})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(os.environ.get("ARCHIVE_BIND", "127.0.0.1:8000")) else 1)
