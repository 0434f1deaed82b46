"""A contact past 10 messages in 10 seconds gets at most one answer per 10 seconds; everything is kept and screened
(contract.md, What must hold)."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST = 10
SPAN = timedelta(seconds=10)


@dataclass(slots=True)
class Flow:
    """The recent moments of one contact."""

    came: deque[datetime] = field(default_factory=lambda: deque(maxlen=MOST + 1))
    answered: datetime | None = None

    def may_answer(self, at: datetime) -> bool:
        """Count one message; may it be answered?"""
        self.came.append(at)
        flooding = len(self.came) > MOST and at - self.came[0] <= SPAN
        if flooding and self.answered is not None and at - self.answered < SPAN:
            return False
        self.answered = at
        return True
