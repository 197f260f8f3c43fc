"""A member's page gathers what the viewer may see from every room."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dugnad.documents.states import State
from dugnad.members.kinds import BodyKind, Mandate, OfficeKind
from dugnad.members.models import Organisation
from tests.factories.analyses import make_flow, make_quantity, make_run, make_study
from tests.factories.calls import make_call, make_reply
from tests.factories.documents import make_story
from tests.factories.members import (
    make_body,
    make_body_member,
    make_code,
    make_editor,
    make_guest,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
    make_seat,
    make_secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def words(client: Client, name: str = "hamar") -> str:
    answer = client.get(reverse("member", args=[name]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def hamar() -> Any:
    return make_municipality(subregion="Hamarregionen")


def test_member_is_found_by_name_and_by_any_of_its_numbers(client, hamar):
    make_code("0403", "Hamar", hamar, date(1992, 1, 1), date(2018, 12, 31))
    pages = [words(client, name) for name in ("hamar", "3403", "0403")]
    assert ["<h1>Hamar</h1>" in page for page in pages] == [True, True, True]
    assert "Medlem av Osloregionen siden 28. oktober 2020." in pages[0]
    assert "Nummer 1992–2018" in pages[0]


def test_an_unknown_name_is_a_missing_page(client):
    assert client.get("/medlemmer/atlantis/").status_code == 404


@pytest.mark.parametrize(
    ("until", "lead"),
    [(date(2020, 12, 31), "Var medlem av Osloregionen til 31. desember 2020."), (None, "Medlem av ")],
)
def test_lead_says_whether_it_is_a_member(client, until, lead):
    make_municipality(member_to=until)
    assert lead in words(client)


def test_an_unconfirmed_membership_says_so(client):
    make_membership(make_municipality(member_from=None), is_confirmed=False)
    assert "Sekretariatet har ikke bekreftet dette ennå." in words(client)


def test_a_partner_is_no_member(client):
    make_organisation("Uppsala")
    assert "Samarbeider med Osloregionen uten å være medlem." in words(client, "uppsala")
    assert "Ingenting her ennå" in words(client, "uppsala")


def test_a_subregion_lists_its_municipalities(client, hamar):
    page = words(client, "hamarregionen")
    assert "1 kommune arbeider sammen her." in page
    assert 'href="/medlemmer/hamar/">Hamar</a>' in page


def test_mayors_are_public_and_the_others_are_for_those_with_a_seat_or_a_post(client, hamar):
    make_office(make_person("Marit Mayor"), hamar, kind=OfficeKind.MAYOR)
    make_office(make_person("Arne Adviser", "arne@demo.example"), hamar, Mandate.EDITOR)
    page = words(client)
    assert ("Marit Mayor" in page, "Arne Adviser" in page) == (True, False)
    client.force_login(make_guest())
    assert "Arne Adviser" not in words(client)
    client.force_login(make_body_member())
    page = words(client)
    assert ("Arne Adviser" in page, "mailto:arne@demo.example" in page) == (True, True)


def test_seats_in_political_bodies_are_public_and_the_others_are_not(client, hamar):
    for kind, name in ((BodyKind.BOARD, "Styret"), (BodyKind.EXPERT_GROUP, "Faggruppen")):
        make_seat(make_body(kind, name), make_person(f"Leder i {name}"), organisation=hamar)
    page = words(client)
    assert ("Leder i Styret" in page, "Leder i Faggruppen" in page) == (True, False)
    client.force_login(make_body_member())
    assert "Leder i Faggruppen" in words(client)


def test_a_vacant_seat_is_shown_as_vacant(client, hamar):
    make_seat(make_body(BodyKind.BOARD, "Styret"), organisation=hamar)
    assert "ledig" in words(client)


def test_strangers_read_published_stories_alone(client, hamar):
    make_story(hamar, State.PUBLISHED, title="Varme i tegl")
    make_story(hamar, title="Ikke ferdig")
    page = words(client)
    assert ("Varme i tegl" in page, "Ikke ferdig" in page) == (True, False)


def test_only_the_secretariat_is_led_to_the_seats_and_posts(client, hamar):
    manage = reverse("organisation", args=["hamar"])
    assert manage not in words(client)
    client.force_login(make_secretary())
    assert manage in words(client)


def test_answers_stand_on_the_page_for_those_who_write_them_and_for_the_secretariat(client, hamar):
    make_reply(make_call(), hamar)
    loten = make_municipality("Løten", "3412")
    readers = {
        "stranger": None,
        "guest": make_guest(),
        "neighbour": make_editor(loten),
        "editor": make_editor(hamar),
        "secretary": make_secretary(),
    }
    seen = {}
    for name, user in readers.items():
        reader = Client()
        if user:
            reader.force_login(user)
        seen[name] = "/innhenting/klimastatus-2021/hamar/" in words(reader)
    assert seen == {
        "stranger": False,
        "guest": False,
        "neighbour": False,
        "editor": True,
        "secretary": True,
    }


def test_a_place_of_a_study_without_a_whole_says_so_and_has_no_empty_column(client: Client) -> None:
    hamar, study = make_municipality("Hamar", "3403"), make_study()
    study.places.add(hamar)
    make_quantity(make_flow(study, "Collected", "", "Sorting"), 25, 1, place=hamar)
    make_flow(study, "Burnt", "Sorting", "")
    study.places.add(make_municipality("Gjøvik", "3407"))  # it has no figures, so nobody knows the whole
    make_run(study)
    page = client.get("/medlemmer/hamar/").text
    assert "Studien har ingen tall for hele området" in page
    assert "Hele området</th>" not in page
    make_quantity(study.flows.get(name="Collected"), 75, 1, place=Organisation.objects.get(name="Gjøvik"))
    make_run(study)
    page = client.get("/medlemmer/hamar/").text
    assert "Studien har ingen tall for hele området" not in page
    assert "Hele området</th>" in page
