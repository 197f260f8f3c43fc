"""Pages of material flows: the front, a study, the register."""

from typing import Any

import pytest
from django.test import Client

from dugnad.analyses.models import Actor, Project, Study
from tests.factories.analyses import make_actor, make_project, make_study
from tests.factories.members import make_municipality, make_secretary, make_subregion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
STUDY = {
    "name_nb": "Byggavfall", "question_nb": "Hvor blir det av det?", "materials": "tre", "unit": "t/a",
    "state": "under_way", "first_year": "2019", "last_year": "2020",
}  # fmt: skip
PROJECT = {
    "name": "Circle Scan", "carried_by": "Circular Norway", "area": "Kongsvingerregionen",
    "first_year": "2019", "materials_nb": "bygg",
}  # fmt: skip


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def stranger() -> Client:
    return in_english(Client())


@pytest.fixture
def secretary() -> Client:
    client = in_english(Client())
    client.force_login(make_secretary())
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def test_material_flows_teaches_where_there_is_nothing(stranger: Client, secretary: Client) -> None:
    assert "No study yet" in words(stranger.get("/materialstrommer/"))
    assert 'href="/materialstrommer/ny/"' in words(secretary.get("/materialstrommer/"))


@pytest.mark.parametrize("count", [1, 3])
def test_material_flows_asks_as_much_for_one_as_for_many(
    stranger: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_study(f"S{number}").places.add(make_municipality(f"K{number}", f"340{number}"))
        make_project(f"P{number}")
        make_actor(f"A{number}")
    stranger.get("/materialstrommer/")
    with django_assert_num_queries(4):
        page = words(stranger.get("/materialstrommer/"))
    assert "S0" in page
    assert "P0" in page


def test_study_tells_its_question_scope_limits_places_and_actors(stranger: Client) -> None:
    study = make_study(scope_en="All houses", limits_en="Not the roads", first_year=2019, last_year=2020)
    study.places.add(make_municipality())
    make_actor().studies.add(study)
    page = words(stranger.get("/materialstrommer/byggavfall/"))
    for text in (
        "All houses",
        "Not the roads",
        "2019–2020",
        "Hamar",
        "GIR",
        "Hvor blir det av byggavfallet?",
    ):
        assert text in page


def test_study_that_is_planned_is_missing_for_strangers(stranger: Client, secretary: Client) -> None:
    make_study(state="planned")
    assert stranger.get("/materialstrommer/byggavfall/").status_code == 404
    assert secretary.get("/materialstrommer/byggavfall/").status_code == 200


def test_add_study_begins_it_and_leads_there(secretary: Client) -> None:
    answer = secretary.post("/materialstrommer/ny/", STUDY)
    assert (answer.status_code, answer["Location"]) == (302, "/materialstrommer/byggavfall/")


def test_add_study_tells_a_wrong_year_at_its_field_and_loses_nothing(secretary: Client) -> None:
    answer = secretary.post("/materialstrommer/ny/", STUDY | {"last_year": "2018"})
    assert answer.status_code == 422
    assert "The last year comes before the first." in words(answer)
    assert "Hvor blir det av det?" in words(answer)


def test_add_study_offers_each_place_by_a_name_of_its_own(
    secretary: Client, django_assert_num_queries: Any
) -> None:
    make_subregion("Oslo", slug="delregion-oslo")
    make_municipality("Oslo", "0301", subregion="Oslo")
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    form = secretary.get("/materialstrommer/ny/").context["form"]
    with django_assert_num_queries(1):
        offered = {label for _key, label in form.fields["places"].choices}
    assert offered >= {"Oslo (kommune)", "Oslo (delregion)", "Hamar", "Hamarregionen"}


def test_edit_study_changes_it(secretary: Client) -> None:
    study = make_study()
    seen = {"seen": study.updated_at.isoformat(), "materials": "stål"}
    assert "byggavfall" in words(secretary.get("/materialstrommer/byggavfall/rediger/")).lower()
    assert secretary.post("/materialstrommer/byggavfall/rediger/", STUDY | seen).status_code == 302
    assert Study.objects.get().materials == "stål"
    assert "Edited" not in words(Client().get("/materialstrommer/byggavfall/"))


def test_projects_and_a_project_tell_who_maps_what(stranger: Client) -> None:
    project = make_project(
        finding_en="No builder reused", method_en="Interviews", money_en="NOK 1 million",
        address="https://a.example", sources="https://b.example https://c.example",
    )  # fmt: skip
    project.places.add(make_municipality())
    assert "Circle Scan" in words(stranger.get("/materialstrommer/prosjekter/"))
    page = words(stranger.get("/materialstrommer/prosjekter/circle-scan/"))
    for text in ("No builder reused", "Interviews", "NOK 1 million", "https://c.example", "Hamar"):
        assert text in page
    assert stranger.get("/materialstrommer/prosjekter/nothing/").status_code == 404


def test_add_project_enters_it(secretary: Client) -> None:
    answer = secretary.post("/materialstrommer/prosjekter/ny/", PROJECT)
    assert answer["Location"] == "/materialstrommer/prosjekter/circle-scan/"


def test_edit_project_changes_it(secretary: Client) -> None:
    make_project()
    assert "Kongsvinger" in words(secretary.get("/materialstrommer/prosjekter/circle-scan/rediger/"))
    secretary.post("/materialstrommer/prosjekter/circle-scan/rediger/", PROJECT | {"area": "Solør"})
    assert Project.objects.get().area == "Solør"


def test_actors_are_filtered_and_exported(stranger: Client, secretary: Client) -> None:
    assert "No actors yet" in words(stranger.get("/materialstrommer/aktorer/"))
    assert "Enter the first actor" in words(secretary.get("/materialstrommer/aktorer/"))
    make_actor(municipality=make_municipality(), email="post@gir.no")
    make_actor("Bygg AS", "contractor", website="https://bygg.example", does="River")
    page = words(stranger.get("/materialstrommer/aktorer/?kategori=waste&kommune=hamar"))
    assert ("GIR" in page, "Bygg AS" in page) == (True, False)
    assert "No actors here" in words(stranger.get("/materialstrommer/aktorer/?kategori=water"))
    table = words(stranger.get("/materialstrommer/aktorer/eksport/?kategori=contractor"))
    assert "Bygg AS,Builders and contractors,,River" in table


def test_add_actor_refuses_a_persons_address_and_keeps_what_was_typed(secretary: Client) -> None:
    answer = secretary.post(
        "/materialstrommer/aktorer/ny/", {"name": "GIR", "category": "waste", "email": "kari@gir.no"}
    )
    assert answer.status_code == 422
    assert "looks like a person" in words(answer)
    assert 'value="GIR"' in words(answer)


def test_add_and_edit_actor(secretary: Client) -> None:
    secretary.post("/materialstrommer/aktorer/ny/", {"name": "GIR", "category": "waste"})
    actor = Actor.objects.get()
    address = f"/materialstrommer/aktorer/{actor.pk}/rediger/"
    assert "GIR" in words(secretary.get(address))
    secretary.post(address, {"name": "GIR", "category": "waste", "does": "Henter"})
    assert Actor.objects.get().does == "Henter"
    assert "Edit GIR" in words(secretary.get("/materialstrommer/aktorer/"))


def test_search_finds_studies_mappings_and_actors(stranger: Client) -> None:
    make_study(name_en="Building waste")
    make_project()
    make_actor("Gjenbruk AS", "reuse")
    for text, address in (
        ("building waste", "/materialstrommer/byggavfall/"),
        ("circle", "/materialstrommer/prosjekter/circle-scan/"),
        ("gjenbruk", "/materialstrommer/aktorer/"),
    ):
        assert f'href="{address}"' in words(stranger.get("/sok/", {"q": text}))


def test_a_long_list_of_places_is_folded(stranger: Client) -> None:
    study = make_study()
    for number in range(12):
        study.places.add(make_municipality(f"K{number}", f"34{number:02}"))
    assert "12 places" not in words(stranger.get("/materialstrommer/byggavfall/"))
    study.places.add(make_municipality("Hamar", "3499"))
    assert "<summary>13 places</summary>" in words(stranger.get("/materialstrommer/byggavfall/"))
