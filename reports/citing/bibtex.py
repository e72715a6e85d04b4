"""A citation as an entry of BibTeX: `@techreport`, with the fields that biblatex and gbt7714 read beside the old."""

from __future__ import annotations

import re

from reports.citing.work import MONTHS, Cited

# What TeX would take for a command. Braces that don't match would end the entry early.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}
SPECIALS = re.compile("[" + re.escape("".join(SPECIAL)) + "]")
# biblatex reads an address as it is; these alone would end its field or start a comment.
IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
# A word with a capital past its first letter, or a name's: braces keep it from being made small.
CAPITALS = re.compile(r"(?<![\w{])\w*[A-Z]\w*")


def bibtex(cited: Cited, language: str = "") -> str:
    """Return one entry, in the language that is cited; its key is the report's address, with the paragraph."""
    language = cited.choice(language)
    is_zh = language == "zh"
    title = "：".join(filter(None, (cited.title("zh"), cited.occasion("zh")))) if is_zh else cited.title("en")
    fields = {
        "author": _author(cited, language),
        "title": _title(title, language),
        "titleaddon": "" if is_zh else escaped(cited.occasion("en")),
        "institution": f"{{{escaped(institution(cited, language))}}}",
        "year": cited.date[:4],
        "month": MONTHS[cited.delivered_on.month - 1][:3].lower() if cited.delivered_on else "",
        "date": cited.date,
        # Not `pages`: styles set pp. before what stands there.
        "note": escaped(cited.locator(language)),
        "url": cited.address.translate(IN_ADDRESSES),
        "urldate": cited.accessed.isoformat() if cited.accessed else "",
        "langid": "chinese" if is_zh else "english",
    }
    # A month is one of BibTeX's own words, without braces.
    lines = [
        f"  {name:<11} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value
    ]
    return "\n".join([f"@techreport{{{entry_key(cited, language)},", *lines, "}", ""])


def entry_key(cited: Cited, language: str) -> str:
    """Return the key of an entry: `beijing-2025-p12-en`."""
    parts = (cited.key, f"p{cited.number}" if cited.number is not None else "", language)
    return "-".join(filter(None, parts))


def escaped(text: str) -> str:
    """Return a text with everything that TeX would read as a command written out."""
    return SPECIALS.sub(lambda found: SPECIAL[found[0]], text)


def _author(cited: Cited, language: str) -> str:
    if language == "zh" and cited.author_zh:
        return f"{{{escaped(cited.author_zh)}}}"
    name = cited.author_en
    if name is None:
        # The entry type asks for an author too: the government whose report it is.
        return f"{{{escaped(institution(cited, language))}}}"
    return escaped(name.inverted) if name.given else f"{{{escaped(name.family)}}}"


def _title(title: str, language: str) -> str:
    if language == "zh":
        return escaped(title)
    first, gap, rest = escaped(title).partition(" ")
    return f"{first}{gap}{CAPITALS.sub(lambda word: f'{{{word[0]}}}', rest)}"


def institution(cited: Cited, language: str) -> str:
    """Return the government that reports: the entry type asks for one."""
    if cited.is_national:
        return "国务院" if language == "zh" else "State Council of the People's Republic of China"
    return f"{cited.place_zh}人民政府" if language == "zh" else f"People's Government of {cited.place_en}"
