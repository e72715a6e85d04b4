from __future__ import annotations

import pytest

from reports.text.scripts import FORMS, displayed, language_of, to_hong_kong, to_mainland, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        # Where phrases of the table match across two words, whole strings come out wrong.
        ("足额发放", "足額發放"),
        ("更加注重", "更加注重"),
        ("通车里程", "通車里程"),
        ("确保养老金按时足额发放，高铁通车里程超过2万公里。", "確保養老金按時足額發放，高鐵通車里程超過2萬公里。"),
        # One Simplified character for several.
        ("头发", "頭髮"),
        ("发展", "發展"),
        ("皇后", "皇后"),
        ("以后", "以後"),
        ("干部", "幹部"),
        ("批准", "批准"),
        ("标准", "標準"),
        # Taiwan's forms, and its characters only: words stay.
        ("台湾", "臺灣"),
        ("里面", "裡面"),
        ("着力", "著力"),
        ("群众", "群眾"),
        ("人工智能", "人工智能"),
        ("GDP增长5.2%，AI", "GDP增長5.2%，AI"),
        ("", ""),
    ],
)
def test_to_traditional(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize("text", ["千里之外，關係與範圍", "北京市第十六屆人民代表大會", "鄉里"])
def test_traditional_text_stays(text: str) -> None:
    assert to_traditional(text) == text


def test_simplified_characters_in_traditional_text_are_converted() -> None:
    assert to_traditional("示范區") == "示範區"


@pytest.mark.parametrize(("traditional", "simplified"), [("著力建設", "着力建设"), ("足額發放", "足额发放")])
def test_to_simplified(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize(
    ("simplified", "hong_kong", "mainland"),
    [
        ("足额发放", "足額發放", "足額發放"),
        # What OpenCC has as the standard is neither place's own.
        ("群众", "群眾", "群衆"),
        ("高峰启动", "高峰啟動", "高峰啓動"),
        ("着力", "着力", "着力"),
        ("著名", "著名", "著名"),
        ("里面", "裏面", "裏面"),
        ("台湾", "台灣", "臺灣"),
        ("为了", "為了", "爲了"),
        ("线上", "線上", "綫上"),
        ("卫生", "衞生", "衛生"),
        ("税务说明", "税務説明", "税務説明"),
    ],
)
def test_places_write_traditional_in_forms_of_their_own(simplified: str, hong_kong: str, mainland: str) -> None:
    assert to_hong_kong(simplified) == hong_kong
    assert to_mainland(simplified) == mainland


@pytest.mark.parametrize(
    ("published", "hong_kong", "mainland"),
    [
        ("著力改善臺灣與鄉里", "着力改善台灣與鄉里", "着力改善臺灣與鄉里"),
        ("著名論著裡的衛生為主", "著名論著裏的衞生為主", "著名論著裏的衛生爲主"),
    ],
)
def test_traditional_text_takes_on_the_forms_of_a_place(published: str, hong_kong: str, mainland: str) -> None:
    assert to_hong_kong(published) == hong_kong
    assert to_mainland(published) == mainland


def test_text_in_the_script_of_publication_stays_as_published() -> None:
    assert displayed("著力", "hant", "hant") == displayed("著力", "", "hant") == "著力"
    assert displayed("著力", "hk", "hant") == "着力"


@pytest.mark.parametrize(
    ("script", "published", "language"),
    [
        ("", "hant", "zh-Hant"),
        ("hant", "hant", "zh-Hant"),
        ("hant", "hans", "zh-Hant-TW"),
        ("hk", "hant", "zh-Hant-HK"),
    ],
)
def test_language_says_of_which_place_a_conversion_is(script: str, published: str, language: str) -> None:
    assert language_of(script, published) == language


@pytest.mark.parametrize("text", ["𠮷野家，一〇〇个", "“通通”（AI）㎡①", "ｶﾞ①臺灣着著"])
def test_every_character_keeps_its_place(text: str) -> None:
    assert {len(form.convert(text)) for form in FORMS.values()} == {len(text)}
