"""What an act costs: its sentences are aligned before anybody has to wait, and never more than a person means."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from reports import editing, revisions
from reports.editing import Impossible, effort, perform
from reports.models import Report
from reports.text import beads

SENTENCES = {"zh": "改革。开放。", "en": "Reform. Open up."}


def keys(report: Report) -> list[int]:
    return list(report.pairs.order_by("position").values_list("pk", flat=True))


@pytest.fixture
def aligned_before_the_lock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many alignments were worked out whenever a report was locked."""
    counts: list[int] = []
    lock = revisions.locked

    def locked(key: int) -> Report:
        counts.append(beads._aligned.cache_info().misses)
        return lock(key)

    monkeypatch.setattr(revisions, "locked", locked)
    beads._aligned.cache_clear()
    return counts


ACTS: list[dict[str, Any]] = [
    {"do": "shift", "side": "en", "by": 1},
    {"do": "edit", **SENTENCES},
    {"do": "swap"},
    {"do": "split", "zh": 5},
    {"do": "insert", **SENTENCES},
    {"do": "bead_anew"},
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: str(act["do"]))
@pytest.mark.parametrize("is_behind", [False, True])
def test_sentences_are_aligned_before_the_report_is_locked(
    report: Report, ann: User, ben: User, aligned_before_the_lock: list[int], act: dict[str, Any], is_behind: bool
) -> None:
    order = keys(report)
    if is_behind:
        perform(report, ben, {"do": "note", "pair": order[3], "text": "look"}, 0)
    perform(report, ann, {**act, "pair": order[1], "behind": order[1]}, 0)
    assert aligned_before_the_lock[-1] == beads._aligned.cache_info().misses > 0


def test_more_sentences_than_anybody_means_are_refused_before_any_is_aligned(
    report: Report, ann: User, aligned_before_the_lock: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "MOST_WORK", 5)
    report.pairs.update(**SENTENCES, zh_folded=SENTENCES["zh"])
    with pytest.raises(Impossible, match="Choose fewer pairs"):
        perform(report, ann, {"do": "bead_anew", "pairs": keys(report)[:2]}, 0)
    assert aligned_before_the_lock == []
    assert beads._aligned.cache_info().misses == 0
    assert perform(report, ann, {"do": "bead_anew", "pairs": keys(report)[:1]}, 0).revision


def test_all_sentences_of_the_longest_report_are_no_effort() -> None:
    # Those of 2008, the longest of the reports of the State Council: the sum of the squares of its sentences.
    assert effort.MOST_WORK > 50 * 9_339


def test_whose_report_it_is_not_has_nothing_worked_out(
    report: Report, ann: User, aligned_before_the_lock: list[int]
) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        perform(report, ann, {"do": "edit", "pair": keys(report)[1], **SENTENCES}, 0, may=lambda _report: False)
    assert beads._aligned.cache_info().misses == 0


def test_acts_on_marks_are_possible_however_long_the_texts(
    report: Report, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "MOST_WORK", 0)
    act = {"do": "check", "pairs": keys(report), "checked": True}
    assert perform(report, ann, act, editing.latest_revision(report)).revision
