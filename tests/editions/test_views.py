"""Pages of Klimastatus: who reads what, what every button does, and that nothing typed is lost."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from dugnad.documents.states import State as DocumentState
from dugnad.editions import changes
from dugnad.editions.models import Block, Edition
from dugnad.editions.states import State
from dugnad.indicators.models import Indicator, Source, Vintage
from dugnad.members.models import Membership, User
from tests.factories.calls import make_call
from tests.factories.documents import make_attachment, make_story, take_to
from tests.factories.editions import (
    EIDSKOG,
    EMISSIONS,
    HAMAR,
    NOBODY,
    OSLO_CITY,
    ROAD,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage
from tests.factories.members import make_body_member, make_guest, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGES = ("", "data/", "rettelser/", "3403/", "tall/alliance-2018/")
NEW = {"year": 2021, "members_on": "2021-05-03"}
TEXTS = {"title_nb": "Klimastatus 2020", "members_on": "2021-05-03", "base_year": 2009, "seen": 1}


@pytest.fixture(autouse=True)
def region() -> None:
    make_region()
    make_figures()


def as_user(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def secretary() -> Client:
    return as_user(make_secretary())


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def told(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def step(client: Client, name: str, year: int = 2020, **typed: str) -> Any:
    return client.post(f"/klimastatus/{year}/steg/{name}/", typed, follow=True)


# Reading ----------------------------------------------------------------------------------------------


def test_everyone_reads_what_is_published_and_nobody_but_the_secretariat_a_draft(secretary: Client) -> None:
    make_edition(State.PUBLISHED, year=2020)
    make_edition(year=2021)
    stranger, guest, board = Client(), as_user(make_guest()), as_user(make_body_member())
    for end in PAGES:
        assert {who.get(f"/klimastatus/2020/{end}").status_code for who in (stranger, guest)} == {200}
        assert {who.get(f"/klimastatus/2021/{end}").status_code for who in (stranger, guest, board)} == {404}
        assert secretary.get(f"/klimastatus/2021/{end}").status_code == 200


@pytest.mark.parametrize("end", ["ny/", "2020/rediger/", "2020/beregn/", "2020/steg/publish_edition/"])
def test_only_the_secretariat_begins_writes_composes_and_publishes(end: str) -> None:
    make_edition(State.APPROVED)
    others = (Client(), as_user(make_guest()), as_user(make_body_member()))
    answers = [who.post(f"/klimastatus/{end}", NEW | TEXTS).status_code for who in others]
    assert answers == [302, 404, 404]
    assert list(Edition.objects.values_list("year", "state", "revision")) == [(2020, "approved", 4)]


def test_pages_that_are_read_take_nothing() -> None:
    make_edition(State.PUBLISHED)
    ends = ("", "2020/", *(f"2020/{end}" for end in (*PAGES[1:], "pdf", "data/region.csv")))
    assert {Client().post(f"/klimastatus/{end}").status_code for end in ends} == {405}


@pytest.mark.parametrize(
    "address",
    [
        "99999999999999999999/",
        "2020/%00/",
        "2020/²/",
        "2020/data/²²²²²²²²²²²²²²²²².csv",
        "2020/tall/%00/",
        "1999/",
        "2020/9999/",
        "2020/region/",
        "2020/tall/nothing/",
        "2020/data/secret.txt",
        "2020/bilder/abc",
    ],
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    make_edition(State.PUBLISHED)
    assert Client().get(f"/klimastatus/{address}").status_code == 404


def test_the_list_of_editions_teaches_when_it_is_empty(secretary: Client) -> None:
    assert "Ingen utgave ennå" in page(Client().get("/klimastatus/"))
    assert 'href="/klimastatus/ny/"' in secretary.get("/klimastatus/").content.decode()


def test_the_list_names_each_edition_and_what_is_being_collected(secretary: Client) -> None:
    make_begun_edition(year=2022)
    make_edition(year=2021)
    make_edition(State.PUBLISHED, year=2020)
    make_call()
    text = page(secretary.get("/klimastatus/"))
    for words in ("Klimastatus 2022", "Klimastatus 2021", "Publisert 3. mai 2021", "Samles inn nå"):
        assert words in text


def test_the_list_asks_as_much_for_three_editions_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client()
    for years in ((2020,), (2018, 2019)):
        for year in years:
            make_edition(State.PUBLISHED, year=year)
        with django_assert_num_queries(1):
            client.get("/klimastatus/")


def test_the_report_shows_figures_charts_tables_and_their_source() -> None:
    make_edition(State.PUBLISHED)
    answer = Client().get("/klimastatus/2020/")
    html, text = answer.content.decode(), page(answer)
    assert "Osloregionen slapp ut 14 prosent mindre i 2018 enn i 2009." in text
    assert html.count("<figure") == html.count("Vis tallene som tabell") == 4
    assert text.count("Kilde: ") >= 5
    assert "Illustrasjonstall" not in text


def test_a_members_page_shows_its_own_past_and_those_like_it() -> None:
    make_edition(State.PUBLISHED)
    text = page(Client().get("/klimastatus/2020/3403/"))
    assert "Hamar slapp ut 30 prosent mindre i 2018 enn i 2009." in text
    assert "50 innbyggere i 2018; Hamar har 100." in text


def test_made_up_figures_say_so_on_every_chart_table_and_page() -> None:
    make_vintage(
        {key: value + 1 for key, value in EMISSIONS.items()}, official=False, seen_on=date(2021, 5, 2)
    )
    Vintage.objects.filter(source__is_official=True, indicator__key="ghg-emissions").update(
        source=Vintage.objects.get(source__key="illustrative").source
    )
    make_edition(State.PUBLISHED)
    for end in ("", "3403/"):
        html = Client().get(f"/klimastatus/2020/{end}").content.decode()
        marked = [
            part for part in html.split("<figure")[1:] if "Illustrasjonstall" in part.split("</figure")[0]
        ]
        assert len(marked) == html.count("<figure") > 0
    for end in ("data/", "tall/alliance-2018/"):
        assert "llustrasjonstall" in Client().get(f"/klimastatus/2020/{end}").content.decode()


@pytest.mark.parametrize("end", PAGES)
def test_a_page_asks_few_questions(end: str, django_assert_max_num_queries: Any) -> None:
    make_edition(State.PUBLISHED)
    with django_assert_max_num_queries(25):
        Client().get(f"/klimastatus/2020/{end}")


@pytest.mark.parametrize(
    ("end", "questions"),
    [("", 18), ("data/", 7), ("rettelser/", 13), ("3403/", 16), ("tall/alliance-2018/", 18), ("pdf", 6)],
)
def test_a_page_asks_as_much_for_three_members_as_for_one(
    end: str, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_edition(State.PUBLISHED, year=2020)
    Membership.objects.exclude(organisation__slug="hamar").update(valid_to=date(2021, 5, 2))
    make_edition(State.PUBLISHED, year=2021)
    members = [Block.objects.filter(edition__year=year, kind="member").count() for year in (2020, 2021)]
    make_vintage({key: value + 9 for key, value in EMISSIONS.items()}, seen_on=date(2021, 6, 1))
    client = Client()
    for year in (2020, 2021):
        cache.clear()  # what was found about corrections is kept; the first reader pays for it
        with django_assert_num_queries(questions):
            assert client.get(f"/klimastatus/{year}/{end}").status_code == 200
    assert members == [3, 1]


# Corrections ------------------------------------------------------------------------------------------


def test_every_figure_that_was_revised_is_listed_by_indicator_with_its_unit() -> None:
    cars = Indicator.objects.create(
        key="cars", source=Source.objects.get(key="kostra"), title_nb="Biler", unit="vehicles"
    )
    first = {(OSLO_CITY, 2018, ""): 44500.0, (EIDSKOG, 2018, ""): 7.0, (HAMAR, 2018, ""): None}
    make_vintage(first, indicator=cars)
    edition = make_edition()
    settings = {"indicator": "cars", "places": ["members"]}
    changes.add_block(edition, kind="table", settings=settings, **NOBODY)
    edition = changes.compose_edition(edition, **NOBODY)
    for step in (changes.submit_edition, changes.approve_edition, changes.publish_edition):
        step(edition, **NOBODY)
    assert "rettet" not in page(Client().get("/klimastatus/2020/"))
    later = {(OSLO_CITY, 2018, ""): 54500.0, (EIDSKOG, 2018, ""): None, (HAMAR, 2018, ""): 9000.0}
    new_year = {(OSLO_CITY, 2019, ""): 60000.0, (HAMAR, 2019, ""): 1.0}
    make_vintage(later | new_year, indicator=cars, seen_on=date(2021, 6, 1))
    front = page(Client().get("/klimastatus/2020/"))
    assert "Tallene for 3 steder er rettet" in front
    assert "Endringen for regionen" not in front
    answer = Client().get("/klimastatus/2020/rettelser/")
    told = page(answer)
    assert "6 tall" in told
    assert "Biler Enhet: kjøretøy" in told
    assert "Eidskog tallet er trukket tilbake 2018 7 – –" in told
    assert "Hamar det er kommet et tall 2018 – 9 000 –" in told.replace("\u00a0", " ")
    assert "Oslo 2018 44 500 54 500 +10 000" in told.replace("\u00a0", " ")
    assert "2019" not in told.partition("Biler")[2].partition("CSV")[0]
    assert "3403-2018-cars-level" not in answer.text
    assert Client().get("/klimastatus/2020/tall/0301-2018-cars-level/").status_code == 200
    csv = Client().get("/klimastatus/2020/rettelser/tall.csv").text
    assert "3403-2018-cars-level,3403,Hamar,level,cars,,2018,,9000.0,vehicles" in csv


def test_many_corrections_stand_on_several_pages(django_assert_max_num_queries: Any) -> None:
    every = {(code, year, sector): 9.0 for code, _year, sector in EMISSIONS for year in range(2009, 2019)}
    make_vintage(every, seen_on=date(2021, 5, 2))
    make_edition(State.PUBLISHED)
    make_vintage(dict.fromkeys(every, 27.0), seen_on=date(2021, 6, 1))
    client = Client()
    first, second, third = (page(client.get(f"/klimastatus/2020/rettelser/?page={n}")) for n in (1, 2, 3))
    assert "217 tall" in first
    assert "Osloregionen 2009 54 162 +108" in first
    assert "Osloregionen, oppvarming 2009 27 81 +54" in first
    assert "Oslo, veitrafikk" not in first
    assert "Oslo, veitrafikk 2009 9 27 +18" in second
    assert "Utslipp per innbygger Enhet: tonn" in third
    with django_assert_max_num_queries(8):
        client.get("/klimastatus/2020/rettelser/")


def test_corrections_stand_beside_a_published_edition_and_never_inside() -> None:
    make_edition(State.PUBLISHED)
    before = page(Client().get("/klimastatus/2020/3403/"))
    assert "Ingen rettelser" in page(Client().get("/klimastatus/2020/rettelser/"))
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 60.0}, seen_on=date(2021, 6, 1))
    front = page(Client().get("/klimastatus/2020/"))
    assert "815" in front
    assert "Tallene for 2 steder er rettet" in front
    assert "Endringen for regionen er –14 % her, og –13 % med det vi vet i dag." in front
    listed = page(Client().get("/klimastatus/2020/rettelser/"))
    assert "Osloregionen 2018 815 825 +10" in listed
    assert "Hamar 2018 70 80 +10" in listed
    after = page(Client().get("/klimastatus/2020/3403/"))
    assert "Utslipp i 2018 70 tonn" in before
    assert "Utslipp i 2018 70 tonn" in after
    assert "tallet 825" in page(Client().get("/klimastatus/2020/tall/alliance-2018/"))


def test_a_correction_that_is_not_felt_says_so() -> None:
    make_edition(State.PUBLISHED)
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 50.2}, seen_on=date(2021, 6, 1))
    assert "Endringen for regionen er fortsatt –14 %." in page(Client().get("/klimastatus/2020/"))


def test_a_withdrawn_edition_stays_readable_with_the_reason() -> None:
    make_edition(State.WITHDRAWN)
    text = page(Client().get("/klimastatus/2020/"))
    assert "Denne utgaven er trukket tilbake. Feil tall." in text


# Trails and files -------------------------------------------------------------------------------------


def test_a_figure_is_followed_to_the_row_of_the_file() -> None:
    make_edition(State.PUBLISHED)
    html = Client().get("/klimastatus/2020/tall/3403-2018/").content.decode()
    assert 'href="/klimastatus/2020/tall/3403-2018-heating/"' in html
    text = page(Client().get("/klimastatus/2020/tall/3403-2018-heating/"))
    for words in ("Hamar: utslipp fra oppvarming i 2018", "3403", "tall.csv", "Miljødirektoratet"):
        assert words in text


def test_the_data_are_listed_and_fetched_whole() -> None:
    make_edition(State.PUBLISHED)
    text = page(Client().get("/klimastatus/2020/data/"))
    for name in (
        "region.csv",
        "delregioner.csv",
        "kommuner.csv",
        "klimastatus.json",
        "datapackage.json",
        "SHA256SUMS",
    ):
        assert name in text
        answer = Client().get(f"/klimastatus/2020/data/{name}")
        assert (answer.status_code, answer["Content-Disposition"]) == (
            200,
            f'attachment; filename="klimastatus-2020-{name}"',
        )
    own = Client().get("/klimastatus/2020/data/3403.csv").content.decode()
    assert "3403-2018" in own
    assert "3416-2018" not in own
    assert Client().get("/klimastatus/2020/data/9999.csv").status_code == 404


def test_the_pdf_is_read_in_the_readers_language() -> None:
    make_edition(State.PUBLISHED)
    answers = []
    for code in ("nb", "en"):
        client = Client()
        client.cookies["language"] = code
        answers.append(client.get("/klimastatus/2020/pdf"))
    assert {answer["Content-Disposition"] for answer in answers} == {
        'inline; filename="klimastatus-2020.pdf"'
    }
    languages = []
    for answer in answers:
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            languages.append(str(pdf.Root.Lang)[:2])
    assert languages == ["nb", "en"]


def test_an_edition_without_figures_lists_no_files_and_has_no_pdf(secretary: Client) -> None:
    make_begun_edition()
    assert "region.csv" not in page(secretary.get("/klimastatus/2020/data/"))
    for end in ("pdf", "data/region.csv", "3403/", "tall/alliance-2018/"):
        assert secretary.get(f"/klimastatus/2020/{end}").status_code == 404


def test_a_storys_picture_is_shown_from_the_edition() -> None:
    story = make_story(year=2020)
    make_attachment(story)
    take_to(story, DocumentState.PUBLISHED)
    make_edition(State.PUBLISHED)
    html = Client().get("/klimastatus/2020/").content.decode()
    address = html.split('src="/klimastatus/2020/bilder/')[1].split('"')[0]
    answer = Client().get(f"/klimastatus/2020/bilder/{address}")
    assert (answer.status_code, answer["Content-Type"][:6]) == (200, "image/")


# The secretariat's work --------------------------------------------------------------------------------


def test_the_secretary_takes_an_edition_from_nothing_to_published(secretary: Client) -> None:
    answer = secretary.post("/klimastatus/ny/", NEW, follow=True)
    assert told(answer) == ["Utgaven er påbegynt. Regn ut tallene for å se den."]
    assert told(secretary.post("/klimastatus/2021/beregn/", follow=True)) == ["Tallene er beregnet på nytt."]
    for name in ("submit_edition", "approve_edition", "publish_edition"):
        assert told(step(secretary, name, 2021)) == []
    assert Edition.objects.get().state == "published"
    assert "Publisert" in page(Client().get("/klimastatus/2021/"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "year"),
        ({"year": "neste", "members_on": "2021-05-03"}, "year"),
        ({"year": 1800, "members_on": "2021-05-03"}, "year"),
        ({"year": 2021, "members_on": "31.02.2021"}, "members_on"),
        ({"year": 2020, "members_on": "2021-05-03"}, "year"),
    ],
)
def test_a_new_edition_that_is_wrong_says_where_and_keeps_what_was_typed(
    secretary: Client, typed: dict[str, Any], field: str
) -> None:
    make_begun_edition(year=2020)
    answer = secretary.post("/klimastatus/ny/", typed)
    assert answer.status_code == 422
    assert next(iter(answer.context["form"].errors)) == field
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode()
    assert Edition.objects.count() == 1


def test_the_texts_are_written_and_the_choices_made(secretary: Client) -> None:
    make_begun_edition()
    secretary.post("/klimastatus/2020/rediger/", TEXTS | {"foreword_nb": "Kjære leser", "base_year": 2017})
    edition = Edition.objects.get()
    assert (edition.foreword_nb, edition.base_year) == ("Kjære leser", 2017)


def test_two_who_write_at_once_see_both_texts_and_the_second_can_go_on(secretary: Client) -> None:
    make_begun_edition()
    secretary.post("/klimastatus/2020/rediger/", TEXTS | {"foreword_nb": "Deres ord"})
    answer = secretary.post("/klimastatus/2020/rediger/", TEXTS | {"foreword_nb": "Mine ord"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert ("Deres ord" in html, "Mine ord" in html, 'name="seen" value="2"' in html) == (True, True, True)
    again = secretary.post("/klimastatus/2020/rediger/", TEXTS | {"foreword_nb": "Mine ord", "seen": 2})
    assert (again.status_code, Edition.objects.get().foreword_nb) == (302, "Mine ord")


def test_texts_that_are_wrong_are_not_lost(secretary: Client) -> None:
    make_begun_edition()
    answer = secretary.post(
        "/klimastatus/2020/rediger/", TEXTS | {"title_nb": "x" * 201, "foreword_nb": "Mine ord"}
    )
    assert answer.status_code == 422
    assert "Mine ord" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["title_nb"]


def test_choices_that_changed_after_the_figures_are_told(secretary: Client) -> None:
    make_edition()
    secretary.post("/klimastatus/2020/rediger/", TEXTS | {"base_year": 2017, "seen": 2})
    assert "Valgene er endret siden tallene ble regnet ut" in page(secretary.get("/klimastatus/2020/"))
    assert "Valgene er endret" in told(step(secretary, "submit_edition"))[0]


def test_a_day_without_members_is_refused_with_a_message(secretary: Client) -> None:
    make_begun_edition(members_on=date(2020, 1, 1))
    (said,) = told(secretary.post("/klimastatus/2020/beregn/", follow=True))
    assert said.startswith("Ingen var medlem")


def test_what_is_published_is_written_by_nobody(secretary: Client) -> None:
    make_edition(State.PUBLISHED)
    answer = secretary.post("/klimastatus/2020/rediger/", TEXTS | {"title_nb": "Nytt", "seen": 5})
    assert answer.status_code == 422
    assert "er låst" in answer.content.decode()
    (said,) = told(secretary.post("/klimastatus/2020/beregn/", follow=True))
    assert "er låst" in said


def test_an_edition_is_sent_back_with_a_note_that_the_writer_reads(secretary: Client) -> None:
    make_edition(State.IN_REVIEW)
    step(secretary, "return_edition", note="Sjekk tallet for Oslo")
    assert "Sendt tilbake: Sjekk tallet for Oslo" in page(secretary.get("/klimastatus/2020/"))


def test_a_note_is_asked_for_and_one_that_comes_too_late_is_given_back(secretary: Client) -> None:
    edition = make_edition(State.IN_REVIEW)
    assert told(step(secretary, "return_edition", note=" ")) == ["Skriv hva som bør endres."]
    changes.approve_edition(edition, **NOBODY)
    changes.publish_edition(edition, **NOBODY)
    (said,) = told(step(secretary, "return_edition", note="Sjekk tallet"))
    assert said.endswith("Du skrev: «Sjekk tallet»")
    assert told(step(secretary, "withdraw_edition"))[0].startswith("Skriv hvorfor")
    assert step(secretary, "withdraw_edition", note="Feil tall").context["edition"].state == "withdrawn"


def test_a_step_that_is_none_is_not_found(secretary: Client) -> None:
    make_edition()
    assert step(secretary, "compose_edition").status_code == 404
    assert secretary.get("/klimastatus/2020/steg/submit_edition/")["Location"] == "/klimastatus/2020/"
    assert secretary.get("/klimastatus/2020/beregn/")["Location"] == "/klimastatus/2020/"
