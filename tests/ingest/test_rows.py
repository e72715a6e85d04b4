from pathlib import Path

import pytest
from django.contrib.auth.models import User

from reports import ingest, revisions
from reports.models import Jurisdiction, PairVariant, ParagraphPair, Report, ReportNote, Revision, Section, SourceFile

FIXTURES = Path(__file__).parents[2] / "fixtures"
PARTS = ("beijing-2025-part-1.txt", "beijing-2025-part-2.txt")
HEADER = "政府工作报告\n——{date}在{place}第{congress}届人民代表大会第三次会议上\n市长 王某\n"

pytestmark = pytest.mark.django_db


def plan(name: str, text: str | None = None) -> ingest.Plan:
    content = (FIXTURES / name).read_bytes() if text is None else text.encode()
    return ingest.understand(name, content)


def store(name: str, text: str | None = None, *, publish: bool = True) -> ingest.Outcome:
    return ingest.store(plan(name, text), publish=publish)


def rows() -> list[tuple[object, ...]]:
    return list(ParagraphPair.objects.values_list("position", "kind", "zh", "en", "section__ordinal", "source_line"))


def test_both_samples_make_one_report() -> None:
    assert [store(part).status for part in PARTS] == ["added", "merged"]
    report = Report.objects.get()
    assert (report.slug, report.year, report.session_key, str(report.delivered_on)) == (
        "beijing-2025",
        2025,
        "16.3",
        "2025-01-14",
    )
    assert report.jurisdiction.code == "beijing"
    assert report.is_published


def test_the_order_of_the_parts_makes_no_difference() -> None:
    for part in PARTS:
        store(part)
    forward = rows()
    Report.objects.all().delete()
    SourceFile.objects.all().delete()
    for part in reversed(PARTS):
        store(part)
    assert rows() == forward
    assert [position for position, *_rest in forward] == list(range(1, 14))


def test_sections_form_the_tree() -> None:
    for part in reversed(PARTS):
        store(part)
    tree = Section.objects.order_by("position").values_list("level", "ordinal", "parent__ordinal")
    assert list(tree) == [(1, 1, None), (2, 3, 1), (1, 2, None), (2, 4, 2)]


def test_every_pair_is_the_published_text() -> None:
    for part in PARTS:
        store(part)
    for pair in ParagraphPair.objects.select_related("source"):
        assert pair.source is not None
        lines = bytes(pair.source.content).decode().splitlines()
        following = next(line for line in lines[pair.source_line or 0 :] if line.strip())
        assert pair.en == following
        if pair.source.name == PARTS[0]:
            assert pair.zh == lines[(pair.source_line or 0) - 1]


def test_a_part_again_changes_nothing() -> None:
    for part in PARTS:
        store(part)
    before = (rows(), Report.objects.get().changed_at, SourceFile.objects.count())
    assert [store(part).status for part in PARTS] == ["unchanged", "unchanged"]
    assert (rows(), Report.objects.get().changed_at, SourceFile.objects.count()) == before


def test_a_part_in_the_other_script_changes_nothing() -> None:
    from reports.text.simplified import simplify

    store(PARTS[0])
    simplified = simplify((FIXTURES / PARTS[0]).read_text(encoding="utf-8"))
    before = rows()
    assert store("simplified.txt", simplified).status == "unchanged"
    assert rows() == before


def test_pairs_keep_their_addresses_when_an_earlier_part_comes() -> None:
    store(PARTS[1])
    addresses = dict(ParagraphPair.objects.values_list("zh", "pk"))
    store(PARTS[0])
    assert {zh: pk for zh, pk in ParagraphPair.objects.values_list("zh", "pk") if zh in addresses} == addresses


def test_the_uploaded_bytes_are_kept() -> None:
    store(PARTS[1])
    source = SourceFile.objects.get()
    assert bytes(source.content) == (FIXTURES / PARTS[1]).read_bytes()
    assert source.report == Report.objects.get()


def test_the_folded_text_and_the_script() -> None:
    store(PARTS[1])
    pair = ParagraphPair.objects.get(zh__startswith="立足服務")
    assert pair.zh_folded.startswith("立足服务国家高水平科技自立自强")
    assert set(ParagraphPair.objects.values_list("script", flat=True)) == {"hant"}


def test_a_draft_stays_a_draft_until_published() -> None:
    store(PARTS[0], publish=False)
    assert not Report.objects.get().is_published
    assert store(PARTS[0], publish=True).status == "unchanged"
    assert not Report.objects.get().is_published
    assert ingest.store(plan(PARTS[0]), publish=True, publish_there=True).status == "merged"
    assert Report.objects.get().is_published


def test_who_takes_a_part_back_does_not_withdraw_the_report(django_user_model: type[User]) -> None:
    archivist = django_user_model.objects.create_user("archivist")
    store(PARTS[0], publish=False)
    before = rows()
    outcome = ingest.store(plan(PARTS[1]), publish=True, publish_there=True, user=archivist)
    assert list(outcome.report.revisions.order_by("id").values_list("kind", flat=True)) == [
        "created",
        "merged",
        "status",
    ]
    assert outcome.report.revisions.get(kind="status").facts == {"from": "draft", "to": "published"}
    revisions.undo(outcome.report, archivist)
    assert rows() == before
    assert Report.objects.get().is_published


def test_nothing_is_taken_into_an_archived_report() -> None:
    store(PARTS[0])
    Report.objects.update(status="archived")
    before = rows()
    with pytest.raises(ingest.Refusal, match="beijing-2025 is archived") as caught:
        ingest.store(plan(PARTS[1]), publish=True, publish_there=True)
    assert "draft" in caught.value.remedy
    assert rows() == before
    assert Report.objects.get().status == "archived"
    assert not SourceFile.objects.filter(name=PARTS[1]).exists()


def test_a_file_that_an_archived_report_has_already_changes_nothing() -> None:
    store(PARTS[0])
    Report.objects.update(status="archived")
    assert store(PARTS[0]).status == "unchanged"


def test_no_file_of_an_archived_report_is_replaced() -> None:
    store(PARTS[0])
    Report.objects.update(status="archived")
    choices = ingest.Choices(replaces=SourceFile.objects.get().pk)
    with pytest.raises(ingest.Refusal, match="beijing-2025 is archived"):
        ingest.store(plan(PARTS[1]), publish=True, choices=choices)


def test_a_new_report_is_not_called_as_another_one_was(django_user_model: type[User]) -> None:
    report = store(PARTS[0]).report
    header = {**revisions.read(report).header, "slug": "peking-2025", "year": 2024, "delivered_on": None}
    by = django_user_model.objects.create_user("archivist")
    act = revisions.Act(Revision.Kind.HEADER, by)
    revisions.change(report, revisions.State(header, revisions.read(report).lines), act)
    assert store(PARTS[1]).report.slug == "beijing-2025-2"


def test_a_correction_stays_when_the_file_comes_again() -> None:
    store(PARTS[0])
    ParagraphPair.objects.filter(position=3).update(zh="改过的段落。", zh_folded="改过的段落。", en="Corrected.")
    before = rows()
    assert store(PARTS[0]).status == "unchanged"
    assert rows() == before


def test_another_session_of_the_year_is_another_report() -> None:
    body = "各位代表：\n过去一年，成绩显著。\n"
    store("a.txt", HEADER.format(date="2015年1月20日", place="杭州市", congress="十二") + body)
    store("b.txt", HEADER.format(date="2015年9月20日", place="杭州市", congress="十三") + body)
    assert sorted(Report.objects.values_list("slug", flat=True)) == ["hangzhou-2015", "hangzhou-2015-2"]


def test_a_part_without_date_joins_the_report_of_its_session() -> None:
    store(PARTS[0])
    text = (
        "北京市人民政府工作报告\n在北京市第十六届人民代表大会第三次会议上\n2025年政府工作报告\n三、结语\n谢谢大家。\n"
    )
    outcome = store("rest.txt", text)
    assert (outcome.status, outcome.report.slug) == ("merged", "beijing-2025")


def test_a_city_is_made_with_its_province_above_it() -> None:
    body = "各位代表：\n过去一年，成绩显著。\n"
    store("a.txt", HEADER.format(date="2015年1月20日", place="杭州市", congress="十二") + body)
    city = Jurisdiction.objects.get(code="hangzhou")
    assert (city.level, city.parent and city.parent.code) == ("prefecture", "zhejiang")


def test_a_county_is_made_from_its_name() -> None:
    body = "各位代表：\n过去一年，成绩显著。\n"
    outcome = store("a.txt", HEADER.format(date="2015年1月20日", place="延庆区", congress="三") + body)
    county = outcome.report.jurisdiction
    assert (county.name_zh, county.name_en, county.level) == ("延庆区", "Yanqing District", "county")
    assert outcome.report.slug == "yanqingqu-2015"


def test_a_header_that_disagrees_is_said_and_the_first_kept() -> None:
    store(PARTS[0])
    text = (FIXTURES / PARTS[1]).read_text(encoding="utf-8").replace("殷 勇", "王 某")
    outcome = store(PARTS[1], text)
    assert Report.objects.get().speaker_zh == "殷勇"
    assert len(outcome.warnings) == 1


def test_a_preview_writes_nothing() -> None:
    store(PARTS[0])
    before = rows()
    preview = ingest.preview(plan(PARTS[1]))
    assert (preview.report, preview.slug, len(preview.merged.added)) == (Report.objects.get(), "beijing-2025", 7)
    assert rows() == before


def test_a_script_tag_in_a_paragraph_is_text() -> None:
    text = (
        HEADER.format(date="2015年1月20日", place="杭州市", congress="十二")
        + "各位代表：\n<script>alert(1)</script>过去一年\n"
    )
    store("a.txt", text)
    assert ParagraphPair.objects.filter(zh="<script>alert(1)</script>过去一年").exists()


def test_a_report_delivered_in_december_is_of_the_next_year() -> None:
    outcome = store(
        "a.txt", HEADER.format(date="2015年12月20日", place="杭州市", congress="十二") + "各位代表：\n很好。\n"
    )
    assert (outcome.report.slug, outcome.report.year) == ("hangzhou-2016", 2016)


ONE_LANGUAGE = {
    "zh": "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n市长 王某\n"
    "一、2014年工作回顾\n过去一年，全市生产总值增长8.2%，达到9201亿元。\n城镇登记失业率控制在1.9%以内。\n",
    "en": "Report on the Work of the Government\nDelivered at the Fifth Session of the Twelfth Hangzhou Municipal "
    "People's Congress on January 20, 2015\nWang Mou, Mayor of Hangzhou\nI. Review of Work in 2014\n"
    "Over the past year, the city's GDP grew by 8.2 percent to 920.1 billion yuan.\n"
    "The registered urban unemployment rate was kept within 1.9 percent.\n",
}


@pytest.mark.parametrize("order", [("zh", "en"), ("en", "zh")])
def test_the_other_language_joins_the_rows_that_are_there(order: tuple[str, str]) -> None:
    statuses = [store(f"report.{language}.txt", ONE_LANGUAGE[language]).status for language in order]
    assert statuses == ["added", "merged"]
    assert [(pair.zh[:5], pair.en[:9]) for pair in ParagraphPair.objects.order_by("position")] == [
        ("一、201", "I. Review"),
        ("过去一年，", "Over the "),
        ("城镇登记失", "The regis"),
    ]
    assert Section.objects.get().heading_en == "I. Review of Work in 2014"
    assert store("report.en.txt", ONE_LANGUAGE["en"]).status == "unchanged"


def test_another_version_is_kept_beside_the_one_that_is_shown() -> None:
    store(PARTS[0])
    text = (FIXTURES / PARTS[0]).read_text(encoding="utf-8").replace("surged by over 10%", "rose by more than 10%")
    outcome = store("other.txt", text)
    (variant,) = PairVariant.objects.all()
    assert outcome.status == "merged"
    assert "rose by more than" in variant.en
    assert "surged by over" in variant.pair.en
    assert variant.source is not None
    assert variant.source.name == "other.txt"
    assert store("other.txt", text).status == "unchanged"


def test_the_less_damaged_version_is_shown() -> None:
    text = (FIXTURES / PARTS[0]).read_text(encoding="utf-8")
    store(PARTS[0], text.replace("China’s first training base", "China\ufffds first training base"))
    store(PARTS[0], text)
    shown = ParagraphPair.objects.get(zh__startswith="大力發展")
    assert "China’s first" in shown.en
    assert "\ufffd" in shown.variants.get().en


def test_notes_are_kept_and_out_of_the_text() -> None:
    text = HEADER.format(date="2015年1月20日", place="杭州市", congress="十二") + (
        "各位代表：\n一、回顾\n推进“双减”[1]和“双碳”[2]工作。\n成效显著。\n谢谢大家。\n名词解释\n[1] 双减：减轻两种负担。\n[2] 双碳：碳达峰与碳中和。\n"
    )
    store("a.txt", text)
    assert list(ReportNote.objects.values_list("label", "text")) == [
        ("1", "双减：减轻两种负担。"),
        ("2", "双碳：碳达峰与碳中和。"),
    ]
    assert ParagraphPair.objects.filter(zh="推进“双减”和“双碳”工作。").exists()
    assert not ParagraphPair.objects.filter(zh__contains="名词解释").exists()


def test_pairs_carry_beads_that_cover_both_texts() -> None:
    store(PARTS[0])
    pair = ParagraphPair.objects.get(zh__startswith="不斷提高")
    assert pair.confidence is not None
    assert pair.confidence > 0.5
    assert pair.beads[0][0] == pair.beads[0][2] == 0
    assert (pair.beads[-1][1], pair.beads[-1][3]) == (len(pair.zh), len(pair.en))


def test_parts_with_numbers_stand_in_their_order_below_one_heading() -> None:
    opening = HEADER.format(date="2015年1月20日", place="杭州市", congress="十二") + "一、回顾\n"
    last = store("part-9.txt", opening + "各位代表！\n这些成绩来之不易，是全市人民共同努力的结果。\n").report
    store("part-2.txt", opening + "各位代表！\n过去一年是极不平凡的一年，我们经受住了各种考验。\n")
    assert [pair.zh[:4] for pair in last.pairs.order_by("position")] == [
        "一、回顾",
        "各位代表",
        "过去一年",
        "各位代表",
        "这些成绩",
    ]


def test_a_county_that_only_english_names_is_made_from_that() -> None:
    text = (
        "Government Work Report\nDelivered at the Seventh Session of the Sixth Nanshan District People’s Congress of "
        "Shenzhen City on February 25th, 2016\nDistrict Mayor Wang Qiang\nFellow Deputies,\nIn 2015 we grew steadily.\n"
    )
    place = store("a.txt", text).report.jurisdiction
    assert (place.code, place.name_en, place.parent and place.parent.code) == (
        "nanshan-district",
        "Nanshan District",
        "shenzhen",
    )


def test_another_day_for_the_same_session_is_said_and_makes_no_second_report() -> None:
    store(PARTS[0])
    text = (FIXTURES / PARTS[1]).read_text(encoding="utf-8").replace("2025年1月14日", "2025年1月15日")
    outcome = store(PARTS[1], text.replace("January 14", "January 15"))
    assert (outcome.status, Report.objects.count()) == ("merged", 1)
    assert any("2025-01-14" in warning for warning in outcome.warnings)


def test_a_file_that_brings_only_notes_is_merged() -> None:
    text = (
        HEADER.format(date="2015年1月20日", place="杭州市", congress="十二")
        + "各位代表：\n一、回顾\n成效显著。\n谢谢大家。\n"
    )
    store("a.txt", text)
    assert store("b.txt", f"{text}名词解释\n[1] 双减：减轻两种负担。\n[2] 双碳：碳达峰。\n").status == "merged"
    assert ReportNote.objects.count() == 2
