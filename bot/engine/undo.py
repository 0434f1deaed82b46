"""The way back, one question at a time.

Laws
1. What an answer changed is undone with it, variables and what they set.
2. Risk, ticket, consent, the wish to be written to later and what makes writing safe (may an answer appear, at which
   hours, on whose phone) are never undone (flow-language.md).
3. The questions of a command are on the way back only while it lasts: nobody is led back to "erase now?".
4. A talk that was closed to whoever holds the phone has no way back to before.
"""

from bot.engine import keeping
from bot.engine.walk import Walk
from bot.flow.book import Variable
from bot.flow.names import COMMANDS
from bot.model.conversation import Past, Position

DEPTH = 20
"""Questions kept (flow-language.md)."""
SAFE = ("reach", "reach_hours", "own_phone", "planned")


def passed(walk: Walk, asked: Position | None) -> None:
    """An answer to the question at `asked` led elsewhere: the place is kept, and what the message changed since the
    turn began, also what it told by the way."""
    before, after = walk.start, walk.now
    if asked is None or after.position == asked or (after.locked and not before.locked):
        return
    undo: dict[str, str | None] = {}
    if before.variables is not after.variables:
        known = walk.mind.book.variables
        names = before.variables.keys() | after.variables.keys()
        differ = (name for name in sorted(names) if before.variables.get(name) != after.variables.get(name))
        changed = [name for name in differ if undone(known.get(name))]
        undo = {name: before.variables.get(name) for name in keeping.with_moments(known, changed)}
    past = (*after.past, Past(asked, undo))
    if asked.flow.startswith(COMMANDS) and (after.position is None or after.position.flow != asked.flow):
        past = tuple(one for one in past if not one.position.flow.startswith(COMMANDS))
    walk.change(past=past[-DEPTH:])


def undone(variable: Variable | None) -> bool:
    """May an answer of this sort be taken back? One that was counted stays until another is given instead."""
    kept = variable is None or variable.consent or variable.counted
    return not kept and variable is not None and variable.sets not in SAFE
