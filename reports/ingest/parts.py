"""The parts that a report comes in: which of them a file is, and where its text goes on in what is there already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from reports.ingest.leaves import Branch, Leaf
from reports.ingest.plan import Evidence, Fact, Line, Plan, PlannedPair, PlannedSection
from reports.text.fold import fold
from reports.text.numerals import chinese_number

if TYPE_CHECKING:
    from reports.ingest.leaves import PairRow, SectionRow

NUMERAL = "[一二三四五六七八九十]{1,3}"
# part-3, 第3部分, but no session: 第2次会议, 第十五届. Those without a word for it are numbers of two digits at most.
IN_NAME = re.compile(
    rf"第\s?0?(?P<han>{NUMERAL})\s?(?:部分|部|篇|章|集|页)|"
    r"(?:part|p|第|_)[-_ ]?0?(?P<digits>\d{1,2})(?!\d|\s?[届次年月日])",
    re.IGNORECASE,
)
# 2025_01_14 in a name: neither the first nor the fourteenth part.
DATE = re.compile(r"(?<!\d)(?:19|20)\d\d([-_.])\d{1,2}\1\d{1,2}(?!\d)")
# 北京市政府工作报告全文【中英文对照】(五)
IN_TITLE = re.compile(rf"报告(?:全文)?[^,。]{{0,12}}\(({NUMERAL}|\d{{1,2}})\)\s*$")
PORTAL_REACH = 15
SALUTATION = re.compile(r"各位(?:代表|委员)|fellow deputies|distinguished deputies|esteemed deputies", re.IGNORECASE)
# So many of a file's first and last paragraphs are looked for in what is there, each of them at least so long.
LOOKED_FOR, LONG = 8, 20


def number_of(name: str, lines: list[Line]) -> Fact:
    """Return the number of the part that a file is, as its name or the line above its title tells it."""
    if match := IN_NAME.search(DATE.sub(" ", PurePath(name).stem)):
        number = chinese_number(match["han"]) if match["han"] else int(match["digits"])
        if number:
            return Fact(str(number), Evidence.INFERRED)
    for line in lines[:PORTAL_REACH]:
        match = IN_TITLE.search(fold(line.text))
        if match and (number := chinese_number(match.group(1))):
            return Fact(str(number), Evidence.READ, line.number)
    return Fact()


def tells_its_place(plan: Plan) -> bool:
    """Say whether a file tells where in its report it belongs, wherever other files of the report stand.

    It does by its number among the parts, by beginning with a numbered heading, and by being the report's beginning:
    a salutation, or paragraphs before the first heading of all.
    """
    entries = plan.root.entries
    if plan.part or not entries:
        return True
    first = entries[0]
    if isinstance(first, PlannedSection):
        return first.ordinal is not None
    if SALUTATION.search(fold(first.zh)) or SALUTATION.search(first.en):
        return True
    section = next((entry for entry in entries if isinstance(entry, PlannedSection)), None)
    return section is not None and section.ordinal == 1


def headings_before(tree: Branch[PairRow, SectionRow], plan: Plan) -> list[PlannedPair]:
    """Return the headings under which the text before a file's ends, which a part need not repeat to go on there.

    That is the part with the number before its own. Where no number tells, a file of which nothing is there yet, and
    that doesn't say where it belongs, goes on where the report ends: files are taken in as they came. A heading that
    the file does repeat, as the first of its own, isn't among them, nor what stands below it.
    """
    at_the_end = _goes_on_at_the_end(tree, plan)
    path: list[Branch[PairRow, SectionRow]] = []
    ends: list[Branch[PairRow, SectionRow]] = []
    latest = 0
    for leaf, branch in tree.leaves():
        path = [above for above in path if above.level < branch.level] + [branch]
        if at_the_end:
            ends = path
        elif plan.part and leaf.part and latest <= leaf.part < plan.part:
            latest, ends = leaf.part, path
    headings = [branch.heading for branch in ends if branch.heading]
    first = next((entry.heading for entry in plan.root.entries if isinstance(entry, PlannedSection)), None)
    own: Leaf[PairRow] | None = Leaf(first.zh, first.en) if first else None
    repeated = next((at for at, heading in enumerate(headings) if own and heading.is_same(own)), len(headings))
    return [PlannedPair(heading.zh, heading.en, 0) for heading in headings[:repeated]]


def _goes_on_at_the_end(tree: Branch[PairRow, SectionRow], plan: Plan) -> bool:
    there = [leaf for leaf, _branch in tree.leaves()]
    if plan.part:
        is_numbered = any(leaf.part for leaf in there)
        return plan.part > 1 and not is_numbered and is_new(there, plan.root.pairs())
    return not tells_its_place(plan) and is_new(there, plan.root.pairs())


def is_new(there: Sequence[Leaf[PairRow]], pairs: Iterable[PlannedPair]) -> bool:
    """Say whether none of these pairs is there, in this version or another; a few of the long ones are asked."""
    asked: list[Leaf[PairRow]] = [Leaf(pair.zh, pair.en) for pair in pairs if len(pair.zh or pair.en) >= LONG]
    keys = {leaf.zh_key or leaf.en_key for leaf in there}
    if any((leaf.zh_key or leaf.en_key) in keys for leaf in asked):
        return False
    few = {id(leaf): leaf for leaf in (*asked[:LOOKED_FOR], *asked[-LOOKED_FOR:])}
    return not any(leaf.is_version_of(other) for leaf in few.values() for other in there)
