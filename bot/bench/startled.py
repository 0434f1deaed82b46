"""Alarms that were none: after "Bukan begitu" the person is back at what they wrote about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.bench.openings import SOMEBODY, Opening
from bot.bench.played import Played, Stage
from bot.bench.tally import Tally
from bot.bench.visitor import NOT_SO, Answer, in_danger
from bot.engine.mind import Hearing, Mind
from bot.flow.names import ENTRY
from bot.model.message import Alarm, Channel, Kind, Level
from bot.screen.scene import Scene


@dataclass(slots=True)
class Startled:
    """An ear that takes the first text for danger, and is an ordinary one from then on."""

    ear: Hearing
    level: Level
    heard: bool = False

    def hear(self, text: str, scene: Scene) -> Alarm | None:
        if self.heard:
            return self.ear.hear(text, scene)
        self.heard = True
        return Alarm(self.level, frozenset({Kind.PHYSICAL}), "startled", (0, len(text)))


def flagged(played: Sequence[Played]) -> list[Played]:
    """Harmless openings that the ear takes for danger."""
    return [one for one in played if not one.opening.level and _alarmed(one.answers[0])]


def own_topic(stage: Stage, played: Sequence[Played]) -> Tally:
    """Those, and every opening with a fitting answer that is heard wrongly on purpose, at each level."""
    tally = Tally()
    for one in flagged(played):
        _not_so(stage, tally, one.opening, one.channel, None)
    found = {(one.opening.line, one.channel) for one in played if one.answers[0].helped}
    for level in (Level.CONCERN, Level.HIGH, Level.IMMINENT):
        for one in played:
            if (one.opening.line, one.channel) in found and _told_at_once(one.opening):
                mind = replace(stage.mind, ear=Startled(stage.mind.ear, level))
                _not_so(stage, tally, one.opening, one.channel, mind)
    return tally


def _not_so(stage: Stage, tally: Tally, opening: Opening, channel: Channel, mind: Mind | None) -> None:
    visitor = stage.visitor(opening, channel, mind)
    visitor.open()
    back = visitor.press(NOT_SO)
    right = back is not None and (_at_home(opening, back) if opening.fits else not in_danger(back.talk))
    here = visitor.answers[-1].talk.position
    why = f"{'startled' if mind else 'flagged'} {visitor.answers[-1].talk.level.name.lower()}"
    tally.of(opening, channel, right=right, got=f"{why}: {here.flow}/{here.state}" if here else why)


def _told_at_once(opening: Opening) -> bool:
    """Something harmless in one message: an ear that is startled by the first of several hears but a greeting."""
    single = len(opening.acts) == 1 and len(opening.acts[0].texts) == 1
    return single and not opening.level and bool(opening.fits - {SOMEBODY})


def _at_home(opening: Opening, back: Answer) -> bool:
    """What they wrote about is told, or the flow about it is asking."""
    here = back.talk.position
    return bool(back.helped) or (here is not None and here.flow in opening.fits)


def _alarmed(first: Answer) -> bool:
    here = first.talk.position
    return first.heard and here is not None and here.flow in ENTRY.values()
