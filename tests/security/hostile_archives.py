"""ZIP files that are more, deeper, elsewhere or otherwise than they should be."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from random import Random
from warnings import catch_warnings, simplefilter

from tests.ingest.formats.making import DAY, encrypted, zipped
from tests.security.material import LINES, MARKUP, STRANGE, UNSEEN, report, spoiled

TEXT = report().encode()
NAMES = (
    "../../../../../../tmp/escaped-{0}.txt",
    "/etc/cron.d/escaped-{0}",
    "..\\..\\windows\\system32\\escaped-{0}.txt",
    "C:\\escaped-{0}.txt",
    "c:escaped-{0}.txt",
    "\\\\server\\share\\escaped-{0}.txt",
    "//server/escaped-{0}.txt",
    "CON.txt",
    "aux",
    "NUL:{0}.txt",
    "a/./b/../../../escaped-{0}.txt",
    "report.txt:stream{0}",
    "...",
    "....//....//escaped-{0}",
    "~/.ssh/authorized_keys",
    "x" * 5000 + "{0}.txt",
    "/".join("d" * 3000) + "{0}.txt",
    "beijing/\r\nSet-Cookie: a={0}.txt",
    "-rf {0}.txt",
    "$(touch escaped-{0}).txt",
    "%2e%2e%2fescaped-{0}.txt",
    "",
    "/",
    "2025\u202etxt.exe",
)


def _made(members: list[tuple[zipfile.ZipInfo | str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with catch_warnings(), zipfile.ZipFile(file, "w", compression) as archive:
        simplefilter("ignore")  # of a name that is there twice
        for name, content in members:
            info = zipfile.ZipInfo(name, DAY) if isinstance(name, str) else name
            info.compress_type = compression
            archive.writestr(info, content)
    return file.getvalue()


def members_elsewhere(random: Random) -> tuple[str, bytes]:
    names = [random.choice(NAMES).format(random.randrange(9)) for _ in range(3)]
    return "r.zip", _made([(name or "x", TEXT) for name in names])


def ratio_bomb(random: Random) -> tuple[str, bytes]:
    size = random.choice((5, 40, 99)) * 2**20
    return "r.zip", zipped({"bomb.txt": random.choice((b"0", b"\0", b" ", b"\n")) * size})


def nested_bomb(random: Random) -> tuple[str, bytes]:
    content = zipped({"bomb.txt": b"0" * 5 * 2**20})
    for depth in range(random.randint(1, 12)):
        content = zipped({f"{depth}-{number}.zip": content for number in range(random.choice((1, 10)))})
    return "r.zip", content


def overlapping_bomb(random: Random) -> tuple[str, bytes]:
    """Many members of the directory that share one member's bytes."""
    member = zlib.compress(b"0" * 2**20, 9)[2:-4]
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(b"0" * 2**20), len(member), 2**20, 1, 0)
    start = local + b"a" + member
    entry = struct.pack(
        "<4s6H3I5H2I",
        *(b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(b"0" * 2**20), len(member), 2**20, 1, 0, 0, 0, 0, 0, 0),
    )
    count = random.choice((50, 500, 4000))
    directory = (entry + b"a") * count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(start), 0)
    return "r.zip", start + directory + end


def members_huge(random: Random) -> tuple[str, bytes]:
    return "r.zip", zipped({f"{number}.txt": b"x" for number in range(random.choice((4_999, 5_001, 20_000)))})


def thousand_parts_huge(random: Random) -> tuple[str, bytes]:
    return "r.zip", zipped({f"beijing-2025-part-{number}.txt": f"{report()}{number}" for number in range(1000)})


def locked(random: Random) -> tuple[str, bytes]:
    return "r.zip", encrypted(zipped({"a.txt": TEXT}))


def packed_otherwise(random: Random) -> tuple[str, bytes]:
    return "r.zip", zipped({"a.txt": TEXT}, random.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def doubled_names(random: Random) -> tuple[str, bytes]:
    return "r.zip", _made([("a.txt", TEXT), ("a.txt", b"other"), ("A.TXT", TEXT), ("a.txt/", b""), ("a.txt/b", TEXT)])


def links(random: Random) -> tuple[str, bytes]:
    info = zipfile.ZipInfo("beijing-2025.txt")
    info.external_attr = random.choice((0o120777, 0o020666, 0o060666, 0o010666)) << 16
    return "r.zip", _made([(info, random.choice((b"/etc/passwd", b"../../secret", TEXT))), ("b.txt", TEXT)])


def lying_sizes(random: Random) -> tuple[str, bytes]:
    """The directory says another size, place or checksum than the member has."""
    content = bytearray(zipped({"a.txt": TEXT * 20, "b.txt": TEXT}))
    at = content.index(b"PK\x01\x02") + random.choice((16, 20, 24, 42))
    content[at : at + 4] = struct.pack("<I", random.choice((0, 1, 2**31, 2**32 - 1, random.randrange(2**32))))
    return "r.zip", bytes(content)


def cut_off(random: Random) -> tuple[str, bytes]:
    content = zipped({"a.txt": TEXT, "b.txt": TEXT})
    return "r.zip", content[: random.randrange(len(content))]


def changed_bytes(random: Random) -> tuple[str, bytes]:
    return "r.zip", spoiled(random, zipped({"a.txt": TEXT, "b/c.txt": TEXT}))


def itself_inside(random: Random) -> tuple[str, bytes]:
    """A directory whose only member is the archive's own beginning: what unpacks to itself."""
    inner = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, 200, 200, 5, 0) + b"r.zip"
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 200, 200, 5, 0, 0, 0, 0, 0, 0) + b"r.zip"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(inner), 0)
    return "r.zip", inner + entry + end


def strange_names(random: Random) -> tuple[str, bytes]:
    pieces = (*MARKUP, UNSEEN, STRANGE, "北京市2025", "上海".encode("gb18030").decode("latin-1"))
    names = [f"{random.choice(pieces)}{number}.txt".replace("\0", "") for number in range(4)]
    return f"{random.choice(pieces)}.zip", _made([(name, TEXT) for name in names])


def comment_of_markup(random: Random) -> tuple[str, bytes]:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", DAY), TEXT)
        archive.comment = random.choice((b"PK\x05\x06" * 50, b"<script>" * 100, bytes(60_000)))
    return "r.zip", file.getvalue()


def damaged_among_good(random: Random) -> tuple[str, bytes]:
    bad = spoiled(random, zipped({"a.txt": TEXT}))
    return "r.zip", zipped({"a.txt": TEXT, "bad.zip": bad, "empty.txt": b"", "cut.txt": TEXT[: random.randrange(200)]})


def wide_lines(random: Random) -> tuple[str, bytes]:
    return "r.zip", zipped({"a.txt": " ".join(LINES) * random.choice((1, 50)), ".hidden": TEXT, "__MACOSX/a.txt": TEXT})


MAKERS = (
    *(members_elsewhere, ratio_bomb, nested_bomb, overlapping_bomb, members_huge, thousand_parts_huge, locked),
    *(packed_otherwise, doubled_names, links, lying_sizes, cut_off, changed_bytes, itself_inside, strange_names),
    *(comment_of_markup, damaged_among_good, wide_lines),
)
