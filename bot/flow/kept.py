"""What was made of files is taken again, while somebody still uses it and no letter of the files has changed: a reload
of edited flows keeps the ear that is in use, and makes no second one beside it."""

import gc
import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Holds nothing alive by itself. What is made is shared, so nothing may change it."""

    def __init__(self) -> None:
        self._made: WeakValueDictionary[Hashable, Made] = WeakValueDictionary()

    def get(self, folders: Sequence[Path], make: Callable[[], Made], *more: Hashable) -> Made:
        """What `make` makes of all files of these folders; `more` is what else it depends on."""
        mark = mark_of(folders)
        key = (mark, *(shown(one) for one in folders), *more)
        found = self._made.get(key)
        if found is None:
            with undisturbed():
                found = make()
            if mark_of(folders) == mark:  # else it was made of half an edit
                self._made[key] = found
        return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python looks for no circles of garbage meanwhile: what a book and an ear are made of lives on, and looking at all
    of it again and again was a fifth of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def mark_of(folders: Sequence[Path]) -> str:
    """Names what stands in the files of these folders, their names included."""
    told = hashlib.sha256()
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            told.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            try:
                told.update(hashlib.sha256(path.read_bytes()).digest())
            except OSError:
                told.update(b"-")
    return told.hexdigest()[:12]


def shown(path: Path) -> str:
    """As a person would type it: relative to where they stand."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
