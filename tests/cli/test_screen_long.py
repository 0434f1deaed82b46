"""`screen` on a long file: line by line, in the memory of a short one."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from threading import Thread
from typing import IO

from bot.cli import PROBLEM
from tests.scenes.house import ROOT, furnish

SHORT, LONG = 1_000, 100_000
BAD = 997
"""Every so manyth line is none that can be read."""
ASIDE = "x" * 600
"""Passes through in every line. Lines that were kept would take more than what reading the rules leaves free."""
MORE = 10 * 1024
"""KiB that the long file may take beyond the short one; all its lines are some 70 MiB."""
CHILD = """
import sys
from bot.cli import main
code = main(["screen"])
sys.stdout.flush()
sys.stderr.write(open("/proc/self/status").read())
sys.exit(code)
"""
"""The command, and how much memory it had at most."""


def line(number: int) -> bytes:
    """No two texts are the same: each has a word of its own that nobody knows."""
    if number % BAD == 0:
        return (b'{"text": ', b"bukan json", b"\xff\xfe", b'{"teks": 1}')[number // BAD % 4] + b"\n"
    word = "".join(chr(ord("a") + int(digit) * 2) for digit in str(number))
    text = f"aku dipukul bapak, {word}" if number % 3 else f"halo {word}"
    return json.dumps({"n": number, "aside": ASIDE, "text": text}).encode() + b"\n"


def feed(into: IO[bytes], count: int) -> None:
    with into:
        for number in range(count):
            into.write(line(number))


def screened(folder: Path, count: int) -> int:
    """The most memory in KiB that the command took for so many lines, each of which came out in its place."""
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=folder, env=here, stdin=PIPE, stdout=PIPE, stderr=PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        writer = Thread(target=feed, args=(child.stdin, count), daemon=True)
        writer.start()
        levels = Counter(in_place(child.stdout))
        writer.join()
        most = re.search(r"^VmHWM:\s+(\d+) kB$", child.stderr.read().decode(), re.MULTILINE)
        assert child.wait() == PROBLEM
    assert most
    assert levels.total() == count
    assert levels["error"] == -(-count // BAD)
    assert min(levels["none"], levels["high"]) > count // 10
    return int(most[1])


def in_place(printed: IO[bytes]) -> Iterator[str]:
    """The level of each line, which says by its number that it is the next."""
    for number, told in enumerate(printed):
        row = json.loads(told)
        if number % BAD == 0:
            assert [*row] == ["error"]
        else:
            assert (row["n"], row["aside"]) == (number, ASIDE)
        yield row.get("level", "error")


def test_a_hundred_thousand_lines_take_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    furnish(tmp_path)
    assert screened(tmp_path, LONG) - screened(tmp_path, SHORT) < MORE
