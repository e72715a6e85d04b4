"""The acts of the pair editor, what looks wrong in a report, its header, its status. Everything outside asks here.

`perform(report, by, act, seen)` does one act and returns `Done`; it raises `Impossible` (a sentence for a person) or
`Conflict` (others changed it since revision `seen`; nothing was done). Who may is the face's to say (`may`); after the
commit the face tells the search. An act is a mapping, from JSON or from a form: numbers may be strings of digits, lists
may be strings of numbers parted by commas (`beads`: JSON), yes and no may be "true"/"false", "1"/"0", "on"/"". Pairs
are told by their keys. Every act takes `why`, a note that is kept with the revision. `ACTS` has the fields of each:

    edit        pair, zh?, en?              the texts; one that isn't given stays. Not both empty.
    split       pair, zh?, en?              offsets in code points, 0 or the length for an empty side. One that isn't
                                            given is proposed by the sentences (`propose_cut` tells it before). The pair
                                            keeps the first part, the second becomes a new pair behind it.
    merge       pairs | pair, with?, lines? neighbours; or a pair and its "next" (or "previous") one. The first stays;
                                            `lines`: with a line break between the texts
    swap        pairs                       the Chinese column's text into the English one and back
    shift       pair, side, by, until?,     "zh" or "en", from here on: 1 down, -1 up; `until` is the last pair whose
                cut?                        text moves; behind the offset `cut` the first text goes down, the rest stays
    move        pairs, behind, whole?       behind a pair, or "" (null) for the beginning; `whole`: headings take what
                                            stands below them along
    level       pair, level                 1 to 6 for a heading, 0 for a paragraph
    insert      behind, zh?, en?, level?    a new pair behind a pair, or at the beginning
    remove      pairs                       out of the report; undo, or the history, brings them back
    check       pairs, checked              a person has compared both sides
    note        pair, text                  for the staff
    beads       pair, beads                 [[zh start, zh end, en start, en end], …] that cover both texts
    bead_merge  pair, bead                  a bead (from 0) and the next one
    bead_split  pair, bead, zh, en          offsets in the texts of the pair, inside the bead or at its edges
    bead_edge   pair, bead, side, by        moves the edge behind a bead by one sentence of a side, 1 down or -1 up
    bead_shift  pair, bead, side, by        as `shift`, with the beads of a pair
    bead_anew   pairs                       sentences are aligned anew
    version     pair, index                 the text that is shown and its version number `index`, from 0, change places
    undo, redo  sure?                       the person's own last act, as `revisions.stack` tells; where it is about a
                                            whole file, `sure` is its revision's number, else `Unsure` says what goes

`pairs` of one pair may be given as `pair`.
"""

from reports.editing.answers import Conflict, Difference, Done, Doubt, Impossible, Unsure, said_of
from reports.editing.doubts import next_after, suspicious
from reports.editing.erasing import erase, what_goes
from reports.editing.explaining import explain, to_explain
from reports.editing.header import EDITABLE, edit_header
from reports.editing.holding import hold, is_open, latest_revision
from reports.editing.parsing import ACTS
from reports.editing.performing import perform, preview
from reports.editing.restoring import restore, restore_pair
from reports.editing.splitting import propose_cut
from reports.editing.status import allowed_moves, publish_due, set_status
from reports.editing.withdrawn import Withdrawn, moved_to, withdrawn

__all__ = [
    "ACTS",
    "EDITABLE",
    "Conflict",
    "Difference",
    "Done",
    "Doubt",
    "Impossible",
    "Unsure",
    "Withdrawn",
    "allowed_moves",
    "edit_header",
    "erase",
    "explain",
    "hold",
    "is_open",
    "latest_revision",
    "moved_to",
    "next_after",
    "perform",
    "preview",
    "propose_cut",
    "publish_due",
    "restore",
    "restore_pair",
    "said_of",
    "set_status",
    "suspicious",
    "to_explain",
    "what_goes",
    "withdrawn",
]
