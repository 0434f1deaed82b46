"""The editor's guide tells the whole language, and its limits are those of the code."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.engine.gathering import LONGEST as LONGEST_GATHER
from bot.engine.gathering import MOST as MOST_GATHERED
from bot.engine.undo import DEPTH
from bot.flow.check_fit import LONGEST, LONGEST_BUTTON, LONGEST_LABEL, LONGEST_ROW, MOST_BUTTONS, MOST_ROWS
from bot.flow.check_shape import LONGEST_KEY
from bot.flow.check_words import LONGEST_BUBBLE
from bot.flow.known import BANDS, CALENDAR, NOW, QUEUES
from bot.flow.names import MOST_CALLS, RESERVED
from bot.flow.schema import AskIn, CallIn, ChoiceIn, FlowIn, HandoffIn, PlanIn, SayIn, StateIn, TimeoutIn, VariableIn
from bot.flow.talk_schema import LineIn, TalkIn, ThenIn

GUIDE = (Path(__file__).parents[2] / "docs" / "flow-language.md").read_text(encoding="utf-8")
LIMITS = GUIDE.partition("## Batas\n")[2].partition("\n## ")[0]
MODELS = (
    FlowIn,
    StateIn,
    SayIn,
    AskIn,
    ChoiceIn,
    CallIn,
    HandoffIn,
    PlanIn,
    TimeoutIn,
    VariableIn,
    TalkIn,
    LineIn,
    ThenIn,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_of_the_language_is_told(model: type[FlowIn]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert {key for key in keys if not told(key)} == set()


@pytest.mark.parametrize("name", ["privacy", "sets"])
def test_every_value_of_a_variable_is_told(name: str) -> None:
    values = get_args(VariableIn.model_fields[name].annotation)
    assert {value for value in values if value and f"| `{value}` |" not in GUIDE} == set()


def test_every_name_that_the_engine_knows_is_told() -> None:
    names = [*NOW, *CALENDAR, *QUEUES, *RESERVED, *BANDS]
    assert {name for name in names if not told(name)} == set()
    assert {
        value for name in NOW if name != "kini.wilayah" for value in NOW[name] if value and not told(value)
    } == set()


def told(word: str) -> bool:
    """Does the word stand in the guide, as a key of an example or between marks?"""
    alone = rf"(?<![\w.-]){re.escape(word)}(?![\w-])"
    return re.search(rf"^ *(?:- )?{alone}:|[{{,] *{alone}:|`[^`\n]*{alone}[^`\n]*`", GUIDE, re.MULTILINE) is not None


def test_a_word_that_is_not_told_is_found() -> None:
    assert told("give_up")
    assert not told("give")
    assert not told("lapar")


@pytest.mark.parametrize(
    "limit",
    [
        f"| {LONGEST_BUBBLE} huruf",
        f"Telegram {LONGEST_LABEL} huruf",
        f"WhatsApp {LONGEST_BUTTON} huruf dan {MOST_BUTTONS} tombol",
        f"daftar: {LONGEST_ROW} huruf, {MOST_ROWS} baris",
        f"WhatsApp {LONGEST} huruf",
        f"| {LONGEST_KEY} huruf biasa",
        f"| {DEPTH} pertanyaan",
        f"memanggil | {MOST_CALLS} |",
        f"{MOST_GATHERED} pesan, {LONGEST_GATHER.seconds} detik",
    ],
)
def test_a_limit_is_that_of_the_code(limit: str) -> None:
    assert limit in LIMITS
