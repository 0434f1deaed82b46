"""Who somebody is, is asked only when it helps them (flow-language.md, the first message).

1. A question of who writes, how old or where, has an answer that changes what comes next: another way on, or later a
   branch, a variant, a tip by age or a contact by district that looks at it.
2. It can say why it asks.
3. At most one of them stands between a first word and the first help: a tip, a contact, a number or a person. Paths are
   followed by the arrows of the file, whatever their branches ask for.
"""

from collections import deque
from collections.abc import Iterator

from bot.flow.book import Ask, Call, Handoff, SayContact, SayItem, SayRoute, SayText, SayTip, SayTopic, Then
from bot.flow.graph import Entrance, Place
from bot.flow.known import BANDS
from bot.flow.names import PERSON
from bot.flow.proof_case import Breach, Case, readings

FIRST_WORDS = ("first word", "topic")
"""Entrances of somebody who has asked for nothing yet."""
LOOKED_AT = {"reader": "kini.pembaca", "age_band": "kini.umur", "office": "kini.wilayah"}
OFFICE = "{kini.kantor}"
READERS = frozenset(("child", "parent"))


def profile_questions_change_something(case: Case) -> Iterator[Breach]:
    """F270."""
    for place, ask in _profile(case):
        if len({one.go for one in ask.choices}) < 2 and not _looked_at(case, place, ask):
            yield Breach(case.graph.mark(place), "F270", _talk(case, place), {"name": str(place), "variable": ask.save})


def profile_questions_say_why(case: Case) -> Iterator[Breach]:
    """F271."""
    for place, ask in _profile(case):
        if ask.reason is None:
            yield Breach(case.graph.mark(place), "F271", _talk(case, place), {"name": str(place)})


def one_before_help(case: Case) -> Iterator[Breach]:
    """F272."""
    told: set[Place] = set()
    for entrance in case.graph.entrances:
        if entrance.why in FIRST_WORDS:
            yield from _from(case, entrance, told)


def _talk(case: Case, place: Place) -> tuple[str, ...]:
    return case.talk(case.waiting.get(place))


def _profile(case: Case) -> Iterator[tuple[Place, Ask]]:
    for place in case.graph:
        ask = case.graph.ask(place)
        if ask and _sets(case, ask):
            yield place, ask


def _sets(case: Case, ask: Ask) -> str:
    """What the answer tells of the contact, or ""."""
    variable = case.book.variables.get(ask.save)
    return variable.sets if variable and variable.sets in LOOKED_AT else ""


def _looked_at(case: Case, place: Place, ask: Ask) -> bool:
    """Does anything after this question depend on its answer?"""
    sets = _sets(case, ask)
    seen, todo = {place}, [place]
    while todo:
        here = todo.pop()
        for end in case.graph.onward(here):
            if isinstance(end, Place) and end not in seen:
                if _depends(case, end, ask.save, sets):
                    return True
                seen.add(end)
                todo.append(end)
    return False


def _depends(case: Case, place: Place, name: str, sets: str) -> bool:
    state = case.graph.state(place)
    branches = state.exit.branches if isinstance(state.exit, Then | Call) else ()
    if any(one in (name, LOOKED_AT[sets]) for branch in branches for one in branch.when):
        return True
    return any(_told_by(case, item, sets) for item in state.say)


def _told_by(case: Case, item: SayItem, sets: str) -> bool:
    match item:
        case SayText(text) if sets in ("office", "reader") and any(OFFICE in one for one in readings(text)):
            return True
        case SayText(text):
            traits = {one for variant in text.variants for one in variant.when}
            return bool(traits & {"age_band": frozenset(BANDS), "reader": READERS}.get(sets, frozenset()))
        case SayTip(tip):
            return sets == "age_band" and tip in case.book.tips and len(case.book.tips[tip].parts) > 1
        case SayTopic():
            return sets == "age_band"
        case SayContact() | SayRoute():
            return sets in ("office", "reader")
    return False


def _from(case: Case, entrance: Entrance, told: set[Place]) -> Iterator[Breach]:
    """Breadth first: the first path that meets a second question is the shortest."""
    todo = deque([(entrance.place, 0, entrance.lines)])
    seen: set[tuple[Place, int]] = set()
    while todo:
        place, asked, lines = todo.popleft()
        if (place, asked) in seen or _helps(case, place):
            continue
        seen.add((place, asked))
        lines = (*lines, *case.journeys.said([place]))
        ask = case.graph.ask(place)
        asked += bool(ask and _sets(case, ask))
        if asked > 1:
            if place not in told:
                told.add(place)
                yield Breach(case.graph.mark(place), "F272", lines, {"name": str(place)})
            continue
        for arrow in case.graph.arrows[place]:
            end = case.graph.end(place.flow, arrow.target)
            if isinstance(end, Place) and arrow.name not in ("timeout", "back"):
                how, _, key = arrow.name.partition(" ")
                press = {"choice": (f"press: {key}",), "go": ("user: …",)}.get(how, ())
                todo.append((end, asked, (*lines, *press)))


def _helps(case: Case, place: Place) -> bool:
    state = case.graph.state(place)
    if place.flow == PERSON or isinstance(state.exit, Handoff):
        return True
    return any(_is_help(item) for item in state.say)


def _is_help(item: SayItem) -> bool:
    if isinstance(item, SayText):
        return any(blank in one for one in readings(item.text) for blank in ("{kini.nomor}", OFFICE))
    return True
