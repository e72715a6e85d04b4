"""A reader reports an error at a pair. Of the reader nothing is kept but the name that was given, if any."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from reports import revisions
from reports.models import Erratum, ParagraphPair

SHORTEST = 2
LONGEST = 2000
LONGEST_NAME = 80
# What ends a line, however it is written.
BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What can't be read: control characters, marks that turn the direction of what stands around them, signs of no width.
# A character that this Python doesn't know yet may be a newer one of somebody's name; some will never be any.
UNREADABLE = {"Cc", "Cf", "Cs"}
NO_CHARACTER = {
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
}
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")


@dataclass(frozen=True, slots=True)
class Reported:
    """The row of a report, and whether it is a new one: the same error is kept once."""

    erratum: Erratum
    is_new: bool


def _can_be_read(char: str) -> bool:
    return unicodedata.category(char) not in UNREADABLE and ord(char) not in NO_CHARACTER


def tidy(text: str) -> str:
    """Return a text as it is kept: without what can't be read, with one empty line at most between two others."""
    whole = BLANK.sub(" ", BREAK.sub("\n", text).replace("\t", " "))
    read = "".join(char for char in whole if char == "\n" or _can_be_read(char))
    lines = [line.strip() for line in read.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def texts_seen(pair: ParagraphPair) -> str:
    """Return a mark of the pair's texts, another one as soon as either changes."""
    return sha256(f"{pair.zh}\0{pair.en}".encode()).hexdigest()[:16]


@transaction.atomic
def report_error(pair: ParagraphPair, *, about: Erratum.About, message: str, name: str = "") -> Reported:
    """Keep what a reader says is wrong with a pair, and the texts that it is about.

    The same words about the same texts are there already: then the row that has them comes back. Raises
    Report.DoesNotExist where the report was deleted meanwhile.
    """
    message = tidy(message)
    # Whoever reports the same at the same moment waits, and finds it.
    revisions.locked(pair.report_id)
    for there in Erratum.objects.filter(Q(state=Erratum.State.OPEN) | Q(zh=pair.zh, en=pair.en), pair=pair):
        if there.about == about and _plain(there.message) == _plain(message):
            return Reported(there, is_new=False)
    erratum = Erratum.objects.create(
        report_id=pair.report_id,
        pair=pair,
        zh=pair.zh,
        en=pair.en,
        about=about,
        message=message[:LONGEST],
        name=" ".join(tidy(name).split())[:LONGEST_NAME],
    )
    return Reported(erratum, is_new=True)


def _plain(text: str) -> str:
    """Return what of a text is compared: its letters and figures."""
    return re.sub(r"[\W_]+", "", text).casefold() or text
