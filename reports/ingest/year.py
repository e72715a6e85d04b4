"""Of which year a report is: the year whose work it sets out, which for one delivered in December is the next."""

import re
from pathlib import PurePath

from reports.ingest.header import Read, inferred
from reports.ingest.plan import Evidence, Fact
from reports.ingest.saying import say as _
from reports.text.fold import fold

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
REVIEW = re.compile(r"^(?:一、|\(一\))?((?:19|20)\d\d)年(?:政府)?(?:主要)?工作(?:的)?(?:简要)?(?:回顾|情况|总结)")
# Later lines are no headings of the first part any more.
REACH = 40
DECEMBER = 12
NATION = re.compile(r"国务院|全国人民代表大会|全国人大|state council|national people", re.I)


def settle(name: str, read: Read, warnings: list[str]) -> None:
    """Settle the year by date, title, the year reviewed or the file's name, and warn where these disagree."""
    header = read.header
    named = YEAR.findall(PurePath(name).stem)
    reviewed = _reviewed(read)
    if header.date:
        header.year = _by_date(read)
    elif not header.year:
        if years := YEAR.findall(header.title_en.value):
            header.year = Fact(years[0], Evidence.READ, header.title_en.line)
        elif reviewed:
            header.year = Fact(str(int(reviewed.value) + 1), Evidence.INFERRED, reviewed.line)
        elif named:
            header.year = inferred(named[-1])
    _warn(read, reviewed, named, warnings)


def _by_date(read: Read) -> Fact:
    """Return the year of the date, or the next where the report was delivered in December, as cities do."""
    header, date = read.header, read.header.date
    if date is None:
        return Fact()
    if header.year.value == str(date.year + 1) and date.month >= DECEMBER - 1:
        return header.year
    national = any(NATION.search(fold(fact.value)) for fact in (header.session_zh, header.session_en, header.office_zh))
    if date.month == DECEMBER and header.year.value != str(date.year) and not national:
        return Fact(str(date.year + 1), Evidence.INFERRED, header.delivered_on.line)
    return Fact(str(date.year), Evidence.READ, header.delivered_on.line)


def _reviewed(read: Read) -> Fact:
    """Return the year that the report's first part reviews: 一、2024年工作回顾."""
    for line in read.body[:REACH]:
        if match := REVIEW.match(fold(line.text).replace(" ", "")):
            return Fact(match.group(1), Evidence.READ, line.number)
    return Fact()


def _warn(read: Read, reviewed: Fact, named: list[str], warnings: list[str]) -> None:
    year = read.header.year
    if not year:
        return
    if named and year.value not in named:
        warning = _("The header says {read}, the file's name {named}; the header was believed.")
        warnings.append(warning.format(read=year.value, named=named[-1]))
    if reviewed and abs(int(year.value) - int(reviewed.value) - 1) > 1:
        warning = _("The header says {read}, but line {line} reviews {reviewed}: check the date.")
        warnings.append(warning.format(read=year.value, line=reviewed.line, reviewed=reviewed.value))
