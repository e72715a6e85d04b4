"""Changes of a report's rows told to a person: what each field was and became, texts word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.admin.editor.differences import compared
from reports.models import ParagraphPair, Report, SourceFile
from reports.revisions import PARTS, RowChange

TEXTS = {"zh": "zh", "en": "en", "note": ""}
# What follows from the texts, or means nothing to a person.
UNTOLD = {"section", "ordinal", "script", "source", "source_line", "confidence", "evidence", "header_evidence"}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row: its pair (None for the header), its number if it is there, each field."""

    key: int | None
    number: int | None
    said: str
    fields: list[tuple[str, str, SafeString]] = field(default_factory=list)


def told(changes: Iterable[RowChange], numbers: Mapping[int, int]) -> list[Told]:
    """Return what changes say of the rows that a person knows; `numbers` has those of the pairs that are there."""
    return [_row(change, numbers) for change in changes if is_told(change)]


def is_told(change: RowChange) -> bool:
    """Say whether a change is one that a person knows, without telling it."""
    if change.key is not None and (change.before is None or change.after is None):
        return True
    before, after = change.before or {}, change.after or {}
    return any(name not in UNTOLD and before.get(name) != value for name, value in after.items())


def fields(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, key: int | None) -> list[Any]:
    """Return the fields of a row that differ: what each is called, its language, what parts before from after."""
    return list(_fields(before or {}, after or {}, key))


def _row(change: RowChange, numbers: Mapping[int, int]) -> Told:
    key = change.key
    said = ""
    if key is not None and change.before is None:
        said = _("The pair came.")
    elif key is not None and change.after is None:
        said = _("The pair went.") if change.became is None else _("The pair became a part of another one.")
    elif "behind" in (change.after or {}):
        said = _("The pair moved.")
    return Told(key, numbers.get(key or 0), said, fields(change.before, change.after, key))


def _fields(
    before: Mapping[str, Any], after: Mapping[str, Any], key: int | None
) -> Iterator[tuple[str, str, SafeString]]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if name in UNTOLD or name == "behind" or one == other or not (one or other):
            continue
        if name == PARTS:
            yield from _parts(one or {}, other or {})
            continue
        if name in TEXTS or isinstance(one or other, str):
            lang = TEXTS.get(name, {"zh": "zh", "en": "en"}.get(name[-2:], "") if name[-3:-2] == "_" else "")
            yield _label(name, key), lang, compared(_text(name, key, one), _text(name, key, other))
        elif name in {"beads", "versions", "notes"}:
            yield _label(name, key), "", format_html("{}", pgettext("told of a field", "changed"))
        else:
            yield _label(name, key), "", format_html("{} → {}", _value(one), _value(other))


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, SafeString]]:
    names = dict(SourceFile.objects.filter(pk__in=after).values_list("pk", "name"))
    for key, part in after.items():
        called = _("Part, “%(file)s”") % {"file": names.get(int(key), key)}
        yield called, "", format_html("{} → {}", _value(before.get(key)), _value(part))


def _label(name: str, key: int | None) -> str:
    known = {"level": _("Level"), "versions": _("Other versions"), "beads": _("Sentences"), "notes": _("Notes")}
    if name in known:
        return known[name]
    return str(getattr(_field(name, key), "verbose_name", name))


def _field(name: str, key: int | None) -> Any:
    return (Report if key is None else ParagraphPair)._meta.get_field(name.removesuffix("_id"))


def _text(name: str, key: int | None, value: Any) -> str:
    """Return a text as it is, and what stands for one of few choices as a person knows it."""
    choices = getattr(_field(name, key), "flatchoices", ())
    return str(dict(choices).get(value, value or ""))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None or value == "" else str(value)
