"""Where a file and what is there differ: both versions side by side, word by word, and which of them is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from reports import ingest
from reports.admin.review_header import LABELS
from reports.text.differing import Piece
from reports.text.differing import differences as changes

if TYPE_CHECKING:
    from reports.models import ParagraphPair


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair of which the file has another version: the texts that are there and the file's, and which is shown."""

    key: int
    position: int
    line: int | None
    zh_there: SafeString
    zh_new: SafeString
    en_there: SafeString
    en_new: SafeString
    shown: ingest.Kept


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of the header that the file has otherwise, and which of the two is kept."""

    name: str
    label: str
    there: SafeString
    new: SafeString
    kept: ingest.Kept
    line: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Pairs of which a replacement makes the same: what a list calls them, and each as it is and as it will be."""

    name: str
    count: int
    entries: list[tuple[str, SafeString, SafeString]]

    @property
    def hidden(self) -> int:
        return self.count - len(self.entries)


# Of each list so many are shown; all of them stand in the history once the file is taken in.
MOST_LISTED = 60


def side_by_side(there: str, new: str) -> tuple[SafeString, SafeString]:
    """Return two texts as HTML, in the one what the other lacks as `<del>`, in the other what is new as `<ins>`."""
    pieces = changes(there, new)
    return _marked("del", pieces, "gone"), _marked("ins", pieces, "new")


def differences(preview: ingest.Preview) -> list[Difference]:
    """Return the pairs that differ where the file is added to its report, in reading order."""
    found = []
    for shown, kept in preview.merged.variants:
        row: ParagraphPair | None = shown.row or kept.row
        if row is None:
            continue
        shows_new = kept.planned is None
        new = shown if shows_new else kept
        planned = shown.planned or kept.planned
        found.append(
            _difference(
                row.pk,
                row.position,
                planned.line if planned else None,
                (row.zh, row.en),
                (new.zh, new.en),
                "new" if shows_new else "there",
            )
        )
    return sorted(found, key=lambda one: one.position)


def kept_beside(replacement: ingest.Replacement) -> list[Difference]:
    """Return the pairs that keep what people made of them where the file takes another's place."""
    places = {line.key: place for place, line in enumerate(replacement.lines, start=1)}
    return [
        _difference(met.line.key or 0, places.get(met.line.key, 0), met.source_line,
                    (met.line.zh, met.line.en), (met.zh, met.en), "there")
        for met in replacement.kept
    ]  # fmt: skip


def field_differences(preview: ingest.Preview) -> list[FieldDifference]:
    """Return the fields of the header that differ."""
    found = []
    for field in preview.header:
        there, new = side_by_side(field.there, field.new.value)
        found.append(FieldDifference(field.name, str(LABELS[field.name]), there, new, field.kept, field.new.line))
    return found


def listed(replacement: ingest.Replacement) -> list[Listed]:
    """Return what a replacement does, as lists: what changes, comes, goes, stays though it's missing, stays out."""
    changed = [
        (str(met.source_line or ""), *side_by_side(_both(met.line.zh, met.line.en), _both(met.zh, met.en)))
        for met in replacement.changed[:MOST_LISTED]
    ]
    added = [
        (str(new.planned.line), SafeString(""), _plain(_both(new.text.zh, new.text.en)))
        for new in replacement.added[:MOST_LISTED]
    ]
    gone = [("", _plain(_both(line.zh, line.en)), SafeString("")) for line in replacement.gone[:MOST_LISTED]]
    left = [("", _plain(_both(line.zh, line.en)), SafeString("")) for line in replacement.left[:MOST_LISTED]]
    out = [
        (str(met.source_line or ""), SafeString(""), _plain(_both(met.zh, met.en)))
        for met in replacement.kept_out[:MOST_LISTED]
    ]
    lists = [
        ("changed", len(replacement.changed), changed),
        ("added", len(replacement.added), added),
        ("gone", len(replacement.gone), gone),
        ("left", len(replacement.left), left),
        ("kept_out", len(replacement.kept_out), out),
    ]
    return [Listed(name, count, entries) for name, count, entries in lists if count]


def _difference(
    key: int, position: int, line: int | None, there: tuple[str, str], new: tuple[str, str], shown: ingest.Kept
) -> Difference:
    zh_there, zh_new = side_by_side(there[0], new[0])
    en_there, en_new = side_by_side(there[1], new[1])
    return Difference(key, position, line, zh_there, zh_new, en_there, en_new, shown)


def _both(zh: str, en: str) -> str:
    return "\n".join(text for text in (zh, en) if text)


def _plain(text: str) -> SafeString:
    return conditional_escape(text)


def _marked(tag: str, pieces: list[Piece], kind: str) -> SafeString:
    """Return the text of which the pieces of that kind are a part, and the same in both."""
    mark = f"<{tag}>{{}}</{tag}>"
    own = [piece for piece in pieces if piece.kind in {"same", kind}]
    marked = [format_html(mark if piece.kind == kind else "{}", piece.text) for piece in own]
    return format_html_join("", "{}", [(piece,) for piece in marked])
