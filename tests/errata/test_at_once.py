"""Readers who report the same at the same moment, and editors who answer it."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User

from reports import editing, errata
from reports.models import Erratum, Report
from tests.at_once import ROUNDS, at_once
from tests.factories import report_of

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = Erratum.About.ENGLISH


def test_the_same_words_are_kept_once() -> None:
    pair = report_of().pairs.get(position=2)
    for number in range(ROUNDS):
        message = f"Wrong {number}."
        results = at_once(*[partial(errata.report_error, pair, about=ENGLISH, message=message)] * 4)
        assert sorted(one.is_new for one in results) == [False, False, False, True]
    assert Erratum.objects.count() == ROUNDS


def test_of_two_answers_the_second_is_told_of_the_first() -> None:
    pair = report_of().pairs.get(position=2)
    erratum = errata.report_error(pair, about=ENGLISH, message="Wrong.").erratum
    ann, ben = (User.objects.create_user(name) for name in ("ann", "ben"))
    seen = errata.stamp(erratum)
    results = at_once(
        lambda: errata.answer(erratum.pk, Erratum.State.CORRECTED, "Mended.", by=ann, seen=seen),
        lambda: errata.answer(erratum.pk, Erratum.State.DECLINED, "As printed.", by=ben, seen=seen),
    )
    (answered,) = [one for one in results if isinstance(one, Erratum)]
    (overtaken,) = [one for one in results if isinstance(one, errata.Overtaken)]
    assert overtaken.erratum.answer == answered.answer


def test_what_is_reported_of_a_report_that_is_being_deleted_is_refused_or_goes_with_it() -> None:
    ann = User.objects.create_superuser("ann")
    for _ in range(ROUNDS):
        report = report_of()
        pair = report.pairs.get(position=2)
        deleted, reported = at_once(
            partial(editing.erase, report, report.slug, ann),
            partial(errata.report_error, pair, about=ENGLISH, message="Wrong."),
        )
        assert isinstance(deleted, dict), deleted
        assert isinstance(reported, errata.Reported | Report.DoesNotExist), reported
        assert not Erratum.objects.exists()
