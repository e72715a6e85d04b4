"""The formats that records come in: Dublin Core, and TEI with the whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports import citing, exports
from reports.models import ParagraphPair, Report
from reports.sharing.markup import element, said

Absolute = Callable[[str], str]
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of metadata; `write` yields the metadata of each of the reports, `most` of them in one answer."""

    prefix: str
    schema: str
    namespace: str
    most: int
    write: Callable[[Sequence[Report], Absolute], Iterator[str]]


def dublin_core(reports: Sequence[Report], absolute: Absolute) -> Iterator[str]:
    """Yield each report as unqualified Dublin Core, in both languages; two queries for all of them."""
    pairs = ParagraphPair.objects.filter(report__in=reports)
    with_text = {
        language: set(pairs.exclude(**{language: ""}).values_list("report_id", flat=True).distinct())
        for language in ("zh", "en")
    }
    for report in reports:
        yield _dublin_core(report, absolute, [name for name in with_text if report.pk in with_text[name]])


def _dublin_core(report: Report, absolute: Absolute, languages: list[str]) -> str:
    place = report.jurisdiction
    cited = citing.cited_in(report, languages, address=absolute(citing.permanent(report.get_absolute_url())))
    chinese = citing.language_tag(cited, "zh")
    english = cited.author_en.inverted if report.speaker_en and cited.author_en else ""
    content = [
        said("dc:title", cited.title("zh"), xml__lang=chinese),
        said("dc:title", report.title_en, xml__lang="en"),
        said("dc:creator", cited.author_zh, xml__lang=chinese),
        said("dc:creator", english, xml__lang="en"),
        said("dc:description", report.session_zh, xml__lang=chinese),
        said("dc:description", cited.session_in_english(), xml__lang="en"),
        said("dc:date", cited.date),
        said("dc:type", "Text"),
        said("dc:type", "Government work report", xml__lang="en"),
        said("dc:format", "text/html"),
        said("dc:identifier", cited.address),
        *(said("dc:language", citing.language_tag(cited, language)) for language in languages),
        said("dc:coverage", place.name_zh, xml__lang="zh-Hans"),
        said("dc:coverage", place.name_en, xml__lang="en"),
        said("dc:coverage", str(report.year)),
        said("dc:relation", absolute("/")),
    ]
    return element(
        "oai_dc:dc",
        "\n".join(filter(None, content)),
        xmlns__oai_dc=OAI_DC,
        xmlns__dc=DC,
        xmlns__xsi=XSI,
        xsi__schemaLocation=f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    )


def tei(reports: Sequence[Report], absolute: Absolute) -> Iterator[str]:
    """Yield each report as TEI, with its whole text as published."""
    document = exports.of_reports([report.pk for report in reports], exports.Asked("", absolute), "", absolute("/"))
    for work in document.works:
        yield exports.tei.of_work(work, document)


FORMATS = {
    one.prefix: one
    for one in (
        Format("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC, 100, dublin_core),
        Format(
            "tei",
            "https://www.tei-c.org/release/xml/tei/custom/schema/xsd/tei_all.xsd",
            "http://www.tei-c.org/ns/1.0",
            10,
            tei,
        ),
    )
}
