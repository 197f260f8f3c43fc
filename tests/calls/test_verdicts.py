"""Sections of a reply that are accepted or returned, and what a new version keeps of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.models import Call, Reply, Section
from dugnad.calls.states import ReplyState
from dugnad.kit import clock
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.history import changes_of
from dugnad.kit.models import OutgoingMail
from tests.factories.calls import AT, make_call, make_hamar, make_reply, question_of, save, submit
from tests.factories.documents import make_picture
from tests.factories.members import make_editor, make_person, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"
WHO: dict[str, Any] = {"by": None, "at": AT}


def two_sections() -> Call:
    """A call with the sections Tiltak (measures) and Plan (plan, and a file)."""
    call = make_call({"measures": {}}, state="draft")
    section = changes.add_section(call, title_nb="Plan", **WHO)
    changes.add_question(section, key="plan", kind="text", label_nb="Plan", **WHO)
    changes.add_question(section, key="paper", kind="file", label_nb="Vedlegg", **WHO)
    changes.open_call(call, **WHO)
    return call


def submitted() -> Reply:
    reply = make_reply(two_sections(), measures="Sykkelvei", plan="Vedtatt")
    submit(reply)
    return reply


def sections(reply: Reply) -> tuple[Section, Section]:
    first, second = reply.call.sections.all()
    return first, second


def standing(reply: Reply) -> dict[str, str]:
    """By title what stands of each section that was ever judged."""
    found = {}
    for verdict in queries.verdicts_of(reply).values():
        words = ["kept" if verdict.is_kept else "accepted"] if verdict.is_accepted else []
        words += ["returned"] if verdict.is_returned else []
        words += [] if words else ["unchanged" if verdict.is_same else "changed"]
        found[str(verdict.review.section)] = words[0]
    return found


def again(reply: Reply, key: str = "again", **answers: Any) -> None:
    save(reply, **answers)
    submit(reply, key=key)


# The verbs -----------------------------------------------------------------------------------------------


def test_accept_section_and_return_section_stand_side_by_side_and_in_the_trail() -> None:
    reply = submitted()
    first, second = sections(reply)
    changes.accept_section(reply, first, **WHO)
    changes.return_section(reply, second, note=" Legg ved vedtaket. ", version=1, **WHO)
    assert standing(reply) == {"Tiltak": "accepted", "Plan": "returned"}
    newest = changes_of(reply).first()
    assert newest is not None
    assert (newest.verb, newest.after["note"]) == ("return_section", "Legg ved vedtaket.")


def test_a_second_verdict_on_the_same_section_takes_the_place_of_the_first() -> None:
    reply = submitted()
    first, _second = sections(reply)
    changes.return_section(reply, first, note="Mer", **WHO)
    changes.accept_section(reply, first, **WHO)
    assert standing(reply) == {"Tiltak": "accepted"}
    assert reply.section_reviews.count() == 1
    newest = changes_of(reply).first()
    assert newest is not None
    assert newest.before == {"verdict": "returned", "note": "Mer"}


def test_return_section_refuses_without_a_note() -> None:
    reply = submitted()
    with pytest.raises(Refused, match="bør endres"):
        changes.return_section(reply, sections(reply)[0], note="  ", **WHO)


def test_accept_section_refuses_a_reply_that_is_not_submitted_and_a_version_that_is_not_the_newest() -> None:
    reply = submitted()
    first, _second = sections(reply)
    again(reply, measures="Nytt")
    with pytest.raises(Conflict):
        changes.accept_section(reply, first, version=1, **WHO)
    changes.accept_reply(reply, **WHO)
    with pytest.raises(Refused):
        changes.accept_section(reply, first, **WHO)


# What a new version keeps --------------------------------------------------------------------------------


def test_a_new_version_keeps_the_accepted_sections_that_did_not_change() -> None:
    reply = submitted()
    for section in sections(reply):
        changes.accept_section(reply, section, **WHO)
    again(reply, plan="Vedtatt i mai")
    assert standing(reply) == {"Tiltak": "kept", "Plan": "changed"}
    again(reply, key="back", plan="Vedtatt")
    assert standing(reply) == {"Tiltak": "kept", "Plan": "kept"}


def test_a_note_or_a_file_changes_a_section_too() -> None:
    reply = submitted()
    _first, second = sections(reply)
    changes.accept_section(reply, second, **WHO)
    changes.attach_file(
        reply, question_of(reply.call, "paper"), make_picture(), "a.png", licence="alliance",
        consent="not_needed", **WHO,
    )  # fmt: skip
    submit(reply, key="again")
    assert standing(reply) == {"Plan": "changed"}


def test_a_returned_section_is_read_anew_also_when_nothing_changed_in_it() -> None:
    reply = submitted()
    first, _second = sections(reply)
    changes.return_section(reply, first, note="Mer", **WHO)
    again(reply, plan="Ny")
    assert standing(reply) == {"Tiltak": "unchanged"}
    again(reply, key="third", measures="Mer")
    assert standing(reply) == {"Tiltak": "changed"}


def test_a_note_that_was_kept_is_not_called_returned_before_the_reply_is() -> None:
    reply = submitted()
    client = signed_in(make_secretary())
    changes.return_section(reply, sections(reply)[0], note="Mer om sykkelveien", **WHO)
    save(reply, plan="Ny")
    submit(reply, key="again", at=AT + timedelta(hours=1))
    page = client.get(f"{HAMAR}vurder/").text
    assert "svaret ble ikke sendt tilbake, så medlemmet har ikke lest merknaden" in page
    assert "Dette ble sendt tilbake" not in page
    changes.return_section(reply, sections(reply)[0], note="Mer", by=None, at=AT + timedelta(hours=2))
    changes.return_reply(reply, note="", by=None, at=AT + timedelta(hours=3))
    submit(reply, key="third", at=AT + timedelta(hours=4))
    assert "Dette ble sendt tilbake i versjon 2" in client.get(f"{HAMAR}vurder/").text


def test_a_return_from_before_the_first_version_is_of_none() -> None:
    reply = submitted()
    changes.return_section(reply, sections(reply)[0], note="Mer", **WHO)
    changes.return_reply(reply, note="Mer", by=None, at=AT - timedelta(days=1))
    assert [verdict.was_sent for verdict in queries.verdicts_of(reply).values()] == [False]


def test_accept_reply_refuses_while_a_section_is_to_be_returned() -> None:
    reply = submitted()
    _first, second = sections(reply)
    changes.return_section(reply, second, note="Legg ved vedtaket.", **WHO)
    with pytest.raises(Refused, match=r"^Plan: "):
        changes.accept_reply(reply, **WHO)
    assert Reply.objects.get().state == ReplyState.SUBMITTED
    changes.accept_section(reply, second, **WHO)
    assert changes.accept_reply(reply, **WHO) is True


def test_no_page_offers_to_accept_a_reply_of_which_a_section_is_to_be_returned() -> None:
    reply = submitted()
    changes.return_section(reply, sections(reply)[1], note="Legg ved vedtaket.", **WHO)
    client = signed_in(make_secretary())
    for page in (client.get(HAMAR).text, client.get(f"{HAMAR}vurder/").text):
        assert "Svaret kan ikke godtas så lenge en del skal sendes tilbake" in page
        assert f'action="{HAMAR}godta/"' not in page
        assert f'action="{HAMAR}send-tilbake/"' in page


def test_verdicts_of_a_reply_that_nobody_has_read_are_none() -> None:
    reply = make_reply(two_sections())
    assert queries.verdicts_of(reply) == {}
    assert queries.gathered_letter(reply) == ""


# The letter ----------------------------------------------------------------------------------------------


def test_return_reply_without_a_note_gathers_those_of_the_sections() -> None:
    reply = submitted()
    make_editor(make_hamar(), "kari@demo.example")
    first, second = sections(reply)
    changes.return_section(reply, second, note="Legg ved vedtaket.", **WHO)
    changes.return_section(reply, first, note="Skriv hva det kostet.", **WHO)
    changes.return_reply(reply, note="", **WHO)
    letter = "Tiltak:\nSkriv hva det kostet.\n\nPlan:\nLegg ved vedtaket."
    assert (reply.state, reply.notes.get().text) == (ReplyState.RETURNED, letter)
    assert letter in OutgoingMail.objects.latest("pk").text


def test_return_reply_refuses_without_any_note() -> None:
    reply = submitted()
    with pytest.raises(Refused):
        changes.return_reply(reply, note=" ", **WHO)
    assert Reply.objects.get().state == ReplyState.SUBMITTED


# The pages -----------------------------------------------------------------------------------------------


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_review_reply_shows_what_was_submitted_and_not_what_was_written_since() -> None:
    reply = submitted()
    save(reply, measures="Kladd")
    page = signed_in(make_secretary()).get(f"{HAMAR}vurder/").text
    assert "Sykkelvei" in page
    assert "Kladd" not in page
    assert "0 av 2 deler er godtatt" in page


def test_sections_are_accepted_and_then_the_reply_in_one_press() -> None:
    reply = submitted()
    client = signed_in(make_secretary())
    for section in sections(reply):
        client.post(f"{HAMAR}vurder/{section.pk}/godta/", {"version": "1"})
    page = client.get(f"{HAMAR}vurder/").text
    assert "Alle delene er godtatt" in page
    client.post(f"{HAMAR}godta/", {"version": "1"})
    assert Reply.objects.get().state == ReplyState.ACCEPTED


def test_the_member_sees_each_note_at_its_section_when_the_reply_has_come_back() -> None:
    reply = submitted()
    staff, member = signed_in(make_secretary()), signed_in(make_editor(make_hamar(), "kari@demo.example"))
    place = f"{HAMAR}vurder/{sections(reply)[1].pk}/send-tilbake/"
    assert staff.post(place, {"note": " "}).status_code == 422
    staff.post(place, {"note": "Legg ved vedtaket.", "version": "1"})
    assert "Legg ved vedtaket." in staff.get(HAMAR).text
    assert "Legg ved vedtaket." not in member.get(HAMAR).text
    staff.post(f"{HAMAR}send-tilbake/", {"note": ""})
    page = member.get(HAMAR).text
    assert "Sekretariatet ber deg endre noe her" in page
    assert page.count("Legg ved vedtaket.") == 2  # in the letter, and at the section
    save(Reply.objects.get(), plan="Vedtatt i mai")
    submit(Reply.objects.get(), key="again", at=clock.now())
    assert "Sekretariatet ber deg endre noe her" not in member.get(HAMAR).text
    page = staff.get(f"{HAMAR}vurder/").text
    assert "Legg ved vedtaket." in page
    assert "har blitt endret siden" in page


def test_a_letter_that_is_too_long_comes_back_as_it_was_typed() -> None:
    submitted()
    page = signed_in(make_secretary()).post(f"{HAMAR}send-tilbake/", {"note": "ord " * 6000})
    assert page.status_code == 422
    assert "ord ord ord" in page.text
    assert Reply.objects.get().state == ReplyState.SUBMITTED


def test_a_member_may_not_judge_its_own_sections() -> None:
    reply = submitted()
    member = signed_in(make_editor(make_hamar(), "kari@demo.example"))
    place = f"{HAMAR}vurder/{sections(reply)[0].pk}/"
    assert member.get(f"{HAMAR}vurder/").status_code == 404
    assert {member.post(place + verb).status_code for verb in ("godta/", "send-tilbake/")} == {404}


# Four eyes -----------------------------------------------------------------------------------------------


def watched() -> Reply:
    """A submitted reply to a call in which two people accept."""
    reply = make_reply(make_call(four_eyes=True), measures="x")
    submit(reply)
    return reply


def test_accept_reply_with_four_eyes_takes_two_people() -> None:
    reply, kari, ola = watched(), make_person("Kari"), make_person("Ola")
    assert changes.accept_reply(reply, by=kari, at=AT) is False
    assert (reply.state, reply.checked_by, reply.checked_at) == (ReplyState.SUBMITTED, kari, AT)
    assert changes_of(reply).first().verb == "check_reply"  # type: ignore[union-attr]
    assert not OutgoingMail.objects.filter(key__startswith="accepted").exists()
    with pytest.raises(Refused, match="Noen andre"):
        changes.accept_reply(reply, by=kari, at=AT)
    assert changes.accept_reply(reply, by=ola, at=AT) is True
    assert reply.state == ReplyState.ACCEPTED


def test_accept_reply_with_four_eyes_must_know_who_looks() -> None:
    reply = watched()
    with pytest.raises(Refused):
        changes.accept_reply(reply, **WHO)
    changes.accept_reply(reply, by=make_person("Kari"), at=AT)
    with pytest.raises(Refused):
        changes.accept_reply(reply, **WHO)


@pytest.mark.parametrize("way", ["submit", "return", "withdraw"])
def test_a_check_is_of_one_version_only(way: str) -> None:
    reply = watched()
    changes.accept_reply(reply, by=make_person("Kari"), at=AT)
    if way == "submit":
        submit(reply, key="again")
    elif way == "return":
        changes.return_reply(reply, note="Mer", **WHO)
    else:
        changes.withdraw_reply(reply, reason="Feil", **WHO)
    assert (Reply.objects.get().checked_by, Reply.objects.get().checked_at) == (None, None)


def test_the_pages_say_that_a_reply_waits_for_the_second_person() -> None:
    watched()
    first = signed_in(make_secretary())
    assert "Jeg har kontrollert svaret" in first.get(HAMAR).text
    first.post(f"{HAMAR}godta/", {"version": "1"})
    waiting = first.get(HAMAR).text
    assert "Noen andre i sekretariatet må godta det" in waiting
    assert "Godta svaret</button>" not in waiting
    page = first.post(f"{HAMAR}godta/", {"version": "1"}, follow=True).text
    assert "Du har allerede kontrollert svaret" in page
    assert "Venter på den andre" in first.get("/innhenting/klimastatus-2021/").text
    assert "venter på den andre" in first.get("/").text
    second = signed_in(make_secretary("andre@demo.example"))
    assert "Godta svaret</button>" in second.get(HAMAR).text
    second.post(f"{HAMAR}godta/", {"version": "1"})
    assert Reply.objects.get().state == ReplyState.ACCEPTED
