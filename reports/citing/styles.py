"""Citations as prose: GB/T 7714-2025 in both languages, APA 7, and a short form to go with copied words.

GB/T 7714-2025, 8.8: `author. title：other title information[R/OL]. date：page[date of access]. address.` A point and
square brackets are narrow, other marks are wide in Chinese entries and narrow in English ones; family names are no
longer in capitals; the date of access can be left out. docs/citing.md says what this rests on.
"""

from __future__ import annotations

from reports.citing.work import ARCHIVE_EN, USUAL_EN, USUAL_ZH, Cited, as_sentence, english_date, one_line


def gbt7714(cited: Cited, language: str = "") -> str:
    """Return the entry of a reference list after GB/T 7714-2025, in the language of the text that is cited."""
    language = cited.choice(language)
    latin = cited.author_en.family_first if cited.author_en else ""
    author = cited.author_zh or latin if language == "zh" else latin
    colon = "：" if language == "zh" else ": "
    title = colon.join(filter(None, (cited.title(language), cited.occasion(language))))
    dated = colon.join(filter(None, (cited.date, cited.locator(language))))
    if cited.accessed:
        dated += f"[{cited.accessed.isoformat()}]"
    return ". ".join(filter(None, (author, f"{title}[R/OL]", dated, cited.address))) + "."


def apa(cited: Cited, language: str = "") -> str:
    """Return the entry of a reference list after APA 7: in English, a Chinese title with its translation."""
    author = cited.author_en.initialled if cited.author_en else ""
    day = cited.delivered_on
    dated = f"({day.year}, {english_date(day).rpartition(',')[0]})." if day else f"({cited.year})."
    if cited.choice(language) == "en":
        title = _apa_title(cited, cited.title("en"))
    else:
        title = _apa_title(cited, cited.title("zh"), cited.translation())
    # An entry that nobody signs begins with its title.
    opening = [_stopped(author), dated, title] if author else [title, dated]
    return " ".join([*opening, f"{ARCHIVE_EN}.", _retrieved(cited)])


def apa_in_text(cited: Cited, language: str = "") -> str:
    """Return what stands in brackets where the text is quoted, after APA 7."""
    name = cited.author_en.family if cited.author_en else ""
    year = str(cited.delivered_on.year if cited.delivered_on else cited.year)
    title = cited.title(cited.choice(language))
    return f"({', '.join(filter(None, (name or title, year, cited.locator('en'))))})"


def _apa_title(cited: Cited, title: str, translation: str = "") -> str:
    """Return a title with its translation and what it is in one pair of brackets."""
    session = cited.session_in_english()
    described = f"Report delivered at the {session}" if session else f"Government work report, {cited.place_en}"
    return f"{title} [{'; '.join(filter(None, (translation, described)))}]."


def _retrieved(cited: Cited) -> str:
    return f"Retrieved {english_date(cited.accessed)}, from {cited.address}" if cited.accessed else cited.address


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def short(cited: Cited, language: str = "") -> str:
    """Return a citation in brackets, short enough to go with a few copied words, with the permanent address."""
    if cited.choice(language) == "zh":
        title = f"《{one_line(cited.title_zh) or USUAL_ZH}》"
        author = cited.author_zh or (cited.author_en.family_first if cited.author_en else "")
        said = f"{author}：{title}" if author else title
        place = "" if cited.place_zh[:2] in cited.title_zh else cited.place_zh
        said_of = (said, place, f"{cited.year}年", cited.locator("zh"), cited.address)
        return f"（{'，'.join(filter(None, said_of))}）"
    author = cited.author_en.family_first if cited.author_en else ""
    title = as_sentence(one_line(cited.title_en) or USUAL_EN)
    parts = (author, title, cited.place_en, str(cited.year), cited.locator("en"), cited.address)
    return f"({', '.join(filter(None, parts))})"
