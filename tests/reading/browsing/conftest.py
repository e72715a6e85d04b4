"""Jurisdictions below the provinces, which the migrations don't bring."""

from __future__ import annotations

import pytest

from reports.models import Jurisdiction


@pytest.fixture
def changsha() -> Jurisdiction:
    hunan = Jurisdiction.objects.get(code="hunan")
    return Jurisdiction.objects.create(
        code="changsha", name_zh="长沙市", name_en="Changsha", level=Jurisdiction.Level.PREFECTURE, parent=hunan
    )
