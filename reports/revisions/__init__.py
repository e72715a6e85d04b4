"""What reports were, who changed them and why, and back again. Everything outside asks at this door.

Rows of a report that is there are changed through `change`, or within `recording`: so nothing is ever lost.
"""

from reports.revisions.addresses import Kept, Known, keep, kept_for, lacking
from reports.revisions.changes import RowChange, applied, difference, out_of_order
from reports.revisions.history import (
    Passed,
    changed_between,
    header_touched_since,
    history_of_pair,
    pair_that_became,
    public_key,
    touched_since,
)
from reports.revisions.recording import (
    Act,
    Recorded,
    change,
    changes_of,
    changes_of_each,
    created,
    locked,
    record,
    recording,
)
from reports.revisions.state import HEADER_FIELDS, PARTS, STATUS_FIELDS, Line, State, read
from reports.revisions.taking_back import (
    Clash,
    Stack,
    as_of,
    as_seen,
    before_revision,
    cancelled_since,
    redo,
    restore,
    restore_pair,
    stack,
    taken_back,
    undo,
)

__all__ = [
    "HEADER_FIELDS",
    "PARTS",
    "STATUS_FIELDS",
    "Act",
    "Clash",
    "Kept",
    "Known",
    "Line",
    "Passed",
    "Recorded",
    "RowChange",
    "Stack",
    "State",
    "applied",
    "as_of",
    "as_seen",
    "before_revision",
    "cancelled_since",
    "change",
    "changed_between",
    "changes_of",
    "changes_of_each",
    "created",
    "difference",
    "header_touched_since",
    "history_of_pair",
    "keep",
    "kept_for",
    "lacking",
    "locked",
    "out_of_order",
    "pair_that_became",
    "public_key",
    "read",
    "record",
    "recording",
    "redo",
    "restore",
    "restore_pair",
    "stack",
    "taken_back",
    "touched_since",
    "undo",
]
