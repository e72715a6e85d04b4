"""Hostile files through the browser's upload: `python -m tests.security.gauntlet_upload`, part of `make fuzz`.

A contributor hands them in to a real server, in every way there is. Afterwards each must wait for review or be refused
with file, reason and remedy, its pages must show it as text, its bytes must be there as they came, and neither the
server nor its worker may have taken too long or too much.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from lxml import html

from tests.security.gauntlet_requests import Sent, requests
from tests.security.gauntlet_server import Answer, Server, Visitor, serving
from tests.security.hostile import files
from tests.security.rendered import of_page

MOST_SECONDS, MOST_MEGABYTES = 10.0, 512
# So long may the worker be busy with one file, before it is said to hang.
PATIENCE = 300.0
UPLOAD = "/admin/reports/ingestjob/upload/"
UNDER_WAY = ("queued", "running", "storing")
# What the archive says of its own faults: no file may lead to that.
OWN_FAULTS = ("The fault is its own", "more memory than the worker", "ended over it")
POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "base-uri": "'none'"}
JOBS = "SELECT id, file_name, state, found, source_id, archive_id, batch FROM reports_ingestjob"


class Job(NamedTuple):
    """What became of a file."""

    key: int
    name: str
    state: str
    found: dict[str, Any]
    source: int | None
    archive: int | None
    batch: str

    def said(self, name: str) -> str:
        """Return a sentence that is kept of it: as it is, or with what it is made of."""
        kept = self.found.get(name) or ""
        return " ".join(str(kept.get("text", "") if isinstance(kept, dict) else kept).split())


@dataclass(slots=True)
class Seen:
    """What was seen: how long each kind of request took at most, and every fault."""

    slowest: dict[str, float] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, kind: str, what: str, answer: Answer, allowed: Iterable[int]) -> bool:
        """Take an answer into account; say whether it is one that was to be expected."""
        self.asked[kind] += 1
        self.slowest[kind] = max(self.slowest.get(kind, 0.0), answer.seconds)
        if answer.seconds > MOST_SECONDS:
            self.faults.append(f"{what}: {kind} took {answer.seconds:.1f} s")
        if answer.status not in allowed:
            self.faults.append(f"{what}: {kind} was answered with {answer.status}")
        return answer.status in allowed


def hand_in(visitor: Visitor, server: Server, sent: Sent, seen: Seen) -> None:
    """Send a request, and see that there is a job for each of its files, with the bytes as they were sent."""
    what = f"{sent.how} from {sent.files[0].label}"
    before = server.rows("SELECT coalesce(max(id), 0) FROM reports_ingestjob")[0][0]
    try:
        answer = visitor.post(UPLOAD, sent.parts, by_script=sent.by_script)
    except OSError as error:
        seen.faults.append(f"{what}: no answer, {error}")
        return
    if not seen.note(f"upload of {sent.how}", what, answer, {200 if sent.by_script else 302}):
        seen.faults.append(f"{what}: {_words(answer.content)[:300]}")
        return
    jobs = server.rows(
        "SELECT job.file_name, source.sha256, job.state FROM reports_ingestjob job"
        " LEFT JOIN reports_sourcefile source ON source.id = job.source_id WHERE job.id > ? AND archive_id IS NULL"
        " ORDER BY job.id", before,
    )  # fmt: skip
    if len(jobs) != sent.visible:
        seen.faults.append(f"{what}: {sent.visible} files were sent, {len(jobs)} came in")
        return
    wanted = [part.content for part in sent.parts if part.filename is not None]
    for content, (name, digest, state) in zip(wanted, jobs, strict=False):
        if digest != hashlib.sha256(content).hexdigest() and state != "refused":
            seen.faults.append(f"{what}: {name} is not kept byte for byte")


def work_off(server: Server, say: Callable[[str], None], seen: Seen) -> None:
    """Wait until the worker is through with all files."""
    marks = ", ".join("?" * len(UNDER_WAY))
    query = f"SELECT count(*) FROM reports_ingestjob WHERE state IN ({marks})"
    last, moved, told = -1, monotonic(), 0.0
    while left := server.rows(query, *UNDER_WAY)[0][0]:
        if left != last:
            last, moved = left, monotonic()
        if monotonic() - told > 30:
            told = monotonic()
            say(f"… the worker has {left} files left")
        if monotonic() - moved > PATIENCE:
            names = server.rows(f"SELECT file_name, state FROM reports_ingestjob WHERE state IN ({marks})", *UNDER_WAY)
            seen.faults.append(f"the worker gets no further: {names[:5]}")
            return
        sleep(0.5)


def judge(jobs: Sequence[Job]) -> list[str]:
    """Return what is wrong with what became of files."""
    found, keys = [], {job.key: job for job in jobs}
    opened = Counter(job.archive for job in jobs)
    for job in jobs:
        what = f"{job.name[:60]} (job {job.key})"
        if job.state == "refused":
            missing = [name for name in ("reason", "remedy") if not job.said(name)]
            missing += [] if job.found.get("file") else ["file"]
            found += [f"{what} was refused without {', '.join(missing)}"] if missing else []
            said = f"{job.said('reason')} {job.said('remedy')}"
            found += [f"{what}: {said}" for fault in OWN_FAULTS if fault in said]
        elif job.state == "unchanged":
            twin = keys.get(job.found.get("same_job") or 0)
            found += [] if twin else [f"{what} is said to be the same as nothing"]
        elif job.state == "done":
            is_so = job.found.get("members") == opened[job.key] > 0
            found += [] if is_so else [f"{what} was opened, and {opened[job.key]} files came out of it: {job.found}"]
        elif job.state != "review":
            found.append(f"{what} is {job.state}")
    return found


def look_at(visitor: Visitor, job: Job, seen: Seen) -> None:
    """Look at every page of a file as its contributor would."""
    what = f"{job.name[:60]} (job {job.key})"
    addresses = {"review": f"/admin/reports/ingestjob/{job.key}/review/"}
    # These show no more of a file than its review does; some of them are enough.
    if job.key % 3 == 0:
        addresses["job"] = f"/admin/reports/ingestjob/{job.key}/change/"
    if job.key % 3 == 0 and job.source is not None:
        addresses["text"] = f"/admin/reports/sourcefile/{job.source}/text/"
        _download(visitor, job, what, seen)
    for kind, address in addresses.items():
        answer = visitor.get(address)
        if seen.note(f"page of {kind}", what, answer, {200}):
            seen.faults += [f"{what}: {address}: {fault}" for fault in of_answer(answer)]
        if kind == "review" and job.state == "refused":
            words = _words(answer.content)
            said = (job.said(name) for name in ("reason", "remedy"))
            seen.faults += [f"{what}: its page doesn't say “{one[:80]}”" for one in said if one not in words]


def _download(visitor: Visitor, job: Job, what: str, seen: Seen) -> None:
    answer = visitor.get(f"/admin/reports/sourcefile/{job.source}/download/")
    if not seen.note("download", what, answer, {200}):
        return
    if (
        not answer.header("Content-Disposition").startswith("attachment")
        or answer.header("X-Content-Type-Options") != "nosniff"
    ):
        seen.faults.append(f"{what}: what is downloaded is no attachment")


def of_answer(answer: Answer) -> list[str]:
    """Return what is wrong with a page: another policy than each has, script of a file's, a header of a file's."""
    said = [rule.strip().split(" ") for rule in answer.header("Content-Security-Policy").split(";")]
    policy = {name: " ".join(values) for name, *values in said}
    found = [f"{name} is {policy.get(name)}" for name, value in POLICY.items() if policy.get(name) != value]
    if not answer.header("Content-Type").startswith("text/html"):
        found.append(f"it is {answer.header('Content-Type')}")
    return [*found, *of_page(answer.content)]


def _words(content: bytes) -> str:
    try:
        return " ".join(html.document_fromstring(content.decode()).text_content().split())
    except (ValueError, html.etree.ParserError):
        return content.decode("utf-8", "replace")


def run(most: int, folder: Path, say: Callable[[str], None]) -> tuple[Seen, Server, list[Job]]:
    """Hand in so many files and look at all that became of them."""
    seen = Seen()
    with serving(folder) as server:
        visitor = Visitor(server)
        visitor.sign_in()
        sent = 0
        for request in requests(list(files(most))):
            hand_in(visitor, server, request, seen)
            sent += len(request.files)
            if sum(seen.asked.values()) % 10 == 0:
                say(f"… {sent} files in {sum(seen.asked.values())} requests, {len(seen.faults)} faults")
        work_off(server, say, seen)
        jobs = [Job(key, name, state, json.loads(found), *rest) for key, name, state, found, *rest in server.rows(JOBS)]
        seen.faults += judge(jobs)
        pages = [f"{UPLOAD}?batch={batch}" for batch in sorted({job.batch for job in jobs})]
        for address in (
            *pages,
            UPLOAD,
            f"{UPLOAD}?show=failed",
            f"{UPLOAD}?show=waiting",
            "/admin/reports/ingestjob/",
            "/admin/",
        ):
            answer = visitor.get(address)
            if seen.note("list", address, answer, {200}):
                seen.faults += [f"{address}: {fault}" for fault in of_answer(answer)]
        with ThreadPoolExecutor(3) as people:
            for number, _none in enumerate(people.map(lambda job: look_at(visitor, job, seen), jobs)):
                if number % 250 == 0:
                    say(f"… looked at {number} of {len(jobs)}, {len(seen.faults)} faults")
        said = server.log()
        seen.faults += [
            f"the server said: {line[:300]}"
            for line in said.splitlines()
            if " ERROR " in line or line.startswith("Traceback")
        ]
    over = {kind: peak for kind, peak in server.peaks.items() if peak > MOST_MEGABYTES}
    seen.faults += [f"the {kind} took {peak:.0f} MB" for kind, peak in over.items()]
    return seen, server, jobs


def told(most: int, seen: Seen, server: Server, jobs: Sequence[Job]) -> str:
    """Return all of it in a few lines."""
    states = ", ".join(f"{count:,} {state}" for state, count in Counter(job.state for job in jobs).most_common())
    lines = [f"{most:,} hostile files, {len(jobs):,} with those in archives: {states}"]
    lines += [
        f"{kind:24} {seen.asked[kind]:6,} requests, the slowest {seconds:.1f} s"
        for kind, seconds in sorted(seen.slowest.items())
    ]
    lines += [f"{kind:24} {peak:6.0f} MB at most" for kind, peak in sorted(server.peaks.items())]
    lines += [f"FAULT {fault}" for fault in seen.faults[:500]] or ["no fault"]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where nothing was found, 1 where something was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2_000, help="how many hostile files are handed in")
    chosen: Any = parser.parse_args(arguments)

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as folder:
        seen, server, jobs = run(chosen.files, Path(folder), say)
    sys.stdout.write(f"{told(chosen.files, seen, server, jobs)}\nin {monotonic() - began:.0f} s\n")
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
