"""Whether the index finds what the rows say, asked at the search's own door."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports import search
from reports.keeping.checks.finding import Finding
from reports.models import ParagraphPair, Report

# Characters that a search for a text in quotation marks compares as they are.
RUN = re.compile(r"[\u4e00-\u9fff]{2,10}")
WORDS = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{3,}){1,4}")
SAMPLE = 12
Tell = Callable[[int, int, str], None]


def index(*, everything: bool = False, tell: Tell | None = None) -> Iterator[Finding]:
    """Yield how the index differs from the rows: its state, its counts, and what it finds.

    A sample of texts is counted in both; `everything` asks for each published pair whether it is found.
    """
    rebuilt = _("The index is built anew; the old one answers meanwhile.")
    standing = search.status()
    if standing.state != "ready":
        problem = _("The index is not as the rows are: %(detail)s")
        remedy = _("It is brought up to date.")
        yield Finding("index", "index", problem % {"detail": standing.detail}, remedy, _catch_up)
        return
    counts = Report.objects.published().count(), _published().count()
    if (standing.reports, standing.pairs) != counts:
        problem = _("The index has %(reports)d reports and %(pairs)d pairs; published are %(there)d and %(all)d.")
        told = {"reports": standing.reports, "pairs": standing.pairs, "there": counts[0], "all": counts[1]}
        yield Finding("index", "index", problem % told, rebuilt, search.rebuild)
        return
    for problem in _missed(tell) if everything else _miscounted():
        yield Finding("index", "index", problem, rebuilt, search.rebuild)
        return


def _catch_up() -> None:
    if search.status().state in {"missing", "broken"} or not search.catch_up():
        search.rebuild()


def _published() -> QuerySet[ParagraphPair]:
    return ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)


def _miscounted() -> Iterator[str]:
    """Yield a sentence for each text of a sample that the index finds more or less often than the rows have it."""
    keys = list(_published().exclude(zh="").order_by().values_list("pk", flat=True))
    chance = random.Random(len(keys))  # noqa: S311 - a sample, the same for the same rows
    for key in sorted(chance.sample(keys, min(SAMPLE, len(keys)))):
        pair = ParagraphPair.objects.only("zh_folded").get(pk=key)
        runs = RUN.findall(pair.zh_folded)
        if not runs:
            continue
        text = chance.choice(runs)
        found, there = search.total(search.Request(f'"{text}"')), _published().filter(zh_folded__contains=text).count()
        if found != there:
            problem = _("The index finds “%(text)s” in %(found)d pairs; %(there)d have it.")
            yield problem % {"text": text, "found": found, "there": there}


def _missed(tell: Tell | None) -> Iterator[str]:
    """Yield a sentence for each published pair that a search for its own text doesn't find, and for none that isn't."""
    pairs = _published().order_by("pk").values_list("pk", "zh_folded", "en")
    total = pairs.count()
    for done, (key, zh, en) in enumerate(pairs.iterator(chunk_size=2000), start=1):
        run, words = RUN.search(zh), WORDS.search(en)
        for text in [found[0] for found in (run, words) if found]:
            if key not in set(search.ranked(search.Request(f'"{text}"')).pairs.tolist()):
                problem = _("The index doesn't find “%(text)s” in pair %(key)d, which has it.")
                yield problem % {"text": text, "key": key}
        if tell:
            tell(done, total, "index")
