"""The sender's approval of changed words: asked by a link, answered once, before anything is published."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dugnad.documents import changes, queries, rules
from dugnad.documents.models import Clearance, Contribution
from dugnad.documents.states import ClearanceState, State
from dugnad.kit.errors import Refused
from dugnad.kit.models import OutgoingMail
from tests.documents.test_sending import AT, KARI, LATER, hamar, letters_to, receive, signed_in
from tests.factories.documents import make_story, take_to
from tests.factories.members import make_alliance, make_approver, make_editor, make_guest, make_secretary

__all__ = ["hamar"]  # a fixture of the tests of sending, used here too
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
KARI_ASKED = {"name": "Kari Nordmann", "email": KARI.email, "language": "nn"}


@pytest.fixture
def changed(hamar: Any) -> Contribution:
    """A story that was sent in, taken in, and shortened by the secretariat."""
    sent = receive(hamar)
    changes.take_in_story(sent, by=None, at=AT)
    document = sent.document
    changes.edit_document(document, revision=document.revision, by=None, at=AT, body="Elevane tek elbåt.")
    return sent


def ask(sent: Contribution, by: Any = None) -> tuple[Clearance, str]:
    clearance = changes.ask_sender(sent.document, by=by, at=LATER, **KARI_ASKED)
    found = re.search(r"/avsender/([\w-]+)/", letters_to(KARI.email)[-1])
    assert found
    return clearance, found[1]


def answer(clearance: Clearance, *, approves: bool, note: str = "") -> None:
    changes.answer_clearance(clearance, approves=approves, note=note, by=None, at=LATER)


def refusal_of(step: Any, *arguments: Any, **values: Any) -> str:
    with pytest.raises(Refused) as refusal:
        step(*arguments, **values)
    return refusal.value.code


def approve(sent: Contribution) -> None:
    document = sent.document
    document.refresh_from_db()
    changes.submit_for_review(document, by=None, at=LATER)
    changes.approve(document, on_behalf_of=make_alliance(), by=None, at=LATER)


# Verbs ---------------------------------------------------------------------------------------------------


def test_words_as_they_were_sent_are_published_without_asking(hamar: Any) -> None:
    sent = receive(hamar)
    approve(sent)
    changes.publish(sent.document, by=None, at=LATER)
    assert "er publisert" in letters_to(KARI.email)[-1]
    assert refusal_of(changes.ask_sender, sent.document, by=None, at=LATER, **KARI_ASKED) == "unchanged"


def test_changed_words_are_published_when_the_sender_has_approved_them(changed: Contribution) -> None:
    approve(changed)
    assert refusal_of(changes.publish, changed.document, by=None, at=LATER) == "sender"
    clearance, _token = ask(changed)
    assert refusal_of(changes.publish, changed.document, by=None, at=LATER) == "sender"
    answer(clearance, approves=True)
    changes.publish(changed.document, by=None, at=LATER)
    assert changed.document.state == State.PUBLISHED


def test_the_refusal_to_publish_says_how_it_stands_with_the_sender(changed: Contribution) -> None:
    approve(changed)

    def told() -> str:
        with pytest.raises(Refused) as refusal:
            changes.publish(changed.document, by=None, at=LATER)
        return str(refusal.value.message)

    assert "er endret siden avsenderen så den" in told()
    clearance, _token = ask(changed)
    assert told() == "Avsenderen er spurt om denne teksten og har ikke svart ennå."
    answer(clearance, approves=False, note="Det er ei ferje.")
    assert told() == "Avsenderen har innvendinger mot denne teksten. Endre den, og spør en gang til."


def test_an_objection_says_what_is_wrong_and_stops_publication(changed: Contribution) -> None:
    secretary = make_secretary()
    approve(changed)
    clearance, _token = ask(changed, secretary.person)
    assert (
        refusal_of(changes.answer_clearance, clearance, approves=False, note=" ", by=None, at=LATER) == "note"
    )
    answer(clearance, approves=False, note="Det er ei ferje.")
    assert refusal_of(changes.publish, changed.document, by=None, at=LATER) == "sender"
    assert "Det er ei ferje." in letters_to(secretary.email)[-1]
    assert (
        refusal_of(changes.answer_clearance, clearance, approves=True, note="", by=None, at=LATER)
        == "waiting"
    )


def test_an_approval_is_of_the_words_that_were_read_and_of_no_others(changed: Contribution) -> None:
    clearance, _token = ask(changed)
    document = changed.document
    changes.edit_document(document, revision=document.revision, by=None, at=LATER, title="Ferje")
    assert (
        refusal_of(changes.answer_clearance, clearance, approves=True, note="", by=None, at=LATER)
        == "waiting"
    )


def test_a_new_question_takes_the_place_of_the_one_that_waits(changed: Contribution) -> None:
    first, _token = ask(changed)
    OutgoingMail.objects.filter(key__startswith="secret:").update(state="queued")
    second, _token = ask(changed)
    first.refresh_from_db()
    assert (first.state, second.state) == (ClearanceState.REPLACED, ClearanceState.WAITING)
    assert [mail.key for mail in OutgoingMail.objects.filter(key__startswith="secret:")] == [
        f"secret:clearance:{second.pk}"
    ]


def test_who_approves_for_the_municipality_stands_behind_the_words_too(changed: Contribution) -> None:
    document = changed.document
    document.refresh_from_db()
    changes.submit_for_review(document, by=None, at=LATER)
    changes.approve(document, on_behalf_of=document.owner, by=None, at=LATER)
    changes.publish(document, by=None, at=LATER)
    assert document.state == State.PUBLISHED


def test_what_nobody_sent_and_no_sender_was_asked_about_needs_no_sender(hamar: Any) -> None:
    document = make_story(make_alliance())
    take_to(document, State.PUBLISHED)
    assert queries.is_cleared_for_publication(queries.newest_version(document))


def test_the_newest_answer_about_the_words_holds() -> None:
    said = [Clearance(state=state, wording="a") for state in ("objected", "approved")]
    assert not rules.is_cleared("b", "a", said, owner_approved=False)
    assert rules.is_cleared("b", "a", said[1:], owner_approved=False)
    assert not rules.is_cleared("b", "c", said, owner_approved=False)


def test_a_published_story_tells_its_sender_once_also_when_they_have_an_account(hamar: Any) -> None:
    make_editor(hamar, email=KARI.email)
    sent = receive(hamar)
    approve(sent)
    changes.publish(sent.document, by=None, at=LATER)
    assert sum("er publisert" in letter for letter in letters_to(KARI.email)) == 1


# Pages ---------------------------------------------------------------------------------------------------


def test_the_secretariat_asks_the_one_who_sent_it(changed: Contribution) -> None:
    client = signed_in(make_secretary())
    address = f"/dokumenter/{changed.document.slug}/"
    assert "Avsenderen må godkjenne dem" in client.get(address).content.decode()
    assert KARI.email in client.get(f"{address}spor-avsender/").content.decode()
    client.post(f"{address}spor-avsender/", KARI_ASKED | {"message": "Innan torsdag?"})
    assert "Innan torsdag?" in letters_to(KARI.email)[-1]
    assert "Venter på avsenderen" in client.get(address).content.decode()


def test_without_a_sender_one_who_writes_for_the_municipality_is_asked(hamar: Any) -> None:
    document = make_story(hamar)
    client = signed_in(make_secretary())
    address = f"/dokumenter/{document.slug}/spor-avsender/"
    assert client.get(address).status_code == 200
    editor = make_editor(hamar)
    assert editor.email in client.get(address).content.decode()


def test_a_published_story_is_not_asked_about(hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    assert signed_in(make_secretary()).get(f"/dokumenter/{document.slug}/spor-avsender/").status_code == 404


def test_the_sender_sees_what_has_changed_and_approves_by_the_link(
    client: Client, changed: Contribution
) -> None:
    _clearance, token = ask(changed)
    answered = client.get(f"/dokumenter/avsender/{token}/")
    page = answered.content.decode()
    assert "<del>reiser med</del>" in page
    assert "<ins>tek</ins>" in page
    assert "Står du bak teksten?" in page
    assert (answered["Cache-Control"], answered["Referrer-Policy"]) == ("no-store", "no-referrer")
    done = client.post(f"/dokumenter/avsender/{token}/", {"answer": "yes"}, follow=True).content.decode()
    assert "Godkjend av avsendaren" in done
    assert Clearance.objects.get().state == ClearanceState.APPROVED


def test_the_sender_objects_by_the_link_and_says_why(client: Client, changed: Contribution) -> None:
    _clearance, token = ask(changed)
    empty = client.post(f"/dokumenter/avsender/{token}/", {"answer": "no", "note": " "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["note"])
    client.post(f"/dokumenter/avsender/{token}/", {"answer": "no", "note": "Det er ei ferje."})
    address = f"/dokumenter/{changed.document.slug}/"
    assert "Det er ei ferje." in signed_in(make_secretary()).get(address).content.decode()


def test_an_answer_that_comes_too_late_is_given_back(client: Client, changed: Contribution) -> None:
    _clearance, token = ask(changed)
    document = changed.document
    changes.edit_document(document, revision=document.revision, by=None, at=LATER, title="Ferje")
    late = client.post(f"/dokumenter/avsender/{token}/", {"answer": "no", "note": "Min merknad."})
    assert "Min merknad." in late.content.decode()
    assert "ny lenkje" in late.content.decode()
    assert Clearance.objects.get().state == ClearanceState.WAITING
    assert (
        "må spørres på nytt"
        in signed_in(make_secretary()).get(f"/dokumenter/{document.slug}/").content.decode()
    )


def test_a_wrong_link_opens_nothing(client: Client, changed: Contribution) -> None:
    ask(changed)
    assert client.get("/dokumenter/avsender/feil/").status_code == 404


def test_the_reader_of_a_link_may_choose_another_language(
    client: Client, changed: Contribution, settings: Any
) -> None:
    _clearance, token = ask(changed)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Do you stand behind the text?" in client.get(f"/dokumenter/avsender/{token}/").content.decode()


def test_the_municipalitys_own_people_answer_on_the_page(changed: Contribution) -> None:
    ask(changed)
    document = changed.document
    address = f"/dokumenter/{document.slug}/avsender/"
    editor = signed_in(make_approver(document.owner))
    assert "Les hva som er endret, og svar" in editor.get(f"/dokumenter/{document.slug}/").content.decode()
    secretary = signed_in(make_secretary())
    assert "Står du bak teksten?" not in secretary.get(address).content.decode()
    secretary.post(address, {"answer": "yes"})
    assert Clearance.objects.get().state == ClearanceState.WAITING
    assert "Står du bak teksten?" in editor.get(address).content.decode()
    editor.post(address, {"answer": "yes"})
    assert Clearance.objects.get().answered_by is not None
    assert signed_in(make_guest()).get(address).status_code == 404


def test_a_story_that_nobody_was_asked_about_has_no_such_page(hamar: Any) -> None:
    document, client = make_story(hamar), signed_in(make_secretary())
    assert client.get(f"/dokumenter/{document.slug}/avsender/").status_code == 404
    changes.ask_sender(document, by=None, at=LATER + timedelta(hours=1), **KARI_ASKED)
    page = client.get(f"/dokumenter/{document.slug}/avsender/").content.decode()
    assert "varmelager" in page
    assert "<del>" not in page
