"""What becomes of one pair where a file takes another's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.ingest.matching import Text
from reports.ingest.plan import PlannedPair
from reports.ingest.rows.sides import Met, New, Replacement, Sides, text_of
from reports.ingest.rows.text_facts import text_facts
from reports.revisions import Line


def settle(sides: Sides, line: Line, had: Text | None, new: New | None, found: Replacement) -> None:
    """Decide what becomes of a pair that the old file had brought: as `had`, where the new one has something for it."""
    if new is None or had is None:
        if sides.has_hand(line):
            found.left.append(line)
            found.lines.append(line)
        else:
            found.gone.append(line)
        return
    hand = sides.corrections.is_corrected(line)
    wanted = sides.chosen.get(line.key or 0, "there" if hand else "new")
    # A side that another file had filled stays where this one has none, as the old one had none.
    zh = new.text.zh or ("" if had.zh else line.zh)
    en = new.text.en or ("" if had.en else line.en)
    same = Text(zh, en).key == text_of(line).key
    if same and (hand or (zh, en, new.level) == (line.zh, line.en, line.level)):
        found.same.append(line)
        found.lines.append(replace(line, source=sides.source, source_line=new.planned.line))
    elif wanted == "new":
        found.changed.append(Met(line, zh, en, new.planned.line))
        shown = _renewed(sides, line, new, zh, en)
        corrected = (line.zh, line.en, line.source, line.source_line)
        found.lines.append(replace(shown, versions=(*shown.versions, corrected)) if hand else shown)
    elif hand and (mended := _with_new_side(sides, line, had, new)):
        _settle_sides(sides, line, mended, had, new, found)
    elif hand and new.text.key == had.key:
        # The old file had it like this: that is what was corrected.
        found.same.append(line)
        found.lines.append(replace(line, source=sides.source, source_line=new.planned.line))
    else:
        found.kept.append(Met(line, zh, en, new.planned.line))
        kept = _with_version(sides, line, new, zh, en)
        found.lines.append(replace(kept, source=sides.source, source_line=new.planned.line))


def _with_new_side(sides: Sides, line: Line, had: Text, new: New) -> Line | None:
    """Return a pair of which people mended one side with the new file's text on the other one.

    None where both sides are theirs, or the new file has nothing for the other one that the old file didn't have.
    """
    mended = sides.corrections.corrected_sides(line)
    if len(mended) != 1:
        return None
    side = "en" if mended == {"zh"} else "zh"
    there, text = getattr(line, side), getattr(new.text, side)
    # What another file had filled in isn't for this one to replace.
    if not text or there != getattr(had, side) or there == text:
        return None
    texts = {"zh": line.zh, "en": line.en, side: text}
    # How sure the file's own pair is says nothing of this one, half of which is a person's.
    facts = text_facts(texts["zh"], texts["en"], None, with_beads=sides.is_written)
    return replace(
        line,
        **{**texts, **facts},
        script=sides.script if side == "zh" else line.script,
        source=sides.source,
        source_line=new.planned.line,
    )


def _settle_sides(sides: Sides, line: Line, mended: Line, had: Text, new: New, found: Replacement) -> None:
    """Put a pair in with one side from the new file; what it has for the other is kept beside it if it's news."""
    side = "zh" if mended.zh == line.zh else "en"
    known = {getattr(text, f"{side}_key") for text in (had, text_of(line))}
    was_beside = any(version[2] == sides.old for version in line.versions)
    found.changed.append(Met(line, mended.zh, mended.en, new.planned.line))
    text = getattr(new.text, side)
    if text and (was_beside or getattr(new.text, f"{side}_key") not in known):
        found.kept.append(Met(mended, new.text.zh, new.text.en, new.planned.line))
        mended = _with_version(sides, mended, new, new.text.zh, new.text.en)
    found.lines.append(mended)


def joined(texts: Sequence[Text]) -> Text:
    """Return the text of pairs that people joined."""
    if len(texts) == 1:
        return texts[0]
    zh, en = "".join(text.zh for text in texts), " ".join(text.en for text in texts if text.en)
    return Text(zh, en, texts[0].is_heading)


def joined_new(news: Sequence[New]) -> New:
    """Return what the new file has for pairs that people joined, as one."""
    if len(news) == 1:
        return news[0]
    text = joined([new.text for new in news])
    return replace(news[0], text=text, planned=PlannedPair(zh=text.zh, en=text.en, line=news[0].planned.line))


def settle_other(sides: Sides, line: Line, new: New, found: Replacement) -> None:
    """Decide about a pair that another file, or a person, has brought and the new file has too."""
    zh, en = new.text.zh or line.zh, new.text.en or line.en
    fills = bool((new.text.zh and not line.zh) or (new.text.en and not line.en))
    if fills and not sides.has_hand(line):
        found.changed.append(Met(line, line.zh or zh, line.en or en, new.planned.line))
        filled = replace(line, zh=line.zh or zh, en=line.en or en)
        facts = text_facts(filled.zh, filled.en, new.planned, with_beads=sides.is_written)
        found.lines.append(replace(filled, **facts))
    elif Text(zh, en).key == text_of(line).key:
        found.there.append(Met(line, new.text.zh, new.text.en, new.planned.line))
        found.lines.append(line)
    elif sides.chosen.get(line.key or 0) == "new":
        found.changed.append(Met(line, zh, en, new.planned.line))
        found.lines.append(_renewed(sides, _with_version(sides, line, None, line.zh, line.en), new, zh, en))
    else:
        found.kept.append(Met(line, zh, en, new.planned.line))
        found.lines.append(_with_version(sides, line, new, zh, en))


def _renewed(sides: Sides, line: Line, new: New, zh: str, en: str) -> Line:
    """Return a pair with the new file's text; versions of it that the old file had are gone with that."""
    facts: dict[str, Any] = text_facts(zh, en, new.planned, with_beads=sides.is_written)
    return replace(
        line,
        zh=zh,
        en=en,
        level=new.level,
        ordinal=new.ordinal,
        section=line.section if new.level else None,
        script=sides.script if new.text.zh else line.script,
        source=sides.source,
        source_line=new.planned.line,
        checked=False,
        versions=tuple(kept for kept in line.versions if kept[2] != sides.old and kept[:2] != (zh, en)),
        **facts,
    )


def _with_version(sides: Sides, line: Line, new: New | None, zh: str, en: str) -> Line:
    """Return a pair with another version beside it; the one that the old file had there goes."""
    source = (sides.source, new.planned.line) if new else (line.source, line.source_line)
    kept = [version for version in line.versions if version[2] != sides.old and version[:2] != (zh, en)]
    return replace(line, versions=(*kept, (zh, en, *source)))
