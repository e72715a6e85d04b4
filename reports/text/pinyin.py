"""Copy-protection pinyin: 統(tǒng)籌 back to 統籌, and nothing else.

Scraper sites put a reading behind characters that their conversion to Traditional changed. What tells it from a
writer's own note: one toned syllable that is a dictionary reading of the character before it (often the wrong one in
context), and a character that differs from its Simplified form. Texts that teach reading annotate unchanged
characters beside them; in those nothing is touched.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reports.text.fold import HAN
from reports.text.simplified import simplify

# Decomposed tones are composed, and the phonetic letters that some fonts show for a and g read as those.
LOOKALIKES = str.maketrans({"ɑ": "a", "ɡ": "g"})
ANNOTATION = re.compile(rf"([{HAN}])([(（]\s?([a-zü\u00e0-\u01dc\u0251\u0261\u0300-\u030c]{{1,12}})\s?[)）])", re.I)
# Above this share of annotated characters that no conversion changed, a person wrote the readings.
TAUGHT_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reading in brackets behind a character."""

    han: str
    start: int
    end: int
    toned: bool
    converted: bool


@cache
def readings(han: str) -> frozenset[str]:
    """Return every dictionary reading of a character, with tone marks."""
    # Its dictionary takes a third of a second to load, and few files ask for it.
    from pypinyin import Style, pinyin

    return frozenset(pinyin(han, style=Style.TONE, heteronym=True)[0])


@cache
def _plain_readings(han: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    return frozenset(pinyin(han, style=Style.NORMAL, heteronym=True)[0])


def annotations(line: str) -> list[Annotation]:
    """Return the readings in a line that are readings of the character before them; offsets span the brackets."""
    found = []
    for match in ANNOTATION.finditer(line):
        han = match.group(1)
        syllable = unicodedata.normalize("NFC", match.group(3).lower().translate(LOOKALIKES))
        toned = not syllable.isascii() and syllable != "ü"
        if syllable in (readings(han) if toned else _plain_readings(han)):
            found.append(Annotation(han, match.start(2), match.end(2), toned, simplify(han) != han))
    return found


def is_copy_protection(lines: Iterable[list[Annotation]]) -> bool:
    """Say whether the annotations of a whole text are a scraper's, to be taken out, and not a teacher's."""
    toned = [[note for note in line if note.toned] for line in lines]
    every = [note for line in toned for note in line]
    if not any(note.converted for note in every):
        return False
    for line in toned:
        for before, after in pairwise(line):
            # 學(xué)而(ér): neighbours are annotated whether or not a conversion changed them.
            if after.start - before.end == 1 and before.converted != after.converted:
                return False
    return sum(not note.converted for note in every) <= TAUGHT_SHARE * len(every)


def without(line: str, notes: Iterable[Annotation]) -> str:
    """Return the line without those of `notes` that copy protection put there."""
    parts, end = [], 0
    for note in notes:
        if note.toned and note.converted:
            parts.append(line[end : note.start])
            end = note.end
    return "".join([*parts, line[end:]])
