"""What must hold after any storm. Pure: facts in, what is wrong out.

Laws
1. Every acknowledged arrival has its turn, exactly once; none was parked.
2. No turn is half: arrivals, messages, outbox and the conversation's version and turn agree.
3. What a chat wrote, and what a counselor replied, stands once, in the order in which it was written.
4. What was to be said reached the platform, or a reason is noted, and for a withdrawal the reason can be seen in the
   talk: a claim or an exit after it (nobody in a storm says what is IMMINENT); nothing is left lying.
5. Bubbles of a chat come in the order of their rows.
6. A bubble comes more than once only when its row shows as many attempts, and a counselor's never.
7. Every bubble is a row of its own chat.
8. After a claim nothing of the bot follows.
9. A word is answered, unless a counselor has the floor, its sender floods us, or we found it late (who left meanwhile
   is not written to). Words of a story are answered together, by the next turn that speaks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.rules import flood
from tests.chaos.facts import Arrived, Facts, Line, Row, Talk

FROM_CONTACT = frozenset(["Said", "Press", "Media", "Location", "Card", "Edited"])
VOID = frozenset(["Silence", "Waited", "Claimed"])
"""They may come too late, or a second time, and are then no turn."""
IN_FLIGHT_MS = 3_000
"""What had left when a counselor claimed the talk may still be on its way."""
SPAN_MS = int(flood.SPAN.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One breach. `law`: in a word; `where`: ids and counts."""

    law: str
    where: str


def check(facts: Facts) -> list[Wrong]:
    """Everything that is wrong, smallest laws first."""
    laws = (_turns, _whole, _heard, _reached, _ordered, _doubled, _own, _one_voice, _answered)
    return [wrong for law in laws for wrong in law(facts)]


def doubles(facts: Facts) -> int:
    """Bubbles beyond the first of their row."""
    return sum(count - 1 for count in _copies(facts).values())


def _copies(facts: Facts) -> Counter[str]:
    return Counter(one.row for one in facts.bubbles if one.row)


def _by_talk(facts: Facts) -> dict[str, list[Arrived]]:
    found: dict[str, list[Arrived]] = defaultdict(list)
    for one in facts.arrivals:
        found[one.talk].append(one)
    return found


def _turns(facts: Facts) -> Iterator[Wrong]:
    stored = Counter(one.id for one in facts.arrivals)
    for name in sorted(facts.acknowledged):
        if stored[name] != 1:
            yield Wrong("lost" if not stored[name] else "twice", f"{name}: {stored[name]} turns")
    for one in facts.arrivals:
        if one.state != "done":
            yield Wrong("parked", one.id)


def _whole(facts: Facts) -> Iterator[Wrong]:
    arrivals = _by_talk(facts)
    talks = {one.id for one in facts.talks}
    for lost in sorted(arrivals.keys() - talks):
        yield Wrong("half", f"{lost}: arrivals without a talk")
    words = Counter(one.talk for one in facts.lines if one.author == "contact")
    last = {one.id: 0 for one in facts.talks}
    for line in facts.lines:
        last[line.talk] = max(last.get(line.talk, 0), line.turn)
    for talk in facts.talks:
        yield from _counted(talk, arrivals[talk.id], words[talk.id], last[talk.id])
    ours = {f"{one.talk}/{one.turn}/{one.n}" for one in facts.lines if one.author != "contact"}
    for name in sorted(ours ^ {one.id for one in facts.rows}):
        yield Wrong("half", f"{name}: a message or its way out is missing")
    for name in _gaps(facts.rows):
        yield Wrong("half", f"{name}: the bubble before it is missing")


def _counted(talk: Talk, arrivals: list[Arrived], words: int, last: int) -> Iterator[Wrong]:
    if talk.version != len(arrivals):
        yield Wrong("half", f"{talk.id}: version {talk.version} of {len(arrivals)} arrivals")
    void = sum(one.kind in VOID for one in arrivals)
    if not len(arrivals) - void <= talk.turn <= len(arrivals):
        yield Wrong("half", f"{talk.id}: {talk.turn} turns of {len(arrivals)} arrivals")
    written = sum(one.kind in FROM_CONTACT for one in arrivals)
    if written != words:
        yield Wrong("half", f"{talk.id}: {words} messages of {written} arrivals")
    if last > talk.turn:
        yield Wrong("half", f"{talk.id}: a message of turn {last} beyond turn {talk.turn}")


def _gaps(rows: Iterable[Row]) -> list[str]:
    names = {one.id for one in rows}
    return sorted(one.id for one in rows if one.n > 1 and f"{one.talk}/{one.turn}/{one.n - 1}" not in names)


def _heard(facts: Facts) -> Iterator[Wrong]:
    talks = {one.id: one for one in facts.talks}
    words: dict[str, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
    replies: dict[str, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
    for line in facts.lines:
        talk = talks.get(line.talk)
        if line.author == "contact" and talk:
            words[talk.chat].append(((talk.place, line.turn), line.digest))
        elif line.author == "counselor":
            replies[line.talk].append(((line.turn, line.n), line.digest))
    yield from _in_order("unordered words", facts.said, words)
    yield from _in_order("unordered replies of a counselor", facts.replied, replies)


def _in_order(
    law: str, asked: Mapping[str, tuple[str, ...]], kept: Mapping[str, list[tuple[tuple[int, ...], str]]]
) -> Iterator[Wrong]:
    for where, said in sorted(asked.items()):
        wanted = set(said)
        stands = tuple(text for _, text in sorted(kept.get(where, [])) if text in wanted)
        if stands != said:
            pairs = enumerate(zip(said, stands, strict=False))
            first = next((n for n, pair in pairs if pair[0] != pair[1]), min(len(said), len(stands)))
            yield Wrong(law, f"{where}: {len(stands)} of {len(said)} stand, the first odd one is {first}")


def _reached(facts: Facts) -> Iterator[Wrong]:
    copies = _copies(facts)
    for one in facts.rows:
        fate = f"{one.id}: {one.state}, {one.attempts} attempts, because '{one.because}'"
        if not one.finished:
            yield Wrong("left lying", fate)
        elif one.state == "sent":
            if not copies[one.id]:
                yield Wrong("missing", fate)
        elif not _has_reason(facts, one):
            yield Wrong("no reason", fate)
        elif one.state == "refused" or (one.state == "unknown" and one.author == "bot"):
            yield Wrong("missing", fate)


def _has_reason(facts: Facts, row: Row) -> bool:
    if row.state not in ("withdrawn", "held", "refused", "unknown") or not row.because:
        return False
    if row.state != "withdrawn":
        return True
    claimed = any(one.talk == row.talk and one.turn > row.turn for one in facts.claims)
    if row.because == "withdrawn":
        return claimed or any(one.leaves and one.talk == row.talk and one.turn > row.turn for one in facts.lines)
    return row.because != "claimed" or any(one.talk == row.talk for one in facts.claims)


def _ordered(facts: Facts) -> Iterator[Wrong]:
    """A released row leaves when its reader is back, later than its place."""
    places = {one.id: one.place for one in facts.talks}
    rows = {one.id: one for one in facts.rows}
    chats: dict[str, list[Row]] = defaultdict(list)
    for bubble in facts.bubbles:
        row = rows.get(bubble.row)
        if row and not row.released:
            chats[bubble.chat].append(row)
    for chat, came in sorted(chats.items()):
        for one, after in pairwise(came):
            if (places[one.talk], one.turn, one.n) > (places[after.talk], after.turn, after.n):
                yield Wrong("unordered replies", f"{chat}: {after.id} after {one.id}")


def _doubled(facts: Facts) -> Iterator[Wrong]:
    copies = _copies(facts)
    for one in facts.rows:
        most = one.attempts if one.author == "bot" else min(one.attempts, 1)
        if copies[one.id] > most:
            yield Wrong("unexplained double", f"{one.id}: came {copies[one.id]} times, {one.attempts} attempts")


def _own(facts: Facts) -> Iterator[Wrong]:
    chats = {one.id: one.chat for one in facts.talks}
    rows = {one.id: one for one in facts.rows}
    for bubble in facts.bubbles:
        row = rows.get(bubble.row)
        if row is None:
            yield Wrong("from nowhere", f"{bubble.chat}: bubble {bubble.external}")
        elif chats.get(row.talk) != bubble.chat:
            yield Wrong("another's", f"{bubble.chat}: {row.id}")


def _one_voice(facts: Facts) -> Iterator[Wrong]:
    left = {one.talk for one in facts.lines if one.leaves}
    bots = {one.id: one for one in facts.rows if one.author == "bot"}
    for claim in facts.claims:
        for bubble in facts.bubbles:
            row = bots.get(bubble.row)
            if row is None or row.talk != claim.talk or bubble.at <= claim.at + IN_FLIGHT_MS:
                continue
            stale = row.turn < claim.turn
            beside = bubble.at < claim.until and claim.talk not in left
            if stale or beside:
                yield Wrong("after a claim", f"{row.id} {bubble.at - claim.at} ms after turn {claim.turn}")


def _answered(facts: Facts) -> Iterator[Wrong]:
    spoken = {(one.talk, one.turn) for one in facts.rows}
    late = {(one.talk, one.at) for one in facts.arrivals if one.id in facts.late}
    claims = defaultdict(list)
    for claim in facts.claims:
        claims[claim.talk].append(claim)
    talks = {one.id: one for one in facts.talks}
    gathered = _gathered(facts)
    words: dict[str, list[int]] = defaultdict(list)
    heard = [one for one in facts.lines if one.author == "contact" and one.talk in talks]
    for line in sorted(heard, key=lambda one: (talks[one.talk].place, one.talk, one.turn)):
        before = words[talks[line.talk].chat]
        before.append(line.at)
        flooding = len(before) > flood.MOST and line.at - before[-flood.MOST - 1] <= SPAN_MS
        claimed = any(one.at <= line.at <= one.until for one in claims[line.talk])
        excused = flooding or claimed or (line.talk, line.at) in late
        if (line.talk, line.turn) not in spoken | gathered and not excused:
            yield Wrong("unanswered", f"{line.talk}/{line.turn}")


def _gathered(facts: Facts) -> set[tuple[str, int]]:
    """Talk and turn of the words of a story: those after a question that gathers, up to the turn that answers them."""
    talks: dict[str, list[Line]] = defaultdict(list)
    for one in facts.lines:
        talks[one.talk].append(one)
    found: set[tuple[str, int]] = set()
    for talk, lines in talks.items():
        gathers, story = False, set[tuple[str, int]]()
        for line in sorted(lines, key=lambda one: (one.turn, one.n)):
            if line.author == "contact":
                story |= {(talk, line.turn)} if gathers else set()
            else:
                found |= story
                gathers, story = line.gathers, set()
    return found
