"""The link in a mail opens what its reader may see: background, proposals, papers; mails name the papers."""

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.models import Participation
from dugnad.events.queries.links import answer_key
from dugnad.events.states import Answer
from dugnad.kit.models import OutgoingMail
from tests.factories.documents import make_picture
from tests.factories.events import (
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_meeting,
    make_participation,
)
from tests.factories.members import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = AT.date()


def own(one: Participation, more: str = "") -> str:
    return f"/moter/delta/{answer_key(one)}/{more}"


def put_on_the_table(event):
    """Two papers for a point with its background, and one for a point that is only for the body."""
    item = make_item(event, "Klimabudsjett", text="Bakgrunnen for saken.", proposal="Budsjettet tilrås.")
    closed = make_item(event, "Ansettelse", is_confidential=True, text="Søkerne")
    told = [(item, "Saksfremlegg", False), (item, "Hvem som mangler", True), (closed, "Innstilling", False)]
    return [
        changes.add_paper(item, make_picture(), "k.jpg", title=title, is_restricted=restricted, **NOBODY)
        for item, title, restricted in told
    ]


def test_who_was_asked_reads_background_proposals_and_every_paper_by_their_link():
    event = make_announced(make_person(), title="Møtet")
    papers = put_on_the_table(event)
    one = event.participations.get()
    page = Client().get(own(one)).content.decode()
    for words in ("Bakgrunnen for saken.", "Budsjettet tilrås.", "Saksfremlegg", "Innstilling", "Søkerne"):
        assert words in page
    for paper in papers:
        address = own(one, f"vedlegg/{paper.pk}/")
        assert address in page
        response = Client().get(address)
        assert b"".join(response.streaming_content) == make_picture()
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
    assert Client().get(own(one, "sakspapirer.pdf")).content.startswith(b"%PDF")
    changes.remove_paper(papers[0], **NOBODY)
    assert Client().get(own(one, f"vedlegg/{papers[0].pk}/")).status_code == 404


def test_who_gave_their_place_away_or_signed_up_reads_what_is_for_everybody():
    event = make_announced(make_person(), title="Møtet")
    papers = put_on_the_table(event)
    guest = make_participation(event, role=Role.GUEST)
    changes.answer_invitation(guest, Answer.NO, **NOBODY)
    dialogue = make_event("supplier_dialogue", "Dialog")
    changes.announce_event(dialogue, **NOBODY)
    others = put_on_the_table(dialogue)
    changes.sign_up(dialogue, name="Ida", email="ida@firma.example", language="nb", at=AT)
    for one, (open_one, restricted, closed) in (
        (guest, papers),
        (dialogue.participations.get(), others),
    ):
        page = Client().get(own(one)).content.decode()
        assert "Saksfremlegg" in page
        assert "Hvem som mangler" not in page
        assert "Ansettelse" not in page
        assert b"".join(Client().get(own(one, f"vedlegg/{open_one.pk}/")).streaming_content)
        for paper in (restricted, closed, papers[0] if one != guest else others[0]):
            assert Client().get(own(one, f"vedlegg/{paper.pk}/")).status_code == 404


def test_a_written_procedure_shows_the_papers_where_one_answers_and_its_mail_names_them():
    person = make_person("Kari Nordmann", "kari@demo.example", language="nn")
    event = make_meeting(person, kind="written_procedure", starts=AT, ends=STARTS, title="Skriftlig")
    papers = put_on_the_table(event)
    changes.announce_event(event, **NOBODY)
    one = event.participations.get()
    mail = OutgoingMail.objects.get()
    assert "Vedlegg: Saksfremlegg; Hvem som mangler" in mail.text
    assert "Innstilling" not in mail.text
    address = f"/moter/skriftlig/{answer_key(one)}/"
    assert address in mail.text
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(address).content.decode()
    assert '<html lang="nn"' in page
    for paper in papers:
        assert own(one, f"vedlegg/{paper.pk}/") in page
    assert "Bakgrunnen for saken." in page
    # A browser sends no referrer from this page, so no check of forms may depend on it.
    item = event.items.first()
    typed = {f"stance_{item.pk}": "for", f"text_{item.pk}": ""}
    assert strict.post(address, typed).status_code == 302
    assert item.positions.get().stance == "for"


def test_a_written_procedure_that_changed_asks_for_the_answer_anew():
    event = make_meeting(
        make_person("Kari", "kari@demo.example"),
        kind="written_procedure",
        starts=AT,
        ends=STARTS,
        title="Skriftlig",
    )
    make_item(event)
    changes.announce_event(event, **NOBODY)
    changes.edit_event(event, revision=event.revision, title_nb="Skriftlig, på nytt", **NOBODY)
    _one, letter = changes.draft_notice(event, "", on=DAY)
    assert letter.subject.startswith("Avgjøres skriftlig") or "skriftlig" in letter.subject.lower()
    assert "/moter/skriftlig/…/" in letter.text
    changes.announce_event(event, **NOBODY)
    assert "om du kommer" not in OutgoingMail.objects.order_by("-pk").first().text
