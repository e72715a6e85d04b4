"""What the English lines of a header say: title, session and date, speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.ingest.plan import Evidence, Fact, Line
from reports.text.dates import english_date
from reports.text.numerals import ORDINAL, english_ordinal

TITLE = re.compile(
    r"(?:annual )?report on the work of the .{0,40}government"
    r"|government work report|report on (?:the )?government work",
    re.I,
)
SESSION = re.compile(
    rf"\b(?P<session>{ORDINAL})\s+(?:plenary\s+|full\s+)?session\s+of\s+(?:the\s+)?(?P<congress>{ORDINAL})\s+"
    r"(?P<body>[^,;()]{0,90}?congress(?:\s+of\s+(?:(?!\bon\b)[^,;()\d]){2,60})?)(?=\s+on\b|\s*[,;()\d]|\s*$)",
    re.I,
)
OPENS_SESSION = re.compile(r"^\W*(?:\(?delivered\b|\(?at\s+the\s+|\(?on\s+\w+\s+\d|.*\bsession\s+of\b)", re.I)
OFFICE = (
    r"(?:(?:Acting|Deputy|Executive|Vice|District|County|Municipal)\s+)*"
    r"(?:Premier|Governor|Mayor|Chairman|Chairwoman|Chairperson|Chair|Commissioner|Prefect)"
)
WORD = r"[A-Z][\w'’·\-]*"
NAME_FIRST = re.compile(
    rf"(?:by\s+|By\s+)?(?P<name>{WORD}(?:\s+{WORD}){{1,3}}?)\s*,?\s+(?P<office>(?:the\s+)?{OFFICE}\b[^.;]{{0,90}})"
)
OFFICE_FIRST = re.compile(
    rf"(?:by\s+|By\s+)?(?P<office>{OFFICE}(?:\s+of(?:\s+the)?(?:\s+{WORD}){{1,6}}?)?)\s*,?\s+(?P<name>{WORD}(?:\s+{WORD}){{1,2}})"
)
NAME_ALONE = re.compile(rf"(?:by\s+|By\s+)?(?P<name>{WORD}(?:\s+{WORD}){{1,3}})\s*,?")
OFFICE_ALONE = re.compile(rf"(?P<office>(?:the\s+)?{OFFICE}\b[^.;]{{0,90}})")

Fields = dict[str, Fact]


def is_title(text: str) -> bool:
    """Say whether a line is the report's English title."""
    return len(text) <= 160 and TITLE.search(re.sub(r"\s+", " ", text)) is not None


def read(lines: Sequence[Line]) -> tuple[Fields, set[int]]:
    """Return the fields that these lines tell, and the numbers of the lines that told them."""
    fields: Fields = {}
    known: set[int] = set()
    index = 0
    while index < len(lines):
        used = 0
        for reader in (_session, _title, _speaker):
            used = max(used, reader(lines[index : index + 4], fields))
        known |= {line.number for line in lines[index : index + used]}
        index += max(used, 1)
    return fields, known


def _fact(value: str, line: Line) -> Fact:
    return Fact(re.sub(r"\s+", " ", value).strip(" ,"), Evidence.READ, line.number)


def _title(lines: Sequence[Line], fields: Fields) -> int:
    if not is_title(lines[0].text):
        return 0
    if not re.search(r"delivered|session", lines[0].text, re.I):
        fields.setdefault("title_en", _fact(lines[0].text, lines[0]))
    return 1


def _session(lines: Sequence[Line], fields: Fields) -> int:
    """Read session and date from the lines, up to four, over which they run."""
    if not OPENS_SESSION.match(lines[0].text):
        return 0
    best = 0
    for count in range(1, len(lines) + 1):
        if count > 1 and _begins_another(lines[count - 1].text):
            break
        joined = " ".join(line.text.strip() for line in lines[:count])
        session, dated = SESSION.search(joined), english_date(joined)
        if session:
            key = f"{english_ordinal(session['congress'])}.{english_ordinal(session['session'])}"
            fields["session_en"] = _fact(session.group(), lines[0])
            if "None" not in key:
                fields["session_key"] = _fact(key, lines[0])
            best = count
        if dated:
            fields["delivered_on"] = _fact(dated[0].isoformat(), lines[0])
            best = count
            _speaker([Line(lines[count - 1].number, joined[dated[2] :].strip(" ,"))], fields)
        if session and dated:
            break
    return best


def _begins_another(text: str) -> bool:
    return is_title(text) or bool(NAME_FIRST.fullmatch(text.strip()))


def _speaker(lines: Sequence[Line], fields: Fields) -> int:
    if "speaker_en" in fields or is_title(lines[0].text) or OPENS_SESSION.match(lines[0].text):
        return 0
    text = lines[0].text.strip("() ")
    match = OFFICE_FIRST.fullmatch(text) or NAME_FIRST.fullmatch(text)
    if match:
        fields["speaker_en"] = _fact(match["name"], lines[0])
        fields["office_en"] = _fact(match["office"], lines[0])
        return 1
    if len(lines) > 1 and NAME_ALONE.fullmatch(text):
        office = OFFICE_ALONE.fullmatch(lines[1].text.strip("() "))
        if office:
            fields["speaker_en"] = _fact(NAME_ALONE.fullmatch(text)["name"], lines[0])  # type: ignore[index]
            fields["office_en"] = _fact(office["office"], lines[1])
            return 2
    return 0
