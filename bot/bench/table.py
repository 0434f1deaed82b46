"""All benchmarks one after the other, and what they say beside what is asked of the house."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.bench import database, turns
from bot.bench.figures import Figures
from bot.bench.run import Wish, measured
from bot.config import Config
from bot.errors import HouseError

ORDER = ("turns", "peers", "http", "growth")
PROCESSES = 2
PTB, AIOGRAM, GRAMMY = "python-telegram-bot, memory", "aiogram, redis appendfsync always", "grammy, better-sqlite3"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line. `needs`: the benchmarks, peers or servers without which it is not measured. `of` finds the figure among
    those of all benchmarks; `least` and `aim` are limits from above where `lower` is better."""

    what: str
    needs: tuple[str, ...]
    of: Callable[[Figures], float]
    least: float
    aim: float
    lower: bool = False

    def row(self, found: Figures, why: Mapping[str, str]) -> Figures:
        """`met`: aim, least, no, or not measured."""
        try:
            value = self.of(found)
        except LookupError:
            reasons = "; ".join(why[one] for one in self.needs if one in why)
            told: Figures = {"measured": None, "met": f"not measured{f': {reasons}' if reasons else ''}"}
        else:
            told = {"measured": value, "met": self._met(value)}
        return {"what": self.what, **told, "at_least": self.least, "aim": self.aim}

    def _met(self, value: float) -> str:
        def reached(limit: float) -> bool:
            return value <= limit if self.lower else value >= limit

        return "aim" if reached(self.aim) else "at least" if reached(self.least) else "no"


def _against(name: str) -> Callable[[Figures], float]:
    def found(figures: Figures) -> float:
        rows = {one["name"]: one for one in figures["peers"]["rows"]}
        return float(rows[name]["ours_to_it"])

    return found


def _turns(where: str) -> Callable[[Figures], float]:
    return lambda figures: float(figures["turns"][where]["ratio_to_limit"])


def _two(figures: Figures) -> Mapping[str, Any]:
    told: Mapping[str, Any] = figures["turns"]["postgres"][f"processes_{PROCESSES}"]
    return told


def _idle_memory(figures: Figures) -> float:
    return float(figures["growth"]["memory_mb"]["idle"])


def _largest_memory(figures: Figures) -> float:
    return float(next(value for name, value in figures["growth"]["memory_mb"].items() if name.startswith("with_")))


ASKED: Sequence[Asked] = (
    Asked("durable turns ÷ raw limit, SQLite, 64 in flight", ("turns",), _turns("sqlite"), 0.2, 0.33),
    Asked("the same on PostgreSQL, one process", ("turns", "postgres"), _turns("postgres"), 0.2, 0.35),
    Asked("durable turns ÷ aiogram with Redis, appendfsync always", ("peers", AIOGRAM), _against(AIOGRAM), 5, 10),
    Asked("durable turns ÷ python-telegram-bot in memory", ("peers", PTB), _against(PTB), 1, 2),
    Asked("durable turns ÷ grammY with better-sqlite3", ("peers", GRAMMY), _against(GRAMMY), 1, 1.5),
    Asked(
        "p99 of a webhook at half of the most, ms (the slower channel)",
        ("http",),
        lambda f: max(f["http"][name]["p99_ms"] for name in ("telegram", "whatsapp")),
        30,
        12,
        lower=True,
    ),
    Asked("two processes ÷ one, PostgreSQL", ("turns", "postgres"), lambda f: _two(f)["ratio_to_one"], 1.15, 1.35),
    Asked(
        "conflicts and deadlocks of two processes",
        ("turns", "postgres"),
        lambda f: _two(f)["conflicts"] + _two(f)["deadlocks"],
        0,
        0,
        lower=True,
    ),
    Asked(
        "cost per turn, grown ÷ small database (the worse of 64 in flight and alone)",
        ("growth",),
        lambda f: max(one["ratio"] for one in f["growth"]["turn"].values()),
        2.2,
        1.7,
        lower=True,
    ),
    Asked(
        "bytes per arrival and its replies beyond what is sealed",
        ("growth",),
        lambda f: f["growth"]["bytes"]["beyond_sealed"],
        450,
        360,
        lower=True,
    ),
    Asked(
        "memory of an idle server, MB", ("growth",), lambda f: f["growth"]["memory_mb"]["idle"], 120, 110, lower=True
    ),
    Asked("memory with 100 thousand open conversations, MB", ("growth",), _largest_memory, 250, 150, lower=True),
)


async def measure(config: Config, wish: Wish, tell: Tell) -> Figures:
    """`{"table": [{"what", "measured", "met", "at_least", "aim"}], "figures": {…}}`. What cannot be measured here does
    not stop the others. `tell` hears what is under way."""
    postgres = wish.postgres or (turns.OWN if database.binaries() else "")
    wish = replace(wish, postgres=postgres, processes=max(wish.processes, PROCESSES) if postgres else 1)
    found: Figures = {}
    why: dict[str, str] = {} if postgres else {"postgres": database.ABSENT}
    for name in ORDER:
        tell(name)
        try:
            found |= await measured(name, config, wish)
        except HouseError as error:
            why[name] = f"{name}: {error}"
    why |= found.get("peers", {}).get("missing", {})
    return {"table": [one.row(found, why) for one in ASKED], "figures": found}


def lines(found: Figures) -> list[str]:
    """For people: the table alone."""
    width = max(len(one.what) for one in ASKED)
    told = [f"{'':{width}}  {'measured':>9}  {'at least':>8}  {'aim':>6}  met"]
    for row in found["table"]:
        value = "-" if row["measured"] is None else f"{row['measured']:g}"
        told.append(f"{row['what']:{width}}  {value:>9}  {row['at_least']:>8g}  {row['aim']:>6g}  {row['met']}")
    return told
