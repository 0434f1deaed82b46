"""What a turn, the sender and the timers ask stays as fast when the tables have grown: no table is read as a whole."""

import re
from pathlib import Path

from bot.store.connection import connect, spoken
from bot.store.migrations import migrate

GROWING = ("contact", "identity", "conversation", "arrival", "message", "outbox", "timer", "ticket", "audit")
OPEN_ONLY = re.compile(r"SCAN \w+ USING (COVERING )?INDEX (outbox_open|outbox_taken|ticket_open)$")
"""Indexes that hold only what is not finished: reading one as a whole is reading what is wanted."""

ASKED_BY_HAND = ("stands", "talks_begun", "tickets_opened")
"""Counted when somebody asks what a change of the flows would do, or how a month was; an index for it would cost every
turn."""


async def plans(path: Path) -> dict[str, list[str]]:
    db = await connect(str(path))
    try:
        await migrate(db)
        found = {}
        for name, text in spoken().items():
            highest = max((int(one) for one in re.findall(r"\?(\d+)", text)), default=0)
            rows = await db.execute_fetchall(f"explain query plan {text}", ["[]"] * highest)
            found[name] = [str(row[3]) for row in rows]
        return found
    finally:
        await db.close()


def short_names(text: str) -> dict[str, str]:
    """Table by the name the query gives it."""
    named = re.findall(r"(?:from|join|update|into)\s+(\w+)(?:\s+(?:as\s+)?(\w+))?", text)
    return {one: table for table, other in named for one in (table, other)}


async def test_no_query_reads_a_growing_table_as_a_whole(tmp_path: Path) -> None:
    whole = [
        (name, step)
        for name, steps in (await plans(tmp_path / "test.db")).items()
        for step in steps
        if name not in ASKED_BY_HAND
        and step.startswith("SCAN ")
        and not OPEN_ONLY.search(step)
        and short_names(spoken()[name]).get(step.split()[1]) in GROWING
    ]
    assert whole == []


async def test_an_identity_is_found_by_all_of_its_key(tmp_path: Path) -> None:
    (step,) = [step for step in (await plans(tmp_path / "test.db"))["identities"] if step.startswith("SEARCH")]
    assert "(channel=? AND kind=? AND lookup=?)" in step


async def test_what_leaves_next_is_found_in_its_order_however_much_waits(tmp_path: Path) -> None:
    found = await plans(tmp_path / "test.db")
    assert [step for step in found["ready"] if "TEMP B-TREE" in step] == []
    assert any("outbox_open (channel=?)" in step for step in found["ready"])
    assert any("outbox_due (channel=? AND due_at>?)" in step for step in found["next_due"])
