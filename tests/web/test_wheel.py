"""The year wheel: every date of the year that the viewer may know of, as a picture and as a list."""

from datetime import date

import pytest
from django.test import Client

from dugnad.members.rules import Viewer
from dugnad.programme.states import ProgrammeState
from dugnad.web.queries.wheel import hand_of, moments_of, year_wheel
from tests.factories.calls import make_call
from tests.factories.members import make_guest, make_secretary
from tests.factories.programme import make_activity, make_milestone, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
MONDAY = date(2021, 5, 3)


@pytest.mark.parametrize(
    ("day", "hand"),
    [
        (date(2021, 1, 1), "M200 200L200.0 32.0"),
        (date(2021, 7, 2), "M200 200L201.4 368.0"),
        (date(2024, 7, 2), "M200 200L200.0 368.0"),
    ],
)
def test_the_new_year_stands_at_the_top_and_the_year_runs_with_the_clock(day, hand):
    assert hand_of(day) == hand


def test_a_month_has_its_moments_in_order():
    activity = make_activity(title_nb="Klimastatus")
    make_milestone(activity, "Utkast", date(2021, 5, 20))
    make_milestone(activity, "Frist", date(2021, 5, 5), done_on=date(2021, 5, 3))
    make_milestone(activity, "Neste år", date(2022, 1, 5))
    months = year_wheel(make_programme(), Viewer(), on=MONDAY)
    may = months[4]
    assert [(m.title, m.note, m.is_done) for m in may.moments] == [
        ("Frist", "Klimastatus", True),
        ("Utkast", "Klimastatus", False),
    ]
    assert [month.is_now for month in months] == [False] * 4 + [True] + [False] * 7
    assert [len(month.moments) for month in months] == [0] * 4 + [2] + [0] * 7


def test_every_month_and_every_dot_has_its_place_in_the_picture():
    make_milestone(make_activity(), due=date(2021, 1, 1))
    january = year_wheel(make_programme(), Viewer(), on=MONDAY)[0]
    assert january.spoke == "M200.0 104.0L200.0 32.0"
    assert (january.x, january.y) == ("243.4", "23.3")
    assert (january.moments[0].x, january.moments[0].y) == ("200.0", "50.0")


def test_due_days_are_for_those_who_work_together_here(client: Client):
    make_programme()
    make_call()
    assert moments_of(make_programme(), Viewer()) == []
    assert "Klimastatus 2021" not in client.get("/aarshjul/").content.decode()
    client.force_login(make_guest())
    page = client.get("/aarshjul/").content.decode()
    assert "fredag 30. april 2021 kl.\u00a016.00" in page
    assert 'class="wheel-dot is-due"' in page


def test_a_closed_call_is_done():
    make_programme()
    make_call(state="closed")
    client = Client()
    client.force_login(make_secretary())
    assert 'class="wheel-dot is-due is-done"' in client.get("/aarshjul/").content.decode()


def test_the_page_says_what_is_overdue_and_what_comes(client: Client):
    activity = make_activity()
    make_milestone(activity, "Frist", date(2021, 4, 30))
    make_milestone(activity, "Utkast", date(2021, 5, 20))
    page = client.get("/aarshjul/").content.decode()
    assert ("Over fristen" in page, "om 17 dager" in page, "wheel-hand" in page) == (True, True, True)


def test_another_year_has_an_address_and_no_hand(client: Client):
    make_milestone(make_activity(make_programme(2020)), due=date(2020, 3, 3))
    make_programme()
    page = client.get("/aarshjul/2020/").content.decode()
    assert ("<h1>Året 2020</h1>" in page, "wheel-hand" in page) == (True, False)
    assert 'href="/aarshjul/2021/"' in page


def test_a_year_that_the_viewer_may_not_see_is_missing(client: Client):
    make_programme(2022, ProgrammeState.DRAFT)
    assert client.get("/aarshjul/2022/").status_code == 404
    assert client.get("/aarshjul/1999/").status_code == 404


def test_an_empty_year_teaches_where_dates_come_from(client: Client):
    assert "Ingen datoer ennå" in client.get("/aarshjul/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_wheel_asks_the_same_number_of_questions(rows, client: Client, django_assert_num_queries):
    for number in range(rows):
        make_milestone(make_activity(), due=date(2021, 3, number + 1))
    with django_assert_num_queries(6):
        client.get("/aarshjul/")
