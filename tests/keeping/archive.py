"""An archive with something in each of its tables, and what of it can be seen from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports import ingest, people, revisions, search
from reports.keeping import tables
from reports.models import Erratum, IngestJob, Report, Revision, SourceFile
from tests.pages import addresses, fill

FIXTURES = Path(__file__).parents[2] / "fixtures"
PASSWORD = "a long enough password"
EXPORTS = ("tmx", "tei", "csv", "jsonl", "text")
# Its bytes are no text in any encoding, and don't shrink.
SCAN = b"%PDF-1.7\n" + bytes(range(256)) * 40


def filled() -> Report:
    """Fill the archive: reports by hand and from files, corrected, undone; accounts, errors, jobs, files."""
    editor = User.objects.create_user("editor", "editor@example.org", PASSWORD, is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    editor.user_permissions.add(Permission.objects.get(codename="change_report"))
    keeper = User.objects.create_superuser("keeper", "", PASSWORD)
    TOTPDevice.objects.create(user=keeper, name="phone", confirmed=True)
    device = StaticDevice.objects.create(user=keeper, name="paper")
    StaticToken.objects.create(device=device, token="abcd2345")
    fill()
    SourceFile.objects.update(sha256=hashlib.sha256(b"bytes").hexdigest(), size=5)
    for name in ("beijing-2025-part-1.txt", "beijing-2025-part-2.txt"):
        # The place would be taken for the report that is there.
        text = (FIXTURES / name).read_text(encoding="utf-8").replace("北京", "天津").replace("Beijing", "Tianjin")
        plan = ingest.understand(name.replace("beijing", "tianjin"), text.encode())
        ingest.record(plan, ingest.store(plan, publish=True, user=editor), editor)
    Report.objects.published().filter(published_at=None).update(published_at=F("created_at"))
    report = Report.objects.get(slug="tianjin-2025")
    header = {**revisions.read(report).header, "slug": "tientsin-2025"}
    act = revisions.Act(Revision.Kind.HEADER, editor)
    revisions.change(report, revisions.State(header, revisions.read(report).lines), act)
    revisions.undo(report, editor)
    corrected(report, editor, "改正一。")
    corrected(report, editor, "改正二。")
    revisions.undo(report, editor)
    _belongings(report, editor)
    # A pair that is gone has had its number.
    Report.objects.get(slug="hunan-1985").delete()
    last = report.pairs.latest("pk")
    revisions.change(report, _without(revisions.read(report), last.pk), revisions.Act(Revision.Kind.REMOVE, editor))
    search.catch_up()
    return report


def corrected(report: Report, by: User, zh: str) -> Revision | None:
    """Correct a report's first paragraph."""
    state = revisions.read(report)
    first = next(line for line in state.lines if not line.level and line.zh)
    lines = [replace(line, zh=zh, beads=[]) if line is first else line for line in state.lines]
    return revisions.change(report, revisions.State(state.header, tuple(lines)), revisions.Act(Revision.Kind.TEXT, by))


def _without(state: revisions.State, key: int) -> revisions.State:
    return revisions.State(state.header, tuple(line for line in state.lines if line.key != key))


def _belongings(report: Report, editor: User) -> None:
    pair = report.pairs.get(position=3)
    Erratum.objects.create(report=report, pair=pair, zh=pair.zh, en=pair.en, about="zh", message="一字有误。")
    scan = SourceFile.objects.create(
        name="scan.pdf", sha256=hashlib.sha256(SCAN).hexdigest(), size=len(SCAN), content=SCAN, uploaded_by=editor
    )
    archive = IngestJob.objects.create(file_name="all.zip", state="review", created_by=editor, source=scan)
    IngestJob.objects.create(
        file_name="scan.pdf", state="queued", source=scan, archive=archive, choices={"wish": "draft", "note": "急"}
    )
    people.note("look", by=editor, target="report tianjin-2025", why="看看")
    LogEntry.objects.create(
        user=editor, content_type=ContentType.objects.get_for_model(Report), object_id=str(report.pk),
        object_repr="report", action_flag=CHANGE, change_message="[]", action_time=timezone.now(),
    )  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return all that the tables hold, originals too; permissions and the like by what they are."""
    found = {
        tables.label(model): [json.loads(line) for line in tables.lines(model, "default")] for model in tables.kept()
    }
    for row in found["reports.SourceFile"]:
        row["content"] = base64.b64encode(bytes(SourceFile.objects.get(pk=row["id"]).content)).decode()
    return found


def seen(*languages: str) -> dict[str, str]:
    """Return what each page, answer and file is: the status and the SHA-256 of what a reader gets."""
    client = Client()
    pair = Report.objects.get(slug="tianjin-2025").pairs.get(position=2).pk
    asked = [address for language in languages for address in addresses(language).values()]
    asked += [f"/pairs/{pair}/", "/api/v1/reports", "/api/v1/reports/tianjin-2025", "/api/v1/search?q=改革", "/feed/"]
    asked += [reverse("report-export", args=["tianjin-2025", form]) for form in EXPORTS]
    found = {}
    for address in asked:
        response = client.get(address, headers={"host": "localhost"})
        content = b"".join(response) if getattr(response, "streaming", False) else response.content
        # What a form sends along is signed anew for each reader.
        content = re.sub(rb'<input type="hidden"[^>]*>', b"", content)
        where = response.headers.get("Location", "")
        found[address] = f"{response.status_code} {where} {hashlib.sha256(content).hexdigest()[:16]}"
    return found


def found(q: str) -> list[tuple[int, float]]:
    """Return what a search finds, in its order, with scores."""
    return [(hit.pair.pk, hit.score) for hit in search.hits(search.Request(q), 0, 50)]


def signed_in(username: str) -> bool:
    """Say whether an account can sign in at the door."""
    form = {"username": username, "password": PASSWORD, "next": "/admin/"}
    client = Client(headers={"host": "localhost"})
    client.post(reverse("admin:login"), form)
    return "_auth_user_id" in client.session
