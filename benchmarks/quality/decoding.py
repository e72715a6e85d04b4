"""How well encodings are found out: files of the corpus in every encoding, whole and cut to a few characters.

`REPORT_CORPUS=… python benchmarks/quality/decoding.py`. A file counts as read if its text comes back exactly as
the encoding itself would give it back, whatever the encoding is called. Every 20th Chinese report (about 130) and all
bilingual ones; the Traditional text of the Chinese reports is made from the Simplified.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from opencc import OpenCC

from reports.ingest.decoding import decode
from reports.ingest.plan import Refusal

EVERY = 20
SURE = 0.8
SIMPLIFIED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk")
TRADITIONAL = ("big5", "cp950", "big5hkscs", "gb18030")
# From the middle of a text, where no heading helps: 40 characters are a sentence, 20 are fewer than a safe guess needs.
LENGTHS = {"whole": None, "100 characters": 100, "40 characters": 40, "20 characters": 20}


def measure(corpus: Path) -> dict[str, float]:
    """Return the share of texts read exactly, by length and script, and of wrong ones that were called sure."""
    right, tried, surely_wrong = Counter[str](), Counter[str](), 0
    for text, codec, script in cases(corpus):
        for name, length in LENGTHS.items():
            start = len(text) // 2
            content = (text if length is None else text[start : start + length]).encode(codec, "ignore")
            key = f"encodings {name} {script}"
            tried[key] += 1
            try:
                decoded = decode("", content)
            except Refusal:
                continue
            exact = decoded.text == content.decode(codec)
            right[key] += exact
            surely_wrong += not exact and decoded.confidence >= SURE
    shares = {key: right[key] / tried[key] for key in sorted(tried)}
    return shares | {"encodings tried": sum(tried.values()), "encodings wrong and called sure": surely_wrong}


def cases(corpus: Path) -> Iterator[tuple[str, str, str]]:
    traditional = OpenCC("s2t")
    files = sorted((corpus / "zh").rglob("*.md"))[::EVERY] + sorted((corpus / "bilingual").rglob("*.sc.txt"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            english = "".join(line for line in text.splitlines(keepends=True)[1::2])
            yield from ((english, codec, "English") for codec in ("utf-16-le", "utf-16-be", "cp1252"))
        yield from ((text, codec, "Simplified") for codec in SIMPLIFIED)
        changed = traditional.convert(text[:40_000])
        yield from ((changed, codec, "Traditional") for codec in TRADITIONAL)


if __name__ == "__main__":
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<44} {value:.4f}" if value <= 1 and "wrong" not in name else f"{name:<44} {value:.0f}")
