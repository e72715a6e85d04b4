"""The header on the review page: each field with how it is known, beside the lines that it was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports import ingest
from reports.models import Jurisdiction, Report
from reports.text import places

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS = {
    "place": _lazy("Jurisdiction"),
    "year": _lazy("Year"),
    "delivered_on": _lazy("Delivered on"),
    "session_key": _lazy("Session in figures"),
    "session_zh": _lazy("Session, Chinese"),
    "session_en": _lazy("Session, English"),
    "title_zh": _lazy("Title, Chinese"),
    "title_en": _lazy("Title, English"),
    "speaker_zh": _lazy("Speaker, Chinese"),
    "speaker_en": _lazy("Speaker, English"),
    "office_zh": _lazy("Office, Chinese"),
    "office_en": _lazy("Office, English"),
    "part": _lazy("Part, by its number"),
}
LENGTHS = {
    row.name: row.max_length for row in Report._meta.concrete_fields if row.name in LABELS and row.max_length
} | {"place": 40, "year": 8, "delivered_on": 10, "part": 3}
# The lines of a file's beginning that are shown, beside those further down that a field was read from.
FIRST = 24
# A line of the body is a paragraph.
SHOWN = 240


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the header: its value, how it is known, and what the file says where a person entered it."""

    name: str
    label: str
    value: str
    how: str  # read, inferred, given, missing, wrong
    said: str
    line: int | None = None
    read: str = ""
    error: str = ""
    # What somebody else has entered since the page was opened.
    theirs: str = ""

    @property
    def lang(self) -> str:
        return {"zh": "zh", "en": "en"}.get(self.name[-2:], "")

    @property
    def length(self) -> int:
        return LENGTHS.get(self.name, 300)

    @property
    def can_be_reset(self) -> bool:
        return self.how == "given"


@dataclass(frozen=True, slots=True)
class FirstLine:
    """A line of the file as it came, and what was read from it; `gap` says that lines before it are not shown."""

    number: int
    text: str
    fields: list[str] = field(default_factory=list)
    gap: bool = False
    is_blamed: bool = False


def header_fields(
    plan: ingest.Plan, entered: Mapping[str, str] | None = None, theirs: Mapping[str, str] | None = None
) -> list[Field]:
    """Return the header's fields as a person sees them.

    For a form that is shown again, `entered` are its values, and `theirs` what others have entered meanwhile.
    """
    wrong = ingest.wrong_in(entered or {})
    found = []
    for row in fields(plan.header):
        name = row.name
        fact: ingest.Fact = getattr(plan.header, name)
        was = plan.read.get(name)
        value = shown_value(name, fact.value)
        found.append(
            Field(
                name=name,
                label=str(LABELS[name]),
                value=(entered or {}).get(name, value),
                how="wrong" if name in wrong else _how(fact),
                said=_said(name, fact),
                line=fact.line,
                read=shown_value(name, was.value) if was else "",
                error=wrong.get(name, ""),
                theirs=(theirs or {}).get(name, ""),
            )
        )
    return found


def empty_fields(entered: Mapping[str, str], asked: str = "", theirs: Mapping[str, str] | None = None) -> list[Field]:
    """Return the fields of a file that isn't understood: what was entered of them; the one that is asked for first."""
    wrong = ingest.wrong_in(entered)
    found = [
        Field(
            name=name,
            label=str(label),
            value=entered.get(name, ""),
            how="wrong" if name in wrong else "given" if name in entered else "missing",
            said=_("entered by a person") if name in entered else _("not read yet"),
            error=wrong.get(name, ""),
            theirs=(theirs or {}).get(name, ""),
        )
        for name, label in LABELS.items()
    ]
    return sorted(found, key=lambda one: one.name != asked)


def first_lines(lines: Sequence[ingest.ComparedLine], plan: ingest.Plan) -> list[FirstLine]:
    """Return the first lines of a file, and those further down that a field was read from, with those fields."""
    told: defaultdict[int, list[str]] = defaultdict(list)
    for row in fields(plan.header):
        fact: ingest.Fact = plan.read[row.name] if row.name in plan.read else getattr(plan.header, row.name)
        if fact and fact.line:
            told[fact.line].append(str(LABELS[row.name]))
    wanted = {line.number for line in lines[:FIRST]}
    for index, line in enumerate(lines):
        if line.number in told:
            wanted |= {other.number for other in lines[max(0, index - 1) : index + 2]}
    return _chosen(lines, wanted, told)


def lines_around(lines: Sequence[ingest.ComparedLine], number: int | None, reach: int = 8) -> list[FirstLine]:
    """Return the lines around one that is to blame; the first of the file where none is."""
    index = next((place for place, line in enumerate(lines) if number is not None and line.number >= number), None)
    near = lines[: 2 * reach] if index is None else lines[max(0, index - reach) : index + reach]
    return _chosen(lines, {line.number for line in near}, {}, number)


def jurisdictions() -> list[tuple[str, str]]:
    """Return the names that can be entered for a jurisdiction, each with what helps to choose it."""
    rows = Jurisdiction.objects.order_by("order", "code").values_list("name_zh", "name_en", "code")
    return [(name_zh, f"{name_en} · {code}") for name_zh, name_en, code in rows]


def entered_place(value: str) -> str:
    """Return what was entered for a jurisdiction as a header can have it: a code of ours as the name that it is for."""
    row = Jurisdiction.objects.filter(code=value.strip().lower()).first()
    return row.name_zh if row else value


def shown_value(name: str, value: str) -> str:
    """Return a field's value as people enter it: of a jurisdiction its Chinese name."""
    if name != "place" or not value:
        return value
    try:
        return places.by_code(value).name_zh
    except KeyError:
        return value


def _chosen(
    lines: Iterable[ingest.ComparedLine], wanted: set[int], told: Mapping[int, list[str]], blamed: int | None = None
) -> list[FirstLine]:
    found, before = [], True
    for line in lines:
        if line.number not in wanted:
            before = False
            continue
        text = line.raw if len(line.raw) <= SHOWN else f"{line.raw[:SHOWN]}…"
        is_blamed = line.number == blamed
        found.append(FirstLine(line.number, text, list(told.get(line.number, [])), gap=not before, is_blamed=is_blamed))
        before = True
    return found


def _how(fact: ingest.Fact) -> str:
    return fact.evidence.value if fact or fact.evidence is ingest.Evidence.GIVEN else "missing"


def _said(name: str, fact: ingest.Fact) -> str:
    if name == "part" and fact.evidence is ingest.Evidence.MISSING:
        return _("no part, as far as is known")
    match fact.evidence:
        case ingest.Evidence.GIVEN:
            return _("entered by a person")
        case ingest.Evidence.READ if fact.line:
            return _("read in line %(line)s") % {"line": fact.line}
        case ingest.Evidence.READ:
            return _("read in the file")
        case ingest.Evidence.INFERRED:
            return _("guessed from the file's name or facts")
    return _("missing")
