"""Speakers as citations name them: family and given name, in pinyin where no English name is known.

Pinyin follows GB/T 28039 (Chinese names in pinyin): family name first, given name as one word, an apostrophe before
an a, o or e inside it. A name that isn't built of a known family name and one or two more characters, as Tibetan,
Uygur and Mongolian names in Chinese characters aren't, has an own form in Latin letters that its characters don't
tell: it is kept as published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reports.text.fold import HAS_HAN
from reports.text.simplified import simplify

# Family names of two characters, with their readings.
COMPOUND = dict(
    entry.split(":")
    for entry in (
        "欧阳:Ouyang 上官:Shangguan 司马:Sima 司徒:Situ 司空:Sikong 诸葛:Zhuge 夏侯:Xiahou 皇甫:Huangfu 尉迟:Yuchi "
        "公孙:Gongsun 公冶:Gongye 慕容:Murong 令狐:Linghu 端木:Duanmu 长孙:Zhangsun 宇文:Yuwen 轩辕:Xuanyuan "
        "东方:Dongfang 东郭:Dongguo 南宫:Nangong 西门:Ximen 独孤:Dugu 申屠:Shentu 闻人:Wenren 濮阳:Puyang "
        "淳于:Chunyu 单于:Chanyu 太史:Taishi 钟离:Zhongli 鲜于:Xianyu 闾丘:Lüqiu 万俟:Moqi 赫连:Helian "
        "澹台:Tantai 宗政:Zongzheng 呼延:Huyan 羊舌:Yangshe 拓跋:Tuoba 百里:Baili 完颜:Wanyan 纳兰:Nalan 第五:Diwu"
    ).split()
)
# Characters that are read otherwise as a family name than elsewhere, or than a dictionary says first.
SINGLE = dict(
    entry.split(":")
    for entry in (
        "单:Shan 解:Xie 曾:Zeng 仇:Qiu 查:Zha 区:Ou 盖:Gai 繁:Po 朴:Piao 缪:Miao 翟:Zhai 乐:Yue 任:Ren 华:Hua "
        "宿:Su 覃:Qin 种:Chong 员:Yun 秘:Bi 召:Shao 折:She 车:Che 石:Shi 宁:Ning 卜:Bu 哈:Ha 祭:Zhai 钭:Tou "
        "逄:Pang 佴:Nai 句:Gou 褚:Chu 沈:Shen 柏:Bai 冯:Feng 贾:Jia 盛:Sheng 应:Ying 谌:Chen 都:Du 那:Na 曲:Qu "
        "燕:Yan 牟:Mu 尉:Wei 粘:Nian 仉:Zhang 占:Zhan 冼:Xian 洗:Xian 尹:Yin 郗:Xi 隗:Wei 么:Yao 黑:He 撒:Sa "
        "藏:Zang 臧:Zang 晟:Cheng 万:Wan 於:Yu 干:Gan 沙:Sha 大:Da 眭:Sui 薄:Bo 乜:Nie 能:Nai 贲:Ben 郄:Qie 阚:Kan"
    ).split()
)
# These begin names of other languages in Chinese characters far more often than a Chinese family name.
TRANSCRIBED = frozenset("阿乌列旦扎次旺嘎吾努迪多尼")
DOT = re.compile(r"[·•・‧]")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: `family` and `given`, or the whole of it in `family` alone where the two can't be told."""

    family: str
    given: str = ""

    @property
    def family_first(self) -> str:
        """Return the name as it stands in Chinese order, in Latin letters."""
        return f"{self.family} {self.given}".strip()

    @property
    def inverted(self) -> str:
        """Return the name as BibTeX, RIS and catalogues sort it: `Yin, Yong`."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initialled(self) -> str:
        """Return the name as APA has it: `Yin, Y.` for Yin Yong."""
        initials = " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in self.given.split()
        )
        return f"{self.family}, {initials}" if initials else self.family


def chinese_name(speaker: str) -> str:
    """Return a Chinese name as citations print it: 李 强 without the space that sets short names in print."""
    return SPACES.sub("", speaker) if HAS_HAN.search(speaker) else speaker.strip()


@lru_cache(maxsize=4096)
def latin_name(speaker_zh: str, speaker_en: str) -> Name | None:
    """Return a speaker's name in Latin letters, from the English one where it is known; None where nobody is named."""
    chinese = chinese_name(speaker_zh)
    if speaker_en.strip():
        return _english(speaker_en, _split(chinese))
    return pinyin_name(chinese) if chinese else None


def pinyin_name(chinese: str) -> Name:
    """Return a Chinese name in pinyin; as it is, whole, where it isn't built of a family and a given name."""
    parts = _split(chinese)
    if parts is None:
        return Name(chinese)
    family, given = parts
    return Name(_family(family), _word(given))


def _split(chinese: str) -> tuple[str, str] | None:
    folded = simplify(chinese)
    if not folded:
        return None
    if folded[0] in TRANSCRIBED or DOT.search(folded) or not all(map(HAS_HAN.fullmatch, folded)):
        return None
    size = 2 if folded[:2] in COMPOUND and len(folded) > 2 else 1
    return (folded[:size], folded[size:]) if 1 <= len(folded) - size <= 2 else None


def _family(family: str) -> str:
    known = COMPOUND.get(family) or SINGLE.get(family)
    return known or _syllables(family)[0].capitalize()


def _word(given: str) -> str:
    syllables = _syllables(given)
    return "".join(f"'{one}" if place and one[0] in "aoe" else one for place, one in enumerate(syllables)).capitalize()


def _syllables(characters: str) -> list[str]:
    # Its dictionary takes a third of a second to load, and few citations ask for it.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(characters, style=Style.NORMAL, v_to_u=True)


def _english(speaker: str, chinese: tuple[str, str] | None) -> Name:
    """Part an English name: by a comma, else by which end of it the Chinese family name is at, else Chinese order."""
    name = SPACES.sub(" ", speaker).strip()
    if name.isupper():
        name = name.title()
    if "," in name:
        family, _, given = name.partition(",")
        return Name(family.strip(), given.strip())
    words = name.split(" ")
    if len(words) == 1:
        return Name(name)
    family_last = chinese is not None and _is_same(words[-1], chinese[0]) and not _is_same(words[0], chinese[0])
    return Name(words[-1], " ".join(words[:-1])) if family_last else Name(words[0], " ".join(words[1:]))


def _is_same(word: str, family: str) -> bool:
    return word.lower().replace("lyu", "lü") == _family(family).lower()
