"""What takes a whole file back is asked about first, with what it does to the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from reports import revisions
from reports.editing import Unsure, latest_revision, perform
from reports.editing.stepping import is_large
from reports.models import Report, Revision
from reports.revisions import Act, State


@pytest.fixture
def before(report: Report, ann: User) -> State:
    """Have English come with a file, and a pair, and another text and heading of the report; return what was before."""
    before = revisions.read(report)
    lines = list(before.lines)
    lines[1] = replace(lines[1], en="Another.")
    lines[6] = replace(lines[6], en="English of its own.")
    lines.append(replace(lines[6], key=None, zh="新的一段。", en=""))
    header = {**before.header, "speaker_en": "Yin"}
    revisions.change(report, State(header, tuple(lines)), Act(Revision.Kind.MERGED, ann, facts={"file": "en.docx"}))
    return before


def test_undo_of_a_file_asks_first_and_says_what_goes(report: Report, ann: User, before: State) -> None:
    after = revisions.read(report)
    with pytest.raises(Unsure) as asked:
        perform(report, ann, {"do": "undo"}, latest_revision(report))
    assert revisions.read(report) == after
    assert asked.value.revision.facts["file"] == "en.docx"
    assert asked.value.goes == (
        "1 pair goes.",
        "1 pair loses its English.",
        "1 pair gets another text.",
        "The header becomes as it was.",
    )


def test_it_is_done_once_somebody_is_sure_of_that_very_act(report: Report, ann: User, before: State) -> None:
    latest = latest_revision(report)
    with pytest.raises(Unsure):
        perform(report, ann, {"do": "undo", "sure": latest - 1}, latest)
    assert perform(report, ann, {"do": "undo", "sure": latest}, latest).revision
    assert revisions.read(report) == before


def test_redo_of_a_file_asks_too(report: Report, ann: User, before: State) -> None:
    latest = latest_revision(report)
    undone = perform(report, ann, {"do": "undo", "sure": latest}, latest)
    with pytest.raises(Unsure) as asked:
        perform(report, ann, {"do": "redo"}, undone.latest)
    assert asked.value.revision == undone.revision
    assert "1 pair comes back." in asked.value.goes


def test_what_was_done_to_pairs_is_undone_at_once(report: Report, ann: User) -> None:
    key = report.pairs.order_by("position")[1].pk
    perform(report, ann, {"do": "shift", "pair": key, "side": "en", "by": 1}, 0)
    assert perform(report, ann, {"do": "undo"}, latest_revision(report)).revision


@pytest.mark.parametrize(
    ("kind", "facts", "large"),
    [
        ("replaced", {}, True),
        ("restored", {"as_of": "2026-01-01T00:00:00+00:00"}, True),
        ("restored", {"pairs": [1]}, False),
        ("undone", {"kind": "merged"}, True),
        ("move", {"parts": {"1": 2}}, True),
        ("remove", {}, False),
    ],
)
def test_what_is_asked_about(kind: str, facts: dict[str, object], large: bool) -> None:
    assert is_large(Revision(kind=kind, facts=facts)) is large
