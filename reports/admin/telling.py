"""What a job keeps in its messages, and how lists tell it: sentences, after one entry that holds the facts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import IngestJob

if TYPE_CHECKING:
    from reports import ingest


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not taken: the reason, what to do, and the line where one is to blame."""

    reason: str = ""
    remedy: str = ""
    line: int | None = None

    def to_messages(self) -> list[Any]:
        return [asdict(self)]

    @classmethod
    def of(cls, job: IngestJob) -> Refused:
        """Return what a refused job keeps."""
        return cls(**_kept(job, cls))


@dataclass(frozen=True, slots=True)
class Understood:
    """What a waiting file was understood to hold, in short, and how it was asked to be read."""

    place: str = ""
    year: str = ""
    slug: str = ""
    is_new: bool = True
    pairs: int = 0
    added: int = 0
    sections: int = 0
    encoding: str = ""
    confidence: float = 1.0
    chosen_encoding: str = ""
    # The job of the Chinese, where this is the English of it.
    chinese_job: int | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def from_plan(
        cls, plan: ingest.Plan, preview: ingest.Preview, chosen_encoding: str, chinese_job: int | None = None
    ) -> Understood:
        """Return the short form of a plan and of what it would add."""
        return cls(
            place=preview.place,
            year=plan.header.year.value,
            slug=preview.slug,
            is_new=preview.report is None,
            pairs=len(plan.root.pairs()),
            added=len(preview.merged.added),
            sections=len(plan.root.sections()),
            encoding=plan.encoding,
            confidence=plan.confidence,
            chosen_encoding=chosen_encoding,
            chinese_job=chinese_job,
            warnings=(*plan.warnings, *preview.merged.warnings),
        )

    def to_messages(self) -> list[Any]:
        facts = asdict(self)
        return [facts, *facts.pop("warnings")]

    @classmethod
    def of(cls, job: IngestJob) -> Understood:
        """Return what a waiting job keeps."""
        return cls(**_kept(job, cls), warnings=tuple(sentences(job)))


def settled(job: IngestJob, warnings: list[str]) -> list[Any]:
    """Return what a job keeps that waited: how it was read, which its English still needs, and what was said."""
    chosen = Understood.of(job).chosen_encoding
    return [{"chosen_encoding": chosen}, *warnings] if chosen else list(warnings)


def sentences(job: IngestJob) -> list[str]:
    """Return the warnings and remarks that a job keeps."""
    return [message for message in job.messages if isinstance(message, str)]


def told(job: IngestJob) -> str:
    """Return in one sentence what came of a job, or what it waits for."""
    match job.state:
        case IngestJob.State.REFUSED:
            refused = Refused.of(job)
            where = _("Line %(line)s: ") % {"line": refused.line} if refused.line else ""
            return f"{where}{refused.reason} {refused.remedy}"
        case IngestJob.State.REVIEW:
            return _waiting(Understood.of(job))
        case IngestJob.State.DONE:
            said = ngettext("%(count)d paragraph pair added.", "%(count)d paragraph pairs added.", job.pairs_added)
            return said % {"count": job.pairs_added}
        case IngestJob.State.UNCHANGED:
            return _("All of it was there already.")
    return ""


def _waiting(found: Understood) -> str:
    pairs = ngettext("%(count)d paragraph pair", "%(count)d paragraph pairs", found.pairs) % {"count": found.pairs}
    if found.is_new:
        return _("%(place)s %(year)s: a new report with %(pairs)s.") % {
            "place": found.place, "year": found.year, "pairs": pairs,
        }  # fmt: skip
    return _("%(place)s %(year)s: a part with %(pairs)s, of which %(added)d are new, for %(slug)s.") % {
        "place": found.place, "year": found.year, "pairs": pairs, "added": found.added, "slug": found.slug,
    }  # fmt: skip


def _kept(job: IngestJob, kind: type[Refused | Understood]) -> dict[str, Any]:
    """Return the facts that a job keeps of a kind; none if they were written by something older."""
    facts = next((message for message in job.messages if isinstance(message, dict)), {})
    return {name: facts[name] for name in kind.__dataclass_fields__ if name in facts and name != "warnings"}
