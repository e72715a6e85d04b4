"""Who may do what, and who did. Everything outside asks at this door."""

from reports.people import lockouts, second_factor
from reports.people.audit import ADDRESS, ERASED, note, trim_log
from reports.people.drafts import may_change
from reports.people.invitations import invite, tokens
from reports.people.noticing import listen
from reports.people.proving import NotProven, prove
from reports.people.roles import (
    STAFF,
    Role,
    for_administrators,
    for_contributors,
    for_editors,
    for_staff,
    give_role,
    may_administer,
    may_curate,
    may_hand_in,
    may_manage,
    role_of,
    set_up_roles,
)
from reports.people.sessions import end_sessions

__all__ = [
    "ADDRESS",
    "ERASED",
    "STAFF",
    "NotProven",
    "Role",
    "end_sessions",
    "for_administrators",
    "for_contributors",
    "for_editors",
    "for_staff",
    "give_role",
    "invite",
    "listen",
    "lockouts",
    "may_administer",
    "may_change",
    "may_curate",
    "may_hand_in",
    "may_manage",
    "note",
    "prove",
    "role_of",
    "second_factor",
    "set_up_roles",
    "tokens",
    "trim_log",
]
