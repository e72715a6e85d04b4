from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.admin.telling import Refused, Understood, sentences, told
from reports.models import IngestJob


def job(state: str, messages: list[Any], pairs_added: int = 0) -> IngestJob:
    return IngestJob(file_name="a.txt", state=state, messages=messages, pairs_added=pairs_added)


NEW = Understood(place="北京市", year="2025", slug="beijing-2025", pairs=6, added=6, warnings=("Look at the date.",))
PART = Understood(place="北京市", year="2025", slug="beijing-2025", is_new=False, pairs=7, added=1)


@pytest.mark.parametrize(
    ("told_job", "said"),
    [
        (job("refused", Refused("No title.", "Add one.", 4).to_messages()), "Line 4: No title. Add one."),
        (job("refused", Refused("It is empty.", "Save it.").to_messages()), "It is empty. Save it."),
        (job("review", NEW.to_messages()), "北京市 2025: a new report with 6 paragraph pairs."),
        (
            job("review", PART.to_messages()),
            "北京市 2025: a part with 7 paragraph pairs, of which 1 are new, for beijing-2025.",
        ),
        (job("done", [], 1), "1 paragraph pair added."),
        (job("done", ["A warning."], 13), "13 paragraph pairs added."),
        (job("unchanged", []), "All of it was there already."),
        (job("discarded", []), ""),
    ],
)
def test_what_is_told(told_job: IngestJob, said: str) -> None:
    assert told(told_job) == said


def test_what_is_kept_comes_back() -> None:
    assert Understood.of(job("review", NEW.to_messages())) == NEW
    assert sentences(job("review", NEW.to_messages())) == ["Look at the date."]


@pytest.mark.parametrize("messages", [[], ["Only a sentence."], [{"unknown": 1}]])
@pytest.mark.parametrize("state", IngestJob.State.values)
def test_older_messages_do_no_harm(state: str, messages: list[Any]) -> None:
    assert isinstance(told(job(state, messages)), str)


def test_a_job_is_told_on_its_page(desk: Client) -> None:
    kept = job("refused", Refused("<b>No</b> title.", "Add one.").to_messages())
    kept.save()
    page = desk.get(reverse("admin:reports_ingestjob_change", args=[kept.pk])).content.decode()
    assert "&lt;b&gt;No&lt;/b&gt; title. Add one." in page
