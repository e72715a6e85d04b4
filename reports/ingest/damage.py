"""Signs that a file's text is doubled, shuffled, cut off, or that one language has slipped against the other.

Each is a doubt that a person should look at, not a reason to refuse; sound reports give hardly any (docs/quality.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reports.ingest.plan import PlannedSection
from reports.ingest.saying import nsay
from reports.ingest.saying import say as _
from reports.text.fold import fold
from reports.text.slips import slips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.ingest.plan import PlannedPair
    from reports.ingest.saying import Said

# Shorter paragraphs may well stand in a report more than once; so many long ones in a row never do.
LONG_ZH, LONG_EN, IN_A_ROW = 15, 60, 3
# With spaces between its letters: 政 府 工 作 报 告.
LONGEST_TITLE = 80
TITLE = re.compile(r"^(?:政府工作报告|reportontheworkofthegovernment)$", re.IGNORECASE)
# A file is of two languages where it has this much of each: characters of English to one of Chinese. A report has 5.
LEAST_ENGLISH, MOST_ENGLISH = 0.5, 50
# So large a share of paragraphs in one language alone, and at least so many of them, are no accident there.
ALONE, FEWEST_ALONE = 0.2, 3
# A last paragraph at least this long is a sentence; what is shorter is a name, a date, 附件2.
SENTENCE_ZH, SENTENCE_EN = 20, 60
END = re.compile(r"[。！？!?.…;；:：—”’\"'》）)\]】〕」』]$")
# - 2020政府工作报告（名词解释定稿）.docx
ATTACHMENT = re.compile(r"^[-–—] ?\d{4}")
# The longest reports have 800 pairs and 350,000 characters; in what is larger nobody waits for slips to be found.
MOST_PAIRS, MOST_CHARACTERS = 2_000, 700_000


def signs(root: PlannedSection) -> list[str]:
    """Return what speaks for damage in a report, a sentence for each kind with the line where it shows."""
    pairs = root.pairs()
    doubled = (_repeated(pairs), _second_title(pairs), _out_of_order(root))
    # Where many paragraphs stand alone, whatever else is wrong with pairs is wrong for that reason.
    parted = (alone,) if (alone := _alone(pairs)) else (_slipped(pairs), _cut(pairs))
    return [said for said in (*doubled, *parted) if said]


def _repeated(pairs: Sequence[PlannedPair]) -> Said | None:
    """Return where the longest run of paragraphs begins that stood there before."""
    seen: set[str] = set()
    begins = count = longest = line = 0
    for pair in pairs:
        # Within a file nothing changes its script.
        key = "".join((pair.zh or pair.en).split())
        if len(key) < (LONG_ZH if pair.zh else LONG_EN):
            continue
        if key not in seen:
            seen.add(key)
            count = 0
            continue
        count += 1
        begins = pair.line if count == 1 else begins
        if count > longest:
            longest, line = count, begins
    if longest < IN_A_ROW:
        return None
    said = _("{count} paragraphs in a row stand there twice, again from line {line} on: the text may be doubled.")
    return said.format(count=longest, line=line)


def _second_title(pairs: Sequence[PlannedPair]) -> Said | None:
    short = (pair for pair in pairs if len(pair.zh or pair.en) <= LONGEST_TITLE)
    line = next((pair.line for pair in short if TITLE.match("".join(fold(pair.zh or pair.en).split()))), None)
    if line is None:
        return None
    said = _("A title stands in line {line} again: the file may hold more than one report, or one twice.")
    return said.format(line=line)


def _out_of_order(root: PlannedSection) -> Said | None:
    """Return where the numbers of the first level go back, unless they count within a section or return from there."""
    last: list[int] = []
    begun = 0
    for section in (entry for entry in root.entries if isinstance(entry, PlannedSection)):
        number = section.ordinal
        if number is None or section.level != 1:
            continue
        before = last[-1] if last else number - 1
        begun = begun or number
        if number > before:
            last = [*last[:-1], number]
        elif number == 1 and begun == 1:
            last.append(number)
        elif number - 1 in last:
            last = [*last[: last.index(number - 1)], number]
        else:
            said = _("The headings are out of order: number {after} comes after number {before}, in line {line}.")
            return said.format(after=number, before=before, line=section.pairs()[0].line)
    return None


def _alone(pairs: Sequence[PlannedPair]) -> Said | None:
    alone = sum(not (pair.zh and pair.en) for pair in pairs)
    if not _has_both(pairs) or alone < FEWEST_ALONE or alone <= ALONE * len(pairs):
        return None
    said = _("{count} of {total} paragraphs stand in one language alone, though the file has both.")
    return said.format(count=alone, total=len(pairs))


def _slipped(pairs: Sequence[PlannedPair]) -> Said | None:
    """Return where one language stands beside the wrong paragraphs of the other: the worst place of all."""
    size = sum(len(pair.zh) + len(pair.en) for pair in pairs)
    if not _has_both(pairs) or len(pairs) > MOST_PAIRS or size > MOST_CHARACTERS:
        return None
    found = slips([pair.zh for pair in pairs], [pair.en for pair in pairs])
    # Where only the last text is cut short, nothing has slipped.
    found = [slip for slip in found if slip.first < len(pairs) - 1]
    if not found:
        return None
    worst = max(found, key=lambda slip: slip.gain)
    count = worst.last - worst.first + 1
    if worst.side == "en":
        said = nsay(
            "From line {line} on the English seems to have slipped against the Chinese, for {count} pair.",
            "From line {line} on the English seems to have slipped against the Chinese, for {count} pairs.",
            count,
        )
    else:
        said = nsay(
            "From line {line} on the Chinese seems to have slipped against the English, for {count} pair.",
            "From line {line} on the Chinese seems to have slipped against the English, for {count} pairs.",
            count,
        )
    return said.format(line=pairs[max(worst.begins, 0)].line, count=count)


def _cut(pairs: Sequence[PlannedPair]) -> Said | None:
    """Return that the last text stops within a sentence, or lacks the other language that all others have."""
    if not pairs:
        return None
    last = pairs[-1]
    zh, en = last.zh.strip(), last.en.strip()
    stops = len(zh) >= SENTENCE_ZH and not END.search(zh) and not ATTACHMENT.search(zh)
    if not last.heading and (stops or (len(en) >= SENTENCE_EN and not END.search(en))):
        said = _("The text ends in the middle of a sentence, in line {line}: the rest may be missing.")
        return said.format(line=last.line)
    if bool(zh) != bool(en) and (len(zh) >= SENTENCE_ZH or len(en) >= SENTENCE_EN) and _has_both(pairs):
        said = _("The last paragraph, in line {line}, stands in one language alone: the rest may be missing.")
        return said.format(line=last.line)
    return None


def _has_both(pairs: Sequence[PlannedPair]) -> bool:
    zh, en = (sum(len(text) for text in texts) for texts in zip(*((pair.zh, pair.en) for pair in pairs), strict=True))
    return 0 < LEAST_ENGLISH * zh <= en <= MOST_ENGLISH * zh
