import pytest

from reports.ingest import formats
from reports.ingest.formats import kinds
from reports.ingest.plan import Refusal
from tests.ingest.formats.making import zipped


@pytest.mark.parametrize("kind", kinds.UNREAD, ids=lambda kind: kind.label)
def test_kinds_that_are_not_read_are_refused_by_their_bytes(kind: kinds.Unread) -> None:
    for sign in kind.signs:
        with pytest.raises(Refusal) as refusal:
            formats.read("报告.txt", b"\x01" * kind.offset + sign + b"\x00rest of the file" * 50)
        assert kind.label in refusal.value.reason
        assert refusal.value.remedy == str(kind.remedy)


@pytest.mark.parametrize("kind", kinds.UNREAD_ZIPS, ids=lambda kind: kind.label)
def test_kinds_that_are_zip_files_inside_are_refused_by_a_member(kind: kinds.Unread) -> None:
    content = zipped({"[Content_Types].xml": "<Types/>", kind.signs[0].decode(): "x"})
    with pytest.raises(Refusal) as refusal:
        formats.read("报告.docx", content)
    assert kind.label in refusal.value.reason


def test_xml_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refusal, match="XML"):
        formats.read("a.xml", b'<?xml version="1.0"?><office>x</office>')


def test_an_archive_is_no_document() -> None:
    with pytest.raises(Refusal, match="archive"):
        formats.read("a.zip", zipped({"a.txt": "x"}))
