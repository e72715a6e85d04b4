"""Nothing that a visitor sends makes a second line of the log, or moves a terminal's cursor."""

from __future__ import annotations

import logging
import sys

import pytest

from archive_site.logs import OneLine, printable


def formatted(message: str, *given: object, exc_info: object = None) -> str:
    record = logging.LogRecord("archive", logging.WARNING, "x.py", 1, message, given, exc_info)  # type: ignore[arg-type]
    return OneLine("{levelname} {name}: {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\n2026-01-01 ERROR root: forged", "a\\n2026-01-01 ERROR root: forged"),
        ("a\rb", "a\\rb"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u2028b\u202e", "a\\u2028b\\u202e"),
        ("\ud800", "\\ud800"),
        ("政府工作报告 – “quoted”", "政府工作报告 – “quoted”"),
    ],
)
def test_message_is_one_line(given: str, kept: str) -> None:
    assert printable(given) == kept
    assert formatted("Not Found: %s", given) == f"WARNING archive: Not Found: {kept}"


def fail(message: str) -> None:
    raise ValueError(message)


def test_traceback_can_t_pose_as_a_line() -> None:
    try:
        fail("first\nWARNING archive: forged\x1b[2J")
    except ValueError:
        lines = formatted("It failed", exc_info=sys.exc_info()).split("\n")
    assert lines[0] == "WARNING archive: It failed"
    assert all(line.startswith("    ") for line in lines[1:])
    assert any("forged\\x1b[2J" in line for line in lines)


def test_log_of_the_archive_is_formatted_so() -> None:
    from archive_site.settings import LOGGING

    assert {formatter["()"] for formatter in LOGGING["formatters"].values()} == {"archive_site.logs.OneLine"}  # type: ignore[attr-defined]
