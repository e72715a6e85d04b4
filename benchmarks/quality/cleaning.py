"""Copy-protection pinyin: taken out where it was put in, and clean reports left as they are.

`REPORT_CORPUS=… python benchmarks/quality/cleaning.py`. The interleaved national reports with pinyin against the same
without, line by line; then every Chinese report of the collection, which has none, through the same cleaning step.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from reports.ingest.cleaning import copy_protection
from reports.ingest.plan import Line
from reports.text.pinyin import ANNOTATION


def lines_of(path: Path) -> list[Line]:
    return [Line(at, text) for at, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)]


def measure(corpus: Path) -> dict[str, float]:
    """Return the shares of annotations and lines restored, and how many clean reports the step changed."""
    return removed(corpus) | changed(corpus)


def removed(corpus: Path) -> dict[str, float]:
    put = left = spoilt = right = total = 0
    for path in sorted((corpus / "bilingual" / "interleaved").glob("*.tc_pinyin.txt")):
        truth = lines_of(path.with_name(path.name.replace(".tc_pinyin", ".tc")))
        annotated = lines_of(path)
        for before, after, wanted in zip(annotated, copy_protection.clean(annotated), truth, strict=True):
            own = len(ANNOTATION.findall(wanted.text))
            put += len(ANNOTATION.findall(before.text)) - own
            left += max(len(ANNOTATION.findall(after.text)) - own, 0)
            changed = before.text != wanted.text
            total += changed
            right += changed and after.text == wanted.text
            spoilt += not changed and after.text != wanted.text
    return {
        "pinyin: annotations": put,
        "pinyin: annotations removed": (put - left) / put,
        "pinyin: annotated lines restored exactly": right / total,
        "pinyin: clean lines changed": spoilt,
    }


def changed(corpus: Path) -> dict[str, float]:
    reports = touched = 0
    for path in sorted((corpus / "zh").rglob("*.md")):
        lines = lines_of(path)
        reports += 1
        if copy_protection.clean(lines) != lines:
            touched += 1
            if "--changed" in sys.argv:
                print(path.relative_to(corpus))
    return {"clean reports": reports, "clean reports changed": touched}


def main() -> None:
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<44} {value:.4f}" if 0 < value <= 1 else f"{name:<44} {value:.0f}")


if __name__ == "__main__":
    main()
