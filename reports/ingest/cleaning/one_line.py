"""A whole report on one line: parted where the languages change and where headings, addresses, paragraphs stand."""

import re

from reports.ingest.plan import Line

# A line this long that holds this share of the text was not written so.
LONGEST, SHARE = 500, 0.8
HAN = "\u3400-\u9fff"
NUMERAL = "[一二三四五六七八九十]{1,3}"
BREAKS = (
    re.compile(rf"(?:(?<=[{HAN}。！？：；”）])|(?<=[{HAN}][:!?;,)]))\s+(?=[A-Z“\"][A-Za-z’']*[ ,])"),  # to English
    re.compile(rf"(?<=[A-Za-z.!?:;,”’)\d])\s+(?=[{HAN}《“—(（]*[{HAN}])"),  # and back
    re.compile(r"\s+(?=——\d{4}年)|\s+(?=Fellow Deputies)|\s+(?=Delivered at )|(?<=Fellow Deputies,)\s+"),
    re.compile(rf"\s*(?=各位(?:代表|委员)[:：!！,，])|(?<=各位代表[:：!！])\s*|(?<=[。！？：])\s*(?={NUMERAL}、)"),
    re.compile(rf"(?<=[。！？：；”）])\s+(?=[{HAN}（“—\d])"),  # Chinese has no other use for a space here
)
HEADING = re.compile(rf"(?m)^({NUMERAL}、[^\s。！？]{{2,40}})\s+")


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines, one that holds nearly all of the text parted at its breaks."""
    total = sum(len(line.text) for line in lines)
    if not any(len(line.text) > max(LONGEST, SHARE * total) for line in lines):
        return lines
    return [Line(line.number, part.strip()) for line in lines for part in _parted(line.text)]


def _parted(text: str) -> list[str]:
    if len(text) <= LONGEST:
        return [text]
    for pattern in BREAKS:
        text = pattern.sub("\n", text)
    return HEADING.sub(r"\1\n", text).split("\n")
