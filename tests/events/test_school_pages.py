"""Pages of the school: from plan to certificate, signing up without an account, names kept apart."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Event, Material, Participation, Topic
from dugnad.events.queries.links import answer_address, answer_key, questions_key
from dugnad.events.states import Answer, EventState
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import Mandate
from tests.factories.documents import make_picture
from tests.factories.events import (
    AFTER,
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_group,
    make_session,
)
from tests.factories.members import (
    make_editor,
    make_guest,
    make_municipality,
    make_office,
    make_person,
    make_secretary,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
TYPED = {
    "title_nb": "Klimaskolen: skogbruk",
    "starts": "2021-06-10T09:00",
    "ends": "2021-06-10T10:30",
    "way": "online",
    "link_days": "3",
    "speakers": "Kari Nordmann, Hamar kommune\n\nOla Hansen",
    "goals": ["13", "15"],
    "closes": "2021-06-09T12:00",
    "capacity": "50",
    "least_minutes": "45",
}


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


@pytest.fixture
def the_day_after(settings) -> str:
    settings.DEMO_TODAY = "2021-05-21"
    return settings.DEMO_TODAY


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def at(event, more=""):
    return f"/klimaskolen/{event.slug}/{more}"


def sign_up(event, name="Kari Nordmann", email="kari@hamar.example", **fields):
    return changes.sign_up(event, name=name, email=email, language="nb", at=fields.pop("at", AT), **fields)


def own(one, more=""):
    return f"/klimaskolen/plass/{answer_key(one)}/{more}"


def test_a_session_is_planned_changed_announced_and_called_off(staff):
    changes.add_topic(title_nb="Skogbruk", **NOBODY)
    typed = TYPED | {"topic": str(Topic.objects.get().pk)}
    response = staff.post("/klimaskolen/ny/", typed)
    event = Event.objects.get()
    assert response["Location"] == at(event)
    assert event.sign_up.speakers == [
        {"name": "Kari Nordmann", "place": "Hamar kommune"},
        {"name": "Ola Hansen", "place": ""},
    ]
    assert "Kunngjør" in shown(staff, at(event))
    form = shown(staff, at(event, "rediger/"))
    assert "Kari Nordmann, Hamar kommune\nOla Hansen" in form
    changed = typed | {"seen": str(event.revision), "capacity": "1"}
    assert staff.post(at(event, "rediger/"), changed).status_code == 302
    assert staff.post(at(event, "rediger/"), changed | {"title_nb": "Skog"}).status_code == 409
    assert staff.post(at(event, "kunngjor/")).status_code == 302
    page = shown(Client(), at(event))
    assert "Hamar kommune" in page
    assert "1 av 1 plass" in page
    event.refresh_from_db()
    sign_up(event)
    assert staff.post(at(event, "kunngjor/"), {"message": ""}).status_code == 302
    assert staff.post(at(event, "avlys/"), {"because": ""}).status_code == 422
    assert staff.post(at(event, "avlys/"), {"because": "Syk innleder"}).status_code == 302
    assert "Syk innleder" in shown(Client(), at(event))


def test_a_session_that_is_only_planned_is_for_the_secretariat_alone(staff):
    event = make_event("school_session", "Klimaskolen: en plan")
    sitting = make_user("sitter@demo.example")
    make_group(sitting.person)
    inside = Client()
    inside.force_login(sitting)
    page, places = (
        at(event),
        ("/klimaskolen/", "/klimaskolen/kalender.ics"),
    )
    for client in (Client(), inside):
        shown(client, page, 404)
        shown(client, at(event, "pamelding/"), 404)
        for place in places:
            assert "en plan" not in shown(client, place)
    assert "Planlagt" in shown(staff, page)
    assert "Planlagt" in shown(staff, "/klimaskolen/")
    changes.announce_session(event, **NOBODY)
    for client in (Client(), inside):
        assert "en plan" in shown(client, page)
        for place in places:
            assert "en plan" in shown(client, place)


def test_a_session_that_was_called_off_before_it_was_announced_is_nobodys_news(staff):
    event = make_event("school_session", "Klimaskolen: en plan")
    changes.call_off_session(event, because="Ingen innledere", **NOBODY)
    shown(Client(), at(event), 404)
    assert "Ingen innledere" in shown(staff, at(event))


def test_a_plan_whose_day_has_passed_is_marked_in_the_catalogue(staff):
    make_event("school_session", "Klimaskolen: aldri holdt", starts=AT - timedelta(days=9))
    assert "Planlagt" in shown(staff, "/klimaskolen/")
    assert "aldri holdt" not in shown(Client(), "/klimaskolen/")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ends": "2021-06-10T08:00"}, "slutte etter"),
        ({"closes": "2021-06-11T08:00"}, "Påmeldingen må stenge"),
        ({"speakers": "Kari\n, Hamar"}, "Linje 2"),
        ({"speakers": "K" * 121}, "Linje 1"),
        ({"capacity": "0"}, "Skriv et helt tall fra 1"),
    ],
)
def test_a_wrong_session_says_what_is_wrong_at_its_field_and_keeps_the_rest(staff, wrong, told):
    response = staff.post("/klimaskolen/ny/", TYPED | wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert "Klimaskolen: skogbruk" in page


def test_topics_are_added_and_changed(staff):
    assert "Ingen temaer" in shown(staff, "/klimaskolen/tema/")
    assert staff.post("/klimaskolen/tema/ny/", {"title_nb": "Skogbruk"}).status_code == 302
    address = "/klimaskolen/tema/skogbruk/rediger/"
    assert 'value="Skogbruk"' in shown(staff, address)
    assert staff.post(address, {"title_nb": "Skog"}).status_code == 302
    assert "Skog" in shown(staff, "/klimaskolen/tema/")
    shown(staff, "/klimaskolen/tema/ukjent/rediger/", 404)


def test_the_form_says_what_is_kept_and_suggests_a_member_once(settings):
    hamar = make_municipality("Hamar", "3403")
    event = make_session()
    address = at(event, "pamelding/")
    assert "16. november 2021" in shown(Client(), address)
    typed = {"name": "Kari", "email": "kari@hamar.kommune.no"}
    first = Client().post(address, typed)
    page = first.content.decode()
    assert first.status_code == 422
    assert f'<option value="{hamar.pk}" selected' in page
    assert Client().post(address, typed | {"suggested": "kari@hamar.kommune.no"}).status_code == 302
    other = typed | {"email": "ola@hamar.kommune.no", "organisation": str(hamar.pk)}
    assert Client().post(address, other).status_code == 302
    assert list(event.participations.values_list("organisation", flat=True)) == [None, hamar.pk]


def test_a_machine_and_a_flood_are_refused_with_everything_that_was_typed():
    event = make_session()
    address = at(event, "pamelding/")
    trapped = Client().post(
        address, {"name": "Kari", "email": "k@hamar.example", "homepage": "https://bad.example"}
    )
    assert trapped.status_code == 422
    assert 'value="Kari"' in trapped.content.decode()
    assert "bad.example" not in trapped.content.decode()
    for _time in range(6):
        Client().post(address, {"name": "Kari", "email": "k@hamar.example"})
    assert Client().post(address, {"name": "Kari", "email": "k@hamar.example"}).status_code == 422


def test_the_same_address_again_changes_nothing_and_tells_nobody_that_it_was_known():
    event = make_session()
    address = at(event, "pamelding/")
    first = Client().post(address, {"name": "Kari", "email": "kari@hamar.example"}, follow=True)
    again = Client().post(address, {"name": "Kari N.", "email": "KARI@hamar.example"}, follow=True)
    assert [one.name for one in event.participations.all()] == ["Kari"]
    assert [str(said) for said in again.context["messages"]] == [
        str(said) for said in first.context["messages"]
    ]


def test_a_full_session_says_so_before_anybody_signs_up():
    event = make_session(capacity=1)
    sign_up(event)
    assert "ventelisten" in shown(Client(), at(event))
    sign_up(event, "Ola", "ola@lier.example")
    page = shown(Client(), at(event, "pamelding/"))
    assert "Det er fullt, og" in page
    assert "1 står på venteliste" in page


def test_the_own_page_shows_the_place_changes_the_question_and_gives_the_place_back(settings):
    event = make_session(capacity=1)
    first, second = sign_up(event), sign_up(event, "Ola", "ola@lier.example")
    assert answer_address(first).endswith(own(first))
    assert "Du har plass" in shown(Client(), own(first))
    assert "nummer 1" in shown(Client(), own(second))
    assert Client().post(own(first), {"note": "Hva koster det?", "wish": "Skog"}).status_code == 302
    assert "Hva koster det?" in shown(Client(), f"/klimaskolen/sporsmal/{questions_key(event)}/")
    assert Client().post(own(first, "meld-av/")).status_code == 302
    second.refresh_from_db()
    assert second.answer == Answer.YES
    shown(Client(), own(first, "meld-av/"), 404)
    assert "Meld deg på igjen" in shown(Client(), own(first))
    shown(Client(), "/klimaskolen/plass/1~galt/", 404)
    shown(Client(), "/klimaskolen/ukjent/", 404)
    shown(Client(), "/klimaskolen/sporsmal/1~galt/", 404)


def test_a_page_by_link_needs_no_token_of_forms_and_speaks_as_the_mail_did():
    event = make_session()
    one = changes.sign_up(event, name="Kari", email="kari@hamar.example", language="nn", at=AT)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(own(one))
    assert page["Referrer-Policy"] == "no-referrer"
    assert "Eg kjem likevel ikkje" in page.content.decode()
    assert browser.post(own(one), {"note": "Kva kostar det?"}).status_code == 302
    assert browser.post(own(one, "meld-av/")).status_code == 302


def test_the_own_page_is_for_what_one_signs_up_for_and_no_meeting_opens_there():
    one = make_announced(make_person("Kari", "kari@hamar.example")).participations.get()
    shown(Client(), own(one), 404)


def test_only_the_secretariat_sees_who_has_signed_up_and_what_they_ask(staff):
    event = make_session()
    sign_up(event, note="Hva koster det?")
    assert "Kari Nordmann" in shown(staff, at(event))
    editor = signed_in(make_editor(make_municipality()))
    for client in (Client(), editor):
        page = shown(client, at(event))
        assert "Kari Nordmann" not in page
        assert "Hva koster det?" not in page


def test_who_is_signed_in_is_known_by_the_form_and_sees_their_own_answer():
    user = make_editor(make_municipality("Hamar", "3403"))
    client, event = signed_in(user), make_session()
    assert f'value="{user.person.email}"' in shown(client, at(event, "pamelding/"))
    sign_up(event, user.person.name, user.person.email, person=user.person)
    assert "Kommer" in shown(client, at(event))
    assert "Meld deg på" in shown(signed_in(make_guest()), at(event))


LIST = "Navn;Varighet;E-post\nKari Nordmann;90;\nOla;5;ola@lier.example\nUkjent Gjest;60;\n"


def test_a_report_is_shown_before_it_is_stored_and_the_unknown_are_matched(staff, the_day_after):
    event = make_session()
    kari = sign_up(event)
    sign_up(event, "Ola", "ola@lier.example")
    ase = sign_up(event, "Åse Lie", "ase@lier.example")
    seen = staff.post(at(event, "oppmote/"), {"file": SimpleUploadedFile("liste.csv", LIST.encode())})
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "Ukjent Gjest" in page
    kari.refresh_from_db()
    assert kari.attendance == "unknown"
    rows = seen.context["match"]["rows"].value()
    wrong = staff.post(at(event, "oppmote/"), {"rows": rows, "row_4": "tull"})
    assert wrong.status_code == 422
    assert staff.post(at(event, "oppmote/"), {"rows": rows, "row_4": str(ase.pk)}).status_code == 302
    there = dict(event.participations.values_list("name", "attendance"))
    assert there == {"Kari Nordmann": "present", "Ola": "absent", "Åse Lie": "present"}


def test_a_list_that_we_did_not_make_or_cannot_read_is_asked_for_anew(staff, the_day_after):
    event = make_session()
    assert staff.post(at(event, "oppmote/"), {"rows": "noe annet"}).status_code == 422
    wrong = SimpleUploadedFile("liste.csv", b"Navn;Varighet\nKari;lenge\n")
    response = staff.post(at(event, "oppmote/"), {"file": wrong})
    assert response.status_code == 422
    assert "Rad 2" in response.content.decode()
    assert "Hvem var til stede?" in shown(staff, at(event, "oppmote/"))


def test_who_is_there_cannot_be_noted_before_it_begins(staff):
    event = make_session()
    for more in ("oppmote/", "innsjekk/", "innsjekk/ny/"):
        shown(staff, at(event, more), 404)


def test_people_are_ticked_off_certified_and_a_certificate_is_taken_back(staff, the_day_after):
    event = make_session()
    kari = sign_up(event)
    assert "Kari Nordmann" in shown(staff, at(event, "innsjekk/"))
    assert staff.post(at(event, "innsjekk/"), {f"there_{kari.pk}": "present"}).status_code == 302
    assert staff.post(at(event, "innsjekk/ny/"), {"name": "Ny Person", "email": ""}).status_code == 302
    assert staff.post(at(event, "holdt/")).status_code == 302
    assert "2 personer" in shown(staff, at(event, "bevis/"))
    assert staff.post(at(event, "bevis/")).status_code == 302
    kari.refresh_from_db()
    code = kari.certificate.code
    assert f"{code}.pdf" in shown(Client(), own(kari))
    assert (
        Client().get(f"/klimaskolen/bevis/?kode={code.lower()}")["Location"] == f"/klimaskolen/bevis/{code}/"
    )
    shown(Client(), "/klimaskolen/bevis/?kode=", 422)
    assert "Dette kursbeviset er ekte" in shown(Client(), f"/klimaskolen/bevis/{code}/")
    back = f"/klimaskolen/bevis/{code}/trekk-tilbake/"
    assert staff.post(back, {"because": ""}).status_code == 422
    assert staff.post(back, {"because": "Feil person"}).status_code == 302
    assert "Feil person" in shown(Client(), f"/klimaskolen/bevis/{code}/")
    shown(Client(), f"/klimaskolen/bevis/{code}.pdf", 404)
    shown(staff, back, 404)
    shown(Client(), "/klimaskolen/bevis/0000-0000-0000/", 404)


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Kursbevis"), ("nn", "Kursbevis"), ("en", "Certificate")]
)
def test_the_pdf_speaks_the_language_of_the_person_and_is_tagged(language, word):
    event = make_session(speakers=[{"name": "Ola Hansen", "place": "Lier"}, {"name": "Per", "place": ""}])
    one = changes.sign_up(
        event, name="Kari Nordmann", email="kari@hamar.example", language=language, employer="Sweco", at=AT
    )
    changes.note_attendance(event, {one.pk: "present"}, **AFTER)
    changes.hold_event(event, **AFTER)
    (certificate,) = changes.issue_certificates(event, **AFTER)
    read = pypdf.PdfReader(io.BytesIO(Client().get(f"/klimaskolen/bevis/{certificate.code}.pdf").content))
    text = read.pages[0].extract_text()
    assert word in text
    assert "Kari Nordmann" in text
    assert certificate.code in text
    assert "Ola Hansen (Lier), Per" in text
    assert str(read.trailer["/Root"]["/Lang"]).startswith(language)
    assert "/StructTreeRoot" in read.trailer["/Root"]
    assert len(read.pages) == 1


def test_recording_and_slides_are_put_up_told_and_taken_away(staff, the_day_after):
    event = make_session()
    sign_up(event)
    shown(staff, at(event, "fortell/"), 404)
    assert staff.post(at(event, "opptak/"), {"recording": "film.example/x"}).status_code == 302
    file = SimpleUploadedFile("kart.jpg", make_picture())
    assert staff.post(at(event, "materiell/ny/"), {"title": "Kart", "file": file}).status_code == 302
    assert staff.post(at(event, "materiell/ny/"), {"link": "lysbilder.example/a"}).status_code == 302
    assert staff.post(at(event, "materiell/ny/"), {"title": "Ingenting"}).status_code == 422
    picture, link = Material.objects.order_by("pk")
    assert b"".join(Client().get(at(event, f"materiell/{picture.pk}/"))) == make_picture()
    assert Client().get(at(event, f"materiell/{link.pk}/"))["Location"] == "https://lysbilder.example/a"
    page = shown(Client(), at(event))
    assert "https://film.example/x" in page
    assert "Kart" in page
    OutgoingMail.objects.all().delete()
    assert "1 påmeldt" in shown(staff, at(event, "fortell/"))
    assert staff.post(at(event, "fortell/")).status_code == 302
    assert OutgoingMail.objects.count() == 1
    assert staff.post(at(event, f"materiell/{picture.pk}/ta-bort/")).status_code == 302
    shown(Client(), at(event, f"materiell/{picture.pk}/"), 404)


def test_the_catalogue_tells_what_was_held_and_coverage_who_was_never_there(staff, settings):
    hamar, lier = make_municipality("Hamar", "3403"), make_municipality("Lier", "3049")
    make_office(make_person("Rådgiver", "radgiver@lier.example"), lier, Mandate.EDITOR)
    topic = changes.add_topic(title_nb="Skogbruk", **NOBODY)
    assert "Ingen samling om et tema" in shown(staff, "/klimaskolen/dekning/")
    held = make_session(topic=topic)
    one = sign_up(held, organisation=hamar)
    changes.note_attendance(held, {one.pk: "present"}, **AFTER)
    changes.hold_event(held, **AFTER)
    coming = make_session(topic=topic, starts=STARTS + timedelta(days=40))
    settings.DEMO_TODAY = "2021-05-21"
    page = shown(staff, "/klimaskolen/?tema=skogbruk&ar=2021")
    assert held.slug in page
    assert coming.slug in page
    for nothing in ("ar=2020", "tema=ukjent", "tema=%00"):
        assert "Ingen samlinger passer" in shown(staff, f"/klimaskolen/?{nothing}")
    assert held.slug in shown(staff, "/klimaskolen/?ar=²⁰²¹")
    covered = shown(staff, "/klimaskolen/dekning/")
    assert "Aldri med" in covered
    assert f"/klimaskolen/{coming.slug}/inviter/" in covered
    assert "Rådgiver" in shown(staff, at(coming, "inviter/"))
    assert staff.post(at(coming, "inviter/"), {"members": [str(lier.pk)]}).status_code == 302
    assert OutgoingMail.objects.filter(to="radgiver@lier.example").count() == 1
    shown(staff, at(held, "inviter/"), 404)


def test_lists_ask_the_database_as_often_for_three_sessions_as_for_one(django_assert_num_queries):
    client = Client()
    make_session()
    client.get("/klimaskolen/")
    with django_assert_num_queries(LISTED):
        client.get("/klimaskolen/")
    for _time in range(2):
        make_session()
    with django_assert_num_queries(LISTED):
        client.get("/klimaskolen/")


LISTED = 5


def test_a_held_session_is_entered_by_the_secretariat_alone(staff, the_day_after):
    event = make_session()
    assert Client().post(at(event, "holdt/")).status_code == 302
    assert Event.objects.get().state == EventState.ANNOUNCED
    assert staff.post(at(event, "holdt/")).status_code == 302
    assert Event.objects.get().state == EventState.HELD
    assert Participation.objects.count() == 0
