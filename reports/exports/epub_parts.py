"""The parts of an EPUB that don't hold the text: where the package is, what is in it, how it looks."""

from __future__ import annotations

from collections.abc import Sequence

from reports.exports import said
from reports.exports.document import Document
from reports.exports.markup import DECLARATION, tag, text

CONTAINER = (
    f'{DECLARATION}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
STYLE = """body { margin: 0 4%; line-height: 1.6; }
h1, h2, h3, h4, h5, h6 { font-size: 1.1em; line-height: 1.4; margin: 0; break-after: avoid; }
h1 { font-size: 1.4em; margin: 1em 0; }
.pair { margin: 0 0 0.8em; }
.number { float: left; font-size: 0.7em; margin-left: -3.2em; width: 2.8em; text-align: right; text-decoration: none; }
.chapter, section { margin-left: 2em; }
p { margin: 0; orphans: 2; widows: 2; }
.zh { display: block; text-align: justify; }
.en { display: block; hyphens: auto; }
.gap { display: block; opacity: 0.6; }
.texts > .en, h2 > .en, h3 > .en, h4 > .en { margin-top: 0.3em; }
h2, h3, h4 { margin-top: 0.8em; }
nav ol { list-style: none; padding-left: 1.2em; }
nav a { text-decoration: none; }
nav li { margin: 0.4em 0; }
@media (min-width: 34em) {
  .side p.zh, .side p.en, .side p.gap, .side span.zh, .side span.en, .side span.gap { width: 48%; float: left; }
  .side .gap + .gap, .side .zh + .gap { margin-left: 4%; }
  .side .texts > .en, .side .texts > * > .en { margin: 0 0 0 4%; }
  .side .texts::after, .side .texts > *::after { content: ""; display: block; clear: both; }
}
dt { font-size: 0.8em; margin-top: 0.6em; }
dd { margin: 0; overflow-wrap: anywhere; }
.note { font-size: 0.8em; margin-top: 0.8em; }
"""
XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
# What the book offers to those who can't see it (EPUB Accessibility 1.1).
ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    *(
        ("schema:accessibilityFeature", feature)
        for feature in ("tableOfContents", "structuralNavigation", "readingOrder", "unlocked")
    ),
    ("schema:accessibilityHazard", "none"),
    (
        "schema:accessibilitySummary",
        "Text only, in Chinese and English, each marked with its language; headings and contents lead to each part.",
    ),
)


def page(title: str, body: str, language: str) -> str:
    """Return a page of the book; `body` is markup."""
    return (
        f'{DECLARATION}<!DOCTYPE html>\n<html {XHTML} lang="{language}" xml:lang="{language}"><head>'
        f'<title>{text(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f"<body>{body}</body></html>\n"
    )


def package(document: Document, files: Sequence[str], authors: dict[str, str]) -> str:
    """Return the package document: what the book is, its files, and the order in which they are read."""
    manifest = [
        tag("item", id="nav", href="nav.xhtml", media_type="application/xhtml+xml", properties="nav"),
        tag("item", id="style", href="style.css", media_type="text/css"),
        *(
            tag("item", id=_name(file), href=file, media_type="application/xhtml+xml")
            for file in ("title.xhtml", *files)
        ),
    ]
    spine = [tag("itemref", idref=_name(file)) for file in ("title.xhtml", "nav.xhtml", *files)]
    return (
        f'{DECLARATION}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="address" '
        f'xml:lang="en" prefix="schema: http://schema.org/">'
        f"{_metadata(document, authors)}{tag('manifest', ''.join(manifest))}{tag('spine', ''.join(spine))}</package>"
    )


def _metadata(document: Document, authors: dict[str, str]) -> str:
    title = document.title if document.section is None else f"{document.title}: {document.section.name}"
    parts = [
        tag("dc:identifier", text(document.address), id="address"),
        tag("dc:title", text(title)),
        tag("dc:language", document.language),
        tag("dc:language", "en"),
        *(tag("dc:creator", text(name), xml__lang=language) for name, language in authors.items()),
        tag("dc:publisher", text(said.ARCHIVE)),
        tag("dc:source", text(document.address)),
        tag("dc:rights", text(" ".join(said.LICENCE))),
        tag("dc:date", document.stamp),
        tag("meta", document.stamp, property="dcterms:modified"),
        *(tag("meta", text(value), property=name) for name, value in ACCESSIBILITY),
    ]
    return tag("metadata", "".join(parts), xmlns__dc="http://purl.org/dc/elements/1.1/")


def _name(file: str) -> str:
    return file.removesuffix(".xhtml")
