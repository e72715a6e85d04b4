"""Every kind of page that the archive shows, and rows that give each something to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone, translation

from reports import search
from reports.models import Erratum, Jurisdiction, PairVariant, ParagraphPair, Report, ReportNote, SourceFile, Term
from tests.factories import TWO_SECTIONS, report_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]

SENTENCES = ("人工智能快速发展。改革继续深化。", "Artificial intelligence grew fast. Reform went deeper.")
BEADS = [[0, 9, 0, 34, 0.9], [9, 16, 35, 54, 0.4]]
LINES = [*TWO_SECTIONS, *[(0, SENTENCES)] * 24, (0, ("长" * 400, "A long sentence without an end, " * 30))]
TERMS = (("人工智能", "artificial intelligence"), ("人工智能", "AI"), ("改革", "reform"))

# The name of each page's address, what it takes, and what is asked of it: a kind of page may look in several ways.
Kind = tuple[str, list[str | int], str]
KINDS: dict[str, Kind] = {
    "home": ("home", [], ""),
    "home unfolded": ("home", [], "?open=hunan"),
    "places": ("places", [], ""),
    "place": ("place", ["hunan"], "?scope=all"),
    "years": ("years", [], ""),
    "year": ("year", [2025], ""),
    "speakers": ("speakers", [], ""),
    "speaker": ("speaker", ["beijing", "殷勇"], ""),
    "facts": ("facts", ["beijing-2025"], ""),
    "report": ("report", ["beijing-2025"], ""),
    "report marked": ("report", ["beijing-2025"], "?q=改革&script=hk&layout=stacked"),
    "report in Chinese": ("report", ["beijing-2025"], "?layout=zh&size=5"),
    "report without English": ("report", ["changsha-2024"], ""),
    "section": ("report", ["beijing-2025"], "?section=3"),
    "versions": ("versions", ["{pair}"], ""),
    "error": ("pair-error", ["{pair}"], ""),
    "error, thanks": ("pair-error-thanks", ["{pair}"], ""),
    "citations": ("cite", ["beijing-2025"], ""),
    "citations of a pair": ("pair-cite", ["{pair}"], ""),
    "drill": ("drill", ["beijing-2025"], "?section=1"),
    "drill by sentence": ("drill", ["beijing-2025"], "?section=5&unit=sentence&cover=zh"),
    "sheet": ("sheet", ["beijing-2025"], "?section=3"),
    "glossary": ("terms", [], ""),
    "term": ("terms", [], "?q=人工智能"),
    "unknown term": ("terms", [], "?q=葫芦"),
    "search": ("search", [], ""),
    "results": ("search", [], "?q=改革&from=2019&kind=body"),
    "nothing found": ("search", [], "?q=qwertyxyz"),
    "concordance": ("concordance", [], "?q=改革"),
    "empty concordance": ("concordance", [], ""),
    "download": ("download", [], ""),
    "help": ("help", [], ""),
    "about": ("about", [], ""),
    "interface for programs": ("api:docs", [], ""),
}
# What lies among the pages and is none: one leads to a report, the other answers with JSON.
NO_PAGES = {"pair", "term-lookup"}


def fill() -> Report:
    """Make an archive that has some of everything, indexed, and return the report that has most."""
    hunan = Jurisdiction.objects.get(code="hunan")
    Jurisdiction.objects.create(code="changsha", name_zh="长沙市", name_en="Changsha", level="prefecture", parent=hunan)
    report = report_of(LINES)
    source = SourceFile.objects.create(
        report=report, name="北京市2025.txt", sha256="ab" * 32, size=2048, encoding="gb18030", part=1, content=b"bytes"
    )
    report.pairs.update(source=source, confidence=0.9)
    report.pairs.filter(zh=SENTENCES[0]).update(beads=BEADS)
    doubtful = report.pairs.get(position=2)
    ParagraphPair.objects.filter(pk=doubtful.pk).update(needs_review=True, confidence=0.3, script="hant")
    PairVariant.objects.create(pair=doubtful, zh="另一版本。", en="Another version.", source=source)
    Erratum.objects.create(
        report=report, pair=doubtful, zh=doubtful.zh, en="Thirty facilities.", about="en", message="Twenty-nine, not 30.",
        name="A reader", state="corrected", answer="Corrected after the file.", answered_at=timezone.now(),
    )  # fmt: skip
    Erratum.objects.create(report=report, pair=doubtful, zh=doubtful.zh, en=doubtful.en, about="zh", message="Which?")
    ReportNote.objects.create(report=report, position=1, label="1", text="注释。")
    report_of(slug="beijing-2024", year=2024)
    report_of(slug="beijing-2023", year=2023, script="hant")
    report_of([(0, ("改革。", ""))], slug="changsha-2024", place="changsha", year=2024)
    report_of([(0, ("", "Reform."))], slug="changsha-2023", place="changsha", year=2023)
    for year in range(1985, 2026):
        report_of([], slug=f"hunan-{year}", place="hunan", year=year)
    Term.objects.bulk_create(
        Term(zh=zh, en=en, count=9, first_year=2008, last_year=2025, strength=0.6) for zh, en in TERMS
    )
    search.catch_up()
    return report


def addresses(language: str) -> dict[str, str]:
    """Return where each kind of page is, in a language of the interface; of an archive that fill() has filled."""
    pair = ParagraphPair.objects.get(report__slug="beijing-2025", position=2).pk
    with translation.override(language):
        return {
            kind: reverse(name, args=[pair if arg == "{pair}" else arg for arg in args]) + query
            for kind, (name, args, query) in KINDS.items()
        }


def names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the names of addresses, those too that are included."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from names(pattern.url_patterns)
