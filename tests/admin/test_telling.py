from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.admin.telling import sentences, told
from reports.intake import Members, Refused, Same, Understood
from reports.models import IngestJob


def job(state: str, found: dict[str, Any] | None = None, pairs_added: int = 0, **others: Any) -> IngestJob:
    return IngestJob(file_name="a.txt", state=state, found=found or {}, pairs_added=pairs_added, **others)


NEW = Understood(place="北京市", year="2025", slug="beijing-2025", pairs=6, added=6).kept()
PART = Understood(place="北京市", year="2025", slug="beijing-2025", is_new=False, pairs=7, added=1).kept()
IN_REPORT = Same("a.txt", "beijing-2025").kept()


@pytest.mark.parametrize(
    ("told_job", "said"),
    [
        (job("queued"), "Waits to be read."),
        (job("running", stage="header"), "Reading the header"),
        (job("storing"), "Waits to be taken in."),
        (job("storing", stage="writing", worker="x"), "Writing the pairs"),
        (job("refused", Refused("No title.", "Add one.", 4).kept()), "Line 4: No title. Add one."),
        (job("refused", Refused("It is empty.", "Save it.").kept()), "It is empty. Save it."),
        (job("review", NEW), "Beijing 2025: a new report with 6 paragraph pairs."),
        (job("review", PART), "Beijing 2025: a part with 7 paragraph pairs, of which 1 are new, for beijing-2025."),
        (
            job("review", NEW | IN_REPORT),
            "Beijing 2025: a new report with 6 paragraph pairs. It is the same file, byte for byte, as “a.txt” in beijing-2025.",
        ),
        (
            job("review", NEW, for_editor=True),
            "Beijing 2025: a new report with 6 paragraph pairs. An editor has to decide about it.",
        ),
        (job("done", pairs_added=1), "1 paragraph pair added."),
        (job("done", pairs_added=13), "13 paragraph pairs added."),
        (job("done", Members(60).kept()), "60 files were in it."),
        (job("unchanged"), "All of it was there already."),
        (
            job("unchanged", Same("b.txt", same_job=4).kept()),
            "It is the same file, byte for byte, as “b.txt”, which waits already.",
        ),
        (job("discarded"), "It was discarded. Its bytes are kept, so that it can be taken up again."),
    ],
)
def test_what_is_told(told_job: IngestJob, said: str) -> None:
    assert told(told_job) == said


def test_warnings_are_told_beside_it() -> None:
    assert sentences(job("review", NEW, messages=["Look at the date."])) == ["Look at the date."]


def test_what_earlier_versions_kept_is_told_too() -> None:
    kept = [{"reason": "No title.", "remedy": "Add one.", "line": 4}, "Look at the date."]
    assert told(job("refused", messages=kept)) == "Line 4: No title. Add one."
    assert sentences(job("refused", messages=kept)) == ["Look at the date."]


@pytest.mark.parametrize("messages", [[], ["Only a sentence."], [{"unknown": 1}]])
@pytest.mark.parametrize("state", IngestJob.State.values)
def test_odd_messages_do_no_harm(state: str, messages: list[Any]) -> None:
    assert isinstance(told(job(state, messages=messages)), str)


def test_a_job_is_told_on_its_page(desk: Client) -> None:
    kept = job("refused", Refused("<b>No</b> title.", "Add one.").kept())
    kept.save()
    page = desk.get(reverse("admin:reports_ingestjob_change", args=[kept.pk])).content.decode()
    assert "&lt;b&gt;No&lt;/b&gt; title. Add one." in page
