"""What every run shares: `--long` for the long fuzz and chaos runs, and one loud line for what could not run."""

from functools import partial
from threading import Thread

import aiosqlite.core
import pytest
from hypothesis import HealthCheck, settings

from tests.browser import ABSENT

setattr(aiosqlite.core, "Thread", partial(Thread, daemon=True))  # noqa: B010  it is no public name
"""A test that failed may leave a database open; its thread may not keep the whole run from ending."""

SLOW = [HealthCheck.too_slow]
settings.register_profile("short", deadline=None, max_examples=150, suppress_health_check=SLOW)
settings.register_profile("long", deadline=None, max_examples=5_000, suppress_health_check=SLOW)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the long fuzz and chaos runs")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missed = [one for one in terminalreporter.stats.get("skipped", []) if ABSENT in str(one.longrepr)]
    if missed:
        terminalreporter.write_line(f"!!! {len(missed)} browser tests did not run: {ABSENT} !!!", red=True, bold=True)
