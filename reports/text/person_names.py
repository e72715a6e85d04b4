"""Chinese names of persons in Latin letters, as English texts write them: the family name first."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reports.text.fold import fold

FIRST, END = 0x4E00, 0xA000
FAMILY_NAMES_OF_TWO = frozenset(
    "欧阳 司马 上官 诸葛 司徒 皇甫 夏侯 慕容 尉迟 令狐 公孙 东方 端木 呼延 宇文 长孙".split()
)
# As names of families these are read otherwise than elsewhere.
AS_FAMILY_NAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "翟": "zhai",
    "盖": "ge", "乐": "yue", "员": "yun", "召": "shao", "覃": "qin", "尉": "wei", "长": "zhang", "万": "wan",
    "缪": "miao", "车": "che", "折": "she", "黑": "he", "种": "chong", "秘": "bi", "冼": "xian", "洗": "xian",
    "逄": "pang", "宓": "mi", "任": "ren", "曲": "qu", "柏": "bai", "葛": "ge", "纪": "ji", "那": "na", "宁": "ning",
    "沈": "shen", "石": "shi", "薄": "bo",
}  # fmt: skip
# Of a name: what stands between the parts of one of several words.
DOTS = re.compile(r"[·•・.\s]+")


@cache
def _readings() -> dict[str, str]:
    """Return the commonest reading of each character, without its tone.

    The dictionary's package takes sixty megabytes when it is imported, its file of characters less than a tenth.
    """
    spec = find_spec("pypinyin")
    folder = next(iter(spec.submodule_search_locations or []), "") if spec else ""
    found = json.loads((Path(folder) / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {
        chr(int(point)): sys.intern(_toneless(every.split(",")[0]))
        for point, every in found.items()
        if FIRST <= int(point) < END
    }


def _toneless(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part.isascii() or part == "\u0308"))


def latin_names(name_zh: str) -> list[str]:
    """Return a Chinese name in pinyin, as in Zhu Rongji; with ü, also with the yu and u that are written for it.

    An empty list for what isn't all Chinese.
    """
    parts = [part for part in DOTS.split(fold(name_zh)) if part]
    # Spaces that set a name of two characters wide are no part of it.
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    if len(parts) == 1 and 2 <= len(parts[0]) <= 4:
        cut = 2 if parts[0][:2] in FAMILY_NAMES_OF_TWO and len(parts[0]) > 2 else 1
        words = [_read(parts[0][:cut], AS_FAMILY_NAMES), _read(parts[0][cut:], {})]
    else:
        words = [_read(part, {}) for part in parts]
    if not words or not all(words):
        return []
    whole = " ".join(word.capitalize() for word in words)
    return list(dict.fromkeys([whole, whole.replace("ü", "yu"), whole.replace("ü", "u")]))


def _read(characters: str, otherwise: dict[str, str]) -> str:
    known = _readings()
    syllables = [otherwise.get(character) or known.get(character, "") for character in characters]
    return "".join(syllables) if all(syllables) else ""
