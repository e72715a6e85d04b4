"""What a person gives with an act, read from JSON or from a form, with a sentence for each that can't be read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.editing.answers import Impossible

if TYPE_CHECKING:
    from collections.abc import Mapping

# What no text of a report holds, and no XML can: it would break the exports.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
YES, NO = ("1", "true", "on", "yes"), ("", "0", "false", "off", "no")
LARGEST = 2**63 - 1
# So long a text is no paragraph; the whole of a report is shorter.
LONGEST = 100_000
SIDES = ("zh", "en")


def printable(text: str) -> str:
    """Return a text without what no text of a report holds."""
    return UNPRINTABLE.sub("", text)


class Given:
    """The fields of an act. Each method returns one of them or raises Impossible."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def has(self, name: str) -> bool:
        """Say whether a field is given; null, and nothing where a number is asked for, are not given."""
        return self._fields.get(name) is not None

    def whole(self, name: str) -> int:
        """Return a whole number."""
        found = _whole(self._fields.get(name))
        if found is None:
            raise Impossible(_("%(name)s must be a whole number.") % {"name": name})
        return found

    def whole_or_none(self, name: str) -> int | None:
        """Return a whole number, None where it isn't given."""
        return None if self._fields.get(name) in (None, "") else self.whole(name)

    def pair(self, name: str = "pair") -> int:
        """Return the key of a pair."""
        if self._fields.get(name) in (None, ""):
            raise Impossible(_("No pair is chosen."))
        return self.whole(name)

    def pairs(self) -> tuple[int, ...]:
        """Return the keys of one or more pairs, each once, in the order given."""
        found = self._fields.get("pairs")
        if found is None or found in ("", []):
            return (self.pair(),)
        parts = found.split(",") if isinstance(found, str) else found
        if not isinstance(parts, list | tuple):
            raise Impossible(_("No pair is chosen."))
        keys = [_whole(part) for part in parts]
        known = [key for key in keys if key is not None]
        if len(known) < len(keys) or not known:
            raise Impossible(_("No pair is chosen."))
        return tuple(dict.fromkeys(known))

    def text(self, name: str) -> str:
        """Return a text, its line breaks as one character, without blanks around it and what can't be printed."""
        found = self._fields.get(name, "")
        if not isinstance(found, str):
            raise Impossible(_("%(name)s must be a text.") % {"name": name})
        if len(found) > LONGEST:
            raise Impossible(_("This text is too long for a pair."))
        return printable(found.replace("\r\n", "\n").replace("\r", "\n")).strip()

    def text_or_none(self, name: str) -> str | None:
        """Return a text, None where it isn't given."""
        return self.text(name) if self.has(name) else None

    def yes(self, name: str) -> bool:
        """Return a yes or no; what isn't given is no."""
        found = self._fields.get(name)
        if isinstance(found, bool) or found is None:
            return bool(found)
        said = str(found).strip().lower()
        if said not in YES + NO:
            raise Impossible(_("%(name)s must be yes or no.") % {"name": name})
        return said in YES

    def side(self) -> str:
        """Return "zh" or "en"."""
        found = self._fields.get("side")
        if found not in SIDES:
            raise Impossible(_("Say which language is meant."))
        return str(found)

    def by(self) -> int:
        """Return 1 for down or -1 for up."""
        found = self.whole("by")
        if found not in {1, -1}:
            raise Impossible(_("One step down or up at a time."))
        return found

    def spans(self, name: str) -> list[list[int]]:
        """Return the four offsets of each bead."""
        found = self._fields.get(name)
        if isinstance(found, str):
            try:
                found = json.loads(found)
            except (ValueError, RecursionError):
                found = None
        rows = [_four(row) for row in found] if isinstance(found, list | tuple) else []
        if not rows or None in rows:
            raise Impossible(_("Each bead has four offsets: start and end in Chinese, start and end in English."))
        return [row for row in rows if row is not None]


def _four(row: Any) -> list[int] | None:
    if not isinstance(row, list | tuple) or len(row) not in {4, 5}:
        return None
    offsets = [_whole(entry) for entry in row[:4]]
    known = [offset for offset in offsets if offset is not None]
    return known if len(known) == len(offsets) else None


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
        if not re.fullmatch(r"-?[0-9]{1,19}", value, re.A):
            return None
        value = int(value)
    return value if isinstance(value, int) and abs(value) <= LARGEST else None
