"""JSON Lines: a passage a line, each whole by itself; `passage.schema.json` beside this module describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reports.exports.document import Document, Passage, Work


def write(document: Document, unit: str) -> Iterator[bytes]:
    """Yield a line for each passage."""
    for work in document.works:
        # Written once for all lines of a report, which it is most of.
        report = json.dumps(_report(work, document), ensure_ascii=False)
        lines = (json.dumps(_passage(passage, work), ensure_ascii=False) for passage in work.passages)
        yield "".join(f'{line[:-1]}, "report": {report}}}\n' for line in lines).encode()


def _report(work: Work, document: Document) -> dict[str, Any]:
    return {
        "slug": work.slug,
        "url": work.address,
        "place": {"code": work.place, "zh": work.place_zh, "en": work.place_en, "level": work.place_level},
        "year": work.year,
        "delivered_on": work.delivered_on.isoformat() if work.delivered_on else None,
        "session": {"key": work.session_key, "zh": work.session_zh, "en": work.session_en},
        "title": {"zh": work.title_zh, "en": work.title_en},
        "speaker": {"zh": work.speaker_zh, "en": work.speaker_en},
        "office": {"zh": work.office_zh, "en": work.office_en},
        "sources": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in work.sources],
        "changed_at": work.changed.isoformat(),
        "licence": document.licence,
    }


def _passage(passage: Passage, work: Work) -> dict[str, Any]:
    section = None if passage.section is None else work.sections.get(passage.section)
    return {
        "id": passage.pair,
        "url": passage.address,
        "position": passage.position,
        "kind": passage.kind,
        "level": passage.level,
        "section": {"position": section.position, "zh": section.zh, "en": section.en} if section else None,
        "zh": passage.zh,
        "en": passage.en,
        "language": passage.language,
        "converted": passage.is_converted,
        "confidence": passage.confidence,
        "beads": [[bead.zh_start, bead.zh_end, bead.en_start, bead.en_end, bead.confidence] for bead in passage.beads],
    }
