"""How fast one chat, and one channel, may be written to (channel facts A5, B7).

Telegram: about 1 message/s per private chat with short bursts, 20 a minute to a group, about 30/s in all. WhatsApp:
about one per 6 s to the same person, short bursts allowed; in all what is configured for the number. The web chat is
our own. What a platform still finds too fast it says for that chat (errors.Busy).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.message import Address, Channel


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then one every `every`."""

    burst: int
    every: timedelta


PER_CHAT = {
    Channel.TELEGRAM: Rate(3, timedelta(seconds=1)),
    Channel.WHATSAPP: Rate(3, timedelta(seconds=6)),
}
PER_GROUP = Rate(5, timedelta(seconds=4))
"""20 in any minute: five at once and fifteen more."""
WHATSAPP = 80
"""Messages a second from one number: Meta's default; Twilio and Meta raise or lower it for each number (B7)."""


def per_chat(to: Address) -> Rate | None:
    """How fast this chat may be written to; None: as fast as we like."""
    if to.channel is Channel.TELEGRAM and to.value.startswith("-"):  # a group's number is negative (channel facts A4)
        return PER_GROUP
    return PER_CHAT.get(to.channel)


def per_second(messages: int) -> Rate:
    """Evenly, with a tenth of a second's worth at once."""
    return Rate(max(1, messages // 10), timedelta(seconds=1) / messages)


def shared(rate: Rate, processes: int) -> Rate:
    """One process's part of a rate that several keep together."""
    return Rate(max(1, rate.burst // processes), rate.every * processes)


IN_ALL = {Channel.TELEGRAM: Rate(30, timedelta(seconds=1) / 30), Channel.WHATSAPP: per_second(WHATSAPP)}


@dataclass(slots=True)
class Bucket:
    """A token bucket: when may the next one go?"""

    rate: Rate
    full_at: datetime | None = None

    def next(self, now: datetime) -> datetime:
        """The moment from which one more may leave; `now` when at once."""
        if self.full_at is None:
            return now
        return max(now, self.full_at - (self.rate.burst - 1) * self.rate.every)

    def room(self, now: datetime) -> int:
        """How many may leave at once."""
        if self.full_at is None or self.full_at <= now:
            return self.rate.burst
        return max(0, self.rate.burst + (now - self.full_at) // self.rate.every)

    def spend(self, now: datetime) -> None:
        self.full_at = max(now, self.full_at or now) + self.rate.every
