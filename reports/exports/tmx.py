"""TMX 1.4, for translation memories: each pair that has both languages, or each group of sentences, is a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reports.exports import said
from reports.exports.document import Document, Passage, Work
from reports.exports.markup import DECLARATION, tag, text

# Programs look memories up by language and country. Traditional as published is of no country.
LANGUAGES = {
    "zh-Hans": "zh-CN",
    "zh-Hant": "zh-Hant",
    "zh-Hant-TW": "zh-TW",
    "zh-Hant-HK": "zh-HK",
    "zh-Hant-CN": "zh-Hant-CN",
}
ENGLISH = "en"


def write(document: Document, unit: str) -> Iterator[bytes]:
    """Yield the document's two-sided pairs as units, or with `unit` "sentence" the sentences in them."""
    segtype = "sentence" if unit == "sentence" else "paragraph"
    source = LANGUAGES[document.language]
    header = tag(
        "header",
        "".join(tag("note", text(note)) for note in (f"{document.title} {document.address}", *said.lines(document))),
        creationtool=said.PROGRAM,
        creationtoolversion=said.VERSION,
        segtype=segtype,
        o_tmf=said.PROGRAM,
        adminlang=ENGLISH,
        srclang=source,
        datatype="plaintext",
        creationdate=_date(document.changed),
    )
    yield f'{DECLARATION}<tmx version="1.4">\n{header}\n<body>\n'.encode()
    for work in document.works:
        yield "".join(_units(work, segtype, source)).encode()
    yield b"</body>\n</tmx>\n"


def _units(work: Work, segtype: str, source: str) -> Iterator[str]:
    for passage in work.passages:
        sentences = passage.sentences() if segtype == "sentence" else [(0, passage.zh, passage.en)]
        for number, zh, en in sentences:
            if not zh or not en:
                continue
            language = LANGUAGES[passage.language]
            yield (
                tag(
                    "tu",
                    _properties(work, passage, number)
                    + tag("tuv", tag("seg", text(zh)), xml__lang=language)
                    + tag("tuv", tag("seg", text(en)), xml__lang=ENGLISH),
                    tuid=f"{passage.address}#s{number}" if number else passage.address,
                    creationdate=_date(work.added),
                    changedate=_date(work.changed),
                    srclang=language if language != source else None,
                )
                + "\n"
            )


def _properties(work: Work, passage: Passage, number: int) -> str:
    """Return where a unit is from: memories are merged, and each unit must say it by itself."""
    confidence = next((bead.confidence for bead in passage.beads if bead.number == number), passage.confidence)
    properties = {
        "x-report": work.name,
        "x-date": work.delivered_on.isoformat() if work.delivered_on else "",
        "x-speaker": " ".join(filter(None, (work.speaker_zh, work.speaker_en))),
        "x-paragraph": str(passage.position),
        "x-kind": passage.kind,
        "x-confidence": "" if confidence is None else f"{confidence:.3f}",
        "x-converted": "yes" if passage.is_converted else "",
    }
    return "".join(tag("prop", text(value), type=name) for name, value in properties.items() if value)


def _date(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
