from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from reports import ingest
from reports.admin.opening import TooMuch, open_all


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_alone_is_itself() -> None:
    (file,) = open_all([uploaded("a.txt", b"a")])
    assert (file.name, file.content(), file.inside) == ("a.txt", b"a", b"")


def test_files_in_an_archive_have_its_name_and_their_folders() -> None:
    files = open_all([uploaded("r.zip", zipped({"北京/a.txt": b"a", "__MACOSX/a.txt": b"x", "b.txt": b"b"}))])
    assert {file.name: file.content() for file in files} == {"r.zip/北京/a.txt": b"a", "r.zip/b.txt": b"b"}


def test_the_english_comes_behind_all_others_and_names_its_chinese() -> None:
    archive = uploaded("r.zip", zipped({"x.en.txt": b"e", "x.zh.txt": b"c"}))
    files = open_all([uploaded("y_en.txt", b"e"), archive, uploaded("y_zh.txt", b"c")])
    assert [(file.name, file.chinese) for file in files] == [
        ("r.zip/x.zh.txt", ""),
        ("y_zh.txt", ""),
        ("y_en.txt", "y_zh.txt"),
        ("r.zip/x.en.txt", "r.zip/x.zh.txt"),
    ]


def test_a_name_that_two_files_have_is_no_companion() -> None:
    files = open_all([uploaded("x.zh.txt", b"1"), uploaded("x.zh.txt", b"2"), uploaded("x.en.txt", b"e")])
    assert [file.chinese for file in files] == ["", "", ""]


def test_a_broken_archive_is_one_refused_file() -> None:
    (file,) = open_all([uploaded("r.zip", zipped({"a.txt": b"a", "b.txt": b"b"})[:60])])
    with pytest.raises(ingest.Refusal, match="archive is broken"):
        file.content()


def test_a_broken_archive_inside_does_not_cost_the_files_beside_it() -> None:
    bad = zipped({"a.txt": b"a" * 60})[:50]
    files = open_all([uploaded("r.zip", zipped({"good.txt": b"g", "inner.zip": bad}))])
    assert [(file.name, file.refusal) for file in files] == [("r.zip/good.txt", None), ("r.zip/inner.zip", None)]


def test_files_are_counted_after_archives_are_opened(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    three = uploaded("r.zip", zipped({f"{number}.txt": b"x" for number in range(3)}))
    assert len(open_all([three])) == 3
    with pytest.raises(TooMuch, match="more than 3 files"):
        open_all([three, uploaded("one.txt", b"x")])


def test_what_archives_unpack_to_together_is_bounded(settings: Settings) -> None:
    settings.MAX_SOURCE_BYTES = 2000
    archive = zipped({"1.txt": b"x" * 2000}, zipfile.ZIP_DEFLATED)
    files = [uploaded(f"{number}.zip", archive) for number in range(11)]
    assert len(open_all(files[:10])) == 10
    with pytest.raises(TooMuch, match="together are larger"):
        open_all(files)


def test_a_member_that_is_too_large_is_refused_alone(settings: Settings) -> None:
    settings.MAX_SOURCE_BYTES = 2000
    packed = zipped({"large.txt": b"x" * 5000, "small.txt": b"x"}, zipfile.ZIP_DEFLATED)
    large, small = open_all([uploaded("r.zip", packed)])
    assert small.content() == b"x"
    with pytest.raises(ingest.Refusal, match="the limit is"):
        large.content()


def test_of_a_long_path_the_end_is_kept() -> None:
    path = "/".join(["长" * 100] * 3) + "/2024.txt"
    (file,) = open_all([uploaded("r.zip", zipped({path: b"x"}))])
    assert len(file.name) == 255
    assert file.name.startswith("…")
    assert file.name.endswith("长/2024.txt")
