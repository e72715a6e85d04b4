"""A test with transactions of its own leaves the database as the migrations did."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from reports.models import Jurisdiction
from tests.migrated import copied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_was_written_is_gone_and_what_was_deleted_is_back(turn: int) -> None:
    assert not User.objects.exists()
    assert Group.objects.filter(name="Editors").exists()
    assert Jurisdiction.objects.filter(code="beijing", children=None).exists()
    assert ContentType.objects.get_for_model(User).pk == ContentType.objects.get(app_label="auth", model="user").pk
    User.objects.create_user("left")
    Group.objects.all().delete()
    Jurisdiction.objects.filter(children=None).delete()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="databases of a server are copied otherwise")
def test_a_copy_replaces_all_that_was_there(tmp_path: Path) -> None:
    name = connection.settings_dict["NAME"]
    copied(name, tmp_path / "kept")
    User.objects.create_user("meanwhile")
    copied(tmp_path / "kept", name)
    assert not User.objects.exists()
