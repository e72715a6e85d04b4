"""Pairs in which people put texts of two files together: where the files part, nobody else can part the texts."""

from __future__ import annotations

from collections import defaultdict

from reports.ingest.rows.corrections import standing
from reports.models import Change, Report, Revision
from reports.revisions import Line, State

# Acts that take a text from one pair to another.
MINGLING = (Revision.Kind.MERGE, Revision.Kind.SHIFT, Revision.Kind.SPLIT)


def mingled(report: Report, before: State, after: State) -> list[Line]:
    """Return the pairs that hold, or gave away, text of another file's pairs from which they come to be parted."""
    now = {line.key: line for line in before.lines}
    next_before, next_after = _followers(before), _followers(after)
    kinds = standing(report)
    touched: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    changes = Change.objects.filter(revision__report=report, revision__kind__in=MINGLING, row=Change.Row.PAIR)
    for revision, key, was, became in changes.values_list("revision", "key", "before", "became"):
        line = now.get(key)
        if revision not in kinds:
            continue
        if line:
            touched[revision][key] = line.source
        elif became in now:
            # A pair that was joined to another: its text is that one's now.
            touched[revision].setdefault(became or 0, now[became].source)
            touched[revision][key] = (was or {}).get("source")
    found: set[int | None] = set()
    for keys in touched.values():
        if len({source for source in keys.values() if source}) > 1:
            there = [line.key for line in before.lines if line.key in keys]
            border = [key for key in there if next_before.get(key) != next_after.get(key)]
            found.update(border or [key for key in keys if key in now and len(there) < len(keys)])
    return [line for line in before.lines if line.key in found]


def _followers(state: State) -> dict[int | None, int | None]:
    keys = [line.key for line in state.lines]
    return dict(zip(keys, [*keys[1:], None], strict=True))
