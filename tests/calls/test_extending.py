"""More time for one member: its own deadline holds on every page, in every mail and over clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls import changes, queries, rules
from dugnad.calls.models import Reply
from dugnad.kit.clock import OSLO
from dugnad.kit.models import Change, OutgoingMail
from tests.calls.test_rules import CLOCKS, DAYS, Called, Replied
from tests.factories.calls import AFTER_DUE, AT, make_call, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_municipality, make_secretary
from tests.refusals import refused

WEDNESDAY = date(2021, 5, 5)
IN_TIME = datetime(2021, 5, 5, 15, 59, tzinfo=OSLO)
HAMAR = "/innhenting/klimastatus-2021/hamar/"


def extend(reply: Reply, to: date | None = WEDNESDAY, at: datetime = AT, reason: str = "Sykdom") -> None:
    changes.extend_deadline(reply, to=to, reason=reason, by=None, at=at)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# The rule ------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(1, 60), CLOCKS, st.integers(0, 600), st.integers(-20_000, 20_000))
def test_more_time_moves_the_deadline_to_the_same_clock_on_another_day(
    day: date, days: int, clock: time, grace: int, offset: int
) -> None:
    """Also where one of the two days is that of a clock change: what counts is the local time of day."""
    call = Called(due_day=day, due_time=clock, grace_minutes=grace)
    later = day + timedelta(days=days)
    alone = Called(due_day=later, due_time=clock, grace_minutes=grace)
    reply = Replied(extended_to=later)
    assert rules.deadline_of(call, reply) == rules.deadline(alone)
    moment = datetime.fromtimestamp(rules.deadline(alone).timestamp() + offset, tz=UTC)
    assert rules.has_passed(call, moment, reply) is (offset >= 0)
    in_time = rules.in_time(call, reply, first_byte_at=moment, received_at=moment)
    assert in_time is (offset < 0)
    assert rules.is_late(call, reply, at=moment) is (offset >= 0)


@pytest.mark.parametrize("sunday", [date(2021, 3, 28), date(2021, 10, 31)])
def test_a_day_more_over_a_clock_change_is_a_day_by_the_clock_on_the_wall(sunday: date) -> None:
    call = Called(due_day=sunday - timedelta(days=1), due_time=time(16), grace_minutes=60)
    reply = Replied(extended_to=sunday)
    assert rules.due_of(call, reply) == datetime.combine(sunday, time(16), tzinfo=OSLO)
    assert rules.deadline_of(call, reply) == datetime.combine(sunday, time(17), tzinfo=OSLO)


def test_a_call_that_is_moved_never_leaves_a_member_with_less_time() -> None:
    call = Called(due_day=date(2021, 5, 10))
    assert rules.due_day_of(call, Replied(extended_to=date(2021, 5, 5))) == date(2021, 5, 10)
    assert not rules.has_more_time(call, Replied(extended_to=date(2021, 5, 5)))


# The verb ------------------------------------------------------------------------------------------------

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def test_extend_deadline_gives_one_member_more_time_and_tells_it() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    reply = make_reply()
    stange = make_reply(reply.call, make_municipality("Stange", "3413"))
    OutgoingMail.objects.all().delete()
    extend(reply)
    reply.refresh_from_db()
    assert (reply.extended_to, reply.due) == (WEDNESDAY, datetime(2021, 5, 5, 16, tzinfo=OSLO))
    assert rules.standing_of(reply.call, reply, at=AFTER_DUE) == "opened"
    assert rules.standing_of(reply.call, stange, at=AFTER_DUE) == "late"
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("kari@demo.example", "Lengre frist for Hamar: Klimastatus 2021")
    assert "onsdag 5. mai 2021 kl. 16.00" in mail.text.replace("\xa0", " ")
    assert "Sykdom" in mail.text
    change = Change.objects.get(verb="extend_deadline")
    assert (change.before["extended_to"], change.after["extended_to"]) == (None, "2021-05-05")


def test_extend_deadline_settles_a_day_that_the_member_named() -> None:
    reply = make_reply()
    changes.expect_reply(reply, on=date(2021, 5, 4), by=None, at=AT)
    extend(reply)
    assert (reply.expected_on, reply.reason) == (None, "Sykdom")


def test_extend_deadline_refuses_a_day_before_the_due_day() -> None:
    reply = make_reply()
    for day in (date(2021, 4, 29), date(2021, 4, 30)):
        with refused("to", field="to"):
            extend(reply, day)
    with refused("to", field="to"):
        extend(reply, date(2021, 5, 2), at=AFTER_DUE)
    with refused("reason", field="reason"):
        extend(reply, reason=" ")


def test_extend_deadline_refuses_one_who_has_answered_and_a_closed_call() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    with refused("state"):
        extend(reply)
    changes.withdraw_reply(reply, reason="Feil", by=None, at=AT)
    changes.close_call(reply.call, by=None, at=AT)
    with refused("closed"):
        extend(reply)


def test_extend_deadline_takes_the_time_back() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    reply = make_reply()
    extend(reply)
    extend(reply, None, reason="Likevel ikke")
    reply.refresh_from_db()
    assert (reply.extended_to, reply.due) == (None, reply.call.due)
    assert "som for de andre" in OutgoingMail.objects.latest("id").text


def test_extend_deadline_cannot_make_an_answer_late_that_came_within_it() -> None:
    reply = make_reply(measures="Elbåt")
    extend(reply)
    submit(reply, at=IN_TIME)
    changes.return_reply(reply, note="Mer?", by=None, at=IN_TIME)
    with refused("late"):
        extend(reply, None, at=IN_TIME)


# The pages -----------------------------------------------------------------------------------------------


def test_receipt_says_in_time_by_the_deadline_of_the_member() -> None:
    reply = make_reply(measures="Elbåt")
    extend(reply)
    submit(reply, at=IN_TIME)
    client = signed_in(make_editor())
    text = client.get(f"{HAMAR}kvittering/1/").text.replace("\xa0", " ")
    assert "5. mai 2021 kl. 16.00 (I tide)" in text
    assert rules.is_late(reply.call, reply, at=IN_TIME) is False
    shape = queries.reply_as_shape(reply, at=IN_TIME)
    assert (shape["late"], shape["due"], shape["standing"]) == (
        False,
        "2021-05-05T16:00:00+02:00",
        "submitted",
    )


def test_every_page_of_the_member_shows_its_own_deadline() -> None:
    extend(make_reply())
    client = signed_in(make_editor())
    for page in (HAMAR, "/", "/innhenting/", "/innhenting/klimastatus-2021/", "/medlemmer/hamar/"):
        assert "5. mai 2021" in client.get(page).text, page
    assert "Fristen var" not in client.get(f"{HAMAR}les/").text
    (waiting,) = queries.waiting_for(client.get("/").context["viewer"], at=AFTER_DUE)
    assert waiting.is_late is False


def test_the_secretariat_extends_from_the_page_and_what_it_typed_stays() -> None:
    make_reply()
    client = signed_in(make_secretary())
    assert f"{HAMAR}utsett/" in client.get(HAMAR).text
    assert f"{HAMAR}utsett/" in client.get("/innhenting/klimastatus-2021/").text
    wrong = client.post(f"{HAMAR}utsett/", {"to": "2021-04-01", "reason": "Sykdom"})
    assert (wrong.status_code, "2021-04-01" in wrong.text, "Sykdom" in wrong.text) == (422, True, True)
    assert client.post(f"{HAMAR}utsett/", {"to": "", "reason": "Sykdom"}).status_code == 422
    assert client.post(f"{HAMAR}utsett/", {"to": "2021-05-05", "reason": "Sykdom"}).status_code == 302
    assert Reply.objects.get().extended_to == WEDNESDAY
    client.post(f"{HAMAR}utsett/", {"to": "", "reason": "Feil", "take_back": "1"})
    assert Reply.objects.get().extended_to is None
    assert signed_in(make_editor()).get(f"{HAMAR}utsett/").status_code == 404


# The chase list ------------------------------------------------------------------------------------------


def test_the_chase_list_says_since_when() -> None:
    names = ("Asker", "Bærum", "Drammen", "Eidsvoll", "Frogn", "Gran", "Hole", "Jevnaker")
    members = [make_municipality(name, f"30{number:02}") for number, name in enumerate(names)]
    call = make_call()
    _asker, baerum, drammen, eidsvoll, frogn, gran, hole = (make_reply(call, one) for one in members[:7])
    save(baerum, measures="A")
    for number, reply in enumerate((drammen, eidsvoll, frogn), start=1):
        save(reply, measures="A")
        submit(reply, f"k{number}", at=AT + timedelta(hours=number))
    changes.return_reply(eidsvoll, note="Mer?", by=None, at=AT + timedelta(hours=5))
    changes.accept_reply(frogn, by=None, at=AT + timedelta(hours=6))
    changes.decline_reply(gran, reason="Nei", by=None, at=AT + timedelta(hours=7))
    changes.expect_reply(hole, on=WEDNESDAY, by=None, at=AT + timedelta(hours=8))
    rows = queries.chase_list(call, at=AT + timedelta(days=1)).rows
    assert [(row.reply.organisation.name, str(row.standing)) for row in rows] == [
        ("Asker", "opened"),
        ("Bærum", "in_progress"),
        ("Drammen", "submitted"),
        ("Eidsvoll", "returned"),
        ("Frogn", "accepted"),
        ("Gran", "will_not_answer"),
        ("Hole", "late_expected"),
        ("Jevnaker", "invited"),
    ]
    assert [(row.since - AT) / timedelta(hours=1) for row in rows] == [0, 0, 1, 5, 6, 7, 8, 0]
    late = queries.chase_list(call, at=AFTER_DUE, standing="late").rows
    assert {row.since for row in late} == {call.deadline}


def test_the_chase_list_is_sorted_by_the_address() -> None:
    call = make_call()
    for name, code, hours in (("Asker", "3025", 2), ("Ås", "3021", 1)):
        reply = make_reply(call, make_municipality(name, code), measures="A")
        submit(reply, name, at=AT + timedelta(hours=hours))
    changes.accept_reply(Reply.objects.get(organisation__name="Ås"), by=None, at=AT + timedelta(hours=9))

    def names(sort: str) -> list[str]:
        rows = queries.chase_list(call, at=AFTER_DUE, sort=sort).rows
        return [row.reply.organisation.name for row in rows]

    assert (names("member"), names("-member")) == (["Asker", "Ås"], ["Ås", "Asker"])
    assert (names("standing"), names("-standing")) == (["Asker", "Ås"], ["Ås", "Asker"])
    assert (names("since"), names("-since"), names("x")) == (
        ["Asker", "Ås"],
        ["Ås", "Asker"],
        ["Asker", "Ås"],
    )
    text = signed_in(make_secretary()).get("/innhenting/klimastatus-2021/?sort=-since").text
    assert 'aria-sort="descending"' in text


def test_the_export_has_the_columns_of_the_list() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    extend(make_reply())
    call = Reply.objects.get().call
    header, rows = queries.chase_listing(call, queries.chase_list(call, at=AT).rows)
    line = dict(zip(header, rows[0], strict=True))
    assert (line["Status"], line["Siden"].replace("\xa0", " "), line["Frist"].replace("\xa0", " ")) == (
        "Åpnet",
        "20. april 2021 kl. 09.00",
        "5. mai 2021 kl. 16.00",
    )
    assert line["Stilling"] == "Klimarådgiver, Hamar"
