"""Pairs to a tree of sections; the Chinese line tells the level, the English one only where it stands alone."""

from reports.ingest.plan import PlannedPair, PlannedSection
from reports.text.headings import Heading, chinese_heading, english_heading


def outline(pairs: list[PlannedPair]) -> PlannedSection:
    """Return the root of the tree, with the pairs that open a section marked as headings."""
    root = PlannedSection(level=0)
    open_sections = [root]
    for pair in pairs:
        heading = chinese_heading(pair.zh) if pair.zh else english_heading(pair.en)
        if heading is None or "\n" in pair.zh:
            open_sections[-1].entries.append(pair)
            continue
        level = _level(heading, open_sections)
        while open_sections[-1].level >= level:
            open_sections.pop()
        pair.heading = True
        section = PlannedSection(level=level, ordinal=heading.ordinal, form=heading.form, heading=pair)
        open_sections[-1].entries.append(section)
        open_sections.append(section)
    return root


def _level(heading: Heading, open_sections: list[PlannedSection]) -> int:
    """Return the heading's level: that of its form, but one below a section of another form on the same level."""
    for section in open_sections:
        if section.level == heading.level and section.form == "（一）" and heading.form != "（一）":
            return heading.level + 1
    return max(heading.level, 1)
