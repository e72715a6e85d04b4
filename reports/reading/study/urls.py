"""The addresses of what helps to study: pages for people, and plain files that know no language."""

from django.urls import URLPattern, path

from reports.reading.study import drill, glossary, sheet, term_page

PAGES: list[URLPattern] = [
    path("terms/", term_page.page, name="terms"),
    path("reports/<slug:slug>/drill/", drill.page, name="drill"),
    path("reports/<slug:slug>/sheet/", sheet.page, name="sheet"),
    path("terms/lookup/", term_page.lookup, name="term-lookup"),
]
FILES: list[URLPattern] = [
    path("terms/glossary.csv", glossary.csv_file, name="terms-csv"),
    path("terms/glossary.tbx", glossary.tbx_file, name="terms-tbx"),
]
