"""Dates as the headers of reports write them."""

import re
from datetime import date

from reports.text.numerals import chinese_number

N = r"[0-9〇零○οo一二三四五六七八九十]"
# Digits may stand apart: 1 9 9 8 年3 月5 日.
CHINESE_DATE = re.compile(rf"((?:{N}\s*){{4}})年\s*((?:{N}\s*){{1,3}})月\s*((?:{N}\s*){{1,3}})日")
MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(f"{month}|{month[:3]}\\.?" if month != "may" else month for month in MONTHS)
ENGLISH_DATE = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{MONTH})\s*,?\s+(?P<year2>(?:19|20)\d\d)\b",
    re.I,
)


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def chinese_date(folded: str) -> tuple[date, int, int] | None:
    """Return the first date of a folded Chinese text and where it stands, None if there's none that exists."""
    for match in CHINESE_DATE.finditer(folded):
        parts = [chinese_number(re.sub(r"\s", "", part)) for part in match.groups()]
        if found := _date(*parts):
            return found, match.start(), match.end()
    return None


def english_date(text: str) -> tuple[date, int, int] | None:
    """Return the first date of an English text and where it stands, None if there's none that exists."""
    for match in ENGLISH_DATE.finditer(text):
        month = (match["month"] or match["month2"]).lower()[:3]
        number = next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month))
        if found := _date(int(match["year"] or match["year2"]), number, int(match["day"] or match["day2"])):
            return found, match.start(), match.end()
    return None
