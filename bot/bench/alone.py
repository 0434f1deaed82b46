"""The engine alone, with the ear switched off: microseconds of `advance` for answers to the questions of the book.

Laws
1. What is measured stands in the project's own flows: every question that an example reaches, in the talk that reached
   it, answered by each button, by its number, by its label and synonyms, by a story, and by a word nobody expects.
2. A turn is measured many times and its middle is taken; of all turns of a sort the middle is given, and the slowest
   tenth, so that a good middle hides nothing.
3. Python looks for circles of garbage as seldom as in `serve`.
"""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter_ns

from bot.app import GARBAGE
from bot.bench.figures import Figures, middle, share
from bot.engine.advance import advance
from bot.engine.mind import Mind
from bot.engine.play import play
from bot.flow.book import Ask
from bot.model.conversation import Conversation
from bot.model.message import Alarm, Inbound, Press, Said
from bot.screen.scene import Scene

TIMES, WARM = 200, 20
"""Of each turn."""
STORY = "tadi siang aku cerita ke teman tapi dia malah diam dan pergi begitu saja"
UNEXPECTED = "aku bingung mau mulai dari mana"


class Deaf:
    """An ear that hears nothing."""

    def hear(self, _text: str, _scene: Scene) -> Alarm | None:
        return None


@dataclass(frozen=True, slots=True)
class Case:
    sort: str  # press, number, words
    before: Conversation
    inbound: Inbound


def measure(mind: Mind, times: int = TIMES) -> Figures:
    """`{"press": {"p50_us", "p90_us", "turns"}, "number": …, "words": …}`."""
    deaf = replace(mind, ear=Deaf())
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    try:
        return _measured(deaf, cases(mind), times)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _measured(mind: Mind, cases: Iterable[Case], times: int) -> Figures:
    found: dict[str, list[float]] = {"press": [], "number": [], "words": []}
    for case in cases:
        found[case.sort].append(_middle_us(mind, case, times))
    return {
        sort: {"p50_us": round(middle(each), 1), "p90_us": round(share(each, 0.9), 1), "turns": len(each)}
        for sort, each in found.items()
    }


def cases(mind: Mind) -> Iterator[Case]:
    """Answers of every sort to every question that an example reaches."""
    for before in _reached(mind).values():
        here = before.position
        state = mind.book.flows[here.flow].states[here.state] if here else None
        if state and isinstance(state.exit, Ask):
            yield from _answers(before, state.exit)


def _reached(mind: Mind) -> dict[str, Conversation]:
    """One talk at each place."""
    found: dict[str, Conversation] = {}

    def note(one: Conversation) -> Conversation:
        if one.position and not one.ended_at and not one.locked:
            found.setdefault(f"{one.position.flow}/{one.position.state}", one)
        return one

    for flow in mind.book.flows.values():
        for talk in flow.examples:
            play(mind, talk, flow.name, keep=note)
    return found


def _answers(before: Conversation, ask: Ask) -> Iterable[Case]:
    at = before.last_in_at or before.opened_at
    for number, choice in enumerate(ask.choices, start=1):
        yield Case("press", before, Press(at, f"{before.wait}.{choice.key}.{choice.mark}"))
        yield Case("number", before, Said(at, f"{number}"))
        yield from (Case("words", before, Said(at, word)) for word in (choice.label("id"), *choice.also[:1]))
    yield from (Case("words", before, Said(at, text)) for text in (STORY, UNEXPECTED))


def _middle_us(mind: Mind, case: Case, times: int) -> float:
    spans: list[float] = []
    for number in range(-WARM, times):
        began = perf_counter_ns()
        advance(mind, case.before, case.inbound)
        if number >= 0:
            spans.append((perf_counter_ns() - began) / 1000)
    return middle(spans)
