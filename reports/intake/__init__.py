"""What is handed in: the queue, the worker, what became of each file. Everything outside asks at this door.

Files are stored with a job each and read by a worker in the background; a person reviews what was found and settles
it; a worker takes it in. Nothing that was handed in is lost: what came to nothing can be taken up again.
"""

from typing import Any

from reports.intake.allowed import jobs_for, may_take_in
from reports.intake.batches import OVERLAP, Batch, Uploads, uploads
from reports.intake.beats import is_worked_on
from reports.intake.doubts import closed, is_certain, unplaced
from reports.intake.facts import Members, Refused, Same, Understood, warnings_of
from reports.intake.handing_in import hand_in, hand_in_pair, hand_in_text, new_batch
from reports.intake.limits import most_bytes, most_files
from reports.intake.on_disk import OnDisk
from reports.intake.order import place_of
from reports.intake.pairing_up import chinese_of
from reports.intake.plans import lines_of, plan_of
from reports.intake.purging import KEPT_DAYS, Purgeable, purge, purgeable
from reports.intake.renumbering import renumber, would_renumber
from reports.intake.settling import (
    CHOOSE,
    WISHES,
    Meanwhile,
    Settled,
    choose,
    discard,
    read_all_as,
    settle,
    stamp,
    take_back,
    take_up_again,
)
from reports.intake.standing import Standing, standings
from reports.intake.sweeping import Swept, sweep

__all__ = [
    "CHOOSE",
    "KEPT_DAYS",
    "OVERLAP",
    "WISHES",
    "Batch",
    "Meanwhile",
    "Members",
    "OnDisk",
    "Purgeable",
    "Refused",
    "Same",
    "Settled",
    "Standing",
    "Swept",
    "Understood",
    "Uploads",
    "chinese_of",
    "choose",
    "closed",
    "discard",
    "hand_in",
    "hand_in_pair",
    "hand_in_text",
    "is_certain",
    "is_worked_on",
    "jobs_for",
    "lines_of",
    "may_take_in",
    "most_bytes",
    "most_files",
    "new_batch",
    "place_of",
    "plan_of",
    "purge",
    "purgeable",
    "read_all_as",
    "renumber",
    "settle",
    "stamp",
    "standings",
    "sweep",
    "take_back",
    "take_up_again",
    "unplaced",
    "uploads",
    "warnings_of",
    "work",
    "would_renumber",
]


def work(**how: Any) -> None:
    """Do what is in the queue, as `working.work` tells; loaded late, for it is a worker's business alone."""
    from reports.intake import working

    working.work(**how)
