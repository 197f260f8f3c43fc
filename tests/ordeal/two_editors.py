"""Two colleagues write to one reply in random schedules: nobody overwrites what they have not seen."""

import random
from dataclasses import dataclass, field
from typing import Any

from dugnad.calls import changes
from dugnad.calls.models import EarlierAnswer, Reply
from dugnad.kit import clock
from dugnad.kit.errors import Conflict

STEPS = 8


@dataclass
class Told:
    """What became of schedules: texts overwritten unseen, texts gone, and how often a writer was told."""

    silent: int = 0
    gone: list[str] = field(default_factory=list)
    conflicts: int = 0
    saves: int = 0


@dataclass
class Writer:
    """What one colleague has on the screen: the reply as it was when they read it last."""

    revision: int
    view: dict[str, Any]


def run(reply: Reply, keys: tuple[str, ...], *, schedules: int, seed: int = 2021) -> Told:
    """So many schedules, one after the other, on one reply."""
    chance, told = random.Random(seed), Told()
    for _number in range(schedules):
        schedule(reply, keys, chance, told)
    return told


def schedule(reply: Reply, keys: tuple[str, ...], chance: random.Random, told: Told) -> None:
    """Both read; then in random order each writes to one answer or several, or reads anew."""
    writers = {name: Writer(reply.revision, _stored(reply)) for name in "ab"}
    for _step in range(chance.randint(2, STEPS)):
        writer = writers[chance.choice("ab")]
        if chance.random() < 0.2:
            _read(writer, reply)
        else:
            _write(writer, reply, keys, chance, told)


def _write(writer: Writer, reply: Reply, keys: tuple[str, ...], chance: random.Random, told: Told) -> None:
    some = chance.sample(keys, chance.randint(1, len(keys)))
    texts = {key: f"Tekst {chance.randrange(10**9)}" for key in some}
    before = _stored(reply)
    unseen = {key for key in texts if before.get(key) != writer.view.get(key)}
    try:
        changes.save_draft(reply, texts, expected_revision=writer.revision, by=None, at=clock.now())
    except Conflict:
        told.conflicts += 1
    else:
        told.saves += 1
        told.silent += len(unseen)
    after = _stored(reply)
    told.silent += sum(after.get(key) != before.get(key) for key in unseen)
    told.gone += [text for text in before.values() if text not in [*after.values(), *_earlier(reply)]]
    _read(writer, reply)


def _read(writer: Writer, reply: Reply) -> None:
    reply.refresh_from_db()
    writer.revision, writer.view = reply.revision, _stored(reply)


def _stored(reply: Reply) -> dict[str, Any]:
    return {answer.question.key: answer.value for answer in reply.answers.select_related("question")}


def _earlier(reply: Reply) -> list[Any]:
    """What stood before and is kept: the newest few, because one step replaces no more."""
    kept = EarlierAnswer.objects.filter(answer__reply=reply).order_by("-pk")[:20]
    return [earlier.value for earlier in kept]
