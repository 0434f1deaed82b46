"""Every way ends, and silence stays silent.

1. From every place an end, a person or a place of before can be reached by answering: nobody is stuck. (That no turn
   goes on for ever is F132.)
2. What a silence leads to in a flow for a child or anyone says nothing, nor does what comes after: F150 in the flow
   itself, F260 in a parent's flow that one of theirs calls. On the web chat it may.
"""

from collections.abc import Iterator

from bot.flow.book import Call, End, Handoff
from bot.flow.facts import CHANNEL
from bot.flow.graph import Place
from bot.flow.journeys import Node
from bot.flow.names import RESERVED
from bot.flow.proof_case import Breach, Case
from bot.model.conversation import Reader
from bot.model.message import Channel


def nobody_is_stuck(case: Case) -> Iterator[Breach]:
    """F250."""
    good = _leading_on(case)
    for node in case.journeys.nodes:
        if node.place not in good:
            good.add(node.place)  # told once
            yield Breach(case.graph.mark(node.place), "F250", case.talk(node), {"name": str(node.place)})


def _leading_on(case: Case) -> set[Place]:
    """Places from which an end, a person or a reserved word can be reached, silence apart."""
    good = {place for place in case.graph if isinstance(case.graph.state(place).exit, End | Handoff)}
    grown = True
    while grown:
        more = {place for place in case.graph if place not in good and _leads_on(case, place, good)}
        good |= more
        grown = bool(more)
    return good


def _leads_on(case: Case, place: Place, good: set[Place]) -> bool:
    exit_ = case.graph.state(place).exit
    if isinstance(exit_, Call) and case.graph.start(exit_.flow) not in good:
        return False
    ways = (one for one in case.graph.arrows[place] if one.name not in ("timeout", "call"))
    ends = (case.graph.end(place.flow, one.target) for one in ways)
    return any(end in good or end in RESERVED for end in ends)


def silence_is_silent(case: Case) -> Iterator[Breach]:
    """F260."""
    seen = set()
    for node in case.journeys.waiting:
        if node.place in seen or not _guarded(case, node):
            continue
        for act in case.journeys.acts(node):
            for stop in act.stops if act.name == "timeout" else ():
                web = case.ground.of(stop.facts, CHANNEL) == {Channel.WEB.value}
                if (stop.passed or stop.how in RESERVED) and not web and node.place not in seen:
                    seen.add(node.place)
                    arrow = case.graph.arrow(node.place, "timeout")
                    mark = arrow.mark if arrow else case.graph.mark(node.place)
                    blanks = {"name": str(stop.passed[0] if stop.passed else stop.how)}
                    yield Breach(mark, "F260", case.talk(node, stop, *act.lines), blanks)


def _guarded(case: Case, node: Node) -> bool:
    """Is the flow here, or one that called it, for a child or anyone?"""
    flows = [node.place.flow, *(place.flow for place in node.spot.calls)]
    return any(case.book.flows[name].reader is not Reader.PARENT for name in flows)
