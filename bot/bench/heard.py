"""How well the ear hears: labelled messages that nothing was tuned on, and what it makes of them (docs/ear.md).

A message is flagged when it is heard at high or more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.bench.damage import DAMAGE, damaged
from bot.bench.figures import Figures
from bot.bench.messages import Message
from bot.model.message import Level
from bot.screen.ear import Ear
from bot.screen.scene import Scene

DANGER = ("imminent", "high")
LOCAL = ("bjn", "jv", "su")


def report(ear: Ear, messages: Sequence[Message]) -> Figures:
    """Percentages."""
    named = {one.text: flagged_by(ear, one.text) for one in messages}
    flagged = {text: bool(rule) for text, rule in named.items()}
    danger = [one for one in messages if one.level in DANGER]
    return {
        "messages": len(messages),
        "heard": _shares(flagged, danger, "level"),
        "false": _shares(flagged, [one for one in messages if one.level not in DANGER], "level"),
        "precision": _precision(flagged, messages),
        "kinds": _shares(flagged, danger, "kind"),
        "languages": _shares(flagged, danger, "language"),
        "bjn+jv+su": _share(flagged, [one for one in danger if one.language in LOCAL]),
        "kept": {name: _kept(ear, danger, flagged, name) for name in DAMAGE},
        "rules": by_rule(named, messages),
    }


def flagged_by(ear: Ear, text: str) -> str:
    """The rule that names the alarm of a flagged text; "" for any other."""
    alarm = ear.hear(text, Scene())
    return alarm.rule if alarm and alarm.level >= Level.HIGH else ""


def by_rule(named: Mapping[str, str], messages: Iterable[Message]) -> list[Figures]:
    """What each rule named first: messages it was right about, and harmless ones; those with most false ones first."""
    right, wrong = Counter[str](), Counter[str]()
    for one in messages:
        if rule := named[one.text]:
            (right if one.level in DANGER else wrong)[rule] += 1
    names = sorted(right | wrong, key=lambda name: (-wrong[name], -right[name], name))
    return [{"rule": name, "right": right[name], "false": wrong[name]} for name in names]


def _shares(flagged: dict[str, bool], messages: Sequence[Message], by: str) -> dict[str, float]:
    """For each value of a column, per cent of its messages that are flagged."""
    values = sorted({getattr(one, by) for one in messages})
    return {value: _share(flagged, [one for one in messages if getattr(one, by) == value]) for value in values}


def _share(flagged: dict[str, bool], messages: Sequence[Message]) -> float:
    return round(100 * sum(flagged[one.text] for one in messages) / len(messages), 1) if messages else 0.0


def _precision(flagged: dict[str, bool], messages: Iterable[Message]) -> float:
    """The share of danger among the flagged ones."""
    found = [one.level in DANGER for one in messages if flagged[one.text]]
    return round(sum(found) / len(found), 3) if found else 0.0


def _kept(ear: Ear, danger: Iterable[Message], flagged: dict[str, bool], name: str) -> float:
    """Per cent of the hits that are hits still when the words are damaged."""
    hits = [one.text for one in danger if flagged[one.text]]
    kept = sum(bool(flagged_by(ear, damaged(text, name))) for text in hits)
    return round(100 * kept / len(hits), 1) if hits else 0.0
