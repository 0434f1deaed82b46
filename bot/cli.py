"""The commands: `puspaga …`. Exit 0 good, 1 a problem was found, 2 misuse; errors in one line, no traceback."""

import argparse
import asyncio
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from bot import (
    app,
    approving,
    auditing,
    commands,
    directory,
    doctor,
    explaining,
    finding,
    gallery,
    hiring,
    preview,
    reporting,
    words,
)
from bot.bench import table
from bot.bench.figures import lines
from bot.bench.run import MEASURES, Wish, measured
from bot.clock import LOCAL, SystemClock, day_of
from bot.config import Config
from bot.config import load as load_config
from bot.engine.coverage import Coverage, Trail
from bot.engine.explorer import Explored
from bot.errors import Broken, HouseError, Misuse, Problem
from bot.flow.written import Approval, Decision
from bot.log import configure
from bot.model.conversation import Reader
from bot.model.message import Channel
from bot.saving import Examples
from bot.stage import Stage

GOOD, PROBLEM, MISUSE = 0, 1, 2


class Help(argparse.HelpFormatter):
    """argparse's own headings in the reader's language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(
            usage, actions, groups, words.HELP["usage"][words.chosen(os.environ)] if prefix is None else prefix
        )

    def start_section(self, heading: str | None) -> None:
        known = words.HEADINGS.get(heading or "")
        super().start_section(known[words.chosen(os.environ)] if known else heading)


class Parser(argparse.ArgumentParser):
    """argparse, with help in the reader's language and an error of one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"formatter_class": Help, "add_help": False})
        self.add_argument("-h", "--help", action="help", help=words.HELP["help"][words.chosen(os.environ)])

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(MISUSE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except Broken as broken:
        sys.stderr.write("".join(f"{one.told(english=_english())}\n" for one in broken.problems))
        return PROBLEM
    except Misuse as misuse:
        sys.stderr.write(f"puspaga: {misuse}\n")
        return MISUSE
    except HouseError as error:
        sys.stderr.write(f"puspaga: {error}\n")
        return PROBLEM
    except (KeyboardInterrupt, BrokenPipeError):
        return GOOD


def _parser() -> Parser:
    spoken = words.chosen(os.environ)

    def said(key: str) -> str:
        return words.HELP[key][spoken]

    parser = Parser(prog="puspaga", description=said("about"))
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help=said("config"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=said(name), description=said(name))
        one.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=said("config"))
        one.set_defaults(run=run)
        return one

    add("serve", serve)
    chat = add("chat", talk)
    chat.add_argument("--as", dest="reader", choices=["parent", "child"], default="unknown", help=said("as"))
    chat.add_argument("--language", choices=["id", "en"], default="id", help=said("language"))
    chat.add_argument("--channel", choices=["telegram", "whatsapp", "web"], default="telegram", help=said("channel"))
    chat.add_argument("--save", type=Path, help=said("save"))
    checked = add("check", check)
    checked.add_argument("paths", nargs="*", type=Path, help=said("paths"))
    checked.add_argument("--format", choices=["text", "json"], default="text", help=said("format"))
    checked.add_argument("--read", metavar="FILE", nargs="+", type=Path, default=[], help=said("read"))
    checked.add_argument("--explore", metavar="ACTS", nargs="?", type=int, const=0, help=said("explore"))
    checked.add_argument("--cover", metavar="N", type=int, choices=range(101), help=said("cover"))
    approved = add("approve", approve)
    approved.add_argument("files", nargs="+", type=Path, metavar="FILE", help=said("approve_files"))
    approved.add_argument("--by", required=True, metavar="NAME", help=said("by"))
    approved.add_argument("--state", choices=["reviewed", "approved"], default="reviewed", help=said("approval"))
    planned = add("plan", plan)
    planned.add_argument("folder", nargs="?", type=Path, metavar="DIR", help=said("plan_folder"))
    planned.add_argument("--talks", action="store_true", help=said("plan_talks"))
    planned.add_argument("--from", dest="before", type=Path, metavar="DIR", help=said("plan_from"))
    planned.add_argument("--format", choices=["text", "json"], default="text", help=said("format"))
    drawing = add("draw", draw)
    drawing.add_argument("flow", nargs="?", default="", metavar="FLOW", help=said("flow"))
    drawing.add_argument("--format", choices=["mermaid", "svg"], default="mermaid", help=said("format"))
    drawing.add_argument("--docs", type=Path, metavar="DIR", help=said("draw_docs"))
    add("find", find)
    screened = add("screen", screen)
    screened.add_argument("--explain", metavar="TEXT", help=said("explain"))
    add("queue", queue).add_argument("--json", action="store_true", help=said("json"))
    hiring.arguments(add("counselor", counselor), said)
    add("audit", audit).add_argument("what", choices=["verify"])
    directory.arguments(add("directory", contacts), said)
    reporting.arguments(add("report", report), said)
    add("migrate", migrate)
    add("keys", keys).add_argument("what", choices=["new", "verify"])
    add("doctor", examine).add_argument("--format", choices=["text", "json"], default="text", help=said("format"))
    _add_bench(add("bench", bench), said)
    return parser


def _add_bench(one: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    one.add_argument("what", nargs="?", choices=sorted(MEASURES), help=said("bench_what"))
    one.add_argument("--json", action="store_true", help=said("json"))
    one.add_argument("--small", action="store_true", help=said("small"))
    one.add_argument("--postgres", metavar="URL", default="", help=said("postgres"))
    one.add_argument("--processes", metavar="N", type=int, choices=range(1, 9), default=1, help=said("processes"))
    one.add_argument("--conversations", metavar="N", type=int, help=said("conversations"))
    one.add_argument("--messages", metavar="N", type=int, help=said("messages"))
    one.add_argument("--misses", action="store_true", help=said("misses"))


def _english() -> bool:
    return words.chosen(os.environ) == words.ENGLISH


def _config(arguments: argparse.Namespace) -> Config:
    return load_config(arguments.config, os.environ)


def serve(arguments: argparse.Namespace) -> int:
    """The whole service in one process, until it is told to stop."""
    configure()
    config = _config(arguments)
    asyncio.run(app.serve(config))
    return GOOD


def check(arguments: argparse.Namespace) -> int:
    """Flows, content, config and the examples inside the flows."""
    commands.read_again(arguments.config, os.environ, arguments.read)
    trail = Trail()
    problems = commands.problems(arguments.config, os.environ, arguments.paths, trail, today=_today())
    coverage = None if arguments.cover is None else commands.covered(trail, arguments.paths)
    if coverage:
        problems += commands.uncovered(coverage, arguments.cover)
    walk: Explored | None = None
    if arguments.explore is not None and not _broken(problems):
        walk = commands.explored(arguments.config, os.environ, arguments.explore)
        problems += commands.under(walk.findings, arguments.paths)
    for one in problems:
        if arguments.format == "json":
            print(json.dumps(commands.row_of(one, english=_english()), ensure_ascii=False))
        else:
            print("\n    ".join((one.told(english=_english()), *one.talk)))
    if arguments.format == "text":
        print("".join(f"{line}\n" for line in commands.lessons(problems)), end="")
    if coverage:
        _tell(coverage, as_json=arguments.format == "json")
    if walk:
        print(json.dumps({"walked": walk.figures()}) if arguments.format == "json" else walk.line())
    return PROBLEM if _broken(problems) else GOOD


def approve(arguments: argparse.Namespace) -> int:
    """Note that somebody has read all texts of some files, or has approved what another reviewed."""
    approval, spoken = Approval(arguments.state), words.chosen(os.environ)
    decision = Decision(" ".join(arguments.by.split()), _today())
    done = approving.approve(_config(arguments), arguments.files, approval, decision, spoken)
    print("\n".join(approving.lines(done, approval, spoken)))
    return GOOD


def _today() -> date:
    return day_of(SystemClock().now())


def _broken(problems: Sequence[Problem]) -> bool:
    return any(one.severity == "error" for one in problems)


def _tell(coverage: Coverage, *, as_json: bool) -> None:
    """What the examples walk, of each flow and of all; as text only of flows that lack something."""
    if as_json:
        flows = {name: one.percent for name, one in coverage.by_flow().items()}
        print(json.dumps({"coverage": coverage.percent, "arrows": len(coverage.arrows), "flows": flows}))
        return
    lacking = {name: one for name, one in coverage.by_flow().items() if one.missing}
    for name, one in {**lacking, "": coverage}.items():
        walked = len(one.arrows) - len(one.missing)
        print(f"{int(one.percent):3} %  {walked}/{len(one.arrows)}  {name}".rstrip())


def plan(arguments: argparse.Namespace) -> int:
    """What a reload would do to the live conversations; a problem when somebody would be stranded."""
    config, now = _config(arguments), SystemClock().now()
    asked = preview.preview(config, now, arguments.folder, before=arguments.before, talks=arguments.talks)
    found = asyncio.run(asked)
    if arguments.format == "json":
        print(json.dumps(preview.row(found), ensure_ascii=False))
    else:
        print("\n".join(preview.lines(found, english=words.chosen(os.environ) == 1)))
    return PROBLEM if found.plan.stranded else GOOD


def draw(arguments: argparse.Namespace) -> int:
    """A picture of one flow or of all; with --docs every picture that docs/ shows is written again."""
    if arguments.docs:
        if arguments.flow:
            raise Misuse("draw takes a FLOW or --docs, not both")
        for name in gallery.renew(_config(arguments), arguments.docs):
            print(name)
    else:
        sys.stdout.write(gallery.draw(_config(arguments), arguments.flow, arguments.format))
    return GOOD


def screen(arguments: argparse.Namespace) -> int:
    """What the ear hears in each line, or in words how it comes to it in one text; in the empty scene, without keys or
    database."""
    ear = commands.ear_of(arguments.config, os.environ)
    if arguments.explain is not None:
        print("\n".join(explaining.lines(ear, arguments.explain, english=_english())))
        return GOOD
    return _answered(lambda line: commands.screened(ear, line))


def find(arguments: argparse.Namespace) -> int:
    """What each line is about, best first; without keys or database."""
    book = commands.book_of(arguments.config, os.environ)
    return _answered(lambda line: finding.found(book, line))


def _answered(answer: Callable[[str], dict[str, Any]]) -> int:
    """A JSON line for each line that comes in, in its order, as soon as it has come."""
    outcome = GOOD
    for line in sys.stdin.buffer:
        row = answer(line.decode("utf-8", "replace"))
        outcome = PROBLEM if "error" in row else outcome
        told = json.dumps(row, ensure_ascii=False)
        print(told.encode("utf-8", "backslashreplace").decode())  # half a letter goes out as it came: \ud83d
    return outcome


def queue(arguments: argparse.Namespace) -> int:
    """The open tickets in the order a counselor sees them; never content."""
    rows = asyncio.run(commands.open_tickets(_config(arguments), SystemClock()))
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return GOOD
    for row in rows:
        kinds = ",".join(row["kinds"]) or "-"
        print(f"{row['id']}  {row['office']}  {row['level']}  {kinds}  {row['waiting_s']} s  {row['state']}")
    return GOOD


def counselor(arguments: argparse.Namespace) -> int:
    """Add, list, disable or re-invite; the one-time link is printed once and stored only as a hash."""
    told = asyncio.run(hiring.told(_config(arguments), SystemClock(), arguments))
    print("".join(f"{line}\n" for line in told), end="")
    return GOOD


def audit(arguments: argparse.Namespace) -> int:
    """Walk along the chain of who did what; a problem where it does not hold."""
    holds, line = asyncio.run(auditing.verified(_config(arguments), words.chosen(os.environ)))
    print(line)
    return GOOD if holds else PROBLEM


def contacts(arguments: argparse.Namespace) -> int:
    """The contacts as they stand today, the sheet of calls to make, or what a call found."""
    told = directory.told(_config(arguments), SystemClock().now(), arguments, words.chosen(os.environ))
    print("\n".join(told))
    return GOOD


def report(arguments: argparse.Namespace) -> int:
    """How a month was, in counts: one file."""
    sys.stdout.buffer.write(asyncio.run(reporting.report(_config(arguments), SystemClock().now(), arguments)))
    return GOOD


def migrate(arguments: argparse.Namespace) -> int:
    """Open the store once: opening migrates."""
    asyncio.run(commands.migrate(_config(arguments)))
    return GOOD


def keys(arguments: argparse.Namespace) -> int:
    """Make a key ring, or prove that the ring opens everything the database holds."""
    config = _config(arguments)
    print(commands.new_keys(config) if arguments.what == "new" else asyncio.run(commands.verify_keys(config)))
    return GOOD


def examine(arguments: argparse.Namespace) -> int:
    """What is not ready for real families."""
    found, spoken = doctor.findings(arguments.config, os.environ, _today()), words.chosen(os.environ)
    if arguments.format == "json":
        print("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in doctor.rows(found, spoken)), end="")
    else:
        print("\n".join(doctor.lines(found, spoken)))
    return PROBLEM if any(one.red for one in found) else GOOD


def bench(arguments: argparse.Namespace) -> int:
    """Measured here, beside what the machine could do without us."""
    wish = Wish(
        arguments.small,
        arguments.postgres,
        arguments.processes,
        arguments.conversations,
        arguments.messages,
        arguments.misses,
    )
    config = _config(arguments)
    if arguments.what is None:
        figures = asyncio.run(table.measure(config, wish, lambda name: print(f"… {name}", file=sys.stderr)))
    else:
        figures = asyncio.run(measured(arguments.what, config, wish))
    told = table.lines(figures) if arguments.what is None else lines(figures)
    print(json.dumps(figures) if arguments.json else "\n".join(told))
    return GOOD


def talk(arguments: argparse.Namespace) -> int:
    """A talk with the flows in the terminal, in the week of the examples."""
    config = _config(arguments)
    mind = commands.example_mind(config)
    examples = Examples(arguments.save, mind, config.folder / config.flows) if arguments.save else None
    stage = Stage(
        mind,
        SystemClock().now().astimezone(LOCAL),
        reader=Reader(arguments.reader),
        language=arguments.language,
        channel=Channel(arguments.channel),
        spoken=words.chosen(os.environ),
    )
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    stage.run(sys.stdin, sys.stdout)
    if examples:
        print(stage.keep(examples, sys.stdin, sys.stdout))
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
