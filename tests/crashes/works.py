"""The works that are killed, and what must be so after each."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from reports import editing, ingest, intake, keeping, revisions, search
from reports.keeping import tables
from reports.models import IngestJob, ParagraphPair, Report, Revision, SourceFile

Facts = dict[str, Any]
Confirm = Callable[[Facts], None]

LINES = 12
FILE = """政府工作报告
——{year}年1月20日在上海市第十四届人民代表大会第三次会议上
上海市市长 杨雄
各位代表：
一、{before}年工作回顾
{body}
二、{year}年主要任务
推动高质量发展，发展新质生产力，标记{year}号。
"""
FIRST_YEAR, YEARS = 1951, 240


def text(year: int) -> bytes:
    """Return the file of a report that no other file is like."""
    body = "\n".join(f"第{line}项任务完成，发展稳中有进，{year}年完成{line * 7}个项目。" for line in range(LINES))
    return FILE.format(year=year, before=year - 1, body=body).encode()


def load() -> None:
    """Load what takes long: dictionaries, tables of characters."""
    ingest.understand("上海2019.txt", text(2019))


def base() -> None:
    """Make the archive that the works start from."""
    User.objects.create_superuser("editor", "", "x")
    for year in (2016, 2017, 2018):
        ingest.store(ingest.understand(f"上海{year}.txt", text(year)), publish=True)
    search.catch_up()


def editor() -> User:
    return User.objects.get(username="editor")


def agrees(*left: str) -> None:
    """Everything agrees in the archive, but for what is said to be left, once the index has caught up."""
    assert search.catch_up()
    found = [looked.finding for looked in keeping.check() if looked.finding.kind not in left]
    assert not found, [finding.problem for finding in found]
    there = ParagraphPair.objects.filter(report__status="published", zh_folded__contains="发展").count()
    assert search.total(search.Request("发展")) == there


def fresh_years() -> list[int]:
    """Return the years of which no report is there yet."""
    taken = set(Report.objects.values_list("year", flat=True))
    return [year for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) if year not in taken]


def take_in(chance: random.Random, confirm: Confirm) -> None:
    for year in fresh_years():
        content = text(year)
        plan = ingest.understand(f"上海{year}.txt", content)
        with transaction.atomic():
            outcome = ingest.store(plan, publish=True)
            ingest.record(plan, outcome)
        confirm({"sha256": hashlib.sha256(content).hexdigest(), "year": year, "pairs": outcome.pairs_added})
        search.catch_up()


def look_after_take_in(told: list[Facts]) -> None:
    agrees()
    for facts in told:
        source = SourceFile.objects.get(sha256=facts["sha256"])
        assert bytes(source.content) == text(facts["year"])
        assert source.pairs.count() == facts["pairs"]
    # What nobody was told of is there whole, or not at all.
    sizes = {report.pairs.count() for report in Report.objects.all()}
    assert len(sizes) == 1, sizes
    assert SourceFile.objects.filter(pairs=None).count() == 0
    assert Report.objects.count() == SourceFile.objects.count()
    assert IngestJob.objects.count() == Report.objects.count() - 3


def publish(chance: random.Random, confirm: Confirm) -> None:
    by = editor()
    while True:
        report = Report.objects.get(pk=chance.choice(Report.objects.values_list("pk", flat=True)))
        status = chance.choice(editing.allowed_moves(report))
        revision = editing.set_status(report, status, by)
        if revision:
            confirm({"report": report.pk, "revision": revision.pk, "status": status})
        if chance.random() < 0.3:
            search.catch_up()


def look_after_publish(told: list[Facts]) -> None:
    agrees()
    last = {facts["report"]: facts for facts in told}
    for facts in told:
        revision = Revision.objects.get(pk=facts["revision"])
        after = revision.changes.get(row="report").after
        assert after is not None
        assert after["status"] == facts["status"]
    for key, facts in last.items():
        report = Report.objects.get(pk=key)
        if not report.revisions.filter(pk__gt=facts["revision"]).exists():
            assert report.status == facts["status"]
        found = search.total(search.Request(f"标记{report.year}号"))
        assert found == (1 if report.is_published else 0)


def edit(chance: random.Random, confirm: Confirm) -> None:
    by = editor()
    for number in count():
        report = Report.objects.get(pk=chance.choice(Report.objects.values_list("pk", flat=True)))
        pairs = list(report.pairs.order_by("position").filter(kind="body"))
        pair = chance.choice(pairs)
        zh = f"改动{number}，发展。第二句在此。"
        acts: list[dict[str, Any]] = [
            {"do": "edit", "pair": pair.pk, "zh": zh},
            {"do": "edit", "pair": pair.pk, "zh": zh, "en": "A change. Of two sentences."},
            {"do": "insert", "behind": pair.pk, "zh": zh},
            {"do": "swap", "pairs": [pair.pk]},
            {"do": "split", "pair": pair.pk, "zh": 2, "en": 0},
            {"do": "merge", "pair": pair.pk, "with": "next"},
            {"do": "shift", "pair": pair.pk, "side": "zh", "by": 1},
            {"do": "check", "pairs": [pair.pk], "checked": True},
            {"do": "undo"},
            {"do": "redo"},
        ]
        if len(pairs) > LINES * 2:
            acts = [{"do": "remove", "pairs": [pair.pk]}]
        try:
            editing.perform(report, by, chance.choice(acts), editing.latest_revision(report))
        except (editing.Impossible, editing.Conflict):
            continue
        latest = report.revisions.latest("id")
        confirm({"report": report.pk, "revision": latest.pk, "state": fingerprint(report)})


def fingerprint(report: Report) -> str:
    state = revisions.read(report)
    return hashlib.sha256(repr([(line.key, line.zh, line.en, line.level) for line in state.lines]).encode()).hexdigest()


def look_after_edit(told: list[Facts]) -> None:
    agrees()
    last = {facts["report"]: facts for facts in told}
    assert Revision.objects.filter(pk__in=[facts["revision"] for facts in told]).count() == len(
        {facts["revision"] for facts in told}
    )
    for key, facts in last.items():
        report = Report.objects.get(pk=key)
        if report.revisions.latest("id").pk == facts["revision"]:
            assert fingerprint(report) == facts["state"]


def index(chance: random.Random, confirm: Confirm) -> None:
    while True:
        key = chance.choice(Report.objects.values_list("pk", flat=True))
        with transaction.atomic():
            Report.objects.select_for_update().get(pk=key).touch()
        if chance.random() < 0.4:
            search.rebuild()
        else:
            assert search.catch_up()
        confirm({"report": key})


def look_after_index(told: list[Facts]) -> None:
    # Whatever is there answers, or is known to be wanting; it is never wrong.
    there = ParagraphPair.objects.filter(report__status="published", zh_folded__contains="发展").count()
    assert search.total(search.Request("发展")) == there
    agrees()


def folder() -> Path:
    made = Path(settings.DATA_DIR) / "backups"
    made.mkdir(exist_ok=True)
    return made


def backup(chance: random.Random, confirm: Confirm) -> None:
    by = editor()
    for number in count():
        written = keeping.backup(folder())
        confirm({"name": written.path.name})
        report = Report.objects.earliest("pk")
        state = revisions.read(report)
        header = {**state.header, "staff_note": f"{number} {chance.random()}"}
        revisions.change(report, revisions.State(header, state.lines), revisions.Act(Revision.Kind.HEADER, by))


def look_after_backup(told: list[Facts]) -> None:
    there = {path.name for path in folder().glob("*.zip")}
    assert {facts["name"] for facts in told} <= there
    for name in sorted(there)[-8:]:
        assert keeping.faults(folder() / name) == []
    assert all(backup.whole for backup in keeping.backups(folder()))
    agrees()


def whole_rows() -> str:
    """Return a fingerprint of all rows, without what the audit log says of restores."""
    digest = hashlib.sha256()
    for model in tables.kept():
        for line in tables.lines(model, "default"):
            if b'"action":"restore"' not in line:
                digest.update(line)
    return digest.hexdigest()


def before_restore() -> None:
    """Make two backups that differ, and remember what rows each has."""
    for name in ("one", "two"):
        path = folder() / f"{name}.zip"
        keeping.backup(path)
        (folder() / f"{name}.rows").write_text(whole_rows())
        if name == "one":
            Report.objects.latest("pk").delete()
            report = Report.objects.earliest("pk")
            editing.perform(report, editor(), {"do": "edit", "pair": report.pairs.get(position=4).pk, "zh": "改。"}, 0)


def restore(chance: random.Random, confirm: Confirm) -> None:
    while True:
        name = chance.choice(["one", "two"])
        keep_in = folder() if chance.random() < 0.5 else None
        keeping.restore(folder() / f"{name}.zip", replace=True, keep_in=keep_in)
        confirm({"name": name})


def look_after_restore(told: list[Facts]) -> None:
    assert whole_rows() in {(folder() / f"{name}.rows").read_text() for name in ("one", "two")}
    # What a restore kept of before is whole, or not there.
    for path in sorted(folder().glob("before-restore-*.zip"))[-2:]:
        assert keeping.faults(path) == []
    agrees()


def worker(chance: random.Random, confirm: Confirm) -> None:
    by = editor()
    for year in fresh_years():
        (job,) = handed_in(year, by)
        confirm({"job": job.pk, "year": year, "settled": False})
        intake.work(until_empty=True)
        settled = intake.settle(IngestJob.objects.filter(pk=job.pk), by, wish="publish")
        if settled.taken:
            confirm({"job": job.pk, "year": year, "settled": True})
        intake.work(until_empty=True)


def handed_in(year: int, by: User) -> list[IngestJob]:
    from django.core.files.base import ContentFile

    intake.hand_in([ContentFile(text(year), name=f"上海{year}.txt")], by)
    return [IngestJob.objects.latest("pk")]


def look_after_worker(told: list[Facts]) -> None:
    # A new worker takes up what the one before left.
    intake.work(until_empty=True)
    agrees()
    settled = {facts["job"] for facts in told if facts["settled"]}
    for facts in told:
        job = IngestJob.objects.get(pk=facts["job"])
        assert job.source is not None
        assert bytes(job.source.content) == text(facts["year"])
        given_up = job.state == "refused" and job.attempts >= 3
        assert given_up or job.state in (
            {"done", "unchanged"} if job.pk in settled else {"review", "done", "unchanged"}
        )
        if job.state == "done":
            assert job.report is not None
            assert job.report.year == facts["year"]
            assert job.report.pairs.count() == Report.objects.earliest("pk").pairs.count()
