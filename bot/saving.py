"""A talk of the terminal becomes an example of a flow file.

Laws
1. What would not come true at once is not written.
2. The file is there whole, before or after: it is written beside and then put in its place.
"""

import os
import shutil
from pathlib import Path

from bot.engine.mind import Mind
from bot.engine.play import play
from bot.errors import HouseError, Misuse
from bot.flow.append import Entry, appended, bare
from bot.flow.source import read
from bot.flow.talk_schema import TalkIn
from bot.flow.talks import talks_of
from bot.seen import Seen


class Examples:
    """The examples of one file, which may not be there yet. `flow`: the flow that it holds, or ""."""

    def __init__(self, path: Path, mind: Mind, flows: Path) -> None:
        """Raises Misuse or Broken for a file that no example can be added to: before the talk, not after."""
        self.path, self._mind = path, mind
        names = {(flows / f"{name}.yaml").resolve(): name for name in mind.book.flows}
        self.flow = names.get(path.resolve(), "")
        self._with(Entry("", {}, ["sticker"]))

    def add(self, entry: Entry) -> str:
        """The name it got. Raises HouseError when it does not come true; Misuse when the file cannot be written."""
        text = self._with(entry)
        name = self._played(text)
        _put(self.path, text.encode())
        return name

    def _with(self, entry: Entry) -> str:
        if not self.path.exists():
            if not self.path.resolve().parent.is_dir():
                raise Misuse(f"there is no folder {self.path.parent}")
            return bare(entry)
        try:
            text = self.path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise Misuse(f"{self.path} cannot be read: {type(error).__name__}") from None
        return appended(str(self.path), text, entry)

    def _played(self, text: str) -> str:
        source = read(str(self.path), text)
        one = TalkIn.model_validate(source.data["examples"][-1])
        for talk in talks_of([one], source):
            for wrong in play(self._mind, talk, self.flow, outside=Seen(self._mind.book)):
                raise HouseError(f"the talk does not come true a second time: {wrong.text.english}")
        return one.name


def _put(path: Path, content: bytes) -> None:
    target = path.resolve()
    beside = target.with_name(f".{target.name}.baru")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Misuse(f"{path} cannot be written: {type(error).__name__}") from None
