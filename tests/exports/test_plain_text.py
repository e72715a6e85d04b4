"""What is taken away as text can be handed in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import exports, ingest
from reports.models import Report, ReportNote
from tests.exports.conftest import absolute, document_of, found, written
from tests.factories import report_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = ("beijing-2025-part-1.txt", "beijing-2025-part-2.txt")
HEADER = (
    "place year delivered_on session_key session_zh session_en title_zh title_en speaker_zh speaker_en "
    "office_zh office_en"
).split()


@pytest.fixture
def sample(db: None) -> Report:
    """Return the report of the two sample files."""
    for name in SAMPLES:
        ingest.store(ingest.understand(name, (FIXTURES / name).read_bytes()), publish=True)
    return Report.objects.with_places().get()


def pairs(report: Report) -> list[tuple[str, str]]:
    return list(report.pairs.order_by("position").values_list("zh", "en"))


def header(plan: ingest.Plan) -> dict[str, str]:
    return {name: getattr(plan.header, name).value for name in HEADER}


@pytest.mark.parametrize("layout", ["alternating", "blocks"])
def test_a_report_comes_in_again_with_the_same_pairs_and_header(sample: Report, layout: str) -> None:
    plan = ingest.understand("again.txt", written("txt", document_of(sample), layout))
    assert [(pair.zh, pair.en) for pair in plan.root.pairs()] == pairs(sample)
    assert header(plan) == {
        "place": "beijing",
        "year": "2025",
        "delivered_on": "2025-01-14",
        **{name: getattr(sample, name) for name in HEADER[3:]},
    }
    assert plan.warnings == []


def test_two_files_come_in_again_as_the_two_languages_of_one_report(sample: Report) -> None:
    content = written("txt", document_of(sample), "files")
    expected = pairs(sample)
    members = {name: inside for name, inside in ingest.members("again.zip", content) if isinstance(inside, bytes)}
    ((zh, en),) = ingest.companions(list(members))
    Report.objects.all().delete()
    first = ingest.understand(zh, members[zh])
    second = ingest.understand(en, members[en], beside=first)
    ingest.store(first, publish=True)
    outcome = ingest.store(second, publish=True)
    assert pairs(outcome.report) == expected


@pytest.mark.parametrize("layout", ["alternating", "blocks"])
def test_notes_come_in_again_as_notes(sample: Report, layout: str) -> None:
    ReportNote.objects.create(report=sample, position=1, label="1", text="“双高”：高质量、高水平。")
    ReportNote.objects.create(report=sample, position=2, label="2", text="亩：一公顷的十五分之一。")
    plan = ingest.understand("again.txt", written("txt", document_of(sample), layout))
    assert [(note.label, note.text) for note in plan.notes] == [
        ("1", "“双高”：高质量、高水平。"),
        ("2", "亩：一公顷的十五分之一。"),
    ]
    assert [(pair.zh, pair.en) for pair in plan.root.pairs()] == pairs(sample)


def test_what_is_there_already_adds_nothing(sample: Report) -> None:
    expected = pairs(sample)
    outcome = ingest.store(ingest.understand("again.txt", written("txt", document_of(sample))), publish=True)
    assert (outcome.report, outcome.pairs_added) == (sample, 0)
    assert pairs(sample) == expected


def test_what_is_converted_is_known_for_the_same_report(sample: Report) -> None:
    plan = ingest.understand("again.txt", written("txt", document_of(sample, "hans")))
    assert ingest.store(plan, publish=True).pairs_added == 0


def test_a_section_comes_in_again_as_a_part(sample: Report) -> None:
    document = document_of(sample, section=1)
    expected = [(passage.zh, passage.en) for work in document.works for passage in work.passages]
    plan = ingest.understand("again.txt", written("txt", document))
    assert [(pair.zh, pair.en) for pair in plan.root.pairs()] == expected
    assert 0 < len(expected) < sample.pairs.count()


def test_a_report_without_session_and_title_is_known_by_its_year_and_place(db: None) -> None:
    made = report_of()
    Report.objects.update(session_zh="", session_en="", title_zh="", title_en="", session_key="", speaker_en="")
    made = Report.objects.with_places().get()
    plan = ingest.understand("again.txt", written("txt", document_of(made)))
    assert (plan.header.place.value, plan.header.year.value) == ("beijing", "2025")


@pytest.mark.parametrize(("layout", "has", "lacks"), [("zh", "足额发放", "Pensions"), ("en", "Pensions", "足额发放")])
def test_one_language_comes_alone(report: Report, layout: str, has: str, lacks: str) -> None:
    text = written("txt", document_of(report), layout).decode()
    assert has in text
    assert lacks not in text


def test_a_line_break_inside_a_text_makes_no_other_paragraph(report: Report) -> None:
    assert '"改革" next\n' in written("txt", document_of(report), "zh").decode()


def test_each_report_of_a_search_has_its_header(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    text = written("txt", found(report, other)).decode()
    assert text.count("\n政府工作报告\n") == 2


def test_files_of_a_search_are_two_for_each_report(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    asked = exports.Asked("", absolute)
    whole = exports.of_reports([report.pk, other.pk], asked, "all", absolute("/"))
    members = dict(ingest.members("all.zip", written("txt", whole, "files")))
    assert len(ingest.companions(list(members))) == 2
