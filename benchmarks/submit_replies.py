"""Measure what it costs to save and submit replies, and look for texts that two writers overwrite unseen.

    python benchmarks/submit_replies.py [--members 65] [--schedules 1000]

Loads the demo alliance into a folder of its own, submits a reply for each member through the page, and lets
two colleagues write at once in random schedules. CPU is told as multiples of the smallest page of the same
process. Ends with 1 when a submission costs more than 20 such pages or a text was overwritten unseen.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LIMIT = 20.0  # smallest pages that one submission may cost
KEYS = ("measures", "comments")
HOST = "127.0.0.1"


def main() -> int:
    """Load, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=65)
    parser.add_argument("--schedules", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DUGNAD_HOME": home, "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
        subprocess.run([Path(sys.executable).with_name("dugnad"), "demo", "--no-serve"], check=True)
        import django

        django.setup()
        hello = statistics.median(_cpu(_healthz) for _ in range(200))
        costs = list(_submissions(options.members))
        silent, conflicts = _schedules(options.schedules)
    ratio = statistics.median(costs) / hello
    print(f"smallest page {hello * 1000:.2f} ms CPU; submission {ratio:.1f} times that (limit {LIMIT:.0f})")
    told = f"{conflicts} conflicts told, {silent} texts lost unseen"
    print(f"{options.schedules} schedules of two writers: {told}")
    return int(ratio > LIMIT or silent > 0)


def _cpu(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _healthz() -> None:
    from django.test import Client

    Client(SERVER_NAME=HOST).get("/healthz")


def _submissions(members: int) -> Iterator[float]:
    """The CPU seconds of each submission that the page answers with its receipt."""
    from django.test import Client

    from dugnad.calls.models import Reply
    from dugnad.members.queries import user_with_email

    client = Client(SERVER_NAME=HOST)
    client.force_login(user_with_email("sekretariat@demo.example"))
    for number, reply in enumerate(_open_replies(Reply)[:members]):
        _fill(reply)
        address = f"/innhenting/{reply.call.slug}/{reply.organisation.slug}/send-inn/"
        answers: list[Any] = []
        yield _cpu(lambda: answers.append(client.post(address, {"key": f"bench-{number}"})))  # noqa: B023
        assert "/kvittering/" in answers[0]["Location"], reply


def _open_replies(replies: Any) -> list[Any]:
    found = replies.objects.filter(call__slug="klimastatus-2021").exclude(state="accepted")
    return list(found.select_related("call", "organisation"))


def _fill(reply: Any) -> None:
    from dugnad.calls import changes
    from dugnad.kit import clock

    answers = {
        "emissions-total": {"right": False, "value": 1, "reason": "Vår egen måling."},
        "measures": "Ladepunkter ved alle skoler.",
        "climate-budget": "yes",
        "procurement": "largest",
        "contact-name": "Kari",
        "story": None,
    }
    changes.save_draft(reply, answers, reply.revision, None, clock.now())


def _schedules(number: int) -> tuple[int, int]:
    """How many texts disappeared that the one who wrote over them had not seen, and how many were told."""
    from dugnad.calls.models import Reply

    reply, chance = _open_replies(Reply)[0], random.Random(2021)
    told = [_schedule(reply, chance) for _ in range(number)]
    return sum(silent for silent, _conflicts in told), sum(conflicts for _silent, conflicts in told)


def _schedule(reply: Any, chance: random.Random) -> tuple[int, int]:
    from dugnad.calls import changes
    from dugnad.kit import clock
    from dugnad.kit.errors import Conflict

    silent = conflicts = 0
    seen = {writer: (reply.revision, _stored(reply)) for writer in "ab"}
    for _step in range(chance.randint(2, 8)):
        writer, key, text = chance.choice("ab"), chance.choice(KEYS), str(chance.randrange(10**9))
        revision, view = seen[writer]
        before = _stored(reply)
        try:
            changes.save_draft(reply, {key: text}, revision, None, clock.now())
            silent += before.get(key) != view.get(key)
        except Conflict:
            conflicts += 1
            seen[writer] = (reply.revision, _stored(reply))
    return silent, conflicts


def _stored(reply: Any) -> dict[str, Any]:
    return {a.question.key: a.value for a in reply.answers.select_related("question")}


if __name__ == "__main__":
    sys.exit(main())
