"""What is wrong with the examples of a flow before anybody plays them."""

import re
from collections.abc import Mapping
from typing import Any

from bot.flow.known import BANDS, QUEUES, Known, near_to
from bot.flow.schema import FlowIn
from bot.flow.source import Path, Source
from bot.flow.talk_schema import TalkIn, ThenIn
from bot.flow.talks import said_by
from bot.model.message import Kind

NONE = ("none", "tidak")
FACTS = tuple(ThenIn.model_fields)
_TIMER = re.compile(r"(silence|offer|gather) +\d+[smhd]")


def check_talks(name: str, flow: FlowIn, source: Source, known: Known) -> None:
    """Notes every problem of the examples of flow `name` in `source.problems`."""
    seen: set[str] = set()
    for number, one in enumerate(flow.examples):
        path: Path = ("examples", number)
        if one.name in seen:
            source.problem((*path, "name"), "F187", name=one.name)
        seen.add(one.name)
        _check_given(path, one.given, source, known)
        for who, person in one.people.items():
            _check_given((*path, "people", who), person.given, source, known)
        _check_lines((*path, "talk"), one, source, _Facts(name, flow, known))


def _check_given(path: Path, given: Mapping[str, str], source: Source, known: Known) -> None:
    for name in given:
        if known.variables is not None and name not in known.variables:
            source.problem((*path, "given", name), "F131", name=name, near=near_to(name, known.variables))


def _check_lines(path: Path, one: TalkIn, source: Source, facts: "_Facts") -> None:
    """Somebody does what is done; what is looked at can be looked at."""
    who = None if one.people else ""
    for index, line in enumerate(one.talk):
        what, value = said_by(line)
        here = (*path, index, what)
        if what == "as":
            who = str(value)
            if who not in one.people:
                source.problem(here, "F185", name=who, near=near_to(who, one.people))
            continue
        if who is None:
            source.problem(here, "F186")
            who = ""
        if what == "open" and set(_channels(one, who)) != {"web"}:
            source.problem(here, "F188")
        if what == "then":
            facts.check(here, value, source)


def _channels(one: TalkIn, who: str) -> list[str]:
    person = one.people.get(who)
    return [person.channel] if person and person.channel else list(one.channel)


class _Facts:
    """What the lines `then` of one flow may say."""

    def __init__(self, name: str, flow: FlowIn, known: Known) -> None:
        self._name, self._flow, self._known = name, flow, known

    def check(self, path: Path, then: Mapping[str, Any], source: Source) -> None:
        for key, value in then.items():
            here = (*path, key)
            match key:
                case "state":
                    self._state(here, value, source)
                case "ticket":
                    if value not in (*QUEUES, *NONE):
                        source.problem(here, "F183", name=value, near=near_to(value, QUEUES))
                case "timers":
                    for said in value:
                        if said != NONE[0] and not _TIMER.fullmatch(said):
                            source.problem(here, "F184", said=said)
                case "kinds" | "age" | "vars":
                    self._words(here, key, value, source)
                case _ if key not in FACTS:
                    self._variable(here, key, source)

    def _words(self, path: Path, key: str, value: Any, source: Source) -> None:
        if key == "vars":
            for name in value:
                self._variable((*path, name), name, source)
            return
        known = [*Kind, NONE[0]] if key == "kinds" else [*BANDS, NONE[0]]
        for said in value if isinstance(value, list) else [value]:
            if said not in known:
                source.problem(path, "F103", known=known, near=near_to(said, known))

    def _state(self, path: Path, said: str, source: Source) -> None:
        flow, _, state = said.rpartition("/")
        if said in (*self._flow.states, NONE[0]) or flow in self._known.broken:
            return
        other = self._known.flows.get(flow)
        if other is None or state not in other.states:
            near = near_to(state, other.states) if other else near_to(said, self._flow.states)
            source.problem(path, "F121", name=said, near=f"{flow}/{near}" if other and near else near)

    def _variable(self, path: Path, name: str, source: Source) -> None:
        if self._known.variables is not None and name not in self._known.variables:
            source.problem(path, "F182", name=name, near=near_to(name, (*FACTS, *self._known.variables)))
