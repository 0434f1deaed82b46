"""content/approvals.yaml: what people decided about texts, so that no file of texts says it of itself.

1. An entry remembers the words that were read by their mark; a text whose words change is a draft again by itself.
2. Two people: who reviewed a text does not approve it.
3. A decision that does not count (other words, a day that has not come) is told, and stops nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.flow.known import BANDS, near_to
from bot.flow.overlays import mark_of
from bot.flow.pieces import LABEL, Piece
from bot.flow.schema import ApprovalIn, ApprovalsIn, DecisionIn
from bot.flow.source import Path, Source
from bot.flow.written import Approval, Decision, Written

FILE = "approvals.yaml"
HEAD = """\
# Who has read which text, and in which words: `mark` tells them. `puspaga approve` writes this file. A text that has no
# line here, or whose words have changed, is a draft.
approvals:
"""
_PLAIN = re.compile(r"[A-Za-z][\w./@ -]*[\w]")
"""An id that YAML reads as it stands."""


def own(pieces: Iterable[Piece]) -> dict[str, Piece]:
    """Every Indonesian text by its id, once: the label of a topic stands in the file of the topic, though a menu shows
    it too."""
    return {
        one.id: one
        for one in pieces
        if one.language == "id" and (one.role != LABEL or one.path in one.source.marks) and one.text.strip()
    }


def same(one: str, other: str) -> bool:
    """Are these two names of one person, as far as their letters tell?"""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def written(originals: Mapping[str, Piece], kept: ApprovalsIn, today: date | None) -> Iterator[Written]:
    """The texts of files that have their shape, with what was decided about them. Without a day no decision is of the
    future."""
    for name, piece in originals.items():
        reader = next((one for one in ("child", "parent") if one in piece.traits), piece.reader)
        entry = kept.approvals.get(name)
        holds = entry if entry and entry.mark == mark_of(piece.text) else None
        reviewed = _decision(holds.reviewed, today) if holds else None
        approved = _decision(holds.approved, today) if holds and reviewed else None
        yield Written(
            name,
            piece.text,
            piece.source.path,
            piece.role,
            reader,
            ages=piece.traits & frozenset(BANDS),
            source=str(piece.source.data.get("source", "")),
            reviewed=reviewed,
            approved=approved,
        )


def _decision(one: DecisionIn | None, today: date | None) -> Decision | None:
    return Decision(one.by, one.on) if one and not (today and one.on > today) else None


def check_approvals(source: Source, kept: ApprovalsIn, originals: Mapping[str, Piece], today: date | None) -> None:
    """Notes what is wrong with an entry, and what has to be read again."""
    for name, entry in kept.approvals.items():
        where: Path = ("approvals", name)
        if name not in originals:
            source.problem(where, "F340", name=name, near=near_to(name, originals))
        elif entry.mark != mark_of(originals[name].text):
            source.problem(where, "F341", name=name, file=originals[name].source.path)
        for key, one in (("reviewed", entry.reviewed), ("approved", entry.approved)):
            if one and today and one.on > today:
                source.problem((*where, key, "on"), "F342", day=one.on)
        if entry.approved and same(entry.approved.by, entry.reviewed.by):
            source.problem((*where, "approved", "by"), "F343", name=entry.approved.by)


def decided(kept: ApprovalsIn, texts: Iterable[Written], approval: Approval, decision: Decision) -> ApprovalsIn:
    """What is kept once somebody has reviewed these texts, or approved them. What a second person approved stays as it
    is; a text that nobody has reviewed is not approved."""
    said = DecisionIn(by=decision.by, on=decision.on)
    found = dict(kept.approvals)
    for one in texts:
        if one.approved:
            continue
        mark = mark_of(one.text)
        if approval is Approval.REVIEWED:
            found[one.id] = ApprovalIn(mark=mark, reviewed=said)
        elif one.reviewed and not same(one.reviewed.by, said.by):
            found[one.id] = found[one.id].model_copy(update={"approved": said})
    return ApprovalsIn(approvals=found)


def text_of(kept: ApprovalsIn) -> str:
    """The whole file; a line for each text, so that a comparison of two versions shows what was decided."""
    return HEAD + "".join(f"  {_key(name)}: {_line(one)}\n" for name, one in sorted(kept.approvals.items()))


def _key(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _line(one: ApprovalIn) -> str:
    said = [f"{key}: {_said(what)}" for key, what in (("reviewed", one.reviewed), ("approved", one.approved)) if what]
    return f"{{{', '.join([f'mark: {json.dumps(one.mark)}', *said])}}}"


def _said(one: DecisionIn) -> str:
    return f"{{by: {json.dumps(one.by, ensure_ascii=False)}, on: {one.on.isoformat()}}}"
