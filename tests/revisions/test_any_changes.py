"""Whatever is done to a report, its rows are the state that was asked for, and each step can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports import revisions
from reports.models import ParagraphPair, Report, Revision, Section
from reports.revisions import Act, Line, State
from reports.text.fold import fold
from tests.factories import report_of

LINES = st.builds(
    Line,
    zh=st.sampled_from(["甲。", "乙。", "國家。", "三、丙"]),
    en=st.sampled_from(["One.", "Two.", ""]),
    level=st.integers(0, 3),
    checked=st.booleans(),
    note=st.sampled_from(["", "see the yearbook"]),
    versions=st.sampled_from([(), (("丁。", "Four.", None, None),)]),
)


@st.composite
def rearranged(draw: st.DrawFn, state: State) -> State:
    """Some lines gone, some in other places, some other texts, some new."""
    lines = [line for line in state.lines if draw(st.integers(0, 5))]
    for _ in range(draw(st.integers(0, 3))):
        what = draw(st.sampled_from(["new", "move", "edit"]))
        at = draw(st.integers(0, len(lines)))
        if what == "new":
            lines.insert(at, draw(LINES))
        elif what == "move" and lines:
            lines.insert(min(at, len(lines) - 1), lines.pop(draw(st.integers(0, len(lines) - 1))))
        elif lines:
            index = min(at, len(lines) - 1)
            other = draw(LINES)
            lines[index] = replace(other, key=lines[index].key, section=lines[index].section)
    return State({**state.header, "speaker_zh": draw(st.sampled_from(["殷勇", "王安顺"]))}, tuple(lines))


def check_rows(report: Report, state: State) -> None:
    """The rows tell the state, and keep what must hold between them."""
    assert revisions.read(report) == state
    pairs = list(report.pairs.order_by("position"))
    assert [pair.position for pair in pairs] == list(range(1, len(pairs) + 1))
    assert all(pair.zh_folded == fold(pair.zh) for pair in pairs)
    sections = list(Section.objects.filter(report=report).order_by("position"))
    headings = [pair for pair in pairs if pair.kind == ParagraphPair.Kind.HEADING]
    assert [pair.section for pair in headings] == sections
    stack: list[Section] = []
    for pair in pairs:
        if pair.kind == ParagraphPair.Kind.HEADING and pair.section:
            while stack and stack[-1].level >= pair.section.level:
                stack.pop()
            assert pair.section.parent == (stack[-1] if stack else None)
            assert (pair.section.heading_zh, pair.section.heading_en) == (pair.zh, pair.en)
            stack.append(pair.section)
        assert pair.section == (stack[-1] if stack else None)


class AnyChanges(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_rows_follow_and_every_step_is_taken_back(self, data: st.DataObject) -> None:
        report = report_of(slug="beijing-2025")
        editor = User.objects.create_user("editor")
        states = [revisions.read(report)]
        for _step in range(3):
            wanted = data.draw(rearranged(states[-1]))
            if any(line.level == 1 and not line.zh and not line.en for line in wanted.lines):
                continue
            revision = revisions.change(report, wanted, Act(Revision.Kind.TEXT, editor))
            now = revisions.read(report)
            assert [(line.zh, line.en, line.level) for line in now.lines] == [
                (line.zh, line.en, line.level) for line in wanted.lines
            ]
            check_rows(report, now)
            assert (revision is None) == (now == states[-1])
            if revision:
                states.append(now)
        for earlier in reversed(states[:-1]):
            assert revisions.undo(report, editor) is not None
            check_rows(report, earlier)
        assert revisions.undo(report, editor) is None
        for later in states[1:]:
            assert revisions.redo(report, editor) is not None
            check_rows(report, later)
        assert revisions.redo(report, editor) is None
        first = Revision.objects.filter(report=report).order_by("id").first()
        if first:
            revisions.restore(report, first.at.replace(year=2000), editor)
            check_rows(report, states[0])


@pytest.mark.django_db
def test_reading_and_writing_back_changes_nothing() -> None:
    report = report_of()
    assert revisions.change(report, revisions.read(report), Act(Revision.Kind.TEXT)) is None
    assert not Revision.objects.exists()
