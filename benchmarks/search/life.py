"""What happens now and then in the life of a process: its first answer, one more report, the longest query."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.search import cutting, ours
from benchmarks.search.answered import Engine
from benchmarks.search.queries import Asked, Chinese, queries
from benchmarks.search.timing import median, milliseconds

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同"
    "工也能下过子说产种面而方后多定行学法所民得经十三之进"
)
MARKED = "甪直骉彳亍{}"
SUGGESTED = ("发", "高质", "新质生", "xin", "innov", "reform an", "d")


def first_answer(engine: str, folder: str, q: str, begun: float) -> dict[str, float]:
    """Answer one query as the first act of a process that its parent began at `begun`; return milliseconds."""
    from benchmarks.search.answered import shown

    asked = Asked("first", Chinese(q))
    started = time.perf_counter()
    if engine == "ours":
        ours.Ours().find(asked)
    else:
        shown(asked, opened(engine, folder).ask(asked))
    return {"since start": (time.time() - begun) * 1000, "query": (time.perf_counter() - started) * 1000}


def opened(engine: str, folder: str) -> Engine:
    if engine == "tantivy":
        from benchmarks.search.tantivy_ import Tantivy

        return Tantivy(Path(folder) / engine)
    from benchmarks.search.fts5 import Fts5

    return Fts5(Path(folder) / engine)


def one_more(folder: str, times: int = 5) -> dict[str, float]:
    """Return the milliseconds from the commit of a report's rows until a search finds it."""
    engines: list[Any] = [ours.Ours(), opened("tantivy", folder), opened("fts5", folder)]
    engines[0].open()
    taken: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for number in range(times):
        # A word of its own that no report has, and no other of these.
        marked = MARKED.format("甲乙丙丁戊己庚辛壬癸"[number % 10])
        report = written(number, marked)
        for engine in engines:
            started = time.perf_counter()
            engine.add(cutting.documents([report]) if engine.name != "ours" else ())
            while engine.ask(Asked("marked", Chinese(marked))).total < 1:
                pass
            taken[engine.name].append((time.perf_counter() - started) * 1000)
    return {name: median(values) for name, values in taken.items()}


def written(number: int, marked: str) -> int:
    """Write one more report, of the pairs of another one; return its key."""
    from django.db import transaction
    from django.db.models import Count

    from reports.models import ParagraphPair, Report
    from reports.text.fold import fold

    many = Report.objects.published().annotate(many=Count("pairs")).filter(many__gte=60)
    source = many.order_by("pk")[number]
    pairs = list(source.pairs.order_by("position"))
    with transaction.atomic():
        report = Report.objects.create(
            jurisdiction=source.jurisdiction, slug=f"one-more-{number}", session_key=f"more.{number}",
            year=source.year, status=Report.Status.PUBLISHED,
        )  # fmt: skip
        ParagraphPair.objects.bulk_create(
            ParagraphPair(
                report=report, position=pair.position, en=pair.en,
                zh=(zh := pair.zh + marked), zh_folded=fold(zh),
            )
            for pair in pairs
        )  # fmt: skip
    return report.pk


def longest() -> dict[str, float]:
    """Return the milliseconds of the longest queries that are accepted, with no term seen before."""
    from reports import search
    from reports.models import ParagraphPair

    text = "".join(ParagraphPair.objects.order_by("pk").values_list("zh_folded", flat=True)[200:300])
    own = ours.Ours()
    asked = {
        "1,000 characters in a row": text.replace(" ", "").replace('"', "")[:1000],
        "64 frequent characters, OR": " OR ".join(COMMON[:64]),
        "64 frequent characters, AND": " ".join(COMMON[:64]),
        "64 exclusions": " ".join(f"-{character}" for character in COMMON[:64]),
        "32 pairs of NEAR": " ".join(f"{COMMON[at]} NEAR/50 {COMMON[at + 1]}" for at in range(0, 64, 2)),
        "64 prefixes of one letter": " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
        "parentheses 20 deep": "(" * 20 + "发展" + " OR 经济)" * 20,
    }
    times = {}
    for name, q in asked.items():
        own.open()
        times[name] = milliseconds(partial(search.find, search.Request(q)))
    return times


def memory() -> dict[str, float]:
    """Return the MiB of a process that has answered all queries, without a server around it."""
    from benchmarks.search.timing import memory_mib

    own = ours.Ours()
    for asked in queries():
        own.find(asked)
    return memory_mib()


def doors() -> dict[str, list[float]]:
    """Return the milliseconds of suggestions and of concordances, where the archive has them."""
    from reports import search

    times: dict[str, list[float]] = {}
    if suggest := getattr(search, "suggest", None):
        suggest("经", 10)
        times["suggestions"] = [milliseconds(partial(suggest, typed, 10)) for typed in SUGGESTED for _turn in range(5)]
    if concordance := getattr(search, "concordance", None):
        some = [asked for asked in queries() if asked.root is not None]
        times["concordance"] = [milliseconds(partial(concordance, ours.requested(asked))) for asked in some]
    return times
