"""Series: a year that looks like one, the points of every agenda, an end and a new beginning."""

from datetime import date, datetime, time

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Event, Series
from dugnad.events.queries import agenda, planning
from dugnad.events.rules.planning import Hindrance, Stretch, hindrance, moved_on, one_day, read_days
from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer
from tests.factories.events import NOBODY, make_event, make_group
from tests.factories.members import make_person, make_secretary, make_user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
STAFF = Viewer(roles=frozenset({"secretariat"}))
ADDRESS = "/moter/serier/klimagruppen/"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def make_series(*days: date, **values) -> Series:
    body = make_group(make_person())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **values, **NOBODY)
    changes.plan_year(series, days, starts=time(9), **NOBODY)
    return series


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 5, 17), Hindrance.HOLIDAY),
        (date(2021, 5, 8), Hindrance.WEEKEND),
        (date(2021, 3, 30), Hindrance.EASTER),
        (date(2021, 12, 28), Hindrance.CHRISTMAS),
        (date(2021, 7, 14), Hindrance.SUMMER),
        (date(2021, 2, 24), Hindrance.SCHOOL),
        (date(2021, 3, 17), None),
    ],
)
def test_days_that_people_keep_free_are_known(day, why):
    assert hindrance(day) == why
    assert why is None or planning.HINDRANCES[why]


def test_the_days_of_a_year_move_on_to_the_same_weekdays_of_the_next():
    trip = Stretch(date(2021, 8, 25), date(2021, 8, 26))
    assert list(map(str, moved_on([one_day(date(2021, 11, 3)), trip]))) == ["24.-25.8.2022", "2.11.2022"]


@pytest.mark.parametrize(
    ("line", "first", "last", "again"),
    [
        ("13.1.2021", (2021, 1, 13), (2021, 1, 13), "13.1.2021"),
        ("13. januar 2021", (2021, 1, 13), (2021, 1, 13), "13.1.2021"),
        ("onsdag 13.01.21", (2021, 1, 13), (2021, 1, 13), "13.1.2021"),
        (" 2021-01-13 ", (2021, 1, 13), (2021, 1, 13), "13.1.2021"),
        ("24.-25.8.2022", (2022, 8, 24), (2022, 8, 25), "24.-25.8.2022"),
        ("24.–25. august 2022", (2022, 8, 24), (2022, 8, 25), "24.-25.8.2022"),
        ("24. til 25. aug. 2022", (2022, 8, 24), (2022, 8, 25), "24.-25.8.2022"),
        ("24.8.2022 - 25.8.2022", (2022, 8, 24), (2022, 8, 25), "24.-25.8.2022"),
        ("30. mai – 1. juni 2022", (2022, 5, 30), (2022, 6, 1), "30.5.-1.6.2022"),
        ("31.12.2022-1.1.2023", (2022, 12, 31), (2023, 1, 1), "31.12.2022-1.1.2023"),
        ("5 October 2022", (2022, 10, 5), (2022, 10, 5), "5.10.2022"),
    ],
)
def test_days_are_read_as_people_write_them(line, first, last, again):
    found = read_days(line)
    assert found == Stretch(date(*first), date(*last))
    assert str(found) == again
    assert read_days(again) == found


@pytest.mark.parametrize(
    "line",
    ["i morgen", "31.2.2021", "1.13.2021", "25.-24.8.2022", "1.-20.8.2022", "3. foo 2022", "1312021", "²"],
)
def test_what_is_no_day_is_not_guessed(line):
    assert read_days(line) is None


def test_a_meeting_over_night_is_planned_as_one_and_its_days_are_taken(staff):
    series = make_series()
    typed = {"days": "24.–25. august 2022\n5.10.2022", "starts": "12:00"}
    page = staff.post(f"{ADDRESS}ar/", typed | {"look": "1"}).content.decode()
    assert "24. august 2022 – torsdag 25. august 2022" in page
    assert staff.post(f"{ADDRESS}ar/", typed).status_code == 302
    trip, _autumn = series.events.order_by("starts")
    assert (trip.starts, trip.ends) == (
        datetime(2022, 8, 24, 12, tzinfo=OSLO),
        datetime(2022, 8, 25, 14, 30, tzinfo=OSLO),
    )
    with refused("days", field="days"):
        changes.plan_year(series, [date(2022, 8, 25)], starts=time(9), **NOBODY)
    assert [str(day) for day in planning.next_year_of(series)[0]] == ["23.-24.8.2023", "4.10.2023"]
    wrong = staff.post(f"{ADDRESS}ar/", typed | {"days": "24.-25.8.2023\ni morgen"})
    assert wrong.status_code == 422
    assert "Linje 2: «i morgen» er ingen dag" in wrong.content.decode()


def test_a_year_is_twelve_months_with_what_is_announced_and_what_speaks_against_a_day():
    series = make_series(date(2021, 3, 17), date(2021, 5, 20), date(2021, 7, 14))
    other = make_event("gathering", "Samling", body=series.body)
    changes.announce_event(Event.objects.get(starts__month=5, series=series), **NOBODY)
    plan = planning.year_plan(series, 2021, STAFF)
    assert [len(month.days) for month in plan.months] == [0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    march, may, july = plan.days
    assert (str(march.against), str(july.against), plan.announced) == ("", "fellesferie", 1)
    assert (may.others, may.notice) == ([other], None)
    assert march.notice == date(2021, 3, 10)
    assert date(2021, 5, 17) in plan.months[4].holidays


def test_what_was_called_off_is_no_day_of_the_year_and_its_day_is_free():
    series = make_series(date(2021, 5, 20))
    changes.cancel_event(Event.objects.get(), because="Syk leder", **NOBODY)
    assert planning.year_plan(series, 2021, STAFF).days == []
    changes.plan_year(series, [date(2021, 5, 20)], starts=time(9), **NOBODY)
    assert len(planning.year_plan(series, 2021, STAFF).days) == 1


def test_the_form_of_a_new_year_begins_with_the_days_of_the_last_one(staff):
    series = make_series(date(2021, 1, 13), date(2021, 11, 3))
    assert planning.next_year_of(series) == (
        [one_day(date(2022, 1, 12)), one_day(date(2022, 11, 2))],
        time(9),
    )
    page = staff.get(f"{ADDRESS}ar/").content.decode()
    assert "12.1.2022" in page
    assert 'value="09:00"' in page
    assert planning.next_year_of(make_empty()) == ([], None)


def make_empty() -> Series:
    return changes.create_series(kind="meeting", title_nb="Ny gruppe", **NOBODY)


def test_one_sees_how_days_fall_before_anything_is_planned(staff):
    make_series()
    make_event("gathering", "Samling")
    typed = {"days": "20.5.2021\n17.5.2021", "starts": "09:00", "look": "1"}
    page = staff.post(f"{ADDRESS}ar/", typed).content.decode()
    assert "helligdag" in page
    assert "samme dag: Samling" in page
    assert Event.objects.count() == 1
    wrong = staff.post(f"{ADDRESS}ar/", typed | {"days": "i morgen"})
    assert wrong.status_code == 422
    assert staff.post(f"{ADDRESS}ar/", typed | {"look": ""}).status_code == 200


def test_standing_points_are_added_changed_arranged_and_taken_away(staff):
    series = make_series()
    point = {"title_nb": "Innkalling", "kind": "decision", "minutes": "5"}
    assert staff.post(f"{ADDRESS}faste-saker/ny/", point).status_code == 302
    assert staff.post(f"{ADDRESS}faste-saker/ny/", point | {"title_nb": "Referat"}).status_code == 302
    first, second = planning.standing_items_of(series)
    assert (
        staff.post(f"{ADDRESS}faste-saker/{first.pk}/rediger/", point | {"minutes": "10"}).status_code == 302
    )
    first.refresh_from_db()
    assert first.minutes == 10
    order = {f"place_{first.pk}": "2", f"place_{second.pk}": "1"}
    assert "Innkalling" in staff.get(f"{ADDRESS}faste-saker/rekkefolge/").content.decode()
    assert staff.post(f"{ADDRESS}faste-saker/rekkefolge/", order).status_code == 302
    assert planning.standing_items_of(series) == [second, first]
    changes.arrange_standing_items(series, [second.pk, 999_999], **NOBODY)
    assert planning.standing_items_of(series) == [second, first]
    assert staff.post(f"{ADDRESS}faste-saker/{second.pk}/ta-bort/").status_code == 302
    assert planning.standing_items_of(series) == [first]
    assert staff.get(f"{ADDRESS}faste-saker/999999/rediger/").status_code == 404


def test_a_series_ends_when_nothing_is_planned_after_its_last_day_and_can_go_on(staff):
    series = make_series(date(2021, 5, 20))
    with refused("planned", field="on"):
        changes.end_series(series, on=date(2021, 5, 19), **NOBODY)
    with refused("going"):
        changes.resume_series(series, **NOBODY)
    assert staff.post(f"{ADDRESS}avslutt/", {"on": "2021-05-20"}).status_code == 302
    series.refresh_from_db()
    assert series.ended_on == date(2021, 5, 20)
    with refused("ended"):
        changes.plan_year(series, [date(2021, 9, 1)], starts=time(9), **NOBODY)
    assert "Gjenoppta" in staff.get(ADDRESS).content.decode()
    assert staff.post(f"{ADDRESS}gjenoppta/").status_code == 302
    series.refresh_from_db()
    assert series.ended_on is None


def test_the_page_shows_one_year_at_a_time(staff):
    make_series(date(2020, 5, 20), date(2021, 5, 20))
    newest = staff.get(ADDRESS).content.decode()
    assert "Året 2021" in newest
    assert "Året 2020" in staff.get(f"{ADDRESS}?ar=2020").content.decode()
    assert "Året 2021" in staff.get(f"{ADDRESS}?ar=1999").content.decode()


def test_what_its_meetings_usually_are_is_said_anew(staff):
    series = make_series()
    typed = {
        "kind": "meeting",
        "title_nb": "Klimagruppen",
        "minutes": "90",
        "way": "hybrid",
        "about_nb": "Ny tid.",
    }
    assert staff.post(f"{ADDRESS}rediger/", typed).status_code == 302
    series.refresh_from_db()
    assert (series.minutes, series.about_nb) == (90, "Ny tid.")


def test_meetings_are_listed_by_year_with_ones_own_answer():
    user = make_user("kari@demo.example")
    changes.announce_event(make_event(title="I fjor", starts=datetime(2020, 5, 20, 9, tzinfo=OSLO)), by=None,
                           at=datetime(2020, 5, 3, 9, tzinfo=OSLO))  # fmt: skip
    event = make_event(title="I år")
    changes.invite(event, [user.person], **NOBODY)
    changes.announce_event(event, **NOBODY)
    client = Client()
    client.force_login(user)
    page = client.get("/moter/?ar=2021").content.decode()
    assert "I år" in page
    assert "Ikke svart ennå" in page
    assert "I fjor" not in page


def test_a_meeting_without_a_body_has_neither_minutes_to_approve_nor_tasks_that_return():
    event = make_event("ministry_meeting", "Departementet")
    assert agenda.unapproved_before(event) == []
    assert agenda.open_tasks_of(event) == []


def test_a_series_is_begun_from_the_page_of_its_group(staff):
    body = make_group(make_person())
    page = staff.get(f"/moter/serier/ny/?organ={body.slug}").content.decode()
    assert f'value="{body}"' in page


def test_a_page_of_a_series_asks_as_much_with_three_meetings_as_with_one(
    staff, django_assert_max_num_queries
):
    make_series(date(2021, 5, 20), date(2021, 6, 2), date(2021, 6, 9))
    with django_assert_max_num_queries(15):
        staff.get(ADDRESS)
