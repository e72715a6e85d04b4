import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports import ingest
from reports.models import ParagraphPair

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = pytest.mark.django_db

HEADER = "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\nReport on the Work of the Government\n"
ZH = "全市{what}达到{n}亿元，比上年增长{p}%。"
EN = "The city's {what} reached {n} billion yuan, up {p} percent over the previous year."


def check(*arguments: str) -> str:
    out = StringIO()
    call_command("check_figures", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def report(*figures: tuple[tuple[int, int], tuple[float, int]]) -> None:
    lines = [
        line
        for (zh, zh_percent), (en, en_percent) in figures
        for line in (ZH.format(what="收入", n=zh, p=zh_percent), EN.format(what="revenue", n=en, p=en_percent))
    ]
    ingest.store(ingest.understand("a.txt", (HEADER + "\n".join(lines)).encode()), publish=True)


def test_a_figure_of_another_scale_is_listed() -> None:
    report(((350, 7), (35, 7)), ((460, 8), (460, 8)), ((570, 9), (57, 9)))
    (alarm,) = json.loads(check("--json"))
    assert (alarm["report"], alarm["position"], alarm["zh"], alarm["en"]) == (
        "hangzhou-2015",
        2,
        "460亿元",
        "460 billion yuan",
    )


def test_reports_that_agree_have_no_alarms() -> None:
    report(((350, 7), (35, 7)))
    assert check("hangzhou-2015").startswith("0 ")


def test_a_report_that_there_is_not_is_said() -> None:
    with pytest.raises(CommandError, match="nowhere-2000"):
        check("nowhere-2000")


def test_a_run_of_alarms_is_said_and_marked_for_review() -> None:
    report(((350, 7), (46, 8)), ((460, 8), (57, 9)), ((570, 9), (68, 11)), ((680, 11), (79, 12)))
    assert "close together" in check()
    assert ParagraphPair.objects.filter(needs_review=True).count() >= 3
