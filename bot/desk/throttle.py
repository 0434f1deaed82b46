"""Wrong sign-ins make further ones wait, without letting a stranger lock a counselor out.

Laws
1. Browsers that nobody has signed in from share one count of each account: a stranger can make all of these wait. A
   one-time link of the operator leads in meanwhile.
2. A browser that signed in to an account has a count of its own there: only its own failures make it wait.
3. The cookie by which we know it opens nothing. It holds a random name and a keyed proof that we gave that name to this
   account; there is one cookie of each account, so that counselors may share a computer.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.message import CounselorId

MOST_FAILURES = 5
PAUSE = timedelta(minutes=1)
KNOWN_FOR = timedelta(days=400)
"""As long as a browser keeps a cookie at most (RFC 6265bis, 5.5); each sign-in begins it anew."""
STRANGER = ""
LONGEST_NAME = 64
"""Letters of a browser's random name; a token of the vault has 43."""


@dataclass(slots=True)
class Failures:
    """Of one account and one browser, or all unknown ones. Unknown accounts need none: they never open."""

    count: int = 0
    until: datetime | None = None


@dataclass(slots=True)
class Throttle:
    """`key` is the vault's look-up; `new_name` makes a browser's random name. Counts live as long as the process."""

    key: Callable[[str, str], bytes]
    new_name: Callable[[], str]
    _failures: dict[tuple[CounselorId, str], Failures] = field(default_factory=dict)

    def browser(self, counselor: CounselorId, cookies: Mapping[str, str]) -> str:
        """The name under which this browser signed in to the account before, or STRANGER."""
        name, _, proof = cookies.get(cookie_of(counselor), "").partition(".")
        if not (0 < len(name) <= LONGEST_NAME and proof.isascii()):
            return STRANGER
        return name if hmac.compare_digest(proof, self._proof(counselor, name)) else STRANGER

    def known(self, counselor: CounselorId, browser: str) -> str:
        """The value of its cookie from now on; a stranger gets a name."""
        name = browser or self.new_name()
        return f"{name}.{self._proof(counselor, name)}"

    def waits(self, counselor: CounselorId, browser: str, now: datetime) -> bool:
        found = self._failures.get((counselor, browser))
        return found is not None and found.until is not None and now < found.until

    def failed(self, counselor: CounselorId, browser: str, now: datetime) -> None:
        found = self._failures.setdefault((counselor, browser), Failures())
        found.count += 1
        if found.count >= MOST_FAILURES:
            found.count, found.until = 0, now + PAUSE

    def forget(self, counselor: CounselorId, browser: str) -> None:
        """It signed in."""
        self._failures.pop((counselor, browser), None)

    def _proof(self, counselor: CounselorId, name: str) -> str:
        return self.key("browser", f"{counselor}|{name}").hex()


def cookie_of(counselor: CounselorId) -> str:
    """The name of the cookie: ids are random and say nothing about anybody."""
    return f"kenal-{counselor}"
