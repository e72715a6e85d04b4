"""Citations in every form."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from reports.citing import FORMATS, Cited, apa, apa_in_text, bibtex, csl_item, forms, gbt7714, ris, short
from reports.citing.work import as_sentence

DAY = dt.date(2025, 1, 14)
READ = dt.date(2026, 11, 22)
WHOLE = Cited(
    key="beijing-2025",
    address="https://reports.example.org/reports/beijing-2025/",
    year=2025,
    place_zh="北京市",
    place_en="Beijing",
    title_zh="政府工作报告",
    title_en="REPORT ON THE WORK OF THE GOVERNMENT",
    speaker_zh="殷勇",
    speaker_en="Yin Yong",
    session_zh="北京市第十六届人民代表大会第三次会议",
    session_en="the Third Session of the Sixteenth Beijing Municipal People's Congress",
    delivered_on=DAY,
)
PARAGRAPH = replace(WHOLE, number=12, address="https://reports.example.org/pairs/12345/")
CHINESE = replace(WHOLE, title_en="", speaker_en="", session_en="", languages=("zh",))
BARE = Cited(
    key="hefei-2020", address="https://a.example/reports/hefei-2020/", year=2020, place_zh="合肥市", place_en="Hefei",
    languages=("zh",),
)  # fmt: skip
# What fields may hold of what formats take for their own.
NASTY = replace(
    WHOLE,
    title_en="R&D at 100% {of} C:\\x #1_a ~b^c $5",
    session_en="One\r\nTY  - BOOK\nSession",
    languages=("en",),
)


def test_gbt7714_in_chinese() -> None:
    assert gbt7714(WHOLE) == (
        "殷勇. 政府工作报告：2025年1月14日在北京市第十六届人民代表大会第三次会议上[R/OL]. 2025-01-14. "
        "https://reports.example.org/reports/beijing-2025/."
    )


def test_gbt7714_of_a_paragraph_in_english() -> None:
    assert gbt7714(PARAGRAPH, "en") == (
        "Yin Yong. Report on the work of the government: delivered at the Third Session of the Sixteenth Beijing "
        "Municipal People's Congress on January 14, 2025[R/OL]. 2025-01-14: para. 12. "
        "https://reports.example.org/pairs/12345/."
    )


def test_gbt7714_with_the_date_of_access() -> None:
    assert "2025-01-14：第12段[2026-11-22]. https" in gbt7714(replace(PARAGRAPH, accessed=READ))


def test_gbt7714_of_a_report_of_which_little_is_known() -> None:
    assert gbt7714(BARE) == "[政府工作报告]：合肥市[R/OL]. 2020. https://a.example/reports/hefei-2020/."


def test_language_without_text_is_not_cited() -> None:
    assert gbt7714(CHINESE, "en") == gbt7714(CHINESE, "zh")


@pytest.mark.parametrize(
    ("place", "session", "occasion"),
    [
        ("合肥市", "市第十六届人民代表大会第四次会议", "2025年1月14日在合肥市第十六届人民代表大会第四次会议上"),
        ("合肥市", "市十六届人大五次会议", "2025年1月14日在合肥市十六届人大五次会议上"),
        (
            "内蒙古自治区",
            "自治区第十三届人民代表大会第五次会议",
            "2025年1月14日在内蒙古自治区第十三届人民代表大会第五次会议上",
        ),
        ("合肥市", "第十六届人民代表大会第四次会议", "2025年1月14日在合肥市第十六届人民代表大会第四次会议上"),
        ("全国", "第十四届全国人民代表大会第三次会议", "2025年1月14日在第十四届全国人民代表大会第三次会议上"),
        ("北京市", "在北京市第一次会议上", "2025年1月14日在北京市第一次会议上"),
    ],
)
def test_session_names_its_place(place: str, session: str, occasion: str) -> None:
    cited = replace(WHOLE, place_zh=place, session_zh=session, is_national=place == "全国")
    assert cited.occasion("zh") == occasion


def test_english_session_names_its_place() -> None:
    cited = replace(WHOLE, session_en="Fourth Session of the Municipal Congress", place_en="Fuzhou, Fujian")
    assert cited.session_in_english() == "Fourth Session of the Municipal Congress, Fuzhou, Fujian"


def test_place_in_the_title_is_not_said_again() -> None:
    assert replace(BARE, title_zh="合肥市2020年政府工作报告").occasion("zh") == ""


def test_apa_translates_a_chinese_title() -> None:
    assert apa(PARAGRAPH) == (
        "Yin, Y. (2025, January 14). 政府工作报告 [Report on the work of the government; Report delivered at the Third "
        "Session of the Sixteenth Beijing Municipal People's Congress]. Government Work Reports. "
        "https://reports.example.org/pairs/12345/"
    )
    assert apa_in_text(PARAGRAPH) == "(Yin, 2025, para. 12)"


def test_apa_without_author_and_day_begins_with_the_title() -> None:
    assert apa(replace(BARE, accessed=READ)) == (
        "[政府工作报告] [Report on the work of the government; Government work report, Hefei]. (2020). "
        "Government Work Reports. Retrieved November 22, 2026, from https://a.example/reports/hefei-2020/"
    )


def test_apa_does_not_make_up_a_translation() -> None:
    assert "工作报告 [Government work report" in apa(
        replace(CHINESE, title_zh="合肥市二〇二〇年工作报告", session_en="")
    )


def test_name_in_pinyin_where_no_english_one_is_known() -> None:
    assert apa(CHINESE).startswith("Yin, Y. (2025, January 14). 政府工作报告 [Report")


def test_bibtex_of_a_paragraph() -> None:
    assert bibtex(replace(PARAGRAPH, accessed=READ)).splitlines() == [
        "@techreport{beijing-2025-p12-zh,",
        "  author      = {{殷勇}},",
        "  title       = {政府工作报告：2025年1月14日在北京市第十六届人民代表大会第三次会议上},",
        "  institution = {{北京市人民政府}},",
        "  year        = {2025},",
        "  month       = jan,",
        "  date        = {2025-01-14},",
        "  note        = {第12段},",
        "  url         = {https://reports.example.org/pairs/12345/},",
        "  urldate     = {2026-11-22},",
        "  langid      = {chinese},",
        "}",
    ]


def test_bibtex_writes_out_what_tex_takes_for_commands() -> None:
    entry = bibtex(NASTY)
    title = next(line for line in entry.splitlines() if line.startswith("  title "))
    for written in (
        r"\&",
        r"\%",
        r"\{of\}",
        r"\textbackslash{}",
        r"\#1\_",
        r"\textasciitilde{}",
        r"\textasciicircum{}",
    ):
        assert written in title
    assert r"\$5" in title
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")


def test_bibtex_has_the_government_for_an_author_who_is_not_known() -> None:
    assert "  author      = {{合肥市人民政府}}," in bibtex(BARE)


def test_bibtex_holds_capitals_of_names() -> None:
    entry = bibtex(replace(WHOLE, title_en="Report of the Beijing Government for 2025"), "en")
    assert "{Report of the {Beijing} {Government} for 2025}" in entry


def test_ris_has_a_value_to_a_line() -> None:
    record = ris(NASTY, "en")
    lines = record.split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert sum(line.startswith("TY") for line in lines) == 1
    assert "\n" not in "".join(lines)


def test_ris_of_a_paragraph() -> None:
    record = ris(replace(PARAGRAPH, accessed=READ), "en").split("\r\n")
    assert {
        "AU  - Yin, Yong",
        "PY  - 2025",
        "DA  - 2025/01/14/",
        "SP  - para. 12",
        "Y2  - 2026/11/22/",
        "LA  - en",
    } <= set(record)
    assert "UR  - https://reports.example.org/pairs/12345/" in record


def test_csl_item_of_a_paragraph() -> None:
    item = csl_item(replace(PARAGRAPH, accessed=READ), "en")
    assert item["author"] == [{"family": "Yin", "given": "Yong"}]
    assert item["issued"] == {"date-parts": [[2025, 1, 14]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["type"], item["page"], item["id"]) == ("report", "para. 12", "beijing-2025-p12-en")


def test_csl_keeps_a_chinese_name_whole() -> None:
    assert csl_item(WHOLE)["author"] == [{"literal": "殷勇"}]
    assert csl_item(replace(WHOLE, is_traditional=True))["language"] == "zh-Hant"


def test_csl_has_only_what_the_schema_knows() -> None:
    # csl-data.json of CSL 1.0.2, as far as the archive writes it.
    known = {
        *("id", "type", "title", "author", "issued", "genre", "event-title", "page", "URL", "accessed", "language"),
        "source",
    }
    assert set(csl_item(replace(PARAGRAPH, accessed=READ))) <= known


@pytest.mark.parametrize("cited", [WHOLE, PARAGRAPH, CHINESE, BARE, NASTY])
def test_every_form_can_be_written(cited: Cited) -> None:
    found = forms(cited)
    assert {form.format.name for form in found} == set(FORMATS)
    assert len({form.key for form in found}) == len(found)
    for form in found:
        assert cited.address in form.text
        if form.format.name == "csl-json":
            json.loads(form.text)


def test_both_languages_are_offered_where_both_are_there() -> None:
    assert [form.language for form in forms(WHOLE) if form.format.name == "gbt7714"] == ["zh", "en"]
    assert [form.language for form in forms(CHINESE) if form.format.name == "gbt7714"] == ["zh"]


def test_short_goes_with_copied_words() -> None:
    assert (
        short(PARAGRAPH)
        == "（殷勇：《政府工作报告》，北京市，2025年，第12段，https://reports.example.org/pairs/12345/）"
    )
    assert short(PARAGRAPH, "en") == (
        "(Yin Yong, Report on the work of the government, Beijing, 2025, para. 12, "
        "https://reports.example.org/pairs/12345/)"
    )


def test_titles_with_names_keep_their_capitals() -> None:
    assert as_sentence("Report on the Work of the Beijing Government") == "Report on the Work of the Beijing Government"
