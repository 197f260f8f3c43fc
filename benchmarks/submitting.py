"""What it costs to submit a reply, and whether two who write at once ever overwrite each other unseen."""

import statistics
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.pages import HELLO, client_of, smallest

MEMBERS, SCHEDULES = 65, 1000
LIMIT = 20.0  # smallest pages that one submission may cost
KEYS = ("measures", "comments")


@dataclass
class Submitting:
    """What was measured."""

    hello: float
    milliseconds: float
    queries: int
    schedules: int
    told: int
    lost: int

    @property
    def ratio(self) -> float:
        """A submission in smallest pages."""
        return self.milliseconds / self.hello

    def lost_texts(self) -> list[str]:
        """What must never be, on any machine."""
        return [f"{self.lost} texts were overwritten unseen"] if self.lost else []

    def timed(self) -> list[str]:
        """What took too long in this run."""
        if self.ratio <= LIMIT:
            return []
        return [f"a submission costs {self.ratio:.0f} times the smallest page; wanted at most {LIMIT:.0f}"]


def measure() -> Submitting:
    """Submit a reply for each member through the page, then let two write at once in random schedules."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # Its models can be loaded only when Django is set up.
    from tests.ordeal import two_editors

    client = client_of("sekretariat@demo.example")
    replies = _open_replies()[:MEMBERS]
    for reply in replies:
        _fill(reply)
    costs = [_submit(client, reply) for reply in replies[1:]]
    with CaptureQueriesContext(connection) as asked:
        _submit(client, replies[0])
    queries = len(asked)
    told = two_editors.run(_open_replies()[0], KEYS, schedules=SCHEDULES)
    hello = smallest(HELLO, "secretariat")
    return Submitting(hello, statistics.median(costs) * 1000, queries, SCHEDULES, told.conflicts, told.silent)


def _submit(client: Any, reply: Any) -> float:
    """The CPU seconds of a submission that the page answers with its receipt."""
    address = f"/innhenting/{reply.call.slug}/{reply.organisation.slug}/send-inn/"
    typed = {"key": f"bench-{reply.pk}", "revision": reply.revision}
    begun = time.process_time()
    answer = client.post(address, typed)
    took = time.process_time() - begun
    assert "/kvittering/" in answer.headers.get("Location", ""), f"{address} answers {answer.status_code}"
    return took


def _open_replies() -> list[Any]:
    from dugnad.calls.models import Reply

    found = Reply.objects.filter(call__slug="klimastatus-2021").exclude(state="accepted")
    return list(found.select_related("call", "organisation").order_by("pk"))


def _fill(reply: Any) -> None:
    _save(
        reply,
        {
            "emissions-total": {"right": False, "value": 1, "reason": "Vår egen måling."},
            "measures": "Ladepunkter ved alle skoler.",
            "climate-budget": "yes",
            "procurement": "largest",
            "contact-name": "Kari",
            "story": None,
        },
        reply.revision,
    )


def _save(reply: Any, answers: dict[str, Any], seen: int) -> None:
    from dugnad.calls import changes
    from dugnad.kit import clock

    changes.save_draft(reply, answers, expected_revision=seen, by=None, at=clock.now())
