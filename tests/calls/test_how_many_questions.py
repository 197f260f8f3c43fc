"""How many questions a page of a reply asks the database, in the states that are dearest."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dugnad.calls import changes
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Reply
from dugnad.declarations.states import WordingState
from dugnad.indicators.models import Indicator
from tests.factories.calls import AT, make_call, make_figures, make_hamar, make_reply, save, submit
from tests.factories.declarations import make_point, make_progress, make_wording
from tests.factories.members import make_approver, make_editor, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/innhenting/klimastatus-2021/hamar/"
WHO: dict[str, Any] = {"by": None, "at": AT}
ROAD = {
    "kind": QuestionKind.FIGURE,
    "unit": "tonn CO2e",
    "indicator": "ghg-emissions",
    "indicator_sector": "road_traffic",
    "indicator_year": 2019,
}
ASKED: dict[str, dict[str, Any]] = {
    "road": ROAD,
    "measures": {},
    "name": {"is_profile": True},
    "plan": {"kind": QuestionKind.FILE},
}
MOST = 21


def make_everything() -> Reply:
    """A reply with an objection, last year's answers, and a section that a colleague has."""
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    last = make_call({"measures": {}, "name": {}}, slug="klimastatus-2020", year=2020)
    submit(make_reply(last, measures="I fjor", name="Hamar"), "a")
    call = make_call(ASKED)
    wrong = {"right": False, "value": 80, "reason": "Måler selv."}
    reply = make_reply(call, measures="Elbåt", road=wrong)
    section = call.sections.get()
    changes.forward_section(reply, section, name="Per", email="per@demo.example", **WHO)
    return reply


def reworded(call: Call) -> None:
    for key in ("measures", "road"):
        now = call.questions.get(key=key, retired_at__isnull=True)
        changes.reword_question(now, label_nb=f"Nytt: {key}", **WHO)
    changes.retire_question(call.questions.get(key="plan"), **WHO)


def draft() -> Reply:
    return make_everything()


def submitted() -> Reply:
    reply = make_everything()
    submit(reply)
    return reply


def returned() -> Reply:
    reply = submitted()
    section = reply.call.sections.get()
    changes.return_section(reply, section, note="Skriv mer.", version=1, **WHO)
    changes.return_reply(reply, note="Skriv mer.", **WHO)
    return reply


def accepted() -> Reply:
    reply = submitted()
    changes.accept_reply(reply, **WHO)
    return reply


def written_on() -> Reply:
    reply = submitted()
    changes.save_draft(
        reply, {"measures": "Mer"}, expected_revision=reply.revision, by=None, at=AT + timedelta(minutes=1)
    )
    return reply


def earlier_wording() -> Reply:
    reply = submitted()
    reworded(reply.call)
    return reply


def accepted_in_earlier_words() -> Reply:
    reply = accepted()
    reworded(reply.call)
    return reply


STATES = [draft, submitted, returned, accepted, written_on, earlier_wording, accepted_in_earlier_words]


def clients() -> dict[str, Client]:
    """Who opens the pages; the first visit of a process reads what later ones know."""
    readers = {
        "editor": make_editor(make_hamar(), "kari@demo.example"),
        "approver": make_approver(make_hamar(), "ola@demo.example"),
        "secretary": make_secretary(email="siri@demo.example"),
    }
    found = {}
    for name, user in readers.items():
        found[name] = Client()
        found[name].force_login(user)
        found[name].get(PAGE)
    return found


def asked_by(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert client.get(address).status_code in {200, 404}
    return len(questions)


@pytest.mark.parametrize("state", STATES)
def test_no_page_of_a_reply_asks_more_than_twenty_one_questions_in_any_state(state: Any) -> None:
    section = state().call.sections.get().pk
    pages = [PAGE, f"{PAGE}?endre=1", f"{PAGE}les/", f"{PAGE}vurder/", f"{PAGE}del/{section}/"]
    asked = {(reader, page): asked_by(client, page) for reader, client in clients().items() for page in pages}
    assert {where: count for where, count in asked.items() if count > MOST} == {}


def test_a_reply_in_earlier_words_asks_as_many_questions_as_before_they_were_new(
    django_assert_num_queries: Any,
) -> None:
    reply = earlier_wording()
    save(reply, measures="Under nye ord")
    client = clients()["editor"]
    with django_assert_num_queries(EARLIER):
        page = client.get(PAGE).text
    assert "Nytt: road" in page


EARLIER = 19


@pytest.mark.parametrize("number", [1, 3])
def test_a_follow_up_of_the_declaration_asks_as_many_questions_for_one_point_as_for_three(
    number: int, django_assert_num_queries: Any
) -> None:
    make_hamar()
    make_figures((2009, "road_traffic", 200.0), (2019, "road_traffic", 100.0))
    wording = make_wording(state=WordingState.ADOPTED)
    asked = {}
    for place in range(number):
        point = make_point(wording, f"punkt-{place}", number=str(place))
        point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
        make_progress(point, make_hamar(), 2020, state="planned")
        asked[point.key] = {"kind": QuestionKind.POINT, "point": point.key}
    make_reply(make_call(asked))
    client = clients()["editor"]
    with django_assert_num_queries(FOLLOW_UP):
        assert client.get(PAGE).text.count("Stemmer fortsatt") == number


FOLLOW_UP = 22  # the points, their family and figures of ours, each in a question of its own
