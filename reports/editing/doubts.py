"""What looks wrong in a report, in reading order, and the shifts that would mend it."""

from __future__ import annotations

from collections import OrderedDict
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reports import revisions
from reports.editing import judging
from reports.editing.answers import Doubt
from reports.editing.judging import Kind, Sign
from reports.models import Report
from reports.text.shifts import slipped
from reports.text.slips import Slip, slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.revisions import Line

# Reports whose doubts are remembered in this process; shorter pairs don't tell the report's ratio of lengths.
REMEMBERED, LONG_ENOUGH = 32, 20
# How sure a shift is: this much gain in log odds is as good as certain.
CERTAIN = 200.0
# So many sentences tell enough of one place.
SAID = 5

_kept: OrderedDict[tuple[Any, ...], tuple[Doubt, ...]] = OrderedDict()
_lock = Lock()


def suspicious(report: Report) -> list[Doubt]:
    """Return the places of a report that look wrong, in reading order; none at pairs that a person has checked.

    A shift is told even there, as it is about a run of pairs. What was found is remembered until the report changes.
    """
    stamp = Report.objects.filter(pk=report.pk).values_list("changed_at", flat=True).first()
    newest = report.revisions.order_by("-id").values_list("pk", flat=True).first()
    known = (report.pk, stamp, newest, get_language())
    with _lock:
        if known in _kept:
            _kept.move_to_end(known)
            return list(_kept[known])
    found = doubts_of(revisions.read(report).lines)
    with _lock:
        _kept[known] = tuple(found)
        while len(_kept) > REMEMBERED:
            _kept.popitem(last=False)
    return found


def next_after(doubts: Sequence[Doubt], key: int | None, order: Sequence[int]) -> Doubt | None:
    """Return the first doubt behind a pair, round the end to the first; None where there is none.

    `order` are the keys of the report's pairs in reading order. None is where a walk begins: at the first slip that
    can be mended, if there is one, as what is behind it can't be judged before; else at the first doubt.
    """
    if key is None and (slipped_at := next((doubt for doubt in doubts if doubt.mend), None)):
        return slipped_at
    places = {pair: at for at, pair in enumerate(order)}
    here = -1 if key is None else places.get(key, -1)
    return next((doubt for doubt in doubts if places.get(doubt.key, -1) > here), doubts[0] if doubts else None)


def doubts_of(lines: Sequence[Line]) -> list[Doubt]:
    """Return the doubts of a report's lines."""
    signs: dict[int, list[Sign]] = {at: [] for at in range(len(lines))}
    mends: dict[int, Slip] = {}
    inside: set[int] = set()
    two_sided = sum(1 for line in lines if line.zh and line.en)
    for slip in slips([line.zh for line in lines], [line.en for line in lines]) if two_sided else ():
        mends[slip.begins] = slip
        inside.update(range(slip.begins, slip.ends + 1))
        signs[slip.begins].append(Sign(Kind.SHIFT, _slipped(slip), min(1.0, 0.5 + slip.gain / CERTAIN / 2)))
    for at, sign in _of_pairs(lines):
        # Inside a run that has slipped everything looks wrong, for one reason.
        if at not in inside:
            signs[at].append(sign)
    return [_doubt(lines, at, found, mends.get(at)) for at, found in signs.items() if found]


def _of_pairs(lines: Sequence[Line]) -> Iterator[tuple[int, Sign]]:
    """Yield what looks wrong with each pair that nobody has checked."""
    lengths = [len(line.en) / len(line.zh) for line in lines if line.en and len(line.zh) >= LONG_ENOUGH]
    ratio = median(lengths) if lengths else 0.0
    last: dict[int, Line] = {}
    two_sided = [at for at, line in enumerate(lines) if line.zh and line.en]
    runs = slipped([bool(judging.alarms_of(lines[at])) for at in two_sided])
    alarmed = {two_sided[place] for place in runs}
    for at, line in enumerate(lines):
        before = last.get(line.level)
        if line.level:
            last = {level: heading for level, heading in last.items() if level < line.level}
            last[line.level] = line
        if line.checked:
            continue
        for sign in _of_pair(lines, at, ratio, before):
            yield at, sign
        if at in alarmed:
            yield at, Sign(Kind.SHIFT, _("The figures of several neighbouring pairs disagree."), 0.7)


def _of_pair(lines: Sequence[Line], at: int, ratio: float, before: Line | None) -> Iterator[Sign]:
    line = lines[at]
    for step in (-1, 1):
        if 0 <= at + step < len(lines):
            yield from judging.of_neighbours(line, lines[at + step], is_next=step > 0)
    yield from judging.of_heading(line, before)
    yield from judging.of_figures(line)
    yield from judging.of_length(line, ratio)
    yield from judging.of_gap(lines, at)
    yield from judging.of_confidence(line)


def _slipped(slip: Slip) -> str:
    count = slip.last - slip.first + 1
    if slip.side == "en":
        said = ngettext(
            "From here on the English has slipped against the Chinese, for %(count)d pair.",
            "From here on the English has slipped against the Chinese, for %(count)d pairs.",
            count,
        )
    else:
        said = ngettext(
            "From here on the Chinese has slipped against the English, for %(count)d pair.",
            "From here on the Chinese has slipped against the English, for %(count)d pairs.",
            count,
        )
    return said % {"count": count}


def _doubt(lines: Sequence[Line], at: int, signs: Sequence[Sign], slip: Slip | None) -> Doubt:
    strongest = sorted(signs, key=lambda sign: -sign.strength)
    kinds = tuple(dict.fromkeys(str(sign.kind) for sign in strongest))
    said = tuple(dict.fromkeys(sign.said for sign in strongest))[:SAID]
    mend = _mend(lines, slip) if slip else None
    return Doubt(lines[at].key or 0, kinds, said, strongest[0].strength, mend, _mend_said(slip) if slip else "")


def _mend(lines: Sequence[Line], slip: Slip) -> Mapping[str, Any]:
    act: dict[str, Any] = {"do": "shift", "pair": lines[slip.first].key, "side": slip.side, "by": slip.by}
    if slip.by < 0:
        act["until"] = lines[slip.last].key
    if slip.cut is not None:
        act["cut"] = slip.cut
    return act


def _mend_said(slip: Slip) -> str:
    if slip.cut is not None:
        if slip.side == "en":
            return _("Cut the English of this pair in two, and shift what follows down by one.")
        return _("Cut the Chinese of this pair in two, and shift what follows down by one.")
    if slip.by > 0:
        if slip.side == "en":
            return _("Shift the English down by one from here.")
        return _("Shift the Chinese down by one from here.")
    if slip.side == "en":
        return _("Shift the English up by one into this pair.")
    return _("Shift the Chinese up by one into this pair.")
