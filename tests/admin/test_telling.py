from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.admin.telling import sentences, told
from reports.intake import Members, Refused, Same, Standing, Understood
from reports.models import IngestJob, Report


def job(state: str, found: dict[str, Any] | None = None, pairs_added: int = 0, **others: Any) -> IngestJob:
    return IngestJob(file_name="a.txt", state=state, found=found or {}, pairs_added=pairs_added, **others)


NEW = Understood(place="北京市", year="2025", slug="beijing-2025", pairs=6, added=6).kept()
THERE = Understood(place="北京市", year="2025", slug="beijing-2025", is_new=False, status="draft", pairs=7, added=1)
PART = replace(THERE, part=2, pairs=8, differing=7, unsure=6)
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
        (job("review", THERE.kept()), "Beijing 2025: 7 paragraph pairs for beijing-2025 (Draft). 1 pair new."),
        (
            job("review", PART.kept()),
            "Part 2 of Beijing 2025: 8 paragraph pairs for beijing-2025 (Draft). 1 pair new, 7 differ, 6 unsure.",
        ),
        (
            job("review", replace(THERE, filled=2, known=4, differing=1).kept()),
            (
                "Beijing 2025: 7 paragraph pairs for beijing-2025 (Draft). "
                "1 pair new, 3 already there, 1 differs, 2 get their other side."
            ),
        ),
        (
            job("review", NEW | {"unsure": 1, "guessed": 1}),
            (
                "Beijing 2025: a new report with 6 paragraph pairs. 1 unsure. "
                "Whose report it is, or of which year, was guessed."
            ),
        ),
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


def test_a_part_is_told_with_the_others_of_its_upload() -> None:
    waiting = job("review", NEW | {"part": 31})
    said = "Part 31 of Beijing 2025, a new report: 6 paragraph pairs."
    assert told(waiting, Standing()) == said
    assert told(waiting, Standing(others=1)) == f"{said} With 1 other of this upload."
    assert told(waiting, Standing(others=59)) == f"{said} With 59 others of this upload."


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (NEW, "The report was made after this file was read"),
        (THERE.kept() | {"pairs": 6, "differing": 2}, "The report has changed since this file was read"),
    ],
)
def test_what_is_not_known_any_more_is_not_told(found: dict[str, Any], why: str) -> None:
    now = Standing(Report(slug="beijing-2025", status="published"), has_changed=True)
    assert told(job("review", found), now) == (
        f"Beijing 2025: 6 paragraph pairs for beijing-2025 (Published). {why}; the review says what is new in it now."
    )


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
