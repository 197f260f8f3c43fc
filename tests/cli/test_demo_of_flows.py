"""What the demo shows of a study that asks its municipalities."""

from datetime import date

import pytest

from dugnad.calls import queries
from dugnad.calls.models import Call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_alliance")]


def test_a_study_of_the_demo_asks_and_every_step_of_the_path_is_there() -> None:
    call = Call.objects.get(kind="materials")
    assert call.state == "open"
    assert {reply.organisation.slug: reply.state for reply in call.replies.all()} == {
        "gjovik": "accepted",
        "lillestrom": "accepted",
        "asker": "submitted",
        "ringerike": "awaited",
        "lier": "awaited",
    }
    (group,) = queries.told_quantities(call, on=date(2021, 5, 3))
    assert [(row.organisation.slug, row.how) for row in group.new] == [
        ("gjovik", "measured"),
        ("gjovik", "measured"),
        ("lillestrom", "measured"),
        ("lillestrom", "estimated"),
    ]
    assert group.study.is_illustrative
    assert group.source.endswith("(oppdiktede tall)")
    notes = {answer.note for reply in call.replies.all() for answer in reply.answers.all()}
    assert notes == {"Oppdiktet for demonstrasjonen: slik kunne avfallsselskapet ha veid det."}
