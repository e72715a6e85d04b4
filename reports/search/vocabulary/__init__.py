"""What the archive's own words are good for: completing what is typed, and saying what may have been meant."""

from __future__ import annotations

from reports.search.vocabulary.offering import offers
from reports.search.vocabulary.suggesting import suggest

__all__ = ["offers", "suggest"]
