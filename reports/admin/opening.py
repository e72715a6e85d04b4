"""The files of one upload: archives opened, and of the two languages of a report the Chinese put first."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from reports import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[bytes]

logger = logging.getLogger(__name__)

# An upload may be as large as this many files of the largest size, packed and unpacked.
FULL_FILES = 10
LONGEST_NAME = 255


class TooMuch(Exception):  # noqa: N818 - the upload is, not the program
    """An upload that holds more than can be taken at once; it says what there is too much of."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of an upload, alone or out of an archive: its name, and its bytes or why it has none.

    `chinese` is the name of the file whose other language it is, "" for none.
    """

    name: str
    inside: bytes = b""
    alone: Upload | None = None
    refusal: ingest.Refusal | None = None
    chinese: str = ""

    def content(self) -> bytes:
        """Return the file's bytes; raises ingest.Refusal if it has none or far too many."""
        if self.refusal:
            raise self.refusal
        if self.alone is None:
            _check_size(self.name, len(self.inside))
            return self.inside
        return _read(self.alone)


def limit() -> int:
    """Return how many bytes an upload may have."""
    return FULL_FILES * int(settings.MAX_SOURCE_BYTES)


def open_all(files: Sequence[Upload]) -> list[Opened]:
    """Return the files of an upload, those in archives too, each English companion behind all others.

    Raises TooMuch where there are more than an upload may have, or where they unpack to more.
    """
    opened: list[Opened] = []
    unpacked = 0
    for file in files:
        found = _open(file)
        opened += found
        unpacked += sum(len(one.inside) for one in found)
        if len(opened) > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            raise TooMuch(_("There are more than %s files.") % settings.DATA_UPLOAD_MAX_NUMBER_FILES)
        if unpacked > limit():
            raise TooMuch(_("The files together are larger than %s.") % filesizeformat(limit()))
    return _in_order(opened)


@contextmanager
def own_faults(name: str) -> Iterator[None]:
    """Turn a fault of ours in reading a file into its refusal: it must not take the others of an upload along."""
    try:
        yield
    except ingest.Refusal:
        raise
    except Exception as error:
        logger.exception("A file could not be understood: %s", name)
        reason = _("The archive failed to read this file. The fault is its own and has been noted.")
        raise ingest.Refusal(name, reason, _("Report it with the file, so that it can be put right.")) from error


def _open(file: Upload) -> list[Opened]:
    name = str(file.name)
    try:
        content = _read(file)
        with own_faults(name):
            members = ingest.members(name, content)
    except ingest.Refusal as refusal:
        if refusal.file.startswith(f"{name}/"):
            refusal.reason = f"{refusal.file.removeprefix(f'{name}/')}: {refusal.reason}"
        return [Opened(_fitting(name), refusal=refusal)]
    if len(members) == 1 and members[0][1] == content:
        # Read again when its turn comes, so that no more than one is in memory.
        return [Opened(_fitting(name), alone=file)]
    return [Opened(_fitting(member), inside=inside) for member, inside in members]


def _in_order(opened: list[Opened]) -> list[Opened]:
    names = Counter(one.name for one in opened)
    chinese_of = {
        english: chinese
        for chinese, english in ingest.companions(list(names))
        if names[english] == 1 and names[chinese] == 1
    }
    marked = [
        Opened(one.name, one.inside, one.alone, one.refusal, chinese=chinese_of.get(one.name, "")) for one in opened
    ]
    return sorted(marked, key=lambda one: bool(one.chinese))


def _fitting(name: str) -> str:
    """Return a name that a row can keep; of a long path the end says most."""
    return name if len(name) <= LONGEST_NAME else f"…{name[1 - LONGEST_NAME :]}"


def _read(file: Upload) -> bytes:
    """Return a file's bytes; one that is far too large for a report is refused unread."""
    _check_size(str(file.name), file.size or 0)
    file.seek(0)
    return bytes(file.read())


def _check_size(name: str, size: int) -> None:
    if size > settings.MAX_SOURCE_BYTES:
        reason = _("The file has %(size)s; the limit is %(limit)s.") % {
            "size": filesizeformat(size), "limit": filesizeformat(settings.MAX_SOURCE_BYTES),
        }  # fmt: skip
        remedy = _("A report is some 50 to 300 kilobytes of text: hand its text in alone, one report to a file.")
        raise ingest.Refusal(name, reason, remedy)
