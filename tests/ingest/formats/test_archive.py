import os
import zipfile
from io import BytesIO

import pytest

from reports.ingest import formats
from reports.ingest.formats import archive
from reports.ingest.plan import Refusal
from tests.ingest.formats.making import docx, encrypted, paragraph, xlsx, zipped


def names(content: bytes) -> list[str]:
    return [name for name, _content in formats.members("a.zip", content)]


def test_a_file_that_is_no_archive_is_itself() -> None:
    assert formats.members("a.txt", b"x") == [("a.txt", b"x")]


@pytest.mark.parametrize(
    "content", [docx(paragraph("x")), xlsx({"a": [["x"]]}), zipped({"mimetype": "application/epub+zip"})]
)
def test_formats_that_are_zip_files_inside_stay_whole(content: bytes) -> None:
    assert formats.members("a.docx", content) == [("a.docx", content)]


def test_members_come_with_their_folders() -> None:
    assert formats.members("a.zip", zipped({"浙江省/2015.md": "x", "b.txt": "y"})) == [
        ("a.zip/浙江省/2015.md", b"x"),
        ("a.zip/b.txt", b"y"),
    ]


def test_an_archive_inside_is_unpacked_too() -> None:
    assert names(zipped({"b.zip": zipped({"c.txt": "x"})})) == ["a.zip/b.zip/c.txt"]


def test_junk_is_left_out() -> None:
    junk = ["__MACOSX/._a.txt", ".DS_Store", "b/.git/x", "b/Thumbs.db", "desktop.ini", "~$a.docx", "c/"]
    assert names(zipped(dict.fromkeys([*junk, "a.txt"], "x"))) == ["a.zip/a.txt"]


@pytest.mark.parametrize(
    ("member", "path"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/root/a.txt", "root/a.txt"),
        ("C:\\a\\b.txt", "a/b.txt"),
        ("a/./b\x07.txt", "a/b.txt"),
    ],
)
def test_paths_can_lead_nowhere_else(member: str, path: str) -> None:
    assert names(zipped({member: "x"})) == [f"a.zip/{path}"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_are_decoded_where_the_archive_does_not_say_how(encoding: str) -> None:
    placeholder = "x" * len("北京市/政府工作报告.txt".encode(encoding))
    content = zipped({placeholder: "x"}).replace(placeholder.encode(), "北京市/政府工作报告.txt".encode(encoding))
    assert names(content) == ["a.zip/北京市/政府工作报告.txt"]


def test_links_are_not_followed_nor_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
        opened.writestr("a.txt", "x")
    assert names(file.getvalue()) == ["a.zip/a.txt"]


def test_a_damaged_member_is_refused_by_itself() -> None:
    content = zipped({"a.txt": "report", "b.txt": "x"}, zipfile.ZIP_STORED).replace(b"report", b"repart")
    ((name, damaged), sound) = formats.members("a.zip", content)
    assert sound == ("a.zip/b.txt", b"x")
    assert isinstance(damaged, bytes)
    with pytest.raises(Refusal, match="broken"):
        formats.read(name, damaged)


def test_a_member_that_unpacks_to_far_too_much_is_refused_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 2**20)
    bomb = "x" * 10_000_000
    content = zipped({"a.txt": "x", "bomb.txt": bomb, "b.zip": zipped({"c.txt": bomb, "d.txt": "y"})})
    found = dict(formats.members("a.zip", content))
    assert (found["a.zip/a.txt"], found["a.zip/b.zip/d.txt"]) == (b"x", b"y")
    for name in ("a.zip/bomb.txt", "a.zip/b.zip/c.txt"):
        refusal = found[name]
        assert isinstance(refusal, Refusal)
        assert refusal.file == name
        assert "would have 10 MB" in refusal.reason
        assert "by itself, unpacked" in refusal.remedy


def test_a_document_with_such_a_member_is_refused_as_a_whole() -> None:
    with pytest.raises(Refusal, match="unpacks to more than"):
        archive.open_zip("a.docx", zipped({"word/document.xml": "x" * 10_000_000, "a.xml": "x"}))


def test_no_member_is_unpacked_past_the_size_that_it_declares() -> None:
    content = bytearray(zipped({"a.txt": "x" * 2_000_000, "b.txt": "y"}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    (lying, sound) = formats.members("a.zip", bytes(content))
    assert isinstance(lying[1], bytes)
    assert len(lying[1]) <= 1000
    assert sound == ("a.zip/b.txt", b"y")


NESTED = zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": "x"})})})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.txt": "a" * 50_000_000}), "times its packed size"),
        (zipped({f"{number}.txt": b"" for number in range(archive.MOST_MEMBERS + 1)}), "members"),
        (NESTED, "lies in an archive"),
        (encrypted(zipped({"a.txt": "x"})), "password"),
        (zipped({"a.txt": "x"}, zipfile.ZIP_LZMA), "packed in a way"),
        (zipped({"a.txt": "x" * 5000})[:-40], "broken"),
        (zipped({".DS_Store": "x"}), "no file"),
        (zipped({}), "no file"),
    ],
    ids=["ratio", "members", "nesting", "encrypted", "method", "cut", "junk alone", "empty"],
)
def test_refuses(content: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as refusal:
        formats.members("a.zip", content)
    assert refusal.value.remedy


def test_what_all_members_unpack_to_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(Refusal, match="megabytes"):
        formats.members("a.zip", zipped({"a.txt": "x" * 60, "b.txt": "x" * 60}))


def test_archives_inside_share_the_bounds_of_the_outer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 150)
    inner = zipped({"c.txt": "x" * 90})
    with pytest.raises(Refusal, match="archives inside"):
        formats.members("a.zip", zipped({"a.zip": inner}))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("北京市2025.txt", "北京市2025.txt"),
        (os.fsdecode("北京市2025.txt".encode("gb18030")), "北京市2025.txt"),
        ("a\r\nSet-Cookie: b\x1b[31m.txt", "aSet-Cookie: b[31m.txt"),
        ("2025\u202etxt.exe", "2025txt.exe"),
        ("\ud800.txt", "?.txt"),
    ],
)
def test_names_are_such_as_can_be_shown_and_kept(name: str, shown: str) -> None:
    assert formats.members(name, b"x") == [(shown, b"x")]


def test_a_member_without_a_name_is_left_out() -> None:
    unnamed = bytearray(zipped({"b.txt": "two", "x": "one"}))
    at = unnamed.rindex(b"PK\x01\x02")
    unnamed[at + 28 : at + 30] = b"\0\0"
    del unnamed[at + 46]
    end = unnamed.rindex(b"PK\x05\x06") + 12
    unnamed[end : end + 4] = (int.from_bytes(unnamed[end : end + 4], "little") - 1).to_bytes(4, "little")
    assert names(bytes(unnamed)) == ["a.zip/b.txt"]
