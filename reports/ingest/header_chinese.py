"""What the Chinese lines of a header say: title, session and date, speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.ingest.plan import Evidence, Fact, Line
from reports.text.dates import chinese_date
from reports.text.fold import HAN, fold, fold_with_offsets
from reports.text.numerals import CHINESE, chinese_number

TITLE = re.compile(r"(?:\d{4}年)?(?:[^,。:;\s在上的]{2,14}?)?政府工作的?报告")
SESSION = re.compile(
    rf"(?:[^\s在,。—\-()\d第]{{2,16}}?|[省市县区州盟]|)第?(?P<congress>{CHINESE})届[^第,。]{{0,20}}?(?:人民代表大会|人大)"
    rf"(?:常务委员会)?第?(?P<session>{CHINESE})次(?:全体)?(?:会议|大会)"
)
OFFICES = "总理|主席|省长|市长|州长|盟长|专员|县长|区长|旗长|主任"
NAME = rf"[{HAN}](?:\s*[{HAN}]){{1,3}}|[{HAN}]+(?:[·•・.．][{HAN}]+)+"
SPEAKER = re.compile(rf"(?P<office>[{HAN}]{{0,16}}?(?:{OFFICES}))[\s::]*(?P<name>{NAME})\s*(?:同志)?")
SPEAKER_LAST = re.compile(rf"(?P<name>{NAME})\s+(?P<office>[{HAN}]{{0,16}}?(?:{OFFICES}))")
OFFICE_ALONE = re.compile(rf"(?P<office>[{HAN}]{{0,16}}?(?:{OFFICES}))[\s::]*")
NAME_ALONE = re.compile(rf"[(（]?(?P<name>{NAME})[)）]?")
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
    if last and "speaker_zh" not in fields and "title_zh" in fields and NAME_ALONE.fullmatch(fold(last.text)):
        # A name alone just above the address to the deputies.
        fields["speaker_zh"] = _fact(SPACED_OUT.sub("", last.text.strip("()（） ")), last)
        known.add(last.number)
    return fields, known


def _fact(value: str, line: Line) -> Fact:
    return Fact(value.strip(), Evidence.READ, line.number)


def _title(lines: Sequence[Line], fields: Fields) -> int:
    if not is_title(lines[0].text):
        return 0
    text = compact(lines[0].text)
    match = TITLE.search(fold(text))
    whole = bool(TITLE.fullmatch(fold(text)))
    if match and ("title_zh" not in fields or whole):
        start, end = fold_with_offsets(text).span(match.start(), match.end())
        fields["title_zh"] = _fact(text[start:end], lines[0])
    return 1


def _session(lines: Sequence[Line], fields: Fields) -> int:
    """Read session and date from one line, or from two or three that belong together."""
    for count in range(1, len(lines) + 1):
        joined = "".join(compact(line.text) for line in lines[:count])
        if len(joined) > 90:
            return 0
        folded = fold(joined)
        match, dated = SESSION.search(folded), chinese_date(folded)
        if dated and "delivered_on" not in fields and (match or _is_date_alone(folded, dated[1], dated[2])):
            fields["delivered_on"] = _fact(dated[0].isoformat(), lines[0])
        if match:
            congress, session = chinese_number(match["congress"]), chinese_number(match["session"])
            if "session_zh" not in fields:
                start, end = fold_with_offsets(joined).span(match.start(), match.end())
                fields["session_zh"] = _fact(joined[start:end], lines[0])
                fields["session_key"] = _fact(f"{congress}.{session}", lines[0])
            return count
        if dated and _is_date_alone(folded, dated[1], dated[2]):
            return count
        if not _may_go_on(folded):
            return 0
    return 0


def _is_date_alone(folded: str, start: int, end: int) -> bool:
    return not re.search(rf"[{HAN}\w]", folded[:start] + folded[end:])


def _may_go_on(folded: str) -> bool:
    """Say whether a session's first line seems cut: it names a congress or a date but no meeting yet."""
    return bool(re.search(r"届|年.*月.*日在|人民代表大会$", folded)) and "会议" not in folded


def _speaker(lines: Sequence[Line], fields: Fields) -> int:
    if "speaker_zh" in fields or is_title(lines[0].text):
        return 0
    text = lines[0].text.strip("()（） \u3000—-")
    folded = fold_with_offsets(text)
    match = SPEAKER.fullmatch(folded.text) or SPEAKER_LAST.fullmatch(folded.text)
    if match is None:  # 省 长 信长星
        folded = fold_with_offsets(text := compact(text))
        match = SPEAKER.fullmatch(folded.text)
    if match:
        for group, field in (("office", "office_zh"), ("name", "speaker_zh")):
            start, end = folded.span(match.start(group), match.end(group))
            fields[field] = _fact(SPACED_OUT.sub("", text[start:end]), lines[0])
        return 1
    if len(lines) > 1 and OFFICE_ALONE.fullmatch(folded.text) and NAME_ALONE.fullmatch(fold(lines[1].text).strip()):
        fields["office_zh"] = _fact(text.rstrip(":： "), lines[0])
        fields["speaker_zh"] = _fact(SPACED_OUT.sub("", lines[1].text.strip("()（） ")), lines[1])
        return 2
    return 0
