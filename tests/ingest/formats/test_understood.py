"""The same report in every format is the same report."""

from html import escape
from pathlib import Path

import pytest

from reports import ingest
from tests.ingest.formats import making

SAMPLE = Path(__file__).parents[3] / "fixtures" / "beijing-2025-part-1.txt"
LINES = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]
ESCAPED = [escape(line) for line in LINES]
CHINESE = [line for line in LINES if any("\u4e00" <= character <= "\u9fff" for character in line)]
ENGLISH = [line for line in LINES if line not in CHINESE]
PAGE = "<!DOCTYPE html><html><body><nav>打印</nav>{}</body></html>".format(
    "".join(f"<p>{line}</p>" for line in ESCAPED)
)
FILES = {
    "docx": making.docx("".join(making.paragraph(line) for line in ESCAPED)),
    "html": PAGE.encode(),
    "html in Big5": PAGE.encode("big5"),
    "gb18030": "\n".join(LINES).encode("gb18030"),
    "utf-16 without a mark": "\n".join(LINES).encode("utf-16-be"),
}


@pytest.fixture(scope="module")
def plan() -> ingest.Plan:
    return ingest.understand(SAMPLE.name, SAMPLE.read_bytes())


def told(plan: ingest.Plan) -> list[str]:
    header = plan.header
    fields = (header.place, header.delivered_on, header.session_key, header.speaker_zh, header.speaker_en)
    return [field.value for field in fields]


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_format_changes_nothing(content: bytes, plan: ingest.Plan) -> None:
    other = ingest.understand("a.bin", content)
    assert told(other) == told(plan)
    assert [(pair.zh, pair.en) for pair in other.root.pairs()] == [(pair.zh, pair.en) for pair in plan.root.pairs()]
    assert other.warnings == []


def test_two_columns_are_two_blocks() -> None:
    sides = (CHINESE, ENGLISH)
    cells = ("".join(making.paragraph(escape(line)) for line in side) for side in sides)
    table = "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"
    columns = ingest.understand("a.bin", making.docx(table))
    blocks = ingest.understand("a.bin", "\n".join(CHINESE + ENGLISH).encode())
    assert [(pair.zh, pair.en) for pair in columns.root.pairs()] == [(pair.zh, pair.en) for pair in blocks.root.pairs()]


UNITS = [
    ("政府工作报告", "Report on the Work of the Government"),
    ("——2015年1月20日在杭州市第十二届人民代表大会第五次会议上", "Delivered at the Fifth Session on January 20, 2015"),
    ("各位代表：", "Fellow deputies,"),
    ("一、回顾", "I. Review"),
    ("过去一年，成绩显著。", "Last year was good. It was very good."),
    ("谢谢大家！", ""),
]


@pytest.mark.parametrize(
    "content",
    [
        making.tmx({"en": en, "zh": zh} if en else {"zh": zh} for zh, en in UNITS).encode(),
        making.xlsx({"报告": UNITS}),
        "".join(f"{zh}\t{en}\n" for zh, en in UNITS).encode(),
    ],
    ids=["tmx", "xlsx", "tsv"],
)
def test_pairs_that_the_file_makes_are_kept(content: bytes) -> None:
    plan = ingest.understand("a.bin", content)
    assert plan.header.place.value == "hangzhou"
    assert [(pair.zh, pair.en) for pair in plan.root.pairs()] == UNITS[2:]
