"""Files come in: their bytes and a job for each are stored with the task that reads them, and nothing else is done."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from reports import ingest, people
from reports.ingest import say as _
from reports.intake import queue
from reports.intake.facts import Refused, Same
from reports.intake.limits import check_size
from reports.intake.pairing_up import pair_up
from reports.models import IngestJob, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

State = IngestJob.State
# A file with a job in one of these states is being looked after.
ACTIVE = (State.QUEUED, State.RUNNING, State.REVIEW, State.STORING)
# So much of a name is kept that is too long for a row.
MOST_OF_A_NAME = 8_000
# So much is stored in one transaction: others wait to write for a moment only.
AT_ONCE = 16 * 1024 * 1024


class File(Protocol):
    """An uploaded file, or one that a command has opened."""

    @property
    def name(self) -> Any: ...
    @property
    def size(self) -> Any: ...
    def seek(self, offset: int, /) -> Any: ...
    def read(self) -> Any: ...


def new_batch() -> str:
    """Return a key for files that are handed in together."""
    return get_random_string(16, "abcdefghijkmnpqrstuvwxyz23456789")


def hand_in(files: Iterable[File], by: User | None, encoding: str = "", batch: str = "") -> str:
    """Store files and have them read in the background; return the key of their upload.

    With the key of an upload that is there already, they join it, and the two languages of one report find each other.
    Raises PermissionDenied for somebody else's upload.
    """
    if batch and IngestJob.objects.filter(batch=batch).exclude(created_by=by).exists():
        raise PermissionDenied
    batch = batch or new_batch()
    choices = {"encoding": encoding} if encoding else {}
    count = 0
    for several in _portions(files):
        with transaction.atomic():
            alone(batch, by)
            jobs = _accept(several, by, batch, choices)
            queue.enqueue(pair_up(batch, jobs))
            count += len(jobs)
    people.note("hand in", by=by, target=f"upload {batch}", files=count)
    return batch


def hand_in_pair(zh: File, en: File, by: User | None, encoding: str = "") -> str:
    """Store two files that are the two languages of one report, whatever their names; return their upload's key."""
    batch = new_batch()
    choices = {"encoding": encoding} if encoding else {}
    with transaction.atomic():
        alone(batch, by)
        chinese, english = _accept([zh, en], by, batch, choices)
        # A file that waits already stands for its copy.
        chinese = IngestJob.objects.filter(pk=Same.of(chinese).same_job or 0).first() or chinese
        if english.state == State.QUEUED and chinese.state in ACTIVE:
            english.chinese = chinese
            english.save()
        queue.enqueue(job for job in (chinese, english) if job.batch == batch and job.state == State.QUEUED)
    people.note("hand in", by=by, target=f"upload {batch}", files=2)
    return batch


def hand_in_text(zh: str, en: str, name: str, by: User | None) -> str:
    """Store pasted text, of one language or both, and have it read as a file would be; return its upload's key."""
    from django.core.files.base import ContentFile

    # No date: a year in a file's name would be taken for the report's.
    stem = PurePath(name.strip().replace("/", " ").replace("\\", " ")).name[:200] or _("Pasted text")
    sides = [side.replace("\r\n", "\n") for side in (zh, en)]
    given = [side for side in sides if side.strip()]
    if len(given) == 2:
        first, second = (
            ContentFile(side.encode(), name=f"{stem}.{language}.txt")
            for side, language in zip(sides, ("zh", "en"), strict=True)
        )
        return hand_in_pair(first, second, by, encoding="utf-8")
    return hand_in([ContentFile(side.encode(), name=f"{stem}.txt") for side in given], by, encoding="utf-8")


def alone(batch: str, by: User | None) -> None:
    """Let all who hand in for the same person, or to the same upload, wait for the end of the transaction.

    Whoever comes second finds what the first has stored: the same file, the other language of a report. Where
    several write at once, neither would.
    """
    if by is not None:
        list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
    if batch:
        list(IngestJob.objects.select_for_update(no_key=True).filter(batch=batch).order_by("pk").values_list("pk"))


def keep(files: Iterable[tuple[str, bytes]], by: User | None) -> None:
    """Store the bytes of files that are to be added, in the same order whoever hands them in.

    Else two who hand in the same files in different orders would wait for each other. Call it in a transaction.
    """
    of_sum: dict[str, tuple[str, bytes]] = {}
    for name, content in files:
        of_sum.setdefault(hashlib.sha256(content).hexdigest(), (name, content))
    for sha256, (name, content) in sorted(of_sum.items()):
        _source(sha256, name, content, by)


def add(
    name: str,
    content: bytes,
    by: User | None,
    batch: str,
    choices: dict[str, Any],
    archive: IngestJob | None = None,
) -> IngestJob:
    """Store one file and its job, and return it: to be read, or told to be there already where the same waits.

    Call it in a transaction.
    """
    source = _source(hashlib.sha256(content).hexdigest(), name, content, by)
    job = _job(name, by, batch, choices)
    job.source, job.archive = source, archive
    twin = IngestJob.objects.filter(source=source, created_by=by, state__in=ACTIVE).order_by("pk").first()
    if twin:
        job.state, job.progress = State.UNCHANGED, 100
        job.found = Same(same_as=twin.file_name, same_job=twin.pk).kept()
    job.save()
    return job


def add_all(
    files: Sequence[tuple[str, bytes | ingest.Refusal]],
    by: User | None,
    batch: str,
    choices: dict[str, Any],
    archive: IngestJob | None = None,
) -> list[IngestJob]:
    """Store files and a job for each, and return these; what was refused before has no bytes, but the reason.

    Call it in a transaction.
    """
    keep(((name, content) for name, content in files if isinstance(content, bytes)), by)
    return [
        add(name, content, by, batch, choices, archive)
        if isinstance(content, bytes)
        else _refused(name, content, by, batch, choices, archive)
        for name, content in files
    ]


def _refused(
    name: str,
    refusal: ingest.Refusal,
    by: User | None,
    batch: str,
    choices: dict[str, Any],
    archive: IngestJob | None,
) -> IngestJob:
    job = _job(name, by, batch, choices)
    job.state, job.progress, job.archive = State.REFUSED, 100, archive
    job.found = Refused.by(refusal).kept()
    job.save()
    return job


def _source(sha256: str, name: str, content: bytes, by: User | None) -> SourceFile:
    return SourceFile.objects.defer("content").get_or_create(
        sha256=sha256,
        defaults={
            "name": ingest.own_name(name),
            "size": len(content),
            "content": content,
            "uploaded_by": by,
        },
    )[0]


def _accept(files: Iterable[File], by: User | None, batch: str, choices: dict[str, Any]) -> list[IngestJob]:
    """Store files and their jobs, and return these; one that is too large has no bytes, but the reason."""
    return add_all([(str(file.name), _content(file)) for file in files], by, batch, choices)


def _content(file: File) -> bytes | ingest.Refusal:
    try:
        check_size(str(file.name), file.size or 0)
    except ingest.Refusal as refusal:
        return refusal
    file.seek(0)
    return bytes(file.read())


def _job(name: str, by: User | None, batch: str, choices: dict[str, Any]) -> IngestJob:
    # What is found is told in the language of the person who asked.
    spoken = {**choices, "language": get_language() or "en"}
    shown = ingest.shown_name(name)
    if shown != name:
        spoken["whole_name"] = name[:MOST_OF_A_NAME]
    return IngestJob(file_name=shown, created_by=by, batch=batch, choices=spoken)


def _portions(files: Iterable[File]) -> Iterator[list[File]]:
    """Yield the files in such portions as are stored in one transaction."""
    portion: list[File] = []
    size = 0
    for file in files:
        portion.append(file)
        size += file.size or 0
        if size >= AT_ONCE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
