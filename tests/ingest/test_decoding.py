import pytest

from reports.ingest.decoding import decode
from reports.ingest.plan import Refusal

TEXT = "政府工作报告\n——2025年1月14日在北京市第十六届人民代表大会第三次会议上\n各位代表,现在我代表市人民政府向大会报告工作。\n"
TRADITIONAL = "政府工作報告\n——2025年1月14日在北京市第十六屆人民代表大會第三次會議上\n各位代表,現在我代表市人民政府向大會報告工作。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_reads_simplified_text_in(encoding: str) -> None:
    assert decode("a.txt", TEXT.encode(encoding)).text == TEXT


def test_reads_big5() -> None:
    assert decode("a.txt", TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_utf8_is_no_guess() -> None:
    assert decode("a.txt", TEXT.encode()).confidence == 1.0


def test_a_named_encoding_is_taken() -> None:
    assert decode("a.txt", TEXT.encode("gb18030"), "gb18030").text == TEXT


def test_a_named_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(Refusal) as refusal:
        decode("a.txt", b"one\ntwo\n\xff\xfe three", "utf-8")
    assert refusal.value.line == 3


@pytest.mark.parametrize(
    "content",
    [b"", b" \n\t", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"%PDF-1.7 ...", b"report\0\0\0with zeros"],
    ids=["empty", "blank", "picture", "pdf", "zeros"],
)
def test_refuses(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        decode("a.txt", content)
    assert refusal.value.reason
    assert refusal.value.remedy


def test_refuses_an_encoding_that_there_is_not() -> None:
    with pytest.raises(Refusal, match="klingon"):
        decode("a.txt", TEXT.encode(), "klingon")
