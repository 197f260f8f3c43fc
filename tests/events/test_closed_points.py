"""Confidential points: what they are called is read by the body alone, in every form of the minutes."""

import io

import pypdf
import pytest
from django.test import Client

from dugnad.documents.queries import newest_version
from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.taking_part import reads_closed
from dugnad.events.states import Answer
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import User
from tests.factories.events import (
    AFTER,
    AT,
    LONG_AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_meeting,
    make_participation,
)
from tests.factories.members import make_alliance, make_body_member, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
TITLE, SAID = "Personalsak unntatt", "Vi ansetter Kari."
AS_ON_THE_AGENDA = "2. Bare for deltakerne (sak 2/21)"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(User.objects.create(email=person.email, person=person, created_at=AT, password="!"))
    return client


@pytest.fixture
def held():
    """A held meeting with a closed point, whose minutes are out for comment."""
    make_alliance()
    event = make_meeting(make_person("Kari Nordmann", "kari@hamar.example"))
    make_item(event, "Åpen sak")
    closed = make_item(event, TITLE, is_confidential=True)
    changes.announce_event(event, **NOBODY)
    for item in event.items.all():
        changes.write_note(item, text=SAID if item == closed else "Drøftet.", revision=0, **AFTER)
    changes.hold_event(event, **AFTER)
    changes.send_minutes(event, **AFTER)
    return event


def approved(event):
    later = make_event(body=event.body, title="Neste møte", starts=STARTS.replace(month=9))
    changes.approve_minutes(make_item(later, "Godkjenning", approves=event), **LONG_AFTER)


def forms_of(client, event):
    """The minutes as page and as PDF."""
    page = client.get(f"/moter/{event.slug}/referat/les/").content.decode()
    reader = pypdf.PdfReader(io.BytesIO(client.get(f"/moter/{event.slug}/referat/referat.pdf").content))
    return page, " ".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)


@pytest.mark.parametrize("is_approved", [False, True])
def test_the_board_reads_that_there_was_a_closed_point_and_the_group_reads_all_of_it(held, is_approved):
    if is_approved:
        approved(held)
    text = newest_version(held.minutes).body
    assert f"## {AS_ON_THE_AGENDA}\n" in text
    assert TITLE not in text
    assert SAID not in text
    board = Client()
    board.force_login(make_body_member("styret@demo.example"))
    for path in (
        f"/dokumenter/{held.minutes.slug}/",
        f"/moter/{held.slug}/referat/les/",
        "/sok/?q=Personalsak",
    ):
        assert f"{TITLE}<" not in board.get(path).content.decode()
        assert SAID not in board.get(path).content.decode()
    for words in forms_of(signed_in(held.participations.get().person), held):
        for part in (AS_ON_THE_AGENDA, "Saker bare for deltakerne", f"2. {TITLE} (sak 2/21)", SAID):
            assert part in words


def test_minutes_without_a_closed_point_say_nothing_of_such(held):
    held.items.filter(is_confidential=True).update(is_confidential=False)
    page, _pdf = forms_of(signed_in(held.participations.get().person), held)
    assert "Saker bare for deltakerne" not in page


def test_a_guest_who_comes_reads_restricted_papers_and_no_closed_point():
    event = make_announced(make_person("Kari"), title="Faggruppen")
    make_item(event, TITLE, is_confidential=True)
    guests = [
        make_participation(event, person=make_person(role, f"{role}@demo.example"), role=role)
        for role in (Role.GUEST, Role.SPEAKER, Role.SECRETARY)
    ]
    for one in guests:
        changes.answer_invitation(one, Answer.YES, **NOBODY)
    assert [reads_closed(one) for one in guests] == [False, False, True]
    for one in guests:
        pages = [
            Client().get(f"/moter/delta/{answer_key(one)}/").content.decode(),
            signed_in(one.person).get(f"/moter/{event.slug}/").content.decode(),
        ]
        assert [TITLE in page for page in pages] == [reads_closed(one)] * 2


def test_the_record_of_a_written_procedure_and_its_mail_name_no_closed_point():
    event = make_meeting(
        make_person("Kari", "kari@demo.example"), kind="written_procedure", starts=AT, ends=STARTS
    )
    item = make_item(event, TITLE, kind="decision", proposal="Kari ansettes.", is_confidential=True)
    changes.announce_event(event, **NOBODY)
    one = event.participations.get()
    changes.take_position(item, one, "for", **NOBODY)
    changes.close_procedure(event, **AFTER)
    page = Client().get(f"/moter/{event.slug}/protokoll/").content.decode()
    assert "Bare for deltakerne" in page
    assert TITLE not in page
    assert "Kari ansettes" not in page
    assert TITLE in Client().get(f"/moter/skriftlig/{answer_key(one)}/").content.decode()
    assert not OutgoingMail.objects.filter(text__contains=TITLE).exists()


def test_who_reads_no_closed_point_comments_on_none(held):
    guest = make_participation(held, person=make_person("Gjest", "gjest@demo.example"))
    client = signed_in(guest.person)
    page = client.get(f"/moter/{held.slug}/referat/kommenter/").content.decode()
    assert "Åpen sak" in page
    assert TITLE not in page
