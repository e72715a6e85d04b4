"""What the files say of themselves. They are in two languages, and so is this: the same bytes for every reader."""

from __future__ import annotations

from typing import NamedTuple

from reports.exports.document import Document, Work

ARCHIVE = "政府工作报告 Government Work Reports"
PROGRAM = "report-archive"
# Goes up when the same rows come out as other bytes.
VERSION = "2"

# A sentence in English and the same in Chinese.
Note = tuple[str, str]
# Copyright Law of the People's Republic of China (2020), article 5 (1).
LICENCE: Note = (
    (
        "Official documents of state organs and their official translations are not protected by copyright in China "
        "(Copyright Law, article 5)."
    ),
    "国家机关具有立法、行政、司法性质的文件及其官方正式译文不受中国著作权法保护（第五条）。",
)
SCRIPTS: dict[str, Note] = {
    "hans": (
        (
            "Chinese that was published in Traditional characters is converted to Simplified ones by OpenCC: "
            "quote the published text."
        ),
        "原以繁体发表的中文由OpenCC自动转换为简体，引用请据原文。",
    ),
    "hant": (
        (
            "Chinese that was published in Simplified characters is converted to Traditional ones (forms of Taiwan) by "
            "OpenCC: quote the published text."
        ),
        "原以簡體發表的中文由OpenCC自動轉換為繁體（臺灣字形），引用請據原文。",
    ),
    "hk": (
        (
            "Chinese that was published in Simplified characters is converted to Traditional ones (forms of Hong Kong) "
            "by OpenCC: quote the published text."
        ),
        "原以簡體發表的中文由OpenCC自動轉換為繁體（香港字形），引用請據原文。",
    ),
    "cn": (
        (
            "Chinese that was published in Simplified characters is converted to Traditional ones (forms of the "
            "mainland) by OpenCC: quote the published text."
        ),
        "原以簡體發表的中文由OpenCC自動轉換為繁體（大陸字形），引用請據原文。",
    ),
}
PAIRING: Note = (
    "A program paired the paragraphs and the sentences; its confidence is between 0 and 1.",
    "段落与句子由程序配对，可信度介于0与1之间。",
)


def notes(document: Document) -> list[Note]:
    """Return what a reader of the document should know: what is missing, converted, done by a program, allowed."""
    found = [PAIRING, LICENCE]
    if document.script:
        found.insert(0, SCRIPTS[document.script])
    if document.cut is not None:
        held, total = document.cut
        found.insert(0, (f"The first {held} of {total} paragraphs.", f"共{total}段，此处为前{held}段。"))
    return found


def lines(document: Document) -> list[str]:
    """Return the same, each note as one line in both languages."""
    return [" ".join(note) for note in notes(document)]


class Fact(NamedTuple):
    """Something known of a report: what it is, and what it is there, each with its language, empty for none."""

    label: Note
    values: list[tuple[str, str]]


def facts(work: Work) -> list[Fact]:
    """Return what is known of a report."""
    files = [("", f"{source.name} (SHA-256 {source.sha256})") for source in work.sources]
    found = [
        Fact(("Jurisdiction", "地方"), [("zh-Hans", work.place_zh), ("en", work.place_en)]),
        Fact(("Year", "年份"), [("", str(work.year))]),
        Fact(("Session", "会议"), [(work.language, work.session_zh), ("en", work.session_en)]),
        Fact(("Delivered", "日期"), [("", work.delivered_on.isoformat() if work.delivered_on else "")]),
        Fact(("Speaker", "报告人"), [(work.language, work.speech_zh), ("en", work.speech_en)]),
        Fact(("Source files", "来源"), files),
        Fact(("Changed", "更新"), [("", work.changed.date().isoformat())]),
        Fact(("Permanent address", "网址"), [("", work.address)]),
    ]
    return [Fact(label, said) for label, values in found if (said := [value for value in values if value[1]])]
