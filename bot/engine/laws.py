"""What may not happen to anybody, whatever they do: the laws that every act of a walk is held to, as they are told when
one is broken (bot/engine/trial.py)."""

from collections.abc import Iterator

from bot.engine import reentry
from bot.engine.draft import MOST_BUBBLES
from bot.engine.mind import Mind
from bot.flow.codes import Both
from bot.flow.codes.code import filled
from bot.flow.names import RETURN
from bot.model.conversation import Conversation, Reader, Voice
from bot.model.message import FROM_CONTACT, Author, Inbound, Level, Opened, Planned, Returned, Silence, Waited
from bot.model.turn import Turn

UNANSWERED = Both("tidak dijawab", "was not answered")
RAISED = Both("berhenti dengan {error}", "raised {error}")
CROWDED = Both("{number} gelembung berturut-turut", "{number} bubbles in a row")
EMPTY = Both("ada gelembung kosong", "an empty bubble")
HIDDEN = Both("bertanya tanpa tombolnya: {keys}", "asked without its buttons: {keys}")
FELL = Both("tingkat bahaya turun", "the level fell")
LOST = Both("tiketnya hilang", "the ticket was lost")
BROKEN = Both("bot bicara padahal tidak ditanya", "a silence was broken")
OVER = Both("bot bicara padahal konselor sedang bicara", "the bot spoke while a counselor had the floor")
ALONE = Both("nyawa terancam, tiket tidak dibuka", "a life is at risk and no ticket is open")
NUMBER = Both("nyawa terancam, tidak ada nomor bantuan", "a life is at risk and no number was said")
NOBODY = Both("konselor tidak dipanggil", "nobody comes")
REFUSED = Both("konselor ditolak: {because}", "a counselor was refused: {because}")
AGAIN = Both("pertanyaan yang sudah lewat dijawab lagi: {arrows}", "a finished question was answered again: {arrows}")
MISSED = Both("tidak lewat {aim}, tetapi {arrows}", "did not walk {aim}, but {arrows}")
OTHER = Both("memilih {arrows}, bukan {named}", "chose {arrows}, not {named}")
LARGE = Both(
    "{letters} huruf, lebih dari yang ditampilkan {channel}", "{letters} letters are more than {channel} shows"
)
HEAVY = Both("lebih dari {most} bita di tombol: {labels}", "more than {most} bytes stand on a button: {labels}")
CUT = Both("label terpotong: {labels}", "a label is not shown whole: {labels}")
SAME = Both("dua tombol terbaca sama: {labels}", "two buttons read the same: {labels}")


def broken(mind: Mind, before: Conversation, turn: Turn, inbound: Inbound) -> Iterator[Both]:
    """Those that one turn broke by itself."""
    now, says = turn.conversation, turn.says
    if turn.refused:
        yield filled(REFUSED, {"because": turn.refused})
    if len(says) > MOST_BUBBLES:
        yield filled(CROWDED, {"number": len(says)})
    if any(not one.text.strip() for one in says):
        yield EMPTY
    if now.level < before.level:
        yield FELL
    held = before.ticket and before.ticket.open and not isinstance(inbound, Returned)
    if held and not (now.ticket and now.ticket.open):
        yield LOST
    if isinstance(inbound, Silence | Waited | Planned) and says and not _may_speak(before):
        yield BROKEN
    yield from _voices(before, turn, inbound)
    if turn.alarm and turn.alarm.level is Level.IMMINENT:
        yield from _danger(mind, before, turn)


def _may_speak(before: Conversation) -> bool:
    """A gather that ends is an answer; and a parent's own phone may be written to."""
    return before.gather is not None or (before.own_phone and before.reader is Reader.PARENT)


def _voices(before: Conversation, turn: Turn, inbound: Inbound) -> Iterator[Both]:
    """One voice at a time; after a long silence the bot asks neutrally who is there, until that is answered."""
    asked = before.position is not None and before.position.flow == RETURN
    here = isinstance(inbound, FROM_CONTACT) and not isinstance(inbound, Opened)
    shut = before.locked or turn.conversation.locked or reentry.away(before, inbound)
    claimed = before.voice is Voice.COUNSELOR and turn.conversation.voice is Voice.COUNSELOR
    if claimed and here and not (shut or asked) and any(one.author is Author.BOT for one in turn.says):
        yield OVER


def _danger(mind: Mind, before: Conversation, turn: Turn) -> Iterator[Both]:
    """A life is at risk: a person is due and a number is said, in the same turn."""
    if turn.conversation.ticket is None or not turn.conversation.ticket.open:
        yield ALONE
    told = "\n".join(one.text for one in turn.says)
    if before.voice is not Voice.COUNSELOR and not any(
        one.number and one.number in told for one in mind.book.directory.values()
    ):
        yield NUMBER
