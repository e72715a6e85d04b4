from __future__ import annotations

import subprocess
import sys

import pytest

from reports.text.person_names import latin_names


@pytest.mark.parametrize(
    ("zh", "latin"),
    [
        ("朱镕基", ["Zhu Rongji"]),
        ("朱鎔基", ["Zhu Rongji"]),
        ("温家宝", ["Wen Jiabao"]),
        ("李 鹏", ["Li Peng"]),
        ("曾庆红", ["Zeng Qinghong"]),
        ("欧阳坚", ["Ouyang Jian"]),
        ("吕正操", ["Lü Zhengcao", "Lyu Zhengcao", "Lu Zhengcao"]),
        ("雪克来提·扎克尔", ["Xuekelaiti Zhakeer"]),
        ("", []),
        ("Li Peng", []),
    ],
)
def test_latin_names(zh: str, latin: list[str]) -> None:
    assert latin_names(zh) == latin


def test_the_large_dictionary_is_not_imported() -> None:
    code = "import sys; from reports.text.person_names import latin_names as said"
    code += "; print(said('朱镕基') and 'pypinyin' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
