"""The log's lines: whatever a visitor sends, each event is one line, and no terminal obeys it."""

from __future__ import annotations

import logging
import unicodedata

# Control characters, marks that turn the direction of writing, line separators, halves of surrogates.
DANGEROUS = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def printable(text: str) -> str:
    r"""Return a text as one line that shows what is in it: a line break as \n, an escape as \x1b."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char.encode("unicode_escape").decode("ascii") if unicodedata.category(char) in DANGEROUS else char
        for char in text
    )


class OneLine(logging.Formatter):
    """Formats a record with its message on one line, and a traceback below it, set in so that it can't pose as one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = printable(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        return _set_in(super().formatException(ei))  # type: ignore[arg-type]

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        return _set_in(super().formatStack(stack_info))


def _set_in(text: str) -> str:
    return "\n".join(f"    {printable(line)}" for line in text.split("\n"))
