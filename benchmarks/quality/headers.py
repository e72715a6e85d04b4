"""How well headers are read: every Chinese report of the collection under one neutral name, its bytes as they are.

    REPORT_CORPUS=... python benchmarks/quality/headers.py [--wrong]

The jurisdiction is right if it is that of the file's folder, the year if it is that of the file's name; a few names in
the collection are themselves a year early (Sichuan), and count as wrong all the same. Date, session and speaker count
where a crude pattern of its own sees them before 各位代表, and are right if they are what one of its matches says. A
file that is refused is wrong in every field. `--wrong` lists what is wrong, and how.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from reports import ingest
from reports.text import places

NAME = "f.md"
# The address to the deputies stands among the first lines, where a file has it at all.
REACH = 60
NUMERAL = "[0-9〇○零一二三四五六七八九十]"
DATE = re.compile(
    rf"((?:19|20)[0-9]{{2}}|[一二][〇○零一二三四五六七八九]{{3}})年({NUMERAL}{{1,3}})月({NUMERAL}{{1,3}})日"
)
SESSION = re.compile(rf"第({NUMERAL}+)届(?:全国)?人民代表大会(?:第({NUMERAL}+)次|([0-9]+)次)")
SPEAKER = re.compile(
    r"^[—(]{0,2}[\u4e00-\u9fff]{0,24}(?:省长|市长|主席|总理|州长|盟长|专员|主任|部长)[:]?([\u4e00-\u9fff·]{2,15})[)]?$"
)
NO_NAME = re.compile(r"政府|报告|会议|省长|市长|主席|总理|州长|[同志各位]{2}|作$|讲话|上$|在")
PLAIN = str.maketrans("（）：—　", "():— ", "*#>-")


def above(content: bytes) -> list[str]:
    """Return the lines before the address to the deputies, without spaces and marks; none where it isn't found."""
    lines = ["".join(line.translate(PLAIN).split()) for line in content.decode("utf-8-sig").splitlines()]
    end = next((at for at, line in enumerate(lines[:REACH]) if line.startswith("各位代表")), 0)
    return lines[:end]


def number(text: str) -> int:
    """Return what Chinese or other numerals say, digit by digit where they have no ten."""
    if not text.isdigit() and "十" in text:
        tens, _, units = text.partition("十")
        return 10 * (number(tens) if tens else 1) + (number(units) if units else 0)
    return int(
        "".join(
            char if char.isascii() else str("〇一二三四五六七八九".find(char))
            for char in text.replace("○", "〇").replace("零", "〇")
        )
    )


def seen(lines: list[str]) -> dict[str, set[str]]:
    """Return what the crude patterns see: ISO dates, sessions as 16.3, names of speakers."""
    text = "\n".join(lines)
    return {
        "date": {f"{number(y):04}-{number(m):02}-{number(d):02}" for y, m, d in DATE.findall(text)},
        "session": {f"{number(one)}.{number(two or digits)}" for one, two, digits in SESSION.findall(text)},
        "speaker": {match[1] for line in lines if (match := SPEAKER.match(line)) and not NO_NAME.search(match[1])},
    }


def measure(corpus: Path) -> dict[str, float]:
    """Return the share of each field right, of all fields, and of places and years wrong without a warning."""
    tally: Counter[str] = Counter()
    for path in sorted((corpus / "zh").rglob("*.md")):
        for name, is_right, is_silent, told in judged(path):
            tally[name] += 1
            tally[f"{name} right"] += is_right
            tally["silent"] += is_silent
            tally[f"{name} silent"] += is_silent
            if told and "--wrong" in sys.argv:
                print(path.relative_to(corpus / "zh"), name, told)
    fields = ("jurisdiction", "year", "date", "session", "speaker")
    every = sum(tally[name] for name in fields)
    rows: dict[str, float] = {}
    for name in fields:
        rows[f"{name}: files judged"] = tally[name]
        rows[f"{name}: right"] = tally[f"{name} right"] / tally[name]
        rows[f"{name}: wrong without a warning"] = tally[f"{name} silent"] / tally[name]
    rows["all fields: right"] = sum(tally[f"{name} right"] for name in fields) / every
    rows["all fields: wrong without a warning"] = tally["silent"] / every
    rows["files refused"] = tally["refused right"]
    return rows


def judged(path: Path) -> Iterator[tuple[str, bool, bool, str]]:
    """Yield each field of a file that is judged: name, whether it is right, wrong without a warning, what was read.

    A field that is missing is not right, but is no error without a warning: the page shows that it is missing.
    """
    content = path.read_bytes()
    place = places.named(path.parent.name.rpartition("-")[2])
    wanted = {"jurisdiction": {place.code if place else ""}, "year": {path.stem[:4]}, **seen(above(content))}
    try:
        plan = ingest.understand(NAME, content)
    except ingest.Refusal as refusal:
        yield "refused", True, False, ""
        for name, values in wanted.items():
            if values:
                yield name, False, False, f"refused: {refusal}"
        return
    header = plan.header
    read = {
        "jurisdiction": header.place.value,
        "year": header.year.value,
        "date": header.delivered_on.value,
        "session": header.session_key.value,
        "speaker": "".join(header.speaker_zh.value.split()),
    }
    for name, values in wanted.items():
        if values:
            is_right = read[name] in values
            is_silent = bool(read[name]) and not is_right and not plan.warnings
            told = "" if is_right else f"{read[name] or 'missing'} for {', '.join(sorted(values))} {plan.warnings}"
            yield name, is_right, is_silent, told


def main() -> None:
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<44} {value:.4f}" if "files" not in name else f"{name:<44} {value:.0f}")


if __name__ == "__main__":
    main()
