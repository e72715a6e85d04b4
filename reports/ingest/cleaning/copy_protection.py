"""Copy-protection pinyin: taken out by the rule in `reports.text.pinyin`, over the file as a whole."""

from reports.ingest.plan import Line
from reports.ingest.saying import say as _
from reports.text.pinyin import annotations, is_copy_protection, without

# So many readings without tones are no accident.
SUSPICIOUS = 3


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without copy-protection pinyin; all as they were where the readings are a writer's own."""
    notes = [annotations(line.text) for line in lines]
    if not is_copy_protection(notes):
        return lines
    return [Line(line.number, without(line.text, found)) for line, found in zip(lines, notes, strict=True)]


def suspicions(lines: list[Line]) -> list[str]:
    """Return a warning where readings without tones stand behind converted characters; they are left as they are."""
    found = [line.number for line in lines for note in annotations(line.text) if note.converted and not note.toned]
    if len(found) < SUSPICIOUS:
        return []
    warning = _("Line {line}: {count} readings without tones stand behind characters; they were left as they are.")
    return [warning.format(line=found[0], count=len(found))]
