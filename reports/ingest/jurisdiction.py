"""Whose report it is: what the header's lines name, or else the folders that the file lies in."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from reports.ingest.header import inferred
from reports.ingest.plan import Document, Evidence, Fact, Header
from reports.text import places


def settle(name: str, document: Document, found: Header, warnings: list[str]) -> None:
    """Settle the jurisdiction: its code where the gazetteer knows it, its Chinese name for a county that it doesn't."""
    by_path = _by_path(name)
    for field in (found.session_zh, found.session_en, found.title_zh, found.office_zh, found.office_en):
        if field and (place := places.found_in(field.value)):
            found.place = Fact(place.code, Evidence.READ, field.line)
            if by_path and by_path != place.code:
                warning = _("Line {line} names {read}, the folder {named}; the line was believed.")
                named = places.by_code(by_path).name_zh
                warnings.append(warning.format(line=field.line, read=place.name_zh, named=named))
            return
    for field in (found.session_zh, found.session_en):
        if field and (county := places.unknown_place(field.value)):
            found.place = Fact(county, Evidence.READ, field.line)
            return
    title = places.found_in(document.facts.get("title", ""))
    code = title.code if title else by_path
    if code:
        found.place = inferred(code)


def _by_path(name: str) -> str | None:
    """Return the code of the jurisdiction that the file's name or the innermost telling folder names."""
    path = PurePath(name)
    for part in (path.stem, *reversed(path.parts[:-1])):
        place = places.named(part) or places.found_in(part)
        if place:
            return place.code
    return None
