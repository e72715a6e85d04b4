import pytest

from reports.ingest import formats
from reports.ingest.plan import Refusal
from tests.ingest.formats.making import docx, paragraph


def lines(content: bytes) -> list[str]:
    return [line.text for line in formats.read("a.docx", content).lines]


LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{first}"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
)


def numbering(first: str = "chineseCountingThousand", override: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="3">{LEVELS.format(first=first)}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
        f'<w:num w:numId="8"><w:abstractNumId w:val="3"/>{override}</w:num>'
    )


def listed(level: int, number: int = 7) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_paragraphs_are_lines() -> None:
    document = formats.read("a.docx", docx(paragraph("政府工作报告") + paragraph("各位代表：")))
    assert [(line.number, line.text) for line in document.lines] == [(1, "政府工作报告"), (2, "各位代表：")]
    assert (document.encoding, document.confidence) == ("docx", 1.0)


def test_the_name_does_not_matter() -> None:
    assert formats.read("报告.txt", docx(paragraph("政府工作报告"))).lines[0].text == "政府工作报告"


def test_breaks_end_lines_and_runs_do_not() -> None:
    body = "<w:p><w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t><w:br/><w:t>三</w:t></w:r></w:p>"
    assert lines(docx(body)) == ["一二", "三"]


def test_tracked_insertions_stay_and_deletions_go() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>增加</w:t></w:r></w:ins><w:del><w:r><w:delText>减少</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(docx(body)) == ["增加移来"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert lines(docx(paragraph("前半，", "<w:rPr><w:del/></w:rPr>") + paragraph("后半。"))) == ["前半，后半。"]


def test_hidden_text_and_instructions_of_fields_go() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r></w:p>'
    )
    assert lines(docx(body)) == ["可见"]


def test_content_controls_and_hyperlinks_are_read() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>"
    )
    assert lines(docx(body)) == ["控件", "链接"]


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        paragraph(text, listed(level)) for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1))
    )
    assert lines(docx(body, {"numbering": numbering()})) == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [("decimal", "1、"), ("upperRoman", "I、"), ("lowerLetter", "a、"), ("decimalEnclosedCircle", "①、")],
)
def test_numbers_are_printed_in_their_form(form: str, printed: str) -> None:
    assert lines(docx(paragraph("甲", listed(0)), {"numbering": numbering(form)})) == [f"{printed}甲"]


def test_bullets_are_left_out() -> None:
    assert lines(docx(paragraph("甲", listed(0)), {"numbering": numbering("bullet")})) == ["甲"]


def test_numbers_above_ten() -> None:
    body = "".join(paragraph("条", listed(0)) for _ in range(21))
    read = lines(docx(body, {"numbering": numbering()}))
    assert (read[9], read[10], read[19], read[20]) == ("十、条", "十一、条", "二十、条", "二十一、条")


def test_a_list_that_starts_anew_does() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = (
        paragraph("甲", listed(0))
        + paragraph("乙", listed(0))
        + paragraph("丙", listed(0, 8))
        + paragraph("丁", listed(0, 8))
    )
    assert lines(docx(body, {"numbering": numbering(override=override)})) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_style_can_number_and_its_heirs_too() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="2"><w:name w:val="own"/><w:basedOn w:val="1"/></w:style>'
    )
    body = paragraph("甲", '<w:pStyle w:val="1"/>') + paragraph("乙", '<w:pStyle w:val="2"/>')
    assert lines(docx(body, {"numbering": numbering(), "styles": styles})) == ["一、甲", "二、乙"]


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = (
        '<w:style w:styleId="1"><w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    assert lines(docx(paragraph("甲", '<w:pStyle w:val="1"/>'), {"styles": styles})) == ["甲"]


def test_the_table_of_contents_goes() -> None:
    styles = '<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("一、回顾 1", '<w:pStyle w:val="11"/>') + paragraph("一、回顾")
    assert lines(docx(body, {"styles": styles})) == ["一、回顾"]


def test_notes_get_marks_and_stand_at_the_end() -> None:
    text = "<w:p><w:r><w:t>预计数</w:t></w:r></w:p>"
    note = f'<w:footnote w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">{text}</w:footnote>'
    body = '<w:p><w:r><w:t>增长5%</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + paragraph("谢谢大家！")
    assert lines(docx(body, {"footnotes": note})) == ["增长5%[1]", "谢谢大家！", "[1] 预计数"]


def table(*rows: tuple[str, ...]) -> str:
    inner = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in inner) + "</w:tbl>"


def test_two_languages_side_by_side_are_lines_one_after_the_other() -> None:
    assert lines(docx(table(("一、回顾", "I. Review"), ("各位代表", "Deputies")))) == [
        "一、回顾",
        "I. Review",
        "各位代表",
        "Deputies",
    ]


def test_a_row_of_figures_is_one_line() -> None:
    assert lines(docx(table(("指标", "上年", "今年"), ("增长", "5%", "6%")))) == [
        "指标 | 上年 | 今年",
        "增长 | 5% | 6%",
    ]


def test_a_drawing_kept_twice_is_read_once() -> None:
    twice = (
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>'
        "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    ).format(paragraph("框中"))
    assert lines(docx(f"<w:p><w:r>{twice}<w:t>框外</w:t></w:r></w:p>")) == ["框中", "框外"]


@pytest.mark.parametrize(
    "content",
    [
        docx(paragraph("x"), before="<!DOCTYPE x>"),
        docx("&b;", before='<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
        docx("<w:p>")[:300],
        docx("</w:p>"),
        docx(""),
        docx(paragraph("甲"), {"numbering": "<broken"}),
        docx(paragraph("长" * 20_000_000)),
    ],
    ids=["doctype", "entities", "cut", "unbalanced", "empty", "numbering", "bomb"],
)
def test_refuses(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        formats.read("a.docx", content)
    assert refusal.value.reason
    assert refusal.value.remedy


def test_deep_nesting_is_no_danger() -> None:
    depth = 20_000
    parts = "".join(f'<w:p a="{number * 7919 % 104729}">' for number in range(depth))
    with pytest.raises(Refusal, match="no text"):
        formats.read("a.docx", docx(parts + "</w:p>" * depth))


def test_macros_are_not_looked_at() -> None:
    assert lines(docx(paragraph("政府工作报告"), {"vbaProject": "<broken/>"})) == ["政府工作报告"]


def test_document_that_was_cut_off_is_called_broken_and_no_archive() -> None:
    content = docx(paragraph("政府工作报告"))[:-200]
    assert formats.members("report.docx", content) == [("report.docx", content)]
    with pytest.raises(Refusal) as refused:
        formats.read("report.docx", content)
    assert refused.value.reason == "The document is broken: it can't be opened."
    assert "save it anew" in refused.value.remedy
