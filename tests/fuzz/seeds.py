"""What fuzzing begins with: real files, hostile ones, and pieces of either."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tests.fuzz.target import Target
from tests.security.hostile import HEAVY, KINDS, one
from tests.security.material import HEADER, LINES, MARKUP, NUMBERS, report

FIXTURES = Path(__file__).parents[2] / "fixtures"
LONGEST = 4_000
# Of which kinds of hostile files the inputs of a kind are.
OF = {
    "zip": "archives:", "docx": "office: word", "xlsx": "office: table", "pdf": "office: pdf", "tmx": "office: memory",
    "html": "pages:", "csv": "pages: table", "md": "pages: markdown", "bytes": "bytes:", "text": "texts:",
}  # fmt: skip
INSIDE = {"word xml": ("office: word", "word/document.xml"), "sheet": ("office: table", "xl/worksheets/sheet0.xml")}
QUERIES = (
    '"产业 升级" NEAR/5 (增长 OR 提高) -zh:农村', "heading:改革 year:2015..2020 place:北京 speaker:殷勇", "((a OR b) NOT c*) AND d",
    "改革 NEAR/500 开放 NEAR/3 发展", "-" * 50, "(" * 50, '"' * 9, "a* b* c*", "year:99999999999", "en:zh:en:改革", "NEAR/999999999999 x",
)  # fmt: skip
ADDRESSES = (
    "q=改革&place=北京&from=2010&to=2020&page=2&sort=newest", "q=%ff%fe&from=x&to=٣&page=-1&both=maybe&level=x&kind=y",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01&set=a:b", "verb=GetRecord&identifier=oai:x:y",
    "verb=ListSets&resumptionToken=a:b:c", "verb=Identify&verb=Identify", "page=1e9&page_size=99999&limit=0&year=0", "q=" + "a" * 900,
)  # fmt: skip


def of(target: Target) -> list[bytes]:
    """Return the inputs that a target's fuzzing begins with, the shortest first."""
    found = [text.encode() for text in _texts(target)]
    kinds = [kind for kind in sorted(KINDS) if kind.startswith(OF.get(target.about, "-")) and kind not in HEAVY]
    found += [one(kind, number).content for kind in kinds for number in range(3)]
    if target.about in INSIDE:
        prefix, member = INSIDE[target.about]
        for kind in (kind for kind in sorted(KINDS) if kind.startswith(prefix) and kind not in HEAVY):
            found += [inside for number in range(4) if (inside := _member(one(kind, number).content, member))]
    longest = 20_000 if target.about in {"docx", "xlsx", "pdf", "zip"} else LONGEST
    return sorted({content[:longest] for content in found if content}, key=lambda content: (len(content), content))


def _texts(target: Target) -> list[str]:
    if target.name == "query":
        return list(QUERIES)
    if target.about == "address":
        return list(ADDRESSES)
    if target.about not in {"text", "names"}:
        return []
    fixtures = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))]
    halves = ["\0".join(("".join(LINES[::2]), " ".join(LINES[1::2]))), "\n".join(HEADER), report()]
    return [*fixtures, *halves, *MARKUP, *NUMBERS, *target.words]


def _member(content: bytes, name: str) -> bytes:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.read(name)
    except (BadZipFile, KeyError, OSError):
        return b""
