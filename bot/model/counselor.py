"""The person at the desk."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.model.message import CounselorId, Office

ROLES = ("counselor", "supervisor", "editor", "auditor", "operator")


@dataclass(frozen=True, slots=True)
class Counselor:
    """`name` signs in; `shown` is what a contact reads. Without the three records below no child's ticket can be
    claimed (contract.md)."""

    id: CounselorId
    name: str
    shown: str
    office: Office
    roles: frozenset[str]
    profession: str = ""
    kha_trained_on: date | None = None
    checked_on: date | None = None  # background check
    password: str = ""  # argon2id hash; "" until enrolled
    totp: str = ""  # base32 secret; "" until enrolled
    totp_step: int = 0  # the last step used; a used one is refused
    disabled_at: datetime | None = None
    languages: frozenset[str] = frozenset({"id"})  # in which they can help

    @property
    def may_meet_children(self) -> bool:
        return bool(self.profession and self.kha_trained_on and self.checked_on)
