"""`puspaga approve`: somebody has read every text of some files; who and when goes to content/approvals.yaml."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config
from bot.errors import Broken, Misuse
from bot.flow import approvals
from bot.flow.overlays import languages_in
from bot.flow.shelf import Shelf
from bot.flow.written import Approval, Decision, Written
from bot.words import APPROVE

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Done:
    """One file: how many texts the decision is about, and how many a second person had approved before."""

    file: Path
    count: int
    before: int


def approve(config: Config, files: Sequence[Path], approval: Approval, decision: Decision, spoken: int) -> list[Done]:
    """Write the decision for all texts of the files, or for none. `spoken` is the language of what is refused. Raises
    Broken for files with errors, and Misuse for what cannot be decided so."""
    _ask(decision.by.isprintable() and 0 < len(decision.by) <= LONGEST_NAME, "name", spoken, most=LONGEST_NAME)
    shelf = Shelf(config.folder / config.flows, config.folder / config.content, decision.on)
    book = shelf.book()
    if book is None:
        raise Broken(sorted(one for source in shelf.sources for one in source.problems if one.severity == "error"))
    read = {Path(source.path).resolve() for source in shelf.sources}
    languages = languages_in(shelf.content)
    texts: dict[Path, list[Written]] = {}
    for file in files:
        here = file.resolve()
        _ask(file.is_file(), "absent", spoken, file=file)
        _ask(not any(here.is_relative_to(one.resolve()) for one in languages), "translation", spoken, file=file)
        _ask(here in read, "other", spoken, file=file)
        texts[file] = [one for one in book.written if Path(one.file).resolve() == here]
    every = [one for told in texts.values() for one in told]
    if approval is Approval.APPROVED:
        _ask_second(every, decision, spoken)
    kept = approvals.decided(shelf.approvals, every, approval, decision)
    (shelf.content / approvals.FILE).write_text(approvals.text_of(kept), encoding="utf-8")
    return [_done(file, told) for file, told in texts.items()]


def _ask_second(texts: Sequence[Written], decision: Decision, spoken: int) -> None:
    """Somebody has reviewed these texts, and it was somebody else."""
    unread = [one.id for one in texts if one.approval is Approval.DRAFT]
    _ask(not unread, "unread", spoken, count=len(unread), name=next(iter(unread), ""))
    own = [one for one in texts if not one.approved and one.reviewed and approvals.same(one.reviewed.by, decision.by)]
    _ask(not own, "same", spoken, by=decision.by, count=len(own))


def _ask(holds: bool, key: str, spoken: int, **blanks: object) -> None:
    if not holds:
        raise Misuse(APPROVE[key][spoken].format_map(blanks))


def _done(file: Path, texts: Sequence[Written]) -> Done:
    before = sum(1 for one in texts if one.approved)
    return Done(file, len(texts) - before, before)


def lines(done: Iterable[Done], approval: Approval, spoken: int) -> list[str]:
    """As it is printed."""
    told = []
    for one in done:
        before = APPROVE["before"][spoken].format(count=one.before) if one.before else ""
        told.append(APPROVE[approval.value][spoken].format(file=one.file, count=one.count) + before)
    return told
