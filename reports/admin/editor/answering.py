"""What the editor's page is told after an act: the rows that changed, and all around them that counts and leads."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import editing
from reports.admin.editor.sentences import redo_label, unchecked_label, undo_label
from reports.admin.editor.shown import Shown


def told(shown: Shown, stamps: dict[str, Any], focus: int | None = None) -> dict[str, Any]:
    """Return a page for a browser that has rows of these stamps: their order, and the HTML of those that differ."""
    return {
        "order": [row.line.key for row in shown.rows],
        "rows": {
            str(row.line.key): row.html(shown.report)
            for row in shown.rows
            if stamps.get(str(row.line.key)) != row.stamp
        },
        "focus": focus,
        **around(shown),
    }


def around(shown: Shown) -> dict[str, Any]:
    """Return what stands around the rows of a page."""
    return {
        "first": shown.page.start + 1,
        "seen": shown.latest,
        "undo": undo_label(shown.stack.undo),
        "redo": redo_label(shown.stack.redo),
        "unchecked": unchecked_label(shown.unchecked),
        "outline": get_template("admin/reports/editor/_outline.html").render({"shown": shown}),
        "section": section_label(shown),
        "ways": {"previous": _way(shown, shown.number - 1), "next": _way(shown, shown.number + 1)},
        "here": address(shown, shown.number),
        "editable": editing.is_open(shown.report),
        "status": shown.report.status,
        "status_label": shown.report.get_status_display(),
    }


def section_label(shown: Shown) -> str:
    """Return which part of the report a page is."""
    return _("Part %(part)d of %(parts)d: pairs %(first)d to %(last)d of %(all)d") % {
        "part": shown.number + 1,
        "parts": len(shown.pages),
        "first": min(shown.page.start + 1, shown.page.end),
        "last": shown.page.end,
        "all": len(shown.state.lines),
    }


def address(shown: Shown, number: int) -> str:
    """Return the address of a page within the editor, by its section or its first pair; "" where there is none."""
    if not 0 <= number < len(shown.pages) or not shown.state.lines:
        return ""
    first = shown.state.lines[shown.pages[number].start]
    return f"?section={first.section}" if first.section else f"?pair={first.key}"


def _way(shown: Shown, number: int) -> dict[str, Any] | None:
    """Return where another page is, and its first pair."""
    key = shown.key_on(number)
    return {"address": address(shown, number), "key": key} if key else None


def editor_address(slug: str, key: int | None = None) -> str:
    """Return where a report is edited, or one of its pairs."""
    return reverse("editor:page", args=[slug]) + (f"?pair={key}" if key else "")
