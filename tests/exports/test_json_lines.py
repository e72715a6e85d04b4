from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports import exports
from reports.models import Report
from tests.exports.conftest import document_of, found, written

SCHEMA = json.loads((Path(exports.__file__).parent / "passage.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("script", ["", "hant", "hk"])
def test_every_line_is_valid_by_the_schema(report: Report, script: str) -> None:
    made = lines(written("jsonl", document_of(report, script)))
    assert len(made) == 9
    assert [error.message for line in made for error in VALIDATOR.iter_errors(line)] == []


def test_a_search_is_valid_and_so_is_a_report_without_its_header(report: Report) -> None:
    Report.objects.update(delivered_on=None, session_key="", session_zh="", title_zh="", speaker_en="")
    (line,) = lines(written("jsonl", found(report)))
    VALIDATOR.validate(line)
    assert line["report"]["delivered_on"] is None


def test_a_field_too_many_is_noticed(report: Report) -> None:
    line = lines(written("jsonl", document_of(report)))[0]
    assert not VALIDATOR.is_valid({**line, "more": 1})
    assert not VALIDATOR.is_valid({**line, "beads": [[1, 2, 3]]})


def test_texts_are_as_they_stand(report: Report) -> None:
    made = lines(written("jsonl", document_of(report)))
    assert [(line["zh"], line["en"]) for line in made] == list(
        report.pairs.order_by("position").values_list("zh", "en")
    )
    assert made[1]["beads"] == [[0, 10, 0, 12, 0.9], [10, 24, 12, 52, 0.8]]
    assert made[3]["section"] == {"position": 3, "zh": "（一）科技", "en": "1. Science"}
