"""An archived report is read, and not changed until it is taken out of the archive."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports import editing, revisions
from reports.models import ParagraphPair, Report
from tests.admin.editor.conftest import Act, at, post

SAID = "This report is archived. It can be changed once it is taken out of the archive."


@pytest.fixture
def archived(act: Act, report: Report, keys: list[int], editor: User) -> Report:
    """Return an archived report with an act of the editor's that could be undone, and one that could be done again."""
    act("edit", pair=keys[1], en="First.")
    act("edit", pair=keys[1], en="Second.")
    act("undo")
    editing.set_status(report, Report.Status.ARCHIVED, editor)
    return report


def acts_on(keys: list[int]) -> list[dict[str, Any]]:
    one, other = keys[1], keys[2]
    return [
        {"do": "edit", "pair": one, "en": "Other."},
        {"do": "split", "pair": one, "zh": 3, "en": 3},
        {"do": "merge", "pair": one, "with": "next"},
        {"do": "swap", "pair": one},
        {"do": "shift", "pair": one, "side": "en", "by": 1},
        {"do": "move", "pair": one, "behind": other},
        {"do": "move", "pair": one, "by": 1},
        {"do": "level", "pair": one, "level": 3},
        {"do": "insert", "behind": one, "zh": "新"},
        {"do": "remove", "pair": one},
        {"do": "check", "pair": one, "checked": True},
        {"do": "note", "pair": one, "text": "Look."},
        {"do": "beads", "pair": one, "beads": [[0, 1, 0, 1]]},
        {"do": "bead_merge", "pair": one, "bead": 0},
        {"do": "bead_split", "pair": one, "bead": 0, "zh": 1, "en": 1},
        {"do": "bead_edge", "pair": one, "bead": 0, "side": "zh", "by": 1},
        {"do": "bead_shift", "pair": one, "bead": 0, "side": "zh", "by": 1},
        {"do": "bead_anew", "pair": one},
        {"do": "version", "pair": one, "index": 0},
        {"do": "undo"},
        {"do": "redo"},
    ]


def test_no_act_is_done(act: Act, archived: Report, keys: list[int]) -> None:
    acts = acts_on(keys)
    assert {one["do"] for one in acts} == set(editing.ACTS)
    before = revisions.read(archived)
    for one in acts:
        fields = {name: value for name, value in one.items() if name != "do"}
        assert act(one["do"], **fields) == {"impossible": SAID}
    assert revisions.read(archived) == before


def test_sentences_are_shown_and_left(seat: Client, archived: Report, keys: list[int]) -> None:
    body = {"act": {"do": "bead_anew", "pair": keys[1]}, "stamps": {}, "seen": 10**9}
    told = post(seat, at("beads", archived, keys[1]), body).json()
    assert told["said"] == SAID
    assert "data-bead" not in told["html"]


def test_it_is_not_brought_back(seat: Client, archived: Report, keys: list[int]) -> None:
    first = archived.revisions.order_by("pk").first()
    assert first
    before = revisions.read(archived)
    page = seat.post(at("restore", archived), {"revision": first.pk}, follow=True)
    assert SAID in page.content.decode()
    told = post(seat, at("pair-history", archived, keys[1]), {"revision": 0, "stamps": {}, "at": keys[1]}).json()
    assert told == {"said": SAID}
    assert revisions.read(archived) == before


def test_its_header_is_not_corrected(archived: Report, editor: User) -> None:
    with pytest.raises(editing.Impossible, match="archived"):
        editing.edit_header(archived, {"speaker_zh": "王安顺"}, editor, editing.latest_revision(archived))


def test_the_page_says_so_and_offers_nothing_that_changes_it(seat: Client, archived: Report, keys: list[int]) -> None:
    page = seat.get(at("page", archived)).content.decode()
    assert SAID in page
    assert reverse("editor:status", args=[archived.slug]) in page
    assert "data-archived" in page
    assert "data-restore" not in seat.get(at("pair-history", archived, keys[1])).json()["html"]
    plain = seat.get(at("pair", archived, keys[1])).content.decode()
    assert SAID in plain
    assert 'class="button main-act">Save' not in plain


def test_the_page_of_another_says_nothing_of_it(seat: Client, report: Report) -> None:
    page = seat.get(at("page", report)).content.decode()
    assert "data-archived" not in page
    assert '<p class="editor-offer editor-archived" hidden>' in page


def test_a_page_that_is_open_learns_of_it(seat: Client, report: Report, editor: User) -> None:
    assert post(seat, at("rows", report), {"stamps": {}}).json()["editable"] is True
    editing.set_status(report, Report.Status.ARCHIVED, editor)
    assert post(seat, at("rows", report), {"stamps": {}}).json()["editable"] is False


def test_a_text_sent_from_a_page_of_before_is_refused(seat: Client, archived: Report, keys: list[int]) -> None:
    given = {"zh": "新", "en": "New.", "seen": editing.latest_revision(archived)}
    page = seat.post(at("pair", archived, keys[1]), given)
    assert SAID in page.content.decode()
    assert ParagraphPair.objects.get(pk=keys[1]).en == "First."


@pytest.mark.parametrize("name", ["report", "paragraphpair"])
def test_its_plain_forms_are_read_only(seat: Client, archived: Report, keys: list[int], name: str) -> None:
    key = archived.pk if name == "report" else keys[1]
    address = reverse(f"admin:reports_{name}_change", args=[key])
    assert 'name="_save"' not in seat.get(address).content.decode()


@pytest.mark.parametrize(("name", "field"), [("report", "title_en"), ("paragraphpair", "en")])
def test_what_was_typed_in_a_plain_form_meanwhile_is_given_back(
    seat: Client, act: Act, report: Report, keys: list[int], editor: User, name: str, field: str
) -> None:
    address = reverse(f"admin:reports_{name}_change", args=[report.pk if name == "report" else keys[1]])
    initial = seat.get(address).context["adminform"].form.initial
    opened = {one: value for one, value in initial.items() if value is not None}
    editing.set_status(report, Report.Status.ARCHIVED, editor)
    before = revisions.read(report)
    sections = {"sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}
    answer = seat.post(address, {**opened, **sections, field: "What I typed"})
    assert answer.status_code == 409
    assert SAID in answer.content.decode()
    assert answer.context["adminform"].form[field].value() == "What I typed"
    assert revisions.read(report) == before


def test_out_of_the_archive_it_is_changed_again(act: Act, archived: Report, keys: list[int], editor: User) -> None:
    editing.set_status(archived, Report.Status.DRAFT, editor)
    assert act("edit", pair=keys[1], en="Third.")["said"] == "The text was saved."
