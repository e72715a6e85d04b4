"""Whose report it is: what the header's lines name, or else the text, the folders, the address it came from."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from reports.ingest.header import Read, inferred
from reports.ingest.plan import Document, Evidence, Fact
from reports.ingest.saying import say as _
from reports.text import places
from reports.text.fold import fold

ON_BEHALF = re.compile(r"代表(\w{2,20}?)人民政府")
# Government sites whose address is not the name in pinyin.
HOSTS = dict(
    pair.split(":")
    for pair in (
        "ah:anhui cq:chongqing fj:fujian gd:guangdong gs:gansu gxzf:guangxi gz:guizhou hlj:heilongjiang jl:jilin "
        "js:jiangsu ln:liaoning nmg:inner-mongolia nx:ningxia qh:qinghai sc:sichuan sd:shandong sx:shanxi tj:tianjin "
        "xj:xinjiang xizang:tibet yn:yunnan zj:zhejiang"
    ).split()
)
# The sentence stands right behind the address to the deputies.
REACH = 6


def settle(name: str, document: Document, read: Read, warnings: list[str]) -> None:
    """Settle the jurisdiction: its code where the gazetteer knows it, its Chinese name for a county that it doesn't."""
    header = read.header
    by_path = _by_path(name)
    for fact in _read(read):
        if place := places.found_in(fact.value):
            header.place = Fact(place.code, Evidence.READ, fact.line)
            if by_path and by_path != place.code:
                warning = _("Line {line} names {read}, the folder {named}; the line was believed.")
                named = places.by_code(by_path).name_zh
                warnings.append(warning.format(line=fact.line, read=place.name_zh, named=named))
            return
    if not by_path:
        for fact in (header.session_zh, header.session_en):
            if county := places.unknown_place(fact.value):
                header.place = Fact(county, Evidence.READ, fact.line)
                return
    if code := by_path or _by_facts(document):
        header.place = inferred(code)


def _read(read: Read) -> Iterator[Fact]:
    """Yield what the header's lines say, and the sentence that says on whose behalf the report is given."""
    header = read.header
    yield from (header.session_zh, header.session_en, header.title_zh, header.office_zh, header.office_en)
    for line in read.body[:REACH]:
        if match := ON_BEHALF.search(fold(line.text)):
            yield Fact(f"{match.group(1)}人民政府", Evidence.READ, line.number)


def _by_path(name: str) -> str | None:
    """Return the code of the jurisdiction that the file's name or the innermost telling folder names."""
    path = PurePath(name)
    for part in (path.stem, *reversed(path.parts[:-1])):
        place = places.named(part) or places.found_in(part)
        if place:
            return place.code
    return None


def _by_facts(document: Document) -> str | None:
    """Return the code of the jurisdiction that a comment in the file names, or the government site it came from."""
    if place := places.found_in(document.facts.get("comments", "")):
        return place.code
    host = urlsplit(document.facts.get("source", "")).hostname or ""
    for label in host.removesuffix(".gov.cn").split(".") if host.endswith(".gov.cn") else ():
        try:
            return places.by_code(HOSTS.get(label, label)).code
        except KeyError:
            continue
    return None
