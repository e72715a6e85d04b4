"""The second factor: codes of an app (TOTP), and recovery codes that work once each."""

from __future__ import annotations

import math
from base64 import b32encode
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.people.audit import note
from reports.people.sessions import end_sessions

if TYPE_CHECKING:
    from django.contrib.auth.models import User

RECOVERY_CODES = 10
TOTP_DIGITS = 6
APP, RECOVERY = "app", "recovery"
KINDS = (TOTPDevice, StaticDevice)


def is_on(user: User) -> bool:
    """Say whether somebody signs in with a second factor."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_required(user: User) -> bool:
    """Say whether somebody must have one: who may change what the public reads, where the settings say so."""
    return bool(settings.REQUIRE_OTP) and user.is_staff and user.has_perm("reports.curate_report")


def begin(user: User) -> TOTPDevice:
    """Return a new secret for somebody's app, which counts once a code of it was entered."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name=APP, confirmed=False)


def picture(device: TOTPDevice) -> str:
    """Return the QR code that an app reads, as the address of an image that is all in the address."""
    return str(segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


def secret(device: TOTPDevice) -> str:
    """Return what is typed into an app that can't see the picture, in groups of four."""
    text = b32encode(device.bin_key).decode("ascii")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def switch_on(device: TOTPDevice, code: str, *, session: str | None) -> list[str]:
    """Require the codes of a device from now on, and return the recovery codes; none if the code is not its own.

    Whoever is signed in elsewhere without a second factor is signed out; `session` is the key of the one that stays.
    """
    with transaction.atomic():
        if not device.verify_token(_digits(code)):
            return []
        user = device.user
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        codes = _new_codes(user)
        end_sessions(user, but=session)
        note("second-factor-on", by=user, target=f"person {user.get_username()}")
    return codes


@transaction.atomic
def switch_off(user: User, *, by: User | None) -> bool:
    """Let somebody sign in with their password alone, and say whether that is new."""
    there = is_on(user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if there:
        note("second-factor-off", by=by, target=f"person {user.get_username()}")
    return there


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes; those from before work no more."""
    codes = _new_codes(user)
    note("recovery-codes", by=user, target=f"person {user.get_username()}")
    return codes


def codes_left(user: User) -> int:
    """Return how many recovery codes somebody has not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


def check(user: User, code: str, *, counts: bool = True) -> TOTPDevice | None:
    """Return the device of somebody's app if a code is its, or one of the recovery codes that stand in for it.

    None for any other code, one that was used before, and one that comes too soon after a wrong one. One that doesn't
    count, as it came with a wrong password, is kept, and is followed by the wait that follows a wrong one.
    """
    digits = _digits(code)
    # A recovery code is longer, and may have figures alone.
    kind: type[TOTPDevice | StaticDevice] = TOTPDevice if len(digits) == TOTP_DIGITS else StaticDevice
    with transaction.atomic():
        devices = list(kind.objects.select_for_update().filter(user=user, confirmed=True))
        if not counts:
            for device in devices:
                if device.verify_is_allowed()[0]:
                    device.throttle_increment()
        elif any(device.verify_token(digits.lower()) for device in devices):
            return TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return None


def seconds_to_wait(user: User) -> int:
    """Return in how many seconds another code will be looked at, after wrong ones; 0 for now."""
    until = []
    for kind in KINDS:
        for device in kind.objects.filter(user=user, confirmed=True):
            allowed, reason = device.verify_is_allowed()
            if not allowed:
                until.append(reason["locked_until"])
    return max(1, math.ceil((max(until) - timezone.now()).total_seconds())) if until else 0


def forget_wrong_codes(user: User) -> bool:
    """Let another code be looked at now, and say whether any was wrong: whoever has the password can enter many."""
    wrong = (kind.objects.filter(user=user, throttling_failure_count__gt=0) for kind in KINDS)
    return bool(sum(rows.update(throttling_failure_count=0, throttling_failure_timestamp=None) for rows in wrong))


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _digits(code: str) -> str:
    return "".join(code.split()).replace("-", "")
