"""The long ordeal, run by `make ordeal`: KILLS=500 of the group, SCHEDULES=1000 of two editors.

DATABASE=postgres kills a PostgreSQL of its own along with the server. Ends with 1 when something that was
acknowledged is gone.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.ordeal import kill_loop
from tests.ordeal.group import HONEST, Group
from tests.postgres import Server as Database

KILLS = int(os.environ.get("KILLS", "500"))
SCHEDULES = int(os.environ.get("SCHEDULES", "1000"))
WRITERS = 16
ENDED = frozenset({"accepted"})


def main() -> int:
    """Both ordeals, each in a demo of its own."""
    with tempfile.TemporaryDirectory(prefix="dugnad-ordeal-") as folder:
        database = Database(options=HONEST).start() if os.environ.get("DATABASE") == "postgres" else None
        group = Group(Path(folder), database)
        try:
            group.load()
            group.start()
            outcome = kill_loop.run(group, kills=KILLS, writers=WRITERS, patience=(0.5, 3.0), say=_say)
            _say("\n".join(outcome.lines()))
            group.kill()
            if database is not None:
                database.start()
            kept = _two_editors(group)
        finally:
            group.close()
    return 0 if kept and not outcome.lost and not outcome.refused and outcome.submissions else 1


def _two_editors(group: Group) -> bool:
    """The schedules in this process, on the same demo; whether nothing was overwritten unseen."""
    os.environ |= {**group.environment, "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()
    from dugnad.calls.models import Reply
    from tests.ordeal import two_editors

    found = Reply.objects.filter(call__slug=kill_loop.CALL).exclude(state__in=ENDED)
    reply = found.select_related("call", "organisation").order_by("pk")[0]
    told = two_editors.run(reply, ("measures", "comments"), schedules=SCHEDULES)
    _say(
        f"{SCHEDULES} schedules of two editors, {told.saves} saves: {told.silent} texts overwritten unseen, "
        f"{len(told.gone)} gone, {told.conflicts} times a writer was told of the other's text."
    )
    return not told.silent and not told.gone


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
