"""How a file's bytes read in one encoding and in another: a few lines of each, to choose by looking."""

from __future__ import annotations

from dataclasses import dataclass

from reports.admin.forms import ENCODINGS

LINES, LENGTH = 3, 60
# Enough for the first lines of any text, and for the zero bytes of UTF-16.
SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines of a file in one encoding; `wrong_at` is the line where the bytes don't fit, None if they do."""

    encoding: str
    label: str
    lines: list[str]
    wrong_at: int | None
    is_chosen: bool = False

    @property
    def fits(self) -> bool:
        return self.wrong_at is None


def samples(content: bytes, chosen: str, read_as: str) -> list[Sample]:
    """Return the beginning of a text in each encoding that can be chosen, what was chosen or found out marked."""
    found = []
    for encoding, label in ENCODINGS:
        if encoding:
            is_chosen = encoding == chosen or (not chosen and _is_same(encoding, read_as))
            found.append(_sample(content, encoding, str(label), is_chosen=is_chosen))
    return found


def _is_same(encoding: str, read_as: str) -> bool:
    family = {"big5": ("big5", "cp950", "big5hkscs"), "utf-8": ("utf-8", "utf-8-sig")}.get(encoding, (encoding,))
    return read_as in family or (encoding == "utf-16" and read_as.startswith("utf_16"))


def _sample(content: bytes, encoding: str, label: str, *, is_chosen: bool) -> Sample:
    wrong_at = None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        wrong_at = content.count(b"\n", 0, error.start) + 1
        text = content[:SAMPLE].decode(encoding, "replace")
    lines = [line.strip() for line in text[:SAMPLE].replace("\0", "").splitlines()]
    shown = [line[:LENGTH] for line in lines if line][:LINES]
    return Sample(encoding, label, shown, wrong_at, is_chosen)
