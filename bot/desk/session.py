"""Who is at the desk: signing in, enrolling, and the session behind a cookie.

Laws
1. An unknown name, a wrong password and an account that has to wait cost the same work and get the same answer.
2. Failures slow down their own account only; a browser that signed in to it before waits for its own failures only, so
   that no stranger keeps its counselor out (throttle.py).
3. A used TOTP step is refused.
4. What a page asks for by itself keeps no session alive.
5. Who enrols anew begins anew: no earlier session lives on.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.clock import LOCAL
from bot.desk.throttle import STRANGER, Throttle, cookie_of
from bot.model.counselor import Counselor
from bot.model.desk import Session
from bot.ports import Clock, Store
from bot.vault.passwords import hash_password, new_secret, totp_step, verify_password

SHORTEST_PASSWORD = 12
LONGEST_NAME = 60
"""Letters of a name a contact reads."""
AT_ONCE = 2
"""argon2id takes 19 MiB each; the machine is small."""
NOBODY = hash_password("nobody has this password")
"""Verified against when the name is unknown."""
SECRET = re.compile(r"[A-Z2-7]{32}")
"""160 bits in base32, as passwords.new_secret makes it (RFC 4226, R6)."""
NO_LINK = "Tautan ini sudah dipakai atau lewat 24 jam."


@dataclass(frozen=True, slots=True)
class Seat:
    """What the browser of somebody who signed in keeps: the session's secret, and the cookie we know it again by."""

    token: str
    cookie: str
    known: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the enrolment form holds."""

    shown: str
    password: str
    again: str
    code: str
    secret: str
    profession: str
    kha_trained_on: str
    checked_on: str


@dataclass(slots=True)
class Door:
    """Signing in. `new_token` makes the session's secret; `throttle` says who has to wait."""

    store: Store
    clock: Clock
    new_token: Callable[[], str]
    throttle: Throttle
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def sign_in(self, name: str, password: str, code: str, *, cookies: Mapping[str, str]) -> Seat | None:
        """A seat, or None. `cookies` are the browser's."""
        now = self.clock.now()
        counselor = await self.store.counselor(name)
        hashed = counselor.password if counselor and counselor.password else NOBODY
        async with self._gate:
            good = await asyncio.to_thread(verify_password, hashed, password)
        if counselor is None or not counselor.password or counselor.disabled_at is not None:
            return None
        browser = self.throttle.browser(counselor.id, cookies)
        if self.throttle.waits(counselor.id, browser, now):
            return None
        step = totp_step(counselor.totp, code, now) if good else None
        if step is None or not await self.store.use_totp_step(counselor.id, step):
            self.throttle.failed(counselor.id, browser, now)
            return None
        return await self._open(counselor, browser)

    async def _open(self, counselor: Counselor, browser: str) -> Seat:
        token = self.new_token()
        await self.store.open_session(token, counselor.id, self.clock.now())
        self.throttle.forget(counselor.id, browser)
        return Seat(token, cookie_of(counselor.id), self.throttle.known(counselor.id, browser))

    async def session(self, token: str, *, by_itself: bool = False) -> Session | None:
        """None when there is none, or when its counselor was invited anew meanwhile: then it is closed for good."""
        if not token:
            return None
        found = await self.store.session(token, self.clock.now(), touch=not by_itself)
        if found is not None and not found.counselor.password:
            await self.store.close_session(token)
            return None
        return found

    def secret(self) -> str:
        return new_secret()

    def is_secret(self, text: str) -> bool:
        return SECRET.fullmatch(text) is not None

    async def enrol(self, link: str, form: Enrolment) -> Seat | str:
        """A seat, or what to mend. The link is used up only when everything fits."""
        now = self.clock.now()
        counselor = await self.store.invited(link, now)
        if counselor is None:
            return NO_LINK
        wrong = _wrong(form, now.astimezone(LOCAL).date())
        if wrong:
            return wrong
        step = totp_step(form.secret, form.code, now) if self.is_secret(form.secret) else None
        if step is None:
            return "Kode dari aplikasi autentikator belum cocok. Coba kode yang baru."
        async with self._gate:
            hashed = await asyncio.to_thread(hash_password, form.password)
        enrolled = replace(
            counselor,
            shown=form.shown or counselor.shown,
            password=hashed,
            totp=form.secret,
            totp_step=step,
            profession=form.profession,
            kha_trained_on=_day(form.kha_trained_on),
            checked_on=_day(form.checked_on),
        )
        if not await self.store.spend_invite(link, enrolled, now):
            return NO_LINK
        return await self._open(enrolled, STRANGER)


def _wrong(form: Enrolment, today: date) -> str:
    if len(form.shown) > LONGEST_NAME:
        return f"Nama untuk keluarga paling panjang {LONGEST_NAME} huruf."
    if len(form.password) < SHORTEST_PASSWORD:
        return f"Kata sandi paling sedikit {SHORTEST_PASSWORD} huruf."
    if form.password != form.again:
        return "Kedua kata sandi belum sama."
    for text in (form.kha_trained_on, form.checked_on):
        day = _day(text)
        if text and day is None:
            return "Tanggal ditulis seperti 2026-03-31."
        if day and day > today:
            return "Tanggal pelatihan dan pemeriksaan tidak bisa di masa depan."
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
