"""Stories that come by the open form: received, taken in or declined; and how long a story may be."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.documents import changes, queries, rules
from dugnad.documents.kinds import LengthRule, LengthUnit
from dugnad.documents.models import Contribution, Document, StoryLength
from dugnad.documents.states import ContributionState, State
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.kit.models import OutgoingMail
from tests.factories.documents import AT, make_picture, make_story
from tests.factories.members import (
    make_alliance,
    make_body_member,
    make_editor,
    make_membership,
    make_municipality,
    make_secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LATER = AT + timedelta(hours=1)
KARI = changes.Sender("Kari Nordmann", "kari@hamar.example", "nn")
TYPED = {
    "owner": "hamar",
    "name": "Kari Nordmann",
    "email": "kari@hamar.example",
    "title": "Elbåt til skulen",
    "body": "Elevane reiser med elbåt.",
    "language": "nn",
    "theme": "transport",
    "goals": ["11", "13"],
    "point": "4",
}
CAPTION = {"alt_text": "Ein båt", "credit": "Kari", "licence": "alliance", "consent": "given"}


@pytest.fixture
def hamar() -> Any:
    alliance, hamar = make_alliance(), make_municipality()
    make_membership(hamar, alliance)
    return hamar


def receive(owner: Any, sender: changes.Sender = KARI, at: Any = AT, **values: Any) -> Contribution:
    words = {"title": "Elbåt", "body": "Elevane reiser med elbåt.", "language": "nn", "theme": "transport"}
    return changes.receive_story(owner, sender, at=at, **{"year": 2021, **words, **values})


def letters_to(email: str) -> list[str]:
    return [f"{mail.subject}\n{mail.text}" for mail in OutgoingMail.objects.filter(to=email).order_by("id")]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Verbs ---------------------------------------------------------------------------------------------------


def test_receive_story_makes_a_draft_that_only_those_who_work_on_it_see(hamar: Any) -> None:
    editor = make_editor(hamar)
    sent = receive(hamar, picture=(make_picture(), "bat.jpg"), caption=CAPTION)
    document = sent.document
    assert (document.state, document.kind, sent.state, sent.way) == ("draft", "story", "received", "form")
    assert document.attachments.get().credit == "Kari"
    assert not queries.visible_to(queries.PUBLIC).exists()
    trail = history.changes_of(document)
    assert trail[0].verb == "receive_story"
    assert "kari@hamar.example" not in str([change.after for change in trail])
    assert "sendt inn" in letters_to(editor.email)[0]


def test_a_receipt_holds_nothing_that_was_typed(hamar: Any) -> None:
    sent = receive(hamar, title="Kjøp på https://bad.example", body="https://bad.example")
    (letter,) = letters_to("kari@hamar.example")
    assert f"nummer {sent.pk}" in letter
    assert "bad.example" not in letter
    assert "Kari" not in letter


def test_stories_that_come_too_often_are_refused_and_an_hour_later_taken(hamar: Any) -> None:
    for _ in range(rules.FROM_ONE):
        receive(hamar)
    with pytest.raises(Refused) as refusal:
        receive(hamar, changes.Sender("Kari", "KARI@hamar.example", "nn"))
    assert (refusal.value.code, Document.objects.count()) == ("often", rules.FROM_ONE)
    receive(hamar, changes.Sender("Ola", "ola@hamar.example", "nb"))
    receive(hamar, at=LATER)


def test_many_senders_together_are_refused_too() -> None:
    assert rules.comes_too_often(0, rules.FROM_ALL)
    assert not rules.comes_too_often(rules.FROM_ONE - 1, rules.FROM_ALL - 1)


def test_take_in_story_leaves_a_draft_and_is_done_once(hamar: Any) -> None:
    sent, secretary = receive(hamar), make_secretary()
    assert [row.pk for row in queries.received()] == [sent.pk]
    changes.take_in_story(sent, by=secretary.person, at=LATER)
    assert (sent.state, sent.document.state, queries.count_received()) == ("taken_in", "draft", 0)
    with pytest.raises(Refused) as refusal:
        changes.take_in_story(sent, by=secretary.person, at=LATER)
    assert refusal.value.code == "state"


def test_decline_story_withdraws_it_and_tells_the_sender_why(hamar: Any) -> None:
    sent = receive(hamar)
    with pytest.raises(Refused) as refusal:
        changes.decline_story(sent, note=" ", by=None, at=LATER)
    assert refusal.value.field == "note"
    changes.decline_story(sent, note="Historia er frå 2012.", by=None, at=LATER)
    assert (sent.state, sent.document.state) == (ContributionState.DECLINED, State.WITHDRAWN)
    assert "Historia er frå 2012." in letters_to("kari@hamar.example")[1]
    assert (sent.name, sent.email) == ("", "")  # nobody will write to them again


def test_a_story_without_a_sender_to_write_to_is_declined_in_silence(hamar: Any) -> None:
    sent = receive(hamar)
    sent.email = ""
    before = OutgoingMail.objects.count()
    changes.decline_story(sent, note="Nei.", by=None, at=LATER)
    assert OutgoingMail.objects.count() == before


def test_words_that_a_member_sent_in_a_reply_are_noted_and_noted_anew(hamar: Any) -> None:
    document = make_story(hamar)
    first = changes.note_words_sent(document, at=AT)
    assert (first.way, first.state, first.email) == ("call", "taken_in", "")
    changes.edit_document(document, revision=1, by=None, at=LATER, body="Nye ord.")
    again = changes.note_words_sent(document, at=LATER)
    assert (again.pk, again.sha256 != first.sha256) == (first.pk, True)


# Length --------------------------------------------------------------------------------------------------


def test_each_year_has_its_own_length_and_the_newest_word_holds() -> None:
    changes.set_story_length(year=2020, least=700, most=1000, unit="characters", by=None, at=AT)
    changes.set_story_length(year=2021, least=250, most=400, unit="words", by=None, at=AT)
    changes.set_story_length(year=2021, least=250, most=500, unit="words", by=None, at=LATER)
    assert queries.length_in(2020) == LengthRule(700, 1000, LengthUnit.CHARACTERS)
    assert queries.length_in(2021) == LengthRule(250, 500)
    assert (queries.length_in(2022), queries.length_for("story", 2022)) == (None, LengthRule(250, 500))
    assert queries.length_for("report", 2021) is None
    assert [str(row) for row in queries.lengths()] == ["2021: 250–500 ord", "2020: 700–1000 tegn"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ett to", "Teksten har 2 ord; minst 3 trengs. Det mangler 1."),
        ("ett to tre fire fem", "Teksten har 5 ord; høyst 4 er lov. Det er 1 for mye."),
        ("ett – to, to-tre «fire»", ""),
    ],
)
def test_how_much_too_long_or_short_a_text_is_is_said(text: str, complaint: str) -> None:
    assert rules.length_complaint(rules.length_of(text, LengthRule(3, 4))) == complaint


def test_a_story_that_goes_to_review_has_the_length_of_its_year(hamar: Any) -> None:
    changes.set_story_length(year=2021, least=0, most=3, unit="words", by=None, at=AT)
    with pytest.raises(Refused) as refusal:
        changes.submit_for_review(make_story(hamar), by=None, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("length", "body")
    changes.submit_for_review(make_story(hamar, original_call="klimastatus-2021"), by=None, at=AT)
    changes.submit_for_review(make_story(hamar, year=2020), by=None, at=AT)


def test_a_fact_that_came_later_leaves_what_was_approved_intact(hamar: Any) -> None:
    document = make_story(hamar, State.APPROVED)
    version = queries.newest_version(document)
    assert queries.is_intact(version)
    assert "point" not in queries.facts_of(version.story)
    other = queries.newest_version(make_story(hamar, point="4", transfer="Ein kalender."))
    assert queries.facts_of(other.story)["point"] == "4"


# Pages ---------------------------------------------------------------------------------------------------


def test_anybody_sends_a_story_in_and_gets_a_receipt(client: Client, hamar: Any) -> None:
    page = client.get("/dokumenter/send-inn/?fra=hamar").content.decode()
    assert '<option value="hamar" selected>' in page
    typed = TYPED | CAPTION | {"picture": SimpleUploadedFile("bat.jpg", make_picture(), "image/jpeg")}
    answer = client.post("/dokumenter/send-inn/", typed, follow=True)
    sent = Contribution.objects.get()
    version = queries.newest_version(sent.document)
    assert f"nummer {sent.pk}" in answer.content.decode()
    assert (version.title, version.story.point, version.story.goals) == ("Elbåt til skulen", "4", [11, 13])
    assert (version.story.contact, sent.name) == ("", "Kari Nordmann")
    assert sent.document.attachments.get().consent == "given"
    assert len(letters_to("kari@hamar.example")) == 1


def test_the_sender_stands_beside_the_story_only_when_they_say_so(client: Client, hamar: Any) -> None:
    client.post("/dokumenter/send-inn/", TYPED | {"shares_contact": "on"})
    story = queries.newest_version(Document.objects.get()).story
    assert story.contact == "Kari Nordmann, kari@hamar.example"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"owner": "nowhere"}, "owner"),
        ({"email": "kari"}, "email"),
        ({"body": " "}, "body"),
        ({"effect_value": "12"}, "effect_unit"),
        ({"body": "ett to tre fire fem seks sju åtte ni ti"}, "body"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, hamar: Any, wrong: dict[str, str], field: str
) -> None:
    changes.set_story_length(year=2021, least=1, most=9, unit="words", by=None, at=AT)
    answer = client.post("/dokumenter/send-inn/", TYPED | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Elbåt til skulen" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_picture_comes_with_its_words_and_the_right_to_show_it(client: Client, hamar: Any) -> None:
    picture = SimpleUploadedFile("bat.jpg", make_picture(), "image/jpeg")
    errors = client.post("/dokumenter/send-inn/", TYPED | {"picture": picture}).context["form"].errors
    assert list(errors) == ["licence", "consent", "alt_text", "credit", "picture"]


def test_a_damaged_picture_costs_no_text(client: Client, hamar: Any) -> None:
    whole = make_picture(400, 300, "PNG")
    damaged = SimpleUploadedFile("bat.png", whole[: len(whole) // 2], "image/png")
    answer = client.post("/dokumenter/send-inn/", TYPED | CAPTION | {"picture": damaged})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["picture"])
    assert not Document.objects.exists()


def test_a_machine_that_fills_in_everything_gets_its_text_back(client: Client, hamar: Any) -> None:
    answer = client.post("/dokumenter/send-inn/", TYPED | {"homepage": "https://bad.example"})
    page = answer.content.decode()
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert "Elbåt til skulen" in page
    assert "bad.example" not in page


def test_who_sends_too_often_is_told_when_to_come_again(client: Client, hamar: Any) -> None:
    statuses = [client.post("/dokumenter/send-inn/", TYPED).status_code for _ in range(rules.FROM_ONE + 1)]
    assert statuses == [302] * rules.FROM_ONE + [429]


def test_the_secretariat_takes_in_or_declines_what_came(hamar: Any) -> None:
    kept, gone = receive(hamar, title="Elbåt"), receive(hamar, title="Reklame")
    client = signed_in(make_secretary())
    page = client.get("/dokumenter/innboks/").content.decode()
    assert "kari@hamar.example" in page
    assert "2 innsendte" in client.get("/dokumenter/").content.decode()
    client.post(f"/dokumenter/innboks/{kept.pk}/ta-inn/")
    empty = client.post(f"/dokumenter/innboks/{gone.pk}/avslaa/", {"note": " "})
    assert empty.status_code == 422
    client.post(f"/dokumenter/innboks/{gone.pk}/avslaa/", {"note": "Er reklame."})
    states = list(Contribution.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["taken_in", "declined"]
    again = client.post(f"/dokumenter/innboks/{kept.pk}/ta-inn/", follow=True)
    assert "allerede avgjort" in again.content.decode()
    assert "Ingenting venter" in client.get("/dokumenter/innboks/").content.decode()


def test_the_sender_is_seen_by_those_who_work_on_it_and_not_by_a_body(hamar: Any) -> None:
    document = receive(hamar).document
    changes.submit_for_review(document, by=None, at=AT)
    address = f"/dokumenter/{document.slug}/"
    assert "kari@hamar.example" in signed_in(make_editor(hamar)).get(address).content.decode()
    assert "Ta den inn eller avslå den" in signed_in(make_secretary()).get(address).content.decode()
    assert "kari@hamar.example" not in signed_in(make_body_member()).get(address).content.decode()


def test_the_inbox_takes_the_same_queries_for_one_and_for_three(
    hamar: Any, django_assert_num_queries: Any
) -> None:
    client = signed_in(make_secretary())
    for _ in range(2):
        receive(hamar)
        with django_assert_num_queries(6):
            client.get("/dokumenter/innboks/")


def test_the_secretariat_sets_the_length_of_a_year() -> None:
    make_alliance()
    client = signed_in(make_secretary())
    assert "Ingen år har" in client.get("/dokumenter/lengde/").content.decode()
    wrong = client.post("/dokumenter/lengde/", {"year": "2021", "least": "9", "most": "5", "unit": "words"})
    assert list(wrong.context["form"].errors) == ["least"]
    client.post("/dokumenter/lengde/", {"year": "2021", "least": "5", "most": "9", "unit": "words"})
    assert StoryLength.objects.get().rule == LengthRule(5, 9)
    assert 'value="9"' in client.get("/dokumenter/lengde/").content.decode()
