"""What can be a person's name in Chinese characters: no office, no place, no word of a report's header."""

from __future__ import annotations

import re

from reports.text.fold import HAN, fold
from reports.text.gazetteer import full_names
from reports.text.person_names import FAMILY_NAMES_OF_TWO

FAMILY_NAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁"
    "仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰"
    "郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃"
    "利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查荆红游竺权逯盖益桓公展摆佘付肖代覃谌丘岳亢况帅缑琴归"
    "海晋楚曲候仝仉佟佴仵苑丛蹇犹迟信降冼麦练苟庹禚檀郄栗祖操回及奇旷银原官补卡刀门闭揭鹿隋刑仁忻闪纳撒兰虎尧但迪皇牟商赏战矫"
    "邸初由遇曳楼粟税寸者起阳敬耶矣老才布多普次洛扎格达尼拉丹旦列嘎阿"
)
# Minority names that are not of this form stand in the header with a point in them, or a gap before them.
LONGEST = 6
POINTED = re.compile(rf"[{HAN}]+(?:[·•・.．][{HAN}]+)+")
NEVER_FIRST = "在的是作做了我各本这此第"
NEVER_LAST = "上的了省市县区州盟"
NEVER_INSIDE = re.compile(
    r"总理|主席|省长|市长|州长|盟长|专员|县长|区长|旗长|主任|部长|书记|委员|代表|同志|政府|人大|会议|大会|报告|讲话"
    r"|目录|摘要|全文|附件|来源|作者|发布|办公|年度|回顾|记者|编辑|打印|关闭|字体|字号|热线|信箱"
)


def can_be_name(text: str) -> bool:
    """Say whether nothing speaks against a text being a name: it is short, no place in full and no header's word."""
    plain = "".join(fold(text).split())
    if plain.startswith(tuple(NEVER_FIRST)) or NEVER_INSIDE.search(plain) or plain in full_names():
        return False
    if POINTED.fullmatch(plain):
        return True
    return bool(re.fullmatch(rf"[{HAN}]{{2,{LONGEST}}}", plain)) and not plain.endswith(tuple(NEVER_LAST))


def looks_like_name(text: str) -> bool:
    """Say whether a text is a name by its own looks: it begins with a family name or has a point inside."""
    plain = "".join(fold(text).split())
    known = plain[:1] in FAMILY_NAMES or plain[:2] in FAMILY_NAMES_OF_TWO
    return can_be_name(plain) and (known or bool(POINTED.fullmatch(plain)))
