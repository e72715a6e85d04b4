"""What figures look like in Chinese, as patterns over folded text, and the numbers they write."""

from __future__ import annotations

import re
from decimal import Decimal

from reports.text.figures.chinese_units import COUNTED, IDIOMS, NOT_UNITS, UNITS, YUAN
from reports.text.figures.figure import COUNT, MU, Hedge, Reading, Unit, units_by_length

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
MYRIAD = 10**4

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?"
# 千 of 千瓦, 百 of 百分点 and 万 of 万里 belong to what follows.
POWER = r"(?:[十万亿]|百(?!分)|千(?![瓦米克伏焦卡帕赫]))"
SCALED = rf"(?:[ ]?[多余几]?{POWER})"
MIXED = rf"{ARABIC}{SCALED}*(?:(?<=[千万亿])零?{ARABIC}{SCALED}+)*"
NUMERAL = rf"(?:[零〇○一二两三四五六七八九]|{POWER})"
HAN = rf"{NUMERAL}+(?:点[零〇一二三四五六七八九]+{POWER}*)?(?:[多余几]{POWER}+)?"
NUMBER = rf"(?:{MIXED}|{HAN})"
DAY_OR_MONTH = r"(?:[12]?\d|3[01]|[一二三]?十?[一二三四五六七八九]|[二三]?十)"
# 3分、5分和1毛钱: the first are money too.
UNIT_WORDS = rf"{units_by_length(UNITS)}|分(?=[、和或][^。；]{{0,12}}钱)"
UNIT = re.compile(rf"(?:多|余|几)?[ ]?(?!{NOT_UNITS})(?:(?P<unit>{UNIT_WORDS})|(?P<counted>[{COUNTED}]))")

# What any of the pattern's alternatives can begin with: most characters begin none, which makes it three times as fast.
IDIOMS_BEGIN = "".join({found[-1] for found in re.findall(r"(?:^|\|)(.)", IDIOMS)})
BEGIN = (
    rf"[0-9a-z \[(〔“\"零〇○一二三四五六七八九十百千万亿两几数好成半大过第翻上本去前今新明来次同规耕全{IDIOMS_BEGIN}]"
)
# 数 is the end of many a noun: 人数, 户数, 指数.
VAGUE = rf"成千上万|成百上千|亿万|数以{POWER}+计|(?:好?几|(?<![人户总指次倍系基参件个字分位多少无])数){POWER}+"
PATTERN = re.compile(
    rf"""(?={BEGIN})(?:(?P<vague>{VAGUE})
    | (?P<idiom>{IDIOMS}|https?://[^\s一-龥]+|[〔\[]\d+[〕\]])
    | (?P<item>(?:^|(?<=[\n。;]))[ ]*\(?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})
        (?:\)|[、.](?!\d)|是(?=[^一-龥]|[一-龥]{{2}})))
    | (?P<plan>十[一二三四五六七]五|十五(?=["”’」』]?(?:规划|计划|时期|期间|末|以来|开局|目标|纲要|前|后|["”’」』])))
    | (?P<congress>(?<![一-龥0-9第])?(?<=[党的在自和至、""“])十[一二三四五六七八九]?大(?![项类个重工类行家批])
        |二十大(?![项类个重工类行家批]))
    | (?P<code>[a-z]+[-·]?\d+(?:\.\d+)?(?!\d*[%元])|\d+(?:\.\d+)?[gmkda](?![a-z0-9])
        |\d+(?:\+(?:\d+|[nx]))+|\d+·\d+|"\d+"|“\d+”|{NUMBER}号(?!召|称))
    | (?P<decade>(?:(?P<century>\d\d|十九|二十|上个?|本)世纪)?(?P<decades>\d0|[二三四五六七八九]十)年代)
    | (?P<date>(?P<month>{DAY_OR_MONTH})月(?:份|(?P<day>{DAY_OR_MONTH})[日号])?)
    | (?P<year>(?:[12]\d{{3}}|[一二][零〇○一二三四五六七八九]{{3}})
        (?=[ ]?年|[—–\-~至到][12]\d{{3}}(?!\d)|(?<=[—–\-~至到]\d{{4}})\)))
    | (?P<consensus>九二(?=共识))
    | (?P<defined>规模以上|耕地(?:保护)?红线|31个?省)
    | (?P<relative>(?P<last>去年|上年|前一年|过去的?一年|一年来|全年)
        |(?P<this>今年|本年度?(?!级)|新的一年)|(?P<next>明年|来年|次年)|同比)
    | (?P<share>百分之(?P<percent>{NUMBER})|千分之(?P<mille>{NUMBER})|(?P<below>{NUMBER})分之(?P<above>{NUMBER}))
    | (?P<slashed>(?<![\d/])(?P<over>\d{{1,2}})/(?P<under>\d{{1,2}})(?![\d/]))
    | (?P<redoubled>翻(?:了|一|两|二|三|四|\d|近|约){{0,2}}番)
    | (?P<tenths>(?P<tenth>[一二两三四五六七八九\d])成(?P<half>半)?(?![立为员果功本就长都套交熟品分效绩天]))
    | (?P<halved>一半(?!的路)|半数|过半(?!个)|大半|(?P<halves>半)(?=(?:个|年|天|月|世纪)))
    | 第(?P<ordinal>{NUMBER})
    | (?P<number>{NUMBER}(?P<and>个半)?))""",
    re.X,
)
# Folding would do this too, only slower. A full-width comma parts clauses: it must not look like the comma of 1,000.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFF0C: "、"}
HEDGED_BEFORE = re.compile(
    "(?:(?P<over>不低于|不少于|不小于|不得低于)|(?P<under>不到|不足|不超过|低于|少于|不高于|最多|不多于)"
    "|(?P<more>(?:超过?|突破)了?|逾|至少|高于|多于|大于|越过|跨上|跃上|站上|迈上|跨过|冲破)"
    "|(?P<nearly>将近|接近|逼近|近)|(?P<about>大?约|约为|大概|大体))(?:了|达|到|[每人])?$"
)
# 上亿, 上百万 are at least so many; what lies 以上, 向上 or on a basis (基础上) is not.
AT_LEAST = re.compile("(?<![以之向础马网线路])上(?=[千万亿]|百(?!分))")
HEDGED_AFTER = re.compile("[一-龥]{0,2}?(?:(?P<about>左右|上下)|(?P<over>以上|[多余]|有余)|(?P<under>以内|以下|之内))")
HEDGES = {
    "over": Hedge.OVER,
    "more": Hedge.OVER,
    "under": Hedge.UNDER,
    "nearly": Hedge.NEARLY,
    "about": Hedge.ABOUT,
}
GROWTH = re.compile(r"(?:增长|增加|提高|上升|扩大|上涨|提升|增|涨|多|高|快)了?(?:近|约|超过?|逾|将近|大约)?$")
# 二三十 is between 20 and 30.
FORERUNNERS = re.compile("(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])(?P<power>[十百千万亿]+)")
# A rate by the jin or the mu is by the kilogram or the hectare in English.
RATE = re.compile("每(斤|亩)[^。；;]{0,12}$")
RATES = {"斤": 2, "亩": 15}
# A numeral in characters from here on is a count and no figure of speech.
SURE = 13
# Names that English may put in figures: the turnover of a company above designated size (2 千万 yuan since 2011, 5 百万
# before), the 18亿亩 below which farmland must not fall, all the provinces.
DEFINITIONS: dict[str, tuple[float, Unit] | tuple[float, Unit, Reading]] = {
    "规模": (2e7, YUAN, Reading("yuan", 5e6)),
    "耕地": (1.8e9, MU),
    "31": (31, COUNT),
}
JOINED = re.compile(r"[ ]*(?:[—–\-~至到]+|、|和|或)[ ]*")
RANGE = re.compile(r"[ ]*[—–\-~至到]+[ ]*")


def chinese_amount(text: str) -> float | None:
    """Return the number that `text` writes (1.37万亿, 1亿3千万, 万亿; 多 and 余 left out), None if it's none."""
    total = section = Decimal(0)
    current: Decimal | None = None
    smallest = Decimal(0)
    for part in re.findall(rf"{ARABIC}|点[零〇一二三四五六七八九]+|.", re.sub("[, ]", "", text)):
        if part in POWERS:
            smallest = Decimal(POWERS[part])
            if smallest < MYRIAD:
                section += (1 if current is None else current) * smallest
            else:
                section += current or 0
                section = section or Decimal(0 if total else 1)
                total = (total + section) * smallest if smallest > MYRIAD else total + section * smallest
                section = Decimal(0)
            current = None
        elif part in DIGITS:
            current = Decimal(DIGITS[part]) if current is None else current * 10 + DIGITS[part]
        elif part.startswith("点"):
            digits = "".join(str(DIGITS[character]) for character in part[1:])
            current = (current or 0) + Decimal(f"0.{digits}")
        elif part[0].isdigit():
            current = Decimal(part)
        elif part not in "多余几":
            return None
    # 一万五 is 15,000.
    if current is not None and smallest >= POWERS["百"] and re.search(r"[百千万亿][一二三四五六七八九]$", text):
        current *= smallest / 10
    return float(total + section + (current or 0))
