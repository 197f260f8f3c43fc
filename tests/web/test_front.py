"""The first page: what a stranger should know, and what waits for those who work here."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes as calls
from dugnad.documents.states import State
from dugnad.kit import changes as kit
from dugnad.kit.clock import OSLO
from dugnad.kit.mail import Letter
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import Mandate
from dugnad.members.models import User
from dugnad.web.queries.recently import recent_runs
from tests.factories.calls import make_call, make_reply, submit
from tests.factories.documents import make_document, make_story
from tests.factories.dossiers import make_consultation
from tests.factories.members import (
    make_alliance,
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_office,
    make_person,
    make_secretary,
)
from tests.factories.programme import make_activity, make_milestone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)


@pytest.fixture
def hamar() -> Any:
    return make_municipality()


def monday(user: User) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get("/")
    assert answer.templates[0].name == "web/monday.html"
    return answer.content.decode()


# The public front --------------------------------------------------------------------------------------


def test_strangers_meet_the_programme_the_stories_and_what_comes_next(client, hamar):
    activity = make_activity(title_nb="Klimaskolen")
    make_milestone(activity, "Første økt", date(2021, 5, 20))
    make_milestone(activity, "Gammel økt", date(2021, 4, 1))
    make_story(hamar, State.PUBLISHED, title="Varme i tegl")
    page = client.get("/").content.decode()
    assert "<h1>1 medlem arbeider sammen for klimaet</h1>" in page
    assert ["Klimaskolen" in page, "Varme i tegl" in page, "Første økt" in page] == [True, True, True]
    assert "Gammel økt" not in page


def test_strangers_see_no_drafts_and_no_calls(client, hamar):
    make_call()
    make_story(hamar, title="Ikke ferdig")
    page = client.get("/").content.decode()
    assert ("Klimastatus 2021" in page, "Ikke ferdig" in page) == (False, False)


def test_an_empty_installation_says_what_will_stand_here(client):
    page = client.get("/").content.decode()
    assert ("<h1>Osloregionen</h1>" in page, "En ny begynnelse" in page) == (True, True)


def test_the_newest_stories_come_first_and_are_three(client, hamar):
    for number in range(4):
        make_story(hamar, State.PUBLISHED, title=f"Historie {number}")
    assert client.get("/").content.decode().count('class="story"') == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_asks_the_same_number_of_questions(rows, client, hamar, django_assert_num_queries):
    for number in range(rows):
        make_milestone(make_activity(), due=date(2021, 6, number + 1))
        make_story(hamar, State.PUBLISHED, title=f"Historie {number}")
    with django_assert_num_queries(17):
        client.get("/")


# Monday ------------------------------------------------------------------------------------------------


def test_monday_is_named_after_the_day(hamar):
    assert "<h1>Mandag 3. mai 2021</h1>" in monday(make_guest())


def test_a_guest_has_nothing_to_do_and_is_told_so():
    page = monday(make_guest())
    assert ("Ingenting venter på deg i dag." in page, "Alt er i orden" in page) == (True, True)


def test_an_adviser_sees_the_answer_that_waits_and_one_link_to_it(hamar):
    make_reply(make_call(), hamar)
    page = monday(make_editor(hamar))
    assert "Ett svar venter på deg." in page
    assert "Fristen var fredag 30. april 2021 kl.\u00a016.00, for 3 dager siden." in page
    assert 'href="/innhenting/klimastatus-2021/hamar/">Begynn på svaret' in page


def test_an_answer_that_was_begun_is_gone_on_with(hamar):
    make_reply(make_call(due_day=date(2021, 5, 8)), hamar, measures="Vi bygger sykkelvei.")
    page = monday(make_editor(hamar))
    assert ("Frist lørdag 8. mai 2021 kl.\u00a016.00, om 5 dager." in page, "Fortsett på svaret" in page) == (
        True,
        True,
    )
    assert "Sist lagret 20. april 2021" in page


def test_an_answer_that_was_sent_waits_for_nobody(hamar):
    submit(make_reply(make_call(), hamar, measures="Sykkelvei", cars=3))
    assert "Ingenting venter på deg i dag." in monday(make_editor(hamar))


def test_an_adviser_sees_their_own_municipality_and_drafts_and_nobody_elses(hamar):
    make_story(hamar, title="Vårt utkast")
    make_story(make_municipality("Løten", "3412"), title="Deres utkast")
    page = monday(make_editor(hamar))
    assert ("Vårt utkast" in page, "Deres utkast" in page) == (True, False)
    assert 'href="/medlemmer/hamar/">Hamar</a>' in page


def test_the_secretary_sees_how_the_members_stand(hamar):
    call = make_call()
    submit(make_reply(call, hamar, measures="Sykkelvei", cars=3))
    make_reply(call, make_municipality("Løten", "3412"))
    page = monday(make_secretary())
    assert 'value="1" max="2" aria-label="1 av 2 har svart"' in page
    assert 'href="/innhenting/klimastatus-2021/?state=submitted">1</a>' in page
    assert 'href="/innhenting/klimastatus-2021/?state=late">1</a>' in page
    assert "fristen var for 3 dager siden" in page


def test_monday_counts_as_the_call_itself_does(hamar):
    call = make_call()
    calls.decline_reply(make_reply(call, hamar), reason="Ingen til å svare", by=None, at=AT)
    loten, stange = make_municipality("Løten", "3412"), make_municipality("Stange", "3413")
    calls.expect_reply(make_reply(call, loten), on=date(2021, 5, 10), by=None, at=AT)
    make_reply(call, stange)
    page = monday(make_secretary())
    assert 'aria-label="0 av 3 har svart"' in page
    assert 'href="/innhenting/klimastatus-2021/?state=late">1</a>' in page


def test_monday_counts_those_who_have_not_opened_the_call_apart(hamar):
    call = make_call(due_day=date(2021, 5, 8))
    make_reply(call, hamar)
    make_reply(call, make_municipality("Stange", "3413"))
    begun = make_reply(call, make_municipality("Løten", "3412"), measures="Sykkelvei")
    call.replies.exclude(pk=begun.pk).update(opened_at=None)
    page = monday(make_secretary())
    assert 'har ikke åpnet svaret</dt><dd><a href="/innhenting/klimastatus-2021/?state=invited">2</a>' in page
    assert 'svarer ikke</dt><dd><a href="/innhenting/klimastatus-2021/">1</a>' in page


def test_monday_says_that_nothing_waits_only_where_nothing_does(hamar):
    make_story(hamar, title="Vårt utkast")
    page = monday(make_editor(hamar))
    assert ("Dette er verdt å se på i dag." in page, "Ingenting venter på deg i dag." in page) == (
        True,
        False,
    )


def test_a_call_that_is_not_due_yet_says_when(hamar):
    make_call(due_day=date(2021, 5, 8))
    assert "frist om 5 dager" in monday(make_secretary())


def test_the_secretary_and_the_board_see_documents_under_treatment(hamar):
    make_document(hamar, State.IN_REVIEW, title="Rapport til styret")
    seen = [
        "Rapport til styret" in monday(user) for user in (make_secretary(), make_body_member(), make_guest())
    ]
    assert seen == [True, True, False]


def test_late_and_near_milestones_stand_on_monday():
    activity = make_activity(updated_at=AT)
    make_milestone(activity, "Frist for historier", date(2021, 4, 30))
    make_milestone(activity, "Utkast", date(2021, 5, 20))
    make_milestone(activity, "Langt fram", date(2021, 11, 3))
    page = monday(make_secretary())
    assert ["Frist for historier" in page, "Utkast" in page, "Langt fram" in page] == [True, True, False]
    assert "Over fristen" in page


def test_an_activity_that_nobody_has_touched_is_shown_to_the_secretary_alone():
    make_activity(title_nb="Glemt", updated_at=datetime(2021, 1, 4, tzinfo=OSLO), status="under_way")
    assert "Ingen har rørt dette på lenge" in monday(make_secretary())
    assert "Ingen har rørt dette på lenge" not in monday(make_guest())


def test_the_secretary_sees_for_whom_nobody_answers(hamar):
    make_municipality("Løten", "3412")
    make_office(make_person("Anne", "anne@demo.example"), hamar, Mandate.APPROVER)
    page = monday(make_secretary())
    assert 'href="/medlemmer/loten/">Løten</a>' in page
    assert 'href="/medlemmer/hamar/">Hamar</a>' not in page


def test_many_members_without_anybody_are_counted(hamar):
    for number in range(10):
        make_municipality(f"Kommune {number}", f"99{number:02}")
    assert "og 3 til" in monday(make_secretary())


def test_mail_that_did_not_arrive_is_told():
    mail = kit.queue_mail("key", "anne@demo.example", Letter("Hei", "Hei"), at=AT)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.DEAD)
    assert "1 e-post kunne ikke leveres." in monday(make_secretary())


def test_the_same_change_on_end_is_told_once(hamar):
    make_alliance()
    for number in range(3):
        make_story(hamar, title=f"Historie {number}")
    assert [(run.change.verb, run.times, run.name) for run in recent_runs()] == [
        ("create_document", 3, "Historie 2, Historie 1 og 1 til")
    ]
    assert "(3 ganger)" in monday(make_secretary())


def test_a_change_is_told_with_the_name_of_what_was_changed(hamar):
    call = make_call()
    submit(make_reply(call, hamar, measures="Sykkelvei", cars=3))
    story = make_story(hamar, title="Varme i tegl")
    told = {run.change.verb: run.name for run in recent_runs()}
    assert told["create_document"] == story.versions.get().title
    assert told["submit_reply"] == "Hamar"
    assert told["open_call"] == "Klimastatus 2021"
    assert told["add_question"] == "Klimastatus 2021"
    assert ": Varme i tegl" in monday(make_secretary())


def test_what_is_told_of_a_call_says_of_whom_it_speaks(hamar):
    """Notes of talks, objections and reminders are told with their member or call, like everything else."""
    reply = make_reply(make_call(), hamar)
    words = {"text": "Ringte", "day": AT.date(), "by": None, "at": AT}
    for _time in range(2):
        kept = calls.note_contact(reply, **words)
    calls.retract_contact(kept, by=None, at=AT)
    calls.stop_reminder(reply.call.reminders.first(), by=None, at=AT)
    told = {run.change.verb: (run.times, run.name) for run in recent_runs()}
    assert told["note_contact"] == (2, "Hamar")
    assert told["retract_contact"] == (1, "Hamar")
    assert told["stop_reminder"] == (1, "Klimastatus 2021")
    assert ": Hamar (2 ganger)" in monday(make_secretary())


@pytest.mark.parametrize("rows", [1, 3])
def test_monday_asks_the_same_number_of_questions(rows, hamar, django_assert_num_queries):
    call = make_call()
    for number in range(rows):
        make_reply(call, make_municipality(f"Kommune {number}", f"99{number:02}"))
        make_milestone(make_activity(), due=date(2021, 5, number + 4))
        make_document(hamar, State.IN_REVIEW, title=f"Rapport {number}")
        make_consultation(title=f"Høring {number}")
    client = Client()
    client.force_login(make_secretary())
    with django_assert_num_queries(22):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 3])
def test_monday_asks_few_questions_on_the_day_before_a_reminder_too(
    rows, hamar, settings, django_assert_num_queries
):
    settings.DEMO_TODAY = "2021-04-26"
    for number in range(rows):
        member = make_municipality(f"Kommune {number}", f"99{number:02}", subregion=f"Region {number}")
        make_editor(member, f"k{number}@demo.example")
        make_milestone(make_activity(), due=date(2021, 5, number + 4))
        make_document(hamar, State.IN_REVIEW, title=f"Rapport {number}")
    make_call()
    make_consultation()
    client = Client()
    client.force_login(make_secretary())
    with django_assert_num_queries(24):
        assert f"I morgen går en påminnelse til {rows} person" in client.get("/").content.decode()
