"""Help is near from everywhere: a person, the numbers, the way out.

1. From every place where somebody is waited for, a person is at most two turns away, by a button or a command word that
   works there; nobody has to tell anything personal for it.
2. NOMOR and KELUAR work in one turn everywhere.
"""

from collections.abc import Callable, Iterator

from bot.flow.book import Flow
from bot.flow.contacts import everyones
from bot.flow.facts import Facts
from bot.flow.journeys import Node
from bot.flow.proof_case import NUMBERS, PERSONAL, Breach, Case
from bot.flow.steps import Stop
from bot.model.conversation import Reader

TURNS = 2
"""To a person, at most (flow-language.md, Safety)."""
NUMBERS_FLOW, EXIT_FLOW = "perintah/nomor", "perintah/keluar"


def person_is_near(case: Case) -> Iterator[Breach]:
    """F200."""
    for place, node in case.waiting.items():
        if not all(_near(case, one, TURNS) for one in case.journeys.waiting if one.place == place):
            yield Breach(case.graph.mark(place), "F200", _try(case, node), {"name": str(place)})


def _near(case: Case, node: Node, turns: int) -> bool:
    """Is there something to do after which a person is due, whatever branch is taken?"""
    return any(all(_leads(case, stop, turns) for stop in stops) for stops in _deeds(case, node))


def _leads(case: Case, stop: Stop, turns: int) -> bool:
    if stop.person:
        return True
    if turns == 1 or stop.how != "ask":
        return False
    facts = case.ground.later(stop.facts)
    return _near(case, Node(stop.spot, facts, True, "", (), stop, ()), turns - 1)


def _deeds(case: Case, node: Node) -> Iterator[tuple[Stop, ...]]:
    """Buttons whose answer is not kept as something personal, and command words that no answer swallows."""
    saved = case.book.variables.get(case.ask(node.place).save)
    if saved is None or saved.privacy not in PERSONAL:
        yield from (act.stops for act in case.journeys.acts(node) if act.name.startswith("choice ") and act.stops)
    for flow in case.graph.commands:
        if any(not case.lost(node.place, word) for word in flow.words):
            yield _commanded(case, flow, node.facts)


def _commanded(case: Case, flow: Flow, facts: Facts) -> tuple[Stop, ...]:
    return case.steps.into(case.graph.start(flow.name), facts)


def _try(case: Case, node: Node) -> tuple[str, ...]:
    """The talk to a place, and how the word for a person is swallowed there."""
    for flow in case.graph.commands:
        key = case.lost(node.place, flow.words[0])
        if key and all(stop.person for stop in _commanded(case, flow, node.facts)):
            return _swallowed(case, node, flow.words[0], key)
    return case.talk(node)


def _swallowed(case: Case, node: Node, word: str, key: str) -> tuple[str, ...]:
    act = next(one for one in case.journeys.acts(node) if one.name == f"choice {key}")
    return case.talk(node, act.stops[0] if act.stops else None, f"user: {word.upper()}")


def numbers_everywhere(case: Case) -> Iterator[Breach]:
    """F201."""
    yield from _word_everywhere(case, NUMBERS_FLOW, "F201", _tells_numbers)


def exit_everywhere(case: Case) -> Iterator[Breach]:
    """F202."""
    yield from _word_everywhere(case, EXIT_FLOW, "F202", _leaves)


def _tells_numbers(case: Case, stop: Stop) -> bool:
    shown = everyones(case.book, Reader.UNKNOWN, "")
    return bool(shown) and case.says(stop.passed, NUMBERS)


def _leaves(_: Case, stop: Stop) -> bool:
    return stop.how == "keluar"


def _word_everywhere(case: Case, name: str, code: str, kept: Callable[[Case, Stop], bool]) -> Iterator[Breach]:
    """The first word of a command, which texts name in capitals, does in one turn what it is for."""
    flow = case.book.flows.get(name)
    if flow is None or not flow.words:
        nearest = next(iter(case.waiting.values()), None)
        if nearest:
            yield Breach(case.graph.mark(nearest.place), code, case.talk(nearest), {"name": str(nearest.place)})
        return
    for stop in _commanded(case, flow, case.ground.top):
        if not kept(case, stop):
            start = case.graph.start(name)
            talk = (f"user: {flow.words[0].upper()}", *case.journeys.said(stop.passed))
            yield Breach(case.graph.mark(start), code, talk, {"name": str(start)})
            break
    for place, node in case.waiting.items():
        if key := case.lost(place, flow.words[0]):
            talk = _swallowed(case, node, flow.words[0], key)
            yield Breach(case.graph.mark(place), code, talk, {"name": str(place)})
