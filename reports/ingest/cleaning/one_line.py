"""A whole report on one line: parted where the languages change and where headings and addresses stand."""

import re

from reports.ingest.plan import Line

# A text this long on this few lines was not written so.
LONGEST, FEWEST = 1500, 4
HAN = "\u3400-\u9fff"
BREAKS = re.compile(
    rf"(?<=[{HAN}。！？：；”）:!?;,，)])\s+(?=[A-Z“\"][A-Za-z’']*[ ,])"  # from Chinese to English
    rf"|(?<=[A-Za-z.!?:;,”’)\d])\s+(?=[{HAN}《“—(（]*[{HAN}]{{2}})"  # and back
    r"|\s+(?=——\d{4}年)|\s+(?=各位(?:代表|委员))|\s+(?=Fellow Deputies)|\s+(?=Delivered at )"
    r"|(?<=[。！？：])\s*(?=[一二三四五六七八九十]{1,3}、)|(?<=各位代表[:：!！])\s+|(?<=Fellow Deputies,)\s+"
)


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines, those of a text that stands on one or two of them parted at its breaks."""
    full = [line for line in lines if line.text]
    if len(full) >= FEWEST or not any(len(line.text) > LONGEST for line in full):
        return lines
    return [Line(line.number, part.strip()) for line in lines for part in BREAKS.split(line.text)]
