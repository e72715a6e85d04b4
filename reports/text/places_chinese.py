"""The places that Chinese names in folded text: who holds the congress, whose government it is, or a name in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.text.fold import HAN
from reports.text.gazetteer import PEOPLES, Body, Place, by_code, chinese_names, full_names, lowest_of, within

OF_A_PEOPLE = re.compile(f"{PEOPLES}|满族|纳西族")
# Words of the sentence in which a body speaks of itself by its rank alone (圆满完成了市十届人大…) are no name.
COUNTY = re.compile(
    r"(?!.*(?:[委党的我了着]|各(?!族)|完成|通过|召开|回顾|贯彻|落实|实现|围绕|按照|根据|实施|其他|省市))(?![省县]|[^芒]市$)"
    rf"(?:[{HAN}]{{1,8}}[县区旗]|[{HAN}]{{1,5}}市|[{HAN}]{{2,13}}自治[县旗])"
)
# Words that end like a county and are none, and bodies that a congress names below the county.
NO_COUNTY = re.compile(
    r".*(?:自治区|行政区|经济特区|地区|军区|开发区|高新区|经开区|示范区|工业园区|产业园区|风景区|社区|辖区)"
    r"|(?:其[他它]|主要|重点|所有|大|中|小|中心)*(?:城市|地市|市县|县市|州市|区市|市区|县区|山区|灾区|牧区|园区|[全本][市区县旗])"
)
# The one county whose name ends in a prefecture's, and those whose 乾 folding has made 干.
EMEISHAN = "峨眉山市"
WITH_QIAN = {"干县": "乾县", "干安县": "乾安县"}
BELOW_COUNTY = re.compile(rf"[{HAN}]+(?:[镇乡]|街道|苏木)")
# What a place may follow without a break when it is named short, or when no congress or government follows it.
BEFORE_A_PLACE = tuple("在表于告布发对向是")
LEAD_IN = re.compile(r".*(?:在|代表|关于|发布|报告|中共)")
LONGEST_NAME = 16
LONGEST = 50  # characters of a province, a prefecture and a county together, and what leads in to them
NUMBER = "〇零○一二三四五六七八九十百0-9"
DATE = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|[〇零○一二三四五六七八九]{{4}})年度?(?:[{NUMBER}]{{1,3}}月)?(?:[{NUMBER}]{{1,3}}[日号])?"
    rf"|[{NUMBER}]{{1,3}}月[{NUMBER}]{{1,3}}[日号]"
)
CONGRESS = re.compile(
    rf"(?:第[{NUMBER}]+|(?<![{NUMBER}第])[{NUMBER}]+)届\n?(?P<within>[{HAN}]{{2,20}}?)??(?:各界)?人\n?(?:民|大|代会)"
)
GOVERNMENT = re.compile(
    r"(?P<nation>国务院[代副]?总理|政务院|中央人民政府)"
    r"| ?(?:人民政府|政府(?!网|采购)|人民委员会|革命委员会|行政公署)"
    r"| ?(?:代理?|副)?(?:主席|专员|(?P<rank>[省市州县区盟旗])长)"
)
SEGMENT = re.compile(f"[{HAN}]+")
# After a full name these make another word of it: 北京市场, 北京市朝阳区.
AFTER_A_PLACE = re.compile(rf"场|民|容|郊|[{HAN}]{{1,7}}?[县区旗]")
# Blanks beside Chinese, and Markdown's stars, mean nothing.
BLANKS = re.compile(rf"(?<=[{HAN}*])[ \t]+|(?<![ \t])[ \t]+(?=[{HAN}*])|\*+")
ALL_BLANKS = re.compile(rf"(?<=[{HAN}*])\s+|(?<!\s)\s+(?=[{HAN}*])|\*+")
SLASHES = re.compile(rf"(?<=[{HAN}])[/\\]+(?=[{HAN}])")


def parse(name: str) -> Body | None:
    """Read a folded name from its left: known places, each within the one before, and perhaps a county last."""
    above: Place | None = None
    if len(name) > LONGEST:
        return None
    while name:
        place = chinese_names().get(name)
        if place and within(place, above):
            return Body(place)
        length = _head(name, above)
        if not length:
            break
        above, name = chinese_names()[name[:length]], name[length:]
    if _county(name):
        return Body(county=WITH_QIAN.get(name, name), above=above)
    return Body() if BELOW_COUNTY.fullmatch(name) else None


def _head(name: str, above: Place | None) -> int:
    """Return the length of the place's name that begins a longer one, 0 if none does."""
    for length in range(len(name) - 2, 1, -1):
        head, rest = chinese_names().get(name[:length]), name[length:]
        if head is None or not within(head, above):
            continue
        # 黄石港区 and 阜新蒙古族自治县 begin with a city's short name and are counties by themselves.
        apart = name[:length] in full_names() or (len(rest) > 2 and not OF_A_PEOPLE.match(rest))
        inner = chinese_names().get(rest)
        if apart or (inner and within(inner, head)):
            return length
    return 0


def _county(name: str) -> bool:
    if name == EMEISHAN or not COUNTY.fullmatch(name) or NO_COUNTY.fullmatch(name):
        return name == EMEISHAN
    # Nothing may be left that is known: 中共北京市, or 杭州市市 before 政府.
    return name[:-1] not in full_names() and not any(name[start:] in full_names() for start in range(1, len(name)))


def _at_end(run: str) -> Place | None:
    """Return the place whose name ends a folded run of characters, the longest if several do."""
    if run.endswith(EMEISHAN):
        return None
    for start in range(max(0, len(run) - LONGEST_NAME), len(run) - 1):
        place = chinese_names().get(run[start:])
        before = run[:start]
        if place and (run[start:] in full_names() or not before or before.endswith(BEFORE_A_PLACE) or _at_end(before)):
            return place
    return None


def _before(text: str, end: int, rank: str = "") -> Body | None:
    """Return the body named right before `end`; `rank` is what a title adds to it (吉林 市长 is 吉林市)."""
    start = end = end - text.endswith("\n", 0, end)
    while start > max(0, end - LONGEST) and SEGMENT.fullmatch(text[start - 1]):
        start -= 1
    run = text[start:end]
    place = _at_end(run + rank) if rank else None
    if place:
        return Body(place)
    name = LEAD_IN.sub("", run)
    place = _at_end(run)
    return parse(name) or (Body(place) if place else None)


def _by_congress(text: str) -> Body | None:
    for match in CONGRESS.finditer(text):
        if match["within"]:
            # 在第十四届全国人民代表大会; a local report also speaks of 3月召开的十届全国人大.
            before = text[max(0, match.start() - 1) : match.start()]
            opens = before == "在" or not SEGMENT.fullmatch(before)
            body = parse(match["within"]) if opens else None
        else:
            body = _before(text, match.start())
        if body:
            return body
    return None


def _by_government(text: str) -> Body | None:
    for match in GOVERNMENT.finditer(text):
        body = Body(by_code("national")) if match["nation"] else _before(text, match.start(), match["rank"] or "")
        if body:
            return body
    return None


def _by_name(text: str) -> Body | None:
    """Return what a text without a congress or government names in full, or as a whole segment."""
    found: list[Place] = []
    for segment in SEGMENT.finditer(text):
        name = segment.group()
        body = parse(name)
        if body and body.county and (body.above or name == text):
            return body
        # A short name is clear as the part of a path or title, not in a text, and not in a list: 党中央、国务院、省委.
        clear = name in full_names() or ("\n" not in text and "、" not in text)
        found += [body.place] if body and body.place and clear else _in_full(name)
    lowest = lowest_of(found)
    return Body(lowest) if lowest else None


def _in_full(segment: str) -> Iterator[Place]:
    start = 0
    clear = True  # whether a name can begin here
    while start < len(segment):
        ends = range(min(len(segment), start + LONGEST_NAME), start + 1, -1)
        end = next((end for end in ends if clear and segment[start:end] in full_names()), None)
        if end and not AFTER_A_PLACE.match(segment, end):
            yield full_names()[segment[start:end]]
        clear = bool(end) or segment[start].endswith(BEFORE_A_PLACE)
        start = end or start + 1


def phrases(folded: str) -> Iterator[Body | None]:
    """Yield what the congress and government phrases of a folded text name, the best evidence first."""
    # A phrase can be broken over two lines; a line's end is a boundary all the same while there is a choice.
    texts = [DATE.sub(" ", blanks.sub("", folded)) for blanks in (BLANKS, ALL_BLANKS)]
    yield from (_by_congress(text) for text in texts)
    yield from (_by_government(text) for text in texts)


def names(folded: str) -> Iterator[Body | None]:
    """Yield what a folded text or path names without such a phrase, the best evidence first."""
    text = DATE.sub(" ", BLANKS.sub("", folded)).strip()
    yield _by_name(SLASHES.sub("", text))
    yield _by_name(text)
