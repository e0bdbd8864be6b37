"""The second key: codes that change every half minute (TOTP, RFC 6238), each taken once."""

from __future__ import annotations

from datetime import datetime

import pyotp

# Seconds for which one code stands; codes of the step before and after are taken too, since clocks differ.
STEP, DRIFT = 30, 1


def new_secret() -> str:
    """Make a secret, 160 bits in base 32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, site: str) -> str:
    """Give the address by which an authenticator app takes the secret in."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Give the step whose code this is; None when it is none of the steps that count now."""
    told = "".join(code.split())
    if not secret or not (told.isascii() and told.isdigit()):
        return None
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    matching = (
        step
        for step in range(current - DRIFT, current + DRIFT + 1)
        if pyotp.utils.strings_equal(totp.at(step * STEP), told)
    )
    return next(matching, None)
