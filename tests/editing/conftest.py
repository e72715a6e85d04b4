from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports.models import Report
from tests.factories import report_of


@pytest.fixture
def report(db: None) -> Report:
    return report_of()


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben")
