"""Punctuation read in the wrong encoding: People¡¯s back to People’s, and â€™ likewise. What is lost is only said."""

import re

from reports.ingest.plan import Line
from reports.ingest.saying import say as _

# GB bytes shown as Latin-1, and UTF-8 bytes shown as Windows-1252.
GB = re.compile("(?:[\u00a1-\u00f7][\u00a1-\u00fe])+")
UTF8 = re.compile(
    "(?:\u00e2\u20ac[\u02dc\u2122\u0153\u009d\u201c\u201d\u00a6\u00a2]|\u00c2[\u00a0-\u00bf]|\u00c3[\u00a0-\u00bf])+"
)
PLAUSIBLE = re.compile("[\u2010-\u2026\u3001-\u3011\uff01-\uff5e\u4e00-\u9fff\u00b7\u00d7\u2103\u00a0-\u00ff]+")
# A question mark where a comma follows at once, with a stray letter: bytes were lost, and nobody can say which.
# One in the midst of Chinese (調整孕育?新的), or before it, stands for a character that an encoding lacked; no report
# of the collection has one that asks something there, and a question's last words are let through.
LOST = re.compile(
    r"\?[,，][A-Z][(（]|\ufffd|[\u4e00-\u9fff]\?{2,}[\u4e00-\u9fff]|"
    r"(?:(?![吗嗎呢么麼何谁誰])[\u4e00-\u9fff]|[)）]|^\s*)\?[\u4e00-\u9fff]"
)


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines with such sequences undone wherever undoing them gives punctuation or Chinese."""
    return [Line(line.number, GB.sub(_from_gb, UTF8.sub(_from_utf8, line.text))) for line in lines]


def losses(lines: list[Line]) -> list[str]:
    """Return a warning for the lines in which characters are lost; they are left as they are."""
    numbers = [line.number for line in lines if LOST.search(line.text)]
    if not numbers:
        return []
    warning = _("Characters are lost in line {lines}: compare with another copy.")
    return [warning.format(lines=", ".join(map(str, numbers[:20])))]


def _from_gb(match: re.Match[str]) -> str:
    return _undone(match.group(), "latin-1", "gb18030")


def _from_utf8(match: re.Match[str]) -> str:
    return _undone(match.group(), "cp1252", "utf-8")


def _undone(text: str, shown_as: str, encoding: str) -> str:
    try:
        undone = text.encode(shown_as).decode(encoding)
    except UnicodeError:
        return text
    return undone if PLAUSIBLE.fullmatch(undone) else text
