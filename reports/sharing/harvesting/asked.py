"""What a harvester asks: its arguments checked as OAI-PMH 2.0 wants them, and the tokens to go on with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import QueryDict

# Of each verb: what it must have, and what it may.
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
# These give their lists in parts.
LISTS = {"ListSets", "ListIdentifiers", "ListRecords"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PREFIX = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
# A token is small; what is longer was never one.
TOKEN_MOST = 1000
SALT = "reports.sharing.harvesting"


class Fault(Exception):  # noqa: N818 - the protocol's own word for these is error code
    """Something that OAI-PMH has an error code for."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be answered. `given` are its arguments, as the answer repeats them."""

    verb: str
    given: dict[str, str] = field(default_factory=dict)
    prefix: str = ""
    identifier: str = ""
    set_spec: str = ""
    start: dt.datetime | None = None
    # The first moment that is too late.
    end: dt.datetime | None = None
    # Where to go on: the date and key of the last record of the part before, and how many came before.
    after: tuple[str, int] | None = None
    cursor: int = 0

    def token(self, after: tuple[str, int], cursor: int) -> str:
        """Return a token with which the next part can be asked for: all that is asked, signed, nothing kept here."""
        held = {"v": self.verb, "p": self.prefix, "s": self.set_spec, "a": after, "c": cursor}
        held |= {name: moment.isoformat() for name, moment in (("f", self.start), ("u", self.end)) if moment}
        return signing.dumps(held, salt=SALT)


def read(parameters: QueryDict) -> Asked:
    """Return what is asked. Raises `Fault`."""
    verbs = parameters.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        said = "There is no verb." if not verbs else "A verb may come once only." if len(verbs) > 1 else "No such verb."
        raise Fault("badVerb", f"{said} There are {', '.join(VERBS)}.")
    verb = verbs[0]
    given = {name: values[-1] for name, values in parameters.lists() if name != "verb"}
    for name, values in parameters.lists():
        if len(values) > 1:
            raise Fault("badArgument", f"{name} may come once only.")
    if "resumptionToken" in given and verb in LISTS:
        if len(given) > 1:
            raise Fault("badArgument", "resumptionToken stands alone: it holds all the other arguments.")
        return _resumed(verb, given)
    needed, allowed = VERBS[verb]
    if unknown := sorted(given.keys() - needed - allowed):
        raise Fault("badArgument", f"{verb} has no argument {', '.join(unknown)}.")
    if missing := sorted(needed - given.keys()):
        raise Fault("badArgument", f"{verb} needs {', '.join(missing)}.")
    return _checked(verb, given)


def _checked(verb: str, given: Mapping[str, str]) -> Asked:
    for name, form in (("metadataPrefix", PREFIX), ("set", SET)):
        if name in given and not form.fullmatch(given[name]):
            raise Fault("badArgument", f"{name} is not of the form that the protocol gives it.")
    start, until = given.get("from", ""), given.get("until", "")
    if start and until and len(start) != len(until):
        raise Fault("badArgument", "from and until are to be of the same granularity.")
    first = _moment("from", start) if start else None
    end = None
    if until:
        step = dt.timedelta(days=1) if DAY.fullmatch(until) else dt.timedelta(seconds=1)
        end = _moment("until", until) + step
    if first and end and first >= end:
        raise Fault("badArgument", "from is later than until.")
    return Asked(
        verb=verb,
        given=dict(given),
        prefix=given.get("metadataPrefix", ""),
        identifier=given.get("identifier", ""),
        set_spec=given.get("set", ""),
        start=first,
        end=end,
    )


def _moment(name: str, written: str) -> dt.datetime:
    try:
        if DAY.fullmatch(written) or MOMENT.fullmatch(written):
            # A year later than any record, so that a step further is still a date.
            return min(_read(written), dt.datetime(9000, 1, 1, tzinfo=dt.UTC))
    except ValueError:
        pass
    raise Fault("badArgument", f"{name} is a date such as 2026-01-31 or 2026-01-31T08:30:00Z.")


def _read(written: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _resumed(verb: str, given: dict[str, str]) -> Asked:
    token = given["resumptionToken"]
    try:
        # What is too long for one of ours is read as none.
        held: dict[str, Any] = signing.loads(token if len(token) <= TOKEN_MOST else "", salt=SALT)
    except signing.BadSignature:
        raise Fault("badResumptionToken", "This is no token of this archive, or an old one.") from None
    if held["v"] != verb:
        raise Fault("badResumptionToken", f"This token is one of {held['v']}.")
    return Asked(
        verb=verb,
        given=given,
        prefix=held["p"],
        set_spec=held["s"],
        start=_read(held["f"]) if "f" in held else None,
        end=_read(held["u"]) if "u" in held else None,
        after=(held["a"][0], held["a"][1]),
        cursor=held["c"],
    )
