"""What a citation is made of, and the parts that several styles share."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from reports.citing.names import Name, chinese_name, latin_name

ARCHIVE_ZH, ARCHIVE_EN = "政府工作报告", "Government Work Reports"
USUAL_ZH, USUAL_EN = "政府工作报告", "Report on the Work of the Government"
# A title of these words alone is written like a sentence; in others there may be names, which keep their capitals.
PLAIN_WORDS = frozenset("report on the work of government".split())
# 市第十六届…, where the place itself was left out.
PLACELESS = re.compile(r"^(自治区|自治州|自治县|自治旗|地区|省|市|区|州|县|旗|盟)(?=第|[一二三四五六七八九十0-9])")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A report to be cited, or with `number` one paragraph of it; `address` is the permanent one of what is cited.

    `languages` are those that the text is there in, `zh` and `en`. `accessed` is the day it was read, if that is to
    be said.
    """

    key: str
    address: str
    year: int
    place_zh: str
    place_en: str
    title_zh: str = ""
    title_en: str = ""
    speaker_zh: str = ""
    speaker_en: str = ""
    session_zh: str = ""
    session_en: str = ""
    delivered_on: dt.date | None = None
    number: int | None = None
    accessed: dt.date | None = None
    is_national: bool = False
    is_traditional: bool = False
    languages: tuple[str, ...] = ("zh", "en")

    def choice(self, language: str = "") -> str:
        """Return the language to cite in: the one asked for if the text is there in it, else the first that is."""
        return language if language in self.languages else self.languages[0]

    @property
    def author_zh(self) -> str:
        return chinese_name(self.speaker_zh)

    @property
    def author_en(self) -> Name | None:
        return latin_name(self.speaker_zh, self.speaker_en)

    @property
    def date(self) -> str:
        """Return the day it was delivered, 2025-01-14, or the year of the report where that isn't known."""
        return self.delivered_on.isoformat() if self.delivered_on else str(self.year)

    def locator(self, language: str) -> str:
        """Return the paragraph as a citation names it, empty for a whole report."""
        if self.number is None:
            return ""
        return f"第{self.number}段" if language == "zh" else f"para. {self.number}"

    def title(self, language: str) -> str:
        """Return the published title; where none is, the usual one in square brackets: given by who cites."""
        if language == "zh":
            return one_line(self.title_zh) or f"[{USUAL_ZH}]"
        return as_sentence(one_line(self.title_en)) or f"[{as_sentence(USUAL_EN)}]"

    def translation(self) -> str:
        """Return the English of a Chinese title: as published, else of the usual title; empty for any other."""
        if self.title_en:
            return as_sentence(one_line(self.title_en))
        return as_sentence(USUAL_EN) if self.title_zh in {"", USUAL_ZH, "政府工作報告"} else ""

    def occasion(self, language: str) -> str:
        """Return when and where it was delivered, as reports say it below their title; at least the place."""
        return self._occasion_zh() if language == "zh" else self._occasion_en()

    def _occasion_zh(self) -> str:
        session = one_line(self.session_zh).removeprefix("在").removesuffix("上")
        if not session:
            return "" if self.place_zh[:2] in self.title_zh else self.place_zh
        if self.place_zh[:2] not in session:
            kind = PLACELESS.match(session)
            place = self.place_zh.removesuffix(kind[1]) if kind else self.place_zh
            session = f"{place}{session}"
        day = self.delivered_on
        return f"{day.year}年{day.month}月{day.day}日在{session}上" if day else f"在{session}上"

    def _occasion_en(self) -> str:
        session = self.session_in_english()
        if not session:
            return "" if self.place_en in self.title_en else self.place_en
        day = self.delivered_on
        return f"delivered at the {session} on {english_date(day)}" if day else f"delivered at the {session}"

    def session_in_english(self) -> str:
        """Return the session's English name, with the place where it doesn't say it; empty where it isn't known."""
        session = one_line(self.session_en)
        session = session[4:] if session.lower().startswith("the ") else session
        named = self.is_national or not session or self.place_en.split(",")[0] in session
        return session if named else f"{session}, {self.place_en}"


def one_line(text: str) -> str:
    """Return a text without breaks of lines and doubled spaces."""
    return " ".join(text.split())


def as_sentence(title: str) -> str:
    """Return an English title with the capitals of a sentence, if it is of plain words alone; else as it is."""
    if title and all(word in PLAIN_WORDS for word in title.lower().split()):
        return title.lower().capitalize()
    return title


def english_date(day: dt.date) -> str:
    """Return a date as American English writes it: January 14, 2025."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
