"""`manage.py ingest --replaces`: a better copy of a file takes its place, and what people corrected stays."""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from reports import editing, revisions, search
from reports.models import IngestJob, ParagraphPair, Report, SourceFile

pytestmark = pytest.mark.django_db

HEADER = """政府工作报告
——2025年1月14日在{where}人民代表大会第三次会议上
{mayor}
Report on the Work of the Government
"""
BEIJING, SHANGHAI = ("北京市第十六届", "北京市市长 殷勇"), ("上海市第十六届", "上海市市长 龚正")
PAIRS = [
    ("一、2024年工作回顾", "I. A Review of Our Work in 2024"),
    (
        "地区生产总值增长5.2%，一般公共预算收入增长4.1%。",
        "The regional GDP grew by 5.2 percent and revenue by 4.1 percent.",
    ),
    ("新增高新技术企业1200家，总数达到8000家。", "We added 1,200 high-tech firms, for a total of 8,000."),
    ("足额发放养老金，更加注重民生保障和改善。", "Pensions will be paid in full, and livelihoods come first."),
    ("新建养老家庭照护床位2000张，社区食堂240个。", "We will add 2,000 care beds at home and 240 canteens."),
]
# As a bad copy has it.
DAMAGED = [*PAIRS[:1], ("地区生产总值增长52%，一般公共预算收入增长4.1%。", PAIRS[1][1]), *PAIRS[2:]]


def text(pairs: list[tuple[str, str]], whose: tuple[str, str] | None = BEIJING) -> str:
    header = HEADER.format(where=whose[0], mayor=whose[1]) if whose else ""
    return header + "".join(f"{zh}\n{en}\n" for zh, en in pairs)


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "catch_up", lambda: None)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the file of a report that was taken in, and is damaged."""
    path = tmp_path / "old" / "beijing-2025.txt"
    path.parent.mkdir()
    path.write_text(text(DAMAGED), encoding="utf-8")
    run(path)
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return the better copy."""
    path = tmp_path / "new" / "mended.txt"
    path.parent.mkdir()
    path.write_text(text(PAIRS), encoding="utf-8")
    return path


def run(*arguments: object) -> list[dict[str, Any]]:
    out = StringIO()
    with suppress(SystemExit):  # one was refused
        call_command("ingest", *map(str, arguments), "--json", stdout=out)
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def shown() -> list[str]:
    return list(ParagraphPair.objects.order_by("report", "position").values_list("zh", flat=True))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def somebody() -> User:
    return User.objects.create_superuser("somebody")


@pytest.fixture(params=["name", "path", "digest"])
def called(request: pytest.FixtureRequest, old: Path) -> str:
    """Return each way in which a person can name the old file."""
    return {"name": old.name, "path": str(old), "digest": digest(old)[:10]}[request.param]


def test_file_takes_the_place_of_the_one_that_is_named(called: str, new: Path) -> None:
    keys = list(ParagraphPair.objects.order_by("position").values_list("pk", flat=True))
    (result,) = run("--replaces", called, new)
    assert (result["status"], result["replaced"], result["pairs_added"]) == ("replaced", "beijing-2025.txt", 0)
    assert shown() == [zh for zh, _en in PAIRS]
    assert list(ParagraphPair.objects.order_by("position").values_list("pk", flat=True)) == keys
    before, after = SourceFile.objects.get(name="beijing-2025.txt"), SourceFile.objects.get(name="mended.txt")
    assert before.replaced_by == after
    assert not before.pairs.exists()
    assert IngestJob.objects.filter(source=after, state="done").exists()


def test_what_people_corrected_stays(old: Path, new: Path, somebody: User) -> None:
    report = Report.objects.get()
    pensions = report.pairs.get(zh__startswith="足额发放")
    act = {"do": "edit", "pair": pensions.pk, "zh": "足额按时发放养老金。"}
    editing.perform(report, somebody, act, editing.latest_revision(report))
    (result,) = run("--replaces", old, new, "--by", "somebody")
    assert shown() == [*[zh for zh, _en in PAIRS[:3]], "足额按时发放养老金。", PAIRS[4][0]]
    # All of it is one revision, and is taken back as one.
    assert any("1 pair became" in warning for warning in result["warnings"])
    latest = report.revisions.latest("id")
    assert (latest.kind, latest.by_name) == ("replaced", "somebody")
    assert revisions.undo(Report.objects.get(), somebody) is not None
    assert "52%" in shown()[1]
    assert shown()[3] == "足额按时发放养老金。"


def test_same_command_again_changes_nothing(old: Path, new: Path) -> None:
    run("--replaces", old.name, new)
    count = Report.objects.get().revisions.count()
    (result,) = run("--replaces", old.name, new)
    assert result["status"] == "unchanged"
    assert Report.objects.get().revisions.count() == count


def test_replacement_that_was_undone_is_made_again(old: Path, new: Path, somebody: User) -> None:
    run("--replaces", old.name, new, "--by", "somebody")
    revisions.undo(Report.objects.get(), somebody)
    (result,) = run("--replaces", old.name, new)
    assert result["status"] == "replaced"
    assert shown() == [zh for zh, _en in PAIRS]


def test_dry_run_tells_and_writes_nothing(old: Path, new: Path) -> None:
    before = shown()
    (result,) = run("--replaces", old.name, "--dry-run", new)
    assert result["status"] == "replaced"
    assert any("1 pair became" in warning for warning in result["warnings"])
    assert (shown(), SourceFile.objects.count()) == (before, 1)


def test_line_says_whose_place_it_takes(old: Path, new: Path) -> None:
    out = StringIO()
    call_command("ingest", "--replaces", old.name, str(new), stdout=out, no_color=True)
    first, *_rest, last = out.getvalue().splitlines()
    assert first == f"replaced  {new}: beijing-2025, in the place of beijing-2025.txt, 0 new pairs"
    assert last == "0 added, 0 merged, 1 replaced, 0 unchanged, 0 refused."


def test_part_without_a_header_is_of_the_report_whose_file_it_replaces(old: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.txt"
    part.write_text(text(PAIRS, whose=None), encoding="utf-8")
    assert run(part)[0]["status"] == "refused"
    (result,) = run("--replaces", old.name, part)
    assert (result["status"], result["report"]) == ("replaced", "beijing-2025")
    assert shown() == [zh for zh, _en in PAIRS]
    report = Report.objects.get()
    assert (report.speaker_zh, report.session_key) == ("殷勇", "16.3")


def test_file_of_another_report_is_refused(old: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(text(PAIRS, SHANGHAI), encoding="utf-8")
    (result,) = run("--replaces", old.name, other)
    assert result["status"] == "refused"
    assert "beijing-2025.txt is none of its files" in result["error"]
    assert Report.objects.count() == 1
    run(other)
    (result,) = run("--replaces", old.name, other)
    assert "It is a file of " in result["error"]


def test_unknown_name_is_refused(old: Path, new: Path) -> None:
    (result,) = run("--replaces", "nobody.txt", new)
    assert result["status"] == "refused"
    assert "No report was read from a file called nobody.txt." in result["error"]


def test_of_two_files_with_one_name_the_digest_tells_which(old: Path, new: Path, tmp_path: Path) -> None:
    second = tmp_path / "second" / old.name
    second.parent.mkdir()
    more = [
        ("二、2025年主要任务", "II. Major Tasks for 2025"),
        ("推动京津冀协同发展。", "We will advance the region together."),
    ]
    second.write_text(text(more), encoding="utf-8")
    run(second)
    (result,) = run("--replaces", old.name, new)
    assert "The report has several files of this name" in result["error"]
    assert digest(old)[:12] in result["error"]
    assert digest(second)[:12] in result["error"]
    (result,) = run("--replaces", digest(old)[:12], new)
    assert result["status"] == "replaced"
    assert "推动京津冀协同发展。" in shown()


def test_folder_of_better_copies_replaces_the_files_of_the_same_names(old: Path, tmp_path: Path) -> None:
    shanghai = tmp_path / "old" / "shanghai-2025.txt"
    shanghai.write_text(text(DAMAGED, SHANGHAI), encoding="utf-8")
    run(shanghai)
    folder = tmp_path / "better"
    folder.mkdir()
    (folder / old.name).write_text(text(PAIRS), encoding="utf-8")
    (folder / shanghai.name).write_bytes(shanghai.read_bytes())
    (folder / "tianjin-2025.txt").write_text(text(PAIRS).replace("北京", "天津"), encoding="utf-8")
    results = {Path(result["path"]).name: result["status"] for result in run("--replaces-same-name", folder)}
    assert results == {old.name: "replaced", shanghai.name: "unchanged", "tianjin-2025.txt": "refused"}
    assert not Report.objects.filter(slug__startswith="tianjin").exists()


def test_archive_of_several_files_can_not_replace_one(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", text(PAIRS))
        archive.writestr("b.txt", text(PAIRS, SHANGHAI))
    (result,) = run("--replaces", old.name, path)
    assert "one alone can take the place of another" in result["error"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--replaces", "x", "--replaces-same-name", "a.txt"], "Either --replaces or"),
        (["--replaces", "x", "a.txt", "b.txt"], "needs one file"),
        (["--replaces", "x", "."], "needs one file"),
        (["--by", "nobody", "a.txt"], "no account called nobody"),
        (["--replaces", "x", "--review", "a.txt"], "On the page of the review"),
        (["--replaces", "x", "--zh", "a.txt", "--en", "b.txt"], "One file takes the place of one"),
    ],
)
def test_words_that_can_not_go_together(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("ingest", *arguments)


def test_wrong_file_says_so_before_anything_is_read_into_it(old: Path, tmp_path: Path) -> None:
    # A file of the report's own, already there as another part, is no better copy of the first.
    part = tmp_path / "part-2.txt"
    part.write_text(
        text([("二、2025年主要任务", "II. Major Tasks for 2025"), ("推动发展。", "Advance.")]), encoding="utf-8"
    )
    run(part)
    (result,) = run("--replaces", old.name, part)
    assert "The report has this very file already." in result["error"]
