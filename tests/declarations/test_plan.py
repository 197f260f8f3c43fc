"""The follow-up plan: what is to be done about each point, by whom, when, and what came of it."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dugnad.declarations import changes, rules
from dugnad.declarations.kinds import StepKind, SuccessionKind
from dugnad.declarations.models import Campaign, FollowUp, Point
from dugnad.declarations.queries import follow_ups as queries
from dugnad.declarations.states import WordingState
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.members.kinds import BodyKind
from dugnad.members.rules import Viewer
from tests.factories.declarations import (
    AT,
    make_declaration,
    make_follow_up,
    make_point,
    make_succession,
    make_treatment,
    make_wording,
)
from tests.factories.members import (
    make_body,
    make_editor,
    make_guest,
    make_municipality,
    make_person,
    make_seat,
    make_secretary,
)
from tests.factories.programme import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
NOBODY: dict[str, Any] = {"by": None, "at": AT}
TODAY = date(2021, 5, 3)
PLAN = "/erklaering/ordforererklaering/plan/2021/"


@pytest.fixture
def point() -> Point:
    return make_point(make_wording(state=WordingState.ADOPTED), title_nb="Kutte utslipp", number="1")


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Rules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "done_on", "is_overdue"),
    [
        (date(2021, 5, 2), None, True),
        (date(2021, 5, 3), None, False),
        (date(2021, 5, 2), date(2021, 5, 3), False),
        (None, None, False),
    ],
)
def test_a_task_is_overdue_from_the_day_after_its_day(due, done_on, is_overdue):
    assert rules.is_overdue(FollowUp(due=due, done_on=done_on), on=TODAY) == is_overdue


def test_a_task_is_finished_by_the_secretariat_and_by_those_whose_it_is():
    kari, ola, group = make_person("Kari"), make_person("Ola"), make_body()
    task = FollowUp(person=kari, body=group)
    adviser = frozenset({Role.MEMBER_EDITOR})
    viewers = [
        Viewer(roles=frozenset({Role.SECRETARIAT})),
        Viewer(person=kari, roles=adviser),
        Viewer(person=ola, roles=adviser, bodies=frozenset({group.pk})),
        Viewer(person=ola, roles=adviser),
        Viewer(),
    ]
    assert [rules.may_finish(viewer, task) for viewer in viewers] == [True, True, True, False, False]
    assert rules.may_finish(Viewer(roles=adviser), FollowUp()) is False


def test_the_plan_is_for_those_who_work_here():
    roles = [set(), {Role.ANONYMOUS}, {Role.GUEST}, {Role.MEMBER_EDITOR}, {Role.BODY_MEMBER}]
    seen = [rules.may_see_plan(Viewer(roles=frozenset(held))) for held in roles]
    assert seen == [False, False, False, True, True]


# Changes --------------------------------------------------------------------------------------------------


def test_a_task_that_is_sent_twice_is_one_task(point):
    told = {"year": 2021, "title_nb": "Lage en mal", "by": make_person("Kari"), "at": AT}
    first = changes.add_follow_up(point, **told)
    assert changes.add_follow_up(point, **told) == first
    assert changes.add_follow_up(point, due=date(2021, 10, 29), **told) != first


def test_add_follow_up_enters_it_in_the_trail(point):
    task = changes.add_follow_up(point, year=2021, title_nb="Lage en mal", due=date(2021, 10, 29), **NOBODY)
    assert (task.declaration, task.year, str(task)) == (point.wording.declaration, 2021, "Lage en mal")
    assert [change.verb for change in changes_of(task)] == ["add_follow_up"]


def test_edit_follow_up_writes_what_differs_and_stays_in_its_declaration(point):

    task = make_follow_up(point)
    assert changes.edit_follow_up(task, title_nb="Lage to maler", point=point, **NOBODY) is True
    assert changes.edit_follow_up(task, title_nb="Lage to maler", **NOBODY) is False
    other = make_point(make_wording(declaration=make_declaration("en-annen")))
    with pytest.raises(Refused) as refusal:
        changes.edit_follow_up(task, point=other, **NOBODY)
    assert refusal.value.field == "point"


def test_finish_and_reopen_follow_up_keep_what_came_of_it(point):
    task = make_follow_up(point)
    changes.finish_follow_up(task, on=date(2021, 5, 1), result=" En mal. ", **NOBODY)
    assert (task.done_on, task.result) == (date(2021, 5, 1), "En mal.")
    changes.reopen_follow_up(task, **NOBODY)
    assert (task.done_on, task.result) == (None, "En mal.")
    with pytest.raises(Refused):
        changes.reopen_follow_up(task, **NOBODY)
    assert [change.verb for change in changes_of(task)] == ["reopen_follow_up", "finish_follow_up"]


def test_a_task_is_not_finished_before_its_day_has_come(point):
    with pytest.raises(Refused) as refusal:
        changes.finish_follow_up(make_follow_up(point), on=date(2021, 5, 4), **NOBODY)
    assert refusal.value.field == "on"


def test_remove_follow_up_leaves_what_it_said_in_the_trail(point):
    task = make_follow_up(point, "Feil oppgave")
    key = task.pk
    changes.remove_follow_up(task, **NOBODY)
    assert not FollowUp.objects.filter(pk=key).exists()
    task.pk = key
    assert changes_of(task).get().before["title_nb"] == "Feil oppgave"


def test_open_tasks_are_carried_once_and_without_a_day(point):
    open_task = make_follow_up(point, "Åpen", due=date(2021, 4, 1), body=make_body())
    make_follow_up(point, "Ferdig", done_on=date(2021, 4, 1))
    declaration = point.wording.declaration
    (carried,) = changes.carry_follow_ups(declaration, year=2021, to=2022, **NOBODY)
    assert (carried.year, carried.due, carried.body, carried.carried_from) == (
        2022,
        None,
        open_task.body,
        open_task,
    )
    assert changes.carry_follow_ups(declaration, year=2021, to=2022, **NOBODY) == []
    with pytest.raises(Refused):
        changes.remove_follow_up(open_task, **NOBODY)


def test_tasks_are_carried_to_a_later_year_alone(point):
    with pytest.raises(Refused) as refusal:
        changes.carry_follow_ups(point.wording.declaration, year=2021, to=2021, **NOBODY)
    assert refusal.value.field == "to"


def test_a_carried_task_follows_its_point_into_the_new_text(point):
    gone = make_point(point.wording, "punkt-7")
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    same = make_point(newer, "kutt-utslipp")
    split = make_point(newer, "tungtransport")
    make_succession(point, split, SuccessionKind.SPLIT)
    make_succession(point, same, SuccessionKind.KEPT)
    make_follow_up(point, "Ett")
    make_follow_up(gone, "To")
    carried = changes.carry_follow_ups(point.wording.declaration, year=2021, to=2022, **NOBODY)
    assert {task.title_nb: task.point for task in carried} == {"Ett": same, "To": gone}


def test_a_carried_task_takes_the_first_that_came_of_a_split_point(point):
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    local, freight = make_point(newer, "lokalt"), make_point(newer, "gods")
    for heir in (freight, local):
        make_succession(point, heir, SuccessionKind.SPLIT)
    make_follow_up(point)
    (carried,) = changes.carry_follow_ups(point.wording.declaration, year=2021, to=2022, **NOBODY)
    assert carried.point == local


# Questions ------------------------------------------------------------------------------------------------


def test_before_a_text_holds_the_plan_follows_the_newest_one():
    draft = make_wording("2022")
    point = make_point(draft)
    make_point(draft, "ukjent", is_missing=True)
    assert queries.points_to_follow_up(draft.declaration) == [point]

    assert queries.points_to_follow_up(make_declaration("tom")) == []


def test_the_plan_is_asked_for_by_body_and_standing(point):
    group, board = make_body(), make_body(BodyKind.BOARD)
    late = make_follow_up(point, "Sen", due=date(2021, 4, 1), body=group)
    done = make_follow_up(point, "Ferdig", done_on=date(2021, 4, 1), body=board)
    coming = make_follow_up(point, "Kommer", due=date(2021, 9, 1))
    tasks = queries.follow_ups(point.wording.declaration, 2021)
    found = {
        (body, standing): queries.chosen(tasks, body=body, standing=standing, on=TODAY)
        for body, standing in (
            ("", ""),
            (group.slug, ""),
            ("", "aapne"),
            ("", "sene"),
            ("", "ferdige"),
            ("", "x"),
        )
    }
    assert found == {
        ("", ""): [late, coming, done],
        (group.slug, ""): [late],
        ("", "aapne"): [late, coming],
        ("", "sene"): [late],
        ("", "ferdige"): [done],
        ("", "x"): [late, coming, done],
    }
    assert queries.bodies_of_plan(tasks) == [board, group]


def test_monday_shows_what_is_late_and_near_to_those_whose_it_is(point):
    group, kari = make_body(), make_person("Kari")
    make_follow_up(point, "Sen", due=date(2021, 4, 30), body=group)
    make_follow_up(point, "Nær", due=date(2021, 6, 1), person=kari)
    make_follow_up(point, "Fjern", due=date(2021, 12, 1), body=group, person=kari)
    make_follow_up(point, "Uten dag")
    make_follow_up(point, "Ferdig", due=date(2021, 4, 1), done_on=date(2021, 4, 1), body=group)
    adviser = frozenset({Role.MEMBER_EDITOR})
    viewers = {
        "secretariat": Viewer(roles=frozenset({Role.SECRETARIAT})),
        "group": Viewer(roles=adviser, bodies=frozenset({group.pk})),
        "kari": Viewer(roles=adviser, person=kari),
        "nobody": Viewer(roles=adviser),
    }
    found = {
        name: [(due.task.title_nb, due.is_late) for due in queries.due_tasks(viewer, on=TODAY)]
        for name, viewer in viewers.items()
    }
    late, near = ("Sen", True), ("Nær", False)
    assert found == {"secretariat": [late, near], "group": [late], "kari": [near], "nobody": []}


def test_the_year_has_the_tasks_for_those_who_read_the_plan(point):
    task = make_follow_up(point, due=date(2021, 9, 1))
    make_follow_up(point, due=date(2022, 9, 1))
    assert list(queries.tasks_in_year(2021, Viewer(roles=frozenset({Role.BODY_MEMBER})))) == [task]
    assert list(queries.tasks_in_year(2021, Viewer())) == []


# Pages ----------------------------------------------------------------------------------------------------


def test_the_plan_stands_point_by_point_with_who_and_when(point):
    make_follow_up(point, "Lage en mal", due=date(2021, 4, 30), body=make_body(name_nb="Faggruppen"))
    make_follow_up(point, "Skrive", done_on=date(2021, 4, 1), result="Brevet er sendt.")
    page = client_of(make_editor(make_municipality())).get(PLAN).content.decode()
    expected = (
        "1 av 2 oppgaver er ferdige",
        "1. Kutte utslipp",
        "Faggruppen",
        "Over fristen",
        "Brevet er sendt.",
    )
    assert [words for words in expected if words not in page] == []
    assert "Legg til en oppgave" not in page


def test_a_plan_that_is_empty_says_how_to_begin(point):
    assert "Legg til den første oppgaven" in client_of(make_secretary()).get(PLAN).content.decode()
    page = client_of(make_editor(make_municipality())).get(PLAN).content.decode()
    assert ("Ingen oppgaver ennå" in page, "Legg til den første oppgaven" in page) == (True, False)


def test_an_address_that_finds_no_task_says_so(point):
    make_follow_up(point)
    page = client_of(make_secretary()).get(f"{PLAN}?vis=ferdige").content.decode()
    assert "Ingen oppgaver passer." in page


def test_the_newest_plan_is_this_years_or_the_last_that_there_is(point):
    client = client_of(make_secretary())
    assert client.get("/erklaering/ordforererklaering/plan/")["Location"] == PLAN
    make_follow_up(point, year=2019)
    assert client.get("/erklaering/ordforererklaering/plan/")["Location"].endswith("/plan/2019/")


def test_strangers_sign_in_and_guests_find_nothing(point):
    assert Client().get(PLAN).status_code == 302
    assert client_of(make_guest()).get(PLAN).status_code == 404
    assert client_of(make_secretary()).get("/erklaering/finnes-ikke/plan/2021/").status_code == 404


def test_the_secretary_adds_edits_finishes_reopens_and_takes_out(point):
    client = client_of(make_secretary())
    sent = {"point": point.pk, "title_nb": "Lage en mal", "due": "2021-10-29"}
    assert client.post(f"{PLAN}ny/", sent)["Location"] == PLAN
    task = FollowUp.objects.get()
    client.post(f"{PLAN}{task.pk}/rediger/", sent | {"title_nb": "Lage to maler"})
    client.post(f"{PLAN}{task.pk}/ferdig/", {"on": "2021-05-03", "result": "To maler."})
    task.refresh_from_db()
    assert (task.title_nb, task.done_on, task.result) == ("Lage to maler", TODAY, "To maler.")
    client.post(f"{PLAN}{task.pk}/apne/")
    task.refresh_from_db()
    assert task.done_on is None
    page = client.post(f"{PLAN}{task.pk}/apne/", follow=True).content.decode()
    assert "Oppgaven er åpen fra før." in page
    client.post(f"{PLAN}{task.pk}/ta-ut/")
    assert not FollowUp.objects.exists()


def test_a_new_task_begins_at_the_point_that_one_came_from(point):
    other = make_point(point.wording, "tettsteder", number="4")
    page = client_of(make_secretary()).get(f"{PLAN}ny/?punkt=tettsteder").content.decode()
    assert f'<option value="{other.pk}" selected>' in page


def test_a_task_of_a_point_that_no_longer_holds_keeps_its_point(point):
    make_point(make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2)), "nytt")
    task = make_follow_up(point)
    page = client_of(make_secretary()).get(f"{PLAN}{task.pk}/rediger/").content.decode()
    assert f'<option value="{point.pk}" selected>' in page


def test_nothing_that_was_typed_is_lost_when_the_day_is_wrong(point):
    task = make_follow_up(point)
    answer = client_of(make_secretary()).post(
        f"{PLAN}{task.pk}/ferdig/", {"on": "2021-12-24", "result": "To maler."}
    )
    assert answer.status_code == 422
    assert "To maler." in answer.content.decode()
    assert "Dagen har ikke kommet ennå" in answer.content.decode()


def test_who_a_task_belongs_to_may_say_that_it_is_done_and_others_not(point):
    group = make_body()
    user = make_editor(make_municipality())
    make_seat(group, user.person)
    own, other = make_follow_up(point, "Vår", body=group), make_follow_up(point, "Andres")
    client = client_of(user)
    assert client.post(f"{PLAN}{own.pk}/ferdig/", {"on": "2021-05-03"}).status_code == 302
    assert client.get(f"{PLAN}{other.pk}/ferdig/").status_code == 404
    assert client.post(f"{PLAN}{other.pk}/apne/").status_code == 404
    assert client.get(f"{PLAN}{own.pk}/rediger/").status_code == 404
    assert client.get(f"{PLAN}999/ferdig/").status_code == 404


def test_open_tasks_are_carried_on_from_the_page(point):
    make_follow_up(point, "Åpen")
    client = client_of(make_secretary())
    assert "1 åpen oppgave føres videre" in client.get(f"{PLAN}overfor/").content.decode()
    answer = client.post(f"{PLAN}overfor/", {"to": "2022"}, follow=True)
    assert "ført videre fra 2021" in answer.content.decode()
    assert client.post(f"{PLAN}overfor/", {"to": "2020"}).status_code == 422


def test_the_spreadsheet_has_a_task_on_each_row(point):
    make_follow_up(point, "Lage en mal", due=date(2021, 4, 30), body=make_body(), person=make_person("Kari"))
    make_follow_up(point, "Skrive", done_on=date(2021, 4, 1), result="Sendt.")
    make_follow_up(point, "=1+1", due=date(2021, 9, 1), carried_from=make_follow_up(point, year=2020))
    answer = client_of(make_secretary()).get(f"{PLAN}eksport.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[3], row[5], row[7], row[8]) for row in rows] == [
        ("Lage en mal", "Kari", "Over fristen", None, None),
        ("=1+1", None, "Åpen", None, 2020),
        ("Skrive", None, "Ferdig", "Sendt.", None),
    ]
    assert rows[0][4] == datetime(2021, 4, 30, tzinfo=OSLO).replace(tzinfo=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_asks_the_same_number_of_questions(rows, point, django_assert_num_queries):
    for number in range(rows):
        other = make_point(point.wording, f"p-{number}", number=f"p{number}")
        make_follow_up(other, person=make_person(), body=make_body())
    client = client_of(make_secretary())
    with django_assert_num_queries(7):
        client.get(PLAN)


def test_monday_and_the_year_wheel_show_the_tasks(point):

    make_programme(2021)
    make_follow_up(point, "Lage en mal", due=date(2021, 4, 30))
    treatment = make_treatment(
        point.wording, make_body(BodyKind.BOARD, "Styret"), planned_on=date(2021, 6, 24)
    )
    campaign = Campaign.objects.create(
        wording=point.wording, ceremony_at=AT, reply_due=date(2021, 5, 1), place="Oslo rådhus"
    )
    campaign.steps.create(kind=StepKind.REPLY_DUE, due=date(2021, 5, 12))
    client = client_of(make_secretary())
    monday = client.get("/").content.decode()
    assert ("I oppfølgingsplanen" in monday, "Lage en mal" in monday) == (True, True)
    wheel = client.get("/aarshjul/").content.decode()
    assert ("Lage en mal" in wheel, "Behandling: Styret" in wheel) == (True, True)
    assert "Svar fra medlemmene" in wheel
    stranger = Client().get("/aarshjul/").content.decode()
    assert ("Lage en mal" in stranger, "Svar fra medlemmene" in stranger) == (False, False)
    assert f"/erklaering/ordforererklaering/2019/behandling/{treatment.pk}/" in wheel
