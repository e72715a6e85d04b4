from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from reports.models import Report
from tests.admin.editor.conftest import Act, at, post, signed_in


def test_why_is_asked_for_kept_and_shown_in_the_history(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("check", pair=keys[1], checked=True)
    asked = seat.get(at("why", report)).json()
    assert "“Pairs were marked”" in asked["about"]
    assert asked["why"] == ""
    told = post(seat, at("why", report), {"revision": asked["revision"], "why": "As in the <gazette>."}).json()
    assert told == {"told": "The history tells why now."}
    assert seat.get(at("why", report)).json()["why"] == "As in the <gazette>."
    history = seat.get(at("history", report)).content.decode()
    assert 'As in the &lt;gazette&gt;. <span class="quiet">(said afterwards)</span>' in history


def test_nobody_says_why_of_what_others_did(act: Act, report: Report, keys: list[int], other: User) -> None:
    act("check", pair=keys[1], checked=True)
    client = signed_in(other)
    assert client.get(at("why", report)).json() == {"said": "The last act in this report is somebody else's."}
    newest = report.revisions.order_by("-id").first()
    assert newest
    assert "said" in post(client, at("why", report), {"revision": newest.pk, "why": "Mine."}).json()
    newest.refresh_from_db()
    assert newest.note == ""


def test_nonsense_is_no_reason(seat: Client, report: Report) -> None:
    for body in ({}, {"revision": "x", "why": ["y"]}, {"revision": -1}):
        assert "said" in post(seat, at("why", report), body).json()
