"""What a counselor signs in with."""

from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

STEP = 30
"""Seconds of a TOTP step (RFC 6238)."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id with 19 MiB: the OWASP minimum, about 21 ms here; the desk runs two at a time."""


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def verify_password(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def new_secret() -> str:
    """A TOTP secret, base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, name: str) -> str:
    """What the authenticator's camera reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Meja Puspaga")


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The step this code belongs to: the present one or a neighbour; None when it fits none."""
    tidy = code.replace(" ", "")
    if not (tidy.isascii() and tidy.isdigit()):
        return None
    totp, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    return next(
        (one for one in (step, step - 1, step + 1) if pyotp.utils.strings_equal(totp.at(one * STEP), tidy)), None
    )
