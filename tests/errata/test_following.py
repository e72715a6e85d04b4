from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from reports import errata, revisions
from reports.models import Erratum, ParagraphPair, Report, Revision
from tests.factories import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return report_of()


def erratum_at(pair: ParagraphPair, state: str = "corrected", **fields: str) -> Erratum:
    return Erratum.objects.create(
        report=pair.report, pair=pair, zh=pair.zh, en=pair.en, about="en", message="Wrong.", state=state, **fields
    )


def merged(report: Report, first: int, second: int, by: User | None = None) -> Revision:
    """Merge the pair at position `second` into the one at `first`, as the editor does."""
    with transaction.atomic():
        state = revisions.read(revisions.locked(report.pk))
        lines = list(state.lines)
        gone = lines.pop(second - 1)
        kept = lines[first - 1]
        lines[first - 1] = replace(kept, zh=kept.zh + gone.zh, en=f"{kept.en} {gone.en}".strip(), beads=[])
        became = {gone.key or 0: kept.key or 0}
        revision = revisions.change(
            report, replace(state, lines=tuple(lines)), revisions.Act(Revision.Kind.MERGE, by), became
        )
    assert revision is not None
    return revision


@pytest.mark.parametrize(("state", "shown"), [("corrected", 1), ("declined", 1), ("open", 0), ("dismissed", 0)])
def test_public_sees_what_is_answered_and_not_dismissed(report: Report, state: str, shown: int) -> None:
    pair = report.pairs.get(position=2)
    erratum_at(pair, state)
    assert len(errata.answered_at(pair)) == shown
    assert len(errata.answered_pairs(report)) == shown
    assert Report.objects.annotate(any=errata.any_answered()).values_list("any", flat=True).get() is bool(shown)


def test_only_open_ones_wait(report: Report) -> None:
    pair = report.pairs.get(position=2)
    for state in Erratum.State.values:
        erratum_at(pair, state)
    assert errata.waiting_at(pair) == 1


def test_other_pairs_have_nothing_of_it(report: Report) -> None:
    erratum_at(report.pairs.get(position=2))
    assert errata.answered_at(report.pairs.get(position=4)) == []


def test_erratum_follows_a_pair_that_was_merged(report: Report) -> None:
    gone, kept = report.pairs.get(position=7), report.pairs.get(position=6)
    erratum = erratum_at(gone)
    waiting = erratum_at(gone, "open")
    merged(report, 6, 7)
    assert errata.answered_at(kept) == [erratum]
    assert errata.waiting_at(kept) == 1
    assert errata.answered_pairs(report) == {kept.pk}
    assert errata.places([gone.pk, waiting.pair_id]) == {gone.pk: kept.pk}


def test_erratum_comes_back_when_the_merging_is_undone(report: Report) -> None:
    gone = report.pairs.get(position=7)
    erratum = erratum_at(gone)
    editor = User.objects.create_user("editor")
    merged(report, 6, 7, editor)
    revisions.undo(report, editor)
    back = ParagraphPair.objects.get(pk=gone.pk)
    assert errata.answered_at(back) == [erratum]


def test_erratum_of_a_pair_that_was_taken_out_is_nowhere(report: Report) -> None:
    pair = report.pairs.get(position=7)
    erratum = erratum_at(pair)
    pair.delete()
    erratum.refresh_from_db()
    assert erratum.pair_id is not None
    assert errata.places([erratum.pair_id]) == {}


def test_pairs_that_are_there_are_found_in_one_query(
    report: Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = list(report.pairs.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert errata.places(keys) == {key: key for key in keys}


def test_errata_go_with_their_report(report: Report) -> None:
    erratum_at(report.pairs.get(position=2))
    report.delete()
    assert not Erratum.objects.exists()


def test_what_waits_is_known_by_the_pairs_where_it_is_now(report: Report) -> None:
    one, two, three = (report.pairs.get(position=position) for position in (2, 3, 5))
    first, second, third = (erratum_at(pair, "open") for pair in (one, two, three))
    erratum_at(three, "declined")
    merged(report, 2, 3)
    there = set(report.pairs.values_list("pk", flat=True))
    assert errata.waiting_in(report, there) == {one.pk: [first, second], three.pk: [third]}


def test_what_waits_at_a_pair_that_is_nowhere_is_left_out(report: Report) -> None:
    pair = report.pairs.get(position=2)
    erratum_at(pair, "open")
    assert errata.waiting_in(report, set(report.pairs.values_list("pk", flat=True)) - {pair.pk}) == {}
