"""Whatever two people do, undo, redo and restore, all rows are what they were at each moment that is gone back to."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports import revisions
from reports.editing import Conflict, Impossible, edit_header, latest_revision, perform
from reports.models import PairVariant, ParagraphPair, Report, ReportNote, Revision, Section
from tests.factories import report_of

LINES = [
    (1, ("一、甲", "I. A")),
    (0, ("乙。丙。", "B. C.")),
    (2, ("（一）丁", "1. D")),
    (0, ("戊。", "E.")),
    (0, ("己。", "")),
]
# What puts pairs elsewhere comes twice: that two moves undo one another can't be seen from any one pair.
ACTS = (
    "move", "move", "edit", "split", "merge", "swap", "shift", "level", "insert", "remove", "check", "note", "bead_merge",
    "bead_anew", "version", "header", "restore", "restore pair",
)  # fmt: skip
Rows = tuple[object, ...]


def rows_of(report: Report) -> Rows:
    """All rows of a report, but for when they were changed and the keys of rows that nobody knows by them."""
    pairs = ParagraphPair.objects.filter(report=report).order_by("position")
    sections = Section.objects.filter(report=report).order_by("position")
    versions = PairVariant.objects.filter(pair__report=report).order_by("pair_id", "id")
    notes = ReportNote.objects.filter(report=report).order_by("position")
    return (
        Report.objects.values(*revisions.HEADER_FIELDS, "status").get(pk=report.pk),
        list(pairs.values()),
        # Their numbers only say in which order they come.
        list(sections.values("pk", "parent_id", "level", "ordinal", "heading_zh", "heading_en")),
        list(versions.values("pair_id", "zh", "en", "source_id", "source_line")),
        list(notes.values("position", "label", "text", "source_id", "source_line")),
    )


@st.composite
def acts(draw: st.DrawFn, keys: list[int]) -> dict[str, Any]:
    key = draw(st.sampled_from(keys))
    do = draw(st.sampled_from(ACTS))
    texts: dict[str, Any] = {"zh": draw(st.integers(0, 4)), "en": draw(st.none() | st.integers(0, 5))}
    if do in {"edit", "insert"}:
        texts = {
            "zh": draw(st.sampled_from(["庚。辛。", "三、壬"])),
            "en": draw(st.sampled_from(["F. G.", "III. H", ""])),
        }
    return {
        "do": do,
        "pair": key,
        "pairs": draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)) if do == "move" else [key],
        "behind": draw(st.sampled_from(["", *keys])),
        "whole": draw(st.booleans()),
        "with": "next",
        "side": draw(st.sampled_from(["zh", "en"])),
        "by": draw(st.sampled_from([1, -1])),
        "level": draw(st.integers(0, 2)),
        "checked": draw(st.booleans()),
        "text": draw(st.sampled_from(["", "look"])),
        "bead": 0,
        "index": 0,
        **texts,
    }


class TwoPeople(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_every_moment_comes_back_and_nobody_gets_stuck(self, data: st.DataObject) -> None:
        report = report_of(LINES)
        report.pairs.order_by("position")[1].variants.create(zh="另一个。", en="Other.")
        report.notes.create(position=1, label="1", text="See the yearbook.")
        people = [User.objects.create_user("ann"), User.objects.create_user("ben")]
        moments: list[tuple[Revision, Rows]] = []
        for _step in range(8):
            by = data.draw(st.sampled_from(people))
            keys = list(report.pairs.order_by("position").values_list("pk", flat=True))
            before, act = rows_of(report), data.draw(acts(keys))
            revision = None
            with suppress(Impossible, Conflict, KeyError):
                revision = self.done(report, by, act, moments, data)
            assert (revision is None) == (rows_of(report) == before), act
            if revision is None:
                continue
            moments.append((revision, rows_of(report)))
            if data.draw(st.booleans()):
                self.back_and_forth(report, by, before, moments)
        self.each_has_an_end(report, people)
        for revision, rows in moments:
            revisions.restore(report, revision, people[0])
            assert rows_of(report) == rows

    def done(
        self, report: Report, by: User, act: dict[str, Any], moments: list[tuple[Revision, Rows]], data: st.DataObject
    ) -> Revision | None:
        if act["do"] == "header":
            return edit_header(report, {"speaker_zh": data.draw(st.sampled_from("甲乙"))}, by, latest_revision(report))
        if not act["do"].startswith("restore"):
            return perform(report, by, act, latest_revision(report)).revision
        if not moments:
            return None
        to, rows = data.draw(st.sampled_from(moments))
        if act["do"] == "restore pair":
            return revisions.restore_pair(report, act["pair"], to, by)
        revision = revisions.restore(report, to, by)
        assert rows_of(report) == rows
        return revision

    def back_and_forth(self, report: Report, by: User, before: Rows, moments: list[tuple[Revision, Rows]]) -> None:
        """Undo and redo what was done last: nobody has come between."""
        after = moments[-1][1]
        for do, rows in (("undo", before), ("redo", after)):
            revision = self.stepped(report, by, do)
            assert revision is not None
            assert rows_of(report) == rows
            moments.append((revision, rows))

    def each_has_an_end(self, report: Report, people: list[User]) -> None:
        """Undo all that can be undone: each undo does what its button says, or tells of what others did since."""
        for by in people:
            while (target := revisions.stack(report, by).undo) is not None:
                revision = None
                with suppress(Conflict):
                    revision = self.stepped(report, by, "undo")
                if revision is None:
                    break
                assert revision.undoes == target

    def stepped(self, report: Report, by: User, do: str) -> Revision | None:
        target = getattr(revisions.stack(report, by), do)
        return perform(report, by, {"do": do, "sure": target.pk if target else None}, latest_revision(report)).revision
