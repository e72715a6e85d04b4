"""What follows from a pair's texts: how sure it is, and its aligned sentences."""

from __future__ import annotations

from typing import Any

from reports.ingest.plan import Plan, PlannedPair
from reports.text.beads import aligned

# Below this confidence a person should look at a pair.
SURE = 0.5


def text_facts(zh: str, en: str, planned: PlannedPair | None, *, with_beads: bool = True) -> dict[str, Any]:
    """Return the fields of a pair that follow from its texts and from how a file's two sides were put together.

    Aligning sentences takes longest: who only wants to know what would become of a pair does without.
    """
    both = bool(zh and en)
    confidence = planned.confidence if planned and both else None
    return {
        "confidence": confidence,
        "evidence": {name: round(value, 2) for name, value in planned.evidence.items()} if planned else {},
        "needs_review": confidence is not None and confidence < SURE,
        "beads": aligned(zh, en) if with_beads else [],
    }


def prepare(plan: Plan) -> None:
    """Align the sentences of a plan's pairs, so that storing it finds that done and keeps nobody waiting for it."""
    for pair in plan.root.pairs():
        aligned(pair.zh, pair.en)
