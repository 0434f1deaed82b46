"""Danger is met with care and with a number: by kind, reader, level and district, all of them counted through.

1. Whatever leads into the flow of IMMINENT says a contact that may be shown in the same turn; into the flow of HIGH, in
   that turn or the next. Who did not say that the screen is safe may be told the word for the numbers instead.
2. At most two contacts in a turn.
3. A parent about to lose control reads a step first, in words written for that; self-harm reads of somebody near or of
   the hospital, and not of the police.
4. Every alarm can be denied at once ("Bukan begitu").
5. Who gets a ticket reads from the calendar when a person reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.flow.book import Route, SayContact, SayItem, SayRoute, SayText, Text
from bot.flow.contacts import MOST_CONTACTS, everyones, named, route_for, showable
from bot.flow.facts import LEVEL, OTHER, READER, Facts
from bot.flow.graph import OWN_WORD
from bot.flow.journeys import UNSAID, Node
from bot.flow.names import DISPUTE, ENTRY, PERSON, RESERVED
from bot.flow.proof_case import CALENDAR, NUMBERS, Breach, Case, readings
from bot.flow.proof_help import NUMBERS_FLOW
from bot.flow.steps import Stop
from bot.model.conversation import Reader
from bot.model.message import Kind, Level

DANGER = (Level.CONCERN, Level.HIGH, Level.IMMINENT)
CONTROL, HARM = Kind.PARENT_CONTROL.value, Kind.SELFHARM.value
POLICE = "110"
NEAR = ("dekat", "dewasa", "temani", "rumah sakit", "igd")
"""Words that lead to somebody near, or to a hospital; one stands in every first line about self-harm."""
SCREEN, SAFE = "layar", "tidak_ada"
"""The answer that nobody else sees the screen."""
PLACE = "kini.wilayah"
ELSEWHERE = ""
"""A district that no contact names."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in danger, as far as a contact depends on it."""

    kind: str
    reader: Reader
    level: Level
    district: str

    def told(self, talk: Sequence[str]) -> str:
        """As a talk begins; the level, where no alarm in it tells."""
        known = any(line == f"user: ({one.name.lower()})" for line in talk for one in DANGER)
        level = "" if known else f"{self.level.name.lower()}; "
        return f"({level}{self.kind}; {self.reader.value}; {self.district or 'kabupaten lain'})"


def people(case: Case, facts: Facts) -> Iterator[Person]:
    """Everybody whom these facts allow."""
    readers = [one for one in Reader if one.value in case.ground.of(facts, READER)]
    levels = [one for one in DANGER if one.name.lower() in case.ground.of(facts, LEVEL)]
    districts = [ELSEWHERE, *sorted({name for one in case.book.directory.values() for name in one.districts})]
    if PLACE in case.ground.names:
        allowed, whole = case.ground.of(facts, PLACE), case.ground.of(case.ground.top, PLACE)
        districts = [one for one in districts if (one if one in whole else OTHER) in allowed]
    for kind in Kind:
        for reader in readers:
            for level in levels:
                yield from (Person(kind.value, reader, level, district) for district in districts)


class Numbers:
    """Which numbers somebody reads in a turn."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.book = case.book
        self._route = cache(lambda kind, reader, level: route_for(self.book, {kind}, reader, level))
        self._named = cache(lambda number, reader, place: named(self.book, self.book.routes[number], reader, place))
        self._place = {id(route): number for number, route in enumerate(self.book.routes)}

    def route(self, person: Person) -> Route:
        found: Route = self._route(person.kind, person.reader, person.level)
        return found

    def contacts(self, stop: Stop, person: Person) -> int:
        """How many contacts stand in a turn by name."""
        found = 0
        for item in self.case.items(stop.passed):
            match item:
                case SayContact(name):
                    found += showable(self.book.directory[name], person.reader, person.district)
                case SayRoute("contacts"):
                    number = self._place[id(self.route(person))]
                    found += len(self._named(number, person.reader, person.district))
        return found

    def any(self, stop: Stop, person: Person) -> bool:
        """A contact by name, or the line of emergency numbers."""
        if self.contacts(stop, person):
            return True
        return self.case.says(stop.passed, NUMBERS) and bool(everyones(self.book, person.reader, person.district))


# ---- a contact in time


@dataclass(frozen=True, slots=True)
class Way:
    """A turn that leads into a flow of danger, from an entrance or from a node."""

    stop: Stop
    lines: tuple[str, ...]
    before: Node | None = None


def ways_into(case: Case, level: Level) -> Iterator[Way]:
    """Every turn that leads into the flow of a level from outside."""
    flow = ENTRY[level]
    for entrance in case.graph.entrances:
        yield from (Way(stop, entrance.lines) for stop in case.journeys.enter(entrance) if flow in stop.flows)
    for node in case.journeys.nodes:
        for act in case.journeys.acts(node) if node.place.flow != flow else ():
            if act.name not in UNSAID:
                yield from (Way(stop, act.lines, node) for stop in act.stops if flow in stop.flows)


def imminent_says_a_contact(case: Case) -> Iterator[Breach]:
    """F220."""
    numbers = Numbers(case)
    for way in ways_into(case, Level.IMMINENT):
        for person in people(case, way.stop.facts):
            if not numbers.any(way.stop, person):
                yield _breach(case, "F220", way, person)
                break


def high_says_a_contact(case: Case) -> Iterator[Breach]:
    """F221."""
    numbers = Numbers(case)
    for way in ways_into(case, Level.HIGH):
        answers = list(_answers(case, way)) if way.stop.how == "ask" else []
        for person in people(case, way.stop.facts):
            if numbers.any(way.stop, person):
                continue
            late = next((one for one in answers if not _in_time(numbers, one, person)), None)
            if late or not answers:
                yield _breach(case, "F221", way, person, late)
                break


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be answered to the first question about a danger. `safe`: that nobody else sees the screen."""

    lines: tuple[str, ...]
    stop: Stop
    safe: bool


def _answers(case: Case, way: Way) -> Iterator[Answer]:
    node = Node(way.stop.spot, case.ground.later(way.stop.facts), True, "", way.lines, way.stop, way.stop.passed)
    screen = case.ask(node.place).save == SCREEN
    for act in case.journeys.acts(node):
        if act.name not in UNSAID:
            safe = not screen or act.name == f"choice {SAFE}"
            yield from (Answer(act.lines, stop, safe) for stop in act.stops if stop.how not in RESERVED)


def _in_time(numbers: Numbers, answer: Answer, person: Person) -> bool:
    """Does this answer lead to a contact, if this person can give it?"""
    case = numbers.case
    if person.reader is not Reader.UNKNOWN and person.reader.value not in case.ground.of(answer.stop.facts, READER):
        return True
    return numbers.any(answer.stop, person) or (not answer.safe and _names_the_word(case, answer.stop))


def _names_the_word(case: Case, stop: Stop) -> bool:
    """Does a text name the word for the numbers, in capitals?"""
    flow = case.book.flows.get(NUMBERS_FLOW)
    word = flow.words[0].upper() if flow and flow.words else ""
    return bool(word) and any(
        all(re.search(rf"\b{re.escape(word)}\b", one) for one in readings(text)) for text in case.texts(stop.passed)
    )


def two_contacts_at_most(case: Case) -> Iterator[Breach]:
    """F222."""
    numbers = Numbers(case)
    for way in every_way(case):
        for person in people(case, way.stop.facts):
            if numbers.contacts(way.stop, person) > MOST_CONTACTS:
                yield _breach(case, "F222", way, person)
                break


def every_way(case: Case) -> Iterator[Way]:
    """Every turn in which a contact is said by name, the first by which each place is reached."""
    seen = set()
    for node in case.journeys.nodes:
        said = [place for place in node.said if any(map(is_contact, case.graph.state(place).say))]
        if said and tuple(said) not in seen:
            seen.add(tuple(said))
            yield Way(node.stop, node.lines, node.before)


def is_contact(item: SayItem) -> bool:
    return isinstance(item, SayContact) or item == SayRoute("contacts")


# ---- the first words


def first_words_fit(case: Case) -> Iterator[Breach]:
    """F223 of a parent about to lose control, F224 of self-harm; alone, and beside any other kind."""
    for way in alarms(case):
        for code, kind, fits in (("F223", CONTROL, _step_first), ("F224", HARM, _somebody_near)):
            wrong = (
                person
                for person in people(case, way.stop.facts)
                if (kind == CONTROL or person.kind != CONTROL) and not fits(case, way.stop, person)
            )
            if found := next(wrong, None):
                yield _breach(case, code, way, found)


def alarms(case: Case) -> Iterator[Way]:
    for entrance in case.graph.entrances:
        if entrance.level is not None:
            yield from (Way(stop, entrance.lines) for stop in case.journeys.enter(entrance))


def _step_first(case: Case, stop: Stop, person: Person) -> bool:
    """Words written for a parent about to lose control, without a number, before any number."""
    route = route_for(case.book, {CONTROL, person.kind}, person.reader, person.level)
    if CONTROL not in route.kinds or any(re.search(r"\d{3}|kini\.nomor", one) for one in readings(route.line)):
        return False
    return _line_first(case, stop)


def _line_first(case: Case, stop: Stop) -> bool:
    """Does the first line of the route stand before every number?"""
    for item in case.items(stop.passed):
        if item == SayRoute("line"):
            return True
        if is_contact(item) or (isinstance(item, SayText) and any(NUMBERS in one for one in readings(item.text))):
            return False
    return False


def _somebody_near(case: Case, stop: Stop, person: Person) -> bool:
    """Words written for self-harm, which lead to somebody near; and a first contact that is not the police."""
    route = route_for(case.book, {HARM, person.kind}, person.reader, person.level)
    if HARM not in route.kinds or not _leads_near(route.line):
        return False
    shown = named(case.book, route, person.reader, person.district)
    return _line_first(case, stop) and not (shown and shown[0].number == POLICE)


def _leads_near(line: Text) -> bool:
    """In Indonesian, whoever reads it."""
    own = (line.by["id"], *(one.by["id"] for one in line.variants))
    return all(any(word in one.casefold() for word in NEAR) for one in own)


def every_alarm_can_be_denied(case: Case) -> Iterator[Breach]:
    """F225."""
    for way in alarms(case):
        stop = way.stop
        denied = stop.how == "ask" and any(one.go == DISPUTE for one in case.ask(stop.spot.place).choices)
        if not denied:
            talk = case.talk(None, stop, *way.lines)
            yield Breach(case.graph.mark(stop.spot.place), "F225", talk, {"name": str(stop.spot)})


# ---- the calendar


def tickets_tell_the_hours(case: Case) -> Iterator[Breach]:
    """F230."""
    seen = set()
    for way in tickets(case):
        place = way.stop.spot.place
        if place not in seen and not case.says(way.stop.passed, CALENDAR):
            seen.add(place)
            talk = case.talk(way.before, way.stop, *way.lines)
            yield Breach(case.graph.mark(place), "F230", talk, {"name": str(place)})


def tickets(case: Case) -> Iterator[Way]:
    """Every turn that opens a ticket: a person is wanted, or a life is in danger. A word of the contact's own calls a
    person without a word about it: whoever looks at the screen may not understand it."""
    for entrance in case.graph.entrances:
        for stop in case.journeys.enter(entrance) if entrance.why != OWN_WORD else ():
            if stop.person or entrance.level is Level.IMMINENT:
                yield Way(stop, entrance.lines)
    for node in case.journeys.nodes:
        inside = node.place.flow == PERSON
        for act in case.journeys.acts(node) if node.how == "ask" else ():
            for stop in act.stops:
                if act.name not in UNSAID and stop.person and (not inside or stop.how == "handoff"):
                    yield Way(stop, act.lines, node)


def _breach(case: Case, code: str, way: Way, person: Person, late: Answer | None = None) -> Breach:
    """`late`: the answer to the first question after which it is too late."""
    talk = case.talk(way.before, way.stop, *way.lines)
    if late:
        talk = (*talk, *late.lines, *case.journeys.said(late.stop.passed))
    stop = late.stop if late else way.stop
    return Breach(case.graph.mark(stop.spot.place), code, (person.told(talk), *talk), {"name": str(stop.spot)})
