"""What is wrong with flows that have the right shape: the door to the checker's rooms.

check_shape: names, exits, targets · check_when: branches and variables · check_commands: words of commands ·
check_graph: where a talk can go, over all flows. What families read is judged text by text: check_words.
"""

from collections.abc import Mapping, Sequence

from bot.flow.blanks import Blanks, longest_answers
from bot.flow.check_commands import check_commands
from bot.flow.check_fit import Fit
from bot.flow.check_graph import Graph, check_graphs
from bot.flow.check_shape import check_shape
from bot.flow.check_when import check_when, values_of
from bot.flow.known import Known, near_to
from bot.flow.pieces import REPLY, Piece
from bot.flow.schema import ContactIn, FlowIn
from bot.flow.source import Source

__all__ = ["Known", "check_fit", "check_flows", "near_to"]


def check_flows(flows: Mapping[str, tuple[Source, FlowIn]], known: Known) -> None:
    """Notes every problem of every flow in its source."""
    values = values_of(known)
    for name, (source, flow) in flows.items():
        check_shape(name, flow, source, known)
        check_when(name, flow, source, known, values)
    check_commands(flows, known)
    check_graphs({name: source for name, (source, _) in flows.items()}, Graph(known))


def check_fit(
    flows: Mapping[str, tuple[Source, FlowIn]],
    known: Known,
    pieces: Sequence[Piece],
    contacts: Mapping[str, ContactIn],
) -> None:
    """Notes what a channel has no room for, and what a lock screen would tell, in the source of its text."""
    replies = {one.id: one.text for one in pieces if one.role == REPLY and one.language == "id"}
    blanks = Blanks(replies, contacts, values_of(known), longest_answers(known.flows.values()))
    fit = Fit(pieces, Graph(known), blanks, contacts, giveaway=known.giveaway)
    fit.check({name: source for name, (source, _) in flows.items()})
