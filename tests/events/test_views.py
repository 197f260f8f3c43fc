"""Pages of meetings and of the school: who sees what, forms that keep what was typed, files and feeds."""

import io
from datetime import timedelta

import icalendar
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dugnad.events import changes
from dugnad.events.models import AgendaItem, Event, Note, Outcome
from dugnad.events.queries.feeds import own_address
from dugnad.events.queries.links import answer_key
from dugnad.events.states import Answer
from dugnad.members.models import Person
from tests.factories.documents import make_picture
from tests.factories.events import (
    AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_group,
    make_item,
    make_meeting,
    make_outcome,
    make_session,
)
from tests.factories.members import make_alliance, make_guest, make_person, make_secretary, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def at(event, more="", item=None):
    return f"/moter/{event.slug}/{more.replace('PK', str(item.pk) if item else '')}"


def test_a_stranger_sees_what_was_announced_and_not_what_is_planned():
    make_meeting(make_person(), title="Planlagt møte")
    announced = make_announced(make_person("Kari", "k@demo.example"), title="Kunngjort møte")
    page = shown(Client(), "/moter/")
    assert "Kunngjort møte" in page
    assert "Planlagt møte" not in page
    assert "Kari" not in shown(Client(), at(announced))


def test_the_secretariat_plans_a_meeting_and_wrong_hours_are_told_at_their_field(staff):
    typed = {
        "kind": "meeting",
        "title_nb": "Faggruppen",
        "starts": "2021-05-20T09:00",
        "ends": "2021-05-20T08:00",
        "way": "online",
    }
    response = staff.post("/moter/ny/", typed)
    assert response.status_code == 422
    assert 'value="Faggruppen"' in response.content.decode()
    assert staff.post("/moter/ny/", typed | {"ends": "2021-05-20T11:00"}).status_code == 302
    assert Event.objects.get().title_nb == "Faggruppen"


def test_a_series_is_begun_and_its_year_planned_line_by_line(staff):
    typed = {"kind": "meeting", "title_nb": "Faggruppen", "minutes": "150", "way": "online"}
    assert staff.post("/moter/serier/ny/", typed)["Location"] == "/moter/serier/faggruppen/"
    wrong = staff.post("/moter/serier/faggruppen/ar/", {"days": "13.1.2021\ni morgen", "starts": "09:00"})
    assert "i morgen" in wrong.content.decode()
    assert wrong.status_code == 422
    staff.post("/moter/serier/faggruppen/ar/", {"days": "13.1.2021\n\n17.3.2021", "starts": "09:00"})
    assert Event.objects.count() == 2
    assert "onsdag 17." in shown(staff, "/moter/serier/faggruppen/")
    assert shown(staff, "/moter/serier/faggruppen/rediger/")
    assert shown(staff, "/moter/serier/ukjent/", 404)


def test_the_whole_life_of_a_meeting_on_its_pages(staff, settings):
    make_alliance()
    event = make_meeting(make_person("Kari Nordmann", "kari@hamar.example"))
    point = {"title": "Klimastatus", "kind": "discussion", "minutes": "30", "language": "nb"}
    assert staff.post(at(event, "sak/ny/"), point).status_code == 302
    item = event.items.get()
    assert staff.post(at(event, "sak/PK/rediger/", item), point | {"minutes": "45"}).status_code == 302
    assert staff.post(at(event, "kunngjor/"), {"message": "Velkommen"}).status_code == 302
    assert staff.post(at(event, "referat/PK/", item), {"text": "Sagt.", "seen": "0"}).status_code == 302
    outcome = {"kind": "decision", "text": "Utkastet sendes ut."}
    assert staff.post(at(event, "referat/PK/utfall/", item), outcome).status_code == 302
    page = shown(staff, at(event))
    assert "Utkastet sendes ut." in page
    assert "1/21" in page
    assert "Sagt." in shown(staff, at(event, "referat/"))
    decision = Outcome.objects.get()
    assert shown(Client(), f"/moter/vedtak/{decision.pk}/", 404)
    assert "Utkastet sendes ut." not in shown(Client(), at(event))
    settings.DEMO_TODAY = "2021-05-21"
    assert staff.post(at(event, "referat/send/"), {"comments_by": "2021-05-28"}).status_code == 302
    assert "Les referatet" in shown(staff, at(event))
    assert "Utkastet sendes ut." in shown(Client(), f"/moter/vedtak/{decision.pk}/")
    assert "Utkastet sendes ut." in shown(Client(), "/moter/vedtak/?q=utkastet&tilstand=in_force&ar=2021")
    assert "Ingen vedtak her" in shown(Client(), "/moter/vedtak/?q=sykkel")


def test_a_note_that_somebody_else_saved_meanwhile_stands_beside_what_was_typed(staff):
    item = make_item(make_announced(make_person()))
    changes.write_note(item, text="Deres ord.", revision=0, **NOBODY)
    response = staff.post(at(item.event, "referat/PK/", item), {"text": "Mine ord.", "seen": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Deres ord." in page
    assert "Mine ord." in page
    assert Note.objects.get().text == "Deres ord."


def test_who_is_invited_answers_by_the_link_without_an_account():
    event = make_announced(make_person("Kari Nordmann", "kari@hamar.example"))
    one = event.participations.get()
    address = f"/moter/delta/{answer_key(one)}/"
    assert "Kari Nordmann" in shown(Client(), address)
    assert Client().post(address, {"answer": "no", "note": "Ferie"}).status_code == 302
    one.refresh_from_db()
    assert (one.answer, one.note) == (Answer.NO, "Ferie")
    shown(Client(), "/moter/delta/1~galt/", 404)


def test_who_is_signed_in_answers_on_the_page_and_others_are_not_asked():
    user = make_user("kari@demo.example")
    event = make_announced(user.person)
    client = signed_in(user)
    assert "Kommer du?" in shown(client, at(event))
    assert client.post(at(event, "svar/"), {"answer": "yes"}).status_code == 302
    assert shown(signed_in(make_guest()), at(event, "svar/"), 404)


def test_restricted_papers_are_for_those_who_take_part(staff):
    user = make_user("kari@demo.example")
    item = make_item(make_announced(user.person))
    file = SimpleUploadedFile("kart.jpg", make_picture())
    typed = {"title": "Kart", "is_restricted": "on", "file": file}
    assert staff.post(at(item.event, "sak/PK/papir/ny/", item), typed).status_code == 302
    paper = item.papers.get()
    address = at(item.event, "papir/PK/", paper)
    assert b"".join(signed_in(user).get(address)) == make_picture()
    assert Client().get(address).status_code == 404
    assert "Kart" not in shown(Client(), at(item.event))
    assert staff.post(at(item.event, "papir/PK/ta-ut/", paper)).status_code == 302
    assert signed_in(user).get(address).status_code == 404


def test_only_who_runs_a_meeting_changes_it():
    user = make_user("kari@demo.example")
    event = make_announced(make_person(), user.person)
    client = signed_in(user)
    for more in ("rediger/", "kunngjor/", "avlys/", "sak/ny/", "referat/", "oppmote/", "inviter/"):
        shown(client, at(event, more), 404)
    chair = signed_in(make_user("leder@demo.example"))
    own = make_meeting(chair_of(chair), title="Egen")
    assert shown(chair, at(own, "rediger/"))


def chair_of(client):
    return Person.objects.get(user__pk=client.session["_auth_user_id"])


def test_a_point_is_put_off_taken_off_and_arranged(staff):
    event = make_announced(make_person())
    one, two = make_item(event, "En"), make_item(event, "To")
    order = {f"place_{one.pk}": "2", f"place_{two.pk}": "1"}
    assert staff.post(at(event, "saksliste/rekkefolge/"), order).status_code == 302
    assert list(event.items.all()) == [two, one]
    assert staff.post(at(event, "saksliste/rekkefolge/"), {f"place_{one.pk}": "x"}).status_code == 422
    assert staff.post(at(event, "sak/PK/utsett/", one)).status_code == 302
    assert staff.post(at(event, "sak/PK/ta-ut/", two)).status_code == 302
    assert AgendaItem.objects.filter(event__isnull=True).count() == 2
    assert staff.post(at(event, "saksliste/bygg/")).status_code == 302
    shown(staff, at(event, "sak/999999/rediger/"), 404)


def test_a_member_proposes_a_point_and_the_secretariat_says_why_not(staff):
    body = make_group(make_person("Leder", "leder@hamar.example"))
    user = make_user("kari@demo.example")
    typed = {
        "title": "Ladestasjoner",
        "kind": "discussion",
        "text": "Felles plan",
        "minutes": "15",
        "language": "nb",
    }
    assert signed_in(user).post(f"/moter/grupper/{body.slug}/foresla/", typed).status_code == 302
    item = AgendaItem.objects.get()
    assert "Ladestasjoner" in shown(staff, f"/moter/grupper/{body.slug}/")
    assert "Ladestasjoner" not in shown(Client(), f"/moter/grupper/{body.slug}/")
    address = f"/moter/grupper/{body.slug}/forslag/{item.pk}/avvis/"
    shown(signed_in(user), address, 404)
    assert staff.post(address, {"because": "Tas i en annen gruppe"}).status_code == 302
    shown(Client(), "/moter/grupper/ukjent/", 404)


def test_tasks_are_for_those_who_do_them(staff):
    user = make_user("kari@demo.example")
    item = make_item(make_announced(user.person))
    task = make_outcome(item, "task", "Lage en mal", owner=user.person)
    own = signed_in(user)
    assert "Lage en mal" in shown(own, "/moter/oppgaver/")
    assert "Lage en mal" in shown(staff, "/moter/oppgaver/")
    other = signed_in(make_guest())
    assert "Lage en mal" not in shown(other, "/moter/oppgaver/")
    shown(other, f"/moter/oppgaver/{task.pk}/lukk/", 404)
    assert (
        own.post(f"/moter/oppgaver/{task.pk}/lukk/", {"state": "done", "on": "2021-05-03"}).status_code == 302
    )
    assert staff.post(f"/moter/oppgaver/{task.pk}/apne/").status_code == 302


def test_a_written_procedure_is_answered_and_closed_on_its_page(staff):
    user = make_user("kari@demo.example")
    event = make_meeting(
        user.person, kind="written_procedure", starts=STARTS - timedelta(days=10), ends=STARTS
    )
    item = make_item(event, kind="decision", proposal="Vedtas.")
    changes.announce_event(event, **NOBODY)
    client = signed_in(user)
    assert client.post(at(event, "sak/PK/standpunkt/", item), {"stance": "for"}).status_code == 302
    assert staff.post(at(event, "avslutt/")).status_code == 302
    assert Outcome.objects.get().text == "Vedtas."


def test_a_stranger_signs_up_and_a_closed_sign_up_leads_to_the_session():
    event = make_session()
    address = f"/klimaskolen/{event.slug}/"
    assert "Meld deg på" in shown(Client(), address)
    wrong = Client().post(f"{address}pamelding/", {"name": "Kari", "email": "kari"})
    assert wrong.status_code == 422
    assert 'value="Kari"' in wrong.content.decode()
    assert (
        Client().post(f"{address}pamelding/", {"name": "Kari", "email": "kari@hamar.example"}).status_code
        == 302
    )
    assert "kari@hamar.example" not in shown(Client(), address)
    changes.cancel_event(event, because="Syk innleder", **NOBODY)
    assert Client().get(f"{address}pamelding/").headers["Location"] == address


def test_the_secretariat_reads_a_list_and_issues_certificates(staff, settings):
    event = make_session()
    changes.sign_up(event, name="Kari Nordmann", email="kari@hamar.example", language="nb", at=NOBODY["at"])
    settings.DEMO_TODAY = "2021-05-21"
    changes.hold_event(event, **AFTER)
    file = SimpleUploadedFile("liste.csv", b"Navn;Varighet\nKari Nordmann;90\n")
    address = f"/klimaskolen/{event.slug}/"
    seen = staff.post(f"{address}oppmote/", {"file": file})
    rows = seen.context["match"]["rows"].value()
    assert staff.post(f"{address}oppmote/", {"rows": rows}).status_code == 302
    assert staff.post(f"{address}bevis/").status_code == 302
    certificate = event.participations.get().certificate
    assert "Kari Nordmann" in shown(Client(), f"/klimaskolen/bevis/{certificate.code.lower()}/")
    pdf = Client().get(f"/klimaskolen/bevis/{certificate.code}.pdf")
    assert pdf.content.startswith(b"%PDF")
    shown(Client(), "/klimaskolen/bevis/0000-0000-0000/", 404)
    assert "Klimaskolen" in shown(staff, "/klimaskolen/")
    assert shown(staff, "/klimaskolen/dekning/")


def test_calendars_hold_what_everybody_may_know_and_ones_own():
    user = make_user("kari@demo.example")
    make_meeting(user.person, title="Planlagt")
    make_announced(user.person, title="Kunngjort", link="https://teams.example/x")
    public = Client().get("/moter/kalender.ics")
    told = icalendar.Calendar.from_ical(public.content)
    assert [str(event["SUMMARY"]) for event in told.walk("VEVENT")] == ["Kunngjort"]
    assert b"teams.example" not in public.content
    own = own_address(user.person)
    assert own in shown(signed_in(user), "/moter/kalender/min/")
    mine = Client().get("/" + own.split("/", 3)[3])
    assert [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(mine.content).walk("VEVENT")] == [
        "Kunngjort"
    ]
    shown(Client(), "/moter/kalender/1~galt.ics", 404)
    assert "Kunngjort" in shown(Client(), "/moter/atom.xml")


def test_agenda_and_papers_are_one_file_whose_bookmarks_name_them():
    event = make_announced(make_person())
    item = make_item(event, "Klimastatus", proposal="Sendes ut.")
    first = Client().get(at(event, "sakspapirer.pdf")).content
    changes.add_paper(item, first, "sak.pdf", title="Saksfremlegg", is_restricted=False, **NOBODY)
    whole = pypdf.PdfReader(io.BytesIO(Client().get(at(event, "sakspapirer.pdf")).content))
    titles = [one.title for one in whole.outline if not isinstance(one, list)]
    assert titles == ["Saksliste", "1. Klimastatus"]
    assert [one.title for one in whole.outline[-1]] == ["Saksfremlegg"]
    assert len(whole.pages) == 2


def test_how_long_a_point_takes_is_asked_for_in_minutes_and_not_as_minutes_of_a_meeting(staff):
    item = make_item()
    event = item.event
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=event.body, **NOBODY)
    for path in (
        f"/moter/grupper/{event.body.slug}/foresla/",
        at(event, "sak/ny/"),
        at(event, "sak/PK/rediger/", item),
        reverse("add_standing_item", args=[series.slug]),
    ):
        for language, words in (("nb", "Lengde i minutter"), ("nn", "Lengd i minutt")):
            staff.cookies["language"] = language
            page = shown(staff, path)
            assert words in page
            assert ">Referat</label>" not in page
