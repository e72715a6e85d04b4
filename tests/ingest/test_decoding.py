import pytest

from reports.ingest.decoding import decode, likeliest
from reports.ingest.plan import Refusal

TEXT = (
    "政府工作报告\n——2025年1月14日在北京市第十六届人民代表大会第三次会议上\n"
    "各位代表,现在我代表市人民政府向大会报告工作。\n"
)
TRADITIONAL = (
    "政府工作報告\n——2025年1月14日在北京市第十六屆人民代表大會第三次會議上\n"
    "各位代表,現在我代表市人民政府向大會報告工作。\n"
)
ENGLISH = "Report on the Work of the Government\nFellow deputies, the People’s Republic – “our” home.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"],
)
def test_reads_simplified_text_in(encoding: str) -> None:
    text = TEXT.replace("——", "") if encoding == "gb2312" else TEXT
    assert decode("a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be"])
def test_reads_traditional_text_in(encoding: str) -> None:
    assert decode("a.txt", TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
def test_reads_text_of_two_languages_in(encoding: str) -> None:
    text = ENGLISH * 50 + TEXT
    assert decode("a.txt", text.encode(encoding)).text == text


def test_reads_english_of_a_western_code_page_and_is_not_sure() -> None:
    decoded = decode("a.txt", (ENGLISH * 3).encode("cp1252"))
    assert decoded.text == ENGLISH * 3
    assert decoded.confidence < 0.8


@pytest.mark.parametrize("encoding", ["big5", "cp950"])
def test_full_width_signs_are_the_same_in_both_kinds_of_big5(encoding: str) -> None:
    text = TRADITIONAL + "公里／小時"
    assert decode("a.txt", text.encode(encoding)).text == text


def test_characters_of_hong_kong_are_read() -> None:
    text = TRADITIONAL + "喺啲嘅邨"
    assert decode("a.txt", text.encode("big5hkscs")).text == text


@pytest.mark.parametrize(("encoding", "confidence"), [("utf-8", 1.0), ("utf-8-sig", 1.0), ("utf-16", 1.0)])
def test_what_is_no_guess_is_sure(encoding: str, confidence: float) -> None:
    assert decode("a.txt", TEXT.encode(encoding)).confidence == confidence


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_a_guess_is_never_quite_sure(encoding: str) -> None:
    assert 0.8 <= decode("a.txt", TEXT.encode(encoding)).confidence < 1


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_a_guess_from_a_few_characters_is_unsafe(encoding: str) -> None:
    decoded = decode("a.txt", "政府工作\n".encode(encoding))
    assert decoded.text == "政府工作\n"
    assert decoded.confidence <= 0.5


def test_a_named_encoding_is_taken() -> None:
    decoded = decode("a.txt", TEXT.encode("gb18030"), "gb18030")
    assert (decoded.text, decoded.confidence) == (TEXT, 1.0)


def test_a_named_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(Refusal) as refusal:
        decode("a.txt", b"one\ntwo\n\xff\xfe three", "utf-8")
    assert refusal.value.line == 3


@pytest.mark.parametrize("encoding", ["klingon", "no\0such", "base64"])
def test_refuses_an_encoding_that_there_is_not(encoding: str) -> None:
    with pytest.raises(Refusal, match="no encoding"):
        decode("a.txt", TEXT.encode(), encoding)


@pytest.mark.parametrize("declared", ["gb2312", "gbk"])
def test_what_a_page_says_of_itself_is_read_by_its_superset(declared: str) -> None:
    decoded = decode("a.html", "朱镕基总理".encode("gbk"), declared=declared)
    assert (decoded.text, decoded.encoding) == ("朱镕基总理", "gb18030")


@pytest.mark.parametrize("declared", ["big5", "iso-8859-1", "klingon"])
def test_what_a_page_says_wrongly_is_not_believed(declared: str) -> None:
    assert decode("a.html", TEXT.encode("gb18030"), declared=declared).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
def test_a_text_with_a_lost_byte_is_read_and_never_surely(encoding: str) -> None:
    whole = (TRADITIONAL * 20).encode(encoding)
    decoded = decode("a.txt", whole[:-2] if encoding == "utf-8" else whole[:-3] + b"\n")
    assert decoded.text[:500] == (TRADITIONAL * 20)[:500]
    assert decoded.confidence < 0.8 or "\ufffd" not in decoded.text


@pytest.mark.parametrize(
    "content",
    [b"", b" \n\t", b"\0\0\0\0", b"\xef\xbb\xbf", b"report\0\0\0with zeros", bytes(range(128, 256)) * 40],
    ids=["empty", "blank", "zeros alone", "mark alone", "zeros", "no text"],
)
def test_refuses(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        decode("a.txt", content)
    assert refusal.value.reason
    assert refusal.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_of_files_are_read(encoding: str) -> None:
    assert likeliest("北京市/政府工作报告.txt".encode(encoding)) == "北京市/政府工作报告.txt"


def test_traditional_names_of_files_are_read() -> None:
    assert likeliest("臺北市/政府工作報告.txt".encode("cp950")) == "臺北市/政府工作報告.txt"


@pytest.mark.parametrize(
    "codec", ["punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "idna", "zlib", "rot13"]
)
def test_what_is_no_encoding_of_text_is_neither_believed_nor_named(codec: str) -> None:
    content = "政府工作报告".encode("gb18030") + b"\\ud800"
    with pytest.raises(Refusal, match="There is no encoding called"):
        decode("a.txt", content, codec)
    assert decode("a.html", content, None, codec) == decode("a.html", content)


def test_bytes_that_are_no_text_are_refused_with_the_line_up_to_which_they_are_one() -> None:
    noise = bytes(range(128, 256)) * 40
    with pytest.raises(Refusal) as refused:
        decode("noise.txt", "政府工作报告\n各位代表：\n".encode() + noise)
    assert refused.value.line == 3
