"""A file in the place of another: what people corrected stays, all else is as the new file has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reports import editing, ingest, revisions
from reports.ingest.outline import outline
from reports.ingest.plan import Evidence, Fact, Header, Plan, PlannedPair
from reports.ingest.rows.corrections import corrected_header
from reports.ingest.rows.replaced import from_the_old
from reports.models import Change, Report, Revision, SourceFile
from reports.revisions import Act, Line, State

Texts = tuple[str, str]
Kind = Revision.Kind
CLEAN: list[Texts] = [
    ("各位代表！", "Fellow deputies,"),
    (
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "On behalf of the municipal government, I now report to you.",
    ),
    ("一、2024年工作回顾", "I. A Review of Our Work in 2024"),
    (
        "地区生产总值增长5.2%，一般公共预算收入增长4.1%。",
        "The regional GDP grew by 5.2 percent and revenue by 4.1 percent.",
    ),
    ("（一）科技创新", "1. Innovation"),
    ("新增高新技术企业1200家，总数达到8000家。", "We added 1,200 high-tech firms, for a total of 8,000."),
    ("人工智能核心产业规模突破3000亿元。", "The core AI industries surpassed 300 billion yuan."),
    ("二、2025年主要任务", "II. Major Tasks for 2025"),
    ("足额发放养老金，更加注重民生保障和改善。", "Pensions will be paid in full, and livelihoods come first."),
    ("新建养老家庭照护床位2000张，社区食堂240个。", "We will add 2,000 care beds at home and 240 canteens."),
    ("各位代表！", "Fellow deputies,"),
    ("让我们团结起来，为现代化建设而奋斗！", "Let us unite and strive for modernization!"),
]


def plan_of(texts: list[Texts], name: str) -> Plan:
    fact = {
        "place": "beijing", "year": "2025", "delivered_on": "2025-01-14", "session_key": "16.3",
        "title_zh": "政府工作报告", "speaker_zh": "殷勇",
    }  # fmt: skip
    pairs = [
        PlannedPair(zh, en, line, confidence=0.9 if zh and en else None) for line, (zh, en) in enumerate(texts, start=5)
    ]
    return Plan(
        name=name,
        content=f"{name}\n{texts}".encode(),
        encoding="utf-8",
        confidence=1.0,
        header=Header(**{field: Fact(value, Evidence.READ, 1) for field, value in fact.items()}),
        root=outline(pairs),
    )


def stored(texts: list[Texts], name: str = "old.txt") -> tuple[Report, SourceFile]:
    report = ingest.store(plan_of(texts, name), publish=True).report
    return report, SourceFile.objects.get(name=name)


def replaced(
    texts: list[Texts], old: SourceFile, user: User | None = None, versions: dict[int, ingest.Kept] | None = None
) -> ingest.Outcome:
    choices = ingest.Choices(versions=versions or {}, replaces=old.pk)
    return ingest.store(plan_of(texts, "new.txt"), publish=True, user=user, choices=choices)


def lines_of(report: Report) -> tuple[Line, ...]:
    return revisions.read(report).lines


def state_of(report: Report) -> State:
    """Return a report but for the numbers of its files: one that was taken back is still known with its number."""
    state = revisions.read(report)
    return replace(state, header={name: value for name, value in state.header.items() if name != revisions.PARTS})


def edit(
    report: Report, lines: list[Line], kind: str, by: User | None = None, became: dict[int, int] | None = None
) -> None:
    revisions.change(report, State(revisions.read(report).header, tuple(lines)), Act(kind, by), became)


def texts_of(report: Report) -> list[Texts]:
    return [(line.zh, line.en) for line in lines_of(report)]


def damaged_at(place: int, texts: Texts, clean: list[Texts] | None = None) -> list[Texts]:
    found = list(clean or CLEAN)
    found[place] = texts
    return found


@pytest.mark.django_db
class TestReplacing:
    def test_pairs_that_nobody_touched_take_the_new_text_and_keep_their_keys(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技術企业1200家，总数达到80家。", "We added 1,200 firms.")))
        keys = [line.key for line in lines_of(report)]
        outcome = replaced(CLEAN, old)
        assert (outcome.status, outcome.pairs_added) == ("replaced", 0)
        assert texts_of(report) == CLEAN
        assert [line.key for line in lines_of(report)] == keys
        assert {line.source for line in lines_of(report)} == {SourceFile.objects.get(name="new.txt").pk}
        old.refresh_from_db()
        assert old.replaced_by is not None
        assert old.report == report

    def test_a_correction_stays_and_the_new_text_is_kept_beside_it(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技术企业120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="新增高新技术企业一千二百家，总数达到八千家。")
        edit(report, lines, Kind.TEXT)
        outcome = replaced(CLEAN, old)
        line = lines_of(report)[5]
        assert line.zh == "新增高新技术企业一千二百家，总数达到八千家。"
        assert [version[:2] for version in line.versions] == [CLEAN[5]]
        assert any("1 pair stays as it is" in warning for warning in outcome.warnings)

    def test_what_the_old_file_had_as_well_is_no_version(self) -> None:
        report, old = stored(CLEAN)
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="新增高新技术企业一千二百家，总数达到八千家。")
        edit(report, lines, Kind.TEXT)
        replaced([*CLEAN, ("谢谢大家！", "Thank you!")], old)
        assert lines_of(report)[5].versions == ()
        assert lines_of(report)[5].zh.startswith("新增高新技术企业一千二百家")

    def test_where_the_chinese_alone_was_mended_the_new_english_is_taken(self) -> None:
        report, old = stored(damaged_at(5, (CLEAN[5][0], "We added 120 high-tech firms, for a total of 800.")))
        mended = "新增高新技术企业一千二百家，总数达到八千家。"
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh=mended)
        edit(report, lines, Kind.TEXT)
        outcome = replaced(CLEAN, old)
        line = lines_of(report)[5]
        assert (line.zh, line.en, line.versions) == (mended, CLEAN[5][1], ())
        assert line.source == SourceFile.objects.get(name="new.txt").pk
        assert any("1 pair became as it is in the new file" in warning for warning in outcome.warnings)

    def test_where_the_english_alone_was_mended_the_new_chinese_is_taken(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技術企業120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], en="We gained 1,200 high-tech firms; there are 8,000 now.")
        edit(report, lines, Kind.TEXT)
        replaced(CLEAN, old)
        line = lines_of(report)[5]
        assert (line.zh, line.en, line.versions) == (CLEAN[5][0], lines[5].en, ())

    def test_where_the_new_file_has_both_sides_otherwise_the_mended_one_stays(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技术企业120家，总数达到800家。", "We added 120 high-tech firms.")))
        mended = "新增高新技术企业一千二百家，总数达到八千家。"
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh=mended)
        edit(report, lines, Kind.TEXT)
        replaced(CLEAN, old)
        line = lines_of(report)[5]
        assert (line.zh, line.en) == (mended, CLEAN[5][1])
        assert [version[:2] for version in line.versions] == [CLEAN[5]]

    @pytest.mark.parametrize("facts", [{"checked": True}, {"en": "We added very many high-tech firms."}])
    def test_a_pair_that_was_checked_or_mended_on_both_sides_stays_whole(self, facts: dict[str, object]) -> None:
        report, old = stored(damaged_at(5, (CLEAN[5][0], "We added 120 high-tech firms, for a total of 800.")))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="新增高新技术企业一千二百家，总数达到八千家。", **facts)  # type: ignore[arg-type]
        edit(report, lines, Kind.TEXT)
        replaced(CLEAN, old)
        line = lines_of(report)[5]
        assert (line.zh, line.en, line.checked) == (lines[5].zh, lines[5].en, lines[5].checked)
        assert [version[:2] for version in line.versions] == [CLEAN[5]]

    def test_a_mended_side_outlives_a_second_replacement_that_brings_another_side(self) -> None:
        report, old = stored(damaged_at(5, (CLEAN[5][0], "We added 120 high-tech firms, for a total of 800.")))
        mended = "新增高新技术企业一千二百家，总数达到八千家。"
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh=mended)
        edit(report, lines, Kind.TEXT)
        replaced(CLEAN, old)
        new = SourceFile.objects.get(name="new.txt")
        newest = damaged_at(5, (CLEAN[5][0], "We added 1,200 high-tech firms, and 8,000 are there now."))
        ingest.store(plan_of(newest, "newest.txt"), publish=True, choices=ingest.Choices(replaces=new.pk))
        line = lines_of(report)[5]
        assert (line.zh, line.en, line.versions) == (mended, newest[5][1], ())

    def test_an_edit_that_was_undone_is_none(self, archivist: User) -> None:
        report, old = stored(damaged_at(5, ("新增高新技术企业120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="新增企业。")
        edit(report, lines, Kind.TEXT, archivist)
        revisions.undo(report, archivist)
        replaced(CLEAN, old)
        assert texts_of(report) == CLEAN

    def test_the_person_may_choose_the_new_text(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技术企业120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="新增企业一千二百家，总数达到八千家。")
        edit(report, lines, Kind.TEXT)
        key = lines[5].key or 0
        replaced(CLEAN, old, versions={key: "new"})
        line = lines_of(report)[5]
        assert (line.zh, line.en) == CLEAN[5]
        assert [version[0] for version in line.versions] == ["新增企业一千二百家，总数达到八千家。"]

    def test_pairs_that_the_new_file_lacks_go_and_corrected_ones_stay(self) -> None:
        report, old = stored([*CLEAN, ("责任编辑：张三", ""), ("来源：首都之窗", "")])
        lines = list(lines_of(report))
        lines[-1] = replace(lines[-1], zh="来源：首都之窗网站")
        edit(report, lines, Kind.TEXT)
        outcome = replaced(CLEAN, old)
        assert texts_of(report) == [*CLEAN, ("来源：首都之窗网站", "")]
        assert any("stays although the new file lacks it" in warning for warning in outcome.warnings)
        gone = revisions.history_of_pair(lines[-2].key or 0)[0]
        assert (gone.revision.kind, gone.after) == (Kind.REPLACED, None)

    def test_new_pairs_come_in_at_their_place(self) -> None:
        report, old = stored([*CLEAN[:3], *CLEAN[5:8], *CLEAN[9:]])
        replaced(CLEAN, old)
        assert texts_of(report) == CLEAN
        assert [(line.level, line.zh) for line in lines_of(report) if line.level] == [
            (1, CLEAN[2][0]), (2, CLEAN[4][0]), (1, CLEAN[7][0]),
        ]  # fmt: skip

    def test_a_pair_that_people_split_stays_split(self) -> None:
        report, old = stored(CLEAN)
        lines = list(lines_of(report))
        first = replace(lines[9], zh="新建养老家庭照护床位2000张，", en="We will add 2,000 care beds at home")
        second = replace(lines[9], key=None, zh="社区食堂240个。", en="and 240 canteens.")
        edit(report, [*lines[:9], first, second, *lines[10:]], Kind.SPLIT)
        replaced(damaged_at(3, ("地区生产总值增长5.3%，收入增长4.1%。", CLEAN[3][1])), old)
        assert texts_of(report)[9:11] == [(first.zh, first.en), (second.zh, second.en)]
        assert len(texts_of(report)) == len(CLEAN) + 1

    def test_pairs_that_people_joined_stay_joined(self) -> None:
        report, old = stored(CLEAN)
        lines = list(lines_of(report))
        joined = replace(lines[5], zh=lines[5].zh + lines[6].zh, en=f"{lines[5].en} {lines[6].en}")
        became = {lines[6].key or 0: lines[5].key or 0}
        edit(report, [*lines[:5], joined, *lines[7:]], Kind.MERGE, became=became)
        other = "人工智能核心产业规模突破3500亿元。"
        replaced(damaged_at(6, (other, CLEAN[6][1])), old)
        assert texts_of(report) == [*CLEAN[:5], (joined.zh, joined.en), *CLEAN[7:]]
        assert [version[0] for version in lines_of(report)[5].versions] == [CLEAN[5][0] + other]

    def test_what_people_took_out_stays_out(self) -> None:
        report, old = stored(CLEAN)
        lines = list(lines_of(report))
        edit(report, [*lines[:6], *lines[7:]], Kind.REMOVE)
        outcome = replaced(damaged_at(6, ("人工智能核心产业规模突破3500亿元。", CLEAN[6][1])), old)
        assert texts_of(report) == [*CLEAN[:6], *CLEAN[7:]]
        assert any("stays out" in warning for warning in outcome.warnings)

    def test_what_another_file_brought_is_left_alone(self) -> None:
        report, _first = stored(CLEAN[:7], "part-1.txt")
        _same, second = stored([("二、2025年主要任務", "II. Tasks"), *CLEAN[8:]], "part-2.txt")
        replaced(CLEAN, second)
        assert texts_of(report) == CLEAN
        assert [line.source for line in lines_of(report)[:7]] == [_first.pk] * 7

    def test_english_that_another_file_filled_in_stays(self) -> None:
        report, chinese = stored([(zh, "") for zh, _en in CLEAN], "zh.txt")
        stored([("", en) for _zh, en in CLEAN], "en.txt")
        assert all(line.en for line in lines_of(report))
        before = [line.en for line in lines_of(report)]
        replaced([(zh.replace("1200", "1201"), "") for zh, _en in CLEAN], chinese)
        assert [line.en for line in lines_of(report)] == before
        assert "1201" in lines_of(report)[5].zh

    def test_it_can_be_taken_back_and_done_again(self, archivist: User) -> None:
        report, old = stored([*CLEAN[:6], ("乱码", "noise"), *CLEAN[7:9]])
        before = state_of(report)
        replaced(CLEAN, old, archivist)
        after = state_of(report)
        revisions.undo(report, archivist)
        assert state_of(report) == before
        revisions.redo(report, archivist)
        assert state_of(report) == after

    def test_once_taken_back_the_old_file_can_be_replaced_again(self, archivist: User) -> None:
        report, old = stored(damaged_at(5, ("新增企业120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[8] = replace(lines[8], en="Pensions are paid in full.")
        edit(report, lines, Kind.TEXT, archivist)
        replaced(CLEAN, old, archivist, {lines[8].key or 0: "new"})
        revisions.undo(report, archivist)
        replaced(CLEAN, old, archivist)
        assert lines_of(report)[8].en == "Pensions are paid in full."
        assert lines_of(report)[5].zh == CLEAN[5][0]

    def test_a_correction_outlives_a_second_replacement(self) -> None:
        report, old = stored(damaged_at(5, ("新增高新技术企业120家，总数达到800家。", CLEAN[5][1])))
        lines = list(lines_of(report))
        lines[5] = replace(lines[5], zh="甲")
        edit(report, lines, Kind.TEXT)
        replaced(damaged_at(3, ("地区生产总值增长5.3%。", CLEAN[3][1])), old)
        new = SourceFile.objects.get(name="new.txt")
        choices = ingest.Choices(replaces=new.pk)
        ingest.store(plan_of([*CLEAN, ("谢谢！", "Thanks!")], "newest.txt"), publish=True, choices=choices)
        assert texts_of(report) == [*CLEAN[:5], ("甲", CLEAN[5][1]), *CLEAN[6:], ("谢谢！", "Thanks!")]

    def test_the_preview_tells_what_comes(self) -> None:
        report, old = stored(
            [*damaged_at(5, ("新增企业120家，总数达到800家。", CLEAN[5][1])), ("责任编辑：张三", "")][1:]
        )
        lines = list(lines_of(report))
        lines[7] = replace(lines[7], zh="足额发放养老金。", checked=True)
        edit(report, lines, Kind.TEXT)
        before = state_of(report)
        found = ingest.preview(plan_of(CLEAN, "new.txt"), ingest.Choices(replaces=old.pk)).replacement
        assert found is not None
        assert [len(one) for one in (found.added, found.changed, found.gone, found.left)] == [1, 1, 1, 0]
        assert state_of(report) == before
        replaced(CLEAN, old)
        assert texts_of(report) == [(line.zh, line.en) for line in found.lines]

    def test_a_file_of_another_report_is_not_replaced(self) -> None:
        _report, _old = stored(CLEAN)
        other = SourceFile.objects.create(name="x", sha256="0" * 64, size=1, content=b"x")
        with pytest.raises(ingest.Refusal):
            replaced(CLEAN, other)
        with pytest.raises(ingest.Refusal):
            ingest.preview(plan_of(CLEAN, "new.txt"), ingest.Choices(replaces=other.pk))

    def test_a_report_that_was_a_draft_is_published_apart_from_it(self, archivist: User) -> None:
        report = ingest.store(plan_of(CLEAN[1:], "old.txt"), publish=False).report
        old = SourceFile.objects.get(name="old.txt")
        choices = ingest.Choices(replaces=old.pk)
        plan = plan_of(CLEAN, "new.txt")
        ingest.store(plan, publish=True, publish_there=True, user=archivist, choices=choices)
        revisions.undo(report, archivist)
        report.refresh_from_db()
        assert report.is_published
        assert texts_of(report) == CLEAN[1:]

    def test_the_header_becomes_the_new_file_s_where_nobody_corrected_it(self) -> None:
        report, old = stored(CLEAN)
        plan = plan_of([*CLEAN, ("谢谢！", "")], "new.txt")
        plan.header.speaker_zh = Fact("殷某", Evidence.READ, 3)
        ingest.store(plan, publish=True, choices=ingest.Choices(replaces=old.pk))
        report.refresh_from_db()
        assert report.speaker_zh == "殷某"
        new = SourceFile.objects.get(name="new.txt")
        assert report.header_evidence["speaker_zh"] == {"how": "read", "line": 3, "source": new.pk}

    def test_a_header_that_a_person_corrected_stays(self, archivist: User) -> None:
        report, old = stored(CLEAN)
        editing.edit_header(report, {"speaker_zh": "殷勇市长"}, archivist, editing.latest_revision(report))
        plan = plan_of([*CLEAN, ("谢谢！", "")], "new.txt")
        plan.header.speaker_zh = Fact("殷某", Evidence.READ, 3)
        choices = ingest.Choices(replaces=old.pk)
        assert [field.kept for field in ingest.preview(plan, choices).header] == ["there"]
        ingest.store(plan, publish=True, choices=choices)
        report.refresh_from_db()
        assert (report.speaker_zh, report.header_evidence["speaker_zh"]["how"]) == ("殷勇市长", "given")


@pytest.fixture
def archivist(db: None) -> User:
    return User.objects.create_user("archivist")


NOISE = st.sampled_from(["鏀垮簻", "�", "　", "張", "(gong zuo)", "Xx"])


@st.composite
def damaged(draw: st.DrawFn) -> list[Texts]:
    """A copy of the clean text with pairs lost, doubled, changed, half or in another order."""
    found: list[Texts] = []
    for zh, en in CLEAN:
        match draw(st.sampled_from(["keep", "keep", "keep", "lose", "double", "noise", "chinese", "retyped"])):
            case "keep":
                found.append((zh, en))
            case "double":
                found += [(zh, en), (zh, en)]
            case "noise":
                at = draw(st.integers(0, len(zh)))
                found.append((zh[:at] + draw(NOISE) + zh[at:], en))
            case "chinese":
                found.append((zh, ""))
            case "retyped":
                found.append((draw(st.text("甲乙丙丁戊，。", min_size=1, max_size=30)), en[: draw(st.integers(0, 20))]))
    if len(found) > 1 and draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found) - 1)), found.pop(draw(st.integers(0, len(found) - 1))))
    return found or [CLEAN[1]]


@st.composite
def corrected(draw: st.DrawFn, lines: list[Line]) -> tuple[str, list[Line], dict[int, int]]:
    """One act of the editor on a random pair: what it is called, the lines after it, where the gone ones went."""
    at = draw(st.integers(0, len(lines) - 1))
    line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    cut, used = len(line.zh) // 2, 1
    became: dict[int, int] = {}
    kind = draw(st.sampled_from(["text", "split", "merge", "remove", "insert", "move", "level", "check", "shift"]))
    match kind:
        case "split" if line.zh[:cut] and not line.level:
            instead = [replace(line, zh=line.zh[:cut]), replace(line, zh=line.zh[cut:], en="", key=None)]
        case "merge" if after:
            instead, used = [replace(line, zh=line.zh + after.zh, en=f"{line.en} {after.en}".strip())], 2
            became = {after.key or 0: line.key or 0}
        case "remove" if len(lines) > 1:
            instead = []
        case "insert":
            instead = [Line(zh=draw(st.sampled_from(["新写", "补记"]))), line]
        case "level":
            instead = [replace(line, level=0 if line.level else 2, section=None)]
        case "check":
            instead = [replace(line, checked=True)]
        case "shift" if after and line.zh and after.zh:
            instead, used = [replace(line, en=after.en), replace(after, en=line.en)], 2
        case "move":
            rest = [*lines[:at], *lines[at + 1 :]]
            rest.insert(draw(st.integers(0, len(rest))), line)
            return kind, rest, {}
        case _:
            text = draw(st.sampled_from(["改", "改正后的文字，与原文不同。"]))
            kind, instead = "text", [replace(line, zh=text + line.zh)]
    return kind, [*lines[:at], *instead, *lines[at + used :]], became


class AnyCorrections(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_no_correction_is_lost_and_all_else_is_as_in_the_new_file(self, data: st.DataObject) -> None:
        editor = User.objects.create_user("editor")
        report, old = stored(data.draw(damaged()))
        first = lines_of(report)
        for _step in range(data.draw(st.integers(0, 5))):
            kind, lines, became = data.draw(corrected(list(lines_of(report))))
            edit(report, lines, kind, editor, became)
            for back in data.draw(st.lists(st.sampled_from([revisions.undo, revisions.redo]), max_size=2)):
                back(report, editor)
        came = {line.key: line for line in first}
        hands = {
            line.key for line in lines_of(report) if line.key not in came or said_of(came[line.key]) != said_of(line)
        }
        before_it = state_of(report)
        choices = ingest.Choices(replaces=old.pk)
        found = ingest.preview(plan_of(CLEAN, "new.txt"), choices).replacement
        assert found is not None
        outcome = replaced(CLEAN, old, editor)
        after = {line.key: line for line in lines_of(report)}
        for line in before_it.lines:
            assert line.key not in hands or is_kept(line, after[line.key], came.get(line.key)), line
        there = {line.key: line for line in before_it.lines}
        # What people joined is theirs as a whole: a text of it may have gone elsewhere before.
        joined = set(Change.objects.values_list("became", flat=True))
        for met in (met for met in found.kept if met.line.key not in joined):
            line, first_of_all = there[met.line.key], came.get(met.line.key)
            for side in others_of_mended(line, first_of_all):
                told = {"", getattr(after[line.key], side), getattr(first_of_all, side)}
                assert {"zh": met.zh, "en": met.en}[side] in told, met
        clean = [line for key, line in after.items() if key not in hands]
        assert [line for line in clean if (line.zh, line.en) not in CLEAN] == []
        unmoved = [line for line in clean if not was_moved(line)]
        places = iter(CLEAN)
        assert all((line.zh, line.en) in places for line in unmoved), [line.zh for line in unmoved]
        here = {line.key for line in before_it.lines}
        had = {(line.zh, line.en) for line in first if line.key in hands or line.key not in here}
        kept = [version[0] for line in after.values() for version in line.versions]
        out = {(met.zh, met.en) for met in found.kept_out}
        for zh, en in set(CLEAN) - {(line.zh, line.en) for line in after.values()} - had - out:
            of_sides = any(
                (zh in "".join(text[0].split()) and any(en in line.en for line in after.values()))
                or (en in text[1] and any(zh in line.zh for line in after.values()))
                for text in had
            )
            assert of_sides or any(zh in version for version in kept), (zh, en)
        if not hands and not any(change.kind == Kind.REMOVE for change in report.revisions.all()):
            assert sorted(texts_of(report)) == sorted(CLEAN)
        if outcome.status == "replaced" and state_of(report) != before_it:
            revisions.undo(report, editor)
            assert state_of(report) == before_it


def said_of(line: Line) -> tuple[object, ...]:
    """Return all of a line that a person may have put a hand to."""
    return line.zh, line.en, line.level, line.checked, line.note


def others_of_mended(line: Line, came: Line | None) -> list[str]:
    """Return the side of a pair that nobody touched where the other one was mended, if it isn't checked."""
    if came is None or line.checked:
        return []
    untouched = [side for side in ("zh", "en") if getattr(line, side) == getattr(came, side)]
    return untouched if len(untouched) == 1 else []


def is_kept(line: Line, after: Line, came: Line | None) -> bool:
    """Say whether a corrected pair is as it was, but for the side that nobody touched, which may be the new file's."""
    renewed = after
    for side in others_of_mended(line, came):
        renewed = replace(after, **{side: getattr(line, side)})
        left = getattr(after, side)
        if left != getattr(line, side):
            for text in sorted((getattr(Line(*texts), side) for texts in CLEAN), key=len, reverse=True):
                left = left.replace(text, "")
            if left.strip():
                return False
    return said_of(renewed) == said_of(line)


def was_moved(line: Line) -> bool:
    return any(
        "behind" in (passed.after or {}) and passed.before is not None
        for passed in revisions.history_of_pair(line.key or 0)
        if passed.revision.kind != Kind.REPLACED
    )


class TestHeader:
    """Which fields of the header are a person's, and stay; the others become the new file's."""

    @pytest.fixture
    def corrected(self, archivist: User) -> tuple[Report, SourceFile]:
        report, old = stored(CLEAN)
        editing.edit_header(report, {"speaker_zh": "王安顺"}, archivist, editing.latest_revision(report))
        return report, old

    def test_a_correction_stays(self, corrected: tuple[Report, SourceFile]) -> None:
        assert corrected_header(corrected[0]) >= {"speaker_zh"}
        assert "speaker_zh" not in from_the_old(*corrected)

    @pytest.mark.parametrize("way", ["undo", "restore"])
    def test_one_that_was_taken_back_is_none(
        self, corrected: tuple[Report, SourceFile], archivist: User, way: str
    ) -> None:
        report, old = corrected
        if way == "undo":
            revisions.undo(report, archivist)
        else:
            first = report.revisions.order_by("id").first()
            assert first is not None
            revisions.restore(report, first, archivist)
        report.refresh_from_db()
        assert corrected_header(report) == set()
        assert "speaker_zh" in from_the_old(report, old)
