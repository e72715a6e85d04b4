"""TEI P5: the header of a report, and its text in each language, paragraphs and sentences linked across."""

from __future__ import annotations

from collections.abc import Iterator

from reports.exports import said
from reports.exports.document import Bead, Document, Passage, Work
from reports.exports.markup import DECLARATION, tag, text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
ENGLISH = "en"


def write(document: Document, unit: str) -> Iterator[bytes]:
    """Yield the document: TEI of one report, or a corpus of those that a search or the archive has."""
    yield DECLARATION.encode()
    if document.is_collection:
        header = _header(
            title=tag("title", text(document.title)),
            address=document.address,
            source=tag("p", text("Government work reports, each with a header of its own.")),
            document=document,
        )
        yield f'<teiCorpus xmlns="{NAMESPACE}">\n{header}\n'.encode()
        for work in document.works:
            yield f"{of_work(work, document)}\n".encode()
        yield b"</teiCorpus>\n"
    else:
        for work in document.works:
            yield f"{of_work(work, document)}\n".encode()


def of_work(work: Work, document: Document) -> str:
    """Return the TEI element of one report, its namespace declared."""
    sides = [side for side, has in (("zh", work.has_zh), ("en", work.has_en)) if has] or ["zh"]
    texts = [_text(work, side) for side in sides]
    if len(texts) == 1:
        body = tag("text", texts[0] + _back(work), xml__lang=_language(work, sides[0]))
    else:
        parts = (tag("text", part, xml__lang=_language(work, side)) for side, part in zip(sides, texts, strict=True))
        body = tag("text", tag("group", "\n".join(parts)) + _back(work))
    header = _header(
        title=_title(work), address=work.address, source=_source(work), document=document, profile=_profile(work)
    )
    return tag("TEI", f"\n{header}\n{body}\n", xmlns=NAMESPACE)


def _header(title: str, address: str, source: str, document: Document, profile: str = "") -> str:
    publication = (
        tag("publisher", text(said.ARCHIVE))
        + tag("idno", text(address), type="URI")
        + tag("availability", tag("licence", text(" ".join(said.LICENCE)), target=document.licence), status="free")
        + tag("date", document.stamp[:10], when=document.stamp[:10])
    )
    described = "".join(tag("p", text(note)) for note in said.lines(document)[:-1])
    return tag(
        "teiHeader",
        tag(
            "fileDesc",
            tag("titleStmt", title) + tag("publicationStmt", publication) + tag("sourceDesc", source),
        )
        + tag("encodingDesc", tag("projectDesc", tag("p", text(said.ARCHIVE))) + tag("editorialDecl", described))
        + profile
        + tag("revisionDesc", tag("change", "Rows of the archive changed.", when=document.stamp)),
    )


def _title(work: Work) -> str:
    return "".join(
        [
            tag("title", text(work.heading_zh), xml__lang=work.language),
            tag("title", text(work.heading_en), xml__lang=ENGLISH),
            *(
                tag("author", text(name), xml__lang=language)
                for name, language in ((work.speaker_zh, work.language), (work.speaker_en, ENGLISH))
                if name
            ),
        ]
    )


def _source(work: Work) -> str:
    """Return the speech that the text is of, and the files that it came in."""
    speech = [
        tag("title", text(work.heading_zh), xml__lang=work.language),
        *(
            tag("note", text(value), type=kind, xml__lang=language)
            for kind, language, value in (
                ("session", work.language, work.session_zh),
                ("session", ENGLISH, work.session_en),
                ("speaker", work.language, work.speech_zh),
                ("speaker", ENGLISH, work.speech_en),
                ("script", ENGLISH, "converted" if work.has_converted else ""),
            )
            if value
        ),
        tag("date", work.delivered_on.isoformat(), when=work.delivered_on.isoformat()) if work.delivered_on else "",
    ]
    files = [
        tag("bibl", tag("title", text(source.name)) + tag("idno", source.sha256, type="SHA-256"), type="file")
        for source in work.sources
    ]
    return tag("listBibl", tag("bibl", "".join(speech), type="speech") + "".join(files))


def _profile(work: Work) -> str:
    languages = dict.fromkeys([*(passage.language for passage in work.passages if passage.zh), work.language])
    used = [tag("language", "中文", ident=language) for language in languages]
    used.append(tag("language", "English", ident=ENGLISH))
    place = tag("name", text(work.place_zh), xml__lang="zh") + tag("name", text(work.place_en), xml__lang=ENGLISH)
    year = tag("date", str(work.year), when=f"{work.year:04}")
    return tag(
        "profileDesc",
        tag("langUsage", "".join(used)) + tag("settingDesc", tag("setting", place + year)),
    )


def _text(work: Work, side: str) -> str:
    """Return the body of one language: headings open divisions, which close before one of their rank or above."""
    parts = ["<body>"]
    depth = 0
    for passage in work.passages:
        if passage.level:
            parts += ["</div>"] * max(depth - passage.level + 1, 0)
            depth = min(depth, passage.level - 1) + 1
            parts.append("\n<div>")
        elif not depth:
            # Nothing may follow a division in what it stands in but another.
            parts.append("\n<div>")
            depth = 1
        if content := _sentences(passage, side):
            parts.append(_block(passage, side, content))
    return "".join([*parts, "</div>" * depth, *([] if depth else [tag("p", "")]), "</body>"])


def _block(passage: Passage, side: str, content: str) -> str:
    other = "en" if side == "zh" else "zh"
    return "\n" + tag(
        "head" if passage.level else "p",
        content,
        xml__id=_name(passage, side),
        n=passage.position,
        xml__lang=passage.language if side == "zh" else ENGLISH,
        corresp=f"#{_name(passage, other)}" if passage.zh and passage.en else None,
        sameAs=passage.address,
    )


def _sentences(passage: Passage, side: str) -> str:
    """Return the text of one side, its sentences as `s` elements that point at those of the other side."""
    whole = passage.zh if side == "zh" else passage.en
    if not passage.beads or not (passage.zh and passage.en):
        return text(whole)
    span, other_span = (_zh_span, _en_span) if side == "zh" else (_en_span, _zh_span)
    other = "en" if side == "zh" else "zh"
    parts, at = [], 0
    for bead in passage.beads:
        start, end = span(bead)
        if start >= end:
            continue
        across = other_span(bead)
        parts += [
            text(whole[at:start]),
            tag(
                "s",
                text(whole[start:end]),
                xml__id=f"{_name(passage, side)}-s{bead.number}",
                corresp=f"#{_name(passage, other)}-s{bead.number}" if across[0] < across[1] else None,
            ),
        ]
        at = end
    return "".join([*parts, text(whole[at:])])


def _zh_span(bead: Bead) -> tuple[int, int]:
    return bead.zh_start, bead.zh_end


def _en_span(bead: Bead) -> tuple[int, int]:
    return bead.en_start, bead.en_end


def _back(work: Work) -> str:
    """Return the notes, and the links between the languages once more, as a group for programs."""
    both = [passage for passage in work.passages if passage.zh and passage.en]
    links = [tag("link", target=f"#{_name(passage, 'zh')} #{_name(passage, 'en')}") for passage in both]
    notes = [
        tag("p", tag("note", text(note.text), n=note.label or None), xml__lang=note.language) for note in work.notes
    ]
    parts = [tag("div", "\n".join(notes), type="notes")] if notes else []
    parts += [tag("linkGrp", "\n".join(links), type="alignment")] if links else []
    return "\n" + tag("back", "\n".join(parts)) if parts else ""


def _name(passage: Passage, side: str) -> str:
    return f"{side}-{passage.pair}"


def _language(work: Work, side: str) -> str:
    if side == "en":
        return ENGLISH
    return next((passage.language for passage in work.passages if passage.zh), work.language)
