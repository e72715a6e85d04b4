import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports import search
from reports.models import IngestJob, ParagraphPair, Report, SourceFile

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("ingest", *arguments, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "catch_up", lambda: None)


def test_a_folder_is_taken_in_and_each_file_gets_a_line() -> None:
    lines = run(str(FIXTURES)).splitlines()
    assert [line.split()[0] for line in lines] == ["added", "merged", "1"]
    assert Report.objects.get().pairs.count() == 13


def test_json_prints_an_object_for_each_file_and_nothing_else() -> None:
    results = json.loads(run(str(FIXTURES), "--json"))
    assert [
        (result["status"], result["report"], result["year"], result["place"], result["pairs_added"])
        for result in results
    ] == [
        ("added", "beijing-2025", 2025, "北京市", 6),
        ("merged", "beijing-2025", 2025, "北京市", 7),
    ]
    assert set(results[0]) == {
        *("path", "status", "report", "year", "place", "pairs_added", "replaced", "warnings", "error")
    }


def test_again_nothing_changes() -> None:
    run(str(FIXTURES))
    results = json.loads(run(str(FIXTURES), "--json"))
    assert [result["status"] for result in results] == ["unchanged", "unchanged"]
    assert (SourceFile.objects.count(), IngestJob.objects.count()) == (2, 2)


def test_a_dry_run_writes_nothing_but_sees_parts_merge() -> None:
    results = json.loads(run(str(FIXTURES), "--json", "--dry-run"))
    assert [result["status"] for result in results] == ["added", "merged"]
    assert (Report.objects.count(), SourceFile.objects.count(), IngestJob.objects.count()) == (0, 0, 0)


def test_a_draft_is_not_published() -> None:
    run(str(FIXTURES), "--draft")
    assert not Report.objects.published().exists()


def test_a_refused_file_leaves_nothing_and_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("肿瘤绝大多数为恶性。", encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("ingest", str(tmp_path), "--json", stdout=out)
    assert end.value.code == 1
    (result,) = json.loads(out.getvalue())
    assert (result["status"], result["report"]) == ("refused", None)
    assert "note.txt" in result["error"]
    assert not ParagraphPair.objects.exists()
    assert not IngestJob.objects.exists()


def test_the_good_files_beside_a_refused_one_go_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((FIXTURES / "beijing-2025-part-1.txt").read_bytes())
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path), stdout=StringIO())
    assert Report.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, settings: Any) -> None:
    settings.MAX_SOURCE_BYTES = 1000
    (tmp_path / "a.txt").write_bytes((FIXTURES / "beijing-2025-part-1.txt").read_bytes())
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path), stdout=StringIO())
    assert not Report.objects.exists()


def test_readme_and_hidden_files_of_a_collection_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A collection", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes((FIXTURES / "beijing-2025-part-1.txt").read_bytes())
    assert len(json.loads(run(str(tmp_path), "--json"))) == 1


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path / "nowhere"), str(FIXTURES), "--json", stdout=out)
    results = json.loads(out.getvalue())
    assert [result["status"] for result in results] == ["refused", "added", "merged"]
    assert "nowhere" in results[0]["error"]


def test_an_encoding_that_there_is_not_is_said_before_anything_is_read() -> None:
    with pytest.raises(CommandError, match="klingon"):
        run(str(FIXTURES), "--encoding", "klingon")


def test_a_kind_that_is_not_read_is_refused_in_a_folder_too(tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path), "--json", stdout=out)
    assert [result["status"] for result in json.loads(out.getvalue())] == ["refused"]


def test_a_withdrawn_report_stays_withdrawn() -> None:
    run(str(FIXTURES))
    Report.objects.update(status=Report.Status.DRAFT)
    results = json.loads(run(str(FIXTURES), "--json"))
    assert [result["status"] for result in results] == ["unchanged", "unchanged"]
    assert not Report.objects.published().exists()


@pytest.mark.parametrize("how", [[], ["--draft"], ["--dry-run"], ["--replaces", "beijing-2025-part-1.txt"]])
def test_nothing_is_taken_into_an_archived_report(how: list[str]) -> None:
    run(str(FIXTURES / "beijing-2025-part-1.txt"))
    Report.objects.update(status=Report.Status.ARCHIVED)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("ingest", str(FIXTURES / "beijing-2025-part-2.txt"), "--json", *how, stdout=out)
    assert end.value.code == 1
    (result,) = json.loads(out.getvalue())
    assert result["status"] == "refused"
    assert "The report beijing-2025 is archived" in result["error"]
    assert "Make a draft of the report first" in result["error"]
    assert (SourceFile.objects.count(), IngestJob.objects.count()) == (1, 1)


def test_an_index_that_fails_does_not_fail_the_ingest(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(search, "catch_up", fail)
    run(str(FIXTURES))
    assert Report.objects.count() == 1


CHINESE = (
    "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n市长 王某\n"
    "一、2014年工作回顾\n过去一年，全市生产总值增长8.2%，达到9201亿元。\n"
)
ENGLISH = "I. Review of Work in 2014\nOver the past year, the city's GDP grew by 8.2 percent to 920.1 billion yuan.\n"


def test_two_files_that_are_the_languages_of_one_report(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(ENGLISH, encoding="utf-8")
    results = json.loads(run("--zh", str(tmp_path / "one.txt"), "--en", str(tmp_path / "two.txt"), "--json"))
    assert [(result["status"], result["report"]) for result in results] == [
        ("added", "hangzhou-2015"),
        ("merged", "hangzhou-2015"),
    ]
    assert all(pair.zh and pair.en for pair in ParagraphPair.objects.all())


def test_two_languages_are_found_by_the_names_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "hangzhou.en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "hangzhou.zh.txt").write_text(CHINESE, encoding="utf-8")
    results = json.loads(run(str(tmp_path), "--json"))
    assert [result["status"] for result in results] == ["added", "merged"]
    assert ParagraphPair.objects.filter(zh__startswith="过去一年", en__startswith="Over the past").exists()


def test_one_language_alone_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--en"):
        run("--zh", str(tmp_path))


def test_the_files_of_an_archive_are_taken_in_one_by_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "parts.zip", "w") as archive:
        for path in sorted(FIXTURES.glob("*.txt")):
            archive.write(path, path.name)
        archive.writestr("broken.docx", b"PK\x03\x04 cut off here")
        archive.writestr("note.txt", "肿瘤绝大多数为恶性，包括来源于上皮组织的癌症。")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path / "parts.zip"), "--json", stdout=out)
    results = json.loads(out.getvalue())
    assert [result["status"] for result in results] == ["added", "merged", "refused", "refused"]
    results = [*results[:2], results[3]]
    assert results[2]["path"] == str(tmp_path / "parts.zip" / "note.txt")
    assert "parts.zip/note.txt" in results[2]["error"]
    assert Report.objects.count() == 1


def test_an_index_that_a_killed_run_left_behind_is_brought_up(monkeypatch: pytest.MonkeyPatch) -> None:
    run(str(FIXTURES))
    calls: list[int] = []
    monkeypatch.setattr(search, "catch_up", lambda: calls.append(1))
    run(str(FIXTURES))
    assert calls == [1]
