"""Readers and the archive's own download keep what they have as long as the version says that it is the same."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from reports import exports
from reports.models import Report
from tests.databases import NUL
from tests.exports.conftest import document_of, written
from tests.exports.test_formats import CHOICES, PACKED, parts

MADE = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
# What the files of each version have in them, all taken together.
CONTENTS = {"2": "a3c255740ffc647c"}


@pytest.fixture
def fixed(report: Report) -> Report:
    """Return the report with keys and moments that are the same in every database."""
    for key, position in report.pairs.order_by("-position").values_list("pk", "position"):
        report.pairs.filter(pk=key).update(id=9_000_000 + position)
    Report.objects.filter(pk=report.pk).update(created_at=MADE, changed_at=MADE)
    report.refresh_from_db()
    return report


def test_other_bytes_have_another_version(fixed: Report) -> None:
    if not NUL:
        pytest.skip("the bytes are those of texts that only SQLite holds")
    known = hashlib.sha256()
    for name, choice in CHOICES:
        content = written(name, document_of(fixed), choice)
        pieces = parts(content) if (name, choice) in PACKED else {"": content}
        for path, piece in sorted(pieces.items()):
            known.update(f"{name} {choice} {path} {len(piece)}\n".encode() + piece)
    said = "The files have other bytes than before: raise exports.VERSION, and write down here what they have now."
    assert CONTENTS.get(exports.VERSION) == known.hexdigest()[:16], said
