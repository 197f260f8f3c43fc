"""Two who write at once: a short run of what `make ordeal` does a thousand times."""

import random

import pytest

from dugnad.calls.models import Answer, Reply
from tests.factories.calls import AT, make_call, make_reply
from tests.ordeal import two_editors
from tests.ordeal.two_editors import Told

KEYS = ("measures", "comments")


@pytest.fixture
def reply(db: None) -> Reply:
    return make_reply(make_call({key: {} for key in KEYS}), measures="Begynnelsen")


@pytest.mark.parametrize("seed", range(4))
def test_in_no_schedule_is_a_text_overwritten_unseen_or_gone(reply: Reply, seed: int) -> None:
    told = two_editors.run(reply, KEYS, schedules=15, seed=seed)
    assert (told.silent, told.gone) == (0, [])
    assert told.conflicts > 0
    assert told.saves > told.conflicts


def test_a_schedule_that_overwrites_is_found(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ordeal can fail: with a verb that looks at no revision it does."""

    def careless(reply: Reply, texts: dict[str, str], **_how: object) -> None:
        for key, text in texts.items():
            question = reply.call.questions.get(key=key)
            Answer.objects.update_or_create(
                reply=reply,
                question=question,
                defaults={"value": text, "revision": 1, "at": AT},
            )

    monkeypatch.setattr("dugnad.calls.changes.save_draft", careless)
    told = Told()
    for seed in range(5):
        two_editors.schedule(reply, KEYS, random.Random(seed), told)
    assert told.silent > 0
    assert told.gone
