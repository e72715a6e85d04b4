"""A citation for other programs: RIS, which nearly all read, and CSL-JSON, which Zotero and pandoc do."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from reports.citing.bibtex import entry_key
from reports.citing.work import ARCHIVE_EN, ARCHIVE_ZH, Cited, one_line

GENRE = {"zh": "政府工作报告", "en": "Government work report"}


def ris(cited: Cited, language: str = "") -> str:
    """Return one record, its lines ended as RIS asks; no value goes over a line."""
    language = cited.choice(language)
    is_zh = language == "zh"
    name = cited.author_en
    day = cited.delivered_on
    translation = cited.translation() if is_zh else ""
    tags = [
        ("TY", "RPRT"),
        ("ID", entry_key(cited, language)),
        ("AU", cited.author_zh if is_zh and cited.author_zh else name.inverted if name else ""),
        ("TI", _full_title(cited, language)),
        ("TT", translation),
        ("PY", cited.date[:4]),
        ("DA", f"{day:%Y/%m/%d}/" if day else f"{cited.year}///"),
        ("SP", cited.locator(language)),
        ("CY", cited.place_zh if is_zh else cited.place_en),
        ("M3", GENRE[language]),
        ("LA", language_tag(cited, language)),
        ("DP", ARCHIVE_ZH if is_zh else ARCHIVE_EN),
        ("UR", cited.address),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/" if cited.accessed else ""),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_item(cited: Cited, language: str = "") -> dict[str, Any]:
    """Return the item of CSL-JSON 1.0.2."""
    language = cited.choice(language)
    is_zh = language == "zh"
    session = one_line(cited.session_zh) if is_zh else cited.session_in_english()
    item: dict[str, Any] = {
        "id": entry_key(cited, language),
        "type": "report",
        "title": _full_title(cited, language),
        "author": _csl_author(cited, language),
        "issued": _csl_date(cited.delivered_on) if cited.delivered_on else {"date-parts": [[cited.year]]},
        "genre": GENRE[language],
        "event-title": session,
        "page": cited.locator(language),
        "URL": cited.address,
        "accessed": _csl_date(cited.accessed) if cited.accessed else None,
        "language": language_tag(cited, language),
        "source": ARCHIVE_ZH if is_zh else ARCHIVE_EN,
    }
    return {name: value for name, value in item.items() if value}


def csl_json(cited: Cited, language: str = "") -> str:
    """Return a list of one item, as programs take it."""
    return json.dumps([csl_item(cited, language)], ensure_ascii=False, indent=2) + "\n"


def language_tag(cited: Cited, language: str) -> str:
    """Return the language of the cited text as BCP 47 has it."""
    if language == "en":
        return "en"
    return "zh-Hant" if cited.is_traditional else "zh-Hans"


def _full_title(cited: Cited, language: str) -> str:
    mark = "：" if language == "zh" else ": "
    return mark.join(filter(None, (cited.title(language), cited.occasion(language))))


def _csl_author(cited: Cited, language: str) -> list[dict[str, str]]:
    if language == "zh" and cited.author_zh:
        # Whole: a Chinese name that is parted gets a comma or a space from styles that know only Latin names.
        return [{"literal": cited.author_zh}]
    name = cited.author_en
    if name is None:
        return []
    return [{"family": name.family, "given": name.given}] if name.given else [{"literal": name.family}]


def _csl_date(day: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
