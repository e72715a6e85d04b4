"""Reports to hand in: sixty parts of one, whole and damaged, in archives."""

from __future__ import annotations

import io
import zipfile

from reports.text.numerals import chinese_numeral

CHINESE = (
    "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n市长 王某\n"
    "一、2014年工作回顾\n过去一年，全市生产总值增长8.2%，达到9201亿元。\n"
).encode()
# Doesn't say whose it is: alone it would be refused.
ENGLISH = b"I. Review of Work in 2014\nOver the past year, the city's GDP grew by 8.2 percent to 920.1 billion yuan.\n"


def part(number: int, body: str = "") -> bytes:
    """Return one part of a report of Beijing, with the heading that is its number and a paragraph."""
    return (
        "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
        f"{chinese_numeral(number)}、第{number}项工作\n"
        f"第{number}项工作持续推进，全年完成投资{number * 13}亿元，增长{number}.5%。\n{body}"
    ).encode()


def parts(count: int) -> dict[str, bytes]:
    """Return so many parts of one report, by names of which the alphabet's order is not theirs."""
    return {f"part-{number}.txt": part(number) for number in range(1, count + 1)}


def damaged() -> dict[str, bytes]:
    """Return copies of a part with the damages that files have, by what is wrong with each."""
    whole = part(7)
    return {
        "cut in a character.txt": whole[: len(whole) // 2 + 1],
        "empty.txt": b"",
        "no header.txt": "过去一年，成绩显著。\n".encode(),
        "noise.txt": bytes(range(256)) * 9,
        "broken.docx": zipped({"[Content_Types].xml": b"<x", "word/document.xml": b"<w"}),
        "broken.pdf": b"%PDF-1.7\n" + whole,
        "half an archive.zip": zipped({"a.txt": whole, "b.txt": whole})[:200],
    }


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
