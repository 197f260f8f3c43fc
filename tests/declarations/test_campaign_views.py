"""The pages of a campaign and of its ceremony."""

import sys
from datetime import date
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.models import Attendance, Campaign, Signature, Wording
from dugnad.declarations.queries import chase_list
from dugnad.kit.access import Role
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import Mandate, OfficeKind
from tests.factories.consent import NOBODY, OFFERED, asked, endorsed, offered, planned
from tests.factories.declarations import make_wording
from tests.factories.members import (
    make_guest,
    make_municipality,
    make_office,
    make_person,
    make_secretary,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
TEXT = "/erklaering/ordforererklaering/2021/"
HERE = f"{TEXT}kampanje/"
CEREMONY = f"{TEXT}seremoni/"


def client_of(user) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(user)
    return client


@pytest.fixture
def secretary() -> Client:
    return client_of(make_secretary())


@pytest.fixture
def guest() -> Client:
    return client_of(make_guest())


def words(response) -> str:
    return response.content.decode()


def member(name: str = "Hamar", code: str = "3403"):
    own = make_municipality(name, code)
    make_office(make_person(f"Leder i {name}", f"{own.slug}@demo.example"), own, Mandate.APPROVER)
    return own


def coming(*names: str) -> list[Attendance]:
    found = []
    for number, name in enumerate(names):
        own = asked(make_municipality(name, f"99{number:02}"))
        found.append(changes.enter_attendance(own, name=f"Siv {name}", office=OfficeKind.MAYOR, **NOBODY))
    return found


def test_campaign_without_a_plan_shows_the_first_step_to_the_secretariat(secretary, guest):
    offered()
    assert "Plan a signing campaign" in words(secretary.get(HERE))
    page = words(guest.get(HERE))
    assert ("No campaign is planned" in page, "planlegg/" in page) == (True, False)


def test_plan_campaign_plans_the_steps_and_edit_campaign_moves_them(secretary):
    offered()
    assert secretary.get(f"{HERE}planlegg/").status_code == 200
    told = {"ceremony_at": "2021-06-02T16:30", "place": "Oslo rådhus", "with_counties": "on"}
    assert secretary.post(f"{HERE}planlegg/", told | {"reply_due": "2021-06-03"}).status_code == 422
    secretary.post(f"{HERE}planlegg/", told)
    assert Campaign.objects.get().reply_due == date(2021, 5, 12)
    page = words(secretary.get(HERE))
    for text in ("Oslo rådhus", "Wednesday 12 May 2021", "Ceremony", "Overdue"):
        assert text in page
    assert "2021-06-02T16:30" in words(secretary.get(f"{HERE}rediger/"))
    secretary.post(f"{HERE}rediger/", told | {"ceremony_at": "2021-06-09T16:30", "reply_due": "2021-05-20"})
    assert Campaign.objects.get().steps.get(kind="ceremony").due == date(2021, 6, 9)


def test_steps_are_added_moved_ticked_and_unticked(secretary):
    own = planned()
    assert secretary.get(f"{HERE}steg/ny/").status_code == 200
    secretary.post(f"{HERE}steg/ny/", {"title_nb": "Bestille blomster", "due": "2021-04-20"})
    step = own.steps.get(kind="other")
    assert "Bestille blomster" in words(secretary.get(f"{HERE}steg/{step.pk}/flytt/"))
    secretary.post(f"{HERE}steg/{step.pk}/flytt/", {"due": "2021-04-19"})
    secretary.post(f"{HERE}steg/{step.pk}/gjort/")
    step.refresh_from_db()
    assert (step.due, step.done_on) == (date(2021, 4, 19), date(2021, 5, 3))
    secretary.post(f"{HERE}steg/{step.pk}/gjort/")
    step.refresh_from_db()
    assert step.done_on is None


def test_papers_are_added_handed_out_to_those_who_are_signed_in_and_taken_out(secretary, guest):
    own = planned()
    assert secretary.get(f"{HERE}dokument/ny/").status_code == 200
    wrong = {"file": SimpleUploadedFile("plan.pdf", b"<html>"), "title": "Plan"}
    assert secretary.post(f"{HERE}dokument/ny/", wrong).status_code == 422
    secretary.post(
        f"{HERE}dokument/ny/", {"file": SimpleUploadedFile("plan.csv", b"steg,dag"), "title": "Plan"}
    )
    paper = own.papers.get()
    assert "Plan" in words(guest.get(HERE))
    assert b"".join(guest.get(f"{HERE}dokument/{paper.pk}/").streaming_content) == b"steg,dag"
    assert Client().get(f"{HERE}dokument/{paper.pk}/").status_code == 302
    secretary.post(f"{HERE}dokument/{paper.pk}/ta-ut/")
    assert guest.get(f"{HERE}dokument/{paper.pk}/").status_code == 404


def test_the_members_are_asked_reminded_and_the_campaign_is_closed(secretary):
    member()
    planned()
    page = words(secretary.post(f"{HERE}apne/", follow=True))
    assert ("1 letter is on its way." in page, "Leder i Hamar" in page) == (True, True)
    assert "Tick those who are to be reminded." in words(secretary.post(f"{HERE}purr/", follow=True))
    own = Campaign.objects.get().wording.endorsements.get()
    page = words(secretary.post(f"{HERE}purr/", {"endorsement": [own.pk]}, follow=True))
    assert ("have got a letter today already" in page, "on its way" in page) == (True, False)
    assert OutgoingMail.objects.count() == 1
    assert ("1 no answer yet" in page, "1 to wait for" in page) == (True, True)
    assert "have been asked already" in words(secretary.post(f"{HERE}apne/", follow=True))
    secretary.post(f"{HERE}lukk/")
    assert Campaign.objects.get().closed_at is not None
    assert "Close the campaign" not in words(secretary.get(HERE))


def test_a_draft_says_that_it_must_be_offered_before_the_members_are_asked(secretary):
    planned(make_wording("2021"))
    assert "when the text is offered to them" in words(secretary.get(HERE))


def test_the_count_is_a_page_and_for_script_the_numbers_alone(guest):
    planned()
    endorsed()
    page = words(guest.get(f"{HERE}tall/"))
    part = words(guest.get(f"{HERE}tall/", headers={"HX-Request": "true"}))
    assert "Said no or drew back" in part
    assert ("<html" in page, "<html" in part) == (True, False)
    assert "of 1 have signed" in part


def test_campaign_asks_few_questions_however_many_are_waited_for(secretary, django_assert_max_num_queries):
    for number in range(5):
        member(f"By {number}", f"98{number:02}")
    changes.open_campaign(planned(), by=None, at=OFFERED)
    with django_assert_max_num_queries(25):
        secretary.get(HERE)


def test_pages_of_a_campaign_that_is_not_planned_are_missing(secretary):
    offered()
    assert [secretary.get(page).status_code for page in (f"{HERE}tall/", CEREMONY)] == [404, 404]


def test_the_ceremony_begins_empty_and_tells_how_names_are_said(secretary):
    planned()
    assert "Nobody has been entered yet" in words(secretary.get(CEREMONY))
    one = asked()
    path = f"{TEXT}register/hamar/moter/"
    make_office(make_person("Siv Njål"), one.organisation, kind=OfficeKind.MAYOR)
    assert "Siv Njål" in words(secretary.get(path))
    told = {"signatory": "Siv Njål", "office": "mayor", "pronunciation": "siv njol", "comes": "yes"}
    secretary.post(path, told)
    assert "siv njol" in words(secretary.get(CEREMONY))
    assert "siv njol" in words(secretary.get(path))


def test_a_member_enters_who_comes_for_it(secretary):
    planned()
    hamar = make_municipality()
    approver = client_of(make_user("leder@hamar.example", Role.MEMBER_APPROVER, organisation=hamar))
    told = {"signatory": "Siv", "office": "mayor", "comes": ""}
    approver.post(f"{TEXT}register/hamar/moter/", told)
    assert Attendance.objects.get().comes is None
    assert "Not known" in words(secretary.get(CEREMONY))


def test_the_order_is_by_numbers_or_one_row_up_or_down(secretary):
    wording = planned().wording
    asker, gran, hamar = coming("Asker", "Gran", "Hamar")

    def order(**values: object) -> list[str]:
        secretary.post(f"{CEREMONY}rekkefolge/", values)
        rows = Attendance.objects.filter(endorsement__wording=wording, position__isnull=False)
        return [one.name for one in rows.order_by("position")]

    places = {f"place_{one.pk}": place for one, place in ((asker, 3), (gran, 1), (hamar, 2))}
    assert order(**places) == ["Siv Gran", "Siv Hamar", "Siv Asker"]
    assert order(up=hamar.pk, **places) == ["Siv Hamar", "Siv Gran", "Siv Asker"]
    assert order(down=hamar.pk) == ["Siv Gran", "Siv Hamar", "Siv Asker"]
    assert order(up=gran.pk) == ["Siv Gran", "Siv Hamar", "Siv Asker"]
    wrong = secretary.post(f"{CEREMONY}rekkefolge/", {f"place_{asker.pk}": "first"}, follow=True)
    assert "Write whole numbers" in words(wrong)


def test_those_who_are_ticked_have_signed_and_the_others_go_on(secretary):
    planned()
    asker, gran = coming("Asker", "Gran")
    told = {"attendance": [asker.pk, gran.pk], "endorses": [asker.pk, gran.pk], "confirmed": "1"}
    page = words(secretary.post(f"{CEREMONY}undertegnet/", told, follow=True))
    assert "2 signatures are entered." in page
    assert all(one.at_ceremony for one in Signature.objects.all())
    again = words(secretary.post(f"{CEREMONY}undertegnet/", told, follow=True))
    assert "has signed these words already" in again


def test_papers_that_are_missing_are_made_at_once_each_by_itself(secretary, monkeypatch):
    planned()
    asker, gran, hole = coming("Asker", "Gran", "Hole")
    every = [asker.pk, gran.pk, hole.pk]
    told = {"attendance": every, "endorses": every, "confirmed": "1"}
    secretary.post(f"{CEREMONY}undertegnet/", told)
    assert "3 signatures have no paper yet." in words(secretary.get(CEREMONY))
    # By its module: the package has a page of the same name.
    monkeypatch.setattr(sys.modules["dugnad.declarations.views.ceremony"], "PAPERS_AT_ONCE", 2)
    page = words(secretary.post(f"{CEREMONY}papirer/", follow=True))
    assert ("2 papers are made. 1 is still missing." in page, "1 signature has no paper" in page) == (
        True,
        True,
    )
    compiler, point = typst.compile_with_warnings, hole.endorsement.wording.points.first()

    def reserved_meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.undo()
        changes.reserve(hole.endorsement, {point: "Ingen jernbane."}, **NOBODY)
        return compiler(*args, **kwargs)

    monkeypatch.setattr(typst, "compile_with_warnings", reserved_meanwhile)
    page = words(secretary.post(f"{CEREMONY}papirer/", follow=True))
    assert ("Hole: Something was changed" in page, "0 papers are made." in page) == (True, True)
    assert "1 paper is made." in words(secretary.post(f"{CEREMONY}papirer/", follow=True))
    assert not Signature.objects.filter(file=None).exists()
    assert "no paper yet" not in words(secretary.get(CEREMONY))


def test_a_tick_tells_first_that_an_endorsement_is_entered_too_and_it_can_be_left_out(secretary):
    wording = planned().wording
    asker, gran, hole = coming("Asker", "Gran", "Hole")
    changes.endorse(hole.endorsement, way=EndorsementWay.MAYOR, on=date(2021, 4, 8), **NOBODY)
    assert words(secretary.get(CEREMONY)).count("No endorsement is entered") == 2
    told = {"attendance": [asker.pk, gran.pk, hole.pk]}
    page = words(secretary.post(f"{CEREMONY}undertegnet/", told))
    assert ("Nothing has been entered yet" in page, Signature.objects.exists()) == (True, False)
    assert page.count('name="endorses"') == 2
    secretary.post(f"{CEREMONY}undertegnet/", told | {"confirmed": "1", "endorses": [asker.pk]})
    signed_for = {one.endorsement.organisation.name for one in Signature.objects.all()}
    states = dict(wording.endorsements.values_list("organisation__name", "way"))
    assert (signed_for, states["Asker"], states["Gran"]) == ({"Asker", "Hole"}, "mayor", "")


def test_who_signed_other_words_is_asked_again_and_can_sign_on_the_day(secretary):
    wording = planned().wording
    (asker,) = coming("Asker")
    leader = make_person("Leder", "leder@demo.example")
    make_office(leader, asker.endorsement.organisation, Mandate.APPROVER)
    told = {"attendance": [asker.pk], "endorses": [asker.pk], "confirmed": "1"}
    secretary.post(f"{CEREMONY}undertegnet/", told)
    assert [row.organisation.name for row in chase_list(wording.campaign, on=date(2021, 5, 3))] == []
    Wording.objects.filter(pk=wording.pk).update(sha256="b" * 64)
    page = words(secretary.get(CEREMONY))
    assert ("Not valid for this version" in page, "Asker has signed" in page) == (True, True)
    again = Wording.objects.get(pk=wording.pk)
    assert [row.organisation.name for row in chase_list(again.campaign, on=date(2021, 5, 3))] == ["Asker"]
    changes.open_campaign(again.campaign, **NOBODY)
    page = words(secretary.get(HERE))
    assert ('<details class="group" open>' in page, "1 to wait for" in page) == (True, True)
    before = OutgoingMail.objects.count()
    secretary.post(f"{HERE}purr/", {"endorsement": [asker.endorsement_id]})
    assert OutgoingMail.objects.count() == before + 1


def test_the_sheet_is_a_pdf_also_when_it_is_empty(secretary):
    planned()
    assert secretary.get(f"{CEREMONY}ark.pdf").content.startswith(b"%PDF-")
    coming("Asker")
    assert secretary.get(f"{CEREMONY}ark.pdf").content.startswith(b"%PDF-")
