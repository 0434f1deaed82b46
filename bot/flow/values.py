"""The values of a file: spans, numbers, yes and no, one or several; plain text until then."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.flow.codes import Wrong
from bot.model.message import Kind

_SPAN = re.compile(r"^(\d+)\s*([smhd])$")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])\.[0-5]\d")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(value: Any) -> timedelta:
    """`10m`, `72h`, `30s`, `2d`."""
    found = _SPAN.match(str(value).strip())
    if not found:
        raise Wrong("F190", said=value)
    return timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})


def several(value: Any) -> Any:
    """One value, or a list of them."""
    return value if isinstance(value, list) else [value]


def yes(value: Any) -> bool:
    if str(value) in ("yes", "ya", "true"):
        return True
    if str(value) in ("no", "tidak", "false"):
        return False
    raise Wrong("F107")


def number(value: Any) -> int:
    if not isinstance(value, str | int) or not str(value).isdecimal():
        raise Wrong("F108")
    return int(value)


def moment(value: Any) -> str:
    """A day, an hour and the distance from UTC, as a flow's example tells when it begins."""
    try:
        if datetime.fromisoformat(str(value)).tzinfo:
            return str(value)
    except ValueError:
        pass
    raise Wrong("F191", said=value)


def day(value: Any) -> date:
    """`2026-12-01`."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong("F344", said=value) from None


def clock_time(value: Any) -> str:
    """`09.00`."""
    if not _CLOCK.fullmatch(str(value)):
        raise Wrong("F193", said=value)
    return str(value)


OCCASIONS = ("talk", "visit", "ticket")
"""What an answer may be kept for."""


def kept(value: Any) -> str:
    """How long a variable is kept: one of OCCASIONS, or a span of days."""
    if value not in OCCASIONS:
        span(value)
    return str(value)


_LONG = r"^\s*\d+\s*[smhd]\s*$"
"""A span, for the editor who is told while typing what a place takes (published.py)."""
_Yes = Literal["yes", "no", "ya", "tidak", "true", "false"]
Kept = Annotated[
    str,
    BeforeValidator(
        kept, json_schema_input_type=Literal["talk", "visit", "ticket"] | Annotated[str, Field(pattern=_LONG)]
    ),
]
Span = Annotated[timedelta, BeforeValidator(span, json_schema_input_type=Annotated[str, Field(pattern=_LONG)])]
Given = Annotated[str, Field(pattern=r"\S")]
"""A text that is not empty."""
Day = Annotated[date, BeforeValidator(day)]
Words = Annotated[list[str], BeforeValidator(several, json_schema_input_type=str | list[str])]
Kinds = Annotated[list[Kind], BeforeValidator(several, json_schema_input_type=Kind | list[Kind])]
YesNo = Annotated[bool, BeforeValidator(yes, json_schema_input_type=_Yes)]
_Digits = Annotated[int, Field(ge=0)] | Annotated[str, Field(pattern=r"^\d+$")]
Number = Annotated[int, BeforeValidator(number, json_schema_input_type=_Digits)]
ClockTime = Annotated[str, BeforeValidator(clock_time, json_schema_input_type=str)]
