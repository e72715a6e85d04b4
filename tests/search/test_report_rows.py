"""How speakers are called, whatever order their reports stand in."""

from __future__ import annotations

from itertools import permutations

import pytest

from reports.search.people import Said, people
from reports.search.report_rows import Speakers


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ([("李克强", ""), ("李克強", "")], ("李克强", "Li Keqiang")),
        ([("李克强", ""), ("李克強", ""), ("李克強", "")], ("李克強", "Li Keqiang")),
        ([("李克强", "LI KEQIANG"), ("李克强", "Li Keqiang"), ("李克強", "")], ("李克强", "Li Keqiang")),
        ([("龚正", "Kung Cheng"), ("龚正", ""), ("龔正", "")], ("龚正", "Kung Cheng")),
    ],
)
def test_label_is_the_form_that_most_reports_have(told: list[tuple[str, str]], label: tuple[str, str]) -> None:
    for order in permutations(told):
        speakers = Speakers(people(Said(1, zh, en) for zh, en in order))
        [number], unknown = speakers.named([label[0]])
        assert (speakers.labels[number], unknown) == (label, [])


def test_numbers_are_the_same_in_every_order() -> None:
    told = [Said(1, "李克强", "Li Keqiang"), Said(2, "殷勇", ""), Said(3, "", "Aslan")]
    assert len({str(Speakers(people(order)).labels) for order in permutations(told)}) == 1
