"""The examples of the flow files as tests of pytest, each with a name of its own.

    pytest flows/anak/perundungan.yaml
    pytest flows -k konselor

Between any two turns the conversation is written to a row, sealed, and read back, so that no flow leans on a live
object. While pytest collects, only the files that are asked for are read; the book is compiled when the first example
is played.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.play import Mismatch, play
from bot.errors import Broken
from bot.flow.book import Talk
from bot.flow.library import load
from bot.flow.schema import FlowIn, shaped
from bot.flow.source import read
from bot.flow.talks import talks_of
from bot.screen.ear import load_rules
from bot.seen import WORKDAYS, Seen
from tests.engine.minds import through_a_row

VARIABLES = "variables.yaml"
"""Stands at the top of a folder of flows; the folder `content` stands beside that."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every flow file of a folder of flows."""
    if file_path.suffix != ".yaml" or file_path.name == VARIABLES or _top(file_path) is None:
        return None
    return FlowFile.from_parent(parent, path=file_path)


@cache
def _top(path: Path) -> Path | None:
    """The folder of flows in which a file stands."""
    return next((folder for folder in path.parents if (folder / VARIABLES).exists()), None)


@cache
def _mind(flows: Path) -> Mind:
    content = flows.parent / "content"
    return Mind(load(flows, content), load_rules(content / "risk"), WORKDAYS)


class FlowFile(pytest.File):
    """One flow and its examples."""

    def collect(self) -> Iterable["Example"]:
        source = read(str(self.path.relative_to(self.config.rootpath)), self.path.read_text(encoding="utf-8"))
        flow = shaped(source, FlowIn)
        if flow is None:
            raise self.CollectError("\n".join(str(one) for one in source.problems))
        for talk in talks_of(flow.examples, source):
            yield Example.from_parent(self, name=talk.title, talk=talk)


class NotTrue(Exception):
    """Some lines of an example did not come true."""

    def __init__(self, lines: list[Mismatch]) -> None:
        super().__init__("\n".join(str(one) for one in lines))


class Example(pytest.Item):
    """One talk on one channel."""

    def __init__(self, *, talk: Talk, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # what pytest gives to every item
        self._talk = talk

    def runtest(self) -> None:
        flows = _top(self.path)
        assert flows is not None
        mind = _mind(flows)
        name = self.path.relative_to(flows).with_suffix("").as_posix()
        if wrong := play(mind, self._talk, name, keep=through_a_row, outside=Seen(mind.book)):
            raise NotTrue(wrong)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The lines that failed, each with its place, and no traceback of ours."""
        if isinstance(excinfo.value, NotTrue | Broken):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self._talk.lines[0].mark[1] - 1 if self._talk.lines else None
        return self.path, line, self.name
