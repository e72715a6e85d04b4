"""What a backup consists of: a ZIP whose manifest comes last, so that only a whole one has it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KIND, VERSION = "report-archive-backup", 1
MANIFEST, SETTINGS, KEY, README = "manifest.json", "settings.json", "secret-key", "README.txt"
ROWS, ORIGINALS = "rows/", "originals/"
CHUNK = 1 << 20
# What doesn't shrink by a tenth is kept as it is.
WORTH_SHRINKING, SAMPLE = 0.9, 1 << 16

Manifest = dict[str, Any]
# What reading a damaged file raises: RuntimeError where it asks for a password or a way of packing that nobody used.
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
# So many bytes a manifest may have, which names every original, and a row, which holds a pair or a note. What is larger
# was made to fill the memory: both are read whole.
MANIFEST_MOST, ROW_MOST = 64 << 20, 32 << 20
# What comes of values that are not what a row's columns hold.
UNFIT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, ValidationError)
COUNTS = ("reports", "pairs", "originals", "rows")

TOLD = """A backup of an archive of government work reports, version 1.

manifest.json   what is in here: counts, versions, and the SHA-256 of each file
rows/           each table, a row on a line, as JSON; a row keeps its number
originals/      the files as they came in, byte for byte, each named by its SHA-256
settings.json   the settings of the installation, secrets left out

manage.py restore FILE puts it back; docs/keeping.md of the program tells how. Whoever has this file has the
archive's drafts, the hashes of its passwords and the seeds of its second factors: keep it as you would keep them.
"""


class Unusable(Exception):  # noqa: N818 - a sentence for a person
    """A file is no backup, is damaged, or is of another version; the message says which."""


class Member(NamedTuple):
    """One file of a backup: its bytes, and their SHA-256."""

    size: int
    sha256: str


def rows_name(label: str) -> str:
    """Return the name of a table's file."""
    return f"{ROWS}{label}.jsonl"


class Packing:
    """Writes the members of a backup and remembers what the manifest says of them."""

    def __init__(self, whole: zipfile.ZipFile, moment: tuple[int, ...]) -> None:
        self.whole = whole
        self.moment = moment
        self.members: dict[str, Member] = {}

    def add(self, name: str, content: bytes) -> None:
        """Write a member that is at hand."""
        info = self._info(name)
        if not _shrinks(content):
            info.compress_type = zipfile.ZIP_STORED
        self.whole.writestr(info, content)
        self.members[name] = Member(len(content), hashlib.sha256(content).hexdigest())

    def add_lines(self, name: str, lines: Iterable[bytes]) -> int:
        """Write a member line by line and return how many there were."""
        digest, size, count = hashlib.sha256(), 0, 0
        held = bytearray()
        with self.whole.open(self._info(name), "w", force_zip64=True) as member:
            for line in lines:
                held += line
                count += 1
                if len(held) >= CHUNK:
                    member.write(held)
                    digest.update(held)
                    size += len(held)
                    held.clear()
            member.write(held)
            digest.update(held)
            size += len(held)
        self.members[name] = Member(size, digest.hexdigest())
        return count

    def add_manifest(self, manifest: Manifest) -> None:
        """Write the manifest, behind all that it tells of."""
        members = {name: member._asdict() for name, member in self.members.items()}
        told = json.dumps({**manifest, "members": members}, ensure_ascii=False, indent=1)
        self.whole.writestr(self._info(MANIFEST), told.encode())

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self.moment[:6])  # type: ignore[arg-type]
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info


def _shrinks(content: bytes) -> bool:
    sample = content[:SAMPLE]
    return len(zlib.compress(sample, 1)) < len(sample) * WORTH_SHRINKING


def opened(path: Path) -> zipfile.ZipFile:
    """Return a backup's file, opened. Raises `Unusable`."""
    try:
        return zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise Unusable(str(error)) from error


def read(whole: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return the bytes of a member that is so large at most. Raises `Unusable`."""
    try:
        with whole.open(name) as member:
            content = member.read(most + 1)
    except (*UNREADABLE, KeyError) as error:
        raise Unusable(f"{name}: {error}") from error
    if len(content) > most:
        raise Unusable(_("%(name)s has more than %(most)d bytes.") % {"name": name, "most": most})
    return content


def manifest_of(whole: zipfile.ZipFile) -> Manifest:
    """Return what a backup says of itself, each part of the kind that it should be. Raises `Unusable`."""
    try:
        manifest = dict(json.loads(read(whole, MANIFEST, MANIFEST_MOST)))
        kind = manifest["kind"], manifest["version"]
        if kind == (KIND, VERSION):
            manifest["members"] = {name: Member(**told) for name, told in manifest["members"].items()}
            wrong = [name for name, is_right in SHAPES.items() if not is_right(manifest[name])]
    except (*UNREADABLE, *UNFIT) as error:
        raise Unusable(f"{MANIFEST}: {error}") from error
    if kind != (KIND, VERSION):
        raise Unusable(f"{kind[0]} {kind[1]}")
    if wrong:
        raise Unusable(f"{MANIFEST}: {', '.join(wrong)}")
    return manifest


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63 for value in values)


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


# What a manifest tells, and whether it is such.
SHAPES: dict[str, Callable[[Any], bool]] = {
    "name": lambda told: isinstance(told, str),
    "made": lambda told: isinstance(told, str),
    "counts": lambda told: _are_numbers(*(told[name] for name in COUNTS)),
    "damaged": _are_texts,
    "tables": lambda told: all(_are_numbers(table["rows"], table.get("highest", 0)) for table in told.values()),
    "migrations": lambda told: all(map(_are_texts, told.values())),
    "members": lambda told: all(_are_numbers(one.size) and isinstance(one.sha256, str) for one in told.values()),
}
