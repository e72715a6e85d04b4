"""An archive of made-up texts whose vocabulary was learned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports import search
from reports.models import Report
from reports.search import learned
from reports.search.vocabulary.artefact import VOCABULARY, Vocabulary

PAIRS = [
    (
        "我们发展新质生产力，推动高质量发展。",
        "We develop new quality productive forces and promote high-quality development.",
    ),
    ("新质生产力加快形成，高质量发展取得成效", "High-quality development and innovation bring results."),
    ("城镇登记失业率为4.5%", "The registered urban unemployment rate was 4.5%; government work went on."),
    ("城镇登记失业率有所下降，西安绿色转型", "The registered urban unemployment rate fell; the Government innovates."),
    ("我们坚持改革开放", "We keep reforming."),
    ("改革开放四十年，我们的绿色发展", "Forty years of reform; women and men."),
    ("教育、卫生、文化", "Education, health"),
    ("教育、卫生、体育", "Education"),
    ("深化改革，高质量发展", "Reform"),
    ("高质量发展，GDP增长", "GDP grew through government policy"),
]
DRAFT = [("秘密计划草案", "Clandestine scheme")] * 5


@pytest.fixture
def vocabulary(make_report: Callable[..., Report]) -> Vocabulary:
    make_report("made-up-2025", PAIRS)
    make_report("draft-2025", DRAFT, place="hunan", status="draft")
    return learn_again()


def learn_again() -> Vocabulary:
    search.catch_up()
    learned.learn(chosen=[VOCABULARY])
    found = VOCABULARY.current()
    assert found is not None
    return found
