"""A sub-region answers for its members, who confirm or object; and an answer says who stands behind it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries, rules
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Reply
from dugnad.calls.states import Basis
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import Organisation, Person, User
from tests.factories.calls import AT, make_call, make_reply, save, submit
from tests.factories.members import (
    make_approver,
    make_editor,
    make_municipality,
    make_secretary,
    make_subregion,
)
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DECIDED = {"basis": "decided", "decided_by": "kommunestyret", "case_number": "38/25"}


def make_region() -> tuple[User, Organisation, Organisation]:
    """The approver of a sub-region that answers for Hamar and Stange."""
    group = make_subregion("Hedmarken", answers_for_members=True)
    hamar = make_municipality(subregion="Hedmarken")
    stange = make_municipality("Stange", "3413", subregion="Hedmarken")
    return make_approver(group, "region@demo.example"), hamar, stange


def spoken(call: Call, person: Person, member: Organisation) -> Reply:
    reply = make_reply(call, member, measures="Felles")
    submit(reply, f"k-{member.pk}", person)
    return reply


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_a_sub_region_submits_waits_for_the_member_and_names_who_spoke() -> None:
    user, hamar, _stange = make_region()
    make_editor(hamar, "kari@demo.example")
    reply = spoken(make_call(), user.person, hamar)
    assert (reply.spoken_by.name, reply.confirmation) == ("Hedmarken", "awaited")
    assert reply.confirm_by == AT.date() + timedelta(days=14)
    content = queries.read_version(reply.versions.get())
    assert content["spoken_by"] == {"organisation": "hedmarken", "name": "Hedmarken"}
    (mail,) = OutgoingMail.objects.filter(to="kari@demo.example")
    assert mail.subject == "Hedmarken har svart på Klimastatus 2021 for Hamar"
    assert rules.can_object(reply, on=reply.confirm_by)
    assert rules.stands_unopposed(reply, on=reply.confirm_by + timedelta(days=1))


def test_answer_for_members_fills_only_what_is_empty_and_never_a_figure() -> None:
    user, hamar, stange = make_region()
    call = make_call({"measures": {"required": True}, "plan": {}, "total": {"kind": QuestionKind.FIGURE}})
    total = {"right": False, "value": 10, "reason": "Feil"}
    source = make_reply(call, hamar, measures="Felles", plan="Plan", total=total)
    other = make_reply(call, stange, plan="Vår egen")
    keys = ["measures", "plan", "total"]
    result = changes.answer_for_members(source, [other], keys, "key", by=user.person, at=AT)
    assert ([str(r.organisation) for r in result.submitted], result.incomplete) == (["Stange"], [])
    assert {a.question.key: a.value for a in other.answers.all()} == {
        "measures": "Felles",
        "plan": "Vår egen",
    }
    assert Reply.objects.get(pk=other.pk).confirmation == "awaited"


def test_an_answer_to_an_earlier_wording_is_not_carried_to_other_members() -> None:
    user, hamar, stange = make_region()
    call = make_call({"measures": {}, "plan": {}})
    source, other = make_reply(call, hamar, measures="Felles", plan="Plan"), make_reply(call, stange)
    plan = call.questions.get(key="plan")
    changes.reword_question(plan, by=None, at=AT, label_nb="Hvilken plan gjelder nå?")
    changes.answer_for_members(source, [other], ["measures", "plan"], "key", by=user.person, at=AT)
    assert [answer.question.key for answer in other.answers.all()] == ["measures"]


def test_answer_for_members_saves_and_names_those_that_lack_something() -> None:
    user, hamar, stange = make_region()
    call = make_call({"measures": {}, "plan": {"required": True}})
    source, other = make_reply(call, hamar, measures="Felles"), make_reply(call, stange)
    result = changes.answer_for_members(source, [other], ["measures"], "key", by=user.person, at=AT)
    assert (result.submitted, result.incomplete) == ([], [other])
    assert other.answers.get().value == "Felles"
    with refused("speaker"):
        changes.answer_for_members(source, [other], [], "key", by=None, at=AT)


def test_a_member_confirms_once_and_objects_in_time() -> None:
    user, hamar, stange = make_region()
    call = make_call()
    confirmed, opposed = spoken(call, user.person, hamar), spoken(call, user.person, stange)
    changes.confirm_reply(confirmed, by=None, at=AT)
    with refused("confirmation"):
        changes.confirm_reply(confirmed, by=None, at=AT)
    with refused("confirmation"):
        changes.object_to_reply(opposed, reason="Nei", by=None, at=AT + timedelta(days=15))
    changes.object_to_reply(opposed, reason="Vi har en egen plan", by=None, at=AT)
    assert (opposed.state, opposed.confirmation) == ("awaited", "objected")
    assert opposed.answers.get().value == "Felles"
    mail = OutgoingMail.objects.get(to="region@demo.example", subject__contains="innvendinger")
    assert "Vi har en egen plan" in mail.text


def test_only_the_members_own_people_say_yes_or_no() -> None:
    user, hamar, _stange = make_region()
    spoken(make_call(), user.person, hamar)
    address = "/innhenting/klimastatus-2021/hamar/"
    assert signed_in(user).post(f"{address}bekreft/").status_code == 404
    own = signed_in(make_editor(hamar, "kari@demo.example"))
    assert "Hedmarken har svart på Klimastatus 2021 for dere" in own.get("/").text
    assert "Hedmarken har svart for Hamar" in own.get(address).text
    assert own.post(f"{address}innvending/", {"note": ""}).status_code == 422
    own.post(f"{address}innvending/", {"note": "Nei"})
    assert Reply.objects.get(organisation=hamar).confirmation == "objected"
    assert "Dere hadde innvendinger" in own.get(address).text


def test_the_region_answers_for_several_on_the_page_to_read_through() -> None:
    user, hamar, stange = make_region()
    call = make_call()
    make_reply(call, hamar, measures="Felles")
    other, client = make_reply(call, stange), signed_in(user)
    address = "/innhenting/klimastatus-2021/hamar/"
    assert "Stange" in client.get(f"{address}les/").text
    assert client.post(f"{address}svar-for-flere/", {"key": "k"}).status_code == 422
    sent: dict[str, Any] = {"key": "k", "members": [str(other.pk)], "questions": ["measures"]}
    page = client.post(f"{address}svar-for-flere/", sent, follow=True)
    assert "Sendt inn for Stange" in page.text


def test_a_decision_needs_body_case_and_a_day_that_has_come() -> None:
    reply = make_reply(make_call(asks_basis=True), measures="Elbåt")
    for basis, field in (
        ({**DECIDED, "decided_by": "", "decided_on": AT.date()}, "decided_by"),
        ({**DECIDED, "case_number": "", "decided_on": AT.date()}, "case_number"),
        ({**DECIDED, "decided_on": None}, "decided_on"),
        ({**DECIDED, "decided_on": date(2021, 5, 1)}, "decided_on"),
    ):
        with refused("basis", field=field):
            changes.submit_reply(reply, "k", None, AT, basis=basis)
    version = changes.submit_reply(reply, "k", None, AT, basis={**DECIDED, "decided_on": date(2021, 4, 1)})
    words = queries.basis_in_words(queries.read_version(version)["basis"])
    assert words == "Vedtatt av kommunestyret, sak 38/25, 1. april 2021"
    assert queries.reply_as_shape(reply, at=AT)["basis"]["case_number"] == "38/25"
    officer = changes.submit_reply(save(reply, measures="Ny"), "k2", None, AT, basis={"basis": "officer"})
    assert queries.read_version(officer)["basis"] == {"basis": "officer"}
    assert queries.basis_in_words({"basis": "officer"}) == str(Basis.OFFICER.label)
    assert queries.basis_in_words(None) == ""


def test_the_page_asks_who_stands_behind_and_keeps_what_was_typed() -> None:
    make_reply(make_call(asks_basis=True), measures="Elbåt")
    client = signed_in(make_approver(Organisation.objects.get(slug="hamar"), "ola@demo.example"))
    address = "/innhenting/klimastatus-2021/hamar/"
    wrong = client.post(f"{address}send-inn/", {"key": "k", **DECIDED, "case_number": ""})
    assert (wrong.status_code, "38/25." in wrong.text, "kommunestyret" in wrong.text) == (422, True, True)
    assert client.post(f"{address}send-inn/", {"key": "k", "basis": "x"}).status_code == 422
    sent = {"key": "k", **DECIDED, "decided_on": "2021-04-01"}
    assert "sak 38/25" in client.post(f"{address}send-inn/", sent, follow=True).text
    assert "sak 38/25" in client.get(address).text


def test_a_call_that_does_not_ask_refuses_to_be_told_who_stands_behind() -> None:
    reply = make_reply(make_call(), measures="Elbåt")
    with refused("basis", field="basis"):
        changes.submit_reply(reply, "key", None, AT, basis={"basis": "officer"})


def test_the_region_is_told_what_is_wrong_before_anything_is_stored() -> None:
    user, hamar, stange = make_region()
    call = make_call(asks_basis=True)
    make_reply(call, hamar, measures="Felles")
    other, client = make_reply(call, stange), signed_in(user)
    address = "/innhenting/klimastatus-2021/hamar/svar-for-flere/"
    sent = {"key": "k", "members": [str(other.pk)], "questions": ["measures"], **DECIDED}
    wrong = client.post(address, sent | {"case_number": "", "decided_on": "2021-04-01"})
    assert (wrong.status_code, "Skriv saksnummeret" in wrong.text) == (422, True)
    assert (other.answers.count(), Reply.objects.get(pk=other.pk).state) == (0, "awaited")
    page = client.post(address, sent | {"decided_on": "2021-04-01"}, follow=True)
    assert "Sendt inn for Stange" in page.text
    assert queries.read_version(other.versions.get())["basis"]["case_number"] == "38/25"


def test_the_region_is_told_who_lacks_something_and_cannot_answer_for_strangers() -> None:
    user, hamar, stange = make_region()
    call = make_call({"measures": {}, "plan": {"required": True}})
    make_reply(call, hamar, measures="Felles")
    other, client = make_reply(call, stange), signed_in(user)
    address = "/innhenting/klimastatus-2021/hamar/svar-for-flere/"
    sent = {"key": "k", "members": [str(other.pk)], "questions": ["measures"]}
    page = client.post(address, sent, follow=True)
    assert "Lagret, men ikke sendt inn for Stange" in page.text
    assert other.answers.get().value == "Felles"
    changes.close_call(call, by=None, at=AT)
    assert client.post(address, sent).status_code == 404


def test_a_member_confirms_on_the_page_and_a_second_time_is_told_so() -> None:
    user, hamar, _stange = make_region()
    spoken(make_call(), user.person, hamar)
    own = signed_in(make_editor(hamar, "kari@demo.example"))
    address = "/innhenting/klimastatus-2021/hamar/"
    assert "Svaret er bekreftet" in own.post(f"{address}bekreft/", follow=True).text
    assert "Hamar har bekreftet svaret" in own.get(address).text
    assert own.post(f"{address}bekreft/").status_code == 404


def test_what_a_member_submits_itself_is_its_own_again() -> None:
    user, hamar, _stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    save(reply, measures="Vårt eget")
    version = submit(reply, "own", make_approver(hamar, "ola@demo.example").person)
    assert (reply.spoken_by, reply.confirmation, reply.confirm_by) == (None, "", None)
    assert "spoken_by" not in queries.read_version(version)


def test_an_objection_reaches_also_an_answer_that_was_accepted() -> None:
    user, hamar, _stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    changes.accept_reply(reply, by=None, at=AT)
    version = changes.object_to_reply(reply, reason="Nei", by=None, at=AT)
    assert (reply.state, reply.accepted_at, version.is_withdrawal) == ("awaited", None, True)
    assert reply.versions.count() == 2


def test_an_answer_that_the_region_withdraws_waits_for_nobodys_yes() -> None:
    user, hamar, _stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    own = signed_in(make_editor(hamar, "kari@demo.example"))
    assert "har svart" in own.get("/").text
    changes.withdraw_reply(reply, reason="Feil tall", by=user.person, at=AT)
    assert (reply.spoken_by, reply.confirmation, reply.confirm_by) == (None, "", None)
    pages = [own.get("/").text, own.get("/innhenting/klimastatus-2021/hamar/").text]
    assert ["Hedmarken" in page for page in pages] == [False, False]


def test_what_was_answered_for_a_member_stands_when_the_call_is_closed() -> None:
    user, hamar, _stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    changes.close_call(reply.call, by=None, at=AT)
    own = signed_in(make_editor(hamar, "kari@demo.example"))
    address = "/innhenting/klimastatus-2021/hamar/"
    assert own.post(f"{address}bekreft/").status_code == 404
    assert f"{address}bekreft/" not in own.get(address).text
    with refused("closed"):
        changes.object_to_reply(reply, reason="Nei", by=None, at=AT)


def test_nobody_objects_to_what_is_confirmed_or_was_never_said() -> None:
    user, hamar, stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    changes.confirm_reply(reply, by=None, at=AT)
    with refused("confirmation"):
        changes.object_to_reply(reply, reason="Nei", by=None, at=AT)
    with refused("unspoken"):
        changes.confirm_reply(make_reply(reply.call, stange), by=None, at=AT)


def test_why_a_member_objects_stands_on_the_page_for_all_three() -> None:
    user, hamar, _stange = make_region()
    reply = spoken(make_call(), user.person, hamar)
    changes.object_to_reply(reply, reason="Vi har ingen\nelbåt.", by=None, at=AT)
    pages = [
        signed_in(reader).get("/innhenting/klimastatus-2021/hamar/").text
        for reader in (make_editor(hamar, "kari@demo.example"), user, make_secretary())
    ]
    assert ["Vi har ingen<br>elbåt." in page for page in pages] == [True, True, True]
    assert ["Dere hadde innvendinger" in page for page in pages] == [True, False, False]


def test_the_region_is_told_what_becomes_of_an_answer_that_lacks_something() -> None:
    user, hamar, stange = make_region()
    call = make_call()
    make_reply(call, hamar, measures="Felles")
    make_reply(call, stange)
    page = signed_in(user).get("/innhenting/klimastatus-2021/hamar/les/").text
    assert "blir svarene bare lagret som utkast, og kommunen får ikke beskjed" in page
    assert "Alle kommunene får beskjed" not in page
