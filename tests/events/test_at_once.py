"""Two who do it in the same moment, each with a connection of their own."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from dugnad.events import changes
from dugnad.events.models import AgendaItem, Note
from dugnad.kit.errors import Conflict
from tests.factories.events import NOBODY, STARTS, make_event, make_group, make_item
from tests.factories.members import make_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_day"),
    # SQLite lets one writer in at a time; of the database in memory that tests use others are turned away.
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time"),
]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let each act begin in the same moment; what each returned or raised."""
    start, told = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            told.append(act())
        except Conflict as clash:
            told.append(clash)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_two_agendas_of_one_body_that_are_numbered_at_once_share_no_number():
    body = make_group(make_person())
    events = [make_event(body=body, starts=STARTS + timedelta(days=days)) for days in (0, 30)]
    for event in events:
        for number in range(5):
            make_item(event, f"Sak {number}")
    told = at_once(*(lambda event=event: changes.number_cases(event, **NOBODY) for event in events))
    assert told == [5, 5]
    numbers = AgendaItem.objects.filter(body=body).values_list("case_number", flat=True)
    assert sorted(numbers) == list(range(1, 11))


def test_of_two_who_write_the_first_words_of_a_point_at_once_one_is_told():
    item = make_item(make_event(body=make_group(make_person())))
    texts = ("Karis ord.", "Olas ord.")
    told = at_once(
        *(lambda text=text: changes.write_note(item, text=text, revision=0, **NOBODY) for text in texts)
    )
    (clash,) = [one for one in told if isinstance(one, Conflict)]
    assert {clash.details["yours"]["text"], clash.details["theirs"]["text"]} == set(texts)
    assert Note.objects.get().text == clash.details["theirs"]["text"]
