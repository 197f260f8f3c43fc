"""The secretariat reads what a member answered, and writes on its behalf only when it says so."""

from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes
from dugnad.calls.models import Reply
from dugnad.members.kinds import Mandate
from tests.factories.calls import AT, make_call, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_municipality, make_office, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
HAMAR = f"{CALL}hamar/"
FORM, BUTTON = 'name="measures"', "Endre på vegne av Hamar"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submitted(**answers: str) -> Reply:
    reply = make_reply(make_call(), **{"measures": "Sykkelvei", "cars": "3", **answers})
    submit(reply)
    return reply


@pytest.mark.parametrize("is_submitted", [True, False])
def test_the_secretariat_reads_a_reply_and_changes_it_with_a_button(is_submitted: bool) -> None:
    reply = make_reply(make_call(), measures="Sykkelvei", cars="3")
    if is_submitted:
        submit(reply)
    client = signed_in(make_secretary())
    read = client.get(HAMAR).text
    assert ("Sykkelvei" in read, FORM in read, BUTTON in read) == (True, False, True)
    writing = client.get(f"{HAMAR}?endre=1").text
    assert (FORM in writing, BUTTON in writing) == (True, False)
    wrong = client.post(
        HAMAR, {"measures": "Gangvei", "measures.seen": "1", "cars": "mange", "cars.seen": "1"}
    )
    assert (wrong.status_code, 'value="mange"' in wrong.text) == (422, True)
    saved = client.post(HAMAR, {"cars": "4", "cars.seen": "1"}, follow=True).text
    assert (FORM in saved, "Lagret" in saved) == (False, True)
    assert reply.answers.get(question__key="cars").value == 4


def test_the_secretariat_reads_the_version_that_it_accepts_and_not_what_was_written_since() -> None:
    reply = submitted()
    save(reply, measures="Noe helt annet")
    Reply.objects.filter(pk=reply.pk).update(saved_at=AT.replace(hour=12))
    read = signed_in(make_secretary()).get(HAMAR).text
    assert ("Sykkelvei" in read, "Noe helt annet" in read) == (True, False)
    assert "Noe helt annet" in signed_in(make_editor()).get(HAMAR).text


def test_a_reply_that_is_accepted_cannot_be_changed_by_the_secretariat_either() -> None:
    changes.accept_reply(submitted(), by=None, at=AT)
    client = signed_in(make_secretary())
    for page in (HAMAR, f"{HAMAR}?endre=1"):
        text = client.get(page).text
        assert (FORM in text, BUTTON in text) == (False, False)


def test_a_reply_of_a_closed_call_is_returned_with_a_warning_that_nobody_can_change_it() -> None:
    call = submitted().call
    client, warning = signed_in(make_secretary()), "Innhentingen er lukket. Hvis du sender svaret tilbake"
    assert warning not in client.get(HAMAR).text
    changes.close_call(call, by=None, at=AT)
    assert warning in client.get(HAMAR).text


def test_who_works_in_the_secretariat_and_writes_for_a_member_comes_to_write() -> None:
    user = make_secretary()
    make_office(user.person, make_hamar(), Mandate.EDITOR)
    make_reply(make_call())
    assert FORM in signed_in(user).get(HAMAR).text


def test_a_member_is_not_told_of_the_secretariats_button_nor_of_other_members() -> None:
    submitted()
    make_municipality("Stange", "3413")
    client = signed_in(make_editor())
    text = client.get(HAMAR).text
    assert (FORM in text, BUTTON in text) == (True, False)
    assert client.get(f"{CALL}stange/?endre=1").status_code == 404


# The chase list -------------------------------------------------------------------------------------------


def ticked(client: Client, tick: str) -> int:
    return client.get(f"{CALL}?tick={tick}").text.count(" checked>")


def test_many_are_ticked_at_once_without_a_script() -> None:
    for number in range(3):
        member = make_municipality(f"Kommune {number}", f"34{number:02}")
        make_editor(member, f"k{number}@demo.example")
    call = make_call()
    waits = call.replies.get(organisation__name="Kommune 1")
    changes.expect_reply(waits, on=AT.date().replace(month=5, day=9), by=None, at=AT)
    client = signed_in(make_secretary())
    assert [ticked(client, how) for how in ("", "late", "all", "none", "x")] == [2, 2, 3, 0, 2]
    text = client.get(f"{CALL}?tick=all&state=late").text
    assert 'data-tick="all" aria-current="true"' in text
    assert 'de som er for sent ute <span class="quiet">2</span>' in text


def test_nothing_is_ticked_where_nobody_is_waited_for() -> None:
    submitted()
    text = signed_in(make_secretary()).get(CALL).text
    assert ("Purr de valgte" in text, "data-tick=" in text) == (False, False)
