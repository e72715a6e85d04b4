"""How well the formats give back a report: the same text as DOCX, HTML, XLSX, TMX, ZIP, and as PDF printed by Chromium.

`REPORT_CORPUS=… python benchmarks/quality/formats.py`. The share of the paragraphs (2016, 2018, 2020) that come back as
exactly one line with exactly their text. PDF in two layouts, indented and justified, and ragged with room between
paragraphs, and only where Chromium is installed. The files are made by the writers that the tests use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from reports.ingest import formats
from tests.ingest.formats import making

YEARS = (2016, 2018, 2020)
LAYOUTS = {
    "justified": "p { margin: 0; text-indent: 2em; text-align: justify; line-height: 1.8 }",
    "ragged": "p { margin: 0 0 1em }",
}
CHROMIUM = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()


def measure(corpus: Path) -> dict[str, float]:
    """Return, by format, the share of paragraphs that come back exactly, over both languages of all years."""
    shares: dict[str, list[float]] = {}
    for year in YEARS:
        text = (corpus / "bilingual" / "interleaved" / f"{year}.sc.txt").read_text(encoding="utf-8")
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        for name, content in files(lines).items():
            inside = [(told, held) for told, held in formats.members(name, content) if isinstance(held, bytes)]
            read = [line.text for told, held in inside for line in formats.read(told, held).lines]
            found = {" ".join(line.split()) for line in read}
            shares.setdefault(name, []).append(sum(line in found for line in lines) / len(lines))
    return {f"paragraphs back from {name}": sum(each) / len(each) for name, each in shares.items()}


def files(lines: list[str]) -> dict[str, bytes]:
    escaped = [escape(line) for line in lines]
    pairs = list(zip(escaped[::2], escaped[1::2], strict=True))
    page = "<!DOCTYPE html><html><body>{}</body></html>".format("".join(f"<p>{line}</p>" for line in escaped))
    made = {
        "docx": making.docx("".join(making.paragraph(line) for line in escaped)),
        "html": page.encode("gb18030"),
        "xlsx": making.xlsx({"1": pairs}),
        "tmx": making.tmx({"zh": zh, "en": en} for zh, en in pairs).encode("utf-16"),
        "zip": making.zipped({"报告.txt": "\n".join(lines)}),
    }
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return made | ({f"pdf {name}": printed(browser, page, style) for name, style in LAYOUTS.items()} if browser else {})


def printed(browser: str, page: str, style: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(f"<meta charset='utf-8'><style>{style}</style>{page}", encoding="utf-8")
        command = [browser, *CHROMIUM, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


if __name__ == "__main__":
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<44} {value:.4f}")
