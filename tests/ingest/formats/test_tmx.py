import pytest

from reports.ingest import formats
from reports.ingest.plan import Refusal
from tests.ingest.formats.making import tmx

UNITS = [
    {"zh-CN": "政府工作报告", "en-US": "Report on the Work of the Government"},
    {"EN": "Fellow deputies,", "ZH": "各位代表："},
    {"zh-TW": "謝謝大家！", "fr-FR": "Merci"},
]


def test_units_are_pairs() -> None:
    document = formats.read("a.xml", tmx(UNITS).encode())
    assert [(line.number, line.text, line.where) for line in document.lines] == [
        (1, "政府工作报告", "unit 1"),
        (2, "Report on the Work of the Government", "unit 1"),
        (3, "各位代表：", "unit 2"),
        (4, "Fellow deputies,", "unit 2"),
        (5, "謝謝大家！", "unit 3"),
    ]
    assert document.pairs == [(1, 2), (3, 4), (5, None)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_is_read_whatever_the_declaration_says(encoding: str) -> None:
    assert formats.read("a.tmx", tmx(UNITS).encode(encoding)).lines[0].text == "政府工作报告"


def test_the_usual_doctype_is_harmless() -> None:
    assert len(formats.read("a.tmx", tmx(UNITS, '<!DOCTYPE tmx SYSTEM "tmx14.dtd">').encode()).pairs) == 3


def test_codes_inside_a_segment_go_and_marked_text_stays() -> None:
    text = 'Report <bpt i="1">&lt;b&gt;</bpt>on <hi>the</hi><ept i="1">&lt;/b&gt;</ept> Work'
    document = formats.read("a.tmx", tmx([{"en": text, "zh": "报告"}]).encode())
    assert document.lines[1].text == "Report on the Work"


@pytest.mark.parametrize(
    "text",
    [
        "<tmx><body>",
        tmx([{"fr": "Rapport"}]),
        tmx([{"zh": "&b;"}], '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
        tmx([{"zh": "&x;"}], '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    ],
    ids=["cut", "other languages", "entities", "outside file"],
)
def test_refuses(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        formats.read("a.tmx", text.encode())
    assert refusal.value.remedy


def test_deep_nesting_is_no_danger() -> None:
    text = tmx([{"zh": "<hi>" * 50_000 + "报告" + "</hi>" * 50_000}])
    assert formats.read("a.tmx", text.encode()).lines[0].text == "报告"
