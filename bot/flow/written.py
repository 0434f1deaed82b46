"""Every text that families read, as its file has it, and how far people have come with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Approval(StrEnum):
    """A draft was read by nobody; reviewed, by one; approved, by a second person too."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who said yes, and on which day in East Kalimantan."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Written:
    """One text of one file, in Indonesian. `reader` is child, parent or anyone; `ages` are the bands that read it,
    none where it is for every age; `source` is where the facts of its file come from. The decisions are about these
    very words: those about others do not count."""

    id: str
    text: str
    file: str
    role: str
    reader: str
    ages: frozenset[str] = frozenset()
    source: str = ""
    reviewed: Decision | None = None
    approved: Decision | None = None

    @property
    def approval(self) -> Approval:
        if self.approved:
            return Approval.APPROVED
        return Approval.REVIEWED if self.reviewed else Approval.DRAFT

    @property
    def last(self) -> Decision | None:
        """The decision that brought it so far."""
        return self.approved or self.reviewed
