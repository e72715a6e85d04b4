"""What the Chinese lines of a header say: title, session and date, speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.ingest.plan import Evidence, Fact, Line
from reports.text.dates import chinese_date
from reports.text.fold import HAN, Folded, fold, fold_with_offsets
from reports.text.han_names import can_be_name, looks_like_name
from reports.text.numerals import CHINESE, chinese_number

TITLE = re.compile(r"(?:\d{4}年)?(?:[^,。:;\s在上的]{2,14}?)?政府(?:\d{4}年)?工作的?报告")
SESSION = re.compile(
    rf"(?:[^\s在,。—\-()\d第]{{2,16}}?|[省市县区州盟]|)(?<![一二三四五六七八九十])第?(?P<congress>{CHINESE})届[^第,。]{{0,20}}?(?:人民代表大会|人大)"
    rf"(?:常务委员会)?第?(?P<session>{CHINESE})次(?:全体)?(?:会议|大会)"
)
OFFICES = "总理|主席|省长|市长|州长|盟长|专员|县长|区长|旗长|主任|部长"
# 佛山市委常委、常务副市长.
OFFICE = rf"(?P<office>[{HAN}、]{{0,24}}?(?:{OFFICES}))"
POINTED = rf"[{HAN}]+(?:[·•・.．][{HAN}]+)+"
NAME = rf"[{HAN}](?:\s*[{HAN}]){{1,3}}|{POINTED}"
SPEAKER = re.compile(rf"{OFFICE}(?P<gap>[\s:?]*)(?P<name>{NAME}|[{HAN}]{{5,6}})")
SPEAKER_LAST = re.compile(rf"(?P<name>{NAME})(?P<gap>\s+){OFFICE}")
MENTIONED = re.compile(rf"(?P<office>代?(?:{OFFICES}))(?P<name>[{HAN}]{{2,3}}|{POINTED})(?=代表|在|作|向|做)")
# 某某市长在上海市第十四届人民代表大会第一次会议上的政府工作报告.
MENTIONED_BEFORE = re.compile(rf"\W*(?P<name>[{HAN}]{{2,3}}|{POINTED})(?P<office>代?(?:{OFFICES}))(?=在)")
OFFICE_ALONE = re.compile(rf"{OFFICE}[\s:]*")
NAME_ALONE = re.compile(rf"\(?(?P<name>{NAME})\)?")
DATE_AND_NAME = re.compile(rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日\s*(?:在\s+)?(?P<name>{NAME})\s*\)?\s*$")
BEHIND_A_NAME = re.compile(r"\s*(?:同志|讲话|講話)$")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)")
SPACED_OUT = re.compile(rf"(?<=[{HAN}\d])\s+(?=[{HAN}\d])")

Fields = dict[str, Fact]


def compact(text: str) -> str:
    """Return a text without white space and without the brackets and quotes around it."""
    return re.sub(r"\s+", "", text).strip("《》【】*#_")


def is_title(text: str) -> bool:
    """Say whether a line is the report's title, alone or with the session in it."""
    plain = compact(fold(text))
    return bool(TITLE.search(plain)) and len(plain) <= 60 and "。" not in plain


def read(lines: Sequence[Line]) -> tuple[Fields, set[int]]:
    """Return the fields that these lines tell, and the numbers of the lines that told them."""
    fields: Fields = {}
    known: set[int] = set()
    index = 0
    while index < len(lines):
        used = 0
        for reader in (_session, _title, _speaker):
            used = max(used, reader(lines[index : index + 3], fields))
        known |= {line.number for line in lines[index : index + used]}
        index += max(used, 1)
    last = lines[-1] if lines else None
    if last and "speaker_zh" not in fields and "title_zh" in fields and _is_name_alone(last):
        # A name alone just above the address to the deputies.
        fields["speaker_zh"] = _fact(_bare_name(last), last)
        known.add(last.number)
    if "speaker_zh" not in fields:
        _speaker_in_title(lines, fields)
    return fields, known


def mentions(sentence: str) -> dict[str, str]:
    """Return what a sentence about the report tells of its session and its speaker."""
    folded = fold_with_offsets(sentence)
    found: dict[str, str] = {}
    if match := SESSION.search(folded.text):
        found["session_zh"] = _published(sentence, folded, match)
        found["session_key"] = f"{chinese_number(match['congress'])}.{chinese_number(match['session'])}"
    match = next((match for match in MENTIONED.finditer(folded.text) if looks_like_name(match["name"])), None)
    if match:
        found["office_zh"] = _published(sentence, folded, match, "office")
        found["speaker_zh"] = _published(sentence, folded, match, "name")
    return found


def _published(text: str, folded: Folded, match: re.Match[str], group: str | int = 0) -> str:
    """Return what was matched in a folded text as it was published, a name's inner spaces taken out."""
    start, end = folded.span(match.start(group), match.end(group))
    return SPACED_OUT.sub("", text[start:end])


def _fact(value: str, line: Line) -> Fact:
    return Fact(value.strip(), Evidence.READ, line.number)


def _title(lines: Sequence[Line], fields: Fields) -> int:
    if not is_title(lines[0].text):
        return 0
    text = compact(lines[0].text)
    folded = fold_with_offsets(text)
    match = TITLE.search(folded.text)
    whole = bool(TITLE.fullmatch(folded.text))
    if match and ("title_zh" not in fields or whole):
        start, end = folded.span(match.start(), match.end())
        fields["title_zh"] = _fact(text[start:end], lines[0])
    dated = chinese_date(folded.text)
    undated = folded.text[: dated[1]] + folded.text[dated[2] :] if dated else folded.text
    if years := YEAR.findall(undated):
        fields.setdefault("year", _fact(years[0], lines[0]))
    if dated:
        fields.setdefault("delivered_on", _fact(dated[0].isoformat(), lines[0]))
        _name_beside_date(lines[0], fields)
    return 1


def _speaker_in_title(lines: Sequence[Line], fields: Fields) -> None:
    for line in filter(lambda line: is_title(line.text), lines):
        folded = fold_with_offsets(line.text)
        match = MENTIONED_BEFORE.match(folded.text)
        if match and looks_like_name(match["name"]):
            for group, field in (("office", "office_zh"), ("name", "speaker_zh")):
                fields.setdefault(field, _fact(_published(line.text, folded, match, group), line))


def _session(lines: Sequence[Line], fields: Fields) -> int:
    """Read session and date from one line, or from two or three that belong together."""
    for count in range(1, len(lines) + 1):
        joined = "".join(compact(line.text) for line in lines[:count])
        if len(joined) > 110:
            return 0
        folded = fold_with_offsets(joined)
        dated = chinese_date(folded.text)
        # The date is blanked, or its 日 would pass for the beginning of the place's name.
        blanked = folded.text
        if dated:
            blanked = blanked[: dated[1]] + " " * (dated[2] - dated[1]) + blanked[dated[2] :]
        match = SESSION.search(blanked)
        alone = dated is not None and not re.search(rf"[{HAN}\w]", blanked)
        named = dated is not None and _name_beside_date(lines[0], fields)
        if dated and (match or alone or named):
            fields.setdefault("delivered_on", _fact(dated[0].isoformat(), lines[0]))
        if match:
            if "session_zh" not in fields:
                start, end = folded.span(match.start(), match.end())
                fields["session_zh"] = _fact(joined[start:end], lines[0])
                congress, session = chinese_number(match["congress"]), chinese_number(match["session"])
                fields["session_key"] = _fact(f"{congress}.{session}", lines[0])
            _speaker_behind(lines[count - 1], fields)
            return count
        if alone or named:
            return count
        if not _may_go_on(folded.text):
            return 0
    return 0


def _name_beside_date(line: Line, fields: Fields) -> bool:
    """Read （2006年2月8日 王珉）: say whether a name is all that stands beside the date."""
    folded = fold_with_offsets(line.text)
    match = DATE_AND_NAME.search(folded.text)
    # What the line names before its date as well is the place: 合肥市政府工作报告（2022年1月10日 合肥）.
    if match and (not can_be_name(match["name"]) or match["name"] in folded.text[: match.start()]):
        match = None
    if match:
        fields.setdefault("speaker_zh", _fact(_published(line.text, folded, match, "name"), line))
    return match is not None


def _speaker_behind(line: Line, fields: Fields) -> None:
    """Read the speaker that stands behind the session on its line."""
    behind = re.split(r"[会會][议議]上?[)）]?[ \u3000\u2002]*", line.text, maxsplit=1)
    if len(behind) > 1:
        _speaker([Line(line.number, behind[1])], fields)


def _may_go_on(folded: str) -> bool:
    """Say whether a session's first line seems cut: it names a congress or a date but no meeting yet."""
    return bool(re.search(r"届|年.*月.*日在|人民代表大会$", folded)) and "会议" not in folded


def _speaker(lines: Sequence[Line], fields: Fields) -> int:
    """Read the speaker with the office; a name that stood beside the date gives way to it."""
    if ("speaker_zh" in fields and "office_zh" in fields) or is_title(lines[0].text):
        return 0
    text = _undated(lines[0], fields)
    if match := _office_and_name(text):
        for group, field in (("office", "office_zh"), ("name", "speaker_zh")):
            fields[field] = _fact(_published(*match, group), lines[0])
        return 1
    if not ({"title_zh", "session_zh", "delivered_on"} & fields.keys()) or not OFFICE_ALONE.fullmatch(fold(text)):
        return 0
    fields["office_zh"] = _fact(text.rstrip(":： "), lines[0])
    if len(lines) > 1 and "speaker_zh" not in fields and _is_name_alone(lines[1]):
        fields["speaker_zh"] = _fact(_bare_name(lines[1]), lines[1])
        return 2
    return 1


def _undated(line: Line, fields: Fields) -> str:
    """Return a line without the brackets around it and the date at its end: 省长 某某某（2002年1月24日）."""
    text = line.text.strip("()（） \u3000—-?？")
    folded = fold_with_offsets(text)
    dated = chinese_date(folded.text)
    if dated and not folded.text[dated[2] :].strip("() "):
        before = text[: folded.span(dated[1], dated[2])[0]]
        if _office_and_name(before):
            fields.setdefault("delivered_on", _fact(dated[0].isoformat(), line))
            text = before
    return BEHIND_A_NAME.sub("", text.rstrip("(（ \u3000"))


def _office_and_name(text: str) -> tuple[str, Folded, re.Match[str]] | None:
    """Return where the office and the name stand in a line that is nothing else, with the line as it was searched."""
    for tried in (text.strip("()（） \u3000"), compact(text)):  # 省 长 信长星
        folded = fold_with_offsets(tried)
        for pattern in (SPEAKER, SPEAKER_LAST):
            match = pattern.fullmatch(folded.text)
            # Only a gap tells any other name from a word that an office begins: 主席团.
            if match and (can_be_name if match["gap"] else looks_like_name)(match["name"]):
                return tried, folded, match
    return None


def _is_name_alone(line: Line) -> bool:
    match = NAME_ALONE.fullmatch(fold(line.text).strip())
    return match is not None and looks_like_name(match["name"])


def _bare_name(line: Line) -> str:
    return SPACED_OUT.sub("", line.text.strip("()（） \u3000"))
