"""What a job keeps of what was found in its file, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from reports import ingest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.models import IngestJob

# Below this confidence a person should look at a pair.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept in a job's `found`."""

    def kept(self) -> dict[str, Any]:
        """Return the facts as they are kept."""
        return asdict(self)

    @classmethod
    def of(cls, job: IngestJob) -> Self:
        """Return what a job keeps of this kind; what something older wrote is taken as far as it is known."""
        return cls(**_known(cls, job))


def _facts(job: IngestJob) -> dict[str, Any]:
    # Jobs of earlier versions had their facts before their messages.
    return job.found or next((message for message in job.messages if isinstance(message, dict)), {})


def _known(kind: type[Facts], job: IngestJob) -> dict[str, Any]:
    facts = _facts(job)
    return {field.name: facts[field.name] for field in fields(kind) if field.name in facts}


@dataclass(frozen=True, slots=True)
class Refused(Facts):
    """Why a file was not taken: the reason, what to do, and the line where one is to blame."""

    reason: str = ""
    remedy: str = ""
    line: int | None = None
    file: str = ""
    # That whoever reads it comes to harm: no page does that by itself.
    is_harmful: bool = False

    def kept(self) -> dict[str, Any]:
        return {**asdict(self), "reason": ingest.kept(self.reason), "remedy": ingest.kept(self.remedy)}

    @classmethod
    def of(cls, job: IngestJob) -> Self:
        said = {name: ingest.said_again(value) for name, value in _facts(job).items() if name in {"reason", "remedy"}}
        return cls(**{**_known(cls, job), **said})

    @classmethod
    def by(cls, refusal: ingest.Refusal, *, is_harmful: bool = False) -> Self:
        """Return why a file was refused, for a job to keep."""
        return cls(refusal.reason, refusal.remedy, refusal.line, refusal.file, is_harmful)


@dataclass(frozen=True, slots=True)
class Understood(Facts):
    """What a waiting file was understood to hold, in short."""

    place: str = ""
    year: str = ""
    # The address of the report that it would make or join, and the status of one that is there.
    slug: str = ""
    is_new: bool = True
    status: str = ""
    part: int | None = None
    pairs: int = 0
    added: int = 0
    filled: int = 0
    known: int = 0
    differing: int = 0
    sections: int = 0
    encoding: str = ""
    confidence: float = 1.0
    # Pairs that may not belong together, and fields that were guessed of those that say whose report it is and when.
    unsure: int = 0
    guessed: int = 0
    # Whether it tells where in the report it belongs; what was read before that was asked isn't doubted for it.
    is_placed: bool = True
    # When the report that is there had last changed, "" for a new one.
    report_at: str = ""

    @classmethod
    def from_plan(cls, plan: ingest.Plan, preview: ingest.Preview) -> Understood:
        """Return the short form of a plan and of what storing it would do."""
        merged = preview.merged
        return cls(
            place=preview.place,
            year=plan.header.year.value,
            slug=preview.slug,
            is_new=preview.report is None,
            status=preview.report.status if preview.report else "",
            report_at=preview.report.changed_at.isoformat() if preview.report else "",
            part=plan.part,
            pairs=len(plan.root.pairs()),
            added=len(merged.added),
            filled=len(merged.filled),
            known=len(merged.known),
            differing=len(merged.variants),
            sections=len(plan.root.sections()),
            encoding=plan.encoding,
            confidence=plan.confidence,
            unsure=sum(pair.confidence is not None and pair.confidence < SURE for pair in plan.root.pairs()),
            is_placed=ingest.tells_its_place(plan),
            guessed=sum(fact.evidence is ingest.Evidence.INFERRED for fact in (plan.header.place, plan.header.year)),
        )


@dataclass(frozen=True, slots=True)
class Same(Facts):
    """That these bytes were there before: waiting as `same_as`, or in the report `same_in` under that name."""

    same_as: str = ""
    same_in: str = ""
    same_job: int | None = None


@dataclass(frozen=True, slots=True)
class Members(Facts):
    """How many files an archive held, each of which is a job now."""

    members: int = 0


def warnings_of(job: IngestJob) -> list[str]:
    """Return the warnings and remarks that a job keeps, in the language of the moment."""
    return [ingest.said_again(message) for message in job.messages if isinstance(message, str) or "text" in message]


def keep_warnings(job: IngestJob, warnings: Iterable[str]) -> None:
    """Put warnings and remarks into a job, so that each reader has them in their own language."""
    job.messages = [ingest.kept(warning) for warning in warnings]
