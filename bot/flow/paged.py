"""A question whose first choices are a page of topics (topics.py), or those that are near (engine/nearby.py). They are
all alike: who walks the book need not walk each of them."""

from bot.flow.book import Ask, Choice
from bot.flow.names import GRAVE_TOPIC, TOPIC

FLOWS = (TOPIC, GRAVE_TOPIC)
"""In which a topic is talked about."""
PAGED = "topics"
NEAR_MARK = "ffff"
"""What stands in the button of a choice that is near: it means the same in every book."""
"""The name of the arrows of a page."""


def arrow_of(ask: Ask, choice: Choice) -> str:
    """The name of the arrow that a choice is; all topics of a page are one."""
    if ask.near and choice.mark == NEAR_MARK:
        return PAGED
    return PAGED if is_topic(ask, choice) else f"choice {choice.key}"


def is_topic(ask: Ask, choice: Choice) -> bool:
    """Does a choice stand on a page of topics, and not in the file of the flow?"""
    return ask.topics and choice.go in FLOWS


def typical(ask: Ask) -> list[tuple[int, Choice]]:
    """Choices by their numbers; of a page of topics the first that leads to each flow."""
    led: set[str] = set()
    found: list[tuple[int, Choice]] = []
    for number, one in enumerate(ask.choices, start=1):
        if not (is_topic(ask, one) and one.go in led):
            found.append((number, one))
        led.add(one.go)
    return found
