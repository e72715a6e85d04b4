from __future__ import annotations

from django.test import Client

from reports import editing
from reports.models import Report
from tests.admin.editor.conftest import Act, at, post
from tests.factories import report_of
from tests.pages import SENTENCES


def paragraph() -> tuple[Report, int]:
    """Return a report of one pair of two sentences on each side."""
    report = report_of([(0, SENTENCES)], slug="beijing-2019", year=2019)
    pair = report.pairs.get()
    return report, pair.pk


def test_cut_is_proposed_by_the_sentences(seat: Client, db: None) -> None:
    report, key = paragraph()
    told = seat.get(at("cut", report, key), {"zh": 9}).json()
    assert told["zh"] == 9
    assert SENTENCES[1][told["en"] :].startswith("Reform")
    assert told["sentences"]["zh"] == [9]


def test_cut_without_a_place_is_in_the_middle(seat: Client, db: None) -> None:
    report, key = paragraph()
    told = seat.get(at("cut", report, key)).json()
    assert (told["zh"], SENTENCES[1][: told["en"]].strip()) == (9, "Artificial intelligence grew fast.")


def test_cut_of_a_side_alone(seat: Client, report: Report, keys: list[int]) -> None:
    assert seat.get(at("cut", report, keys[7])).json()["zh"] == 0
    assert seat.get(at("cut", report, keys[7]), {"en": 999}).json()["en"] == len("English alone.")


def test_cut_of_no_pair_is_not_found(seat: Client, report: Report) -> None:
    assert seat.get(at("cut", report, 987654)).status_code == 404


def test_beads_are_shown_side_by_side(seat: Client, db: None) -> None:
    report, key = paragraph()
    html = seat.get(at("beads", report, key)).json()["html"]
    assert html.count("<li") == 2
    assert "<span>改革继续深化。</span>" in html
    assert 'data-second="9"' in html


def test_beads_are_merged_split_and_taken_back(seat: Client, db: None) -> None:
    report, key = paragraph()
    merge = {"act": {"do": "bead_merge", "pair": key, "bead": 0}, "seen": 0, "stamps": {}}
    told = post(seat, at("beads", report, key), merge).json()
    assert told["html"].count("<li") == 1
    assert told["page"]["said"] == "The sentences were aligned."
    split = {"do": "bead_split", "pair": key, "bead": 0, "zh": 9, "en": 35}
    seen = editing.latest_revision(report)
    assert post(seat, at("beads", report, key), {"act": split, "seen": seen}).json()["html"].count("<li") == 2
    back = {"act": {"do": "undo"}, "seen": editing.latest_revision(report)}
    assert post(seat, at("beads", report, key), back).json()["html"].count("<li") == 1


def test_impossible_act_on_beads_is_said(seat: Client, db: None) -> None:
    report, key = paragraph()
    told = post(seat, at("beads", report, key), {"act": {"do": "bead_merge", "pair": key, "bead": 1}}).json()
    assert told["said"] == "There is no such bead in this pair."


def test_other_acts_are_none_on_beads(seat: Client, db: None) -> None:
    report, key = paragraph()
    assert post(seat, at("beads", report, key), {"act": {"do": "remove", "pair": key}}).status_code == 400


def test_versions_show_what_differs(seat: Client, report: Report, keys: list[int]) -> None:
    report.pairs.get(pk=keys[5]).variants.create(zh="足额发放养老金，更加注重民生！", en="")
    html = seat.get(at("versions", report, keys[5])).json()["html"]
    assert "<del>。</del><ins>！</ins>" in html


def test_doubts_tell_place_reason_and_mending(seat: Client, act: Act, db: None) -> None:
    zh = [f"第{n}项工作，投入资金{n + 11}亿元，增长{n}.5%，受益群众{n + 3}00万人。" for n in range(1, 31)]
    en = [
        f"For task {n} we invested {(n + 11) / 10} billion yuan, up {n}.5 percent, to the benefit of {n + 3} million people."
        for n in range(1, 31)
    ]
    report = report_of(list(zip([0] * 30, zip(zh, en, strict=True), strict=True)), slug="beijing-2018", year=2018)
    keys = list(report.pairs.order_by("position").values_list("pk", flat=True))
    given = {"act": {"do": "shift", "pair": keys[9], "side": "en", "by": 1}, "seen": 0}
    post(seat, at("act", report), given)
    told = seat.get(at("doubts", report)).json()
    place = next(number for number, key in told["places"] if str(key) in told["mends"])
    assert place == 10
    assert "slipped" in told["rows"][str(keys[9])]
    assert told["seen"] == editing.latest_revision(report)
    assert sum(told["under"].values()) == len(told["places"])
    post(seat, at("act", report), {"act": told["mends"][str(keys[9])], "seen": told["seen"]})
    assert list(report.pairs.order_by("position").values_list("zh", "en")) == list(zip(zh, en, strict=True))


def test_nothing_suspicious(seat: Client, report: Report) -> None:
    report.pairs.update(checked=True)
    told = seat.get(at("doubts", report)).json()
    assert (told["label"], told["places"]) == ("nothing suspicious", [])
