"""An editor answers what a reader reported, and can take the answer back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from reports import people
from reports.errata.reporting import LONGEST, tidy
from reports.models import Erratum

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What an answer can say; the public is shown nothing of what was dismissed.
ANSWERS = (Erratum.State.CORRECTED, Erratum.State.DECLINED, Erratum.State.DISMISSED)


class Overtaken(Exception):  # noqa: N818 - the editor is, not the program
    """Somebody else has answered or reopened it meanwhile; `erratum` is how it is now."""

    def __init__(self, erratum: Erratum) -> None:
        super().__init__(f"{erratum.pk} is {erratum.state} meanwhile")
        self.erratum = erratum


def stamp(erratum: Erratum) -> str:
    """Return a mark of how it stands; an answer to it has to bring the one that its editor saw."""
    return f"{erratum.state} {erratum.answered_at.isoformat() if erratum.answered_at else ''}".strip()


def answer(key: int, state: Erratum.State, text: str, *, by: User, seen: str, without_words: bool = False) -> Erratum:
    """Answer what a reader reported; `without_words` keeps the reader's own words from the public.

    Raises Overtaken where it doesn't stand any more as `seen`, Erratum.DoesNotExist, and ValueError for an answer that
    says nothing: only what is dismissed needs no words.
    """
    text = tidy(text)[:LONGEST]
    if state not in ANSWERS or (not text and state != Erratum.State.DISMISSED):
        raise ValueError(f"{state} with {len(text)} characters is no answer")
    with transaction.atomic():
        erratum = _as_seen(key, seen)
        erratum.state, erratum.answer, erratum.words_hidden = state, text, without_words
        erratum.answered_by, erratum.answered_at = by, timezone.now()
        erratum.save(update_fields=["state", "answer", "words_hidden", "answered_by", "answered_at"])
        people.note("answer erratum", by=by, target=_target(erratum), state=str(state), answer=text)
    return erratum


def reopen(key: int, *, by: User, seen: str) -> Erratum:
    """Take an answer back: it waits again, and the public is shown neither of the two. Raises Overtaken as `answer`.

    The words of the answer stay, to be mended.
    """
    with transaction.atomic():
        erratum = _as_seen(key, seen)
        former, erratum.state = erratum.state, Erratum.State.OPEN
        erratum.answered_by = erratum.answered_at = None
        erratum.save(update_fields=["state", "answered_by", "answered_at"])
        people.note("reopen erratum", by=by, target=_target(erratum), was=former, answer=erratum.answer)
    return erratum


def _as_seen(key: int, seen: str) -> Erratum:
    erratum = Erratum.objects.select_for_update().get(pk=key)
    if stamp(erratum) != seen:
        raise Overtaken(Erratum.objects.select_related("answered_by").get(pk=key))
    return erratum


def _target(erratum: Erratum) -> str:
    return f"erratum {erratum.pk} at pair {erratum.pair_id}"
