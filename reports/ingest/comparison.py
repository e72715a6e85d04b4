"""A file's text as it came beside what cleaning made of it."""

from collections import defaultdict
from dataclasses import dataclass

from reports.ingest import cleaning, formats


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line as it came and as it was kept (empty: left out), and the steps that changed it."""

    number: int
    raw: str
    kept: str
    steps: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Say whether a step did anything to it."""
        return bool(self.steps)


def compare(name: str, content: bytes, encoding: str | None = None) -> list[ComparedLine]:
    """Return every line of a file that has text, as it came and as it was kept. Raises Refusal as reading does."""
    document = formats.read(name, content, encoding)
    cleaned = cleaning.clean(document.lines)
    raw: defaultdict[int, list[str]] = defaultdict(list)
    kept: defaultdict[int, list[str]] = defaultdict(list)
    steps: defaultdict[int, list[str]] = defaultdict(list)
    for line in document.lines:
        raw[line.number].append(line.text)
    for line in cleaned.lines:
        kept[line.number].append(line.text)
    for change in (*document.changes, *cleaned.changes):
        if change.step not in steps[change.line]:
            steps[change.line].append(change.step)
    lines = ((number, "\n".join(texts)) for number, texts in raw.items())
    return [
        ComparedLine(number, text, "\n".join(kept[number]), tuple(steps[number]))
        for number, text in lines
        if text.strip()
    ]
