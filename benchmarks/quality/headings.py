"""How well headings are found: against the headings that the editors of the Chinese collection set in bold or with #.

`REPORT_CORPUS=… python benchmarks/quality/headings.py`. A file counts for a form of heading (一、 or （一）…) where its
editors marked all or nearly all lines of that form; what they marked is the truth for it, run-in headings included.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from reports import ingest
from reports.text.fold import fold
from reports.text.headings import CHINESE_FORMS

MARKED = re.compile(r"^\s*(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<bold>[^*]+?)\*\*(?P<rest>.*))\s*$")
# Of the lines of one form in one file, so many must be marked for the file to count.
NEARLY_ALL, FEWEST = 0.9, 3


def form_of(text: str) -> tuple[str, int] | None:
    """Return the form and level of a text that begins like a numbered heading."""
    folded = fold(text[:12])
    return next(((form, level) for form, level, pattern in CHINESE_FORMS if pattern.match(folded)), None)


def measure(corpus: Path) -> dict[str, float]:
    """Return precision, recall and F1 over all files and forms that count, and how many headings these hold."""
    right = found_count = gold_count = 0
    for path in sorted((corpus / "zh").rglob("*.md")):
        content = path.read_bytes()
        try:
            plan = ingest.understand("/".join(path.parts[-2:]), content)
        except ingest.Refusal:
            continue
        gold = read(content.decode(), {note.line for note in plan.notes})
        found = defaultdict(set)
        for section in plan.root.sections():
            if section.heading and (form := form_of(section.heading.zh)):
                found[form].add((plain(section.heading.zh), section.level))
        for form, headings in gold.items():
            # 一是 below （一） stands one level down.
            levels = {form[1], form[1] + 1} if form[0] in {"一是", "第一，", "一要"} else {form[1]}
            ours = {text for text, level in found[form] if level in levels}
            right += len(ours & headings)
            found_count += len(ours)
            gold_count += len(headings)
    precision, recall = right / found_count, right / gold_count
    return {
        "headings precision": precision,
        "headings recall": recall,
        "headings F1": 2 * precision * recall / (precision + recall),
        "headings judged": gold_count,
    }


def plain(text: str) -> str:
    return re.sub(r"[\s*#。：:.；;]", "", fold(text))


def read(text: str, notes: set[int]) -> dict[tuple[str, int], set[str]]:
    """Return the marked headings of a file by form, for the forms that count; notes are no headings."""
    marked: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    unmarked: defaultdict[tuple[str, int], int] = defaultdict(int)
    for number, raw in enumerate(text.splitlines(), start=1):
        if number in notes:
            continue
        match = MARKED.match(raw)
        bare = re.sub(r"^\s*#{1,6}\s+|\*\*", "", raw).strip()
        form = form_of(bare)
        if form is None:
            continue
        if match:
            # Where editors ran the bold on into the paragraph, the heading is its first sentence.
            heading = (match["hash"] or match["bold"]).replace("**", "")
            marked[form].add(plain(re.split(r"(?<=[。！？])", heading)[0]))
        else:
            unmarked[form] += 1
    return {
        form: headings
        for form, headings in marked.items()
        if len(headings) >= FEWEST and len(headings) >= NEARLY_ALL * (len(headings) + unmarked[form])
    }


if __name__ == "__main__":
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<24} {value:.4f}" if value <= 1 else f"{name:<24} {value:.0f}")
