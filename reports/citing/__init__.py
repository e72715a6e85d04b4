"""Citing reports and paragraphs. Everything outside asks at this door."""

from __future__ import annotations

from reports.citing.bibtex import bibtex
from reports.citing.described import Description, described
from reports.citing.exchange import csl_item, csl_json, language_tag, ris
from reports.citing.formats import FORMATS, Form, Format, forms
from reports.citing.names import Name, latin_name
from reports.citing.offers import Offer, offers, permanent
from reports.citing.rows import cited, cited_in
from reports.citing.styles import apa, apa_in_text, gbt7714, short
from reports.citing.work import Cited

__all__ = [
    "FORMATS",
    "Cited",
    "Description",
    "Form",
    "Format",
    "Name",
    "Offer",
    "apa",
    "apa_in_text",
    "bibtex",
    "cited",
    "cited_in",
    "csl_item",
    "csl_json",
    "described",
    "forms",
    "gbt7714",
    "language_tag",
    "latin_name",
    "offers",
    "permanent",
    "ris",
    "short",
]
