from __future__ import annotations

import pytest

from reports.text.scripts import to_simplified, to_traditional


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


@pytest.mark.parametrize("text", ["𠮷野家，一〇〇个", "“通通”（AI）㎡①", "ｶﾞ①臺灣着著"])
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(to_traditional(text)) == len(to_simplified(text)) == len(text)
