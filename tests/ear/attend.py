"""Train the attention half of the scorer (bot/screen/attention.py) with PyTorch, which only this script needs:
`pip install torch`, version 2.13 when the file in use was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as fn

from bot.screen.attention import HEADS, LONGEST, ROWS, WIDE, Weights, bags
from bot.screen.concepts import MOST
from tests.ear.corpus import Message
from tests.ear.lessons import Lesson

LEVELS = ("none", "concern", "high", "imminent")
SHARES = {"none": 1.0, "concern": 0.35, "high": 1.0, "imminent": 1.3}
"""How much a message counts, by its level."""
PUBLIC = 2.0
"""How much more a harmless text counts that was written for everybody."""
BESIDE = 0.3
"""How much the level in four steps and the kind count beside danger or none, and the speaker three tenths of that."""
SMOOTH = 0.05
"""A label is believed up to this much."""
DROP, FORGET = 0.2, 0.07
"""Share of the numbers, and of the words, that training leaves out by chance."""
ROUNDS, BATCH, RATE = 5, 64, 3e-3


@dataclass(frozen=True, slots=True)
class Case:
    """A lesson in numbers: its words, and what is to be said of it."""

    words: tuple[int, ...]
    level: int
    kind: int
    speaker: int
    share: float


class Attending(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
    def __init__(self, vocabulary: Sequence[Sequence[int]], meanings: Sequence[Sequence[int]], tasks: Sequence[int]):
        super().__init__()
        self.pieces, self.meanings = vocabulary, meanings
        self.piece = nn.EmbeddingBag(2 * ROWS, WIDE, mode="mean")
        self.meaning = nn.EmbeddingBag(MOST + 1, WIDE, mode="sum", padding_idx=MOST)
        for one in (self.piece, self.meaning):
            nn.init.normal_(one.weight, std=0.3)
        with torch.no_grad():
            self.meaning.weight[MOST] = 0
        self.enter = nn.Linear(2 * WIDE, WIDE)
        self.place = nn.Parameter(torch.randn(LONGEST, WIDE) * 0.1)
        self.block = nn.TransformerEncoderLayer(WIDE, HEADS, 2 * WIDE, DROP, batch_first=True, norm_first=True)
        self.look = nn.Linear(WIDE, HEADS)
        self.join = nn.Linear(WIDE * (HEADS + 1), WIDE)
        self.tasks = nn.ModuleList([nn.Linear(WIDE, many) for many in tasks])

    def forward(self, batch: Sequence[Sequence[int]]) -> list[torch.Tensor]:
        once = sorted({word for words in batch for word in words})
        row = {word: number + 1 for number, word in enumerate(once)}
        both = torch.cat(
            [_bagged(self.piece, [self.pieces[one] for one in once]),
             _bagged(self.meaning, [self.meanings[one] or (MOST,) for one in once])], 1,
        )  # fmt: skip
        both = torch.cat([torch.zeros(1, both.shape[1]), both])
        rows = torch.zeros(len(batch), max(map(len, batch)), dtype=torch.long)
        for number, words in enumerate(batch):
            rows[number, : len(words)] = torch.tensor([row[word] for word in words])
        there = rows > 0
        if self.training:
            rows = rows * (torch.rand(rows.shape) > FORGET)
        heard = self.enter(fn.dropout(both[rows], DROP, self.training)) + self.place[: rows.shape[1]]
        heard = self.block(heard, src_key_padding_mask=~there)
        looks = self.look(heard).masked_fill(~there[..., None], -1e4).softmax(1)
        most = heard.masked_fill(~there[..., None], -1e4).max(1)[0]
        told = torch.cat([(looks.transpose(1, 2) @ heard).flatten(1), most], 1)
        told = fn.relu(self.join(fn.dropout(told, DROP, self.training)))
        told = fn.dropout(told, DROP, self.training)
        return [task(told) for task in self.tasks]


def _bagged(bag: nn.EmbeddingBag, rows: Sequence[Sequence[int]]) -> torch.Tensor:
    starts = np.cumsum([0, *map(len, rows[:-1])])
    return bag(torch.tensor([one for row in rows for one in row]), torch.from_numpy(starts))


def attend(lessons: Sequence[Lesson], meant: Mapping[str, Sequence[int]]) -> Attending:
    """A network that was taught by these."""
    torch.manual_seed(0)
    chance = Random(0)
    words = sorted({word for one in lessons for word in one.words} | {""})
    number = {word: at for at, word in enumerate(words)}
    kinds, speakers = (sorted({getattr(one.message, name) for one in lessons}) for name in ("kind", "speaker"))
    net = Attending([bags(word) for word in words], [meant.get(word, ()) for word in words],
                    (1, len(LEVELS), len(kinds), len(speakers)))  # fmt: skip
    cases = [
        Case(
            tuple(number[word] for word in one.words[:LONGEST]) or (number[""],),
            LEVELS.index(one.message.level),
            kinds.index(one.message.kind),
            speakers.index(one.message.speaker),
            one.share * _share(one.message),
        )
        for one in lessons
    ]
    rounds = ROUNDS * (len(cases) // BATCH + 1)
    learn = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(learn, RATE, rounds + ROUNDS, pct_start=0.15)
    for _ in range(ROUNDS):
        net.train()
        for batch in _batches(cases, chance):
            loss = _loss(net([one.words for one in batch]), batch)
            learn.zero_grad()
            loss.backward()
            learn.step()
            pace.step()
    net.eval()
    return net


def _share(one: Message) -> float:
    public = (one.level, one.kind, one.speaker) == ("none", "distress", "other")
    return SHARES[one.level] * (PUBLIC if public else 1.0)


def _batches(cases: Sequence[Case], chance: Random) -> list[list[Case]]:
    """All of them in chance order, those of about the same length together."""
    order = list(cases)
    chance.shuffle(order)
    wide = BATCH * 50
    near = [sorted(order[at : at + wide], key=lambda one: len(one.words)) for at in range(0, len(order), wide)]
    found = [some[at : at + BATCH] for some in near for at in range(0, len(some), BATCH)]
    chance.shuffle(found)
    return found


def _loss(told: Sequence[torch.Tensor], batch: Sequence[Case]) -> torch.Tensor:
    danger, level, kind, speaker = told
    side = torch.tensor([1 - SMOOTH if one.level >= LEVELS.index("high") else SMOOTH for one in batch])
    loss = fn.binary_cross_entropy_with_logits(danger[:, 0], side, reduction="none")
    for scores, name, much in ((level, "level", 1.0), (kind, "kind", 1.0), (speaker, "speaker", 0.3)):
        right = torch.tensor([getattr(one, name) for one in batch])
        loss = loss + BESIDE * much * fn.cross_entropy(scores, right, reduction="none")
    return (loss * torch.tensor([one.share for one in batch])).mean()


def taught(lessons: Sequence[Lesson], meant: Mapping[str, Sequence[int]]) -> Weights:
    return weights_of(attend(lessons, meant))


def weights_of(net: Attending) -> Weights:
    """What the service needs of it: the entrance and the norms are folded into what stands beside them."""
    with torch.no_grad():
        block, attention = net.block, net.block.self_attn
        inside, meant = net.enter.weight[:, :WIDE].T, net.enter.weight[:, WIDE:].T
        keys = (block.norm1.weight[:, None] * attention.in_proj_weight.T).clone()
        shift = block.norm1.bias @ attention.in_proj_weight.T + attention.in_proj_bias
        near = (WIDE / HEADS) ** -0.5
        keys[:, :WIDE] *= near
        shift[:WIDE] *= near
        found = {
            "pieces": net.piece.weight @ inside,
            "meanings": net.meaning.weight[:MOST] @ meant,
            "places": net.place + net.enter.bias,
            "keys": keys,
            "keys_shift": shift,
            "values": attention.out_proj.weight.T,
            "values_shift": attention.out_proj.bias,
            "wide": block.norm2.weight[:, None] * block.linear1.weight.T,
            "wide_shift": block.norm2.bias @ block.linear1.weight.T + block.linear1.bias,
            "narrow": block.linear2.weight.T,
            "narrow_shift": block.linear2.bias,
            "looks": net.look.weight.T,
            "join": net.join.weight.T,
            "join_shift": net.join.bias,
            "danger": net.tasks[0].weight[0],
            "danger_shift": net.tasks[0].bias,
        }
    return Weights({name: one.detach().contiguous().numpy().astype(np.float32) for name, one in found.items()})
