"""Reports that the public may not read, with marks in every field of theirs; and what the public is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode
from zipfile import ZipFile

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from reports.models import Erratum, PairVariant, ParagraphPair, Report, ReportNote, SourceFile
from tests.factories import report_of

# No published text and no page of the archive has these. The family name is one, so that the speaker is a person.
LATIN, HAN = "zqleak", "魑魅"
MARKS = (LATIN, HAN, "Zqleak")
STATUSES = ("draft", "reviewed", "archived", "scheduled")
YEAR = 1987
TEXTS = [
    (1, (f"一、{HAN}工作回顾", f"I. Review of {LATIN}")),
    *[(0, (f"改革{HAN}第{number}条深化改革发展。", f"Reform {LATIN} number {number} and develop further."))
      for number in range(6)],
    (1, (f"二、{HAN}任务", f"II. Tasks of {LATIN}")),
]  # fmt: skip


def slug(status: str) -> str:
    return f"hidden-{status}"


def hide() -> list[Report]:
    """Make a report of each kind that is not public, with everything that can hang on one."""
    found = []
    for number, status in enumerate(STATUSES):
        kept = "reviewed" if status == "scheduled" else status
        # A year and a place that nothing else has, and those of a published report.
        place, year = ("tianjin", YEAR + number) if number % 2 else ("beijing", 2001 + number)
        report = report_of(TEXTS, slug=slug(status), place=place, year=year, status=kept)
        for field in ("title", "session", "speaker", "office"):
            setattr(report, f"{field}_zh", f"殷{HAN}" if field == "speaker" else f"{HAN}{field}")
            setattr(report, f"{field}_en", f"Yin {LATIN.title()}" if field == "speaker" else f"{LATIN} {field}")
        report.staff_note = f"{LATIN} {HAN}"
        report.publish_at = timezone.now() + timedelta(days=1) if status == "scheduled" else None
        report.save()
        _hang_on(report)
        found.append(report)
    return found


def _hang_on(report: Report) -> None:
    source = SourceFile.objects.create(
        report=report, name=f"{LATIN}{HAN}.txt", sha256=f"{report.pk:064d}", size=9, content=HAN.encode()
    )
    pair = ParagraphPair.objects.filter(report=report).order_by("position")[1]
    ParagraphPair.objects.filter(report=report).update(source=source, note=f"{LATIN} {HAN}", confidence=0.9)
    PairVariant.objects.create(pair=pair, zh=HAN, en=LATIN, source=source)
    ReportNote.objects.create(report=report, position=1, label="1", text=f"{LATIN} {HAN}")
    for state in ("open", "corrected", "declined", "dismissed"):
        Erratum.objects.create(
            report=report, pair=pair, about="zh", message=f"{LATIN} {HAN}", name=LATIN, state=state, answer=HAN
        )


def staff_words(report: Report) -> None:
    """Mark what of a published report is for the staff alone: notes, errors that wait or were dismissed."""
    report.staff_note = f"{LATIN} {HAN}"
    report.save(update_fields=["staff_note"])
    report.pairs.update(note=f"{LATIN} {HAN}")
    pair = report.pairs.order_by("position")[1]
    for state, hidden in (("open", False), ("dismissed", False), ("corrected", True)):
        Erratum.objects.create(
            report=report, pair=pair, about="zh", message=f"{LATIN} {HAN}", name=LATIN, zh=LATIN, en=LATIN, state=state,
            answer="" if state != "corrected" else "An answer.", words_hidden=hidden, answered_at=timezone.now(),
        )  # fmt: skip
    # What files a report came from everybody may know; what else is in them nobody.
    SourceFile.objects.create(report=report, name="beijing.txt", sha256="0" * 63 + "f", size=1, content=HAN.encode())


def patterns(entries: list[Any] | None = None, before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the route of every public address, and its name."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith("/admin/"):
                yield from patterns(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.name or ""


# What parameters of routes are filled with, where no report is meant.
FILLED = {"code": ["tianjin", "beijing"], "year": [str(YEAR + 1), "2002"], "rest": ["x"]}
WORDS = ("zqlea", "zql", HAN[0], "chi", "殷", "yin", "改革", "reform", "hidden")
QUERIES = (
    *("", "zqlea*", "en:zqlea*", HAN[0], f"-{HAN[0]} 改革", "NOT 改革", f"改革 NEAR/9 {HAN[0]}", f"heading:{HAN[0]}"),
    *(
        "place:天津",
        f"year:{YEAR}..{YEAR + 9}",
        "year:2001..2004",
        "speaker:殷",
        "speaker:Yin",
        "改革",
        "reform",
        "number",
    ),
)
FORMS = (
    "csv",
    "xlsx",
    "tmx",
    "tei",
    "docx",
    "epub",
    "html",
    "txt",
    "jsonl",
    "json",
    "ris",
    "bibtex",
    "csl-json",
    "gbt7714",
    "apa",
)
HARVESTED = (
    *("verb=Identify", "verb=ListSets", "verb=ListMetadataFormats", "verb=ListIdentifiers&metadataPrefix=oai_dc"),
    *("verb=ListRecords&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=oai_dc&set=place:tianjin"),
)


def public_addresses() -> list[str]:
    """Return addresses of every public route that says something of the archive as a whole."""
    found = []
    for route, _name in patterns():
        if re.search(r"<slug:slug>|<slug>|<int:pk>|/health/|openapi|/docs$|robots", route):
            continue
        for filled in _filled(route):
            found += [f"{filled}?{query}" for query in _asked(filled)] or [filled]
    return found


def _filled(route: str) -> list[str]:
    if "<slug:name>.xml" in route:
        return [route.replace("<slug:name>", name) for name in ("reports", "pages", "places", "reports-1")]
    if "<str:name>" in route:
        return [route.replace("<slug:code>", "beijing").replace("<str:name>", name) for name in ("殷", "殷勇", "Yin")]
    if "<slug:form>" in route:
        return [route.replace("<slug:form>", form) for form in FORMS]
    for name, values in FILLED.items():
        if re.search(rf"<\w+:{name}>", route):
            return [re.sub(rf"<\w+:{name}>", value, route) for value in values]
    return [route]


def _asked(route: str) -> list[str]:
    words = [urlencode({"q": word}) for word in WORDS]
    if "suggestions" in route or "lookup" in route:
        return words
    if "search" in route or "concordance" in route:
        few = QUERIES if "export" not in route else QUERIES[:4]
        return [urlencode({"q": query}) for query in few] + [
            "place=tianjin",
            f"from={YEAR}&to={YEAR + 9}",
            "speaker=殷勇",
        ]
    if "/terms/" in route:
        return ["", *words]
    return {
        "/oai/": list(HARVESTED),
        "/en/": ["", "open=tianjin", "open=beijing"],
        "/api/v1/reports": ["", "place=tianjin", f"year={YEAR + 1}"],
    }.get(route, [""])


CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|<responseDate>[^<]*|"(?:seconds|built|modified|took)\w*": ?[^,}]*|'
    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^<\"]*|(?:D:)?\d{14}|urn:uuid:[0-9a-f-]+|\d{8}T\d{6}Z"
)


def said(client: Client, address: str, method: str = "get") -> tuple[int, str, bytes]:
    """Return what an address is answered with: status, where it leads, and all that is in it, unpacked."""
    response: Any = getattr(client, method)(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):
        content = _unpacked(content)
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()) if name not in MOVING)
    return response.status_code, headers, CHANGING.sub(b"", content)


# These tell of the moment of the answer, or follow from its bytes, which are compared themselves.
MOVING = {"Date", "ETag", "Last-Modified", "Content-Length", "Expires", "Server-Timing", "Content-Disposition"}


def _unpacked(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        parts = ((name, archive.read(name)) for name in sorted(archive.namelist()))
        return b"\n".join(
            name.encode() + b"\n" + (_unpacked(inside) if inside.startswith(b"PK\x03\x04") else inside)
            for name, inside in parts
        )


def marked(content: bytes) -> list[str]:
    """Return which marks stand in an answer, written as they are or as addresses and JSON write them."""
    forms = {mark: (mark.encode(), quote(mark).encode(), mark.encode("ascii", "backslashreplace")) for mark in MARKS}
    return [mark for mark, written in forms.items() if any(form.lower() in content.lower() for form in written)]
