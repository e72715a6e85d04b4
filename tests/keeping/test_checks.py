"""Each kind of damage, done past all rules: it is found, said, mended, and nothing else is touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from reports import editing, keeping, people, revisions, search
from reports.keeping import checking
from reports.keeping.checks import jobs as jobs_check
from reports.keeping.checks.finding import Finding
from reports.keeping.checks.texts import texts
from reports.models import AuditEntry, IngestJob, ParagraphPair, Report, SourceFile
from reports.text.fold import fold
from tests.databases import without_rules
from tests.factories import report_of
from tests.keeping.archive import rows

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "tianjin-2025"
# Tables that tell what was done about the rest.
TOLD = {"reports.AuditEntry", "reports.Revision", "reports.Change"}


def damage(*statements: str) -> None:
    """Write past the rules of the database."""
    with without_rules(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def whole(report: Report) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of an archive in which everything agrees."""
    IngestJob.objects.filter(state="queued").update(state="discarded")
    assert [looked.finding.problem for looked in keeping.check()] == []
    return rows()


def kinds(*, repair: bool = False, **options: Any) -> list[tuple[str, bool]]:
    return [(looked.finding.kind, looked.mended) for looked in keeping.check(repair=repair, **options)]


def held(*, touched: bool) -> dict[str, list[dict[str, Any]]]:
    """Return the rows without what tells of the mending."""
    now = {name: lines for name, lines in rows().items() if name not in TOLD}
    if touched:
        now["reports.Report"] = [{**row, "changed_at": ""} for row in now["reports.Report"]]
    return now


IN_REPORT = f"(SELECT id FROM reports_report WHERE slug = '{SLUG}')"
PAIR = f"(SELECT id FROM reports_paragraphpair WHERE report_id = {IN_REPORT} AND position = 4)"
# What is done, what is found, whether all rows come back as they were.
DAMAGES: dict[str, tuple[str, list[str]]] = {
    "folded": (f"UPDATE reports_paragraphpair SET zh_folded = 'x' WHERE id = {PAIR}", ["folded"]),
    "folded away": (f"UPDATE reports_paragraphpair SET zh_folded = '' WHERE id = {PAIR}", ["folded"]),
    "gap": (
        (
            f"UPDATE reports_paragraphpair SET position = position + 7 WHERE report_id = {IN_REPORT} AND position > 200000"
            f" OR (report_id = {IN_REPORT} AND position = (SELECT MAX(position) FROM reports_paragraphpair"
            f" WHERE report_id = {IN_REPORT}))"
        ),
        ["number"],
    ),
    "another section": (
        (
            f"UPDATE reports_paragraphpair SET section_id = NULL WHERE kind = 'body' AND section_id IS NOT NULL"
            f" AND report_id = {IN_REPORT}"
        ),
        ["section"],
    ),
    "heading lost": (
        f"UPDATE reports_paragraphpair SET kind = 'body' WHERE kind = 'heading' AND report_id = {IN_REPORT}",
        ["heading", "history"],
    ),
    "parents lost": (
        f"UPDATE reports_section SET parent_id = NULL WHERE report_id = {IN_REPORT} AND level > 1",
        ["parent"],
    ),
    "title": (f"UPDATE reports_section SET heading_zh = '别的' WHERE report_id = {IN_REPORT} AND level = 1", ["title"]),
    "size": ("UPDATE reports_sourcefile SET size = size + 1 WHERE name = 'scan.pdf'", ["size"]),
    "orphaned version": (
        "INSERT INTO reports_pairvariant (pair_id, zh, en) VALUES (987654, '无主。', '')",
        ["pointer"],
    ),
    "orphaned account of a job": (
        "UPDATE reports_ingestjob SET chinese_id = 987654 WHERE file_name = 'all.zip'",
        ["pointer"],
    ),
    "term": (
        (
            "INSERT INTO reports_term (zh, en, count, first_year, last_year, strength)"
            " VALUES ('發展', 'growth', 3, 2020, 2010, 0.5)"
        ),
        ["term"],
    ),
    "publication of a draft": (
        "UPDATE reports_report SET publish_at = '2031-01-01 00:00:00' WHERE slug = 'hunan-1990'",
        ["rule"],
    ),
    "progress": ("UPDATE reports_ingestjob SET progress = 101 WHERE state = 'done'", ["rule"]),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_and_mended(name: str, whole: dict[str, list[dict[str, Any]]]) -> None:
    statement, expected = DAMAGES[name]
    before = held(touched=True)
    damage(statement)
    assert held(touched=True) != before
    search.catch_up()
    assert sorted({kind for kind, _mended in kinds()}) == expected
    assert {kind for kind, mended in kinds(repair=True) if mended} >= set(expected[:1])
    assert kinds(repair=True) == []
    assert held(touched=True) == before


# What SQLite takes and nothing can read, or no other database would take: what is found first, and whether it is mended.
UNREADABLE = {
    "beads that are no JSON": (f"UPDATE reports_paragraphpair SET beads = '[[0, 1' WHERE id = {PAIR}", True),
    "folded that is no UTF-8": (
        f"UPDATE reports_paragraphpair SET zh_folded = CAST(x'E694' AS TEXT) WHERE id = {PAIR}", True,
    ),
    "text that is no UTF-8": (f"UPDATE reports_paragraphpair SET zh = CAST(x'E694' AS TEXT) WHERE id = {PAIR}", False),
    "text that is bytes": (f"UPDATE reports_paragraphpair SET en = x'00FF' WHERE id = {PAIR}", False),
    "number that is none": (f"UPDATE reports_paragraphpair SET source_line = 'four' WHERE id = {PAIR}", False),
    "day that is none": (f"UPDATE reports_report SET delivered_on = '2025-13-41' WHERE slug = '{SLUG}'", False),
    "change that is no JSON": ("UPDATE reports_change SET before = '{' WHERE row = 'pair'", False),
    "choices that are no JSON": ("UPDATE reports_ingestjob SET choices = 'x'", False),
    "name too long for its column": (f"UPDATE reports_report SET speaker_zh = '{'长' * 81}' WHERE slug = '{SLUG}'", False),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_value_that_can_not_be_is_said_and_breaks_nothing_off(name: str, whole: object) -> None:
    statement, is_mended = UNREADABLE[name]
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite takes any value")
    before = rows()["reports.ParagraphPair"] if is_mended else []
    damage(statement)
    assert kinds()[0] == ("value", False)
    assert dict(kinds(repair=True))["value"] is is_mended
    if is_mended:
        assert kinds() == []
        without_evidence = [
            [{**row, "evidence": 0} for row in held] for held in (before, rows()["reports.ParagraphPair"])
        ]
        assert without_evidence[0] == without_evidence[1]


def test_nothing_where_something_must_be(whole: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be brought to that")
    declared, bare = '"title_zh" varchar(200) NOT NULL', '"title_zh" varchar(200)'
    schema = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = 'reports_report'"
    damage("PRAGMA writable_schema=ON", schema.format(declared, bare))
    damage(f"UPDATE reports_report SET title_zh = NULL WHERE slug = '{SLUG}'")
    damage("PRAGMA writable_schema=ON", schema.format(bare, declared))
    assert ("value", False) in kinds()


def test_what_can_not_be_looked_at_is_a_finding(whole: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn() -> None:
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(checking, "terms", torn)
    (looked,) = keeping.check()
    assert (looked.finding.kind, looked.finding.about) == ("unread", "terms")
    assert "malformed" in looked.finding.problem


def test_what_somebody_is_changing_just_now_is_no_finding(whole: object, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Iterator[Finding]] = texts
    asked: list[str] = []

    def changing(report: Report, pairs: Sequence[ParagraphPair]) -> Iterator[Finding]:
        asked.append(report.slug)
        if pairs and asked.count(report.slug) == 1:
            pairs[0].zh_folded = "as it was before"
        return real(report, pairs)

    monkeypatch.setattr(checking, "texts", changing)
    assert kinds() == []
    assert asked.count(SLUG) == 2


def test_original_that_is_gone_is_put_back_from_a_backup(whole: object, tmp_path: Path) -> None:
    kept = keeping.backup(tmp_path / "kept.zip").path
    source = SourceFile.objects.filter(pairs__report__slug=SLUG).order_by("pk").first()
    assert source is not None
    before = held(touched=False)
    damage(f"DELETE FROM reports_sourcefile WHERE id = {source.pk}")
    # Nothing lets go of it as long as no backup was asked.
    assert set(kinds(repair=True)) == {("pointer", False)}
    assert kinds(repair=True, from_backup=kept) == [("original", True)]
    assert kinds() == []
    assert held(touched=False) == before


def test_original_that_no_backup_has_is_let_go(whole: object, tmp_path: Path) -> None:
    source = SourceFile.objects.filter(pairs__report__slug=SLUG).order_by("pk").first()
    assert source is not None
    damage(f"DELETE FROM reports_sourcefile WHERE id = {source.pk}")
    kept = keeping.backup(tmp_path / "kept.zip").path
    assert {kind for kind, mended in kinds(repair=True, from_backup=kept) if mended} >= {"pointer"}
    assert kinds() == []


def test_file_that_is_handed_in_meanwhile_does_not_hang(whole: object, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each time somebody looks, another file has just been handed in.
    asked: list[int] = []

    def once() -> list[IngestJob]:
        asked.append(1)
        return [IngestJob(pk=len(asked), file_name="new.txt", state="queued")]

    monkeypatch.setattr(jobs_check, "_stuck", once)
    assert kinds() == []
    assert len(asked) == 2


@pytest.mark.parametrize("level", [1, 2])
def test_section_that_is_gone_is_opened_again_by_its_heading(whole: object, level: int) -> None:
    before = held(touched=True)
    damage(f"DELETE FROM reports_section WHERE report_id = {IN_REPORT} AND level = {level}")
    search.catch_up()
    assert ("pointer", False) in kinds()
    assert ("pointer", True) in kinds(repair=True)
    assert kinds(repair=True) == []
    assert held(touched=True) == before


def test_section_that_is_gone_with_its_heading_is_let_go(whole: object) -> None:
    section = f"(SELECT MIN(section_id) FROM reports_paragraphpair WHERE report_id = {IN_REPORT})"
    damage(
        f"DELETE FROM reports_section WHERE id = {section}",
        (
            "UPDATE reports_paragraphpair SET kind = 'body' WHERE kind = 'heading' AND section_id NOT IN"
            " (SELECT id FROM reports_section)"
        ),
    )
    texts_before = list(ParagraphPair.objects.order_by("pk").values_list("pk", "zh", "en"))
    search.catch_up()
    assert ("pointer", True) in kinds(repair=True)
    assert kinds(repair=True) == []
    assert list(ParagraphPair.objects.order_by("pk").values_list("pk", "zh", "en")) == texts_before


def test_mending_that_fails_says_what_helps(
    whole: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing() -> None:
        raise KeyError(80)

    finding = Finding("size", "original x", "It doesn't agree.", "It is mended.", failing)
    monkeypatch.setattr(checking, "numbers", lambda: iter([finding]))
    with pytest.raises(SystemExit):
        call_command("check_archive", repair=True)
    assert "KeyError 80. The log has the details; trying again won't help" in capsys.readouterr().out


def test_numbers_of_sections_in_another_order(whole: object) -> None:
    report = Report.objects.get(slug=SLUG)
    order = list(report.sections.order_by("position").values_list("pk", flat=True))
    damage(f"UPDATE reports_section SET position = 5000 - position WHERE report_id = {report.pk}")
    assert "order" in dict(kinds())
    kinds(repair=True)
    assert kinds() == []
    assert list(report.sections.order_by("position").values_list("pk", flat=True)) == order


def test_sentences_beyond_the_text_are_aligned_anew_and_told(whole: object) -> None:
    pair = ParagraphPair.objects.exclude(beads=[]).filter(report__slug=SLUG).first()
    assert pair is not None
    was = pair.beads
    damage(f"UPDATE reports_paragraphpair SET beads = '[[0, 99999, 0, 3, 0.5]]' WHERE id = {pair.pk}")
    search.catch_up()
    # It was written past the history, too.
    assert {kind for kind, _mended in kinds()} >= {"beads"}
    assert all(mended for _kind, mended in kinds(repair=True))
    pair.refresh_from_db()
    assert pair.beads == was
    assert revisions.history_of_pair(pair.pk)[0].revision.note == "check_archive"


def test_text_that_was_changed_past_the_history_becomes_a_part_of_it(whole: object) -> None:
    report = Report.objects.get(slug=SLUG)
    pair = report.pairs.get(zh="改正一。")
    damage(f"UPDATE reports_paragraphpair SET zh = '偷改。', zh_folded = '偷改。' WHERE id = {pair.pk}")
    report.touch()
    search.catch_up()
    assert kinds() == [("history", False)]
    assert kinds(repair=True) == [("history", True)]
    assert kinds() == []
    (passed, *_earlier) = revisions.history_of_pair(pair.pk)
    assert (passed.before, passed.after) == ({"zh": pair.zh}, {"zh": "偷改。"})
    assert report.pairs.get(pk=pair.pk).zh == "偷改。"


def test_history_with_a_hole_is_said_and_left(whole: object) -> None:
    report = Report.objects.get(slug=SLUG)
    second = report.revisions.filter(kind="text").order_by("id")[1]
    (change,) = second.changes.all()
    change.before = {**(change.before or {}), "zh": "不是。"}
    change.save()
    before = rows()
    found = kinds(repair=True)
    assert "revision" in dict(found)
    assert not dict(found)["revision"]
    assert rows()["reports.ParagraphPair"] == before["reports.ParagraphPair"]


def test_history_that_is_gone_altogether_is_said(whole: object) -> None:
    report = Report.objects.get(slug=SLUG)
    count = report.revisions.count()
    mine = f"(SELECT id FROM reports_revision WHERE report_id = {report.pk})"
    damage(
        f"UPDATE reports_revision SET undoes_id = NULL WHERE undoes_id IN {mine}",
        f"DELETE FROM reports_change WHERE revision_id IN {mine}",
        f"DELETE FROM reports_revision WHERE report_id = {report.pk}",
    )
    (looked,) = keeping.check()
    assert (looked.finding.kind, looked.finding.about) == ("gone", f"report {SLUG}")
    assert looked.finding.problem.startswith(f"{count} revisions of report {SLUG} are gone")


def test_history_of_a_report_that_was_erased_is_gone_on_purpose(whole: object) -> None:
    report = Report.objects.get(slug=SLUG)
    editing.erase(report, SLUG, User.objects.get(username="keeper"))
    search.catch_up()
    assert AuditEntry.objects.latest("pk").action == people.ERASED
    # Another report under the address has its own.
    report_of([(0, ("新的。", "New."))], slug=SLUG)
    search.catch_up()
    assert "gone" not in dict(kinds())


def test_damaged_original_is_taken_from_a_backup(whole: object, tmp_path: Path) -> None:
    kept = keeping.backup(tmp_path / "kept.zip").path
    source = SourceFile.objects.filter(pairs__report__slug=SLUG).first()
    assert source is not None
    SourceFile.objects.filter(pk=source.pk).update(content=b"\0")
    (looked,) = keeping.check(repair=True)
    assert (looked.finding.kind, looked.mended) == ("original", False)
    assert SLUG in looked.finding.problem
    assert kinds(repair=True, from_backup=kept) == [("original", True)]
    assert bytes(SourceFile.objects.get(pk=source.pk).content) == bytes(source.content)


def test_damaged_original_is_not_taken_from_a_backup_that_has_it_damaged(whole: object, tmp_path: Path) -> None:
    SourceFile.objects.filter(name="scan.pdf").update(content=b"\0")
    written = keeping.backup(tmp_path / "kept.zip")
    assert written.damaged == [SourceFile.objects.get(name="scan.pdf").sha256]
    assert keeping.faults(written.path) == []
    assert kinds(repair=True, from_backup=written.path) == [("original", False)]


def test_line_behind_the_end_of_the_original_is_forgotten(whole: object) -> None:
    pair = Report.objects.get(slug=SLUG).pairs.get(position=3)
    damage(f"UPDATE reports_paragraphpair SET source_line = 99999 WHERE id = {pair.pk}")
    assert {kind for kind, _mended in kinds()} == {"line"}
    kinds(repair=True)
    assert kinds() == []
    assert ParagraphPair.objects.get(pk=pair.pk).source_line is None


def test_row_of_a_table_is_two_lines(whole: object) -> None:
    content = (
        "中文,English\n" + "".join(f"第{n}项工作扎实推进。,Work on task {n} went ahead.\n" for n in range(9))
    ).encode()
    digest = hashlib.sha256(content).hexdigest()
    table = SourceFile.objects.create(
        name="2024.csv", sha256=digest, size=len(content), encoding="utf-8", content=content
    )
    pair = Report.objects.get(slug=SLUG).pairs.get(position=3)
    damage(f"UPDATE reports_paragraphpair SET source_id = {table.pk}, source_line = 18 WHERE id = {pair.pk}")
    assert "line" not in {kind for kind, _mended in kinds()}
    damage(f"UPDATE reports_paragraphpair SET source_line = 30 WHERE id = {pair.pk}")
    assert "line" in {kind for kind, _mended in kinds()}


def test_job_that_nobody_works_on_is_taken_up(whole: object) -> None:
    damage("UPDATE reports_ingestjob SET state = 'running', worker = 'gone:1:x' WHERE file_name = 'scan.pdf'")
    assert kinds() == [("stuck", False)]
    assert dict(kinds(repair=True))["stuck"]
    # The tests' queue reads at once, and a scan of noise is no report.
    assert IngestJob.objects.get(file_name="scan.pdf", source__isnull=False).state == "refused"


def test_job_without_its_file_is_put_aside(whole: object) -> None:
    damage("UPDATE reports_ingestjob SET state = 'review', source_id = NULL WHERE file_name = 'scan.pdf'")
    assert kinds(repair=True) == [("lost", True)]
    assert IngestJob.objects.get(file_name="scan.pdf").state == "discarded"


@pytest.mark.parametrize("everything", [False, True])
def test_index_that_does_not_find_what_is_there(whole: object, *, everything: bool) -> None:
    # The rows say nothing changed, and yet every text has.
    for pair in ParagraphPair.objects.exclude(zh="").only("pk", "zh"):
        zh = pair.zh.translate({ord(one): other for one, other in zip("发展的改革工作", "甲乙丙丁戊己庚", strict=True)})
        ParagraphPair.objects.filter(pk=pair.pk).update(zh=zh, zh_folded=fold(zh))
    assert dict(kinds(everything=everything)).get("index") is False
    kinds(repair=True, everything=everything)
    assert [looked.finding.problem for looked in keeping.check(everything=everything)] == []


def test_index_that_is_gone_is_built(whole: object) -> None:
    search.clear()
    assert kinds() == [("index", False)]
    assert kinds(repair=True) == [("index", True)]
    assert search.status().state == "ready"


def test_unknown_status_is_withheld_from_the_public(whole: object) -> None:
    damage(f"UPDATE reports_report SET status = 'open' WHERE slug = '{SLUG}'")
    assert {kind for kind, _mended in kinds()} >= {"rule"}
    assert all(mended for _kind, mended in kinds(repair=True))
    assert Report.objects.get(slug=SLUG).status == "draft"
    assert kinds() == []


def test_published_report_without_a_day_gets_one(whole: object) -> None:
    report = Report.objects.get(slug="beijing-2024")
    Report.objects.filter(pk=report.pk).update(published_at=None)
    search.catch_up()
    assert kinds() == [("published", False)]
    assert kinds(repair=True) == [("published", True)]
    assert Report.objects.get(pk=report.pk).published_at == report.created_at
    assert report.revisions.latest("id").note == "check_archive"


def test_rule_that_only_a_person_can_mend(whole: object) -> None:
    damage("UPDATE reports_report SET year = 1066 WHERE slug = 'hunan-1990'")
    assert kinds(repair=True) == [("rule", False)]


def test_command_takes_nothing_from_a_file_that_is_no_whole_backup(whole: object, tmp_path: Path) -> None:
    source = SourceFile.objects.filter(pairs__report__slug=SLUG).order_by("pk").first()
    assert source is not None
    kept = keeping.backup(tmp_path / "kept.zip").path
    kept.write_bytes(kept.read_bytes()[:-40])
    damage(f"DELETE FROM reports_sourcefile WHERE id = {source.pk}")
    before = rows()
    for path in (kept, tmp_path / "typo.zip"):
        with pytest.raises(CommandError, match="no whole backup"):
            call_command("check_archive", repair=True, from_backup=path)
    assert rows() == before


def test_command_says_what_it_finds_and_ends_with_an_error(whole: object, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_archive")
    assert capsys.readouterr().out == "Everything agrees.\n"
    damage(DAMAGES["folded"][0])
    with pytest.raises(SystemExit):
        call_command("check_archive")
    assert "With --repair: The folded text is made anew" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("check_archive", json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["about"], told["mendable"], told["mended"]) == (
        "folded", f"report {SLUG}", True, False,
    )  # fmt: skip
    call_command("check_archive", repair=True)
    assert "1 finding, 1 mended." in capsys.readouterr().out
    call_command("check_archive", all=True)
