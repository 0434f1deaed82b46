"""How the ear came from a text to what it heard, step by step, for a person who asks. Told in words by
bot/explaining.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.screen.firing import Heard, Quiet
from bot.screen.normalise import Words
from bot.screen.rules import Rule
from bot.screen.scorer import Table


@dataclass(frozen=True, slots=True)
class Account:
    """`fired` and `signs` before the scorer was asked; `quiet` stood in the text and counted for less, or for nothing;
    `wanted`: what a text like this has to score for a rule that is not sure to be believed; `moved`: what each word
    that counted brought to the score, by its number; `beside`: what its words brought by how they stand to one another,
    None where that was not asked; `heard`: what came out."""

    words: Words
    rules: Mapping[str, Rule]
    fired: tuple[Heard, ...]
    quiet: tuple[Quiet, ...]
    signs: tuple[Heard, ...]
    score: float
    wanted: float
    table: Table
    moved: Mapping[int, float]
    beside: float | None
    heard: tuple[Heard, ...]
