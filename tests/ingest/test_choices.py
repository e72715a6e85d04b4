"""What a person decided where a file and what is there differ."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from reports import ingest, revisions
from reports.models import PairVariant, ParagraphPair, Report
from reports.revisions import Act, State
from tests.ingest.test_replacing import CLEAN, plan_of, state_of, texts_of

pytestmark = pytest.mark.django_db

OTHER = ("新增高新技术企业1300家，总数达到8000家。", "We added 1,300 high-tech firms, for a total of 8,000.")
BETTER = [*CLEAN[:5], OTHER, *CLEAN[6:]]
WORSE = [*CLEAN[:5], (CLEAN[5][0].replace("新增", "新增\ufffd?,"), CLEAN[5][1]), *CLEAN[6:]]


def report_of_clean() -> Report:
    return ingest.store(plan_of(CLEAN, "old.txt"), publish=True).report


def key() -> int:
    return ParagraphPair.objects.get(position=6).pk


def test_what_is_there_is_shown_without_a_choice() -> None:
    report = report_of_clean()
    ingest.store(plan_of(BETTER, "new.txt"), publish=True)
    assert texts_of(report) == CLEAN
    assert PairVariant.objects.get().zh == OTHER[0]


def test_the_new_one_is_shown_where_it_was_chosen_and_the_other_kept() -> None:
    report = report_of_clean()
    ingest.store(plan_of(BETTER, "new.txt"), publish=True, choices=ingest.Choices(versions={key(): "new"}))
    assert texts_of(report) == BETTER
    kept = PairVariant.objects.get()
    assert (kept.zh, kept.source and kept.source.name) == (CLEAN[5][0], "old.txt")
    assert ParagraphPair.objects.get(pk=key()).source_line == 10


def test_a_damaged_text_is_kept_where_that_was_chosen() -> None:
    report = ingest.store(plan_of(WORSE, "old.txt"), publish=True).report
    found = ingest.preview(plan_of(CLEAN, "new.txt"))
    assert [kept.planned is None for _shown, kept in found.merged.variants] == [True]
    ingest.store(plan_of(CLEAN, "new.txt"), publish=True, choices=ingest.Choices(versions={key(): "there"}))
    assert texts_of(report) == WORSE
    assert PairVariant.objects.get().zh == CLEAN[5][0]


def test_a_pair_that_a_person_checked_is_not_overruled_by_a_better_looking_one() -> None:
    report = ingest.store(plan_of(WORSE, "old.txt"), publish=True).report
    state = revisions.read(report)
    lines = [line if line.key != key() else _checked(line) for line in state.lines]
    revisions.change(report, State(state.header, tuple(lines)), Act("check"))
    ingest.store(plan_of(CLEAN, "new.txt"), publish=True)
    assert texts_of(report) == WORSE
    assert ParagraphPair.objects.get(pk=key()).checked


def test_keeping_a_version_beside_a_pair_leaves_its_sentences_alone() -> None:
    report_of_clean()
    beads = [[0, 3, 0, 4, 0.5]]
    ParagraphPair.objects.filter(pk=key()).update(beads=beads, confidence=0.7)
    ingest.store(plan_of(BETTER, "new.txt"), publish=True)
    pair = ParagraphPair.objects.get(pk=key())
    assert (pair.beads, pair.confidence) == (beads, 0.7)


def test_the_preview_tells_what_was_chosen() -> None:
    report_of_clean()
    found = ingest.preview(plan_of(BETTER, "new.txt"), ingest.Choices(versions={key(): "new"}))
    assert [shown.zh for shown, _kept in found.merged.variants] == [OTHER[0]]


def test_a_field_of_the_header_is_kept_or_taken() -> None:
    report = report_of_clean()
    plan = plan_of([*CLEAN, ("谢谢！", "")], "new.txt")
    plan.header.speaker_zh = ingest.Fact("王某", ingest.Evidence.READ, 3)
    assert [field.name for field in ingest.preview(plan).header] == ["speaker_zh"]
    assert any("王某" in warning for warning in ingest.store(plan, publish=True).warnings)
    plan = plan_of([*CLEAN, ("谢谢大家！", "")], "newest.txt")
    plan.header.speaker_zh = ingest.Fact("王某", ingest.Evidence.READ, 3)
    outcome = ingest.store(plan, publish=True, choices=ingest.Choices(header={"speaker_zh": "new"}))
    report.refresh_from_db()
    assert report.speaker_zh == "王某"
    assert report.header_evidence["speaker_zh"]["how"] == "read"
    assert not any("王某" in warning for warning in outcome.warnings)


def test_a_field_that_a_person_entered_is_taken_without_a_choice() -> None:
    report = report_of_clean()
    plan = plan_of([*CLEAN, ("谢谢！", "")], "new.txt")
    plan.header.speaker_zh = ingest.Fact("王某", ingest.Evidence.GIVEN)
    ingest.store(plan, publish=True)
    report.refresh_from_db()
    assert (report.speaker_zh, report.header_evidence["speaker_zh"]["how"]) == ("王某", "given")


def test_a_date_that_the_report_cannot_have_is_not_taken() -> None:
    report = report_of_clean()
    plan = plan_of([*CLEAN, ("谢谢！", "")], "new.txt")
    plan.header.delivered_on = ingest.Fact("2021-01-14", ingest.Evidence.READ, 2)
    ingest.store(plan, publish=True, choices=ingest.Choices(header={"delivered_on": "new"}))
    report.refresh_from_db()
    assert report.delivered_on == date(2025, 1, 14)


def test_how_each_field_is_known_is_kept_with_the_report() -> None:
    report = report_of_clean()
    source = report.sources.get()
    report.refresh_from_db()
    assert report.header_evidence["speaker_zh"] == {"how": "read", "line": 1, "source": source.pk}
    assert "speaker_en" not in report.header_evidence


def test_choices_are_read_from_what_a_job_keeps() -> None:
    kept = {"versions": {"12": "new", "x": "new", "13": "old"}, "header_there": {"year": "there"}, "replaces": "7"}
    assert ingest.Choices.of(kept) == ingest.Choices({12: "new"}, {"year": "there"}, 7)
    assert ingest.Choices.of({}) == ingest.Choices()


def test_all_of_it_is_one_revision_that_can_be_taken_back() -> None:
    user = User.objects.create_user("archivist")
    report = report_of_clean()
    before = state_of(report)
    plan = plan_of([*BETTER, ("谢谢！", "")], "new.txt")
    plan.header.speaker_zh = ingest.Fact("王某", ingest.Evidence.READ, 3)
    choices = ingest.Choices({key(): "new"}, {"speaker_zh": "new"})
    ingest.store(plan, publish=True, user=user, choices=choices)
    assert state_of(report) != before
    revisions.undo(report, user)
    assert state_of(report) == before


def _checked(line: revisions.Line) -> revisions.Line:
    from dataclasses import replace

    return replace(line, checked=True)
