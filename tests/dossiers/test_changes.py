"""The verbs: follow a matter, answer a consultation, ask for something, enter what came of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dugnad.declarations.states import WordingState
from dugnad.documents import changes as documents
from dugnad.documents.queries import newest_version
from dugnad.documents.states import State
from dugnad.dossiers import changes
from dugnad.dossiers.models import Ask, Basis, Consultation, Dossier, Response, Touchpoint
from dugnad.dossiers.queries.consultations import corrections_in
from dugnad.dossiers.queries.planning import way_of
from dugnad.dossiers.queries.statements import earlier_statements
from dugnad.dossiers.states import AskState
from dugnad.kit.clock import OSLO
from dugnad.kit.history import changes_of
from tests.factories.declarations import make_point, make_wording
from tests.factories.documents import take_to
from tests.factories.dossiers import (
    AT,
    DEADLINE,
    NOBODY,
    PDF,
    later,
    make_ask,
    make_consultation,
    make_dossier,
    make_go,
    make_response,
    make_sent,
    make_touchpoint,
)
from tests.factories.events import make_item, make_outcome
from tests.factories.members import make_alliance, make_person
from tests.factories.programme import make_activity
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def point() -> Any:
    return make_point(make_wording(state=WordingState.ADOPTED), title_nb="Kutte utslipp", number="1")


def verbs(noun: Any) -> list[str]:
    return [change.verb for change in changes_of(noun)]


# Dossiers -------------------------------------------------------------------------------------------------


def test_open_dossier_names_its_address_after_its_title_and_a_second_one_gets_a_number(point):
    first = make_dossier("Sirkulær økonomi", points=[point])
    assert (first.key, make_dossier("Sirkulær økonomi").key) == ("sirkulaer-okonomi", "sirkulaer-okonomi-2")
    assert list(first.points.all()) == [point]
    assert verbs(first) == ["set_points", "open_dossier"]
    assert str(first) == "Sirkulær økonomi"


@pytest.mark.parametrize("title", ["Ny", "–"])
def test_open_dossier_refuses_a_title_without_an_address(title):
    with refused("key", field="title_nb"):
        make_dossier(title)


def test_edit_dossier_writes_only_what_differs(point):
    dossier = make_dossier(addressees="Stortinget\nRegjeringen")
    assert dossier.names == ["Stortinget", "Regjeringen"]
    same = {"title_nb": "Sirkulær økonomi", "points": []}
    assert not changes.edit_dossier(dossier, **same, **NOBODY)
    assert changes.edit_dossier(dossier, position="Vi vil ha mål.", **NOBODY)
    assert changes.edit_dossier(dossier, points=[point], **NOBODY)
    assert verbs(dossier) == ["set_points", "edit_dossier", "open_dossier"]


def test_move_dossier_goes_where_it_can_and_says_how_it_ended():
    dossier = make_dossier()
    with refused("state", field="to"):
        changes.move_dossier(dossier, "closed", note="Ferdig.", **NOBODY)
    with refused("note", field="note"):
        changes.move_dossier(dossier, "dropped", note=" ", **NOBODY)
    changes.move_dossier(dossier, "dropped", note="Andre gjør det.", **NOBODY)
    changes.move_dossier(dossier, "watching", **NOBODY)
    assert (dossier.state, dossier.note) == ("watching", "Andre gjør det.")


def test_the_database_too_asks_how_a_matter_ended():
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=make_dossier().pk).update(state="closed")


def test_touchpoints_name_asks_of_their_own_matter_and_can_be_corrected_and_taken_away():
    dossier = make_dossier()
    own, other = make_ask(dossier), make_ask(make_dossier("NTP"))
    touchpoint = make_touchpoint(dossier, asks=[own, other], said="Ingen lovnader.")
    assert list(touchpoint.asks.all()) == [own]
    assert changes_of(touchpoint)[0].after["said"] == "…"
    changes.edit_touchpoint(touchpoint, asks=[], title="Møte med statsråden", **NOBODY)
    assert (str(touchpoint), touchpoint.asks.count()) == ("Møte med statsråden", 0)
    changes.remove_touchpoint(touchpoint, **NOBODY)
    assert not Touchpoint.objects.exists()
    assert verbs(dossier)[0] == "remove_touchpoint"


def test_nobody_spoke_to_anybody_on_a_day_that_has_not_come():
    with refused("future", field="on"):
        make_touchpoint(on=date(2021, 5, 4))
    touchpoint = make_touchpoint()
    with refused("future", field="on"):
        changes.edit_touchpoint(touchpoint, asks=[], on=date(2021, 5, 4), **NOBODY)


# Consultations --------------------------------------------------------------------------------------------


def test_add_consultation_names_its_address_after_title_and_year():
    dossier = make_dossier()
    slugs = [make_consultation(dossier).slug for _each in range(2)]
    assert slugs == ["strategi-for-sirkulaer-okonomi-2021", "strategi-for-sirkulaer-okonomi-2021-2"]
    assert str(make_consultation(dossier, joint_with="KS\n NHO ")) == "Strategi for sirkulær økonomi"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"announced_on": date(2021, 7, 2)}, "deadline"),
        ({"members_due": date(2021, 4, 1)}, "members_due"),
        ({"members_due": date(2021, 7, 2)}, "members_due"),
        ({"members_due": date(2021, 5, 17)}, "members_due"),  # the national day
    ],
)
def test_days_of_a_consultation_that_cannot_be_are_refused(days, field):
    with refused(field, field=field):
        make_consultation(**days)
    consultation = make_consultation()
    with refused(field, field=field):
        changes.edit_consultation(consultation, **days, **NOBODY)


def test_edit_consultation_moves_a_deadline_that_its_sender_has_moved():
    consultation = make_consultation(members_due=date(2021, 6, 1), joint_with="KS\n NHO ")
    moved = datetime(2021, 8, 16, 12, 0, tzinfo=OSLO)
    assert changes.edit_consultation(consultation, deadline=moved, **NOBODY)
    assert not changes.edit_consultation(consultation, deadline=moved, **NOBODY)
    assert (consultation.deadline, consultation.partners) == (moved, ["KS", "NHO"])


def test_judge_consultation_keeps_the_day_and_the_reason_and_can_be_settled_anew():
    consultation = make_consultation()
    with refused("because", field="because"):
        changes.judge_consultation(consultation, "go", because=" ", **NOBODY)
    with refused("future", field="on"):
        changes.judge_consultation(consultation, "go", because="Ja.", on=date(2021, 5, 4), **NOBODY)
    changes.judge_consultation(consultation, "no_go", because="Lokalt.", on=date(2021, 4, 28), **NOBODY)
    changes.judge_consultation(consultation, "go", because="Felles likevel.", **NOBODY)
    assert (consultation.verdict, consultation.verdict_on) == ("go", date(2021, 5, 3))
    assert verbs(consultation)[:2] == ["judge_consultation", "judge_consultation"]


def test_what_is_sent_is_not_settled_anew():
    consultation = make_sent()
    with refused("sent"):
        changes.judge_consultation(consultation, "no_go", because="Angret.", **NOBODY)


def test_begin_statement_is_refused_until_we_have_said_that_we_answer():
    with refused("state"):
        changes.begin_statement(make_consultation(), language="nb", **NOBODY)


def test_begin_statement_makes_a_document_in_which_our_asks_stand():
    make_alliance()
    activity = make_activity()
    dossier = make_dossier(position="Vi vil ha mål for ombruk.", activity=activity)
    consultation = make_go(make_consultation(dossier, case_number="20/123"))
    make_ask(consultation=consultation, text="Sett mål for ombruk.", reason="Uten mål blir det ikke målt.")
    make_ask(consultation=consultation, text="Gi bedre tall.")
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.statement is not None
    version = newest_version(consultation.statement)
    assert version.title == "Uttalelse: Strategi for sirkulær økonomi"
    assert version.body == (
        "Til Klima- og miljødepartementet (20/123)\n\n## Vår holdning\n\nVi vil ha mål for ombruk.\n\n"
        "## Det vi ber om\n\n1. Sett mål for ombruk. Uten mål blir det ikke målt.\n2. Gi bedre tall."
    )
    assert list(consultation.statement.activities.all()) == [activity]
    with refused("statement"):
        changes.begin_statement(consultation, language="nb", **NOBODY)


def test_a_statement_is_begun_in_english_without_position_or_asks():
    make_alliance()
    consultation = make_go()
    changes.begin_statement(consultation, language="en", **NOBODY)
    body = newest_version(consultation.statement).body  # type: ignore[arg-type]
    assert body == "To Klima- og miljødepartementet\n\n## What we ask for"


def test_note_approval_takes_a_decision_and_nothing_else():
    consultation, item = make_go(), make_item()
    decision, task = make_outcome(item), make_outcome(item, "task", owner=make_person())
    with refused("decision", field="decision"):
        changes.note_approval(consultation, task, **NOBODY)
    assert changes.note_approval(consultation, decision, **NOBODY)
    assert changes.note_approval(consultation, None, **NOBODY)
    assert consultation.approved_in is None


def test_send_statement_waits_for_the_approval_and_raises_the_asks():
    make_alliance()
    consultation = make_go()
    ask = make_ask(consultation=consultation)
    changes.begin_statement(consultation, language="nb", **NOBODY)
    statement = consultation.statement
    assert statement is not None
    with refused("statement"):
        changes.send_statement(consultation, on=date(2021, 5, 3), **NOBODY)
    take_to(statement, State.APPROVED)
    changes.send_statement(consultation, on=date(2021, 5, 3), receipt=" 2021/99 ", **NOBODY)
    ask.refresh_from_db()
    assert (consultation.sent_on, consultation.receipt) == (date(2021, 5, 3), "2021/99")
    assert ask.raised_on == date(2021, 5, 3)
    with refused("state"):
        changes.send_statement(consultation, on=date(2021, 5, 3), **NOBODY)
    documents.publish(statement, by=None, at=AT)


def test_a_statement_that_was_withdrawn_makes_room_for_a_new_one():
    make_alliance()
    consultation = make_go()
    changes.begin_statement(consultation, language="nb", **NOBODY)
    first = consultation.statement
    assert first is not None
    documents.withdraw(first, reason="Skrevet på feil grunnlag.", by=None, at=AT)
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.statement != first
    assert earlier_statements(consultation) == {first.pk}
    with refused("statement"):
        changes.begin_statement(consultation, language="nb", **NOBODY)


def test_what_approved_a_withdrawn_statement_does_not_approve_the_next():
    make_alliance()
    consultation = make_go()
    decision = make_outcome(make_item(), kind="decision")
    changes.note_approval(consultation, decision, **NOBODY)
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.approved_in == decision  # the body decided before the words were written here
    assert consultation.statement is not None
    documents.withdraw(consultation.statement, reason="Feil tekst.", by=None, at=AT)
    way = way_of(consultation, on=AT.date())
    assert not any(one.is_done for one in way.stations if one.step.kind in ("papers", "approve"))
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert Consultation.objects.get().approved_in is None
    assert changes_of(consultation)[0].before["approved_in"] == decision.pk


def test_a_file_is_sent_where_the_statement_was_withdrawn():
    make_alliance()
    consultation = make_go()
    changes.begin_statement(consultation, language="nb", **NOBODY)
    assert consultation.statement is not None
    documents.withdraw(consultation.statement, reason="Skrevet et annet sted.", by=None, at=AT)
    with refused("file", field="file"):
        changes.send_statement(consultation, on=date(2021, 5, 3), **NOBODY)
    changes.send_statement(consultation, on=date(2021, 5, 3), file=(PDF, "svar.pdf"), **NOBODY)
    assert consultation.sent_on == date(2021, 5, 3)


def test_send_statement_needs_a_file_where_nothing_was_written_here():
    consultation = make_go()
    with refused("file", field="file"):
        changes.send_statement(consultation, on=date(2021, 5, 3), **NOBODY)
    with refused("kind", field="file"):
        changes.send_statement(consultation, on=date(2021, 5, 3), file=(b"MZ\x90\x00", "svar.exe"), **NOBODY)
    changes.send_statement(consultation, on=date(2021, 5, 3), file=(PDF, "svar.pdf"), **NOBODY)
    assert consultation.file is not None
    assert (consultation.file.size, consultation.file_name) == (len(PDF), "svar.pdf")


@pytest.mark.parametrize(("day", "code"), [(date(2021, 5, 4), "future"), (date(2021, 4, 1), "on")])
def test_nothing_is_sent_on_a_day_that_cannot_be(day, code):
    consultation = make_go()
    with refused(code, field="on"):
        changes.send_statement(consultation, on=day, file=(PDF, "svar.pdf"), **NOBODY)


def test_the_day_of_sending_is_put_right_with_a_reason_and_what_it_asks_for_follows():
    consultation = make_sent()
    ask = make_ask(consultation=consultation)
    before = make_ask(consultation=consultation, raised_on=date(2021, 4, 28))
    told = {"because": " Kvitteringen viser fredag. ", **NOBODY}
    changes.correct_sent_day(consultation, on=date(2021, 4, 30), **told)
    consultation.refresh_from_db()
    assert consultation.sent_on == date(2021, 4, 30)
    days = [Ask.objects.get(pk=one.pk).raised_on for one in (ask, before)]
    assert days == [date(2021, 4, 30), date(2021, 4, 28)]
    entry = changes_of(consultation)[0]
    assert (entry.verb, entry.before) == ("correct_sent_day", {"sent_on": "2021-05-03"})
    assert entry.after == {"sent_on": "2021-04-30", "because": "Kvitteringen viser fredag."}
    assert corrections_in([entry]) == {entry.pk: "3. mai 2021 → 30. april 2021: Kvitteringen viser fredag."}
    assert verbs(ask)[0] == "edit_ask"


@pytest.mark.parametrize(
    ("day", "because", "code", "field"),
    [
        (date(2021, 5, 4), "Feil.", "future", "on"),
        (date(2021, 5, 3), "Feil.", "same", "on"),
        (date(2021, 4, 1), "Feil.", "on", "on"),
        (date(2021, 4, 30), " ", "because", "because"),
    ],
)
def test_a_day_of_sending_that_cannot_be_or_has_no_reason_is_refused(day, because, code, field):
    consultation = make_sent()
    with refused(code, field=field):
        changes.correct_sent_day(consultation, on=day, because=because, **NOBODY)


def test_nothing_was_sent_after_it_was_answered_or_before_it_was_sent():
    consultation = make_sent(on=date(2021, 4, 28))
    answer = make_response(make_ask(consultation=consultation), on=date(2021, 4, 29))
    with refused("answered", field="on"):
        changes.correct_sent_day(consultation, on=date(2021, 4, 30), because="Feil.", **NOBODY)
    changes.strike_response(answer, because="Feil svar.", **NOBODY)
    changes.correct_sent_day(consultation, on=date(2021, 4, 30), because="Feil.", **NOBODY)
    with refused("sent"):
        changes.correct_sent_day(make_go(), on=date(2021, 4, 30), because="Feil.", **NOBODY)


def test_the_database_too_asks_for_reason_and_for_what_was_sent():
    consultation = make_consultation()
    for wrong in ({"verdict": "go"}, {"sent_on": date(2021, 5, 3)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.filter(pk=consultation.pk).update(**wrong)


# Asks -----------------------------------------------------------------------------------------------------


def test_raise_ask_repeats_an_earlier_one_for_the_same_points(point):
    first = make_ask(points=[point])
    again = make_ask(first.dossier, repeats=first, text="Behold og utvid Klimasats.")
    assert list(again.points.all()) == [point]
    assert (str(first), str(make_ask(text="a" * 120))) == ("Behold Klimasats til 2030.", "a" * 88 + " …")


def test_an_ask_in_an_answer_that_has_gone_was_raised_then():
    assert make_ask(consultation=make_sent()).raised_on == date(2021, 5, 3)
    assert make_ask(consultation=make_consultation()).raised_on is None


def test_raise_ask_refuses_a_consultation_of_another_matter_and_a_day_to_come():
    with refused("consultation", field="consultation"):
        make_ask(make_dossier("NTP"), consultation=make_consultation())
    with refused("future", field="raised_on"):
        make_ask(raised_on=date(2021, 5, 4))


def test_edit_ask_keeps_the_words_that_were_answered(point):
    ask = make_ask()
    assert changes.edit_ask(ask, text="Behold Klimasats.", points=[point], **NOBODY)
    make_response(ask)
    with refused("stands", field="text"):
        changes.edit_ask(ask, text="Noe annet.", **NOBODY)
    assert not changes.edit_ask(ask, text="Behold Klimasats.", points=[point], **NOBODY)
    assert changes.edit_ask(ask, reason="Flere søker enn får.", **NOBODY)


@pytest.mark.parametrize("how", ["sent", "answered"])
def test_what_was_asked_for_stands_when_it_has_been_sent_or_answered(how, point):
    dossier = make_dossier()
    asked_in = make_go(make_consultation(dossier))
    draft = make_ask(consultation=asked_in, points=[point])
    if how == "sent":
        make_sent(asked_in)
    else:
        changes.edit_ask(draft, raised_on=date(2021, 5, 3), **NOBODY)
        make_response(draft, on=date(2021, 5, 3))
    for field, value in (("text", "Noe annet."), ("raised_on", None), ("consultation", None), ("points", [])):
        with refused("stands", field=field):
            changes.edit_ask(draft, **{field: value}, **NOBODY)
    with refused("raised"):
        changes.remove_ask(draft, **NOBODY)
    other = make_point(point.wording, "ombruk")
    assert changes.edit_ask(draft, points=[point, other], **NOBODY)
    assert set(draft.points.all()) == {point, other}


def test_an_ask_that_lost_its_day_gets_it_again_and_one_that_joins_an_answer_gets_its_day():
    asked_in = make_sent()
    lost = make_ask(consultation=asked_in)
    Ask.objects.filter(pk=lost.pk).update(raised_on=None)
    with refused("raised"):
        changes.remove_ask(lost, **NOBODY)
    assert changes.edit_ask(lost, raised_on=date(2021, 5, 3), **NOBODY)
    draft = make_ask(asked_in.dossier, raised_on=None)
    assert changes.edit_ask(draft, consultation=asked_in, **NOBODY)
    assert draft.raised_on == date(2021, 5, 3)


def test_an_ask_does_not_repeat_itself_nor_one_that_repeats_it():
    first = make_ask()
    second = make_ask(first.dossier, repeats=first)
    for repeated in (first, second):
        with refused("repeats", field="repeats"):
            changes.edit_ask(first, repeats=repeated, **NOBODY)
    third = make_ask(first.dossier)
    assert changes.edit_ask(third, repeats=second, **NOBODY)
    assert changes.edit_ask(second, repeats=None, **NOBODY)


def test_remove_ask_takes_away_a_draft_and_leaves_what_was_asked_for():
    asked = make_ask()
    with refused("raised"):
        changes.remove_ask(asked, **NOBODY)
    draft = make_ask(asked.dossier, raised_on=None)
    changes.remove_ask(draft, **NOBODY)
    assert list(Ask.objects.all()) == [asked]
    assert verbs(asked.dossier)[0] == "remove_ask"


def test_enter_response_keeps_every_answer_with_who_entered_it():
    person, ask = make_person("Kari"), make_ask()
    first = make_response(ask, AskState.NOT_MET, on=date(2021, 4, 20))
    told = {"on": date(2021, 4, 30), "source": "Statsbudsjettet 2022", "by": person, "at": AT}
    second = changes.enter_response(ask, state="met", quotation="Ordningen føres videre.", **told)
    assert list(ask.responses.all()) == [second, first]
    assert (second.entered_by, second.entered_at) == (person, AT)
    assert str(second) == "Imøtekommet: Statsbudsjettet 2022"


def test_an_answer_that_was_entered_wrong_is_crossed_out_once_with_its_reason_and_stays():
    person, ask = make_person("Kari"), make_ask()
    wrong = make_response(ask, AskState.MET)
    with refused("because", field="because"):
        changes.strike_response(wrong, because="  ", by=person, at=AT)
    changes.strike_response(wrong, because=" Gjaldt et annet krav. ", by=person, at=AT)
    assert (wrong.is_struck, wrong.struck_by, wrong.struck_at) == (True, person, AT)
    assert wrong.struck_because == "Gjaldt et annet krav."
    assert verbs(wrong) == ["strike_response", "enter_response"]
    with refused("struck"):
        changes.strike_response(Response.objects.get(), because="En gang til.", **NOBODY)
    with refused("stands", field="text"):
        changes.edit_ask(ask, text="Noe annet.", **NOBODY)  # others have read it beside an answer


def test_the_database_too_asks_why_an_answer_was_crossed_out():
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=make_response().pk).update(struck_at=AT)


def test_enter_response_refuses_what_cannot_be_read_anywhere_and_days_that_cannot_be():
    ask = make_ask()
    with refused("link", field="link"):
        make_response(ask, link="")
    with refused("on", field="on"):
        make_response(ask, on=date(2021, 4, 1))
    with refused("future", field="on"):
        make_response(ask, on=date(2021, 5, 4))
    with refused("raised"):
        make_response(make_ask(ask.dossier, raised_on=None))
    with refused("invalid", field="state"):
        make_response(ask, AskState.AWAITED)
    found = make_response(ask, link="", file=(PDF, "brev.pdf"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=found.pk).update(file=None)


def test_an_ask_rests_on_a_thing_once():
    ask = make_ask()
    basis = changes.add_basis(ask, "edition", "2020", "Klimastatus 2020", **NOBODY)
    assert changes.add_basis(ask, "edition", "2020", "Klimastatus", **later(1)) == basis
    assert (str(basis), basis.address) == ("Klimastatus 2020", "/klimastatus/2020/")
    changes.remove_basis(basis, **NOBODY)
    assert not Basis.objects.exists()
    assert verbs(ask) == ["remove_basis", "raise_ask"]


# A form that is sent twice --------------------------------------------------------------------------------


def entered_twice(person: Any, *, seconds: int = 1, **other: Any) -> list[int]:
    """How many issues, consultations, asks, touchpoints and answers stand when each was entered twice."""
    for moment in (AT, AT + timedelta(seconds=seconds)):
        told = {"by": person, "at": moment}
        changes.open_dossier(title_nb=other.get("title", "NTP"), addressee_kind="ministry", **told)
        dossier = Dossier.objects.get(key="sirkulaer-okonomi")
        changes.add_consultation(
            dossier, title="Strategi", channel="ministry", sender="KLD", announced_on=date(2021, 4, 26),
            deadline=DEADLINE, **told,
        )  # fmt: skip
        ask = changes.raise_ask(dossier, text="Behold Klimasats.", raised_on=date(2021, 4, 27), **told)
        changes.add_touchpoint(
            dossier, kind="meeting", title="Møte", counterpart="KLD", on=date(2021, 4, 28), asks=[ask], **told
        )
        about = {"on": date(2021, 4, 30), "source": "Brev", "file": (PDF, "brev.pdf")}
        changes.enter_response(ask, state="met", **about, **told)
    nouns: list[Any] = [Dossier, Consultation, Ask, Touchpoint, Response]
    return [noun.objects.count() - (noun is Dossier) for noun in nouns]


def test_a_form_that_is_sent_twice_enters_one_of_everything():
    make_dossier()
    assert entered_twice(make_person("Kari")) == [1, 1, 1, 1, 1]


def test_the_same_words_a_minute_later_are_meant_and_so_are_those_of_a_program():
    make_dossier()
    assert entered_twice(make_person("Kari"), seconds=60) == [2, 2, 2, 2, 2]
    Response.objects.all().delete()
    assert entered_twice(None)[4] == 2


def test_other_words_points_or_persons_are_entered_beside(point):
    dossier, (kari, ola) = make_dossier(), (make_person("Kari"), make_person("Ola"))
    told = {"text": "Behold Klimasats.", "at": AT}
    first = changes.raise_ask(dossier, by=kari, **told)
    assert changes.raise_ask(dossier, by=kari, **told) == first
    others = [
        changes.raise_ask(dossier, by=ola, **told),
        changes.raise_ask(dossier, by=kari, points=[point], **told),
        changes.raise_ask(dossier, by=kari, reason="Flere søker.", **told),
        changes.raise_ask(make_dossier("NTP"), by=kari, **told),
    ]
    assert len({first, *others}) == 5
    changes.edit_ask(first, text="Noe annet.", **NOBODY)
    assert changes.raise_ask(dossier, by=kari, **told) not in {first, *others}


def test_an_ask_that_repeats_another_is_told_twice_from_the_points_that_it_takes_over(point):
    first, kari = make_ask(points=[point]), make_person("Kari")
    again = {"text": "Behold Klimasats nå.", "repeats": first, "by": kari, "at": AT}
    assert changes.raise_ask(first.dossier, **again) == changes.raise_ask(first.dossier, **again)
