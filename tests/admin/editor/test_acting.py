from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from reports import editing, revisions
from reports.editing import effort, performing
from reports.models import ParagraphPair, Report, Revision
from tests.admin.editor.conftest import Act, at, post, signed_in


def texts(report: Report) -> list[tuple[str, str]]:
    return list(report.pairs.order_by("position").values_list("zh", "en"))


def test_edit_is_kept_and_the_search_told(
    act: Act, report: Report, keys: list[int], catches_up: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told = act("edit", pair=keys[1], zh="改了。")
    assert report.pairs.get(pk=keys[1]).zh == "改了。"
    assert "改了。" in told["rows"][str(keys[1])]
    assert told["said"] == "The text was saved."
    assert told["undo"] == "Undo “Text was edited”"
    assert catches_up == ["told"]


def test_only_rows_that_differ_are_sent(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    first = post(seat, at("rows", report), {"stamps": {}, "at": keys[0], "seen": 0}).json()
    assert list(first["rows"]) == [str(key) for key in keys]
    stamps = {key: html.split('data-stamp="')[1].split('"')[0] for key, html in first["rows"].items()}
    given = {"do": "edit", "pair": keys[3], "en": "Another sentence."}
    told = post(seat, at("act", report), {"act": given, "seen": first["seen"], "stamps": stamps, "at": keys[3]}).json()
    assert list(told["rows"]) == [str(keys[3])]
    assert told["order"] == keys


ACTS: list[tuple[dict[str, Any], str]] = [
    ({"do": "split", "pair": 1, "zh": 4}, "The pair was split."),
    ({"do": "merge", "pair": 1, "with": "next"}, "The pairs were merged."),
    ({"do": "swap", "pair": 1}, "The sides were swapped."),
    ({"do": "shift", "pair": 1, "side": "en", "by": 1}, "One language was shifted."),
    ({"do": "shift", "pair": 3, "side": "zh", "by": -1}, "One language was shifted."),
    ({"do": "move", "pair": 5, "by": -1}, "The pair was moved."),
    ({"do": "move", "pair": 5, "by": 1}, "The pair was moved."),
    ({"do": "move", "pair": 1, "behind": 7}, "The pair was moved."),
    ({"do": "level", "pair": 1, "level": 2}, "The level was changed."),
    ({"do": "insert", "above": 0, "zh": "新", "en": ""}, "A pair was inserted."),
    ({"do": "insert", "behind": 2, "zh": "", "en": "New"}, "A pair was inserted."),
    ({"do": "remove", "pair": 6}, "The pair was removed."),
    ({"do": "check", "pair": 1, "checked": True}, "The mark was changed."),
    ({"do": "note", "pair": 1, "text": "Look again."}, "The note was kept."),
    ({"do": "bead_anew", "pair": 1}, "The sentences were aligned."),
]


@pytest.mark.parametrize(("given", "said"), ACTS)
def test_act_is_done_told_and_taken_back(
    act: Act, report: Report, keys: list[int], given: dict[str, Any], said: str
) -> None:
    before = list(report.pairs.order_by("position").values("pk", "zh", "en", "kind", "checked", "note", "beads"))
    fields = {name: keys[value] if name in {"pair", "behind", "above"} else value for name, value in given.items()}
    told = act(fields.pop("do"), **fields)
    assert told["said"].startswith(said)
    assert told["undoes"]
    assert told["undo"]
    assert (
        list(report.pairs.order_by("position").values("pk", "zh", "en", "kind", "checked", "note", "beads")) != before
    )
    back = act("undo")
    assert back["said"].startswith("Undone: “")
    assert back["redo"].startswith("Redo “")
    after = list(report.pairs.order_by("position").values("pk", "zh", "en", "kind", "checked", "note", "beads"))
    assert after == before


def test_moving_up_by_one(act: Act, report: Report, keys: list[int]) -> None:
    told = act("move", pair=keys[5], by=-1)
    assert told["order"][4] == keys[5]
    assert told["focus"] == keys[5]


@pytest.mark.parametrize(("index", "by", "said"), [(0, -1, "first pair"), (7, 1, "last pair")])
def test_moving_beyond_the_edge_is_impossible(act: Act, keys: list[int], index: int, by: int, said: str) -> None:
    assert said in act("move", pair=keys[index], by=by)["impossible"]


def test_inserting_above_the_first_pair(act: Act, report: Report, keys: list[int]) -> None:
    told = act("insert", above=keys[0], zh="卷首", en="")
    assert told["order"][1] == keys[0]
    assert texts(report)[0] == ("卷首", "")


def test_merged_pair_is_where_it_went(seat: Client, report: Report, keys: list[int]) -> None:
    given = {"do": "merge", "pair": keys[5], "with": "next"}
    told = post(seat, at("act", report), {"act": given, "seen": 0, "stamps": {}, "at": keys[6]}).json()
    assert told["focus"] == keys[5]
    assert keys[6] not in told["order"]


def test_another_version_is_chosen(act: Act, report: Report, keys: list[int]) -> None:
    report.pairs.get(pk=keys[1]).variants.create(zh="另一个说法。", en="Another.")
    assert "The other version is shown now" in act("version", pair=keys[1], index=0)["said"]
    assert texts(report)[1] == ("另一个说法。", "Another.")


def test_impossible_act_says_why(act: Act, report: Report, keys: list[int]) -> None:
    before = texts(report)
    assert "language" in act("edit", pair=keys[6], zh="")["impossible"]
    assert texts(report) == before


def test_nothing_to_undo_is_said(act: Act) -> None:
    assert act("undo") == {"impossible": "There is nothing to undo."}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"act": "split"}', b'{"act": {"do": 3}}', b'{"act": {}}', b"[" * 99_999]
)
def test_what_is_no_act_is_refused(seat: Client, report: Report, body: bytes) -> None:
    answer = seat.post(at("act", report), body, content_type="application/json")
    assert answer.status_code == 400


def test_act_that_does_not_exist_is_impossible(act: Act) -> None:
    assert act("publish")["impossible"] == "There is no such action."


def test_second_person_is_told_and_shown_the_difference(act: Act, report: Report, keys: list[int], other: User) -> None:
    seen = editing.latest_revision(report)
    editing.perform(report, other, {"do": "edit", "pair": keys[3], "zh": "人工智能产业突破四千亿元。"}, seen)
    conflict = act("edit", pair=keys[3], zh="人工智能核心产业突破3000亿元。", seen=seen)["conflict"]
    assert "wang" in conflict["html"]
    assert "四千" in conflict["html"]
    assert "<del>" in conflict["html"]
    assert conflict["latest"] == editing.latest_revision(report)
    assert report.pairs.get(pk=keys[3]).zh == "人工智能产业突破四千亿元。"
    # Mine is put over theirs once they have been seen.
    act("edit", pair=keys[3], zh="人工智能核心产业突破3000亿元。", seen=conflict["latest"])
    assert report.pairs.get(pk=keys[3]).zh == "人工智能核心产业突破3000亿元。"


def test_what_others_do_elsewhere_is_no_conflict(act: Act, report: Report, keys: list[int], other: User) -> None:
    seen = editing.latest_revision(report)
    editing.perform(report, other, {"do": "edit", "pair": keys[1], "en": "Theirs."}, seen)
    told = act("edit", pair=keys[5], en="Mine.", seen=seen)
    assert "Theirs." in told["rows"][str(keys[1])]
    assert report.pairs.get(pk=keys[5]).en == "Mine."


def test_undo_of_what_others_changed_since_is_a_conflict(
    act: Act, report: Report, keys: list[int], other: User
) -> None:
    act("edit", pair=keys[1], en="Mine.")
    editing.perform(report, other, {"do": "edit", "pair": keys[1], "en": "Theirs."}, editing.latest_revision(report))
    html = act("undo")["conflict"]["html"]
    assert "wang" in html
    # Asking again would not help.
    assert "all the same" not in html
    assert report.pairs.get(pk=keys[1]).en == "Theirs."


def test_rows_tell_who_else_changed_them(seat: Client, report: Report, keys: list[int], other: User) -> None:
    seen = editing.latest_revision(report)
    editing.perform(report, other, {"do": "edit", "pair": keys[1], "en": "Theirs."}, seen)
    told = post(seat, at("rows", report), {"stamps": {}, "at": keys[0], "seen": seen}).json()
    assert told["others"] == "wang changed this report meanwhile. You see it as it is now."
    assert "Theirs." in told["rows"][str(keys[1])]


def test_rows_of_a_pair_that_became_another_show_that_one(
    seat: Client, report: Report, keys: list[int], other: User
) -> None:
    editing.perform(report, other, {"do": "merge", "pairs": f"{keys[4]},{keys[5]}"}, 0)
    told = post(seat, at("rows", report), {"stamps": {}, "at": keys[5], "seen": 0}).json()
    assert keys[4] in told["order"]


def test_news_are_one_query_of_ours(
    seat: Client, report: Report, keys: list[int], other: User, django_assert_max_num_queries: Any
) -> None:
    editing.perform(report, other, {"do": "edit", "pair": keys[1], "en": "Theirs."}, 0)
    # The session, its person, and their permissions are asked for by every page.
    with django_assert_max_num_queries(12) as asked:
        news = seat.get(at("news", report), {"seen": 0}).json()
    assert sum("revision" in query["sql"] for query in asked.captured_queries) == 1
    assert news["seen"] == editing.latest_revision(report)
    assert news["here"].startswith("Also at work here: wang.")


def test_no_news_are_no_content(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[1], en="Mine.")
    assert seat.get(at("news", report), {"seen": editing.latest_revision(report)}).status_code == 204
    assert seat.get(at("news", report), {"seen": 0}).json()["here"] == ""


def test_scripts_in_a_text_are_shown_as_text(act: Act, keys: list[int]) -> None:
    told = act("edit", pair=keys[1], en="<script>alert(1)</script>")
    assert "<script>" not in told["rows"][str(keys[1])]
    assert "&lt;script&gt;" in told["rows"][str(keys[1])]


def test_act_without_the_token_is_refused(editor: User, report: Report) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    answer = post(client, at("act", report), {"act": {"do": "undo"}, "seen": 0})
    assert answer.status_code == 403


def test_checked_pairs_count(act: Act, keys: list[int]) -> None:
    assert act("check", pair=keys[0], checked=True)["unchecked"] == "7 unchecked"
    for key in keys[1:]:
        told = act("check", pair=key, checked=True)
    assert told["unchecked"] == "all checked"


def test_pair_of_another_report_can_not_be_changed_from_here(act: Act, report: Report, editor: User) -> None:
    from tests.factories import report_of

    foreign = ParagraphPair.objects.filter(report=report_of(slug="beijing-2020", year=2020)).first()
    assert foreign
    assert "impossible" in act("edit", pair=foreign.pk, en="Changed.")
    foreign.refresh_from_db()
    assert foreign.en != "Changed."


def test_signed_out_visitor_is_led_to_the_sign_in_page(report: Report) -> None:
    answer = post(Client(), at("act", report), {"act": {"do": "undo"}})
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_seats_have_stacks_of_their_own(act: Act, report: Report, keys: list[int], other: User) -> None:
    act("edit", pair=keys[1], en="Mine.")
    told = post(signed_in(other), at("rows", report), {"stamps": {}, "at": keys[0], "seen": 0}).json()
    assert told["undo"] == ""


def test_sentences_of_a_shift_are_aligned_before_anybody_is_locked_out(
    act: Act, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, depths = len(connection.savepoint_ids), []
    aligning = effort.foresee

    def foresee(report: Report, wanted: Any, seen: int) -> None:
        depths.append(len(connection.savepoint_ids))
        aligning(report, wanted, seen)

    monkeypatch.setattr(performing, "foresee", foresee)
    act("shift", pair=keys[1], side="en", by=1)
    assert depths == [outside]


def test_undo_of_a_file_is_asked_about_with_what_goes(act: Act, report: Report, keys: list[int], editor: User) -> None:
    state = revisions.read(report)
    lines = (*state.lines[:6], replace(state.lines[6], en="Only now in English."), *state.lines[7:])
    merged = revisions.Act(Revision.Kind.MERGED, editor, facts={"file": "en.docx"})
    revision = revisions.change(report, replace(state, lines=lines), merged)
    assert revision
    unsure = act("undo")["unsure"]
    assert report.pairs.get(pk=keys[6]).en == "Only now in English."
    assert "Undo “A file was added”?" in unsure["html"]
    assert "en.docx" in unsure["html"]
    assert "1 pair loses its English." in unsure["html"]
    assert "The report is published" in unsure["html"]
    assert unsure["sure"] == revision.pk
    assert "Undone" in act("undo", sure=unsure["sure"])["said"]
    assert report.pairs.get(pk=keys[6]).en == ""
