from pathlib import Path

import pytest

from reports.text.figures import AlarmKind, Kind

DOCS = Path("docs/figures.md")


@pytest.mark.parametrize("kind", list(AlarmKind))
def test_alarm_kind_is_documented(kind: AlarmKind) -> None:
    assert f"**{kind.value}**" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(Kind))
def test_kind_of_figure_is_documented(kind: Kind) -> None:
    assert f"| {kind.value} |" in DOCS.read_text(encoding="utf-8")
