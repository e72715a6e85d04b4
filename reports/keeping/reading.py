"""Reading a backup: whether each byte is what it was, its rows, its originals."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext as _

from reports.keeping import contents
from reports.keeping.contents import Manifest, Member
from reports.keeping.tables import Row

Told = Callable[[int, int], None]


def manifest(path: Path) -> Manifest:
    """Return what a backup says of itself. Raises `Unusable`."""
    with contents.opened(path) as whole:
        return contents.manifest_of(whole)


def settings_kept(path: Path) -> dict[str, str]:
    """Return the settings that the environment of the archive gave which was backed up. Raises `Unusable`."""
    with contents.opened(path) as whole:
        return _settings(whole)


def _settings(whole: zipfile.ZipFile) -> dict[str, str]:
    try:
        given = json.loads(contents.read(whole, contents.SETTINGS, contents.ROW_MOST))["given"]
        return {str(name): str(value) for name, value in given.items()}
    except contents.UNFIT as error:
        raise contents.Unusable(f"{contents.SETTINGS}: {error}") from error


def faults(path: Path, tell: Told | None = None) -> list[str]:
    """Return what is wrong with a backup, a sentence for each fault, none where every byte is what it was."""
    try:
        with contents.opened(path) as whole:
            told = contents.manifest_of(whole)
            found = list(_faults(whole, told, tell))
            if not found:
                _settings(whole)
            return found
    except contents.Unusable as error:
        return [_("This is no whole backup: %(reason)s") % {"reason": error}]


def _faults(whole: zipfile.ZipFile, told: Manifest, tell: Told | None) -> Iterator[str]:
    members: dict[str, Member] = told["members"]
    there = {info.filename for info in whole.infolist()} - {contents.MANIFEST}
    for name in sorted(members.keys() - there):
        yield _("%(name)s is missing.") % {"name": name}
    for name in sorted(there - members.keys()):
        yield _("%(name)s is not in the manifest.") % {"name": name}
    done, total = 0, sum(member.size for member in members.values())
    for name in sorted(members.keys() & there):
        member = members[name]
        try:
            found, count = _digest(whole, name)
        except contents.UNREADABLE as error:
            yield _("%(name)s can't be read: %(reason)s") % {"name": name, "reason": error}
            continue
        if found != member:
            yield _("The bytes of %(name)s are not what they were.") % {"name": name}
        label = name.removeprefix(contents.ROWS).removesuffix(".jsonl")
        if name.startswith(contents.ROWS) and count != told["tables"].get(label, {}).get("rows"):
            yield _("%(name)s has other rows than the manifest says.") % {"name": name}
        digest = name.removeprefix(contents.ORIGINALS)
        if name.startswith(contents.ORIGINALS) and member.sha256 != digest and digest not in told["damaged"]:
            yield _("The bytes of %(name)s are not what they were.") % {"name": name}
        done += member.size
        if tell:
            tell(done, total)
    yield from _missing_originals(whole, members)


def _missing_originals(whole: zipfile.ZipFile, members: dict[str, Member]) -> Iterator[str]:
    if contents.rows_name("reports.SourceFile") not in members:
        return
    try:
        for row in rows(whole, "reports.SourceFile"):
            if contents.ORIGINALS + row["sha256"] not in members:
                yield _("The original of %(name)s is missing.") % {"name": row["name"]}
    except (*contents.UNREADABLE, *contents.UNFIT):
        return  # Said above, or where the rows are written.


def _digest(whole: zipfile.ZipFile, name: str) -> tuple[Member, int]:
    """Return a member's size and SHA-256, and how many lines it has."""
    digest, size, count = hashlib.sha256(), 0, 0
    with whole.open(name) as member:
        while chunk := member.read(contents.CHUNK):
            digest.update(chunk)
            size += len(chunk)
            count += chunk.count(b"\n")
    return Member(size, digest.hexdigest()), count


def rows(whole: zipfile.ZipFile, label: str) -> Iterator[Row]:
    """Yield the rows of a table. Raises `Unusable` where a line is none."""
    name = contents.rows_name(label)
    with whole.open(name) as member:
        for number, line in enumerate(_lines(member), start=1):
            try:
                row = json.loads(line) if len(line) <= contents.ROW_MOST else None
            except (ValueError, RecursionError) as error:
                raise contents.Unusable(f"{name}:{number}: {error}") from error
            if not isinstance(row, dict):
                raise contents.Unusable(_("%(name)s:%(number)d is no row.") % {"name": name, "number": number})
            yield row


def _lines(member: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines; one that is longer than any row is cut behind its bound."""
    buffered = io.BufferedReader(cast("io.RawIOBase", member), contents.CHUNK)
    while line := buffered.readline(contents.ROW_MOST + 1):
        yield line


def original(whole: zipfile.ZipFile, digest: str) -> bytes:
    """Return the bytes of an original. Raises `KeyError` where the backup has none of that name."""
    return whole.read(contents.ORIGINALS + digest)
