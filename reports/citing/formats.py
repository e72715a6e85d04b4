"""The forms in which a citation is offered, each with its address, media type and file ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.citing.bibtex import bibtex
from reports.citing.exchange import csl_json, ris
from reports.citing.styles import apa, apa_in_text, gbt7714
from reports.citing.work import Cited


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a citation; `name` is its part of an address. Prose is read, the others are for programs."""

    name: str
    label: str
    write: Callable[[Cited, str], str]
    media_type: str
    ending: str
    is_prose: bool = False
    # APA is written in English whatever the text's language.
    by_language: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """One citation, ready to be shown: `language` is that of the cited text, `in_text` goes into one's own text."""

    format: Format
    language: str
    text: str
    in_text: str = ""

    @property
    def key(self) -> str:
        return f"{self.format.name}-{self.language}"

    @property
    def tag(self) -> str:
        """Return the language that the citation itself is written in; empty for programs' formats."""
        if not self.format.is_prose:
            return ""
        return "en" if self.language == "en" or not self.format.by_language else "zh"


def _apa(cited: Cited, language: str) -> str:
    return f"{apa(cited, language)}\n{apa_in_text(cited, language)}"


FORMATS = {
    one.name: one
    for one in (
        Format(
            "gbt7714",
            "GB/T 7714-2025",
            lambda *of: f"{gbt7714(*of)}\n",
            "text/plain; charset=utf-8",
            "txt",
            is_prose=True,
        ),
        Format(
            "apa",
            "APA 7",
            lambda *of: f"{_apa(*of)}\n",
            "text/plain; charset=utf-8",
            "txt",
            is_prose=True,
            by_language=False,
        ),
        Format("bibtex", "BibTeX", bibtex, "application/x-bibtex; charset=utf-8", "bib"),
        Format("ris", "RIS", ris, "application/x-research-info-systems; charset=utf-8", "ris"),
        Format("csl-json", "CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json", "json"),
    )
}


def forms(cited: Cited) -> list[Form]:
    """Return the citation in every format, and in each language that the text is there in."""
    found = []
    for one in FORMATS.values():
        for language in cited.languages if one.by_language else cited.languages[:1]:
            if one.name == "apa":
                found.append(Form(one, language, apa(cited, language), apa_in_text(cited, language)))
            else:
                found.append(Form(one, language, one.write(cited, language).strip()))
    return found
