"""`puspaga counselor`: who works at the desk."""

import argparse
from collections.abc import Callable
from datetime import date

from bot import commands
from bot.config import Config
from bot.desk.counselors import Record
from bot.errors import Misuse
from bot.model.counselor import ROLES
from bot.ports import Clock


def arguments(one: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    """What the command takes."""
    one.add_argument("what", choices=["add", "list", "disable", "reset"])
    one.add_argument("name", nargs="?", default="", help=said("name"))
    one.add_argument("--office", help=said("office"))
    one.add_argument("--role", action="append", choices=ROLES, help=said("role"))
    one.add_argument("--shown", default="", help=said("shown"))
    one.add_argument("--profession", default="", help=said("profession"))
    one.add_argument("--kha", metavar="DATE", type=_day, help=said("kha"))
    one.add_argument("--checked", metavar="DATE", type=_day, help=said("checked"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date looks like 2026-03-31") from None


async def told(config: Config, clock: Clock, given: argparse.Namespace) -> list[str]:
    """What it prints: a line each, or the one-time link. Raises Misuse."""
    if given.what == "list":
        return await commands.list_counselors(config)
    if not given.name:
        raise Misuse(f"counselor {given.what} needs a NAME")
    if given.what == "disable":
        await commands.disable_counselor(config, clock, given.name)
        return []
    if given.what == "reset":
        return [await commands.reset_counselor(config, clock, given.name)]
    if not given.office or not given.role:
        raise Misuse("counselor add needs --office and --role")
    record = Record(given.shown, given.profession, given.kha, given.checked)
    roles = frozenset(given.role)
    return [await commands.add_counselor(config, clock, given.name, office=given.office, roles=roles, record=record)]
