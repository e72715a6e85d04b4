"""ZIP files, opened so that nothing in them can be larger, deeper or elsewhere than it should.

A member is never read past the size that it declares, and what is declared is added up before anything is read.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from reports.ingest.decoding import likeliest
from reports.ingest.plan import Refusal
from reports.ingest.saying import say as _

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MOST_MEMBERS = 5_000
MOST_BYTES = 100 * 2**20  # unpacked, all members together
# Text shrinks to a tenth or a thirtieth; a bomb to a thousandth, the least that deflating allows.
MOST_RATIO = 200
SMALL = 2**20  # what unpacks to no more than this is harmless at any ratio
MOST_DEPTH = 2  # archives in an archive
BROKEN = (BadZipFile, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, zlib.error)
UTF8_NAME = 0x800
ENCRYPTED = 0x1
# What operating systems, editors and version control leave lying about.
JUNK = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.I)
# So much is kept of a name in an archive, of which rows show a part; the format lets it have 65,535.
MOST_OF_A_NAME = 6_000
# Control characters, and those that turn the direction of what follows: a name may not look like another.
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
UNSAFE = re.compile(r"[\x00-\x1f\x7f]|^[A-Za-z]:")

Member = tuple[str, bytes | Refusal]


def open_zip(name: str, content: bytes) -> ZipFile:
    """Return the archive in `content`; raises Refusal for one that is broken, encrypted or unpacks to too much."""
    archive = _opened(name, content)
    for info in archive.infolist():
        if _is_bomb(info):
            reason = _("A member of the archive, {member}, unpacks to more than {ratio} times its size.")
            reason = reason.format(member=_printable(info.filename), ratio=MOST_RATIO)
            raise Refusal(name, reason, _("No report does that. Look at the file before you hand it in again."))
    return archive


def _opened(name: str, content: bytes) -> ZipFile:
    """Return the archive in `content`, of which no member may be read that is a bomb: those are not added up."""
    try:
        archive = ZipFile(BytesIO(content))
        infos = archive.infolist()
    except BROKEN as error:
        raise _broken(name) from error
    if len(infos) > MOST_MEMBERS:
        reason = _("The archive has {count} members; {most} is the most.").format(count=len(infos), most=MOST_MEMBERS)
        raise Refusal(name, reason, _("Hand it in as several smaller archives."))
    for info in infos:
        _check(name, info)
    if _size(infos) > MOST_BYTES:
        reason = _("Unpacked, the archive has more than {limit} megabytes.").format(limit=MOST_BYTES // 2**20)
        raise Refusal(name, reason, _("Hand it in as several smaller archives, without pictures."))
    return archive


def _size(infos: Iterable[ZipInfo]) -> int:
    """Return how many bytes those members unpack to that may be read."""
    return sum(info.file_size for info in infos if not _is_bomb(info))


def _is_bomb(info: ZipInfo) -> bool:
    """Say whether a member declares to be far larger than packed. It is never read past what it declares."""
    return info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size


def read_member(name: str, archive: ZipFile, member: str | ZipInfo) -> bytes:
    """Return the bytes of a member; raises Refusal where they are not what the archive says of them."""
    try:
        return archive.read(member)
    except BROKEN as error:
        raise _broken(name) from error


def unpack(name: str, content: bytes) -> list[Member]:
    """Return the files of an archive as (name, bytes), those of archives inside it too, junk left out.

    Names are `name/folder/file`, so that folders can tell the jurisdiction. One that unpacks to far too much is not
    unpacked: in the place of its bytes is why.
    """
    return list(_walk(name, content, 1, _Left(MOST_MEMBERS, MOST_BYTES)))


@dataclass(slots=True)
class _Left:
    """What archives inside an archive may still unpack to, together."""

    members: int
    size: int


def _walk(name: str, content: bytes, depth: int, left: _Left) -> Iterator[Member]:
    with _opened(name, content) as archive:
        infos = archive.infolist()
        left.members -= len(infos)
        left.size -= _size(infos)
        if left.members < 0 or left.size < 0:
            reason = _("With the archives inside it, the archive unpacks to too much.")
            raise Refusal(name, reason, _("Hand it in as several smaller archives."))
        for info in infos:
            path = _path(info)
            if path is None or info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or JUNK.search(path):
                continue
            full = f"{name}/{path}"
            if _is_bomb(info):
                yield full, _left_packed(full, info)
                continue
            inside = _readable(full, archive, info)
            if not is_plain_archive(inside) or not names_in(inside):
                # A broken one inside is refused by itself: it doesn't cost the files beside it.
                yield full, inside
                continue
            if depth >= MOST_DEPTH:
                reason = _("The archive lies in an archive that lies in an archive.")
                raise Refusal(full, reason, _("Unpack the outer ones and hand this one in by itself."))
            yield from _walk(full, inside, depth + 1, left)


def _readable(name: str, archive: ZipFile, info: ZipInfo) -> bytes:
    """Return the bytes of a member; of a damaged one so much that it is refused as a broken file."""
    try:
        return read_member(name, archive, info)
    except Refusal:
        return MAGIC[0]


def is_plain_archive(content: bytes) -> bool:
    """Say whether the bytes are a ZIP of files, not one of the many formats that are ZIP files inside."""
    return content.startswith(MAGIC) and not names_in(content) & {"[Content_Types].xml", "mimetype", "OFD.xml"}


def names_in(content: bytes) -> set[str]:
    """Return the names of an archive's members, none for a broken one."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist()[:MOST_MEMBERS])
    except BROKEN:
        return set()


def legible(name: str) -> str:
    """Return a file's name as it can be shown and kept: no control characters, and decoded where the system didn't."""
    try:
        # What a file system holds in another encoding comes as halves of surrogate pairs.
        decoded = likeliest(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        decoded = name.encode("utf-8", "replace").decode()
    return UNSHOWN.sub("", decoded)


def _check(name: str, info: ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        reason = _("The archive asks for a password.")
        raise Refusal(name, reason, _("Unpack it and hand in the files, or pack them without a password."))
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        reason = _("The archive is packed in a way that isn't read here.")
        raise Refusal(name, reason, _("Pack it again as an ordinary ZIP file (deflate)."))


def _left_packed(name: str, info: ZipInfo) -> Refusal:
    reason = _(
        "Unpacked it would have {size} MB, more than {ratio} times its packed size, so it was left in the archive."
    )
    remedy = _("No report does that: look at the file. If it is one, hand it in by itself, unpacked.")
    return Refusal(name, reason.format(size=round(info.file_size / 2**20), ratio=MOST_RATIO), remedy)


def _path(info: ZipInfo) -> str | None:
    """Return a member's path: its name decoded, without drive, root and steps upward; None if nothing is left."""
    text = info.filename
    if not info.flag_bits & UTF8_NAME and not text.isascii():
        # ZipFile took the bytes for the code page of the first PC; Chinese systems write GBK or Big5, others UTF-8.
        text = likeliest(text.encode("cp437"))
    parts = [
        "".join(filter(str.isprintable, part))[:MOST_OF_A_NAME]
        for part in UNSAFE.sub("", text).replace("\\", "/").split("/")
    ]
    kept = [part for part in parts if part.strip() and part not in {".", ".."}]
    return str(PurePosixPath(*kept)) if kept else None


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:150]


def _broken(name: str) -> Refusal:
    reason = _("The archive is broken: it can't be unpacked.")
    return Refusal(name, reason, _("Pack it again, or hand in the files that are in it."))
