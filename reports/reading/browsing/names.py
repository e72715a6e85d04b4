"""The names of speakers, as addresses have them, and the script that the head of a report is in."""

from __future__ import annotations

from reports.models import Report
from reports.reading.reader import LANGUAGES, script_of
from reports.text.fold import fold, has_han


def key_of(zh: str, en: str) -> str:
    """Return a speaker's name as addresses have it: the Chinese one, Simplified, without spaces; else the English."""
    name = zh if has_han(zh) else en or zh
    folded = fold(name)
    kept = "".join(folded.split()) if has_han(folded) else " ".join(name.split())
    # A slash would end the name in an address.
    return kept.replace("/", " ").strip()


def language_of(report: Report) -> str:
    """Return the language of a report's Chinese title, session and names, as HTML has it: zh-Hans or zh-Hant."""
    return LANGUAGES[script_of(report.title_zh + report.session_zh + report.speaker_zh + report.office_zh)]
