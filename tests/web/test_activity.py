"""An activity's page: how it goes, and everything that serves it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dugnad.documents.states import State
from dugnad.editions import changes as editions
from dugnad.indicators import changes as indicators
from dugnad.members.kinds import BodyKind
from dugnad.programme import changes
from dugnad.programme.models import Activity
from dugnad.programme.states import ActivityStatus, ProgrammeState
from tests.factories.calls import make_call
from tests.factories.documents import AT, make_story
from tests.factories.members import make_body, make_guest, make_municipality, make_person, make_secretary
from tests.factories.programme import make_activity, make_milestone, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def words(activity: Activity, user: Any = None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    answer = client.get(reverse("activity", args=[activity.programme.year, activity.key]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def activity() -> Activity:
    return make_activity(
        title_nb="Klimastatus",
        way_of_working_nb="Hente data fra kommunene",
        goals=[11, 13],
        responsible_body=make_body(BodyKind.EXPERT_GROUP, "Faggruppen"),
        responsible_person=make_person("Solveig Nordli"),
    )


def test_strangers_read_what_it_is_for_and_how_it_goes(activity):
    changes.update_status(activity, ActivityStatus.DELAYED, note="Tallene kom sent.", by=None, at=AT)
    page = words(activity)
    assert "<h1>Klimastatus</h1>" in page
    expected = (
        "Hente data fra kommunene",
        str(ActivityStatus.DELAYED.label),
        "Tallene kom sent.",
        "Faggruppen",
    )
    assert [text for text in expected if text not in page] == []
    assert ("Solveig Nordli" in page, "Hvem som endret hva" in page, "Rediger" in page) == (False,) * 3


def test_those_who_work_here_see_who_to_ask_and_who_changed_what(activity):
    changes.update_status(activity, ActivityStatus.DONE, note="", by=make_person("Kari"), at=AT)
    page = words(activity, make_guest())
    assert ("Solveig Nordli" in page, "Hvem som endret hva (1 hendelse)" in page) == (True, True)


def test_milestones_are_told_in_the_readers_language_or_in_the_nearest(activity):
    make_milestone(activity, "Studietur", title_nn="Studieferd", title_en="Study trip")
    make_milestone(activity, "Utkast")
    address = reverse("activity", args=[2021, activity.key])
    pages = {}
    for code in ("nn", "en"):
        client = Client()
        client.cookies["language"] = code
        pages[code] = client.get(address).content.decode()
    assert ">Studieferd</p>" in pages["nn"]
    assert ">Study trip</p>" in pages["en"]
    assert '><span lang="nb">Utkast</span></p>' in pages["en"]


def test_milestones_say_what_is_reached_late_and_to_come(activity):
    make_milestone(activity, "Åpnet", date(2021, 3, 15), done_on=date(2021, 3, 16))
    make_milestone(activity, "Frist", date(2021, 4, 30))
    make_milestone(activity, "Utkast", date(2021, 5, 20))
    page = words(activity)
    assert "1 av 3 nådd" in page
    assert ["Nådd 16. mars 2021" in page, "Over fristen" in page, "om 17 dager" in page] == [True] * 3


def test_the_secretary_can_change_it_until_the_year_is_closed(activity):
    step = make_milestone(activity, "Frist", date(2021, 4, 30))
    done = make_milestone(activity, "Åpnet", date(2021, 3, 15), done_on=date(2021, 3, 16))
    page = words(activity, make_secretary())
    addresses = [
        reverse("update_status", args=[2021, activity.key]),
        reverse("edit_activity", args=[2021, activity.key]),
        reverse("add_milestone", args=[2021, activity.key]),
        reverse("complete_milestone", args=[step.pk]),
        reverse("reopen_milestone", args=[done.pk]),
    ]
    assert [address for address in addresses if address not in page] == []
    programme = make_programme()
    programme.state, programme.snapshot_sha256 = ProgrammeState.FROZEN, "0" * 64
    programme.save()
    page = words(activity, make_secretary("annen@demo.example"))
    assert [address for address in addresses if address in page] == []


def test_everything_that_serves_it_is_on_its_page(activity):
    make_call(activity=activity)
    make_story(make_municipality(), State.PUBLISHED, title="Varme i tegl", activities=[activity])
    indicators.load_reference_indicators(by=None, at=AT)
    editions.create_edition(year=2021, members_on=date(2021, 5, 3), activity=activity, by=None, at=AT)
    page = words(activity, make_secretary())
    links = ("/innhenting/klimastatus-2021/", "/klimastatus/2021/", "Varme i tegl")
    assert [link for link in links if link not in page] == []
    page = words(activity)
    assert [link in page for link in links] == [False, False, True]


def test_the_same_activity_of_other_years_is_one_step_away():
    old = make_activity(make_programme(2020), title_nb="Klimastatus 2020")
    new = make_activity(make_programme(2021), title_nb="Klimastatus 2021", carried_from=old)
    page = words(new)
    assert ("Gjennom årene" in page, f'href="/program/2020/{old.key}/"' in page) == (True, True)


def test_the_activities_beside_it_are_one_step_away():
    first, second, third = (make_activity(title_nb=f"Aktivitet {n}") for n in range(3))
    page = words(second)
    assert f'href="/program/2021/{first.key}/" rel="prev"' in page
    assert f'href="/program/2021/{third.key}/" rel="next"' in page


@pytest.mark.parametrize("path", ["/program/2021/finnes-ikke/", "/program/1999/klimastatus/"])
def test_an_unknown_activity_is_a_missing_page(client, path, activity):
    assert client.get(path).status_code == 404


def test_an_activity_of_a_draft_is_missing_for_strangers(client):
    hidden = make_activity(make_programme(2022, ProgrammeState.DRAFT))
    assert client.get(f"/program/2022/{hidden.key}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_an_activity_asks_the_same_number_of_questions(rows, activity, client, django_assert_num_queries):
    for number in range(rows):
        make_milestone(activity, f"Steg {number}")
        make_activity()
    address = reverse("activity", args=[2021, activity.key])
    with django_assert_num_queries(11):
        client.get(address)
