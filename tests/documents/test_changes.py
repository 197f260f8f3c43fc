"""Verbs of documents: what they write, what they refuse, and what stands in the trail."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from dugnad.documents import changes, queries
from dugnad.documents.kinds import Theme
from dugnad.documents.models import Approval, Attachment, Document, StoryFacts
from dugnad.documents.states import State
from dugnad.kit import history, uploads
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.models import OutgoingMail
from tests.factories.documents import AT, BODY, make_attachment, make_document, make_picture, make_story
from tests.factories.members import (
    make_approver,
    make_editor,
    make_municipality,
    make_person,
    make_secretary,
)
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def trail(document: Document) -> list[str]:
    return [change.verb for change in history.changes_of(document).order_by("id")]


# Writing -------------------------------------------------------------------------------------------------


def test_create_document_begins_a_draft_with_its_first_version() -> None:
    activity = make_activity()
    document = make_document(title="Årsplan", activities=[activity])
    version = queries.newest_version(document)
    assert (document.slug, document.state, document.revision) == ("hamar-2021-arsplan", "draft", 1)
    assert (version.number, version.title, version.is_frozen) == (1, "Årsplan", False)
    assert list(document.activities.all()) == [activity]
    assert trail(document) == ["create_document"]


def test_a_text_has_one_character_for_each_line_end_whatever_machine_it_was_written_on() -> None:
    document = make_document(body="En\r\nTo\rTre")
    assert queries.newest_version(document).body == "En\nTo\nTre"
    changes.edit_document(document, revision=1, by=None, at=LATER, body="En\r\nTo")
    assert queries.newest_version(document).body == "En\nTo"


def test_create_document_refuses_an_empty_title() -> None:
    with pytest.raises(Refused) as refusal:
        make_document(title="  ")
    assert (refusal.value.code, refusal.value.field) == ("title", "title")


def test_two_documents_with_one_title_get_an_address_each() -> None:
    assert [make_document().slug for _ in range(3)] == [
        "hamar-2021-varmelager-i-tegl",
        "hamar-2021-varmelager-i-tegl-2",
        "hamar-2021-varmelager-i-tegl-3",
    ]


def test_create_story_keeps_what_the_call_asked_for() -> None:
    hamar, person = make_municipality(), make_person("Kari")
    document = changes.create_story(
        hamar,
        title="Tegl",
        body=BODY,
        language="nn",
        theme=Theme.ENERGY,
        year=2021,
        by=person,
        at=AT,
        effect_value=120,
        effect_unit="t_co2e_a",
        funding="Klimasats",
        original_call="klimastatus-2021",
        original_organisation=hamar,
    )
    story = queries.newest_version(document).story
    assert (story.theme, story.effect_value, story.funding) == ("energy", 120, "Klimasats")
    assert (story.original_call, story.original_organisation) == ("klimastatus-2021", hamar)
    assert history.changes_of(document).get().actor_name == "Kari"


def test_an_effect_without_a_unit_is_no_effect() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_story(effect_value=120)


def test_edit_document_writes_words_facts_and_links() -> None:
    document, activity = make_story(), make_activity()
    changes.edit_document(
        document,
        revision=1,
        by=None,
        at=LATER,
        title="Varme i tegl",
        year=2020,
        funding="Enova",
        activities=[activity],
    )
    version = queries.newest_version(document)
    assert (document.revision, document.year, version.title, version.body) == (2, 2020, "Varme i tegl", BODY)
    assert version.story.funding == "Enova"
    change = history.changes_of(document).first()
    assert change is not None
    assert change.before == {"activities": [], "funding": "", "title": "Varmelager i tegl", "year": 2021}
    assert change.after == {
        "activities": [activity.pk],
        "funding": "Enova",
        "title": "Varme i tegl",
        "year": 2020,
    }


def test_the_trail_tells_that_a_contact_changed_and_not_to_whom() -> None:
    document = make_story(contact="Kari Nordmann")
    changes.edit_document(document, revision=1, by=None, at=LATER, contact="Ola Nordmann")
    edited, created = history.changes_of(document)
    assert (created.after["contact"], edited.before, edited.after) == (
        "…",
        {"contact": "…"},
        {"contact": "…"},
    )


def test_a_person_is_forgotten_and_the_approved_text_stays_valid() -> None:
    version = queries.newest_version(make_story(state=State.APPROVED, contact="Kari Nordmann"))
    StoryFacts.objects.filter(version=version).update(contact="")
    assert queries.is_intact(queries.newest_version(version.document))


def test_of_two_writers_the_second_gets_both_texts_and_nothing_is_lost() -> None:
    document = make_document()
    stale = Document.objects.get(pk=document.pk)
    kari = make_person("Kari")
    changes.edit_document(document, revision=1, by=kari, at=LATER, body="Karis tekst")
    with pytest.raises(Conflict) as conflict:
        changes.edit_document(stale, revision=1, by=None, at=LATER, body="Min tekst")
    assert conflict.value.details == {
        "yours": {"body": "Min tekst"},
        "theirs": {"title": "Varmelager i tegl", "body": "Karis tekst"},
        "revision": 2,
        "by": "Kari",
    }
    assert queries.newest_version(document).body == "Karis tekst"


def test_editing_a_published_story_begins_a_new_version_and_leaves_the_old_one_public() -> None:
    document = make_story(state=State.PUBLISHED, funding="Enova")
    public = queries.newest_version(document)
    changes.edit_document(
        document, revision=document.revision, by=None, at=LATER, title="Ny tittel", funding=""
    )
    newest = queries.newest_version(document)
    assert (document.state, newest.number, newest.title, newest.is_frozen) == ("draft", 2, "Ny tittel", False)
    assert (newest.story.funding, StoryFacts.objects.get(version=public).funding) == ("", "Enova")
    assert queries.is_intact(public)
    assert [card.title for card in queries.published_stories()] == ["Varmelager i tegl"]


def test_why_approved_words_are_changed_belongs_to_the_new_version_and_to_its_fingerprint() -> None:
    document = make_document(state=State.APPROVED)
    approved = queries.newest_version(document)
    changes.edit_document(
        document, revision=document.revision, by=None, at=LATER, body="Rettet.", reason="Feil navn."
    )
    changes.edit_document(document, revision=document.revision, by=None, at=LATER, body="Rettet to ganger.")
    newest = queries.newest_version(document)
    assert (newest.reason, queries.content_of(newest)["reason"]) == ("Feil navn.", "Feil navn.")
    assert "reason" not in queries.content_of(approved)
    assert queries.is_intact(approved)


def test_a_withdrawn_document_is_not_written_in() -> None:
    document = make_document(state=State.WITHDRAWN)
    attachment = Attachment(document=document)
    for write in (
        lambda: changes.edit_document(document, revision=document.revision, by=None, at=LATER, body="–"),
        lambda: make_attachment(document),
        lambda: changes.detach(attachment, revision=document.revision, by=None, at=LATER),
    ):
        with pytest.raises(Refused) as refusal:
            write()
        assert refusal.value.code == "state"


# Review --------------------------------------------------------------------------------------------------


def test_a_document_goes_from_draft_to_published_and_the_trail_tells() -> None:
    document = make_document(state=State.PUBLISHED)
    assert trail(document) == ["create_document", "submit_for_review", "approve", "publish"]
    assert queries.newest_version(document).published_at == AT


def test_submit_for_review_refuses_an_empty_text() -> None:
    with pytest.raises(Refused) as refusal:
        changes.submit_for_review(make_document(body=" "), by=None, at=AT)
    assert refusal.value.field == "body"


def test_a_step_is_refused_outside_its_states() -> None:
    document = make_document()
    with pytest.raises(Refused) as refusal:
        changes.publish(document, by=None, at=AT)
    assert refusal.value.code == "state"
    assert document.state == State.DRAFT


def test_of_two_who_publish_at_once_one_is_refused() -> None:
    document = make_document(state=State.APPROVED)
    stale = Document.objects.get(pk=document.pk)
    changes.publish(document, by=None, at=AT)
    with pytest.raises(Refused):
        changes.publish(stale, by=None, at=AT)
    assert trail(document).count("publish") == 1


def test_approve_freezes_the_version_with_a_fingerprint_of_all_that_was_approved() -> None:
    document = make_story(effect_value=120, effect_unit="t_co2e_a")
    make_attachment(document)
    changes.submit_for_review(document, by=None, at=AT)
    person, hamar = make_person("Ordfører"), document.owner
    version = changes.approve(document, on_behalf_of=hamar, by=person, at=LATER)
    approval = Approval.objects.get()
    assert (version.frozen_at, len(version.sha256)) == (LATER, 64)
    assert queries.is_intact(version)
    assert (approval.version, approval.person, approval.at, approval.on_behalf_of) == (
        version,
        person,
        LATER,
        hamar,
    )


def test_a_frozen_text_that_was_changed_behind_our_back_is_found_out() -> None:
    document = make_story(state=State.APPROVED)
    version = queries.newest_version(document)
    version.body += "!"
    assert not queries.is_intact(version)


def test_approve_refuses_a_text_that_changed_after_it_was_read() -> None:
    document = make_document(state=State.IN_REVIEW)
    read = document.revision
    changes.edit_document(document, revision=read, by=None, at=AT, body="En annen tekst")
    with pytest.raises(Conflict):
        changes.approve(document, on_behalf_of=document.owner, by=None, at=AT, revision=read)
    assert document.state == State.IN_REVIEW


def test_a_text_returned_after_approval_is_approved_again_with_the_same_fingerprint() -> None:
    document = make_document(state=State.APPROVED)
    first = queries.newest_version(document)
    changes.return_with_note(document, note="Vent litt.", by=None, at=AT)
    changes.submit_for_review(document, by=None, at=AT)
    again = changes.approve(
        document, on_behalf_of=document.owner, by=None, at=LATER, revision=document.revision
    )
    assert (again.number, again.sha256, again.frozen_at) == (1, first.sha256, AT)
    assert again.approvals.count() == 2


def test_return_with_note_tells_those_who_write_for_the_owner_in_their_language() -> None:
    hamar, secretary = make_municipality(), make_secretary()
    editor = make_editor(hamar, "hamar@demo.example")
    editor.person.language = "nn"
    editor.person.save()
    document = make_document(hamar, State.IN_REVIEW)
    changes.return_with_note(document, note=" Kven tok biletet? ", by=secretary.person, at=AT)
    mail = OutgoingMail.objects.get()
    assert (document.state, document.note) == ("draft", "Kven tok biletet?")
    assert (mail.to, mail.subject) == (
        "hamar@demo.example",
        "«Varmelager i tegl» er sendt tilbake med ein merknad",
    )
    assert "Kven tok biletet?" in mail.text
    assert f"/dokumenter/{document.slug}/" in mail.text


def test_return_with_note_refuses_an_empty_note() -> None:
    with pytest.raises(Refused) as refusal:
        changes.return_with_note(make_document(state=State.IN_REVIEW), note=" ", by=None, at=AT)
    assert refusal.value.field == "note"


def test_publish_tells_the_owner_but_not_the_one_who_did_it() -> None:
    hamar = make_municipality()
    approver = make_approver(hamar, "hamar.leder@demo.example")
    make_editor(hamar, "hamar@demo.example")
    document = make_document(hamar, State.APPROVED)
    changes.publish(document, by=approver.person, at=AT)
    assert [(mail.to, mail.subject) for mail in OutgoingMail.objects.all()] == [
        ("hamar@demo.example", "«Varmelager i tegl» er publisert")
    ]


def test_publish_refuses_a_picture_that_nobody_has_cleared() -> None:
    document = make_document()
    make_attachment(document, credit="", consent="unsettled")
    changes.submit_for_review(document, by=None, at=AT)
    changes.approve(document, on_behalf_of=document.owner, by=None, at=AT)
    with pytest.raises(Refused) as refusal:
        changes.publish(document, by=None, at=AT)
    assert refusal.value.details == {"lacks": ["credit", "consent"]}
    assert "Tegl" in str(refusal.value)
    assert document.state == State.APPROVED


def test_publishing_a_new_version_keeps_the_day_of_the_first() -> None:
    document = make_document(state=State.PUBLISHED)
    changes.edit_document(document, revision=document.revision, by=None, at=LATER, body="Rettet.")
    changes.submit_for_review(document, by=None, at=LATER)
    changes.approve(document, on_behalf_of=document.owner, by=None, at=LATER)
    changes.publish(document, by=None, at=LATER)
    assert [v.published_at for v in document.versions.order_by("number")] == [AT, LATER]


def test_withdraw_asks_for_a_reason_and_keeps_it() -> None:
    document = make_document(state=State.PUBLISHED)
    with pytest.raises(Refused) as refusal:
        changes.withdraw(document, reason="", by=None, at=AT)
    assert refusal.value.field == "reason"
    changes.withdraw(document, reason="Feil tall.", by=None, at=AT)
    assert (document.state, document.note) == ("withdrawn", "Feil tall.")


# Attachments ---------------------------------------------------------------------------------------------


def test_attach_keeps_the_bytes_that_came_and_shows_a_picture_without_the_cameras_notes() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera med GPS"  # turned a quarter; the maker's name
    content = make_picture(2000, 1000, exif=exif.tobytes())
    attachment = make_attachment(make_document(), content)
    assert uploads.path_of(attachment.file.sha256).read_bytes() == content
    assert attachment.shown_file is not None
    shown = uploads.path_of(attachment.shown_file.sha256).read_bytes()
    picture = Image.open(io.BytesIO(shown))
    assert (picture.size, picture.format, dict(picture.getexif())) == ((800, 1600), "JPEG", {})
    assert b"Kamera" in content
    assert b"Kamera" not in shown


def test_attach_keeps_what_is_clear_in_a_picture_clear() -> None:
    attachment = make_attachment(make_document(), make_picture(kind="PNG"), "logo.png")
    assert attachment.shown_file is not None
    assert attachment.shown_file.kind == "png"


def test_attach_takes_other_files_as_they_are() -> None:
    attachment = make_attachment(make_document(), b"%PDF-1.7\n", "plan.pdf", title="")
    assert (attachment.file.kind, attachment.shown_file, attachment.title, attachment.is_picture) == (
        "pdf",
        None,
        "plan.pdf",
        False,
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html></html>", "plan.pdf"), (b"<svg></svg>", "logo.svg"), (b"\x00\x01", "x.bin"), (b"", "tom.pdf")],
)
def test_attach_refuses_what_it_cannot_trust_and_stores_nothing(content: bytes, name: str) -> None:
    document = make_document()
    with pytest.raises(Refused) as refusal:
        changes.attach(document, content, name, revision=1, by=None, at=AT, licence="cc-by-4.0")
    assert name in str(refusal.value)
    assert (Attachment.objects.count(), document.revision) == (0, 1)


def test_attach_refuses_a_damaged_picture() -> None:
    whole = make_picture(400, 300)
    document = make_document()
    with pytest.raises(Refused) as refusal:
        make_attachment(document, whole[: len(whole) // 2])
    document.refresh_from_db()
    assert (refusal.value.code, document.revision) == ("image", 1)


def test_attachments_stand_in_the_order_in_which_they_came() -> None:
    document = make_document()
    titles = ["Tegl", "Ovn", "Pipe"]
    for title in titles:
        make_attachment(document, title=title)
    version = queries.newest_version(document)
    assert [a.title for a in queries.attachments_in(version)] == titles


def test_detach_takes_a_file_out_of_the_next_version_and_leaves_the_published_one_whole() -> None:
    document = make_document()
    attachment = make_attachment(document)
    changes.submit_for_review(document, by=None, at=AT)
    changes.approve(document, on_behalf_of=document.owner, by=None, at=AT)
    changes.publish(document, by=None, at=AT)
    published = queries.newest_version(document)
    changes.detach(attachment, revision=document.revision, by=None, at=LATER)
    newest = queries.newest_version(attachment.document)
    assert (newest.number, list(queries.attachments_in(newest))) == (2, [])
    assert list(queries.attachments_in(published)) == [attachment]
    assert queries.is_intact(published)


def test_a_file_put_in_and_taken_out_of_the_same_draft_belongs_to_no_version() -> None:
    document = make_document()
    attachment = make_attachment(document)
    changes.detach(attachment, revision=document.revision, by=None, at=LATER)
    assert list(queries.attachments_in(queries.newest_version(document))) == []
    assert trail(document) == ["create_document", "attach", "detach"]


def test_in_a_demo_only_what_its_answers_tell_is_marked_as_made_up(settings: Any) -> None:
    settings.DEMO = True
    values = {
        "title": "T",
        "body": "B",
        "language": "nb",
        "year": 2021,
        "theme": "energy",
        "by": None,
        "at": AT,
    }
    told = changes.create_story(make_municipality(), **values)
    written = changes.create_document(kind="story", owner=told.owner, **values)
    assert (told.is_illustrative, written.is_illustrative) == (True, False)
