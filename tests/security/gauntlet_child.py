"""The child of `gauntlet`: takes files from its standard input, reads each at the real door, and says what came of it."""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import django

ROOT = Path(__file__).parents[2]
touched: list[str] = []
watching = False
# What Python itself, the project and the archive's own folder may be read from; nothing at all may be written.
READABLE = (
    sys.prefix,
    os.path.realpath(sys.prefix),  # the environment may be a link to one
    sys.base_prefix,
    str(ROOT),
    "/proc/self/",
    "/dev/null",
    "/usr/lib/",
    "/usr/share/zoneinfo",
    "/etc/localtime",
)
FORBIDDEN = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.chmod",
)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note each file that is opened where none should be, each connection, each program but our own reader."""
    if not watching:
        return
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, flags = os.path.realpath(os.fsdecode(arguments[0])), arguments[2] or 0
        own = path.startswith(os.environ["ARCHIVE_DATA_DIR"])
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not own and (writes or not path.startswith(READABLE)) and path != "/dev/null":
            touched.append(f"{'wrote' if writes else 'read'} {path}")
    elif event == "subprocess.Popen" and arguments[0] != sys.executable:
        touched.append(f"ran {arguments[0]}")
    elif event == "socket.connect" or event in FORBIDDEN:
        touched.append(f"{event} {arguments[:2]}")


def peak() -> float:
    """Return how much memory this process has had at once since the last file, in megabytes."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def tried(name: str, content: bytes) -> dict[str, Any]:
    """Return what became of a file and of all files in it; of several the worst counts."""
    from reports import ingest

    steps: list[dict[str, Any]] = []

    def step(work: Any) -> Any:
        began = process_time() + children()
        try:
            result, outcome, said = work(), "understood", ""
        except ingest.Refusal as refusal:
            whole = str(refusal) and refusal.reason and refusal.remedy
            result, outcome, said = None, "refused", f"{refusal.reason} {refusal.remedy}" if whole else ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            result, outcome, said = None, "crashed", f"{type(error).__name__}: {error}"[:300]
        steps.append({"outcome": outcome, "said": said[:300], "seconds": process_time() + children() - began})
        return result

    def understood(member: str, inside: bytes | ingest.Refusal) -> ingest.Plan:
        if isinstance(inside, ingest.Refusal):
            raise inside
        return ingest.understand(member, inside)

    for member, inside in step(lambda: ingest.members(name, content)) or ():
        plan = step(lambda member=member, inside=inside: understood(member, inside))
        if plan is not None:
            step(lambda plan=plan: ingest.preview(plan))
            step(lambda plan=plan: kept_for_a_moment(plan))
        if len(steps) > 100:
            break
    order = ("crashed", "understood", "refused")
    chosen = steps[1:] or steps
    worst = min(chosen, key=lambda one: order.index(one["outcome"]))
    return {**worst, "seconds": max(one["seconds"] for one in steps)}


def kept_for_a_moment(plan: Any) -> None:
    """Store a plan, and take everything back."""
    from django.db import transaction

    from reports import ingest

    with transaction.atomic():
        ingest.store(plan, publish=True)
        transaction.set_rollback(True)


def children() -> float:
    """Return the seconds that readers in processes of their own took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    global watching  # noqa: PLW0603 - the hook can be given nothing
    Path(os.environ["ARCHIVE_DATA_DIR"]).mkdir(exist_ok=True)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.security.hostile import one

    warm = one("texts: markup in one place", 0)
    tried(warm.name, warm.content)
    # A file that asks for gigabytes gets a MemoryError, which is a fault, instead of the machine's memory.
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + 2**30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    sys.addaudithook(watch)
    source, answers = sys.stdin.buffer, sys.stdout
    print("ready", file=answers, flush=True)
    while header := source.read(8):
        name_size, content_size = struct.unpack("<II", header)
        name = source.read(name_size).decode("utf-8", "surrogatepass")
        content = source.read(content_size)
        Path("/proc/self/clear_refs").write_text("5")
        touched.clear()
        began = perf_counter()
        watching = True
        told = tried(name, content)
        watching = False
        told["megabytes"] = max(peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
        told["touched"] = touched[:3] + [str(path) for path in Path().iterdir()]
        told["said"] = (
            told["said"] or f"in {perf_counter() - began:.1f} s" if told["outcome"] != "refused" else told["said"]
        )
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
