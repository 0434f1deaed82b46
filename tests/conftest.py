"""What every run shares: `--long` for the long fuzz and chaos runs, and one loud line for what could not run."""

from functools import partial
from threading import Thread

import aiosqlite.core
import pytest
from hypothesis import HealthCheck, settings

from tests import browser, postgres
from tests.postgres import database, postgres_url

__all__ = ["database", "postgres_url"]
"""Fixtures of every folder."""
ABSENT = {"browser": browser.ABSENT, "PostgreSQL": postgres.ABSENT}

setattr(aiosqlite.core, "Thread", partial(Thread, daemon=True))  # noqa: B010  it is no public name
"""A test that failed may leave a database open; its thread may not keep the whole run from ending."""

SLOW = [HealthCheck.too_slow]
settings.register_profile("short", deadline=None, max_examples=150, suppress_health_check=SLOW)
settings.register_profile("long", deadline=None, max_examples=5_000, suppress_health_check=SLOW)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the long fuzz and chaos runs")
    parser.addoption("--kills", type=int, help="how often the chaos run kills the service")
    parser.addoption("--seed", type=int, help="repeat the chaos run of this seed")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(one.longrepr) for one in terminalreporter.stats.get("skipped", [])]
    for what, why in ABSENT.items():
        if missed := sum(why in one for one in skipped):
            terminalreporter.write_line(f"!!! {missed} {what} tests did not run: {why} !!!", red=True, bold=True)
