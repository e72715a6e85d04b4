"""The requests by which hostile files are handed in: as files, as a folder, in a ZIP, as a pair, as pasted text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count, islice
from random import Random
from typing import NamedTuple
from warnings import catch_warnings, simplefilter
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.ingest.formats.making import DAY
from tests.security.gauntlet_server import Part
from tests.security.hostile import Hostile

# What the form takes: so many files at once, and so many signs of pasted text.
MOST, PASTED, LONGEST_NAME = 500, 1_000_000, 250
# How many files the requests have, one after the other.
SIZES = (1, 2, 5, 10, 20, 30, 60)


class Sent(NamedTuple):
    """A request: its form, the files that it is made of, and how many of them the server gets to see by themselves."""

    how: str
    parts: list[Part]
    files: list[Hostile]
    visible: int
    by_script: bool


def requests(files: Sequence[Hostile], seed: int = 6) -> Iterator[Sent]:
    """Yield requests that hand in all of these files, each once."""
    random, left = Random(seed), iter(files)
    # The first one is as full as one may be.
    several = list(islice(left, min(MOST, len(files) // 4)))
    makers = (_plain, _packed, _plain, _folder, _packed, _pair, _plain, _pasted)
    for number in count():
        if not several:
            return
        maker = makers[number % len(makers)]
        most = {_pair: 2, _pasted: 1}.get(maker, MOST)
        yield maker(several[:most], random)
        rest = several[most:]
        if rest:
            yield _plain(rest, random)
        several = list(islice(left, random.choice(SIZES)))


def name_of(file: Hostile, number: int = 0) -> str:
    """Return a file's name; of those that no browser can say, or no disk can keep, another one."""
    name = file.name.replace("\0", "")[-LONGEST_NAME:]
    return name if name.replace("\\", "/").rsplit("/", 1)[-1].strip() not in {"", ".", ".."} else f"nameless-{number}"


def _files(files: list[Hostile]) -> list[Part]:
    return [Part("file", file.content, name_of(file, number)) for number, file in enumerate(files)]


def _plain(files: list[Hostile], random: Random) -> Sent:
    encoding = random.choice(("", "", "", "utf-8", "gb18030", "big5", "utf-16"))
    parts = [Part("kind", b"files"), Part("encoding", encoding.encode()), *_files(files)]
    return Sent("files", parts, files, len(files), by_script=random.random() < 0.5)


def _folder(files: list[Hostile], random: Random) -> Sent:
    """Each file with the path that it says it had in a folder."""
    paths = [random.choice((file.name, f"../../{file.name}", f"beijing/2025/{file.name}", "")) for file in files]
    parts = [Part("kind", b"files"), *_files(files)]
    parts += [Part("path", path.encode("utf-8", "replace")) for path in paths]
    return Sent("folder", parts, files, len(files), by_script=True)


def _packed(files: list[Hostile], random: Random) -> Sent:
    """All files in one ZIP: archives in it, and names that lead out of it, too."""
    packed = BytesIO()
    with catch_warnings(), ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        simplefilter("ignore")  # of a name that is there twice
        for number, file in enumerate(files):
            info = ZipInfo(f"{number}/{name_of(file, number)}".encode("utf-8", "replace").decode()[:60_000], DAY)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, file.content)
    part = Part("file", packed.getvalue(), random.choice(("reports.zip", "r.ZIP", "<script>alert(1)</script>.zip")))
    return Sent("zip", [Part("kind", b"files"), part], files, 1, by_script=random.random() < 0.5)


def _pair(files: list[Hostile], random: Random) -> Sent:
    if len(files) < 2:
        return _plain(files, random)
    parts = [Part(name, file.content, name_of(file)) for name, file in zip(("zh_file", "en_file"), files, strict=True)]
    return Sent("pair", [Part("kind", b"pair"), *parts], files, 2, by_script=False)


def _pasted(files: list[Hostile], random: Random) -> Sent:
    text = files[0].content.decode("utf-8", "replace").replace("\0", "")
    if not text.strip() or len(text) > PASTED:
        return _plain(files, random)
    parts = [
        Part("kind", b"text"),
        Part("zh", text.encode()),
        Part("name", files[0].name.encode("utf-8", "replace")[:100]),
    ]
    return Sent("text", parts, files, 1, by_script=False)
