"""Names of speakers in citations."""

from __future__ import annotations

import pytest

from reports.citing.names import Name, chinese_name, latin_name, pinyin_name


@pytest.mark.parametrize(
    ("chinese", "inverted"),
    [
        ("殷勇", "Yin, Yong"),
        ("欧阳修", "Ouyang, Xiu"),
        ("歐陽修", "Ouyang, Xiu"),
        ("上官吉庆", "Shangguan, Jiqing"),
        ("单向前", "Shan, Xiangqian"),
        ("曾庆红", "Zeng, Qinghong"),
        ("解振华", "Xie, Zhenhua"),
        ("任泽锋", "Ren, Zefeng"),
        ("薄一波", "Bo, Yibo"),
        ("吕长安", "Lü, Chang'an"),
        ("谌贻琴", "Chen, Yiqin"),
        ("万俟安", "Moqi, An"),
        ("欧阳", "Ou, Yang"),
        ("李 强", "Li, Qiang"),
    ],
)
def test_chinese_name_in_pinyin(chinese: str, inverted: str) -> None:
    assert pinyin_name(chinese_name(chinese)).inverted == inverted


@pytest.mark.parametrize("name", ["艾尔肯·吐尼亚孜", "洛桑江村", "巴音朝鲁", "阿更登", "李"])
def test_name_that_characters_do_not_tell_is_kept(name: str) -> None:
    assert pinyin_name(name) == Name(name)


@pytest.mark.parametrize(
    ("chinese", "english", "parts"),
    [
        ("殷勇", "Yin Yong", ("Yin", "Yong")),
        ("", "Li Keqiang", ("Li", "Keqiang")),
        ("殷勇", "Yong Yin", ("Yin", "Yong")),
        ("林郑月娥", "Carrie Lam", ("Carrie", "Lam")),
        ("李克强", "LI KEQIANG", ("Li", "Keqiang")),
        ("何厚铧", "Ho, Edmund Hau-wah", ("Ho", "Edmund Hau-wah")),
        ("努尔·白克力", "Nur Bekri", ("Nur", "Bekri")),
        ("吕伟", "Lyu Wei", ("Lyu", "Wei")),
        ("", "Losang", ("Losang", "")),
    ],
)
def test_published_english_name_is_taken(chinese: str, english: str, parts: tuple[str, str]) -> None:
    name = latin_name(chinese, english)
    assert name is not None
    assert (name.family, name.given) == parts


def test_nobody_named_is_nobody() -> None:
    assert latin_name("", " ") is None


@pytest.mark.parametrize(
    ("name", "initialled"),
    [
        (Name("Yin", "Yong"), "Yin, Y."),
        (Name("Ho", "Edmund Hau-wah"), "Ho, E. H.-W."),
        (Name("Losang"), "Losang"),
        (Name("Lü", "Chang'an"), "Lü, C."),
    ],
)
def test_initials(name: Name, initialled: str) -> None:
    assert name.initialled == initialled
